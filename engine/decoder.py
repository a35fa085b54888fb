"""The verb *decode*: a `.duet` file, or a window of it, becomes one GeoTIFF per modality; no other output."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any

from .container import DuetReader
from .description import Description
from .errors import InputError, OutputError
from .interface import CodecFactory, IsCancelled, Progress
from .outputs import check_writable, refuse_clash, refuse_overwriting
from .progress import Steps
from .sink import RasterSink, finish_together
from .tilereader import TileReader
from .tiles import Window


@dataclass(frozen=True)
class Damage:
    """A damaged tile: its index, its pixels (x, y, width, height) and what is wrong with it."""

    tile: int
    window: Window
    reason: str


@dataclass(frozen=True)
class DecodeReport:
    """What a decoding came to: files written, window decoded, tiles lost (NoData in the outputs)."""

    outputs: dict[str, str]
    window: Window
    damaged: list[Damage]
    seconds: float
    device: str
    bundle: str

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return asdict(self)


def decode(
    path: str,
    codec_factory: CodecFactory,
    *,
    optical: str | None = None,
    sar: str | None = None,
    window: tuple[int, int, int, int] | None = None,
    progress: Progress = None,
    cancelled: IsCancelled = None,
) -> DecodeReport:
    """Decode the modalities whose output path is given.

    `window` is (x, y, width, height) in pixels, None the whole raster. `codec_factory(bundle id, digest,
    profile)` provides the tile codec. A damaged tile becomes NoData and is reported; its neighbours are synthesised
    against their own mirror image, which changes at most the pixels within `bundle.latent_margin`·16 of it
    and the blocks they belong to.
    Raises InputError, FormatError, ModelError, OutputError or Cancelled; on any of them no output appears
    under its final name.
    """
    began = time.perf_counter()
    outputs = {m: target for m, target in (("optical", optical), ("sar", sar)) if target is not None}
    _check_outputs(path, outputs)
    with DuetReader(path) as reader:
        description = Description.from_header(reader.header)
        _check_modalities(path, outputs, description)
        area = (
            Window(0, 0, description.grid.width, description.grid.height)
            if window is None
            else Window(*window)
        )
        description.tiles.check(area)
        codec = codec_factory(description.bundle_id, description.bundle_digest, description.profile)
        steps = Steps(progress, cancelled)
        tiles = TileReader(reader, description, codec, steps)
        touched = list(description.tiles.touched(area))
        steps.plan(len(touched))
        with ExitStack() as stack:
            sinks = {m: stack.enter_context(_sink(description, m, outputs[m], area)) for m in outputs}
            for tile in touched:
                part = tile.window.intersection(area)
                for modality, sink in sinks.items():
                    values, valid = tiles.pixels(modality, tile, part)
                    sink.write(part.x - area.x, part.y - area.y, values, valid)
                tiles.forget(tile.index - description.tiles.columns - 1)
                steps.step()
            finish_together(list(sinks.values()))
    steps.done()
    damaged = [
        Damage(index, description.tiles.tile(index).window, reason)
        for index, reason in sorted(tiles.damaged.items())
    ]
    return DecodeReport(
        outputs, area, damaged, time.perf_counter() - began, codec.device, description.bundle_id
    )


def _check_outputs(path: str, outputs: dict[str, str]) -> None:
    if not outputs:
        raise InputError(
            "Nothing to decode: name an output for the optical image, for the SAR image, or both."
        )
    for target in outputs.values():
        refuse_overwriting(target, path)
        check_writable(target)
        if not target.lower().endswith((".tif", ".tiff")):
            raise OutputError(f"{target} would be a GeoTIFF; give it a name that ends with .tif.")
    refuse_clash(outputs.get("optical"), outputs.get("sar"))


def _check_modalities(path: str, outputs: dict[str, str], description: Description) -> None:
    for modality in outputs:
        if modality not in description.transforms:
            name = {"optical": "optical", "sar": "SAR"}[modality]
            raise InputError(f"{path} holds no {name} image; leave that output out.")


def _sink(description: Description, modality: str, path: str, area: Window) -> RasterSink:
    transform = description.transforms[modality]
    grid = description.grid.window(*area)
    return RasterSink(path, grid, list(transform.bands), transform.metadata, description.tiles.edge)
