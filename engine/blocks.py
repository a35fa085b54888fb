"""Bands that were enlarged pixel by pixel, as 20 m bands are beside 10 m ones: smoothed to be coded, put back when decoded.

Who stacks bands of different pixel sizes mostly enlarges the coarse ones by repeating their pixels. Such a band is all
steps, which cost bits, and says everything four times or more. So it is coded smooth: every block becomes a ramp between
its neighbours that keeps the block's mean. The decoder knows where blocks begin and gives each pixel the mean of its
block: that takes the ramps away, and most of what quantisation did. (The ramp from both neighbours is the prediction
of Said & Pearlman's S+P transform, IEEE Transactions on Image Processing 5(9), 1996.)

Blocks are cut at the borders of tiles, so that a tile is put back from its own pixels alone. How enlarged bands are
found is said in `engine.enlarged`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Optional

import numpy as np

from .tiles import Window


class Enlargement(NamedTuple):
    """Blocks of `factor` × `factor` equal pixels; one begins at row `row` and column `column`, both below `factor`."""

    factor: int
    row: int
    column: int

    def moved(self, x: int, y: int) -> Enlargement:
        """The same blocks where pixel (x, y) is the first."""
        return Enlargement(self.factor, (self.row - y) % self.factor, (self.column - x) % self.factor)


#: For each band of an image how it was enlarged, None where it was not.
Enlarged = tuple[Optional[Enlargement], ...]


def smooth(planes: np.ndarray, valid: np.ndarray, enlarged: Enlarged, x: int, y: int, edge: int) -> None:
    """Turn the blocks of enlarged bands into ramps, in place.

    `planes` float (bands, h, w) in [0, 1], which no ramp leaves; their first pixel is (x, y) of a raster with tiles of
    `edge` pixels. `valid` is bool of that shape: a block that has some valid pixels is what these are.
    """
    for plane, known, blocks in zip(planes, valid, enlarged):
        if blocks is not None:
            across, down = _cuts(plane.shape, blocks, x, y, edge)
            if not known.all():
                share = _block_means(known.astype(plane.dtype), across, down)
                value = _block_means(plane * known, across, down)
                torn = ~known & (share > 0)
                plane[torn] = value[torn] / share[torn]
            plane[:] = _ramps(_ramps(plane, across).T, down).T


def put_back(planes: np.ndarray, enlarged: Enlarged, x: int, y: int, edge: int) -> None:
    """Give every pixel of enlarged bands the mean of its block, in place; arguments as `smooth` has them."""
    for plane, blocks in zip(planes, enlarged):
        if blocks is not None:
            plane[:] = _block_means(plane, *_cuts(plane.shape, blocks, x, y, edge))


def whole_blocks(window: Window, enlarged: Iterable[Enlargement | None], tile: Window) -> Window:
    """The window grown to whole blocks of all enlarged bands, as far as its `tile` goes."""
    left, top, right, bottom = window.x, window.y, window.x + window.width, window.y + window.height
    for blocks in enlarged:
        if blocks is not None:
            left = min(left, window.x - (window.x - blocks.column) % blocks.factor)
            top = min(top, window.y - (window.y - blocks.row) % blocks.factor)
            right = max(right, right + (blocks.column - right) % blocks.factor)
            bottom = max(bottom, bottom + (blocks.row - bottom) % blocks.factor)
    left, top = max(left, tile.x), max(top, tile.y)
    right, bottom = min(right, tile.x + tile.width), min(bottom, tile.y + tile.height)
    return Window(left, top, right - left, bottom - top)


def _cuts(
    shape: tuple[int, ...], blocks: Enlargement, x: int, y: int, edge: int
) -> tuple[np.ndarray, np.ndarray]:
    """Where blocks start in a plane (h, w) whose first pixel is (x, y): columns and rows."""
    height, width = shape
    return (
        _starts(x, width, blocks.column, blocks.factor, edge),
        _starts(y, height, blocks.row, blocks.factor, edge),
    )


def _starts(first: int, size: int, phase: int, factor: int, edge: int) -> np.ndarray:
    """Where blocks start along an axis of `size` pixels from `first` on, the tiles' borders among them."""
    place = np.arange(first, first + size)
    begins = ((place - phase) % factor == 0) | (place % edge == 0)
    begins[0] = True
    return np.flatnonzero(begins)


def _block_means(plane: np.ndarray, across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """A plane (h, w) with the mean of its block in every pixel."""
    return _repeated(_repeated(plane, across).T, down).T


def _repeated(plane: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Rows of a plane (h, w) with the mean of its block in every pixel."""
    widths = np.diff(starts, append=plane.shape[1])
    return np.repeat(np.add.reduceat(plane, starts, 1) / widths, widths, 1)


def _ramps(plane: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Rows of a plane (h, w) with blocks as ramps: as steep as from the block before to the one behind, means kept."""
    widths = np.diff(starts, append=plane.shape[1])
    means = np.add.reduceat(plane, starts, 1) / widths
    centres = starts + (widths - 1) / 2
    around = np.pad(means, ((0, 0), (1, 1)), "edge")
    distance = np.diff(np.pad(centres, 1, "edge"))
    span = np.maximum(distance[:-1] + distance[1:], 1)
    slope = (around[:, 2:] - around[:, :-2]) / span
    room = np.minimum(means, 1 - means).clip(0) / np.maximum((widths - 1) / 2, 0.5)
    slope = slope.clip(-room, room)
    offset = np.arange(plane.shape[1]) - np.repeat(centres, widths)
    return np.repeat(means, widths, 1) + np.repeat(slope, widths, 1) * offset
