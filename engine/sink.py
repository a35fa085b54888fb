"""Rasters out: writes a GeoTIFF window by window under a temporary name and renames it when complete; reads nothing."""

from __future__ import annotations

import numpy as np

from .bands import Band
from .grid import Grid


class RasterSink:
    """A GeoTIFF at `path`; use as a context manager: renamed on a clean exit, removed on an error. OutputError."""

    def __init__(self, path: str, grid: Grid, bands: list[Band], metadata: dict[str, str] | None = None) -> None: ...

    def write(self, x: int, y: int, values: np.ndarray, valid: np.ndarray) -> None:
        """Write a window: values (bands, h, w) in the bands' type; invalid pixels become NoData (NaN, or masked)."""

    def __enter__(self) -> RasterSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...
