"""How a pixel without a value is marked in an image that is given back: by its NoData value, by NaN, or not in the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .bands import Band


class NoData:
    """The marking of one image's bands; `dtype` is the type they share, `value` their NoData value or None.

    `marks` says whether numbers can tell: integers without a NoData value need a mask beside them.
    """

    def __init__(self, bands: Sequence[Band]) -> None:
        self.dtype = np.dtype(np.result_type(*(band.dtype for band in bands)))
        # A GeoTIFF has one NoData value for all of its bands.
        declared = next((band.nodata for band in bands if band.nodata is not None), None)
        self.value: Any = None
        if declared is not None:
            self.value, self._neighbour = _with_neighbour(self.dtype.type(declared))
        self.marks = self.value is not None or self.dtype.kind == "f"

    def mark(self, values: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return a copy of `values` with NoData, in floats without one NaN, wherever `known` (bool, same shape) is False.

        A known value equal to NoData is moved beside it, so that it stays known.
        """
        values = values.astype(self.dtype)
        if self.value is not None:
            values[known & _like(values, self.value)] = self._neighbour
            values[~known] = self.value
        elif self.marks:
            values[~known] = np.nan
        return values


def _with_neighbour(value: Any) -> tuple[Any, Any]:
    """A NoData value and one near it, towards zero, that GDAL (which compares floats with a tolerance) tells from it."""
    if value.dtype.kind == "f":
        # Near the end of the type GDAL's tolerance overflows: there, only zero is different enough.
        near = value * value.dtype.type(1 - 1e-5) if abs(value) < np.finfo(value.dtype).max / 3 else 0
        return value, value.dtype.type(near if value else 1e-30)
    return value, value.dtype.type(int(value) + (-1 if value > 0 else 1))


def _like(plane: np.ndarray, value: Any) -> np.ndarray:
    """Where GDAL takes `plane` for the NoData `value`."""
    if plane.dtype.kind == "f" and np.isfinite(value):
        with np.errstate(over="ignore"):
            return np.asarray(np.abs(plane - value) <= max(abs(float(value)) * 2e-6, 1e-38))
    return np.asarray(plane == value)
