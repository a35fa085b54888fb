"""The proof of exactness: it holds for the shipped bundle, bounds what is computed, and refuses what it cannot prove."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from eoduet.engine.bundle import MANIFEST, load_bundle
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.errors import ModelError
from eoduet.engine.exactness import check_exact, output_peaks, shift_of
from eoduet.engine.onnxfile import Node, OnnxGraph, read_onnx
from eoduet.engine.reference import Reference


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture
def copy(bundle, tmp_path):
    """A folder of links to the bundle's files."""
    return Path(shutil.copytree(bundle.folder, tmp_path / "copy", copy_function=os.symlink))


def replace_graph(folder: Path, name: str, content: bytes) -> None:
    """Put a graph in place of another, and its digest into the manifest."""
    (folder / f"{name}.onnx").unlink()
    (folder / f"{name}.onnx").write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["graphs"][name]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).write_text(json.dumps(manifest))


def convolution(weight: np.ndarray, bias: np.ndarray, **attributes) -> OnnxGraph:
    """Conv → ·2⁻⁶ → Floor → Clip, as the bundle's layers are."""
    pads = [weight.shape[2] // 2] * 4
    numbers = {"k": 2.0**-6, "low": 0.0, "high": 255.0}
    weights = {name: np.array(value, np.float32) for name, value in numbers.items()}
    nodes = [
        Node("Conv", ["x", "w", "b"], ["a"], {"pads": pads, **attributes}),
        Node("Mul", ["a", "k"], ["s"]),
        Node("Floor", ["s"], ["f"]),
        Node("Clip", ["f", "low", "high"], ["y"]),
    ]
    return OnnxGraph(nodes, {**weights, "w": weight, "b": bias}, ["y"])


def sound(weight: int = 100, peak: float = 1023.0, **attributes) -> list[np.ndarray]:
    graph = convolution(np.full((3, 2, 3, 3), weight, np.int8), np.zeros(3, np.int32), **attributes)
    return output_peaks(graph, {"x": np.full(2, peak)})


def test_the_shipped_bundle_is_exact(bundle):
    check_exact(bundle)


def test_peaks_bound_what_the_graph_gives(bundle):
    graph = read_onnx(bundle.graph("hyper_decoder"))
    channels = len(bundle.tables["hyper_index"])
    prompts = np.array([255.0] * 2 + [32.0] * 6)
    (peaks,) = output_peaks(
        graph, {"hyper": np.full(channels, 31.0), "prompts_low": prompts, "prompts": prompts}
    )
    rng = np.random.default_rng(0)
    inputs = {
        "hyper": rng.choice([-31.0, 31.0], (1, channels, 4, 4)),
        "prompts_low": np.broadcast_to(prompts[None, :, None, None], (1, 8, 4, 4)),
        "prompts": np.broadcast_to(prompts[None, :, None, None], (1, 8, 16, 16)),
    }
    (features,) = Reference(bundle).run("hyper_decoder", inputs)
    assert np.all(np.abs(features[0]).max((1, 2)) <= peaks) and features.max() > 0


def test_the_bound_is_two_to_the_24():
    (peaks,) = sound()
    assert np.array_equal(peaks, [255.0] * 3)
    with pytest.raises(ValueError, match="2\\^24"):
        sound(peak=2.0**24 / 1800)
    sound(peak=np.nextafter(2.0**24 / 1800, 0))


@pytest.mark.parametrize(
    "attributes",
    [{"strides": [2, 2]}, {"dilations": [2, 2]}, {"group": 2}, {"pads": [0] * 4}, {"auto_pad": "SAME_UPPER"}],
)
def test_other_convolutions_are_refused(attributes):
    with pytest.raises(ValueError, match="another kind"):
        sound(**attributes)


@pytest.mark.parametrize("name, value", [("w", np.float32), ("b", np.float32)])
def test_weights_must_be_integers(name, value):
    graph = convolution(np.ones((1, 1, 1, 1), np.int8), np.ones(1, np.int32))
    graph.weights[name] = graph.weights[name].astype(value)
    with pytest.raises(ValueError, match="another kind"):
        output_peaks(graph, {"x": np.ones(1)})


def test_fractions_must_meet_a_floor():
    graph = convolution(np.ones((1, 1, 1, 1), np.int8), np.ones(1, np.int32))
    del graph.nodes[2]
    graph.nodes[2].inputs[0] = "s"
    with pytest.raises(ValueError, match="fractions"):
        output_peaks(graph, {"x": np.ones(1)})


@pytest.mark.parametrize("kind", ["Softmax", "Add", "Cast", "Div"])
def test_other_operations_are_refused(kind):
    graph = OnnxGraph([Node(kind, ["x", "k"], ["y"])], {"k": np.array(1.0, np.float32)}, ["y"])
    with pytest.raises(ValueError, match=kind):
        output_peaks(graph, {"x": np.ones(1)})


def test_sums_of_two_parts_are_bounded_together():
    graph = OnnxGraph([Node("Add", ["x", "z"], ["y"])], {}, ["y"])
    (peaks,) = output_peaks(graph, {"x": np.full(2, 2.0**23), "z": np.array([1.0, 2.0**23 - 1])})
    assert np.array_equal(peaks, [2.0**23 + 1, 2.0**24 - 1])
    with pytest.raises(ValueError, match="2\\^24"):
        output_peaks(graph, {"x": np.full(2, 2.0**23), "z": np.full(2, 2.0**23)})


@pytest.mark.parametrize("factor", [3.0, 0.3, 0.0, -0.5, 2.0, 2.0**-25, np.inf, np.nan])
def test_only_negative_powers_of_two_are_shifts(factor):
    assert [shift_of(np.array(2.0**-k)) for k in (0, 1, 14, 24)] == [0, 1, 14, 24]
    with pytest.raises(ValueError):
        shift_of(np.array(factor))


def test_a_bundle_whose_weights_are_too_large_is_refused(bundle, copy):
    content = bundle.graph("context0")
    weight = max(read_onnx(content).weights.values(), key=np.size)
    loud = np.full(weight.shape, np.iinfo(weight.dtype).max, weight.dtype)
    replace_graph(copy, "context0", content.replace(weight.tobytes(), loud.tobytes()))
    with pytest.raises(ModelError, match="'context0'.*cannot be computed exactly.*2\\^24"):
        EntropyCoder(load_bundle(copy), Reference(bundle))


@pytest.mark.parametrize("other", ["context1", "hyper_decoder", "decoder_sar"])
def test_a_graph_in_the_place_of_another_is_refused(bundle, copy, other):
    replace_graph(copy, "context0", bundle.graph(other))
    with pytest.raises(ModelError, match="'context0'") as refusal:
        check_exact(load_bundle(copy))
    assert "\n" not in str(refusal.value)
