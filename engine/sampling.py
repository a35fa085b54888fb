"""A sample of a raster's pixels to fit a transform to: which windows are read; nothing is computed from them.

All pixels of a small raster. Of a larger one 8 × 8 windows spread over it, at full resolution: overviews would average the
extremes away.
"""

from __future__ import annotations

import numpy as np

from .errors import InputError
from .raster import RasterSource

WINDOW = 128  # pixels
WINDOWS = 8  # along each axis
ENOUGH = 10_000  # valid pixels to judge a whole raster by
SCAN_PIXELS = 1 << 21  # read at a time, and valid ones looked for, where the windows have too few


def sample(source: RasterSource) -> tuple[np.ndarray, np.ndarray]:
    """Values (bands, count) in the raster's type and which are valid, bool; at least one band of each pixel is.

    InputError where the whole raster has no valid pixel.
    """
    grid = source.grid
    rows, columns = _offsets(grid.height), _offsets(grid.width)
    parts = [source.read(x, y, w, h) for y, h in rows for x, w in columns]
    values, valid = (np.concatenate([p[k].reshape(len(source.bands), -1) for p in parts], 1) for k in (0, 1))
    if valid.any(0).sum() >= ENOUGH or values.shape[1] == grid.width * grid.height:
        known = valid.any(0)
        if not known.any():
            raise _nothing_valid(source)
        return values[:, known], valid[:, known]
    return _scan(source)


def _offsets(size: int) -> list[tuple[int, int]]:
    """(offset, length) of the windows along one axis."""
    if size <= WINDOW * WINDOWS:
        return [(0, size)]
    return [(round(i * (size - WINDOW) / (WINDOWS - 1)), WINDOW) for i in range(WINDOWS)]


def _scan(source: RasterSource) -> tuple[np.ndarray, np.ndarray]:
    """From the top until there are enough valid pixels: a scene can be a small patch in a large frame."""
    grid = source.grid
    height = max(1, min(SCAN_PIXELS // grid.width, 512))
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    count = 0
    for y in range(0, grid.height, height):
        values, valid = source.read(0, y, grid.width, min(height, grid.height - y))
        known = valid.any(0)
        if known.any():
            parts.append((values[:, known], valid[:, known]))
            count += int(known.sum())
        if count >= SCAN_PIXELS:
            break
    if not parts:
        raise _nothing_valid(source)
    return np.concatenate([p[0] for p in parts], 1), np.concatenate([p[1] for p in parts], 1)


def _nothing_valid(source: RasterSource) -> InputError:
    return InputError(f"{source.path} has no valid pixel, only NoData; choose another image or extent.")
