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
    """Return the planes of `window` (inside `tile`, in raster pixels): float (bands, h, w) in [0,1].

    Only what the window needs is synthesised: its latents and `bundle.latent_margin` rings of neighbours,
    taken with `latents(index)`; a neighbour that gives None is replaced by the tile's mirror image.
    """
    bundle, transform, tiles = codec.bundle, description.transforms[modality], description.tiles
    # A block's mean wants the whole block, whatever part of it the window has.
    whole = whole_blocks(window, transform.enlarged, tile.window)
    region = tiles.latents(whole)
    parity = (bundle.parity_y, bundle.parity_x)
    padded = gather_latents(tiles, tile, region, bundle.latent_margin, parity, latents)
    components = codec.synthesise(padded, modality, description.presence, description.prompts)
    y, x = whole.y - region.y * STRIDE, whole.x - region.x * STRIDE
    planes = transform.planes_of(components[:, y : y + whole.height, x : x + whole.width])
    put_back(planes, transform.enlarged, whole.x, whole.y, tiles.edge)
    y, x = window.y - whole.y, window.x - whole.x
    return planes[:, y : y + window.height, x : x + window.width]
