"""A map extent becomes the window of pixels it touches."""

from __future__ import annotations

import pytest
from qgis.core import QgsRectangle

from eoduet.engine.errors import InputError
from eoduet.engine.grid import Grid
from eoduet.plugin.extents import pixel_window

NORTH_UP = Grid(100, 50, geotransform=(1000.0, 10.0, 0.0, 5000.0, 0.0, -10.0))


@pytest.mark.parametrize(
    ("extent", "window"),
    [
        ((1000, 4500, 2000, 5000), (0, 0, 100, 50)),  # all of it, to the edge
        ((1100, 4800, 1200, 4900), (10, 10, 10, 10)),  # on pixel edges: not one pixel more
        ((1105, 4805, 1195, 4895), (10, 10, 10, 10)),  # inside pixels: the pixels touched
        ((0, 0, 1010, 9999), (0, 0, 1, 50)),  # beyond the image: cut at its border
        ((1101, 4801, 1102, 4802), (10, 19, 1, 1)),
    ],
)
def test_window_of_a_north_up_grid(extent, window):
    assert pixel_window(QgsRectangle(*extent), NORTH_UP) == window


def test_window_of_a_south_up_grid():
    grid = Grid(100, 50, geotransform=(0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
    assert pixel_window(QgsRectangle(10, 20, 30, 25), grid) == (10, 20, 20, 5)


def test_window_of_a_rotated_grid_covers_the_extent():
    grid = Grid(100, 100, geotransform=(0.0, 0.8, 0.6, 0.0, 0.6, -0.8))
    x, y, width, height = pixel_window(QgsRectangle(40, 10, 41, 11), grid)
    for px, py in ((40, 10), (41, 11), (40, 11), (41, 10)):
        column, row = 0.8 * px + 0.6 * py, 0.6 * px - 0.8 * py  # the inverse of an orthonormal grid
        assert x <= column <= x + width
        assert y <= row <= y + height


def test_window_without_a_position_counts_pixels():
    assert pixel_window(QgsRectangle(3, -9, 5, -7), Grid(10, 10)) == (3, 7, 2, 2)


def test_extent_elsewhere_is_refused():
    with pytest.raises(InputError, match="does not touch"):
        pixel_window(QgsRectangle(0, 0, 999, 100), NORTH_UP)
