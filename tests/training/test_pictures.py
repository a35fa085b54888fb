"""Pictures: training sees the digital numbers that the engine gives the network for the same file."""

import numpy as np
import pytest

from eoduet.engine.classes import FLOOD, NO_CLASS
from eoduet.engine.errors import InputError
from eoduet.engine.radiometry import PEAK, fit
from eoduet.engine.raster import RasterSource
from eoduet.engine.training.pictures import LabelRaster, Picture


@pytest.mark.parametrize("modality", ["optical", "sar"])
def test_planes_are_what_the_engine_codes(sample, raster, tmp_path, modality):
    """The engine's components are a rotation of our planes minus their means, up to the rounding."""
    raster(tmp_path / "it.tif", sample[modality == "sar"])
    picture = Picture(str(tmp_path / "it.tif"), modality)
    planes = picture.planes(20, 30, 160, 100)
    source = RasterSource(str(tmp_path / "it.tif"), modality)
    transform = fit(source)
    components = transform.components_of(transform.planes(*source.read(20, 30, 160, 100))[0])
    centred = planes - np.array(transform.mean, float)[:, None, None]
    rotated = np.tensordot(transform._matrix(), centred, 1)
    assert planes.dtype == np.uint8 and planes.shape == (len(source.bands), 100, 160)
    assert np.abs(rotated - components[: len(planes)]).max() <= 0.5 * np.sqrt(len(planes)) + 0.01
    assert all(plane.std() > 10 for plane in picture.planes(0, 0, 224, 224)), "every band fills the range"


def test_8_bit_stays_as_it_is(raster, tmp_path):
    bands = np.arange(3 * 64 * 64).reshape(3, 64, 64).astype(np.uint8)
    raster(tmp_path / "it.tif", bands)
    assert np.array_equal(Picture(str(tmp_path / "it.tif"), "optical").planes(0, 0, 64, 64), bands)


def test_enlarged_bands_are_smooth_to_a_codec_and_blocks_to_a_map(raster, tmp_path):
    small = np.random.default_rng(1).integers(60, 200, (1, 32, 32)).astype(np.uint8)
    bands = np.kron(small, np.ones((1, 2, 2), np.uint8))
    raster(tmp_path / "it.tif", bands)
    picture = Picture(str(tmp_path / "it.tif"), "optical")
    assert np.array_equal(picture.planes(0, 0, 64, 64, coded=False), bands)
    smooth = picture.planes(0, 0, 64, 64).astype(float)
    assert np.abs(np.diff(smooth)[:, :, 0::2]).mean() > 5
    assert np.abs(smooth.reshape(1, 32, 2, 32, 2).mean((2, 4)) - small).max() <= 0.5


def test_power_is_seen_in_decibels_and_gaps_are_filled(raster, tmp_path):
    decibels = np.linspace(-25, 5, 64 * 64, dtype=np.float32).reshape(1, 64, 64)
    holes = decibels.copy()
    holes[0, 20:30, 20:30] = np.nan
    for name, array in (("db", decibels), ("power", 10 ** (decibels / 10)), ("holes", holes)):
        raster(tmp_path / f"{name}.tif", array.astype(np.float32))
    db, power, filled = (
        Picture(str(tmp_path / f"{name}.tif"), "sar").planes(0, 0, 64, 64).astype(int)
        for name in ("db", "power", "holes")
    )
    assert np.abs(db - power).max() <= 1 and np.abs(db - filled).max() <= 0.1 * PEAK


def test_labels_are_places_in_the_class_set(raster, tmp_path):
    raster(tmp_path / "it.tif", np.array([[[-1, 0], [1, 7]]], np.int16))
    label = LabelRaster(str(tmp_path / "it.tif"), FLOOD)
    assert label.size == (2, 2) and label.window(0, 0, 2, 2).tolist() == [[NO_CLASS, 0], [1, NO_CLASS]]
    with pytest.raises(InputError, match="cannot be read as a label raster"):
        LabelRaster(str(tmp_path / "none.tif"), FLOOD)
