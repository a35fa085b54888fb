"""A map extent turned into the window of pixels it touches; geometry only."""

from __future__ import annotations

import math

from qgis.core import QgsRectangle

from ..engine.errors import InputError
from ..engine.grid import Grid
from .translation import tr

EPSILON = 1e-6  # pixels; an extent that ends on a pixel's edge does not touch the next one


def pixel_window(extent: QgsRectangle, grid: Grid) -> tuple[int, int, int, int]:
    """The pixels of `grid` that `extent` (in the grid's CRS) touches, as (xoff, yoff, xsize, ysize).

    Without a geotransform the extent is in pixels, y negative downwards, as QGIS shows
    such rasters. `InputError` where it touches none.
    """
    origin_x, a, b, origin_y, d, e = grid.geotransform or (0, 1, 0, 0, 0, -1)
    determinant = a * e - b * d
    columns, rows = [], []
    for x in (extent.xMinimum(), extent.xMaximum()):
        for y in (extent.yMinimum(), extent.yMaximum()):
            dx, dy = x - origin_x, y - origin_y
            columns.append((e * dx - b * dy) / determinant)
            rows.append((a * dy - d * dx) / determinant)
    left, right = _span(columns, grid.width)
    top, bottom = _span(rows, grid.height)
    if left >= right or top >= bottom:
        raise InputError(tr("EXTENT does not touch the image: choose one that overlaps it."))
    return left, top, right - left, bottom - top


def _span(positions: list[float], size: int) -> tuple[int, int]:
    return max(0, math.floor(min(positions) + EPSILON)), min(size, math.ceil(max(positions) - EPSILON))
