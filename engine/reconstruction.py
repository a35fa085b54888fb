"""From latents back to a modality's planes and own numbers, for a window inside one tile; reads and writes no files."""

from __future__ import annotations

import numpy as np

from .blocks import put_back, whole_blocks
from .description import Description
from .interface import TileCodecLike
from .tiles import STRIDE, GetLatents, Tile, Window, gather_latents


def reconstruct(
    codec: TileCodecLike,
    description: Description,
    modality: str,
    tile: Tile,
    window: Window,
    latents: GetLatents,
) -> np.ndarray:
    """Return the pixels of `window` (inside `tile`, in raster pixels): (bands, h, w) in the bands' own dtype."""
    planes = restore(codec, description, modality, tile, window, latents)
    return description.transforms[modality].values_of(planes)


def restore(
    codec: TileCodecLike,
    description: Description,
    modality: str,
    tile: Tile,
    window: Window,
    latents: GetLatents,
) -> np.ndarray:
    """Return the planes of `window` (inside `tile`, in raster pixels): float (bands, h, w) in [0,1]."""
    transform = description.transforms[modality]
    # A block's mean wants the whole block, whatever part of it the window has.
    whole = whole_blocks(window, transform.enlarged, tile.window)
    planes = transform.planes_of(synthesise(codec, description, modality, tile, whole, latents))
    put_back(planes, transform.enlarged, whole.x, whole.y, description.tiles.edge)
    y, x = window.y - whole.y, window.x - whole.x
    return planes[:, y : y + window.height, x : x + window.width]


def synthesise(
    codec: TileCodecLike,
    description: Description,
    modality: str,
    tile: Tile,
    window: Window,
    latents: GetLatents,
) -> np.ndarray:
    """Return the components of `window` (inside `tile`, in raster pixels): float32 (4 | 2, h, w) in 1/255.

    Only what the window needs is synthesised: its latents and `bundle.latent_margin` rings of neighbours,
    taken with `latents(index)`; a neighbour that gives None is replaced by the tile's mirror image.
    """
    bundle = codec.bundle
    region = description.tiles.latents(window)
    parity = (bundle.parity_y, bundle.parity_x)
    padded = gather_latents(description.tiles, tile, region, bundle.latent_margin, parity, latents)
    components = codec.synthesise(padded, modality, description.presence, description.prompts)
    y, x = window.y - region.y * STRIDE, window.x - region.x * STRIDE
    return np.ascontiguousarray(components[:, y : y + window.height, x : x + window.width])
