"""One's own classes in one command, chips left out in turn, and whole-image classes: each runs to its end on small files."""

import csv
import json

import numpy as np
import onnxruntime
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.training import leave_one_out, own_map, preset, train_scenes
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes


@pytest.fixture(scope="module")
def labelled_index(raster, indexed, tmp_path_factory):
    """Pairs whose optical value is the class: 5 bright, 9 dark; no colours and names given."""
    folder, rng, rows = tmp_path_factory.mktemp("own"), np.random.default_rng(0), []
    for number, split in enumerate(("train", "train", "val")):
        ground = rng.random((1, 4, 4)).repeat(24, 1).repeat(24, 2) < 0.5
        noise = rng.integers(0, 30, (2, 96, 96))
        planes = np.where(ground, 150, 40) + noise
        labels = np.where(ground, 5, 9).astype(np.uint8)
        labels[0, :4] = 255
        for name, array in (("optical", planes[:1]), ("sar", planes[1:]), ("mask", labels)):
            raster(folder / f"{name}{number}.tif", array.astype(np.uint8))
        names = {name: f"{name}{number}.tif" for name in ("optical", "sar", "mask")}
        rows.append({"id": f"place{number}", "split": split, **names})
    return indexed(folder, rows)


@pytest.fixture
def bundle(awake, tmp_path):
    awake.entropy.quantised()
    tables = model_tables(awake) | frequency_tables(table_shapes(awake))
    write_bundle(tmp_path / "plain", "plain", awake, all_graphs(awake), tables, {})
    return tmp_path / "plain"


def test_one_command_from_an_index_to_a_bundle(labelled_index, bundle, tmp_path, capsys):
    words = [
        str(labelled_index),
        str(bundle),
        str(tmp_path / "mine"),
        "fields",
        "--steps",
        "2",
        "--size",
        "64",
        "--batch",
        "1",
    ]
    assert own_map.main(words) == 0
    made = load_bundle(tmp_path / "mine")
    first = made.graph("segmenter_fields")
    assert made.id == "mine" and not made.manifest.get("profiles")
    assert [entry["id"] for entry in made.manifest["segmenters"]["fields"]["classes"]] == [5, 9]
    assert own_map.main([*words[:5], "3", *words[6:]]) == 0  # goes on
    assert first != load_bundle(tmp_path / "mine").graph("segmenter_fields")


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda rows: [{**row, "mask": ""} for row in rows], "names no label raster"),
        (lambda rows: [{**row, "split": "train"} for row in rows], "nothing in the split val"),
        (lambda rows: [{**row, "mask": "none.tif"} for row in rows], "cannot be read as a label raster"),
    ],
)
def test_an_index_that_does_not_do_is_refused_in_one_sentence(
    change, said, labelled_index, indexed, bundle, tmp_path, capsys
):
    with open(labelled_index, newline="") as lines:
        rows = change(list(csv.DictReader(lines)))
    for row in rows:
        row.update(
            {name: str(labelled_index.parent / row[name]) for name in ("optical", "sar", "mask") if row[name]}
        )
    indexed(tmp_path, rows)
    words = [str(tmp_path / "index.csv"), str(bundle), str(tmp_path / "mine"), "fields", "--steps", "1"]
    assert own_map.main(words) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "mine" / "manifest.json").exists()


def test_each_chip_is_left_out_once(labelled_index, tmp_path):
    classes = tmp_path / "list.json"
    entries = [{"id": i, "name": n, "colour": "#000000"} for i, n in ((5, "bright"), (9, "dark"))]
    classes.write_text(json.dumps(entries))
    words = [
        str(labelled_index),
        str(classes),
        str(tmp_path / "out.json"),
        "--ids",
        "place0",
        "place1",
        "--steps",
        "2",
    ]
    assert leave_one_out.main([*words, "--size", "64"]) == 0
    folds = json.loads((tmp_path / "out.json").read_text())["folds"]
    assert [fold["held_out"] for fold in folds] == ["place0", "place1"]
    assert all(sum(fold["shares"].values()) == pytest.approx(1, abs=1e-3) for fold in folds)
    assert folds[0]["commonest_class"]["kappa"] == 0
    assert leave_one_out.main([*words[:-3], "nowhere", *words[-2:]]) == 2


def test_scenes_are_classified_over_rate(raster, indexed, awake, data, tmp_path, monkeypatch):
    from eoduet.engine.training import checkpoint, weights

    rows, rng = [], np.random.default_rng(0)
    for number in range(6):
        bright = number % 2
        planes = (rng.integers(0, 40, (2, 64, 64)) + 150 * bright).astype(np.uint8)
        for name, array in (("optical", planes[:1]), ("sar", planes[1:])):
            raster(tmp_path / f"{name}{number}.tif", array)
        split = "scenes-train" if number < 4 else "scenes-test"
        names = {name: f"{name}{number}.tif" for name in ("optical", "sar")}
        rows.append({"id": f"s{number}", "split": split, **names, "note": ("forest", "river")[bright]})
    indexed(tmp_path, rows)
    monkeypatch.setitem(preset.PRESETS, "tiny", awake.preset)
    checkpoint.save(tmp_path / "last.pt", average=awake.state_dict(), total=7)
    weights.write(data, tmp_path / "last.pt", tmp_path / "bare.npz", awake.preset)
    words = [
        str(tmp_path / "index.csv"),
        str(tmp_path / "run"),
        "--steps",
        "2",
        "--codec",
        str(tmp_path / "bare.npz"),
    ]
    assert train_scenes.main([*words, "--size", "64", "--batch", "2", "--width", "8"]) == 0
    found = json.loads((tmp_path / "run" / "scenes.json").read_text())
    session = onnxruntime.InferenceSession(str(tmp_path / "run" / "scene.onnx"))
    assert session.get_outputs()[0].shape[1] == 2
    assert {"oa", "kappa", "oa0", "oa350"} <= set(found["figures"]) and found["steps"] == 2
    assert found["bpp"]["0"] < found["bpp"]["350"]


def test_resnet_takes_steps_on_the_layout_of_sen12ms(sen12ms_labelled, tmp_path):
    """Four bands, two polarisations, ten classes: the class of an image is the commonest of its pixels."""
    from eoduet.engine.training.cache import class_set
    from eoduet.engine.training.mapmodels import scene_graph

    classes = class_set(sen12ms_labelled / "train.npz")
    trainer = train_scenes.SceneTrainer(sen12ms_labelled, tmp_path, classes, 1e-3, 1, width=8)
    batches = trainer.batches(128, 2)
    for _ in range(2):
        trainer.update({name: torch.from_numpy(value) for name, value in next(batches).items()}, 10)
    assert trainer.total == 2
    graph = scene_graph(trainer.model["scene"], len(classes))
    session = onnxruntime.InferenceSession(graph)
    feeds = {
        "optical": np.ones((1, 4, 96, 96)),
        "sar": np.ones((1, 2, 96, 96)),
        "presence": np.ones((1, 6, 1, 1)),
    }
    (scores,) = session.run(None, {name: value.astype(np.float32) for name, value in feeds.items()})
    assert scores.shape == (1, 10, 1, 1) and np.isfinite(scores).all()


def test_the_class_of_an_image_is_that_of_most_pixels():
    labels = torch.full((2, 4, 4), 255, dtype=torch.uint8)
    labels[0, 0, :3], labels[0, 1, :2], labels[1, 0, 0] = 7, 2, 4
    assert train_scenes.commonest(labels).tolist() == [7, 4]
