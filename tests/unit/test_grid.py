"""Grids: windows, differences, and CRSs that come out of the header exactly as they went in."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import osr

from eoduet.engine.errors import FormatError
from eoduet.engine.grid import WKT2, Grid, crs_name


def wkt(definition):
    crs = osr.SpatialReference()
    crs.SetFromUserInput(definition)
    return crs.ExportToWkt(WKT2)


UTM = Grid(300, 200, wkt("EPSG:32718"), (717729.8352053782, 10.0, 0.0, 5700093.330553154, 0.0, -10.0))
CUSTOM = "+proj=laea +lat_0=10.5 +lon_0=-81 +x_0=5 +y_0=7 +ellps=bessel +units=m"
GRIDS = [
    UTM,
    Grid(1, 1),
    Grid(
        7,
        5,
        wkt("EPSG:4326"),
        (-0.7818936232976315, 8.983152841195215e-05, 0, 38.1, 0, -8.983152841195215e-05),
    ),
    Grid(7, 5, wkt(CUSTOM), (0.1, 10.0, 0.3, 5.0, -0.2, -10.0)),
    Grid(7, 5, wkt("EPSG:25832+5773"), (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)),
    Grid(7, 5, wkt('LOCAL_CS["paper",UNIT["metre",1]]'), None),
    Grid(7, 5, wkt("EPSG:9000"), (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 2021.3),
]


@pytest.mark.parametrize("grid", GRIDS)
def test_comes_back_equal(grid):
    assert Grid.from_header(grid.to_header()) == grid


def test_an_epsg_code_stands_for_its_wkt_and_nothing_else():
    assert UTM.to_header()["crs"] == "EPSG:32718"
    # The same code on a changed definition is no longer that CRS.
    changed = UTM.crs.replace("0.9996", "0.9997")
    assert dataclasses.replace(UTM, crs=changed).to_header()["crs"] == changed


@pytest.mark.parametrize(
    "stored", ["EPSG:999999", "EPSG:", "EPSG:1e3", "EPSG:-4326", "EPSG:" + "9" * 5000, "not WKT"]
)
def test_an_unknown_crs_in_a_file_is_a_format_error(stored):
    with pytest.raises(FormatError, match="coordinate reference system"):
        Grid.from_header({"size": [1, 1], "crs": stored})


def test_wkt_nested_without_end_is_a_format_error():
    with pytest.raises(FormatError):
        Grid.from_header({"size": [1, 1], "crs": "PROJCRS[" * 100_000})


@given(st.tuples(*[st.integers(0, 150)] * 2), st.tuples(*[st.integers(0, 49)] * 2))
def test_a_window_of_a_window_is_a_window(a, b):
    skewed = dataclasses.replace(UTM, geotransform=(100.0, 10.0, 0.5, 200.0, 0.25, -10.0))
    once = skewed.window(a[0] + b[0], a[1] + b[1], 3, 4)
    twice = skewed.window(*a, 100, 50).window(*b, 3, 4)
    assert (once.width, once.height, once.crs) == (3, 4, UTM.crs)
    assert twice.geotransform == pytest.approx(once.geotransform)
    x, y = a[0] + b[0], a[1] + b[1]
    assert once.geotransform[0] == pytest.approx(100 + 10 * x + 0.5 * y)
    assert once.geotransform[3] == pytest.approx(200 + 0.25 * x - 10 * y)


def test_equal_grids_do_not_differ():
    assert UTM.difference(UTM) is None
    nudged = (UTM.geotransform[0] + 0.05, *UTM.geotransform[1:])  # half a hundredth of a pixel
    assert UTM.difference(dataclasses.replace(UTM, geotransform=nudged)) is None
    # The same CRS in an older wording.
    older = osr.SpatialReference(osr.SpatialReference(UTM.crs).ExportToWkt()).ExportToWkt(WKT2)
    assert UTM.difference(dataclasses.replace(UTM, crs=older)) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"crs": wkt("EPSG:32618")}, "EPSG:32718 and EPSG:32618"),
        ({"crs": ""}, "only one of the two has a coordinate reference system"),
        ({"width": 301}, "300 x 200 and 301 x 200 pixels"),
        ({"geotransform": None}, "only one of the two has a position"),
        ({"geotransform": (717734.8352053782, 10.0, 0.0, 5700093.330553154, 0.0, -10.0)}, "0.5 pixels"),
        ({"geotransform": (717729.8352053782, 10.01, 0.0, 5700093.330553154, 0.0, -10.0)}, "0.3 pixels"),
        (
            {"geotransform": (717729.8352053782, 0.0, 0.0, 5700093.330553154, 0.0, 0.0)},
            "pixels beside each other",
        ),
    ],
)
def test_differences_are_named(changes, words):
    other = dataclasses.replace(UTM, **changes)
    assert words in UTM.difference(other)
    assert other.difference(UTM) is not None


def test_crs_names():
    assert crs_name(UTM.crs) == "EPSG:32718"
    assert crs_name(wkt('LOCAL_CS["paper",UNIT["metre",1]]')) == "paper"
