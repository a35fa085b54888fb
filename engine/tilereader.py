"""Tiles out of an open `.duet` file, each decoded once and kept for a while: latents and masks; no pixels.

A tile that is damaged is noted with the reason and counts as having no latents and nothing valid; the others
are not affected by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import masks
from .container import DuetReader
from .description import MODALITIES, Description
from .errors import DamagedTile, FormatError
from .interface import TileCodecLike
from .payload import TilePayload
from .progress import Steps


@dataclass(frozen=True)
class DecodedTile:
    """Latents int32 (M,h,w), None where the tile has none; `valid` per modality as bool (bands,h,w)."""

    latents: np.ndarray | None
    valid: dict[str, np.ndarray]


class TileReader:
    """Decodes tiles on demand and keeps them until `forget`."""

    def __init__(
        self, reader: DuetReader, description: Description, codec: TileCodecLike, steps: Steps
    ) -> None:
        self._reader, self._description, self._codec, self._steps = reader, description, codec, steps
        self._kept: dict[int, DecodedTile] = {}
        self.damaged: dict[int, str] = {}

    def tile(self, index: int) -> DecodedTile:
        """Return a tile, decoded now or earlier."""
        if index not in self._kept:
            self._steps.check()
            try:
                self._kept[index] = read_tile(self._reader, self._description, self._codec, index)
            except DamagedTile as damage:
                self.damaged[index] = str(damage)
                self._kept[index] = DecodedTile(None, _all_valid(self._description, index, False))
        return self._kept[index]

    def latents(self, index: int) -> np.ndarray | None:
        """Return a tile's latents, or None where it has none."""
        return self.tile(index).latents

    def forget(self, before: int) -> None:
        """Drop what is kept of the tiles with a lower index."""
        for index in [index for index in self._kept if index < before]:
            del self._kept[index]


def read_tile(reader: DuetReader, description: Description, codec: TileCodecLike, index: int) -> DecodedTile:
    """Read and decode one tile; DamagedTile where bytes, masks or symbols are not what was written."""
    payload = TilePayload.from_bytes(reader.payload(index))
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
