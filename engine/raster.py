"""Rasters in: opens a SAR-optical pair through GDAL, checks it and reads windows with their validity; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bands import Band
from .grid import Grid

MAX_BANDS = {"optical": 4, "sar": 2}


class RasterSource:
    """One modality ("optical" or "sar") of a pair. `bands` leaves out an alpha band, which counts as a validity mask."""

    path: str
    modality: str
    grid: Grid
    bands: list[Band]
    metadata: dict[str, str]
    dtype: np.dtype  # the type of `read`: the common one of the bands

    def __init__(self, path: str, modality: str) -> None: ...

    def read(self, x: int, y: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """A window inside the raster: values (bands, height, width) in `dtype`, valid bool of that shape."""
        raise NotImplementedError


@dataclass(frozen=True)
class Pair:
    """An optical and a SAR raster on one grid; either may be None, not both."""

    optical: RasterSource | None
    sar: RasterSource | None
    grid: Grid


def open_pair(optical: str | None, sar: str | None) -> Pair:
    """Open and check a pair; InputError in one sentence for anything that does not fit."""
    raise NotImplementedError
