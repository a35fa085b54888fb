"""Which bands of a raster were enlarged pixel by pixel, and how: looked for in its pixels; what becomes of them is
`engine.blocks`' business.

Only where steps between valid pixels lie is remembered. If all steps between columns are multiples of a factor apart, and
those between rows as well, the band consists of blocks of that size. A band that was not enlarged shows it in the first rows
that have any texture: there the search ends. Where NoData may hide a step within a block, the blocks are looked at as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd

import numpy as np

from .blocks import Enlarged, Enlargement
from .headerchecks import MAX_FACTOR
from .raster import RasterSource
from .tiles import Window

#: A raster has at least so many blocks along either axis: a smaller one may look enlarged by chance.
LEAST_BLOCKS = 4
ROWS = 256  # looked at together,
PIXELS = 1 << 21  # where they are no more than these


def find(
    source: RasterSource, areas: Sequence[Window] | None = None, check: Callable[[], None] | None = None
) -> Enlarged:
    """How each band was enlarged, by the largest factor; None where it was not or is constant, () where none was.

    Every valid pixel of the raster has been looked at: in each block they are equal. With `areas` only these windows have, and
    NoData may hide a difference: for previews. `check` is called between reads and may raise.
    """
    width, height = source.grid.width, source.grid.height
    bands = [_Steps() for _ in source.bands]
    for area in [Window(0, 0, width, height)] if areas is None else areas:
        bottom, rows = area.y + area.height, max(1, min(ROWS, PIXELS // area.width))
        for y in range(area.y, bottom, rows):
            if check is not None:
                check()
            # From the last row of the read before on, so that no step between two of them is missed.
            top = max(y - 1, area.y)
            values, valid = source.read(area.x, top, area.width, min(y + rows, bottom) - top)
            for band, own, known in zip(bands, values, valid):
                band.look(own, known, area.x, top)
            if not any(band.possible for band in bands):
                return ()
    found = [band.enlargement(min(width, height) // LEAST_BLOCKS) for band in bands]
    for index, (band, blocks) in enumerate(zip(bands, found)):
        if blocks is not None and band.gaps and areas is None:
            found[index] = blocks if _equal(source, index, blocks, check) else None
    return tuple(found) if any(found) else ()


def _equal(source: RasterSource, index: int, blocks: Enlargement, check: Callable[[], None] | None) -> bool:
    """Whether the valid pixels of every block of a band are equal; reads the raster."""
    width, height, factor = source.grid.width, source.grid.height, blocks.factor
    rows = max(1, min(ROWS, PIXELS // width) // factor) * factor
    columns = np.unique([0, *range(blocks.column, width, factor)])
    for y in range(blocks.row - factor, height, rows):
        if check is not None:
            check()
        top, bottom = max(y, 0), min(y + rows, height)
        if bottom <= top:
            continue
        values, valid = (part[index] for part in source.read(0, top, width, bottom - top))
        starts = np.unique([0, *range((blocks.row - top) % factor, bottom - top, factor)])
        highest, lowest = np.where(valid, values, -np.inf), np.where(valid, values, np.inf)
        for axis, cuts in ((0, starts), (1, columns)):
            highest = np.maximum.reduceat(highest, cuts, axis)
            lowest = np.minimum.reduceat(lowest, cuts, axis)
        if (highest > lowest).any():
            return False
    return True


def held(enlarged: Enlarged, values: np.ndarray, valid: np.ndarray) -> Enlarged:
    """Of blocks that were seen elsewhere those that these pixels (bands, h, w) really have, None for other bands."""
    kept: list[Enlargement | None] = []
    for blocks, own, known in zip(enlarged, values, valid):
        if blocks is not None:
            steps = _Steps()
            steps.look(own, known, 0, 0)
            blocks = blocks if steps.allow(blocks) else None
        kept.append(blocks)
    return tuple(kept)


class _Steps:
    """Where one band has steps: the first along either axis, and what all distances from it have in common."""

    def __init__(self) -> None:
        self.gaps = False  # NoData was seen
        self._first: list[int | None] = [None, None]
        self._common = [0, 0]

    @property
    def possible(self) -> bool:
        """Whether blocks are still possible."""
        return any(self._divides(factor) for factor in range(2, MAX_FACTOR + 1))

    def look(self, values: np.ndarray, valid: np.ndarray, x: int, y: int) -> None:
        """Take note of a window (h, w) whose first pixel is (x, y)."""
        if self.possible:
            self.gaps |= not valid.all()
            self._note(0, y, values, valid)
            self._note(1, x, values.T, valid.T)

    def enlargement(self, most: int) -> Enlargement | None:
        """The largest factor, at most `most`, that all steps allow."""
        if not self.possible or self._first == [None, None]:
            return None
        for factor in range(min(MAX_FACTOR, most), 1, -1):
            if self._divides(factor):
                row, column = ((first or 0) % factor for first in self._first)
                return Enlargement(factor, row, column)
        return None

    def allow(self, blocks: Enlargement) -> bool:
        """Whether no step lies within one of these blocks."""
        starts = zip(self._first, (blocks.row, blocks.column))
        inside = all(first is None or first % blocks.factor == start for first, start in starts)
        return inside and self._divides(blocks.factor)

    def _divides(self, factor: int) -> bool:
        return all(common % factor == 0 for common in self._common)

    def _note(self, axis: int, begin: int, values: np.ndarray, valid: np.ndarray) -> None:
        same = (values[:-1] == values[1:]) | ~(valid[:-1] & valid[1:])
        for place in (np.flatnonzero(~same.all(1)) + begin + 1).tolist():
            first = self._first[axis]
            if first is None:
                self._first[axis] = place
            else:
                self._common[axis] = gcd(self._common[axis], place - first)
