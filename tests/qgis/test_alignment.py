"""Grids that differ: said in words, cured by one warp that keeps what it should and leaves nothing behind on a cancel."""

from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine.errors import Cancelled, InputError
from eoduet.engine.raster import RasterSource, open_pair
from eoduet.plugin.alignment import compare, warp

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def other(sample, tmp_path):
    """The sample's SAR image on another grid, by arguments of gdal.Warp."""

    def make(**how) -> str:
        path = str(tmp_path / "other.tif")
        assert gdal.Warp(path, sample["SAR"], **how) is not None
        return path

    return make


def grids(optical: str, sar: str):
    return RasterSource(optical, "optical").grid, RasterSource(sar, "sar").grid


def test_one_grid_needs_nothing(sample):
    assert compare(*grids(sample["OPTICAL"], sample["SAR"])).differences == ()


def test_every_difference_is_said(sample, other):
    elsewhere = compare(*grids(sample["OPTICAL"], other(dstSRS="EPSG:4326")))
    assert elsewhere.warpable and "EPSG:4326" in elsewhere.differences[0]
    coarse = compare(*grids(sample["OPTICAL"], other(xRes=20, yRes=20)))
    assert any("Resolution" in one and "20 m" in one for one in coarse.differences)
    assert any("Size" in one for one in coarse.differences)
    assert coarse.resampling == "bilinear"
    fine = compare(*grids(sample["OPTICAL"], other(xRes=4, yRes=4)))
    assert fine.resampling == "average"


def test_a_shift_is_said_in_pixels(sample, tmp_path):
    path = str(tmp_path / "moved.tif")
    left, step, _, top, _, down = gdal.Open(sample["SAR"]).GetGeoTransform()
    moved = gdal.Translate(path, sample["SAR"])
    moved.SetGeoTransform((left + 2.5 * step, step, 0, top, 0, down))
    moved = None
    (said,) = compare(*grids(sample["OPTICAL"], path)).differences
    assert "+2.50 pixels right" in said


def test_warped_it_pairs_and_shows_the_same_place(sample, other, tmp_path):
    path, steps = str(tmp_path / "aligned.tif"), []
    kind = warp(other(dstSRS="EPSG:4326"), sample["OPTICAL"], path, steps.append, lambda: False)
    assert kind == "bilinear" and steps[-1] == 1
    pair = open_pair(sample["OPTICAL"], path)
    assert [band.name for band in pair.sources["sar"].bands] == [
        band.name for band in RasterSource(sample["SAR"], "sar").bands
    ]
    back, before = (gdal.Open(p).ReadAsArray()[0, 20:-20, 20:-20] for p in (path, sample["SAR"]))
    both = np.isfinite(back) & np.isfinite(before)
    assert both.mean() > 0.95
    assert np.corrcoef(back[both], before[both])[0, 1] > 0.9


def test_what_is_not_covered_is_nodata(sample, tmp_path):
    part, path = str(tmp_path / "part.tif"), str(tmp_path / "aligned.tif")
    gdal.Translate(part, sample["SAR"], srcWin=[0, 0, 100, 224])
    warp(part, sample["OPTICAL"], path, lambda share: None, lambda: False)
    valid = RasterSource(path, "sar").read(0, 0, 224, 224)[1]
    assert valid[:, :, :99].mean() > 0.9 and not valid[:, :, 101:].any()


def test_a_cancel_leaves_nothing(sample, other, tmp_path):
    source, before = other(dstSRS="EPSG:4326"), set(os.listdir(tmp_path))
    with pytest.raises(Cancelled):
        warp(source, sample["OPTICAL"], str(tmp_path / "aligned.tif"), lambda share: None, lambda: True)
    assert set(os.listdir(tmp_path)) == before


def test_it_does_not_overwrite_its_input(sample):
    with pytest.raises(InputError, match="overwrite"):
        warp(sample["SAR"], sample["OPTICAL"], sample["SAR"], lambda share: None, lambda: False)
