"""From the pixels of a pair to one coded tile: read with margins, transform, mask, encode; writes no file.

A raster whose size is no multiple of 16 ends within a latent. What lies beyond its border is coded with it and cut off
when it is decoded, so it may be anything. Its mirror image would cost as many bits as the picture does, a smooth
continuation leaves the border less well coded; half way between the two, an image of 120 × 120 takes 2 to 3 % fewer
bits at equal PSNR than mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from . import masks
from .blocks import smooth
from .description import MODALITIES, Description
from .distortion import Distortion
from .fill import fill
from .interface import TileCodecLike
from .payload import TilePayload
from .radiometry import COMPONENTS, ModalityTransform
from .reconstruction import reconstruct
from .tiles import GetLatents, Tile, TileGrid, source_positions


@dataclass(frozen=True)
class CodedTile:
    """A tile as stored, its latents, and what the report sums up.

    `latents` is int32 (M,h,w), None where no pixel is valid. `clipped` and `valid` count band-pixels per
    modality in the analysed window, margin included.
    """

    payload: bytes
    symbols_crc: int
    latents: np.ndarray | None
    estimated_bits: float
    clipped: dict[str, int]
    valid: dict[str, int]


class Readable(Protocol):
    """What pixels of one modality are read from: a `RasterSource`, or a window of one."""

    def read(self, x: int, y: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """Return values (bands, height, width) in own dtype and valid, bool of that shape."""
        ...


@dataclass(frozen=True)
class TileEncoder:
    """Codes the tiles of one pair, its `sources` by modality, with one tile codec.

    The prompts come with the description of each call.
    """

    sources: Mapping[str, Readable]
    codec: TileCodecLike

    def encode(self, tile: Tile, description: Description) -> CodedTile:
        """Read, transform and code one tile."""
        components, packed, any_valid = {}, {}, False
        clipped: dict[str, int] = {}
        counts: dict[str, int] = {}
        for modality in MODALITIES:
            source = self.sources.get(modality)
            if source is None:
                components[modality], packed[modality] = self._absent(tile, modality), b""
                continue
            transform = description.transforms[modality]
            parts = _analyse(source, transform, description.tiles, tile, self.codec.bundle.margin)
            components[modality], inside, clipped[modality], counts[modality] = parts
            packed[modality] = masks.pack(inside)
            any_valid |= bool(inside.any())
        if not any_valid:
            return CodedTile(TilePayload(b"", b"", None).to_bytes(), 0, None, 0.0, clipped, counts)
        coded = self.codec.encode(
            components["optical"], components["sar"], description.presence, description.prompts
        )
        payload = TilePayload(packed["optical"], packed["sar"], coded.stream).to_bytes()
        return CodedTile(payload, coded.symbols_crc, coded.latents, coded.estimated_bits, clipped, counts)

    def any_valid(self, tile: Tile) -> bool:
        """Say whether the tile has a valid pixel at all."""
        return any(source.read(*tile.window)[1].any() for source in self.sources.values())

    def measure(
        self, tile: Tile, description: Description, latents: GetLatents, distortion: Distortion
    ) -> None:
        """Add what decoding this tile gives, against what was read, to `distortion`."""
        if latents(tile.index) is None:
            return
        for modality, transform in description.transforms.items():
            original, valid = self.sources[modality].read(*tile.window)
            decoded = reconstruct(self.codec, description, modality, tile, tile.window, latents)
            distortion.add(transform, original, decoded, valid)

    def _absent(self, tile: Tile, modality: str) -> np.ndarray:
        margin = self.codec.bundle.margin
        height, width = (
            len(source_positions(0, size, margin, size)[0])
            for size in (tile.window.height, tile.window.width)
        )
        return np.zeros((COMPONENTS[modality], height, width), np.float32)


def _analyse(
    source: Readable, transform: ModalityTransform, grid: TileGrid, tile: Tile, margin: int
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Return a tile's components with margin, its validity without, values clipped and values valid."""
    x, y, width, height = tile.window
    rows, below = source_positions(y, height, margin, grid.height)
    columns, right = source_positions(x, width, margin, grid.width)
    top, left = int(rows.min()), int(columns.min())
    values, valid = source.read(left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top)
    planes, clipped = transform.planes(values, valid)
    smooth(planes, valid, transform.enlarged, left, top, grid.edge)
    components = transform.components_of(planes)
    inside = valid[:, y - top : y - top + height, x - left : x - left + width]
    mirrored = np.ascontiguousarray(components[:, rows - top][:, :, columns - left])
    _calm(mirrored, below[:, None] | right)
    return mirrored, inside, clipped, int(valid.sum())


def _calm(components: np.ndarray, beyond: np.ndarray) -> None:
    """Take half the contrast from what lies beyond the raster's border, mirrored (n, h, w), where `beyond` (h, w) says so."""
    if not beyond.any():
        return
    known = ~beyond
    for plane in components:
        plane[beyond] += fill(plane, known, 0)[beyond]
        plane[beyond] /= 2
