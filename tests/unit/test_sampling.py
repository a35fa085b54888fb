"""Samples: everything of a small raster, enough of a large one, and the few valid pixels of a nearly empty one."""

from __future__ import annotations

import numpy as np
import pytest

from eoduet.engine.errors import InputError
from eoduet.engine.grid import Grid
from eoduet.engine.sampling import ENOUGH, sample


class Array:
    """As much of a RasterSource as sampling uses, over an array, counting the pixels that are read."""

    path = "made.tif"

    def __init__(self, values, valid):
        self.values, self.valid, self.pixels = values, valid, 0
        self.grid = Grid(values.shape[2], values.shape[1])
        self.bands = list(values)

    def read(self, x, y, width, height):
        self.pixels += width * height
        window = (slice(None), slice(y, y + height), slice(x, x + width))
        return self.values[window], self.valid[window]


def made(height, width, valid=True):
    values = np.arange(2 * height * width, dtype=np.float32).reshape(2, height, width)
    return Array(values, np.full(values.shape, valid))


def test_a_small_raster_is_read_whole():
    source = made(30, 40)
    source.valid[0, 0, :5] = False
    source.valid[:, 1, 0] = False
    values, valid = sample(source)
    assert values.shape == (2, 30 * 40 - 1)
    np.testing.assert_array_equal(np.sort(values[1][valid[1]]), np.sort(source.values[1][source.valid[1]]))


def test_a_large_raster_is_sampled_from_corner_to_corner():
    source = made(1500, 2500)
    values, _ = sample(source)
    assert source.pixels == values.shape[1] == (8 * 128) ** 2
    assert (values[0].min(), values[0].max()) == (source.values[0].min(), source.values[0].max())


def test_a_patch_that_the_windows_miss_is_found():
    source = made(3000, 3000, valid=False)
    source.valid[:, 200:260, 200:260] = True
    values, valid = sample(source)
    assert valid.all()
    assert values.shape[1] == 60 * 60 < ENOUGH


def test_a_thin_raster_is_no_special_case():
    assert sample(made(40, 5000))[0].shape == (2, 40 * 8 * 128)
    assert sample(made(1, 5000))[0].shape == (2, 5000)


@pytest.mark.parametrize("shape", [(20, 20), (1200, 1200)])
def test_nothing_valid_is_an_input_error(shape):
    with pytest.raises(InputError, match="only NoData"):
        sample(made(*shape, valid=False))
