"""Writing: what a source described comes back from the GeoTIFF, validity included, and nothing half-done is ever left."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, osr

from eoduet.engine import raster, sink
from eoduet.engine.bands import Band
from eoduet.engine.errors import OutputError
from eoduet.engine.grid import WKT2, Grid
from eoduet.engine.raster import RasterSource
from eoduet.engine.sink import RasterSink


def wkt(epsg):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs.ExportToWkt(WKT2)


GRID = Grid(12, 9, wkt(32633), (500000.0, 10.0, 0.0, 4000000.0, 0.0, -10.0))
ALL = np.ones((1, 9, 12), bool)


def write(path, bands, values, valid=None, grid=GRID, metadata=None):
    with RasterSink(str(path), grid, bands, metadata) as out:
        out.write(0, 0, values, np.ones(values.shape, bool) if valid is None else valid)
    return str(path)


RED_GREEN_BLUE = ("Red", "Green", "Blue")
CASES = {
    "one": [Band("uint8", color="Gray")],
    "rgb": [Band("uint8", color=c) for c in RED_GREEN_BLUE],
    "rgb and one more": [Band("uint8", color=c) for c in (*RED_GREEN_BLUE, "")],
    "four of 8 bit": [Band("uint8", color="Gray"), *[Band("uint8")] * 3],
    "S2": [
        Band("uint16", n, 0.0, "1", 0.0001, -0.1, c)
        for n, c in zip(("B02", "B03", "B04", "B08"), ("Gray", "", "", ""))
    ],
    "blue first": [Band("uint16", color=c) for c in ("Blue", "Green", "Red", "")],
    "SAR": [Band("float32", "VV", -9999.0, "dB", color="Gray"), Band("float32", "VH", -9999.0, "dB")],
    "other types": [Band("int16", nodata=-32768.0, color="Gray", metadata={"wavelength": "5"})],
    "int32": [Band("int32", color="Gray"), Band("int32")],
    "uint32": [Band("uint32", nodata=4294967295.0, color="Gray")],
    "float64": [Band("float64", nodata=1e300, color="Gray")],
}
GRIDS = {
    "UTM": GRID,
    "degrees": Grid(
        12, 9, wkt(4326), (-0.7818936232976315, 8.983152841195215e-05, 0, 38.1, 0, -8.983152841195215e-05)
    ),
    "skewed": Grid(12, 9, wkt(3395), (0.1, 10.0, 0.3, 5.0, -0.2, -10.0)),
    "none": Grid(12, 9),
    "with an epoch": Grid(12, 9, wkt(9000), (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 2021.3),
}


@pytest.mark.parametrize("case", CASES)
def test_a_source_reads_the_same_descriptions_back(tmp_path, case):
    bands = CASES[case]
    values = np.arange(len(bands) * 108).reshape(-1, 9, 12).astype(bands[0].dtype)
    valid = np.ones(values.shape, bool)
    valid[:, 0, :3] = False
    path = write(tmp_path / "a.tif", bands, values, valid, metadata={"SENSOR": "S2"})
    source = RasterSource(path, "optical")
    assert source.bands == bands
    assert (source.grid, source.metadata) == (GRID, {"SENSOR": "S2"})
    read, known = source.read(0, 0, 12, 9)
    np.testing.assert_array_equal(known, valid)
    np.testing.assert_array_equal(read[valid & (values != 0)], values[valid & (values != 0)])
    assert os.listdir(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("case", GRIDS)
def test_the_grid_comes_back(tmp_path, case):
    path = write(tmp_path / "a.tif", [Band()], np.zeros((1, 9, 12), np.uint8), grid=GRIDS[case])
    assert RasterSource(path, "optical").grid == GRIDS[case]


def test_a_point_raster_stays_where_it_is(tmp_path):
    path = write(
        tmp_path / "a.tif", [Band()], np.zeros((1, 9, 12), np.uint8), metadata={"AREA_OR_POINT": "Point"}
    )
    source = RasterSource(path, "optical")
    assert (source.grid, source.metadata) == (GRID, {"AREA_OR_POINT": "Point"})


@pytest.mark.parametrize(
    ("dtype", "nodata"),
    [
        ("uint8", 0),
        ("uint8", 255),
        ("uint8", 7),
        ("int16", -32768),
        ("uint16", 65535),
        ("float32", 0),
        ("float32", -9999),
        ("float32", 1e-30),
        ("float64", 5.5),
        ("float32", -3.4028234663852886e38),
        ("float32", math.nan),
    ],
)
def test_a_valid_value_equal_to_nodata_stays_valid(tmp_path, dtype, nodata):
    values = np.full((1, 9, 12), nodata, dtype)
    valid = ALL.copy()
    valid[0, 0, 0] = False
    if math.isnan(nodata):
        values[valid] = 0
    path = write(tmp_path / "a.tif", [Band(dtype, nodata=float(nodata))], values, valid)
    read, known = RasterSource(path, "optical").read(0, 0, 12, 9)
    np.testing.assert_array_equal(known, valid)
    if abs(nodata) < 1e38:
        atol = 1e-29 if dtype.startswith("float") else 1
        np.testing.assert_allclose(
            read[valid].astype(float), values[valid].astype(float), rtol=2e-5, atol=atol
        )


def test_invalid_floats_without_nodata_become_nan(tmp_path):
    valid = ALL.copy()
    valid[0, :3] = False
    path = write(tmp_path / "a.tif", [Band("float32")], np.ones((1, 9, 12), np.float32), valid)
    array = gdal.Open(path).ReadAsArray()
    assert np.isnan(array[:3]).all()
    assert (array[3:] == 1).all()


def test_invalid_integers_without_nodata_are_masked_inside_the_file(tmp_path):
    grid = Grid(1200, 700)
    valid = np.random.default_rng(0).random((1, 700, 1200)) > 0.3
    valid[:, :512, :512] = True  # the first window needs no mask yet
    values = np.full((2, 700, 1200), 9, np.uint8)
    with RasterSink(str(tmp_path / "a.tif"), grid, [Band(), Band()]) as out:
        for y in (0, 512):
            for x in (0, 512, 1024):
                part = (slice(None), slice(y, min(y + 512, 700)), slice(x, min(x + 512, 1200)))
                out.write(x, y, values[part], np.repeat(valid, 2, 0)[part])
    assert os.listdir(tmp_path) == ["a.tif"]
    read, known = RasterSource(str(tmp_path / "a.tif"), "sar").read(0, 0, 1200, 700)
    np.testing.assert_array_equal(known, np.repeat(valid, 2, 0))
    assert (read[known] == 9).all()


@given(st.data())
def test_windows_in_any_order_make_the_raster(data):
    height, width = data.draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    values = np.random.default_rng(0).integers(0, 65535, (1, height, width)).astype(np.uint16)
    cuts = sorted({0, *data.draw(st.lists(st.integers(1, width), max_size=3)), width})
    parts = data.draw(st.permutations(list(zip(cuts, cuts[1:]))))
    path = "/vsimem/windows.tif"
    with RasterSink(path, Grid(width, height), [Band("uint16")]) as out:
        for left, right in parts:
            out.write(left, 0, values[:, :, left:right], np.ones((1, height, right - left), bool))
    np.testing.assert_array_equal(gdal.Open(path).ReadAsArray(), values[0])
    assert [name for name in gdal.ReadDir("/vsimem/") if "windows" in name] == ["windows.tif"]
    gdal.Unlink(path)


def test_memory_does_not_grow_with_the_raster(tmp_path, monkeypatch):
    for module in (raster, sink):
        monkeypatch.setattr(module, "CACHE_BYTES", 1 << 20)
    grid, path = Grid(2048, 2048), str(tmp_path / "a.tif")
    tiles = [(x, y) for y in range(0, 2048, 512) for x in range(0, 2048, 512)]
    used = []
    with RasterSink(path, grid, [Band("float32")] * 2) as target:
        for x, y in tiles:
            target.write(x, y, np.full((2, 512, 512), x + y, np.float32), np.ones((2, 512, 512), bool))
            used.append(gdal.GetCacheUsed())
    source = RasterSource(path, "sar")
    for x, y in tiles:
        assert (source.read(x, y, 512, 512)[0] == x + y).all()
        used.append(gdal.GetCacheUsed())
    assert max(used) - used[0] < 8 << 20  # the raster has 32 MiB


def test_an_error_inside_leaves_the_old_file_and_nothing_else(tmp_path):
    path = write(tmp_path / "a.tif", [Band()], np.full((1, 9, 12), 5, np.uint8))
    with pytest.raises(KeyError), RasterSink(path, GRID, [Band()]) as out:
        out.write(0, 0, np.zeros((1, 9, 12), np.uint8), ALL)
        raise KeyError("stop")
    assert (gdal.Open(path).ReadAsArray() == 5).all()
    assert os.listdir(tmp_path) == ["a.tif"]


def test_statistics_of_the_replaced_file_do_not_stay(tmp_path):
    path = write(tmp_path / "a.tif", [Band()], np.full((1, 9, 12), 5, np.uint8))
    (tmp_path / "a.tif.aux.xml").write_text(
        "<PAMDataset><Metadata><MDI key='OLD'>1</MDI></Metadata></PAMDataset>"
    )
    write(path, [Band()], np.full((1, 9, 12), 6, np.uint8))
    assert os.listdir(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("target", ["none/a.tif", "file/a.tif", "folder.tif"])
def test_unwritable_targets_are_output_errors(tmp_path, target):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.tif").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / target, [Band()], np.zeros((1, 9, 12), np.uint8))
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.tif"]


FULL = """
import resource, signal, sys
import numpy as np
from osgeo import gdal
from eoduet.engine import raster, sink
from eoduet.engine.bands import Band
from eoduet.engine.errors import OutputError
from eoduet.engine.grid import Grid
from eoduet.engine.sink import RasterSink
gdal.UseExceptions() if sys.argv[2] == "exceptions" else None
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
values = np.random.default_rng(0).integers(0, 65535, (2, 512, 512)).astype(np.uint16)
try:
    with RasterSink(sys.argv[1], Grid(1024, 512), [Band("uint16")] * 2) as out:
        for x in (0, 512):
            out.write(x, 0, values, np.ones(values.shape, bool))
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("mode", "room"), [("plain", 100), ("plain", 300_000), ("plain", 2_096_000), ("exceptions", 300_000)]
)
def test_a_full_disk_is_an_output_error_and_leaves_nothing(tmp_path, mode, room):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "a.tif"), mode, str(room)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the disk has room" in done.stdout
    assert os.listdir(tmp_path) == []
