"""Where the pixels lie: size, CRS and geotransform, and how two grids differ; no pixel values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """A raster's grid. `crs` is WKT2 ("" = none); `geotransform` as in GDAL (None = none); `epoch` a decimal year (0 = none)."""

    width: int
    height: int
    crs: str = ""
    geotransform: tuple[float, ...] | None = None
    epoch: float = 0.0

    def window(self, x: int, y: int, width: int, height: int) -> Grid:
        """The grid of a window of this one, pixel offsets from the upper left corner."""
        raise NotImplementedError

    def difference(self, other: Grid) -> str | None:
        """What is different, and how to align, as part of a sentence; None where the grids are the same."""
        raise NotImplementedError

    def to_header(self) -> dict:
        """`size`, `crs`, `geotransform`, `epoch` of the file's header; absent fields are left out."""
        raise NotImplementedError

    @classmethod
    def from_header(cls, header: dict) -> Grid:
        raise NotImplementedError
