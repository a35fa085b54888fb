"""Training of map models: the loss falls, a run goes on, wrong folders are refused, and both sizes become bundles that map."""

import numpy as np
import onnxruntime
import pytest
import torch

from eoduet.engine.training import checkpoint, train_map
from eoduet.engine.training.labelled import LabelledCrops
from eoduet.engine.training.mapmodels import LITE_MAP, PAPER_MAP, map_of, segmenter_graph
from eoduet.engine.training.transforms import SLOTS


def steps(trainer, count, size=128):
    crops = LabelledCrops(trainer.images, size, 0, 3)
    for _ in range(count):
        batch = {name: torch.from_numpy(value) for name, value in crops.batch(2).items()}
        trainer.update(batch, 1000)


@pytest.fixture(scope="module")
def taught(floods, tmp_path_factory):
    run = tmp_path_factory.mktemp("map")
    trainer = train_map.MapTrainer(floods, run, LITE_MAP, 5e-3, 1)
    before = trainer.validate()
    steps(trainer, 80, 64)
    trainer.keep()
    return trainer, before


def test_it_learns_what_the_labels_say(taught):
    trainer, before = taught
    figures = trainer.validate()
    assert figures["oa"] > 0.9 and figures["iou"] > 0.8 and figures["iou"] > before["iou"] + 0.3


def test_a_run_goes_on_with_the_same_model_alone(taught, floods):
    trainer, _ = taught
    again = train_map.MapTrainer(floods, trainer.path.parent, LITE_MAP, 5e-3, 1)
    assert again.total == trainer.total > 60
    words = [str(floods), str(trainer.path.parent), "--steps", "1", "--map", PAPER_MAP]
    assert train_map.main(words) == 2


def test_a_folder_without_labels_is_refused(data, tmp_path, capsys):
    assert train_map.main([str(data), str(tmp_path), "--steps", "1"]) == 2
    assert "--classes" in capsys.readouterr().err
    assert train_map.main([str(tmp_path), str(tmp_path), "--steps", "1"]) == 2
    assert "run prepare first" in capsys.readouterr().err


def test_the_command_trains_and_reports(floods, tmp_path, capsys):
    words = [str(floods), str(tmp_path / "run"), "--steps", "2", "--batch", "1", "--size", "64"]
    assert train_map.main(words) == 0
    state = checkpoint.load(tmp_path / "run" / "last.pt")
    assert (state["map"], state["classes"], state["step"]) == (LITE_MAP, "flood", 2)


def test_the_map_of_a_picture_does_not_depend_on_what_is_cut_off(taught):
    """Mirrored margins and whole windows: a picture of any size gets a map of its size."""
    trainer, _ = taught
    planes = trainer.images[0].planes
    with torch.no_grad():
        whole = train_map.mapped(trainer.model["map"], planes, 3)
        part = train_map.mapped(trainer.model["map"], planes[:, :200, :130], 3)
    assert whole.shape == (256, 256) and part.shape == (200, 130)
    assert (whole[:64, :64] == part[:64, :64]).mean() > 0.99


def test_pixels_without_a_class_are_not_learned_from():
    scores = torch.randn(2, 3, 8, 8, requires_grad=True)
    label = torch.zeros(2, 8, 8, dtype=torch.uint8)
    label[:, 4:] = 255
    loss = train_map.cross_entropy(scores, label, torch.ones(3))
    expected = torch.nn.functional.cross_entropy(
        scores[:, :, :4], label[:, :4].long(), reduction="none"
    ).mean((1, 2))
    assert torch.allclose(loss, expected)
    loss.sum().backward()
    assert not scores.grad[:, :, 4:].any()
    empty = train_map.cross_entropy(scores, torch.full_like(label, 255), torch.ones(3))
    assert torch.equal(empty, torch.zeros(2))


@pytest.mark.parametrize("layout, bands, count", [("whu", (4, 1), 8), ("sen12ms", (4, 2), 10)])
def test_the_paper_preset_trains_exports_and_runs_on_the_published_layouts(
    layout, bands, count, request, tmp_path
):
    """MCANet at a fraction of its width, on four bands and one or two polarisations with their class sets."""
    folder = request.getfixturevalue(f"{layout}_labelled")
    trainer = train_map.MapTrainer(folder, tmp_path, PAPER_MAP, 1e-3, 1, width=4)
    before = {name: value.clone() for name, value in trainer.model.state_dict().items()}
    steps(trainer, 2, 256)
    assert trainer.total == 2 and np.isfinite(trainer.usual)
    moved = [
        name for name, value in trainer.model.state_dict().items() if not torch.equal(value, before[name])
    ]
    assert len(moved) > 0.9 * len(before)
    trainer.keep()
    model, classes = map_of(checkpoint.load(trainer.path))
    image = trainer.images[0]
    planes = image.planes[:, :256, :256]
    assert (image.optical, len(planes) - image.optical, len(classes)) == (*bands, count)
    expected = train_map.mapped(model, planes, image.optical)
    found = run_graph(segmenter_graph(model, count), model, planes, image.optical)
    assert (found == expected).mean() > 0.98


def run_graph(graph, model, planes, optical):
    """The map as the product makes it: float32 planes with their margin through ONNX Runtime."""
    wide = np.pad(planes, ((0, 0), *[(model.margin,) * 2] * 2), mode="symmetric").astype(np.float32) / 255
    inputs = {name: np.zeros((1, slots, *wide.shape[1:]), np.float32) for name, slots in SLOTS.items()}
    inputs["optical"][0, :optical], inputs["sar"][0, : len(planes) - optical] = wide[:optical], wide[optical:]
    there = [
        n < count for n_slots, count in ((4, optical), (2, len(planes) - optical)) for n in range(n_slots)
    ]
    inputs["presence"] = np.array(there, np.float32)[None, :, None, None]
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    inside = slice(model.margin, -model.margin)
    return session.run(None, inputs)[0][0][:, inside, inside].argmax(0)
