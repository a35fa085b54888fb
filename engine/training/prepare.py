"""From an ``index.csv`` of pairs to what training reads: 8-bit images of each split in one file, and the latent layout.

``python -m eoduet.engine.training.prepare INDEX.csv FOLDER``
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from osgeo import gdal

from .data import load_cache, principal_components
from .layout import coefficients, fit_layout, layout_path
from .preset import OPTICAL_COMPONENTS, PRESETS, Preset

#: Splits that exist as image pairs on one grid; whole-image scenes and raw chips are read elsewhere.
SPLITS = ("train", "val", "test")


def to_8_bit(bands: np.ndarray) -> np.ndarray:
    """Stretch other types to uint8 between their 0.1 and 99.9 percentiles; uint8 stays as it is."""
    if bands.dtype == np.uint8:
        return bands
    low, high = np.nanpercentile(bands, [0.1, 99.9])
    scaled = (np.nan_to_num(bands, nan=low) - low) / max(high - low, 1e-9) * 255
    return np.clip(np.round(scaled), 0, 255).astype(np.uint8)


def read_bands(path: Path) -> np.ndarray:
    """All bands of a raster, (bands, H, W)."""
    array = gdal.Open(str(path)).ReadAsArray()
    return array[None] if array.ndim == 2 else array


def cache_split(index: Path, split: str, folder: Path) -> Path:
    """Write ``<split>.npz`` with every pair of the split as uint8 (optical bands first, SAR last)."""
    with open(index, newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["split"] == split]
    pairs = []
    for row in rows:
        optical, sar = (to_8_bit(read_bands(index.parent / row[column])) for column in ("optical", "sar"))
        if not 1 <= len(optical) <= OPTICAL_COMPONENTS or len(sar) != 1:
            raise ValueError(f"{row['id']}: training pairs have 1..4 optical bands and one polarisation")
        pairs.append(np.concatenate([optical, sar]))
    path = folder / f"{split}.npz"
    np.savez(path, *pairs)
    return path


def measure_energy(images: list[np.ndarray], preset: Preset, count: int = 160) -> np.ndarray:
    """Mean energy of every lapped-KLT coefficient per component slot, (6, stride, stride), from crops of 256²."""
    rng = np.random.default_rng(0)
    energy = np.zeros((len(preset.zones), preset.stride, preset.stride))
    picks = rng.permutation(len(images))[:count]
    for pick in picks:
        image = images[pick]
        top, left = (int(rng.integers(0, n - 255)) for n in image.shape[1:])
        crop = image[:, top : top + 256, left : left + 256].astype(np.float64)
        for offset, bands in ((0, crop[:-1]), (OPTICAL_COMPONENTS, crop[-1:])):
            for slot, plane in enumerate(principal_components(bands), offset):
                energy[slot] += (coefficients(plane, preset.stride) ** 2).mean((0, 1))
    energy /= len(picks)
    # The pairs have three optical bands and one polarisation; the further slots start from their weaker neighbours.
    energy[OPTICAL_COMPONENTS - 1] = energy[OPTICAL_COMPONENTS - 2] * 0.5
    energy[OPTICAL_COMPONENTS + 1] = energy[OPTICAL_COMPONENTS] * 0.6
    return energy


def prepare(index: Path, folder: Path, presets: Iterable[Preset] = PRESETS.values()) -> None:
    """Write ``train.npz``, ``val.npz``, ``test.npz`` and the layouts of the presets into ``folder``."""
    gdal.UseExceptions()
    folder.mkdir(parents=True, exist_ok=True)
    for split in SPLITS:
        print(cache_split(index, split, folder))
    images = load_cache(folder / "train.npz")
    for preset in presets:
        layout = fit_layout(preset, measure_energy(images, preset))
        np.savez(layout_path(folder, preset), **layout.to_arrays())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    prepare(given.index, given.folder)


if __name__ == "__main__":
    main()
