"""Tiles out of an open `.duet` file, each decoded once and kept for a while: latents, masks, and pixels made of them.

A tile that is damaged is noted with the reason and counts as having no latents and nothing valid; the others
are not affected by it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass

import numpy as np

from . import masks
from .container import DuetReader
from .description import MODALITIES, Description
from .errors import DamagedTile, FormatError
from .interface import TileCodecLike
from .payload import TilePayload
from .progress import Steps
from .reconstruction import reconstruct
from .tiles import Tile, Window


@dataclass(frozen=True)
class DecodedTile:
    """Latents int32 (M,h,w), None where the tile has none; `valid` per modality as bool (bands,h,w)."""

    latents: np.ndarray | None
    valid: dict[str, np.ndarray]


class TileReader:
    """Decodes tiles on demand and keeps them until `forget`, or as long as the mapping `kept` does."""

    def __init__(
        self,
        reader: DuetReader,
        description: Description,
        codec: TileCodecLike,
        steps: Steps,
        kept: MutableMapping[int, DecodedTile] | None = None,
    ) -> None:
        self._reader, self._description, self._codec, self._steps = reader, description, codec, steps
        self._kept: MutableMapping[int, DecodedTile] = {} if kept is None else kept
        self.damaged: dict[int, str] = {}

    def tile(self, index: int) -> DecodedTile:
        """Return a tile, decoded now or earlier."""
        decoded = self._kept.get(index)
        if decoded is None:
            self._steps.check()
            try:
                decoded = read_tile(self._reader, self._description, self._codec, index)
            except DamagedTile as damage:
                self.damaged[index] = str(damage)
                decoded = DecodedTile(None, _all_valid(self._description, index, False))
            self._kept[index] = decoded
        return decoded

    def latents(self, index: int) -> np.ndarray | None:
        """Return a tile's latents, or None where it has none."""
        return self.tile(index).latents

    def pixels(self, modality: str, tile: Tile, part: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return values and validity (bands,h,w) of a window inside a tile; a lost tile has nothing valid."""
        decoded = self.tile(tile.index)
        y, x = part.y - tile.window.y, part.x - tile.window.x
        valid = decoded.valid[modality][:, y : y + part.height, x : x + part.width]
        if decoded.latents is None:
            return np.zeros(valid.shape, self._description.transforms[modality].dtype), valid
        return reconstruct(self._codec, self._description, modality, tile, part, self.latents), valid

    def forget(self, before: int) -> None:
        """Drop what is kept of the tiles with a lower index."""
        for index in [index for index in self._kept if index < before]:
            del self._kept[index]


def read_tile(reader: DuetReader, description: Description, codec: TileCodecLike, index: int) -> DecodedTile:
    """Read and decode one tile; DamagedTile where bytes, masks or symbols are not what was written."""
    payload = TilePayload.from_bytes(reader.payload(index), reader.version)
    if payload.stream is None:
        return DecodedTile(None, _all_valid(description, index, False))
    valid = unpack_masks(payload, description, index)
    region = description.tiles.latents(description.tiles.tile(index).window)
    try:
        latents, symbols_crc = codec.decode(
            payload.stream, (region.height, region.width), description.presence, description.prompts
        )
    except FormatError as error:
        raise DamagedTile("its stream cannot be decoded; get the file again to have it.") from error
    if symbols_crc != reader.symbols_crc(index):
        raise DamagedTile("it decodes to other symbols than were encoded; get the file again to have it.")
    return DecodedTile(latents, valid)


def unpack_masks(payload: TilePayload, description: Description, index: int) -> dict[str, np.ndarray]:
    """Return a tile's validity per modality, bool (bands,h,w); DamagedTile where a mask makes no sense."""
    valid = _all_valid(description, index, True)
    for modality, packed in zip(MODALITIES, (payload.optical_mask, payload.sar_mask)):
        if packed and modality in valid:
            valid[modality] = masks.unpack(packed, *valid[modality].shape)
    return valid


def _all_valid(description: Description, index: int, value: bool) -> dict[str, np.ndarray]:
    window = description.tiles.tile(index).window
    return {
        modality: np.broadcast_to(np.bool_(value), (len(transform.bands), window.height, window.width))
        for modality, transform in description.transforms.items()
    }
