"""The shift between two images: found to a fraction of a pixel on the sample scene, not believed where nothing is shared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine.registration import estimate_shift

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def image(name: str) -> np.ndarray:
    return gdal.Open(str(SAMPLE / name)).ReadAsArray()


@pytest.mark.parametrize(("right", "down"), [(0, 0), (5, 0), (-3, 4)])
def test_sar_moved_beside_the_optical_image_is_found(right, down):
    optical, sar = image("chile_S2L2A.tif"), image("chile_S1RTC.tif")
    valid = np.isfinite(sar).all(0)
    at_rest = estimate_shift(optical, sar, valid)
    moved = estimate_shift(optical, np.roll(sar, (down, right), (1, 2)), valid)
    assert moved.sure
    assert moved.right - at_rest.right == pytest.approx(right, abs=0.3)
    assert moved.down - at_rest.down == pytest.approx(down, abs=0.3)
    assert abs(at_rest.right) < 2 and abs(at_rest.down) < 2


def test_half_a_pixel_is_seen():
    optical = image("chile_S2L2A.tif").astype(float)
    between = (optical + np.roll(optical, 1, 2)) / 2
    shift = estimate_shift(optical, between, np.ones(optical.shape[1:], bool))
    assert shift.right == pytest.approx(0.5, abs=0.1)
    assert shift.down == pytest.approx(0, abs=0.2)


def test_noise_is_not_believed():
    rng = np.random.default_rng(7)
    one, other = rng.normal(size=(2, 1, 256, 256))
    assert not estimate_shift(one, other, np.ones((256, 256), bool)).sure


@pytest.mark.parametrize("plane", [np.zeros((1, 256, 256)), np.zeros((1, 20, 20))])
def test_nothing_to_compare_is_no_shift(plane):
    assert estimate_shift(plane, plane, np.ones(plane.shape[1:], bool)) == (0.0, 0.0, 0.0)
