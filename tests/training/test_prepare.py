"""From an index of pairs to training data: 8-bit images by split, and a layout."""

import csv

import numpy as np
import pytest

from eoduet.engine.training.data import load_cache
from eoduet.engine.training.prepare import cache_split, measure_energy, to_8_bit
from eoduet.engine.training.preset import LITE


def test_each_split_is_cached(data):
    for split, count in (("train", 2), ("val", 1), ("test", 1)):
        images = load_cache(data / f"{split}.npz")
        assert [(image.shape, image.dtype) for image in images] == [((4, 288, 288), np.uint8)] * count
        assert all(image.min() == 0 and image.max() == 255 and image.std() > 10 for image in images)


def test_the_layout_is_the_presets(data, preset):
    with np.load(data / f"layout-{preset.name}.npz") as layout:
        assert {layout[name].shape for name in ("component", "row", "column", "sigma")} == {(preset.latents,)}


def test_energy_falls_with_frequency(images):
    energy = measure_energy(images, LITE, 2)
    assert energy.shape == (6, 16, 16) and np.all(energy > 0)
    for plane in energy:
        assert plane.argmax() == 0 and plane[:4, :4].mean() > 3 * plane[12:, 12:].mean()


def test_8_bit_stays_and_everything_else_is_stretched():
    given = np.arange(256, dtype=np.uint8)
    assert to_8_bit(given) is given
    stretched = to_8_bit(np.array([[-20.0, -10.0], [np.nan, 0.0]], np.float32))
    assert stretched.dtype == np.uint8 and stretched[0, 0] == stretched[1, 0] == 0 and stretched[1, 1] == 255
    assert abs(int(stretched[0, 1]) - 128) <= 1
    assert not to_8_bit(np.full((2, 2), 7, np.uint16)).any()


def test_pairs_of_more_bands_than_training_knows_are_named(index, tmp_path):
    with open(index, newline="") as lines:
        row = next(csv.DictReader(lines))
    row["sar"] = row["optical"]
    wrong = index.parent / "wrong.csv"
    with open(wrong, "w", newline="") as lines:
        table = csv.DictWriter(lines, row)
        table.writeheader()
        table.writerow(row)
    with pytest.raises(ValueError, match="pair0.*one polarisation"):
        cache_split(wrong, "train", tmp_path)
