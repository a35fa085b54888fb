"""Labelled pairs laid side by side as one scene, and its map by every system: bytes of the finished files, places of classes.

Small chips cannot be rated by their own files: at 0.02 bpp one of 256² has 328 bytes, less than any header.  So all chips of
the commonest size are laid side by side into one pair of rasters and coded as one scene.  What comes back is cut again, and
every chip is mapped by itself: what happens to lie beside it is not its surroundings.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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
class Scene:
    """Chips side by side: paths of both images, labels uint8 (H, W) as places in the class set, edge of a chip, their ids."""

    optical: str
    sar: str
    labels: np.ndarray
    chip: tuple[int, int]
    ids: tuple[str, ...]

    def chips(self, array: np.ndarray) -> np.ndarray:
        """(H, W) → (chips, h, w) in the order of `ids`."""
        height, width = self.chip
        rows, columns = (n // m for n, m in zip(array.shape, self.chip))
        cut = array.reshape(rows, height, columns, width).swapaxes(1, 2)
        return cut.reshape(-1, height, width)[: len(self.ids)]


def scene_of(data: Path, split: str, classes: ClassSet, folder: Path) -> Scene:
    """Lay the labelled pairs of a split of `data`/index.csv side by side, two GeoTIFFs in `folder`."""
    with open(data / "index.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split and row["mask"]]
    if not rows:
        raise SystemExit(f"{data / 'index.csv'} names no mask in the split '{split}'.")
    arrays = [[read(str(data / row[name])) for name in (*MODALITIES, "mask")] for row in rows]
    shapes = [tuple(array.shape for array in parts) for parts in arrays]
    common = Counter(shapes).most_common(1)[0][0]
    kept = [(row["id"], parts) for row, parts, shape in zip(rows, arrays, shapes) if shape == common]
    labels = [classes.indices(parts[2][0]) for _, parts in kept]
    columns = next(n for n in range(int(np.ceil(len(kept) ** 0.5)), len(kept) + 1) if len(kept) % n == 0)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [str(folder / f"{split}-{name}.tif") for name in MODALITIES]
    for at, path in enumerate(paths):
        whole = side_by_side([parts[at] for _, parts in kept], columns)
        _write(path, whole)
    whole = side_by_side([label[None] for label in labels], columns)[0]
    return Scene(*paths, whole, common[0][1:], tuple(name for name, _ in kept))


def side_by_side(chips: list[np.ndarray], columns: int) -> np.ndarray:
    """Chips (n, h, w) by rows → (n, rows · h, columns · w)."""
    rows = [np.concatenate(chips[i : i + columns], 2) for i in range(0, len(chips), columns)]
    return np.concatenate(rows, 1)


def _write(path: str, array: np.ndarray) -> None:
    kinds = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}
    bands, height, width = array.shape
    options = ["PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]
    driver = gdal.GetDriverByName("GTiff")
    driver.Create(path, width, height, bands, kinds[array.dtype.name], options).WriteArray(array)


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

    def run(self, scene: Scene, quality: float | None) -> tuple[int, np.ndarray, float | None]:
        """Bytes of its files, the map as places (H, W), and the γ it used."""
        segmenter = _segmenter(self.map_bundle, self.map_name)
        if quality is None:
            planes = PairPlanes(open_pair(scene.optical, scene.sar), STEPS)
            return 0, _map(planes, segmenter, scene), None
        if len(self.bundles) == 1:
            codec = _codec(self.bundles[0], self.profile)
            gamma = codec.profile.gamma_at(round(10 * quality)) / 1000
            jobs = [(codec, scene.optical, scene.sar, quality)]
        else:
            codecs = [_codec(bundle, self.profile) for bundle in self.bundles]
            gamma = codecs[0].profile.gamma_at(round(10 * quality)) / 1000
            own = [
                lone_quality(codec.bundle, quality, weight)
                for codec, weight in zip(codecs, (gamma, 1 - gamma))
            ]
            jobs = [(codecs[0], scene.optical, None, own[0]), (codecs[1], None, scene.sar, own[1])]
        size, found = 0, []
        readers = []
        try:
            for number, (codec, optical, sar, own_quality) in enumerate(jobs):
                path = f"/vsimem/accuracy-{number}.duet"
                lone = optical is None or sar is None
                options = {"gamma": 0.5 if lone else gamma, "measure": False}
                size += verbs.encode(optical, sar, path, codec, quality=own_quality, **options).bytes
                readers.append(DuetReader(path).__enter__())
                description = Description.from_header(readers[-1].header)
                tiles = TileReader(readers[-1], description, codec, STEPS)
                found.append(FilePlanes(tiles, description, codec, STEPS))
            planes = found[0] if len(found) == 1 else BothPlanes(found)
            return size, _map(planes, segmenter, scene), gamma
        finally:
            for number, reader in enumerate(readers):
                reader.__exit__(None, None, None)
                gdal.Unlink(f"/vsimem/accuracy-{number}.duet")


def lone_quality(bundle: Bundle, quality: float, weight: float) -> float:
    """The quality whose step a modality of this weight (γ, or 1 − γ) has in a pair at `quality`."""
    steps, tilt = bundle.tables["quality"].astype(int), bundle.tables["gamma"]
    wanted = steps[round(10 * quality)] + int(tilt[round(1000 * weight)])
    return float(np.clip(100 * (steps[0] - wanted) / (steps[0] - steps[-1]), 0, 100))


def _map(planes: Planes, segmenter: Segmenter, scene: Scene) -> np.ndarray:
    """Every chip mapped by itself, mirrored beyond its border as the product does: no chip sees its chance neighbours."""
    height, width = scene.labels.shape
    rows, columns = np.arange(height), np.arange(width)
    bands = assemble(planes.tiles, rows, columns, lambda index: planes.tile(index).bands)
    model, first = segmenter.model, FIRST["sar"]
    at = [_seen(size, model.align, model.margin) for size in scene.chip]
    whole = np.zeros((height, width), np.uint8)
    for y in range(0, height, scene.chip[0]):
        for x in range(0, width, scene.chip[1]):
            chip = bands[:, y : y + scene.chip[0], x : x + scene.chip[1]]
            seen = chip[:, at[0][:, None], at[1][None, :]]
            scores = segmenter.scores(seen[:first], seen[first:], planes.presence)
            inside = scores[:, model.margin :, model.margin :][:, : scene.chip[0], : scene.chip[1]]
            whole[y : y + scene.chip[0], x : x + scene.chip[1]] = decide(inside)[0]
    return whole


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
