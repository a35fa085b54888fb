"""Reading: values, validity and descriptions as GDAL has them, and one clear sentence for every pair that does not fit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from eoduet.engine.errors import InputError
from eoduet.engine.raster import RasterSource, open_pair

UTM = (500000.0, 10.0, 0.0, 4000000.0, 0.0, -10.0)


@pytest.fixture
def create(tmp_path):
    """Make a small GeoTIFF; returns the open dataset, whose description is its path."""

    def make(
        name="a.tif", bands=1, dtype=gdal.GDT_Byte, size=(12, 9), epsg=32633, geotransform=UTM, options=()
    ):
        options = ["PHOTOMETRIC=MINISBLACK", "ALPHA=NO", *options]
        raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / name), *size, bands, dtype, options)
        if geotransform:
            raster.SetGeoTransform(geotransform)
        if epsg:
            crs = osr.SpatialReference()
            crs.ImportFromEPSG(epsg)
            raster.SetSpatialRef(crs)
        return raster

    return make


def closed(raster):
    path = raster.GetDescription()
    raster.FlushCache()
    return path


def test_descriptions_are_read(create):
    raster = create(bands=2, dtype=gdal.GDT_UInt16)
    raster.SetMetadata({"AREA_OR_POINT": "Point", "SENSOR": "S2"})
    band = raster.GetRasterBand(1)
    band.SetDescription("B04")
    band.SetNoDataValue(0)
    band.SetScale(0.0001)
    band.SetOffset(-0.1)
    band.SetUnitType("1")
    band.SetMetadata({"wavelength": "665", "STATISTICS_MEAN": "5"})
    path = closed(raster)
    del raster, band
    source = RasterSource(path, "optical")
    first, second = source.bands
    assert (first.dtype, first.name, first.nodata, first.scale) == ("uint16", "B04", 0, 0.0001)
    assert (first.offset, first.unit, first.color, first.metadata) == (
        -0.1,
        "1",
        "Gray",
        {"wavelength": "665"},
    )
    assert (second.name, second.scale, second.unit, second.color) == ("", 1, "", "")
    assert source.metadata == {"AREA_OR_POINT": "Point", "SENSOR": "S2"}
    assert source.grid.geotransform == UTM
    assert 'ID["EPSG",32633]' in source.grid.crs


@pytest.mark.parametrize("dtype", ["Byte", "UInt16", "Int16", "UInt32", "Int32", "Float32", "Float64"])
def test_windows_of_every_type(create, dtype):
    raster = create(bands=2, dtype=gdal.GetDataTypeByName(dtype))
    values = np.arange(2 * 9 * 12).reshape(2, 9, 12)
    for number in (1, 2):
        raster.GetRasterBand(number).WriteArray(values[number - 1])
    path = closed(raster)
    del raster
    source = RasterSource(path, "sar")
    read, valid = source.read(3, 2, 5, 4)
    assert read.dtype == source.dtype == np.dtype(source.bands[0].dtype)
    np.testing.assert_array_equal(read, values[:, 2:6, 3:8])
    assert valid.all()


def test_nodata_nan_and_infinity_are_invalid(create):
    raster = create(bands=2, dtype=gdal.GDT_Float32)
    values = np.ones((2, 9, 12), np.float32)
    values[0, 0, :4] = np.nan, np.inf, -np.inf, -9999
    values[1, 1, 0] = -9999
    for number in (1, 2):
        raster.GetRasterBand(number).WriteArray(values[number - 1])
        raster.GetRasterBand(number).SetNoDataValue(-9999)
    path = closed(raster)
    del raster
    _, valid = RasterSource(path, "sar").read(0, 0, 12, 9)
    expected = np.ones((2, 9, 12), bool)
    expected[0, 0, :4] = expected[1, 1, 0] = False
    np.testing.assert_array_equal(valid, expected)


def test_integer_nodata_beside_a_mask(create):
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
    raster = create()
    values = np.arange(9 * 12, dtype=np.uint8).reshape(9, 12)
    raster.GetRasterBand(1).WriteArray(values)
    raster.GetRasterBand(1).SetNoDataValue(7)
    raster.CreateMaskBand(gdal.GMF_PER_DATASET)
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    raster.GetRasterBand(1).GetMaskBand().WriteArray(np.where(values > 100, 0, 255).astype(np.uint8))
    path = closed(raster)
    del raster
    _, valid = RasterSource(path, "optical").read(0, 0, 12, 9)
    np.testing.assert_array_equal(valid[0], (values <= 100) & (values != 7))


def test_an_alpha_band_is_a_mask_and_no_band(create, tmp_path):
    raster = create(bands=4)
    for number in (1, 2, 3):
        raster.GetRasterBand(number).Fill(number)
    alpha = np.full((9, 12), 255, np.uint8)
    alpha[:2] = 0
    raster.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    raster.GetRasterBand(4).WriteArray(alpha)
    path = closed(raster)
    del raster, alpha
    source = RasterSource(path, "optical")
    values, valid = source.read(0, 0, 12, 9)
    assert len(source.bands) == 3
    np.testing.assert_array_equal(values[:, 0, 0], [1, 2, 3])
    assert valid[:, 2:].all()
    assert not valid[:, :2].any()


def test_a_measured_band_that_gdal_takes_for_alpha_is_not_lost_silently(create):
    raster = create(bands=4)
    raster.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    raster.GetRasterBand(4).WriteArray(np.arange(9 * 12, dtype=np.uint8).reshape(9, 12) + 40)
    path = closed(raster)
    del raster
    with pytest.raises(InputError, match="Band 4 .* gdal_edit.py -colorinterp_4 undefined"):
        RasterSource(path, "optical")


def test_nodata_that_the_type_cannot_hold_marks_nothing(create):
    raster = create()
    raster.GetRasterBand(1).SetNoDataValue(-9999)
    path = closed(raster)
    del raster
    source = RasterSource(path, "optical")
    assert source.bands[0].nodata is None
    assert source.read(0, 0, 12, 9)[1].all()


def test_bands_of_different_types_meet_in_one_that_holds_both(create, tmp_path):
    paths = [closed(create("a.tif", dtype=gdal.GDT_UInt16)), closed(create("b.tif", dtype=gdal.GDT_Int16))]
    gdal.BuildVRT(str(tmp_path / "ab.vrt"), paths, separate=True).FlushCache()
    source = RasterSource(str(tmp_path / "ab.vrt"), "sar")
    assert (source.dtype, [band.dtype for band in source.bands]) == (np.int32, ["int32", "int32"])


# -- pairs


def pair_error(optical, sar):
    with pytest.raises(InputError) as caught:
        open_pair(optical, sar)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_pair_or_a_lone_modality(create):
    a, b = closed(create("a.tif", bands=3)), closed(create("b.tif", bands=2, dtype=gdal.GDT_Float32))
    pair = open_pair(a, b)
    assert [source.modality for source in pair.sources.values()] == list(pair.sources) == ["optical", "sar"]
    assert pair.grid == pair.sources["optical"].grid
    assert list(open_pair(a, None).sources) == ["optical"]
    assert open_pair(None, b).grid.geotransform == UTM
    assert "nothing to encode" in pair_error(None, None)


def test_a_raster_without_any_position(create):
    a, b = (closed(create(name, epsg=None, geotransform=None)) for name in ("a.tif", "b.tif"))
    grid = open_pair(a, b).grid
    assert (grid.crs, grid.geotransform) == ("", None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"epsg": 32634}, ["differ (EPSG:32633 and EPSG:32634)", "gdalwarp -t_srs EPSG:32633 -te 500000"]),
        ({"size": (13, 9)}, ["12 x 9 and 13 x 9 pixels", "-ts 12 9"]),
        ({"geotransform": (500005.0, 10.0, 0.0, 4000000.0, 0.0, -10.0)}, ["0.5 pixels", "eoduet:align"]),
        ({"epsg": None}, ["only one", "gdal_translate -a_srs"]),
        ({"geotransform": None}, ["only one of the two has a position", "-a_ullr"]),
    ],
)
def test_different_grids_say_how_to_align(create, changes, words):
    sentence = pair_error(closed(create("a.tif")), closed(create("b.tif", **changes)))
    assert [word for word in words if word not in sentence] == []


def test_the_alignment_it_names_works(create, tmp_path):
    a = closed(create("a.tif"))
    b = closed(create("b.tif", size=(30, 30), geotransform=(499950.0, 7.0, 0.0, 4000050.0, 0.0, -7.0)))
    command = pair_error(a, b).rstrip(".").split("gdalwarp ")[1].split()
    subprocess.run(["gdalwarp", "-q", *command, b, str(tmp_path / "c.tif")], check=True)
    assert open_pair(a, str(tmp_path / "c.tif")).grid.width == 12


def test_what_the_alignment_does_not_cover_is_no_measurement(create, tmp_path):
    a = closed(create("a.tif"))
    b = closed(create("b.tif", size=(6, 9)))
    command = pair_error(a, b).rstrip(".").split("gdalwarp ")[1].split()
    subprocess.run(["gdalwarp", "-q", *command, b, str(tmp_path / "c.tif")], check=True)
    aligned = gdal.Open(str(tmp_path / "c.tif")).ReadAsArray()
    assert np.isnan(aligned[..., 6:]).all() and not np.isnan(aligned[..., :6]).any()


def test_rasters_that_cannot_be_used(create, tmp_path):
    (tmp_path / "text.tif").write_text("not a raster")
    paletted = create("palette.tif", options=["PHOTOMETRIC=PALETTE"])
    table = gdal.ColorTable()
    table.SetColorEntry(1, (255, 0, 0))
    paletted.GetRasterBand(1).SetColorTable(table)
    points = create("gcp.tif", geotransform=None)
    points.SetGCPs([gdal.GCP(i, i, 0, i, i) for i in range(4)], points.GetSpatialRef())
    for sentence, path in {
        "does not exist": str(tmp_path / "none.tif"),
        "cannot be read as a raster": str(tmp_path / "text.tif"),
        "gdal_translate -b 1 -b 2 -b 3 -b 4": closed(create("many.tif", bands=5)),
        "intensity": closed(create("complex.tif", dtype=gdal.GDT_CFloat32)),
        "-expand rgb": closed(paletted),
        "warp it": closed(points),
    }.items():
        assert sentence in pair_error(path, None)
    assert "SAR image may have at most 2" in pair_error(None, closed(create("three.tif", bands=3)))


MODES = """
import sys
from osgeo import gdal
gdal.UseExceptions() if sys.argv[1] == "exceptions" else gdal.DontUseExceptions()
from eoduet.engine.raster import open_pair
from eoduet.engine.errors import InputError
before = gdal.GetUseExceptions()
try:
    open_pair(sys.argv[2], None)
except InputError as error:
    print(error)
print(before == gdal.GetUseExceptions())
"""


@pytest.mark.parametrize("mode", ["exceptions", "none"])
def test_gdals_exceptions_may_be_on_or_off(tmp_path, mode):
    (tmp_path / "text.tif").write_text("not a raster")
    for name, words in (("none.tif", "does not exist"), ("text.tif", "cannot be read as a raster")):
        done = subprocess.run(
            [sys.executable, "-c", MODES, mode, str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert words in done.stdout.splitlines()[0]
        assert (done.stdout.splitlines()[1], done.stderr) == ("True", "")


def test_text_that_is_no_utf_8_is_read_as_latin_1(create):
    raster = create()
    raster.SetMetadataItem("NOTE", "MQller")
    raster.GetRasterBand(1).SetDescription("MQller")
    raster.GetRasterBand(1).SetUnitType("MQller")
    path = closed(raster)
    del raster
    content = Path(path).read_bytes()
    assert content.count(b"MQller") == 3
    Path(path).write_bytes(content.replace(b"MQller", b"M\xfcller"))
    source = RasterSource(path, "optical")
    band = source.bands[0]
    assert (source.metadata["NOTE"], band.name, band.unit) == ("Müller", "Müller", "Müller")


def test_a_truncated_raster_is_an_input_error(create, tmp_path):
    raster = create(size=(600, 600), options=["COMPRESS=DEFLATE"])
    raster.GetRasterBand(1).WriteArray(np.random.default_rng(0).integers(0, 255, (600, 600)).astype(np.uint8))
    path = closed(raster)
    del raster
    data = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(data[:4000] + bytes(len(data) - 8000) + data[-4000:])
    source = RasterSource(path, "optical")
    with pytest.raises(InputError, match="cannot be read as a raster"):
        source.read(0, 0, 600, 600)
