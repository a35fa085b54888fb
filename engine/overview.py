"""A coarse picture of a large file, put together of tiles as they are decoded, and kept on disk; decodes nothing itself.

A cell is the mean of the valid ones among `factor`² pixels, so a view of the whole file needs no tile once all have been seen.
"""

from __future__ import annotations

import contextlib
import os
import uuid
import zipfile
from pathlib import Path

import numpy as np

from .livefile import LiveFile, Pixels
from .nodata import NoData
from .tiles import LARGE_TILES

CELLS = 1 << 22  # of an overview at most: more than a screen has pixels
FACTORS = (4, 8, 16)  # tiles are multiples of 16 pixels


def is_large(file: LiveFile) -> bool:
    """Whether looking at the whole file is worth an overview."""
    return len(file.description.tiles) > LARGE_TILES


class Overview:
    """The overview of one modality of a file: `values` (bands, h, w), `valid` bool of that shape, `known` bool per tile."""

    def __init__(self, file: LiveFile, modality: str) -> None:
        tiles = file.description.tiles
        cells = [-(-tiles.width // factor) * -(-tiles.height // factor) for factor in FACTORS]
        self.factor = next((f for f, count in zip(FACTORS, cells) if count <= CELLS), FACTORS[-1])
        self.tiles, self._nodata = tiles, NoData(file.description.transforms[modality].bands)
        shape = (
            len(file.description.transforms[modality].bands),
            -(-tiles.height // self.factor),
            -(-tiles.width // self.factor),
        )
        self.valid = np.zeros(shape, bool)
        self.values = self._nodata.mark(np.zeros(shape, self._nodata.dtype), self.valid)
        self.known = np.zeros(len(tiles), bool)
        self.saved = 0  # tiles known when it was last saved or loaded

    @property
    def complete(self) -> bool:
        """Whether every tile has been seen."""
        return bool(self.known.all())

    def put(self, index: int, pixels: Pixels) -> None:
        """Take the means of a tile."""
        window = self.tiles.tile(index).window
        x, y = window.x // self.factor, window.y // self.factor
        sums, counts = (
            _by_cells(part, self.factor)
            for part in (np.where(pixels.valid, pixels.values, 0).astype(np.float64), pixels.valid)
        )
        valid = counts > 0
        means = np.divide(sums, counts, out=np.zeros_like(sums), where=valid)
        if self._nodata.dtype.kind != "f":
            means = np.rint(means)
        area = np.s_[:, y : y + means.shape[1], x : x + means.shape[2]]
        self.values[area] = self._nodata.mark(means, valid)
        self.valid[area] = valid
        self.known[index] = True

    def save(self, path: Path) -> None:
        """Write what is known, under a temporary name first; OSError where that fails."""
        known = int(self.known.sum())
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{uuid.uuid4().hex}.npz")
        try:
            with open(temporary, "wb") as target:
                np.savez(target, values=self.values, valid=np.packbits(self.valid), known=self.known)
            os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        self.saved = known

    def load(self, path: Path) -> None:
        """Take what an earlier `save` wrote; a file that is missing, damaged or of another shape counts as none."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                values, packed, known = stored["values"], stored["valid"], stored["known"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return
        same = values.shape == self.values.shape and values.dtype == self.values.dtype
        if not same or known.shape != self.known.shape or packed.size != -(-self.valid.size // 8):
            return
        self.values, self.known = values, known.astype(bool)
        self.valid = np.unpackbits(packed, count=self.valid.size).reshape(self.valid.shape).astype(bool)
        self.saved = int(self.known.sum())


def trim(folder: Path, limit: int) -> None:
    """Delete the overviews of a folder that were not used for longest, down to `limit` bytes."""
    with contextlib.suppress(OSError):
        found = sorted(
            ((file.stat().st_mtime, file.stat().st_size, file) for file in folder.glob("*.npz")), reverse=True
        )
        total = 0
        for _, size, file in found:
            total += size
            if total > limit:
                file.unlink()


def _by_cells(part: np.ndarray, factor: int) -> np.ndarray:
    """Sums of (bands, h, w) over squares of `factor` pixels; those at the end may be smaller."""
    rows = np.add.reduceat(part, np.arange(0, part.shape[1], factor), axis=1, dtype=np.float64)
    return np.add.reduceat(rows, np.arange(0, part.shape[2], factor), axis=2)
