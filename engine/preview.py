"""How a window of a pair would look and what it would cost at given prompts, without writing a file; shows nothing.

The window is coded as an image of its own by the same analysis, networks and tables as *encode*: it ends in mirrors, where in
a file its neighbours follow, so that it is as good to its very rim. (Pixels beyond it must not take part: the synthesis has no
latents of theirs. That cost 2 dB of a window's PSNR.) The latents come out of the encoder: the stream is never decoded. The
transforms are fitted once (`Scene`), so a preview reads nothing but its own window, and that once.

The whole pair is estimated from a few such windows spread over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from . import metrics
from .analysis import CodedTile, TileEncoder
from .container import head_size
from .description import Description
from .distortion import Distortion
from .encoder import describe
from .enlarged import held
from .interface import TileCodecLike
from .prompts import Prompts
from .radiometry import ModalityTransform
from .raster import Pair, RasterSource, open_pair
from .reconstruction import reconstruct
from .tiles import MAX_EDGE, STRIDE, TileGrid, Window, choose_edge

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


class Clip:
    """A window of a raster, read once, as if it were one itself."""

    def __init__(self, source: RasterSource, window: Window) -> None:
        self.values, self.valid = source.read(*window)

    def read(self, x: int, y: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """As `RasterSource.read`."""
        place = (slice(None), slice(y, y + height), slice(x, x + width))
        return self.values[place], self.valid[place]


class Scene:
    """A pair opened for previews with one codec; InputError where it cannot be encoded."""

    def __init__(self, optical: str | None, sar: str | None, codec: TileCodecLike) -> None:
        self.pair: Pair = open_pair(optical, sar)
        self.codec = codec
        edge = choose_edge(self.pair.grid.width, self.pair.grid.height)
        # A preview cannot wait for the whole raster: where bands look enlarged it is looked again in each window.
        self._description = describe(self.pair, codec, Prompts(500, 500), edge, areas=self.probes())

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
        window = self.aligned(window)
        job, description, coded = self._code(window, prompts)
        if coded.latents is None:
            return
        tile, latents = description.tiles.tile(0), {0: coded.latents}
        bpp = metrics.bpp(len(coded.payload), len(job.sources), window.height, window.width)
        for modality, transform in description.transforms.items():
            original, valid = job.sources[modality].read(*tile.window)
            decoded = reconstruct(self.codec, description, modality, tile, tile.window, latents.get)
            distortion = Distortion([modality])
            distortion.add(transform, original, decoded, valid)
            yield Preview(modality, window, original, decoded, valid, bpp, distortion.psnr()[modality])

    def estimate(self, prompts: Prompts) -> Iterator[Estimate]:
        """Yield better and better estimates of the whole pair, one a window; each is more to trust than the one before."""
        grid, area, payload = self.pair.grid, 0, 0
        distortion = Distortion(self.transforms)
        whole = replace(self._description, prompts=prompts)
        head = head_size(whole.to_header(), len(whole.tiles))
        for number, window in enumerate(self.probes(), 1):
            job, description, coded = self._code(window, prompts)
            area += window.area
            payload += len(coded.payload)
            job.measure(description.tiles.tile(0), description, {0: coded.latents}.get, distortion)
            size = round(head + payload * grid.width * grid.height / area)
            bpp = metrics.bpp(size, len(self.transforms), grid.height, grid.width)
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

    def _code(self, window: Window, prompts: Prompts) -> tuple[TileEncoder, Description, CodedTile]:
        """A window as an image of its own, in one tile: its encoder, its description, what it is coded to."""
        clips = {modality: Clip(source, window) for modality, source in self.pair.sources.items()}
        job = TileEncoder(clips, self.codec)
        tiles = TileGrid(window.width, window.height, MAX_EDGE)
        transforms = {}
        for modality, transform in self.transforms.items():
            clip, moved = clips[modality], transform.moved(window.x, window.y)
            transforms[modality] = replace(moved, enlarged=held(moved.enlarged, clip.values, clip.valid))
        description = replace(self._description, prompts=prompts, tiles=tiles, transforms=transforms)
        return job, description, job.encode(tiles.tile(0), description)
