"""The numbers of a rectangle of map at any resolution, out of tiles or of the overview; asks no questions of QGIS.

columns and rows of the raster, one for each cell of the answer (nearest pixel)  →  pixels of their tiles
                                        where they are far apart in a large file  →  cells of its overview
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...engine.livefile import LiveFile, Pixels
from ...engine.overview import Overview, is_large
from ...engine.planes import assemble
from .decoder import Decoder

FINE = 2.0  # pixels of the raster per cell of the answer, up to which even a large file is shown in full resolution


class Positions(NamedTuple):
    """Which column and row of the raster each cell shows, int64; `inside_x` and `inside_y` are the slices of those inside."""

    columns: np.ndarray
    rows: np.ndarray
    inside_x: slice
    inside_y: slice
    step: float


def positions(
    corner: tuple[float, float],
    pixel: tuple[float, float],
    extent: tuple[float, float, float, float],
    shape: tuple[int, int],
    size: tuple[int, int],
) -> Positions:
    """Where the cells of an answer of `shape` (h, w) over `extent` (xmin, ymin, xmax, ymax) lie.

    The raster has `size` (w, h) pixels of `pixel` (dx, dy) map units, dy counted downwards, from its upper left `corner`.
    """
    height, width = shape
    across, down = (extent[2] - extent[0]) / width, (extent[3] - extent[1]) / height
    columns = np.floor((extent[0] - corner[0] + (np.arange(width) + 0.5) * across) / pixel[0]).astype(
        np.int64
    )
    rows = np.floor((corner[1] - extent[3] + (np.arange(height) + 0.5) * down) / pixel[1]).astype(np.int64)
    inside_x = _inside(columns, size[0])
    inside_y = _inside(rows, size[1])
    step = max(across / pixel[0], down / pixel[1])
    return Positions(columns[inside_x], rows[inside_y], inside_x, inside_y, step)


def is_coarse(file: LiveFile, at: Positions) -> bool:
    """Whether this is answered from the overview."""
    return is_large(file) and at.step > FINE


def fine(
    decoder: Decoder, file: LiveFile, modality: str, at: Positions, gone: Callable[[], bool], wait: bool
) -> tuple[np.ndarray, np.ndarray] | None:
    """Values and validity (bands, rows, columns) in full resolution; None where `gone()` said so.

    With `wait` False tiles that are not in the cache have nothing valid. Raises DuetError.
    """
    tiles: dict[int, Pixels] = {}
    grid = file.description.tiles
    for row in np.unique(at.rows // grid.edge):
        for column in np.unique(at.columns // grid.edge):
            index = int(row) * grid.columns + int(column)
            pixels = (
                decoder.tile(file, modality, index, gone) if wait else decoder.known(file, modality, index)
            )
            if pixels is None and wait:
                return None
            tiles[index] = pixels or _nothing(file, modality, index)
    values = assemble(grid, at.rows, at.columns, lambda index: tiles[index].values)
    return values, assemble(grid, at.rows, at.columns, lambda index: tiles[index].valid)


def coarse(overview: Overview, at: Positions) -> tuple[np.ndarray, np.ndarray]:
    """Values and validity from an overview, as far as it is known."""
    rows, columns = at.rows // overview.factor, at.columns // overview.factor
    return overview.values[:, rows][:, :, columns], overview.valid[:, rows][:, :, columns]


def gaps(overview: Overview, at: Positions) -> list[int]:
    """The tiles under an answer that its overview does not know."""
    grid = overview.tiles
    rows, columns = np.unique(at.rows // grid.edge), np.unique(at.columns // grid.edge)
    indexes = (rows[:, None] * grid.columns + columns[None, :]).ravel()
    return indexes[~overview.known[indexes]].tolist()


def _inside(positions: np.ndarray, size: int) -> slice:
    found = np.flatnonzero((positions >= 0) & (positions < size))
    return slice(int(found[0]), int(found[-1]) + 1) if found.size else slice(0, 0)


def _nothing(file: LiveFile, modality: str, index: int) -> Pixels:
    window = file.description.tiles.tile(index).window
    rule = file.nodata[modality]
    shape = len(file.description.transforms[modality].bands), window.height, window.width
    valid = np.zeros(shape, bool)
    return Pixels(rule.mark(np.zeros(shape, rule.dtype), valid), valid)
