"""A `.duet` file that is looked at: its head is kept, tiles are decoded when they are asked for, and the file stays closed.

    LiveFile(path).decode(codec, "sar", 17, cache) → Pixels of tile 17, its latents and its neighbours' kept in the cache

Nothing here decides when, in which thread or by which codec a tile is decoded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import codec
from .bytecache import ByteCache, CacheView
from .container import DuetReader
from .description import Description
from .errors import FormatError
from .interface import IsCancelled, TileCodecLike
from .nodata import NoData
from .progress import Steps
from .tilereader import DecodedTile, TileReader


@dataclass(frozen=True)
class Pixels:
    """A tile of one modality as *decode* would write it: `values` (bands, h, w) with NoData marked, `valid` bool alike."""

    values: np.ndarray
    valid: np.ndarray

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return _owned(self.values) + _owned(self.valid)


class LiveFile:
    """The file at `path` as it is now; FormatError where it cannot be read.

    `fingerprint` names its contents. `damaged` fills with the reasons of tiles that could not be decoded, by index.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        with DuetReader(path) as reader:
            self.description = Description.from_header(reader.header)
            self.fingerprint, self.size_bytes = reader.fingerprint, reader.size_bytes
            self._version = reader.version
        self.nodata = {m: NoData(transform.bands) for m, transform in self.description.transforms.items()}
        self.damaged: dict[int, str] = {}

    @property
    def name(self) -> str:
        """The file's own name, without its folder."""
        return os.path.basename(self.path)

    def facts(self) -> dict[str, Any]:
        """As `engine.codec.info`."""
        return codec.facts(self.path, self.description, self.size_bytes, self._version)

    def key(self, modality: str, index: int) -> tuple:
        """Under which `decode` keeps the pixels of a tile."""
        return self.fingerprint, modality, index

    def decode(
        self,
        tile_codec: TileCodecLike,
        modality: str,
        index: int,
        cache: ByteCache,
        cancelled: IsCancelled = None,
    ) -> Pixels:
        """Decode a tile and keep it; a damaged one has nothing valid.

        FormatError where the file is gone or is another one by now, `Cancelled`, or what the codec raises.
        """
        kept = CacheView(cache, (self.fingerprint, "latents"), _latents_size)
        with DuetReader(self.path) as reader:
            if reader.fingerprint != self.fingerprint:
                raise FormatError(f"{self.path} is another file than the one that was opened; open it again.")
            tiles = TileReader(reader, self.description, tile_codec, Steps(None, cancelled), kept)
            tile = self.description.tiles.tile(index)
            values, valid = tiles.pixels(modality, tile, tile.window)
        self.damaged.update(tiles.damaged)
        pixels = Pixels(self.nodata[modality].mark(values, valid), valid)
        cache.put(self.key(modality, index), pixels, pixels.size)
        return pixels


def _latents_size(tile: DecodedTile) -> int:
    latents = 0 if tile.latents is None else tile.latents.nbytes
    return latents + sum(map(_owned, tile.valid.values())) + 64


def _owned(array: np.ndarray) -> int:
    """Bytes that an array takes: one value seen as many takes next to none."""
    return array.nbytes if all(array.strides) else array.itemsize
