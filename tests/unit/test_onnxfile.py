"""The reader of ONNX files: what the bundle's integer graphs hold, and that no bytes make it crash or hang."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eoduet.engine.errors import ModelError
from eoduet.engine.onnxfile import read_onnx

KNOWN = {"Add", "Cast", "Identity", "Conv", "Concat", "DepthToSpace", "Mul", "Floor", "Clip"}


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture(scope="module")
def content(bundle):
    return bundle.graph("hyper_decoder")


def test_an_integer_graph_is_read_whole(bundle):
    hidden = read_onnx(bundle.graph("hyper_decoder"))
    assert hidden.outputs == ["features"]
    for group in range(len(bundle.groups)):
        for name, outputs in (("anchors", ["scale", "mean", "mixed"]), ("context", ["scale", "mean"])):
            graph = read_onnx(bundle.graph(f"{name}{group}"))
            assert graph.outputs == outputs and {node.kind for node in graph.nodes} <= KNOWN
            kernels = [weight for weight in graph.weights.values() if weight.ndim == 4]
            assert all(kernel.dtype.kind == "i" for kernel in kernels)
            assert [len(kernels[-1]), len(kernels[-2])] == [bundle.groups[group]] * 2


def test_every_input_of_every_node_is_known(bundle):
    graph = read_onnx(bundle.graph("context0"))
    known = {"mixed", "here", *graph.weights}
    for node in graph.nodes:
        assert set(node.inputs) <= known
        known |= set(node.outputs)
    assert set(graph.outputs) <= known


@settings(max_examples=150)
@given(st.binary(max_size=80))
@example(b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")  # a length of −1
@example(b"\x0a\xf5\xff\xff\xff\xff\xff\xff\xff\xff\x01")  # a length that leads back to its own start
@example(b"\x3a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01")  # a number without end
@example(b"\x3a\x04\x08\x01\x08\x01")  # a number where a node belongs
@example(b"\x3a\x06\x2a\x04\x48\xff\xff\x7f")  # a number where raw bytes belong
@example(b"\x3a\x0d\x2a\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")  # a negative size
def test_garbage_is_refused_in_one_sentence(garbage):
    try:
        graph = read_onnx(garbage)
    except ModelError as error:
        assert str(error).endswith("install the bundle again.")
    else:
        assert len(graph.nodes) + len(graph.weights) <= len(garbage)


@settings(max_examples=30)
@given(st.data())
def test_a_cut_or_altered_file_is_refused_or_read(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + bytes([data.draw(st.integers(0, 255))]) + content[at + 1 :]
    for candidate in (content[:at], damaged):
        try:
            graph = read_onnx(candidate)
        except ModelError:
            continue
        assert all(isinstance(weight, np.ndarray) for weight in graph.weights.values())
