"""The verb *landcover*: a `.duet` file, or a pair of rasters, becomes a map of classes; no network and no format here.

    file → planes of its tiles (engine.planes) ┐
    pair → planes of its pixels                ┴→ blocks with margin → scores → class and certainty → GeoTIFF (engine.mapsink)

A file is mapped straight from its decoded tiles in one pass: nothing is written in between, and each tile is decoded once for
all blocks that see it. A block's origin is a multiple of the map model's `align`, and it sees `margin` pixels more on every
side (the raster's mirror image beyond its border), so maps show no seams and a window of a map is that part of the whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .areas import ClassShare, Tally
from .container import DuetReader
from .decoder import Damage
from .description import Description
from .errors import OutputError
from .grid import Grid
from .interface import CodecFactory, IsCancelled, Progress, SegmenterFactory, SegmenterLike
from .mapsink import MapSink
from .outputs import check_writable, refuse_overwriting
from .planes import FIRST, FilePlanes, PairPlanes, Planes, assemble
from .progress import Steps
from .raster import open_pair
from .tilereader import TileReader
from .tiles import TileGrid, Window, reflect

BLOCK = (
    768  # pixels a side that are mapped at a time, about; more costs memory, less repeats more of the margin
)


@dataclass(frozen=True)
class MapReport:
    """What a map came to.

    `classes` in the order of the class set; `area_basis` says what square metres are measured on ("plane" of the CRS,
    "ellipsoid", "unknown": none given); `nodata_pixels` have no class; tiles in `damaged` are among them; `bundle` and
    `map_model` name what decided.
    """

    path: str
    window: Window
    classes: list[ClassShare]
    area_basis: str
    nodata_pixels: int
    damaged: list[Damage]
    seconds: float
    device: str
    bundle: str
    map_model: str

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return asdict(self)


def map_file(
    path: str,
    out: str,
    codec_factory: CodecFactory,
    segmenter_factory: SegmenterFactory,
    *,
    confidence: bool = False,
    window: tuple[int, int, int, int] | None = None,
    progress: Progress = None,
    cancelled: IsCancelled = None,
) -> MapReport:
    """Map a `.duet` file into the GeoTIFF `out`, straight from its decoded tiles.

    Both factories get what the header names: bundle id, digest, profile. `confidence` adds a band with the network's own
    certainty in per cent. `window` is (x, y, width, height) in pixels, None the whole raster. A damaged tile becomes NoData
    and is reported. Raises InputError, FormatError, ModelError, OutputError or Cancelled; on any of them nothing appears at
    `out`.
    """
    began = time.perf_counter()
    _check_output(out, path)
    with DuetReader(path) as reader:
        description = Description.from_header(reader.header)
        model = description.bundle_id, description.bundle_digest, description.profile
        codec, segmenter = codec_factory(*model), segmenter_factory(*model)
        steps = Steps(progress, cancelled)
        planes = FilePlanes(TileReader(reader, description, codec, steps), description, codec, steps)
        job = _Job(planes, segmenter, description.grid, window, steps)
        return job.run(out, confidence, began)


def map_pair(
    optical: str | None,
    sar: str | None,
    out: str,
    segmenter: SegmenterLike,
    *,
    confidence: bool = False,
    window: tuple[int, int, int, int] | None = None,
    progress: Progress = None,
    cancelled: IsCancelled = None,
) -> MapReport:
    """Map an optical and a SAR raster on one grid (either may be None) without compressing them; else as `map_file`."""
    began = time.perf_counter()
    _check_output(out, optical, sar)
    pair = open_pair(optical, sar)
    steps = Steps(progress, cancelled)
    job = _Job(PairPlanes(pair, steps), segmenter, pair.grid, window, steps)
    return job.run(out, confidence, began)


def _check_output(out: str, *inputs: str | None) -> None:
    refuse_overwriting(out, *inputs)
    check_writable(out)
    if not out.lower().endswith((".tif", ".tiff")):
        raise OutputError(f"{out} would be a GeoTIFF; give it a name that ends with .tif.")


class _Job:
    """One map in the making."""

    def __init__(
        self,
        planes: Planes,
        segmenter: SegmenterLike,
        grid: Grid,
        window: tuple[int, int, int, int] | None,
        steps: Steps,
    ) -> None:
        self._planes, self._segmenter, self._grid, self._steps = planes, segmenter, grid, steps
        self.area = Window(0, 0, grid.width, grid.height) if window is None else Window(*window)
        planes.tiles.check(self.area)
        align = segmenter.model.align
        self.blocks = TileGrid(grid.width, grid.height, max(BLOCK // align, 1) * align)

    def run(self, out: str, confidence: bool, began: float) -> MapReport:
        """Write the map and say what it came to."""
        model, area = self._segmenter.model, self.area
        part_grid = self._grid.window(*area)
        tally = Tally(model.classes, part_grid)
        self._steps.plan(self._tiles_seen() + len(list(self.blocks.touched(area))))
        with MapSink(out, part_grid, model.classes, confidence, self.blocks.edge) as sink:
            for window, places, certainty, valid in self.pieces():
                x, y = window.x - area.x, window.y - area.y
                sink.write_map(x, y, places, certainty, valid)
                tally.add(y, places, valid)
                self._steps.step()
            shares = tally.shares()
            sink.describe_classes(shares)
        self._steps.done()
        tiles, lost = self._planes.tiles, self._planes.damaged
        return MapReport(
            out,
            area,
            shares,
            tally.basis,
            tally.without,
            [Damage(index, tiles.tile(index).window, reason) for index, reason in sorted(lost.items())],
            time.perf_counter() - began,
            self._segmenter.device,
            self._segmenter.bundle.id,
            model.name,
        )

    def pieces(self) -> Iterator[tuple[Window, np.ndarray, np.ndarray, np.ndarray]]:
        """Yield the area's parts: window, places in the class set uint8 (h,w), certainty 0..1, bool where there is a class."""
        row = -1
        for block in self.blocks.touched(self.area):
            rows = self._positions(block.window.y, block.window.height, self._grid.height)
            columns = self._positions(block.window.x, block.window.width, self._grid.width)
            if block.row != row:
                row = block.row
                self._planes.forget(int(rows.min()) // self._planes.tiles.edge)
            part = block.window.intersection(self.area)
            inside = np.s_[part.y - block.window.y :, part.x - block.window.x :]
            places, certainty = decide(self._scores(rows, columns))
            valid = self._valid(part)
            size = np.s_[: part.height, : part.width]
            yield part, places[inside][size], certainty[inside][size], valid

    def _tiles_seen(self) -> int:
        """How many tiles the area's blocks see."""
        blocks = list(self.blocks.touched(self.area))
        corners = (blocks[0].window, blocks[-1].window)
        rows = np.concatenate([self._positions(w.y, w.height, self._grid.height) for w in corners])
        columns = np.concatenate([self._positions(w.x, w.width, self._grid.width) for w in corners])
        edge = self._planes.tiles.edge
        return int(np.ptp(rows // edge) + 1) * int(np.ptp(columns // edge) + 1)

    def _positions(self, start: int, length: int, size: int) -> np.ndarray:
        """Which of the raster's pixels a block sees along one axis: up to a multiple of `align`, and the margin around."""
        model = self._segmenter.model
        whole = -(-length // model.align) * model.align
        return reflect(np.arange(start - model.margin, start + whole + model.margin), size)[0]

    def _scores(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Scores (classes, h, w) of a block without its margin."""
        planes, margin = self._planes, self._segmenter.model.margin
        bands = assemble(planes.tiles, rows, columns, lambda index: planes.tile(index).bands)
        optical, sar = bands[: FIRST["sar"]], bands[FIRST["sar"] :]
        scores = self._segmenter.scores(optical, sar, planes.presence)
        return scores[:, margin : len(rows) - margin, margin : len(columns) - margin]

    def _valid(self, part: Window) -> np.ndarray:
        planes = self._planes
        rows, columns = np.arange(part.y, part.y + part.height), np.arange(part.x, part.x + part.width)
        return assemble(planes.tiles, rows, columns, lambda index: planes.tile(index).valid[None])[0]


def decide(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The most probable class of scores (classes, h, w): its place uint8 (h,w), and its softmax probability 0..1."""
    places = scores.argmax(0)
    best = scores.max(0)
    total = np.zeros_like(best)
    for plane in scores:  # class by class: there may be 255 of them
        total += np.exp(plane - best)
    return places.astype(np.uint8), 1 / total
