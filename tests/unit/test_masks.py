"""Validity masks: lossless for any shape, small for the shapes that rasters have, safe against nonsense."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from eoduet.engine.errors import DamagedTile
from eoduet.engine.masks import pack, unpack

shapes = st.tuples(st.integers(1, 4), st.integers(1, 20), st.integers(1, 20))


@given(shapes.flatmap(lambda shape: hnp.arrays(bool, shape)), st.booleans())
def test_comes_back_equal(valid, shared):
    valid = np.repeat(valid[:1], len(valid), 0) if shared else valid
    back = unpack(pack(valid), *valid.shape)
    assert back.dtype == bool
    np.testing.assert_array_equal(back, valid)


def test_usual_masks_are_small():
    rows, columns = np.mgrid[:512, :512]
    slanted = np.broadcast_to(columns + 0.2 * rows > 300, (4, 512, 512))
    assert pack(np.ones((4, 512, 512), bool)) == b""
    assert len(pack(np.zeros((4, 512, 512), bool))) == 1
    assert len(pack(slanted)) < 400


def test_does_not_change_its_input():
    valid = np.eye(8, dtype=bool)[None]
    pack(valid)
    np.testing.assert_array_equal(valid[0], np.eye(8))


@given(st.binary(max_size=60), shapes)
def test_noise_is_a_damaged_tile_or_a_mask(data, shape):
    try:
        assert unpack(data, *shape).shape == shape
    except DamagedTile as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("size", [0, 7, 9, 10_000_000])
def test_a_mask_of_another_size_is_a_damaged_tile(size):
    with pytest.raises(DamagedTile):
        unpack(b"\1" + zlib.compress(bytes(size), 9)[2:-4], 1, 8, 8)


def test_a_cut_mask_is_a_damaged_tile():
    data = pack(np.random.default_rng(0).random((1, 64, 64)) > 0.5)
    for wrong in (data[:-1], data + b"\0", b"\7" + data[1:]):
        with pytest.raises(DamagedTile):
            unpack(wrong, 1, 64, 64)
