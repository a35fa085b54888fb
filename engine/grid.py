"""Where the pixels lie: size, CRS and geotransform, and how two grids differ; no pixel values."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from osgeo import osr

from .bands import json_number
from .errors import FormatError, InputError
from .gdalerrors import gdal_errors

TOLERANCE = 0.01  # pixels by which the corners of one grid may lie beside those of the other
WKT2 = ["FORMAT=WKT2_2019"]


@dataclass(frozen=True)
class Grid:
    """A raster's grid.

    `crs` is WKT2 (2019), "" = none; `geotransform` as in GDAL (x, dx, rotation, y, rotation, dy), None = none; `epoch` the
    coordinate epoch as a decimal year, 0 = none.
    """

    width: int
    height: int
    crs: str = ""
    geotransform: tuple[float, ...] | None = None
    epoch: float = 0.0

    def window(self, x: int, y: int, width: int, height: int) -> Grid:
        """The grid of a window of this one, pixel offsets from the upper left corner."""
        if self.geotransform is None:
            return replace(self, width=width, height=height)
        x0, dx, rx, y0, ry, dy = self.geotransform
        origin = (x0 + x * dx + y * rx, y0 + x * ry + y * dy)
        return replace(self, width=width, height=height, geotransform=(origin[0], dx, rx, origin[1], ry, dy))

    def difference(self, other: Grid) -> str | None:
        """What is different in `other`, as part of a sentence; None where the grids are the same."""
        if bool(self.crs) != bool(other.crs):
            return "only one of the two has a coordinate reference system"
        if self.crs != other.crs and not same_crs(self.crs, other.crs):
            return f"the coordinate reference systems differ ({crs_name(self.crs)} and {crs_name(other.crs)})"
        if (self.width, self.height) != (other.width, other.height):
            return (
                f"the sizes differ ({self.width} x {self.height} and {other.width} x {other.height} pixels)"
            )
        if (self.geotransform is None) != (other.geotransform is None):
            return "only one of the two has a position"
        shift = self._shift(other)
        if shift > TOLERANCE:
            return f"the pixels lie up to {shift:.3g} pixels beside each other"
        return None

    def corners(self) -> np.ndarray:
        """The four corners, (4, 2) in the units of the CRS (in pixels without a geotransform)."""
        x0, dx, rx, y0, ry, dy = self.geotransform or (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        pixels = np.array([[0, 0], [self.width, 0], [0, self.height], [self.width, self.height]], float)
        return pixels @ np.array([[dx, ry], [rx, dy]]) + [x0, y0]

    def _shift(self, other: Grid) -> float:
        """The furthest that two corners lie apart, in pixels of this grid."""
        if self.geotransform is None:
            return 0.0
        _, dx, rx, _, ry, dy = self.geotransform
        pixel = max(np.sqrt(abs(dx * dy - rx * ry)), 1e-300)
        return float(np.hypot(*(self.corners() - other.corners()).T).max() / pixel)

    def to_header(self) -> dict[str, Any]:
        """`size`, `crs`, `geotransform` and `epoch` of the file's header; absent fields are left out."""
        header: dict[str, Any] = {"size": [self.width, self.height]}
        if self.crs:
            header["crs"] = _short_crs(self.crs)
        if self.geotransform is not None:
            header["geotransform"] = [json_number(value) for value in self.geotransform]
        if self.epoch:
            header["epoch"] = json_number(self.epoch)
        return header

    @classmethod
    def from_header(cls, header: dict[str, Any]) -> Grid:
        """From a checked header; FormatError for an EPSG code that PROJ's database here does not have."""
        geotransform = header.get("geotransform")
        width, height = header["size"]
        return cls(
            width,
            height,
            crs=_long_crs(header.get("crs", "")),
            geotransform=None if geotransform is None else tuple(map(float, geotransform)),
            epoch=float(header.get("epoch", 0)),
        )


def crs_name(wkt: str) -> str:
    """A CRS in a few words: its authority's code or its name."""
    crs = _from_wkt(wkt)
    with gdal_errors(InputError, strict=False):
        code = crs.GetAuthorityCode(None)
        return f"{crs.GetAuthorityName(None)}:{code}" if code else str(crs.GetName() or "unnamed")


def same_crs(a: str, b: str) -> bool:
    """Whether two WKTs mean one CRS, however they name it."""
    first, second = _from_wkt(a), _from_wkt(b)
    with gdal_errors(InputError, strict=False):
        return bool(first.IsSame(second, ["CRITERION=EQUIVALENT"]))


def _from_wkt(wkt: str) -> osr.SpatialReference:
    """FormatError where it is no WKT: the rasters' own comes from GDAL, so only a file can bring that."""
    with gdal_errors(lambda _: FormatError("The file's coordinate reference system makes no sense.")):
        crs = osr.SpatialReference()
        crs.ImportFromWkt(wkt)
    return crs


def _from_epsg(code: int) -> str:
    """WKT2 of an EPSG code, "" where PROJ's database does not have it."""
    with contextlib.suppress(InputError), gdal_errors(InputError):
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(code)
        return str(crs.ExportToWkt(WKT2))
    return ""


def _short_crs(wkt: str) -> str:
    """ "EPSG:n" where that gives exactly this WKT2 back, else the WKT2 itself."""
    crs = _from_wkt(wkt)
    with gdal_errors(InputError, strict=False):
        name, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"EPSG:{code}" if name == "EPSG" and code.isdigit() and _from_epsg(int(code)) == wkt else wkt


def _long_crs(stored: str) -> str:
    """WKT2 of what `_short_crs` gave; FormatError."""
    if not stored.startswith("EPSG:"):
        if stored:
            _from_wkt(stored)
        return stored
    digits = stored[len("EPSG:") :]
    wkt = _from_epsg(int(digits)) if re.fullmatch("[0-9]{1,9}", digits) else ""
    if not wkt:
        raise FormatError(
            f"PROJ's database here does not have the file's coordinate reference system {stored[:20]}; "
            "update GDAL and PROJ."
        )
    return wkt
