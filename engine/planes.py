"""What a map model sees: band planes in [0,1] of a `.duet` file's tiles, or of a raster pair's; classifies nothing.

    file   latents → components → rotated back → planes        never written out as a raster in between
    pair   pixels in their own type → planes                   by the very radiometry that would encode them

Both give float32 planes (6, h, w): up to four optical bands in the file's order, up to two polarisations, absent ones 0. They
come tile by tile, and a tile's planes depend on that tile alone (what is filled for NoData too), whichever part of the map
asks for them: that is half of why maps have no seams. Each tile is made once and kept while its neighbours need it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from .description import MODALITIES, Description
from .interface import Presence, TileCodecLike
from .progress import Steps
from .radiometry import COMPONENTS, PEAK, ModalityTransform, fit
from .raster import Pair
from .reconstruction import restore
from .tilereader import TileReader
from .tiles import TileGrid, choose_edge

SLOTS = sum(COMPONENTS.values())
#: Where the planes of either modality start.
FIRST = {"optical": 0, "sar": COMPONENTS["optical"]}
#: Pixels around a pair's tile that its NoData is filled from.
REACH = 32


class TilePlanes(NamedTuple):
    """`bands` float32 (6,h,w) in [0,1]; `valid` bool (h,w): every band of every image has a value."""

    bands: np.ndarray
    valid: np.ndarray


class Planes(Protocol):
    """The tiles of one pair as planes; making one is a step of the job's progress."""

    tiles: TileGrid
    presence: Presence
    damaged: dict[int, str]

    def tile(self, index: int) -> TilePlanes:
        """Return a tile's planes, made now or earlier."""
        ...

    def forget(self, row: int) -> None:
        """Drop what is kept of the rows of tiles above `row`."""
        ...


class FilePlanes:
    """The planes of an open file. A tile that is damaged, or has no valid pixel, is its bands' mean and not valid."""

    def __init__(
        self, reader: TileReader, description: Description, codec: TileCodecLike, steps: Steps
    ) -> None:
        self._reader, self._description, self._codec, self._steps = reader, description, codec, steps
        self._kept: dict[int, TilePlanes] = {}
        self._last_row = 0
        self.tiles, self.presence, self.damaged = description.tiles, description.presence, reader.damaged

    def tile(self, index: int) -> TilePlanes:
        """Return a tile's planes, synthesised now or earlier."""
        if index not in self._kept:
            self._kept[index] = self._synthesise(index)
            self._last_row = max(self._last_row, index // self.tiles.columns)
            self._steps.step()
        return self._kept[index]

    def forget(self, row: int) -> None:
        """Drop the planes above `row`, and the latents that no row of tiles still to come is synthesised with."""
        _forget(self._kept, row * self.tiles.columns)
        self._reader.forget(self._last_row * self.tiles.columns)

    def _synthesise(self, index: int) -> TilePlanes:
        tile, transforms = self.tiles.tile(index), self._description.transforms
        decoded = self._reader.tile(index)
        bands = _empty(tile.window.height, tile.window.width)
        for modality, transform in transforms.items():
            if decoded.latents is None:
                _put(bands, transform, np.array(transform.mean)[:, None, None] / PEAK)
                continue
            latents = self._reader.latents
            planes = restore(self._codec, self._description, modality, tile, tile.window, latents)
            _put(bands, transform, planes)
        return TilePlanes(bands, np.logical_and.reduce([decoded.valid[m].all(0) for m in transforms]))


class PairPlanes:
    """The planes of a raster pair, in tiles as an encoder would choose them; InputError where no pixel is valid."""

    def __init__(self, pair: Pair, steps: Steps) -> None:
        self._steps = steps
        self._sources = pair.sources
        self._transforms = {modality: fit(source) for modality, source in self._sources.items()}
        self._kept: dict[int, TilePlanes] = {}
        width, height = pair.grid.width, pair.grid.height
        self.tiles = TileGrid(width, height, choose_edge(width, height))
        optical, sar = (len(self._transforms[m].bands) if m in self._transforms else 0 for m in MODALITIES)
        self.presence: Presence = (optical, sar)
        self.damaged: dict[int, str] = {}

    def tile(self, index: int) -> TilePlanes:
        """Return a tile's planes, read now or earlier."""
        if index not in self._kept:
            self._kept[index] = self._read(index)
            self._steps.step()
        return self._kept[index]

    def forget(self, row: int) -> None:
        """Drop the planes above `row`."""
        _forget(self._kept, row * self.tiles.columns)

    def _read(self, index: int) -> TilePlanes:
        x, y, width, height = self.tiles.tile(index).window
        left, top = max(x - REACH, 0), max(y - REACH, 0)
        right, bottom = min(x + width + REACH, self.tiles.width), min(y + height + REACH, self.tiles.height)
        inside = np.s_[:, y - top : y - top + height, x - left : x - left + width]
        bands, valid = _empty(height, width), np.ones((height, width), bool)
        for modality, transform in self._transforms.items():
            values, known = self._sources[modality].read(left, top, right - left, bottom - top)
            _put(bands, transform, transform.planes(values, known)[0][inside])
            valid &= known[inside].all(0)
        return TilePlanes(bands, valid)


def assemble(
    tiles: TileGrid, rows: np.ndarray, columns: np.ndarray, get: Callable[[int], np.ndarray]
) -> np.ndarray:
    """Return the pixels at `rows` × `columns` of the raster, (n, rows, columns), from its tiles (n, h, w)."""
    out = None
    for tile_row in np.unique(rows // tiles.edge):
        at_y = np.flatnonzero(rows // tiles.edge == tile_row)
        for tile_column in np.unique(columns // tiles.edge):
            at_x = np.flatnonzero(columns // tiles.edge == tile_column)
            block = get(int(tile_row) * tiles.columns + int(tile_column))
            if out is None:
                out = np.empty((len(block), len(rows), len(columns)), block.dtype)
            y, x = rows[at_y] - tile_row * tiles.edge, columns[at_x] - tile_column * tiles.edge
            out[:, at_y[:, None], at_x[None, :]] = block[:, y][:, :, x]
    if out is None:
        raise ValueError("no pixels asked for")
    return out


def _empty(height: int, width: int) -> np.ndarray:
    return np.zeros((SLOTS, height, width), np.float32)


def _put(bands: np.ndarray, transform: ModalityTransform, planes: np.ndarray) -> None:
    first = FIRST[transform.modality]
    bands[first : first + len(transform.bands)] = planes


def _forget(kept: dict[int, TilePlanes], before: int) -> None:
    for index in [index for index in kept if index < before]:
        del kept[index]
