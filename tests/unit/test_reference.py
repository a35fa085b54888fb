"""The integer reference: its arithmetic against plain loops, and ONNX Runtime against it, bit for bit."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.errors import ModelError
from eoduet.engine.onnxfile import Node
from eoduet.engine.reference import Reference, convolve, depth_to_space, run_node
from eoduet.engine.runtime import Runtime

NAMES = [
    "hyper_decoder",
    *(f"{name}{group}" for name in ("anchors", "context") for group in (0, "0_coarse", 3, 9)),
]


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture(scope="module")
def runtimes(bundle):
    """The same graphs in every way ONNX Runtime may run them."""
    return [Runtime(bundle, "cpu", threads, optimise) for threads in (1, 2) for optimise in (True, False)]


@pytest.fixture(scope="module")
def reference(bundle):
    return Reference(bundle)


def graph_inputs(bundle, name: str, size: tuple[int, int], rng: np.random.Generator) -> dict:
    """Random integers over the whole range the coder can give; half of them at its ends."""

    def lattice(channels: int, low: int, high: int, size=size) -> np.ndarray:
        inner = rng.integers(low, high + 1, (1, channels, *size))
        ends = np.where(rng.random(inner.shape) < 0.5, low, high)
        return np.where(rng.random((1, channels, 1, 1)) < 0.5, inner, ends).astype(np.float32)

    if name == "hyper_decoder":
        small = (-(-size[0] // 4), -(-size[1] // 4))
        prompts = np.concatenate([lattice(2, 0, 255), lattice(6, 0, 1) * 32], 1)
        return {
            "hyper": lattice(len(bundle.tables["hyper_index"]), -31, 31, small),
            "prompts_low": np.concatenate([lattice(2, 0, 255, small), lattice(6, 0, 1, small) * 32], 1),
            "prompts": np.resize(prompts, (1, 8, 4 * small[0], 4 * small[1])),
        }
    group, signed = int(re.findall(r"\d+", name)[0]), bundle.signed_groups
    if name.startswith("context"):
        anchors = name.replace("context", "anchors")
        here = bundle.groups[group]
        own = [lattice(here, 0, 127), lattice(here if group < signed else 0, -1023, 1023)]
        mixed = Reference(bundle).run(anchors, graph_inputs(bundle, anchors, size, rng))[2]
        return {"mixed": mixed, "here": np.concatenate([*own, lattice(1, 0, 1) * 32], 1)}
    before = bundle.groups[:group]
    hidden = len(
        Reference(bundle).run("hyper_decoder", graph_inputs(bundle, "hyper_decoder", (1, 1), rng))[0][0]
    )
    past = [lattice(hidden, 0, 255), lattice(sum(before), 0, 127), lattice(sum(before[:signed]), -1023, 1023)]
    return {"past": np.concatenate(past, 1)}


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (9, 4)])
@pytest.mark.parametrize("name", NAMES)
def test_onnx_runtime_computes_the_same_integers(bundle, reference, runtimes, name, size):
    rng = np.random.default_rng(sum(size))
    inputs = graph_inputs(bundle, name, size, rng)
    expected = reference.run(name, inputs)
    assert any(np.ptp(output) > 0 for output in expected), "inputs that do not move the outputs show nothing"
    for runtime in runtimes:
        for result, integers in zip(runtime.run(name, inputs), expected):
            assert result.dtype == integers.dtype == np.float32
            assert np.array_equal(result, integers)


@settings(max_examples=30)
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from([1, 3]),
    st.integers(1, 5),
    st.integers(1, 5),
    st.data(),
)
def test_convolution_is_the_sum_of_products(channels, out, size, height, width, data):
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    x = rng.integers(-1023, 1024, (channels, height, width))
    weight, bias = rng.integers(-127, 128, (out, channels, size, size)), rng.integers(-9999, 9999, out)
    padded = np.pad(x, ((0, 0), (size // 2,) * 2, (size // 2,) * 2))
    result = convolve(x, weight, bias, size // 2)
    for position in np.ndindex(out, height, width):
        o, i, j = position
        assert result[position] == (padded[:, i : i + size, j : j + size] * weight[o]).sum() + bias[o]


def test_sums_of_two_to_the_24_are_refused():
    x, bias = np.full((1, 1, 1), 2**12), np.zeros(1, int)
    assert convolve(x, np.full((1, 1, 1, 1), 2**12 - 1), bias, 0).item() == 2**24 - 2**12
    with pytest.raises(ModelError, match="2\\^24"):
        convolve(x, np.full((1, 1, 1, 1), 2**12), bias, 0)


def test_depth_to_space_takes_rows_before_columns():
    x = np.arange(2 * 4 * 2 * 3).reshape(8, 2, 3)
    result = depth_to_space(x, 2)
    for c, i, j in np.ndindex(2, 4, 6):
        assert result[c, i, j] == x[4 * c + 2 * (i % 2) + j % 2, i // 2, j // 2]


@given(st.lists(st.integers(-(2**24) + 1, 2**24 - 1), min_size=1), st.integers(1, 14))
def test_requantising_rounds_down(values, shift):
    x, shifts = np.array(values), {}
    scaled = run_node(Node("Mul", ["x", "k"], ["y"]), [x, np.array(2.0**-shift, np.float32)], shifts)
    result = run_node(Node("Floor", ["y"], ["z"]), [scaled], shifts)
    assert np.array_equal(result, np.floor(np.array(values) / 2**shift))


def test_an_unknown_operation_is_refused():
    with pytest.raises(ModelError, match="'Softmax'"):
        run_node(Node("Softmax", ["x"], ["y"]), [np.zeros(1)], {})
