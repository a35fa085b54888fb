"""How a window of a pair would look and what it would cost at given prompts, without writing a file; shows nothing.

The window is coded as a tile of its own by the same analysis, networks and tables as *encode*, so its bits and pixels are
those of a file up to what tile borders change. The latents come out of the encoder: the stream is never decoded. The
transforms are fitted once (`Scene`), so a preview reads nothing but its own window.

The whole pair is estimated from a few such windows spread over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from . import metrics
from .analysis import TileEncoder, source_of
from .container import head_size
from .description import Description
from .distortion import Distortion
from .encoder import describe
from .interface import TileCodecLike
from .prompts import Prompts
from .radiometry import ModalityTransform
from .raster import Pair, open_pair
from .tiles import STRIDE, Tile, Window, choose_edge, pad_latents

PROBE = 256  # pixels a side of the windows an estimate is made from
PROBES = 4
PLASTIC = (
    0.7548776662466927,
    0.5698402909980532,
)  # of the R2 sequence (Roberts, 2018): spreads points over a square


@dataclass(frozen=True)
class Preview:
    """A window of one modality: `original` and `decoded` (bands, h, w) in own dtype, `valid` bool of that shape.

    `bpp` is the window's bits over (modalities · h · w), `psnr` in dB over its valid pixels.
    """

    modality: str
    window: Window
    original: np.ndarray
    decoded: np.ndarray
    valid: np.ndarray
    bpp: float
    psnr: float


@dataclass(frozen=True)
class Estimate:
    """What the whole pair would come to: `bytes`, `bpp`, `psnr` per modality and joint, from `windows` windows.

    `exact_share` is the share of the raster that was really coded.
    """

    bytes: int
    bpp: float
    psnr: dict[str, float]
    windows: int
    exact_share: float


class Scene:
    """A pair opened for previews with one codec; InputError where it cannot be encoded."""

    def __init__(self, optical: str | None, sar: str | None, codec: TileCodecLike) -> None:
        self.pair: Pair = open_pair(optical, sar)
        self.codec = codec
        self._job = TileEncoder(self.pair, codec)
        edge = choose_edge(self.pair.grid.width, self.pair.grid.height)
        self._description = describe(self.pair, codec, Prompts(500, 500), edge)

    @property
    def transforms(self) -> dict[str, ModalityTransform]:
        """The transform of each modality the pair has."""
        return self._description.transforms

    def aligned(self, window: Window) -> Window:
        """The window grown to whole latents, inside the raster."""
        grid = self.pair.grid
        x, y = window.x // STRIDE * STRIDE, window.y // STRIDE * STRIDE
        right = min(-(-(window.x + window.width) // STRIDE) * STRIDE, grid.width)
        bottom = min(-(-(window.y + window.height) // STRIDE) * STRIDE, grid.height)
        return Window(x, y, right - x, bottom - y)

    def preview(self, window: Window, prompts: Prompts) -> Iterator[Preview]:
        """Code a window and yield its modalities one by one, each as soon as it is there; nothing where nothing is valid."""
        description = self._at(prompts)
        tile = Tile(0, 0, 0, self.aligned(window))
        coded = self._job.encode(tile, description)
        if coded.latents is None:
            return
        count = len(description.transforms)
        bpp = metrics.bpp(len(coded.payload), count, tile.window.height, tile.window.width)
        for modality, transform in description.transforms.items():
            original, valid, decoded = self._both(tile, description, modality, coded.latents)
            distortion = Distortion([modality])
            distortion.add(transform, *self._inner(tile.window, original, decoded, valid))
            yield Preview(modality, tile.window, original, decoded, valid, bpp, distortion.psnr()[modality])

    def estimate(self, prompts: Prompts) -> Iterator[Estimate]:
        """Yield better and better estimates of the whole pair, one a window; each is more to trust than the one before."""
        description = self._at(prompts)
        windows = self.probes()
        grid = self.pair.grid
        area, payload, distortion = 0, 0, Distortion(description.transforms)
        head = head_size(description.to_header(), len(description.tiles))
        for number, window in enumerate(windows, 1):
            tile = Tile(0, 0, 0, window)
            coded = self._job.encode(tile, description)
            area += window.area
            payload += len(coded.payload)
            if coded.latents is not None:
                for modality, transform in description.transforms.items():
                    original, valid, decoded = self._both(tile, description, modality, coded.latents)
                    distortion.add(transform, *self._inner(window, original, decoded, valid))
            size = round(head + payload * grid.width * grid.height / area)
            bpp = metrics.bpp(size, len(description.transforms), grid.height, grid.width)
            share = min(1.0, area / (grid.width * grid.height))
            yield Estimate(size, bpp, distortion.psnr(), number, share)

    def probes(self) -> list[Window]:
        """The windows an estimate is made from: the whole of a small raster, else some spread over it."""
        width, height = self.pair.grid.width, self.pair.grid.height
        if width * height <= PROBES * PROBE * PROBE and max(width, height) <= PROBES * PROBE:
            return [Window(0, 0, width, height)]
        across, down = min(PROBE, width), min(PROBE, height)
        windows = []
        for number in range(1, PROBES + 1):
            x, y = ((0.5 + number * step) % 1 for step in PLASTIC)
            left = round(x * (width - across)) // STRIDE * STRIDE
            top = round(y * (height - down)) // STRIDE * STRIDE
            windows.append(Window(left, top, across, down))
        return windows

    def _at(self, prompts: Prompts) -> Description:
        return replace(self._description, prompts=prompts)

    def _inner(self, window: Window, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
        """Arrays (…, h, w) without the rim that a file codes better: there the lapped functions reach into neighbours."""
        grid, rim = self.pair.grid, STRIDE // 2
        if min(window.width, window.height) <= 4 * rim:
            return arrays
        rows = slice(rim if window.y else 0, -rim if window.y + window.height < grid.height else None)
        columns = slice(rim if window.x else 0, -rim if window.x + window.width < grid.width else None)
        return tuple(array[..., rows, columns] for array in arrays)

    def _both(
        self, tile: Tile, description: Description, modality: str, latents: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(original, valid, decoded) of one modality of a tile that stands alone."""
        source = source_of(self.pair, modality)
        if source is None:
            raise ValueError(f"the pair has no {modality} image")
        original, valid = source.read(*tile.window)
        bundle = self.codec.bundle
        padded = pad_latents(latents, bundle.latent_margin, bundle.parity_y, bundle.parity_x)
        components = self.codec.synthesise(padded, modality, description.presence, description.prompts)
        inside = np.ascontiguousarray(components[:, : tile.window.height, : tile.window.width])
        return original, valid, description.transforms[modality].inverse(inside)
