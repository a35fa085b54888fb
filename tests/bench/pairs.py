"""The pairs of a data folder: its `index.csv` read, images as arrays on the scale they are coded on; nothing is coded here.

`index.csv` has at least the columns id, split, source, optical, sar (paths relative to the folder). Any folder of
co-registered pairs with such an index can be measured, 8 bit to float.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal

from eoduet.engine.distortion import unit_values
from eoduet.engine.fill import fill
from eoduet.engine.radiometry import ModalityTransform, fit
from eoduet.engine.raster import RasterSource

from .similarity import Reference

gdal.UseExceptions()
MODALITIES = ("optical", "sar")


@dataclass(frozen=True)
class Image:
    """One modality of a pair: `values` (bands, h, w) in own type, `valid` bool of that shape, and the transform that
    EO-Duet codes it by. Errors are measured on [0,1], the coded range of each band: 0..255 for 8 bit."""

    values: np.ndarray
    valid: np.ndarray
    transform: ModalityTransform

    @cached_property
    def unit(self) -> np.ndarray:
        """The values on [0,1]; what the coded range does not hold lies outside."""
        return self.to_unit(self.values)

    @cached_property
    def similarity(self) -> Reference:
        """What others' MS-SSIM is measured against."""
        return Reference(self.unit, self.valid, 1.0)

    @cached_property
    def samples(self) -> np.ndarray:
        """What other coders are given, (bands, h, w): 8 bit as it is, all else stretched to 0..65535 and NoData filled."""
        if self.values.dtype == np.uint8:
            return self.values
        known = np.where(self.valid, np.clip(np.nan_to_num(self.unit), 0, 1), 0)
        planes = [fill(u, v, float(u[v].mean()) if v.any() else 0.0) for u, v in zip(known, self.valid)]
        return np.rint(np.clip(planes, 0, 1) * 65535).astype(np.uint16)

    def to_unit(self, values: np.ndarray) -> np.ndarray:
        """Values in own type, such as decoded ones, on [0,1]."""
        return unit_values(self.transform, values)

    def from_samples(self, samples: np.ndarray) -> np.ndarray:
        """Return decoded samples, of any real type, as values of the image's own type."""
        if self.values.dtype == np.uint8:
            whole = samples.dtype == np.uint8
            return samples if whole else np.clip(np.rint(samples), 0, 255).astype(np.uint8)
        unit = np.clip(np.asarray(samples, np.float64) / 65535, 0, 1)
        return np.stack([s.inverse(u, self.transform.dtype) for s, u in zip(self.transform.scales, unit)])

    def ranges(self) -> list[list]:
        """Return per band what the peak of its PSNR stands for: kind of scale, low, high."""
        return [[s.kind, s.low, s.high] for s in self.transform.scales]


@dataclass(frozen=True)
class Pair:
    """One co-registered pair: `optical` and `sar` are paths, `size` is (height, width) in pixels."""

    id: str
    source: str
    optical: str
    sar: str
    size: tuple[int, int]

    @property
    def pixels(self) -> int:
        """Height × width."""
        return self.size[0] * self.size[1]

    @cached_property
    def name(self) -> str:
        """The id with a digest of both files: changes with their content."""
        digest = hashlib.sha256()
        for path in (self.optical, self.sar):
            digest.update(Path(path).read_bytes())
        return f"{self.id}-{digest.hexdigest()[:8]}"

    def bpp(self, size_bytes: float, images: int = 2) -> float:
        """Bits of so many images / (images · H · W)."""
        return 8 * size_bytes / (images * self.pixels)

    def bytes_at(self, bpp: float, images: int = 2) -> float:
        """Return how many bytes a rate is."""
        return bpp * images * self.pixels / 8

    def image(self, modality: str) -> Image:
        """Return the optical or the SAR image."""
        return _image(getattr(self, modality), modality)


@lru_cache(maxsize=4)
def _image(path: str, modality: str) -> Image:
    source = RasterSource(path, modality)
    values, valid = source.read(0, 0, source.grid.width, source.grid.height)
    return Image(values, valid, fit(source))


def read(path: str) -> np.ndarray:
    """Return a raster as (bands, h, w) in its own type."""
    values = gdal.Open(str(path)).ReadAsArray()
    return values if values.ndim == 3 else values[None]


def splits(folder: Path) -> set[str]:
    """Return the splits that a folder's index names."""
    with open(folder / "index.csv", newline="", encoding="utf-8") as file:
        return {row["split"] for row in csv.DictReader(file)}


def load(folder: Path, split: str, every: int = 1) -> list[Pair]:
    """Return the pairs of a split, large ones first; of each source only every n-th."""
    with open(folder / "index.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    pairs, seen = [], dict.fromkeys((row["source"] for row in rows), 0)
    for row in rows:
        if seen[row["source"]] % every == 0:
            paths = [str(folder / row[column]) for column in MODALITIES]
            dataset = gdal.Open(paths[0])
            size = (dataset.RasterYSize, dataset.RasterXSize)
            pairs.append(Pair(row["id"], row["source"], *paths, size))
        seen[row["source"]] += 1
    if not pairs:
        raise SystemExit(f"{folder / 'index.csv'} has no pair of the split '{split}'.")
    return sorted(pairs, key=lambda pair: -pair.pixels)
