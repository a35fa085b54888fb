"""The verb *encode*: a pair of rasters becomes one `.duet` file, at prompts or at a target; no search."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from . import __version__, enlarged, metrics
from .analysis import CodedTile, TileEncoder
from .container import DuetWriter, head_size
from .description import Description
from .distortion import Distortion
from .interface import IsCancelled, Progress, TileCodecLike
from .outputs import check_writable, refuse_overwriting
from .progress import Steps
from .prompts import Prompts
from .radiometry import fit
from .raster import Pair, open_pair
from .targets import Search, Target
from .tiles import DEFAULT_EDGE, Tile, TileGrid, Window, choose_edge

PRODUCER = f"eoduet {__version__}"


@dataclass(frozen=True)
class EncodeReport:
    """What an encoding came to.

    `bpp` is bits / (modalities · height · width), headers and masks included; `ratio` is `raw_bytes`, the
    uncompressed samples, over `bytes`; `psnr` in dB per modality and joint (see `engine.distortion`), None if
    not measured; `clipped` the share 0..1 of valid values outside the coded range per modality;
    `estimated_bytes` the entropy the model expected of the streams; `device` what really ran.
    """

    path: str
    bytes: int
    raw_bytes: int
    ratio: float
    bpp: float
    quality: float
    gamma: float
    psnr: dict[str, float] | None
    clipped: dict[str, float]
    estimated_bytes: int
    tiles: int
    seconds: float
    device: str
    bundle: str
    profile: str

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return asdict(self)


class _Missed(Exception):
    """An attempt came out too far from its target; leaves the writer, which discards its file."""

    def __init__(self, description: Description) -> None:
        super().__init__()
        self.description = description  # the next attempt's


class Totals:
    """What the tiles of one attempt sum up to."""

    def __init__(self, description: Description) -> None:
        self.payload_bytes, self.bytes, self.estimated_bits = 0, 0, 0.0
        self.clipped = dict.fromkeys(description.transforms, 0)
        self.valid = dict.fromkeys(description.transforms, 0)
        self.distortion = Distortion(description.transforms)
        self.psnr: dict[str, float] | None = None

    def add(self, coded: CodedTile) -> None:
        """Count one coded tile."""
        self.payload_bytes += len(coded.payload)
        self.estimated_bits += coded.estimated_bits
        for modality in self.valid:
            self.clipped[modality] += coded.clipped[modality]
            self.valid[modality] += coded.valid[modality]


def encode(
    optical: str | None,
    sar: str | None,
    out: str,
    codec: TileCodecLike,
    *,
    quality: float = 50.0,
    gamma: float | None = None,
    target: Target | None = None,
    tile: int | None = None,
    measure: bool = True,
    styles: dict[str, str] | None = None,
    progress: Progress = None,
    cancelled: IsCancelled = None,
) -> EncodeReport:
    """Encode an optical and a SAR raster on one grid (either may be None) into the `.duet` file `out`.

    The codec brings its profile, which the header names. `gamma` None is what the profile learned for the quality (0.5 for
    `image`). `target` replaces `quality` by a search (see `engine.targets`). `tile` is the tile edge in pixels, None for what
    `tiles.choose_edge` says. `measure` decodes every tile as well, to report the PSNR. `styles` holds how a modality
    is shown (QML), kept for whoever opens the file. Raises InputError, OutputError, ModelError or Cancelled; on any
    of them nothing is left under the final name.
    """
    began = time.perf_counter()
    prompts = Prompts.from_floats(quality, 0.5 if gamma is None else gamma)
    gamma_at = codec.profile.gamma_at if gamma is None else None
    if gamma_at is not None:
        prompts = Prompts(prompts.quality, gamma_at(prompts.quality))
    refuse_overwriting(out, optical, sar)
    check_writable(out)
    pair = open_pair(optical, sar)
    edge = choose_edge(pair.grid.width, pair.grid.height) if tile is None else tile
    steps = Steps(progress, cancelled)
    description = describe(pair, codec, prompts, edge, styles, check=steps.check)
    job = TileEncoder(pair.sources, codec)
    search = None
    if target is not None:
        search = Search(target, job, description, steps, gamma_at)
        description = search.first()
        measure = measure or target.kind == "psnr"
    while True:
        # An attempt at a target may miss and be repeated: it gets half of what is left of the progress bar.
        steps.plan(len(description.tiles) * (1 if search is None or search.samples_all else 2))
        try:
            totals = _write(out, job, description, measure, steps, search)
            break
        except _Missed as missed:
            description = missed.description
    steps.done()
    return _report(out, totals, pair, description, codec, time.perf_counter() - began)


def describe(
    pair: Pair,
    codec: TileCodecLike,
    prompts: Prompts,
    edge: int = DEFAULT_EDGE,
    styles: dict[str, str] | None = None,
    areas: Sequence[Window] | None = None,
    check: Callable[[], None] | None = None,
) -> Description:
    """Fit the transforms to a pair and put the file's header together.

    `areas` and `check` are those of `enlarged.find`, which reads the whole raster where a band was enlarged.
    """
    transforms = {
        modality: replace(fit(source), enlarged=enlarged.find(source, areas, check))
        for modality, source in pair.sources.items()
    }
    tiles = TileGrid(pair.grid.width, pair.grid.height, edge)
    profile = codec.profile.name
    model = (codec.bundle.id, codec.bundle.digest_of(profile))
    return Description(pair.grid, tiles, transforms, *model, prompts, PRODUCER, styles or {}, profile)


def _write(
    out: str, job: TileEncoder, description: Description, measure: bool, steps: Steps, search: Search | None
) -> Totals:
    """Write the file at the description's prompts; leaves nothing behind where the target is missed."""
    tiles = description.tiles
    totals = Totals(description)
    latents: dict[
        int, np.ndarray | None
    ] = {}  # of the last tile rows: measuring a tile needs all its neighbours'
    header = description.to_header()
    with DuetWriter(out, header, len(tiles)) as writer:
        for tile in tiles:
            coded = job.encode(tile, description)
            writer.add(coded.payload, coded.symbols_crc)
            totals.add(coded)
            latents[tile.index] = coded.latents
            # The tile above and to the left has all its neighbours now.
            ready = _complete(tiles, tile) if measure else []
            for index in ready:
                job.measure(tiles.tile(index), description, latents.get, totals.distortion)
                steps.check()
            latents.pop(tile.index - 3 * tiles.columns, None)
            steps.step()
        totals.bytes = head_size(header, len(tiles)) + totals.payload_bytes
        totals.psnr = totals.distortion.psnr() if measure else None
        if search is not None:
            value = search.target.curve_value(totals.bytes, totals.psnr)
            if not search.met(value):
                raise _Missed(search.again(description.prompts.quality, value))
    return totals


def _complete(tiles: TileGrid, tile: Tile) -> list[int]:
    """Return the tiles whose last neighbour is `tile`: up and left; at far borders in its row and column."""
    last_column, last_row = tile.column == tiles.columns - 1, tile.row == tiles.rows - 1
    columns = [tile.column - 1] * (tile.column > 0) + [tile.column] * last_column
    rows = [tile.row - 1] * (tile.row > 0) + [tile.row] * last_row
    return [row * tiles.columns + column for row in rows for column in columns]


def _report(
    out: str, totals: Totals, pair: Pair, description: Description, codec: TileCodecLike, seconds: float
) -> EncodeReport:
    sources = list(pair.sources.values())
    width, height = pair.grid.width, pair.grid.height
    raw = sum(width * height * np.dtype(band.dtype).itemsize for source in sources for band in source.bands)
    return EncodeReport(
        path=out,
        bytes=totals.bytes,
        raw_bytes=raw,
        ratio=raw / totals.bytes,
        bpp=metrics.bpp(totals.bytes, len(sources), height, width),
        quality=description.prompts.quality_value,
        gamma=description.prompts.gamma_value,
        psnr=totals.psnr,
        clipped={m: totals.clipped[m] / max(totals.valid[m], 1) for m in totals.clipped},
        estimated_bytes=round(totals.estimated_bits / 8),
        tiles=len(description.tiles),
        seconds=seconds,
        device=codec.device,
        bundle=description.bundle_id,
        profile=description.profile,
    )
