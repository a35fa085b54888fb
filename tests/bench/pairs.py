"""The pairs of a data folder: its `index.csv` read, images as arrays; nothing is coded or measured here.

`index.csv` has at least the columns id, split, source, optical, sar (paths relative to the folder). Any folder of
co-registered 8-bit pairs with such an index can be measured.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

gdal.UseExceptions()
PEAK = 255.0


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

    def bpp(self, size_bytes: float) -> float:
        """Bits of both modalities / (2 · H · W)."""
        return 8 * size_bytes / (2 * self.pixels)

    def bytes_at(self, bpp: float) -> float:
        """Return how many bytes a rate is."""
        return bpp * 2 * self.pixels / 8

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the optical image, uint8 (h, w, bands), and the SAR image, uint8 (h, w)."""
        return np.ascontiguousarray(np.moveaxis(read(self.optical), 0, -1)), read(self.sar)[0]


def read(path: str) -> np.ndarray:
    """Return a raster as (bands, h, w) in its own type."""
    values = gdal.Open(str(path)).ReadAsArray()
    return values if values.ndim == 3 else values[None]


def load(folder: Path, split: str, every: int = 1) -> list[Pair]:
    """Return the pairs of a split, large ones first; of each source only every n-th."""
    with open(folder / "index.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    pairs, seen = [], dict.fromkeys((row["source"] for row in rows), 0)
    for row in rows:
        if seen[row["source"]] % every == 0:
            paths = [str(folder / row[column]) for column in ("optical", "sar")]
            dataset = gdal.Open(paths[0])
            size = (dataset.RasterYSize, dataset.RasterXSize)
            pairs.append(Pair(row["id"], row["source"], *paths, size))
        seen[row["source"]] += 1
    if not pairs:
        raise SystemExit(f"{folder / 'index.csv'} has no pair of the split '{split}'.")
    return sorted(pairs, key=lambda pair: -pair.pixels)
