"""From a data set to training data: a cache by split, the layouts of the presets, and one sentence where it cannot be."""

import csv

import numpy as np
import pytest

from eoduet.engine.errors import InputError
from eoduet.engine.training.cache import Pair, load_cache
from eoduet.engine.training.datasets import index_csv
from eoduet.engine.training.layout import layout_path
from eoduet.engine.training.prepare import cache_split, main, measure_energy, prepare
from eoduet.engine.training.preset import LITE


def test_each_split_is_cached(data):
    for split, count in (("train", 2), ("val", 1), ("test", 1)):
        images = load_cache(data / f"{split}.npz")
        assert [(image.planes.shape, image.optical) for image in images] == [((4, 288, 288), 3)] * count
        assert all(plane.min() < 25 and plane.max() > 230 for image in images for plane in image.planes)


def test_the_layout_is_the_presets(data, preset):
    with np.load(data / f"layout-{preset.name}.npz") as layout:
        assert {layout[name].shape for name in ("component", "row", "column", "sigma")} == {(preset.latents,)}


def test_energy_falls_with_frequency(images):
    energy = measure_energy(images, LITE, 2)
    assert energy.shape == (6, 16, 16) and np.all(energy > 0)
    for plane in energy:
        assert plane.argmax() == 0 and plane[:4, :4].mean() > 3 * plane[12:, 12:].mean()


def test_energy_of_further_slots_is_measured_where_there_are_bands(images):
    three = measure_energy(images, LITE, 2)
    assert np.array_equal(three[3], three[2] * 0.5) and np.array_equal(three[5], three[4] * 0.6)
    rng = np.random.default_rng(0)
    full = Pair(rng.integers(0, 256, (6, 100, 300), np.uint8), 4)
    lone = Pair(rng.integers(0, 256, (1, 64, 64), np.uint8), 0)
    energy = measure_energy([full, lone], LITE)
    assert np.all(energy > 0) and not np.array_equal(energy[3], energy[2] * 0.5)
    assert measure_energy([lone], LITE)[:4].max() == 0


def test_layouts_are_those_of_the_modalities_there_are(index, indexed, preset, tmp_path, capsys):
    with open(index, newline="") as lines:
        rows = [dict(row, optical="") for row in csv.DictReader(lines)]
    indexed(index.parent, rows, "sar.csv")
    prepare(index_csv(index.parent / "sar.csv"), tmp_path)
    assert [path.name for path in tmp_path.glob("layout-*")] == ["layout-lite-sar.npz"]
    assert "No layout for lite: it needs optical and sar images" in capsys.readouterr().out
    layout_path(tmp_path, LITE).write_bytes(b"of a training that runs")
    prepare(index_csv(index), tmp_path, [LITE])
    assert layout_path(tmp_path, LITE).read_bytes() == b"of a training that runs"
    assert "is kept: checkpoints trained with it need it" in capsys.readouterr().out
    prepare(index_csv(index.parent / "sar.csv"), tmp_path, [])
    assert all(image.counts == {"optical": 0, "sar": 1} for image in load_cache(tmp_path / "train.npz"))


def test_pairs_of_more_bands_than_the_engine_codes_are_named(index, indexed, tmp_path):
    with open(index, newline="") as lines:
        row = next(csv.DictReader(lines))
    indexed(index.parent, [dict(row, sar=row["optical"])], "wrong.csv")
    with pytest.raises(InputError, match="pair0: .*has 3 bands, but the SAR image may have at most 2"):
        cache_split(index_csv(index.parent / "wrong.csv"), "train", tmp_path)
    assert list(tmp_path.iterdir()) == [], "nothing half-written stays"


def test_the_command_line(index, data, tmp_path, capsys):
    assert main(["index", str(index), str(tmp_path), "--splits", "val"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["val.bin", "val.npz"]
    (again,), (first,) = (load_cache(folder / "val.npz") for folder in (tmp_path, data))
    assert np.array_equal(again.planes, first.planes) and again.id == "pair2"
    capsys.readouterr()
    for arguments, words in (
        (["index", str(tmp_path / "no.csv"), str(tmp_path)], "no.csv does not exist"),
        (["index", str(index), str(tmp_path), "--splits", "night"], "nothing in the split night"),
        (["whu-opt-sar", str(tmp_path), str(tmp_path)], "has no folder optical"),
        (["sen12ms", str(tmp_path), str(tmp_path), "--season", "fall"], "has no folder ROIs1970_fall"),
    ):
        assert main(arguments) == 2
        error = capsys.readouterr().err
        assert words in error and error.count("\n") == 1
    assert layout_path(tmp_path, LITE).exists() is False
