"""Where tiles lie: windows of pixels and latents, mirrors at the raster's border; no file, no model.

A raster of W×H pixels is cut into tiles of `edge` pixels (the last row and column may be smaller). Each tile
is its own stream, but no tile ends the picture: the analysis sees `bundle.margin` real neighbouring pixels
and the synthesis sees `bundle.latent_margin` rings of the neighbours' latents, so what is decoded shows no
tile borders.

    pixels    0 ───────── edge ───────── 2·edge ─── H   H..16·⌈H/16⌉: cut off again, see `analysis`
    latents   0 ── edge/16 ── 2·edge/16 ── ⌈H/16⌉       beyond: latents mirrored, with signs

Both mirrors are half-sample symmetric (… 1 0 | 0 1 2 …, `np.pad(mode="symmetric")`). Mirroring an image turns
a basis function that is odd along the axis into its negative: the latent of such a channel (parity 1) changes
its sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Optional

import numpy as np

from .errors import InputError

STRIDE = 16  # pixels per latent, along each axis
DEFAULT_EDGE = 512
LARGE_EDGE = 384
LARGE_TILES = 16  # tiles of DEFAULT_EDGE that a raster may have before it counts as large
MAX_EDGE = 2048  # what one tile may ask of memory, whatever a file says
GetLatents = Callable[[int], Optional[np.ndarray]]


class Window(NamedTuple):
    """A rectangle of pixels (or of latents): offset of its upper left corner and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels (or latents)."""
        return self.width * self.height

    def intersection(self, other: Window) -> Window:
        """Return what two windows share; they must share something."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Window(x, y, right - x, bottom - y)


@dataclass(frozen=True)
class Tile:
    """One tile: its place in the index (row-major) and in the grid of tiles, and its pixels."""

    index: int
    row: int
    column: int
    window: Window


@dataclass(frozen=True)
class TileGrid:
    """The tiles of a raster of `width`×`height` pixels; `edge` is a multiple of 16."""

    width: int
    height: int
    edge: int = DEFAULT_EDGE

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise InputError(
                f"A raster must have at least one pixel, this one has {self.width}×{self.height}."
            )
        if not STRIDE <= self.edge <= MAX_EDGE or self.edge % STRIDE:
            raise InputError(
                f"The tile edge must be a multiple of {STRIDE} up to {MAX_EDGE} pixels, not {self.edge}."
            )

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return -(-self.width // self.edge)

    @property
    def rows(self) -> int:
        """Tiles in a column."""
        return -(-self.height // self.edge)

    def __len__(self) -> int:
        return self.rows * self.columns

    def __iter__(self) -> Iterator[Tile]:
        return (self.tile(index) for index in range(len(self)))

    def tile(self, index: int) -> Tile:
        """Return tile `index` of the row-major order."""
        row, column = divmod(index, self.columns)
        x, y = column * self.edge, row * self.edge
        window = Window(x, y, min(self.edge, self.width - x), min(self.edge, self.height - y))
        return Tile(index, row, column, window)

    def touched(self, window: Window) -> Iterator[Tile]:
        """Yield, in row-major order, the tiles that share pixels with `window` (inside the raster)."""
        for row in range(window.y // self.edge, (window.y + window.height - 1) // self.edge + 1):
            for column in range(window.x // self.edge, (window.x + window.width - 1) // self.edge + 1):
                yield self.tile(row * self.columns + column)

    def check(self, window: Window) -> None:
        """Raise InputError unless `window` has pixels and lies inside the raster."""
        x, y, width, height = window
        if width < 1 or height < 1 or x < 0 or y < 0 or x + width > self.width or y + height > self.height:
            raise InputError(
                f"The window {x} {y} {width} {height} (XOFF YOFF XSIZE YSIZE) does not lie inside the "
                f"raster of {self.width}×{self.height} pixels; choose one that does."
            )

    def latents(self, window: Window) -> Window:
        """Return the window of latents that covers a window of pixels."""
        x, y = window.x // STRIDE, window.y // STRIDE
        right, bottom = -(-(window.x + window.width) // STRIDE), -(-(window.y + window.height) // STRIDE)
        return Window(x, y, right - x, bottom - y)


def choose_edge(width: int, height: int) -> int:
    """Choose the tile edge for a raster: 512, for a large one (over 16 such tiles) 384.

    Decoding a window decodes every tile that it touches with its rings of neighbouring latents. For 512²
    pixels that fall on one tile those are 9 tiles of 512 (1.3 % of the time that a whole Sentinel-2 tile
    takes), but 4 to 9 of 384 (0.6 to 0.9 %); smaller tiles cost 0.4 % of the bytes at 0.09 bpp and less than
    0.05 % at 0.9 bpp, 5 % of the time.
    """
    return DEFAULT_EDGE if len(TileGrid(width, height)) <= LARGE_TILES else LARGE_EDGE


def reflect(positions: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Mirror integer positions into 0..size-1 (half-sample symmetric, as often as needed).

    Returns the positions inside and, as bool, whether the image is mirrored there (an odd number of
    reflections).
    """
    period = np.mod(positions, 2 * size)
    mirrored = period >= size
    return np.where(mirrored, 2 * size - 1 - period, period), mirrored


def source_positions(start: int, length: int, margin: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return, along one axis, which of the raster's `size` pixels each pixel of an analysis window is, and which are none.

    The window covers `length` pixels from `start`, rounded up to whole latents, with `margin` more on both
    sides. Pixels up to the next whole latent mirror at the raster's border, pixels beyond mirror at that
    whole latent's border, where the synthesis mirrors its latents too. The second array, bool, marks those that
    are cut off what is decoded: between the raster's border and the end of its last latent, and their mirror images.
    """
    padded_length = -(-length // STRIDE) * STRIDE
    positions = np.arange(start - margin, start + padded_length + margin)
    on_latents, _ = reflect(positions, -(-size // STRIDE) * STRIDE)
    return reflect(on_latents, size)[0], on_latents >= size


def pad_latents(latents: np.ndarray, pad: int, parity_y: np.ndarray, parity_x: np.ndarray) -> np.ndarray:
    """Return latents (M,h,w) with `pad` mirrored rings around, (M,h+2·pad,w+2·pad), signs by parity."""
    height, width = latents.shape[1:]
    rows, flip_y = reflect(np.arange(-pad, height + pad), height)
    columns, flip_x = reflect(np.arange(-pad, width + pad), width)
    return latents[:, rows][:, :, columns] * _signs(flip_y, flip_x, parity_y, parity_x)


def gather_latents(
    grid: TileGrid,
    home: Tile,
    region: Window,
    pad: int,
    parity: tuple[np.ndarray, np.ndarray],
    get: GetLatents,
) -> np.ndarray:
    """Return the latents of `region` (latents inside tile `home`) with `pad` rings of its neighbours' around.

    `get(index)` gives a tile's latents (M,h,w) or None where it has none (damaged, or nothing valid in it):
    such a neighbour is replaced by the mirror image of the home tile, like the world beyond the raster's
    border. `home` itself must have latents. `parity` is (parity_y, parity_x). Returns (M,
    region.height+2·pad, region.width+2·pad).
    """
    step = grid.edge // STRIDE
    own = get(home.index)
    if own is None:
        raise ValueError(f"tile {home.index} has no latents")
    rows = np.arange(region.y - pad, region.y + region.height + pad)
    columns = np.arange(region.x - pad, region.x + region.width + pad)
    y, flip_y = reflect(rows, -(-grid.height // STRIDE))
    x, flip_x = reflect(columns, -(-grid.width // STRIDE))
    own_y, own_flip_y = reflect(rows - home.row * step, own.shape[1])
    own_x, own_flip_x = reflect(columns - home.column * step, own.shape[2])
    out = np.empty((own.shape[0], len(rows), len(columns)), own.dtype)
    for tile_row in np.unique(y // step):
        at_y = np.flatnonzero(y // step == tile_row)
        for tile_column in np.unique(x // step):
            at_x = np.flatnonzero(x // step == tile_column)
            block = get(int(tile_row) * grid.columns + int(tile_column))
            if block is not None:
                values = block[:, y[at_y] - tile_row * step][:, :, x[at_x] - tile_column * step]
                signs = _signs(flip_y[at_y], flip_x[at_x], *parity)
            else:
                values = own[:, own_y[at_y]][:, :, own_x[at_x]]
                signs = _signs(own_flip_y[at_y], own_flip_x[at_x], *parity)
            out[:, at_y[:, None], at_x[None, :]] = values * signs
    return out


def _signs(flip_y: np.ndarray, flip_x: np.ndarray, parity_y: np.ndarray, parity_x: np.ndarray) -> np.ndarray:
    """Return +1 or -1, int32 (M,h,w): negative where an odd channel is mirrored an odd number of times."""
    sign_y = 1 - 2 * (parity_y.astype(np.int32)[:, None] * flip_y)
    sign_x = 1 - 2 * (parity_x.astype(np.int32)[:, None] * flip_x)
    return (sign_y[:, :, None] * sign_x[:, None, :]).astype(np.int32)
