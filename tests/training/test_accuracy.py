"""The accuracy bench: chips each by itself, the product's own maps, interpolation over rate, and the command to its end."""

import json

import numpy as np
import pytest
import torch
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import find_bundle
from eoduet.engine.classes import FLOOD
from eoduet.engine.landcover import map_file, map_pair
from eoduet.engine.mapmodel import choose_map_model
from eoduet.engine.segmenter import Segmenter
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.export_map import Editor
from eoduet.engine.training.layout import fit_layout
from eoduet.engine.training.model import JointCodec
from eoduet.engine.training.prepare import measure_energy
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes
from tests.bench import accuracy
from tests.bench.labelled import System, chips_of, lone_quality


class Dark(torch.nn.Module):
    """A map model that needs no training: dark in the first band is class 1."""

    align, margin = 64, 64

    def __init__(self):
        super().__init__()
        self.head = torch.nn.Conv2d(6, 2, 1)
        torch.nn.init.zeros_(self.head.weight)
        with torch.no_grad():
            self.head.weight[0, 0], self.head.bias[:] = 1, torch.tensor([0, 100 / 255])

    def forward(self, optical, sar, presence):
        return self.head(torch.cat([optical, sar], 1))


@pytest.fixture(scope="module")
def bundles(preset, alone, images, wake, tmp_path_factory):
    """A tiny joint bundle and an independent pair, each with a map model and a profile."""
    made = {}
    presets = {"joint": preset, **alone}
    torch.manual_seed(0)
    model = Dark()
    for name, own in presets.items():
        codec = wake(JointCodec(own, fit_layout(own, measure_energy(images, own)))).eval()
        codec.entropy.quantised()
        folder = tmp_path_factory.mktemp("bundles") / name
        tables = model_tables(codec) | frequency_tables(table_shapes(codec))
        write_bundle(folder, name, codec, all_graphs(codec), tables, {})
        editor = Editor(folder, folder)
        editor.add_segmenter("flood", model.eval(), FLOOD)
        torch.nn.init.normal_(codec.encoder.head.bias, std=2)
        editor.add_profile("flood", codec, [(0, 700), (1000, 300)])
        editor.finish()
        made[name] = str(folder)
    return made


@pytest.fixture(scope="module")
def chips(raster, indexed, tmp_path_factory):
    """Six labelled chips of 64 × 128 and one of another size."""
    folder, rng, rows = tmp_path_factory.mktemp("chips"), np.random.default_rng(0), []
    for number in range(7):
        width = 128 if number else 64
        ground = (rng.random((1, 4, width // 16)) < 0.4).repeat(16, 1).repeat(16, 2)
        planes = (np.where(ground, 40, 140) + rng.integers(0, 30, (4, 64, width))).astype(np.uint8)
        for name, array in (("optical", planes[:3]), ("sar", planes[3:]), ("mask", ground.astype(np.uint8))):
            raster(folder / f"{name}{number}.tif", array)
        names = {name: f"{name}{number}.tif" for name in ("optical", "sar", "mask")}
        rows.append({"id": f"chip{number}", "split": "test", **names})
    indexed(folder, rows)
    return folder


@pytest.fixture(scope="module")
def chip(chips):
    return chips_of(chips, "test", FLOOD)[3]


def test_chips_are_the_labelled_pairs(chips):
    found = chips_of(chips, "test", FLOOD)
    assert [one.id for one in found] == [f"chip{n}" for n in range(7)]
    for number, one in enumerate(found):
        assert np.array_equal(one.labels, gdal.Open(str(chips / f"mask{number}.tif")).ReadAsArray())


def test_maps_and_bytes_are_the_products(chip, bundles, tmp_path):
    bundle = find_bundle(bundles["joint"])
    segmenter = Segmenter(bundle, choose_map_model(bundle, "flood"), "cpu")
    places, coded, files, gamma = System("", (bundles["joint"],), "flood", bundles["joint"], "flood").run(
        chip, 40
    )
    codec = TileCodec(bundle, "cpu", profile="flood")
    path, out = str(tmp_path / "pair.duet"), str(tmp_path / "map.tif")
    report = verbs.encode(chip.optical, chip.sar, path, codec, quality=40)
    map_file(path, out, lambda *_: codec, lambda *_: segmenter)
    assert (files, gamma) == (report.bytes, 0.54) and report.gamma == 0.54 and 0 < coded < files
    assert np.array_equal(places, gdal.Open(out).ReadAsArray())
    plain, nothing, _, _ = System("", (), "image", bundles["joint"], "flood").run(chip, None)
    map_pair(chip.optical, chip.sar, str(tmp_path / "plain.tif"), segmenter)
    assert nothing == 0 and np.array_equal(plain, gdal.Open(str(tmp_path / "plain.tif")).ReadAsArray())
    assert not np.array_equal(plain, places)


def test_an_independent_pair_is_two_files(chip, bundles):
    pair = bundles["optical"], bundles["sar"]
    places, coded, files, gamma = System("", pair, "flood", pair[0], "flood").run(chip, 40)
    alone = 0
    for name, bundle, weight in zip(("optical", "sar"), pair, (gamma, 1 - gamma)):
        codec = TileCodec(find_bundle(bundle), "cpu", profile="flood")
        images = [
            path if name == modality else None
            for modality, path in (("optical", chip.optical), ("sar", chip.sar))
        ]
        quality = lone_quality(codec.bundle, 40, weight)
        alone += verbs.encode(*images, "/vsimem/lone.duet", codec, quality=quality, gamma=0.5).bytes
    assert files == alone > coded and places.shape == chip.labels.shape and set(np.unique(places)) <= {0, 1}


def test_the_share_of_a_lone_image_is_its_step(bundles):
    bundle = find_bundle(bundles["joint"])
    tables = {name: bundle.tables[name].astype(int) for name in ("quality", "gamma")}
    assert lone_quality(bundle, 40, 0.5) == pytest.approx(40, abs=0.5)
    for weight in (0.2, 0.8):
        wanted = tables["quality"][400] + tables["gamma"][round(1000 * weight)]
        assert abs(tables["quality"][round(10 * lone_quality(bundle, 40, weight))] - wanted) <= 1
    assert lone_quality(bundle, 0, 0.1) == 0 and lone_quality(bundle, 100, 0.9) == 100


def rows(*curve):
    """bpp and hits of 100 in each of 8 chips."""
    return [
        {"quality": q, "bpp": bpp, "gamma": 0.5, "counts": np.array([[[50, 0], [50 - hits, hits]]] * 8)}
        for q, (bpp, hits) in enumerate(curve)
    ]


def test_counts_between_two_rates_and_bars():
    found = {
        accuracy.END: rows((0.01, 30), (0.04, 40), (0.16, 44)),
        accuracy.PLAIN: rows((0.01, 20), (0.04, 30), (0.16, 44)),
        accuracy.APART: rows((0.03, 30), (0.16, 44)),
        accuracy.NONE: [{**rows((0, 46))[0], "quality": None}],
    }
    half = accuracy.counts_at(found[accuracy.END], 0.02)
    assert half[0] == pytest.approx(np.array([[50, 0], [15, 35]]))
    assert accuracy.counts_at(found[accuracy.APART], 0.02) is None
    table = accuracy.at_rates(found)
    assert table[accuracy.END]["0.02"]["oa"] == pytest.approx(0.85) and table[accuracy.APART]["0.02"] is None
    made = accuracy.bars(found)
    assert [bar["met"] for bar in made] == [None, None, True, True, True, False]
    assert made[4]["found"]["rate"] == 0.02 and made[4]["found"]["points"] == pytest.approx(20)
    assert made[4]["found"]["interval"] == pytest.approx([20, 20])
    assert accuracy.bars({accuracy.END: found[accuracy.END]})[0]["met"] is None


def test_the_command_measures_writes_and_draws(chips, bundles, tmp_path, capsys):
    page = tmp_path / "README.md"
    page.write_text("<!-- maps:begin --><!-- maps:end -->")
    words = [str(chips), "--joint", bundles["joint"], "--independent", bundles["optical"], bundles["sar"]]
    words += ["--common", bundles["optical"], bundles["sar"]]
    words += ["--out", str(tmp_path), "--page", str(page)]
    accuracy.main([*words, "--qualities", "0", "30"])
    assert "| joint end-to-end |" in page.read_text() and "](figures/accuracy.svg)" in page.read_text()
    found = json.loads((tmp_path / "accuracy.json").read_text())
    assert found["chips"] == 7 and set(found["curves"]) == set(accuracy.STYLES)
    assert all(
        len(curve) == 2 for name, curve in found["curves"].items() if not name.startswith("uncompressed")
    )
    assert "<svg" in (tmp_path / "figures" / "accuracy.svg").read_text()
    assert all(curve[-1]["oa"] > 0.8 for curve in found["curves"].values())
    assert "| joint end-to-end |" in capsys.readouterr().out
