"""Bands to components and back: exact where it can be, clipping counted, finite for anything, equal after the header."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from osgeo import gdal

from eoduet.engine.errors import InputError
from eoduet.engine.header import pack_header, unpack_header
from eoduet.engine.metrics import psnr
from eoduet.engine.radiometry import COMPONENTS, ModalityTransform, fit
from eoduet.engine.raster import RasterSource

CODES = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "uint32": gdal.GDT_UInt32,
         "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64}  # fmt: skip
rng = np.random.default_rng(2)


def source_of(array, modality, nodata=None):
    """An in-memory raster of an array (bands, h, w)."""
    path = "/vsimem/radiometry.tif"
    bands, height, width = array.shape
    raster = gdal.GetDriverByName("GTiff").Create(
        path, width, height, bands, CODES[array.dtype.name], ["ALPHA=NO"]
    )
    for number, band in enumerate(array, 1):
        raster.GetRasterBand(number).WriteArray(band)
        if nodata is not None:
            raster.GetRasterBand(number).SetNoDataValue(nodata)
    del raster
    return RasterSource(path, modality)


def forward(transform, values, valid):
    """Values to components, and how many were clipped."""
    planes, clipped = transform.planes(values, valid)
    return transform.components_of(planes), clipped


def inverse(transform, components):
    """Components to values."""
    return transform.values_of(transform.planes_of(components))


def there_and_back(array, modality, nodata=None):
    source = source_of(array, modality, nodata)
    transform = fit(source)
    values, valid = source.read(0, 0, source.grid.width, source.grid.height)
    components, clipped = forward(transform, values, valid)
    return transform, components, clipped, inverse(transform, components), valid


shapes = st.tuples(st.integers(1, 12), st.integers(1, 12))


@settings(max_examples=40)
@given(st.sampled_from([("optical", n) for n in (1, 2, 3, 4)] + [("sar", 1), ("sar", 2)]), shapes, st.data())
def test_8_bit_is_exact(kind, shape, data):
    modality, bands = kind
    array = data.draw(hnp.arrays(np.uint8, (bands, *shape)))
    _, components, clipped, back, _ = there_and_back(array, modality)
    assert components.shape == (COMPONENTS[modality], *shape)
    assert (components.dtype, clipped) == (np.float32, 0)
    assert (components[bands:] == 0).all()
    np.testing.assert_array_equal(back, array)


@settings(max_examples=100)
@given(st.sampled_from(sorted(CODES)), st.sampled_from(["optical", "sar"]), shapes, st.data())
def test_anything_gives_finite_components_and_values(dtype, modality, shape, data):
    array = data.draw(hnp.arrays(dtype, (2, *shape)))
    try:
        transform, components, clipped, back, valid = there_and_back(array, modality)
    except InputError as error:
        assert "NoData" in str(error)
        return
    assert np.isfinite(components).all()
    assert np.abs(components).max() <= 255 * np.sqrt(2) + 1e-3
    assert 0 <= clipped <= valid.sum()
    assert back.dtype == array.dtype
    assert np.isfinite(back).all()
    nonsense = data.draw(hnp.arrays(np.float32, components.shape))
    assert np.isfinite(inverse(transform, nonsense)).all()


def test_components_of_8_bit_images_keep_squared_errors():
    array = np.clip(rng.normal(120, 30, (3, 40, 40)) + rng.normal(0, 40, (1, 40, 40)), 0, 255).astype(
        np.uint8
    )
    source = source_of(array, "optical")
    transform = fit(source)
    other = np.clip(array.astype(int) + rng.integers(-5, 6, array.shape), 0, 255).astype(np.uint8)
    valid = np.ones(array.shape, bool)
    a, b = forward(transform, array, valid)[0], forward(transform, other, valid)[0]
    assert np.square(a - b).sum() == pytest.approx(np.square(array.astype(float) - other).sum(), rel=1e-5)


def test_components_are_centred_and_sorted():
    base = rng.normal(0, 1, (4, 64, 64)) * [[[40]], [[12]], [[4]], [[1]]]
    mixing = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    array = np.clip(np.tensordot(mixing, base, 1) + 128, 0, 255).astype(np.uint8)
    _, components, _, _, _ = there_and_back(array, "optical")
    spread = components.std((1, 2))
    assert (np.diff(spread) < 0).all()
    assert np.abs(components.mean((1, 2))).max() < 1.5
    assert spread[3] < 2


@pytest.mark.parametrize(("name", "modality"), [("chile_S2L2A.tif", "optical"), ("chile_S1RTC.tif", "sar")])
def test_the_sample_scene_comes_back(name, modality, request):
    path = request.config.rootpath / "resources" / "sample" / name
    source = RasterSource(str(path), modality)
    transform = fit(source)
    values, valid = source.read(0, 0, 224, 224)
    components, clipped = forward(transform, values, valid)
    assert clipped < 1e-3 * valid.sum()
    back = inverse(transform, components)
    span = np.array([scale.high - scale.low for scale in transform.scales]).max()
    assert psnr(values, back, span, valid) > 60  # what clipping costs
    # An error of one unit in the components is one of 1/255 of the range in the bands, as for 8 bit.
    noisy = inverse(transform, components + rng.normal(0, 1, components.shape).astype(np.float32))
    unit = np.concatenate(
        [s.forward(n).ravel() - s.forward(b).ravel() for s, n, b in zip(transform.scales, noisy, back)]
    )
    assert 255 * unit.std() == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("modality", ["optical", "sar"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_the_header_holds_everything(dtype, modality):
    array = (rng.gamma(4, 20, (2, 30, 30))).clip(0, 255).astype(dtype)
    source = source_of(array, modality, nodata=0)
    transform = fit(source)
    header = {
        "size": [30, 30],
        modality: transform.to_header(),
        "bundle": ["m", "0" * 32],
        "quality": 1,
        "gamma": 2,
    }
    again = ModalityTransform.from_header(unpack_header(pack_header(header), 2)[modality], modality)
    assert again == transform
    assert json.dumps(again.to_header()) == json.dumps(transform.to_header())


def test_pixels_without_data_do_not_count_and_do_not_matter():
    array = rng.normal(-12, 3, (2, 50, 50)).astype(np.float32)
    array[:, :20] = np.nan
    array[0, 30:40, 30:40] = -9999
    transform, components, clipped, back, valid = there_and_back(array, "sar", nodata=-9999)
    assert valid.sum() == 2 * 1500 - 100
    assert clipped <= 4
    assert all(-40 < scale.low < scale.high < 20 for scale in transform.scales)
    assert np.isfinite(components).all()
    inside = valid & (array > -20) & (array < -4)
    np.testing.assert_allclose(back[inside], array[inside], atol=1e-3)
    garbage = np.where(valid, array, np.float32(1e30))
    np.testing.assert_array_equal(forward(transform, garbage, valid)[0], components)


def test_clipped_values_are_counted():
    source = source_of(rng.normal(-12, 3, (1, 100, 100)).astype(np.float32), "sar")
    transform = fit(source)
    values = np.full((1, 5, 5), -12, np.float32)
    valid = np.ones(values.shape, bool)
    assert forward(transform, values, valid)[1] == 0
    values[0, 0], values[0, 1, :3] = 50, -90
    valid[0, 1, 0] = False
    components, clipped = forward(transform, values, valid)
    assert clipped == 7
    back = inverse(transform, components)
    low, high = transform.scales[0].low, transform.scales[0].high
    assert (back[0, 0, 0], back[0, 1, 1]) == (pytest.approx(high), pytest.approx(low))


def test_one_valid_pixel_is_enough():
    array = np.full((1, 20, 20), np.nan, np.float32)
    array[0, 3, 4] = -7.25
    _, components, _, back, valid = there_and_back(array, "sar")
    assert valid.sum() == 1
    assert back[0, 3, 4] == pytest.approx(-7.25, abs=1e-3)
    assert np.ptp(components) < 1e-3  # the rest is filled with the same


@pytest.mark.parametrize(
    ("array", "nodata"), [(np.full((1, 9, 9), np.nan, np.float32), None), (np.zeros((2, 9, 9), np.uint16), 0)]
)
def test_nothing_valid_is_an_input_error(array, nodata):
    with pytest.raises(InputError, match="only NoData"):
        fit(source_of(array, "sar", nodata))


def test_undeclared_nodata_is_an_input_error():
    array = rng.normal(-12, 3, (2, 50, 50)).astype(np.float32)
    array[1, :5] = -9999
    with pytest.raises(InputError, match="band 2.*-a_nodata -9999"):
        fit(source_of(array, "sar"))
