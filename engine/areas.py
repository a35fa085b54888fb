"""How much ground a map's classes cover: pixels, per cent and square metres; classifies nothing.

In a projected CRS a pixel is as large as its geotransform says, in the plane of the CRS (so an equal-area or UTM grid gives
true areas, Web Mercator does not). In degrees it is computed on the CRS's ellipsoid, row by row. Without CRS or position, or
with a turned grid in degrees, there is no area to give, and none is made up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import osr

from .classes import ClassSet
from .errors import InputError
from .gdalerrors import gdal_errors
from .grid import Grid

PLANE, ELLIPSOID, UNKNOWN = "plane", "ellipsoid", "unknown"
LEAST_ECCENTRICITY = 1e-9  # below it the ellipsoid is computed as a sphere


@dataclass(frozen=True)
class ClassShare:
    """One class of a map: per cent of the pixels that have a class; `area_m2` None where the grid has no areas."""

    id: int
    name: str
    colour: str
    pixels: int
    percent: float
    area_m2: float | None


class Tally:
    """Counts the classes of a map window by window; `basis` says what the areas are measured on."""

    def __init__(self, classes: ClassSet, grid: Grid) -> None:
        self.classes = classes
        self.pixels = np.zeros(len(classes), np.int64)
        self.without = 0
        self._areas, self.basis = row_areas(grid)
        self._square_metres = np.zeros(len(classes))

    def add(self, y: int, places: np.ndarray, valid: np.ndarray) -> None:
        """Count a window (h,w) from row `y` on: places in the class set, and where they count."""
        rows = np.stack([((places == k) & valid).sum(1) for k in range(len(self.classes))])
        self.pixels += rows.sum(1)
        self.without += int(valid.size - np.count_nonzero(valid))
        if self._areas is not None:
            self._square_metres += rows @ self._areas[y : y + len(places)]

    def shares(self) -> list[ClassShare]:
        """Return what every class comes to, in the order of the set."""
        total = max(int(self.pixels.sum()), 1)
        return [
            ClassShare(
                land.id,
                land.name,
                "#{:02x}{:02x}{:02x}".format(*land.color),
                int(pixels),
                100 * float(pixels) / total,
                None if self._areas is None else float(area),
            )
            for land, pixels, area in zip(self.classes.classes, self.pixels, self._square_metres)
        ]


def row_areas(grid: Grid) -> tuple[np.ndarray | None, str]:
    """Square metres of one pixel of each row, float64 (height,), and on what; (None, UNKNOWN) where nothing says."""
    if not grid.crs or grid.geotransform is None:
        return None, UNKNOWN
    with gdal_errors(InputError, strict=False):
        crs = osr.SpatialReference()
        crs.ImportFromWkt(grid.crs)
        projected, geographic = bool(crs.IsProjected()), bool(crs.IsGeographic())
        metres, radians = crs.GetLinearUnits(), crs.GetAngularUnits()
        a, b = crs.GetSemiMajor(), crs.GetSemiMinor()
    _, dx, rx, top, ry, dy = grid.geotransform
    if projected:
        return np.full(grid.height, abs(dx * dy - rx * ry) * metres**2), PLANE
    if not geographic or rx or ry:
        return None, UNKNOWN
    latitudes = np.clip((top + np.arange(grid.height + 1) * dy) * radians, -np.pi / 2, np.pi / 2)
    return np.abs(np.diff(zone_area(latitudes, a, b))) * abs(dx) * radians, ELLIPSOID


def zone_area(latitude: np.ndarray, a: float, b: float) -> np.ndarray:
    """Area in m² from the equator to a latitude (radians), per radian of longitude, on the ellipsoid of semi-axes a and b.

    Snyder, "Map projections: a working manual" (USGS Professional Paper 1395, 1987), equation 3-12: a² · q / 2.
    """
    sine = np.sin(latitude)
    eccentricity = np.sqrt(max(1 - (b / a) ** 2, 0.0))
    if eccentricity < LEAST_ECCENTRICITY:
        return np.asarray(a * a * sine)
    scaled = eccentricity * sine
    q = (1 - eccentricity**2) * (sine / (1 - scaled**2) + np.arctanh(scaled) / eccentricity)
    return np.asarray(a * a * q / 2)
