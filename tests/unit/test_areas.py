"""Areas of classes: in the plane, on the ellipsoid, or honestly none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import osr

from eoduet.engine.areas import ELLIPSOID, PLANE, UNKNOWN, Tally, row_areas, zone_area
from eoduet.engine.classes import FLOOD
from eoduet.engine.grid import WKT2, Grid

A, B = 6378137.0, 6356752.314245179  # WGS 84


def grid(epsg, geotransform, width=4, height=3):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return Grid(width, height, crs.ExportToWkt(WKT2), geotransform)


def test_in_the_plane_a_pixel_is_what_the_geotransform_says():
    areas, basis = row_areas(grid(32633, (500000, 10, 0, 4e6, 0, -10)))
    assert basis == PLANE and areas.tolist() == [100.0] * 3
    turned, _ = row_areas(grid(32633, (500000, 8, 6, 4e6, 6, -8)))
    assert turned.tolist() == pytest.approx([100.0] * 3)


def test_feet_become_metres():
    areas, basis = row_areas(grid(2263, (0, 10, 0, 0, 0, -10)))  # New York, US survey feet
    assert basis == PLANE and areas[0] == pytest.approx(100 * (1200 / 3937) ** 2)


def test_in_degrees_it_is_the_ellipsoid():
    areas, basis = row_areas(grid(4326, (10, 1, 0, 90, 0, -1), width=360, height=180))
    assert basis == ELLIPSOID
    assert 360 * areas.sum() == pytest.approx(510_065_621_724_089, rel=1e-9)  # the Earth's surface, WGS 84
    assert areas[0] < areas[89] and areas == pytest.approx(areas[::-1])
    # A cell of one degree on the equator: 110,574 m by 111,320 m.
    assert areas[90] == pytest.approx(110_574 * 111_320, rel=1e-3)


@given(st.floats(-1.57, 1.57), st.floats(1.0, 1e8))
def test_a_sphere_is_a_limit_of_ellipsoids(latitude, radius):
    sphere = zone_area(np.array([latitude]), radius, radius)[0]
    assert sphere == pytest.approx(radius**2 * np.sin(latitude))
    assert zone_area(np.array([latitude]), radius, radius * (1 - 1e-12))[0] == pytest.approx(sphere, rel=1e-6)


@pytest.mark.parametrize(
    "nowhere",
    [
        Grid(4, 3),
        Grid(4, 3, "", (0, 10, 0, 0, 0, -10)),
        grid(32633, None),
        grid(4326, (10, 0.1, 0.01, 50, 0.01, -0.1)),
        Grid(4, 3, 'LOCAL_CS["pixels",UNIT["metre",1]]', (0, 1, 0, 0, 0, -1)),
    ],
)
def test_where_nothing_says_how_large_a_pixel_is_there_is_no_area(nowhere):
    assert row_areas(nowhere) == (None, UNKNOWN)
    tally = Tally(FLOOD, nowhere)
    tally.add(0, np.zeros((3, 4), np.uint8), np.ones((3, 4), bool))
    assert [share.area_m2 for share in tally.shares()] == [None, None]
    assert [share.percent for share in tally.shares()] == [100, 0]


def test_windows_add_up_and_what_has_no_class_is_left_out():
    place = grid(4326, (10, 0.1, 0, 50, 0, -0.1))
    tally, at_once = Tally(FLOOD, place), Tally(FLOOD, place)
    places = np.array([[0, 1, 1, 0]] * 3, np.uint8)
    valid = np.ones((3, 4), bool)
    valid[1, 2] = False
    at_once.add(0, places, valid)
    for row in range(3):
        tally.add(row, places[row : row + 1], valid[row : row + 1])
    areas, _ = row_areas(place)
    assert tally.pixels.tolist() == at_once.pixels.tolist() == [6, 5] and tally.without == 1
    shares = tally.shares()
    assert shares[1].area_m2 == pytest.approx(2 * areas.sum() - areas[1])
    assert [s.area_m2 for s in shares] == pytest.approx([s.area_m2 for s in at_once.shares()])
    assert (shares[1].name, shares[1].colour, shares[1].percent) == ("flooded", "#332288", 500 / 11)


def test_nothing_valid_is_no_division_by_zero():
    tally = Tally(FLOOD, Grid(4, 3))
    tally.add(0, np.zeros((3, 4), np.uint8), np.zeros((3, 4), bool))
    assert [share.percent for share in tally.shares()] == [0, 0] and tally.without == 12
