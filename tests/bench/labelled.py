"""Labelled chips, and the map of each by every system: coded bits, places of classes.

Each chip is a pair of its own: other scenes have other radiometry and other principal components, and laid side by side in one
file none would be coded as a scene is.  At 0.02 bpp a chip of 256² has 328 bytes and its head fifty more, which a scene of
any size pays once; so coded tiles are counted, and whole files beside them.
"""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import Bundle, find_bundle
from eoduet.engine.classes import ClassSet
from eoduet.engine.container import DuetReader
from eoduet.engine.description import Description
from eoduet.engine.landcover import decide
from eoduet.engine.mapmodel import choose_map_model
from eoduet.engine.planes import FIRST, FilePlanes, PairPlanes, Planes, TilePlanes, assemble
from eoduet.engine.progress import Steps
from eoduet.engine.raster import open_pair
from eoduet.engine.segmenter import Segmenter
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.tilereader import TileReader
from eoduet.engine.tiles import reflect

from .pairs import MODALITIES, read

STEPS = Steps(None, None)


@dataclass(frozen=True)
class Chip:
    """Paths of both images, and labels uint8 (H, W) as places in the class set."""

    id: str
    optical: str
    sar: str
    labels: np.ndarray


class Mapped(NamedTuple):
    """A chip's map as places (H, W), the bytes of the coded tiles and of the whole files it came from, and the γ used."""

    places: np.ndarray
    coded: int
    files: int
    gamma: float | None


def chips_of(data: Path, split: str, classes: ClassSet) -> list[Chip]:
    """The labelled pairs of a split of `data`/index.csv."""
    with open(data / "index.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split and row["mask"]]
    if not rows:
        raise SystemExit(f"{data / 'index.csv'} names no mask in the split '{split}'.")
    chips = []
    for row in rows:
        optical, sar, mask = (str(data / row[name]) for name in (*MODALITIES, "mask"))
        chips.append(Chip(row["id"], optical, sar, classes.indices(read(mask)[0])))
    return chips


class BothPlanes:
    """The planes of two files of one modality each, as those of one pair."""

    def __init__(self, parts: list[FilePlanes]) -> None:
        self._parts, self.tiles, self.damaged = parts, parts[0].tiles, {}
        optical, sar = (part.presence for part in parts)
        self.presence = optical[0], sar[1]

    def tile(self, index: int) -> TilePlanes:
        """Either modality from its own file."""
        optical, sar = (part.tile(index) for part in self._parts)
        return TilePlanes(optical.bands + sar.bands, optical.valid & sar.valid)

    def forget(self, row: int) -> None:
        """Drop what lies above."""
        for part in self._parts:
            part.forget(row)


@dataclass(frozen=True)
class System:
    """What makes maps: `bundles`, none (uncompressed), a joint one, or one for each modality; `map_bundle` has the map."""

    name: str
    bundles: tuple[str, ...]
    profile: str
    map_bundle: str
    map_name: str

    def run(self, chip: Chip, quality: float | None) -> Mapped:
        """Code a chip, at 0..100 or not at all, and map what comes back."""
        segmenter = _segmenter(self.map_bundle, self.map_name)
        if quality is None:
            planes = PairPlanes(open_pair(chip.optical, chip.sar), STEPS)
            return Mapped(_map(planes, segmenter, chip.labels.shape), 0, 0, None)
        codecs = [_codec(bundle, self.profile) for bundle in self.bundles]
        gamma = codecs[0].profile.gamma_at(round(10 * quality)) / 1000
        jobs = [(codecs[0], chip.optical, chip.sar, quality, gamma)]
        if len(codecs) > 1:
            own = [lone_quality(c.bundle, quality, weight) for c, weight in zip(codecs, (gamma, 1 - gamma))]
            jobs = [(codecs[0], chip.optical, None, own[0], 0.5), (codecs[1], None, chip.sar, own[1], 0.5)]
        with ExitStack() as stack:
            coded = files = 0
            found = []
            for number, (codec, optical, sar, at, tilt) in enumerate(jobs):
                path = f"/vsimem/accuracy-{number}.duet"
                stack.callback(gdal.Unlink, path)
                files += verbs.encode(optical, sar, path, codec, quality=at, gamma=tilt, measure=False).bytes
                reader = stack.enter_context(DuetReader(path))
                coded += sum(len(reader.payload(index)) for index in range(reader.tile_count))
                description = Description.from_header(reader.header)
                tiles = TileReader(reader, description, codec, STEPS)
                found.append(FilePlanes(tiles, description, codec, STEPS))
            planes = found[0] if len(found) == 1 else BothPlanes(found)
            return Mapped(_map(planes, segmenter, chip.labels.shape), coded, files, gamma)


def lone_quality(bundle: Bundle, quality: float, weight: float) -> float:
    """The quality whose step a modality of this weight (γ, or 1 − γ) has in a pair at `quality`."""
    steps, tilt = bundle.tables["quality"].astype(int), bundle.tables["gamma"]
    wanted = steps[round(10 * quality)] + int(tilt[round(1000 * weight)])
    return float(np.clip(100 * (steps[0] - wanted) / (steps[0] - steps[-1]), 0, 100))


def _map(planes: Planes, segmenter: Segmenter, shape: tuple[int, int]) -> np.ndarray:
    """A chip's map, the chip mirrored beyond its border as the product does."""
    height, width = shape
    bands = assemble(
        planes.tiles, np.arange(height), np.arange(width), lambda index: planes.tile(index).bands
    )
    model, first = segmenter.model, FIRST["sar"]
    rows, columns = (_seen(size, model.align, model.margin) for size in shape)
    seen = bands[:, rows[:, None], columns[None, :]]
    scores = segmenter.scores(seen[:first], seen[first:], planes.presence)
    return decide(scores[:, model.margin :, model.margin :][:, :height, :width])[0]


def _seen(size: int, align: int, margin: int) -> np.ndarray:
    """Which pixels of a chip are seen along one axis: whole windows, and the margin around."""
    return reflect(np.arange(-margin, -(-size // align) * align + margin), size)[0]


@lru_cache(maxsize=4)
def _codec(bundle: str, profile: str) -> TileCodec:
    return TileCodec(find_bundle(bundle), "cpu", profile=profile)


@lru_cache(maxsize=4)
def _segmenter(bundle: str, name: str) -> Segmenter:
    found = find_bundle(bundle)
    return Segmenter(found, choose_map_model(found, name), "cpu")
