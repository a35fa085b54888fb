"""Integer layers: what training computes with rounding on is, bit for bit, what the exported graph computes."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.exactness import output_peaks
from eoduet.engine.onnxfile import OnnxGraph, read_onnx
from eoduet.engine.reference import Reference
from eoduet.engine.training.export_entropy import anchors_graph, context_graph, hyper_decoder_graph
from eoduet.engine.training.graphs import Graph
from eoduet.engine.training.integer import BOUND, IntConv, round_straight


class OneGraph:
    """A bundle of a single graph, for the reference."""

    def __init__(self, content: bytes):
        self.content = content

    def graph(self, name: str) -> bytes:
        return self.content


def run(content: bytes, **inputs: np.ndarray) -> list[np.ndarray]:
    return Reference(OneGraph(content)).run("graph", inputs)


def exported(layer: IntConv) -> tuple[bytes, OnnxGraph]:
    graph = Graph("layer")
    graph.output(graph.integer_layer(graph.input("x", layer.in_channels), layer), "y", layer.out_channels)
    content = graph.finish()
    return content, read_onnx(content)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([1, 3]), st.booleans(), st.floats(0.01, 3), st.integers(1, 5))
def test_a_layer_is_its_exported_graph(seed, kernel, signed, size, edge):
    torch.manual_seed(seed)
    inputs = [(3, 1 / 32, 255), (4, 1 / 256, 1023), (1, 1.0, 31)]
    layer = IntConv(inputs, 5, kernel, 1 / 32, 255, signed)
    torch.nn.init.normal_(layer.weight, std=size)
    torch.nn.init.normal_(layer.bias, std=size)
    layer.quantised = True
    peak = layer.max_in
    integers = torch.floor((2 * torch.rand(1, 8, edge, edge) - 1) * peak + 0.5)
    with torch.no_grad():
        result = layer(integers * layer.unit_in) / layer.unit_out
    content, graph = exported(layer)
    (expected,) = run(content, x=integers.numpy())
    assert np.array_equal(result.numpy(), expected)
    (bound,) = output_peaks(graph, {"x": peak.numpy().ravel().astype(float)})
    assert np.all(np.abs(expected[0]).max((1, 2)) <= bound)


def test_the_shift_is_the_largest_the_bound_allows():
    layer = IntConv([(4, 1 / 32, 255)], 2, 3, 1 / 32, 255)
    for size in (1e-3, 0.1, 1.0, 30.0):
        torch.nn.init.constant_(layer.weight, size)
        torch.nn.init.zeros_(layer.bias)
        with torch.no_grad():
            weight, bias, shift = layer.integers()
        reach = float((weight.abs() * layer.max_in).sum((1, 2, 3)).max() + bias.abs().max())
        assert reach < BOUND and (shift == 14 or 2.2 * reach > BOUND)


def test_weights_beyond_the_bound_are_refused():
    layer = IntConv([(4, 1 / 32, 255)], 2, 3, 1 / 32, 255)
    torch.nn.init.constant_(layer.weight, 1e5)
    with pytest.raises(ValueError, match="too large"):
        layer.shift()


def test_rounding_off_is_a_plain_convolution_within_limits():
    torch.manual_seed(3)
    layer = IntConv([(4, 1 / 32, 255)], 2, 3, 1 / 32, 255)
    x = torch.rand(1, 4, 6, 6) * 8
    plain = torch.nn.functional.conv2d(x, layer.weight, layer.bias, padding=1)
    torch.testing.assert_close(layer(x), plain.clamp(0, 255 / 32))
    layer.quantised = True
    assert (
        layer(x.round()) - torch.nn.functional.conv2d(x.round(), layer.weight, layer.bias, padding=1).clamp(0)
    ).abs().max() < 0.03


def test_rounding_lets_gradients_through():
    layer = IntConv([(4, 1 / 32, 255)], 2, 3, 1 / 32, 255, signed=True)
    layer.quantised = True
    x = (torch.rand(1, 4, 6, 6) * 8).requires_grad_()
    layer(x).sum().backward()
    assert all(g.abs().sum() > 0 for g in (x.grad, layer.weight.grad, layer.bias.grad))
    value = torch.tensor([0.4, 0.5, -0.5, 1.6], requires_grad=True)
    rounded = round_straight(value)
    assert rounded.tolist() == [0, 1, 0, 2]
    rounded.sum().backward()
    assert value.grad.tolist() == [1, 1, 1, 1]


@torch.no_grad()
def test_the_hyper_decoder_is_its_exported_graph(awake, preset):
    module = awake.entropy.hyper_decoder
    awake.entropy.quantised()
    rng = np.random.default_rng(0)
    hyper = rng.integers(-31, 32, (1, preset.latents_hyper, 2, 3)).astype(np.float32)
    planes = np.concatenate([rng.integers(0, 256, (1, 2, 1, 1)), 32 * rng.integers(0, 2, (1, 6, 1, 1))], 1)
    low, high = (np.broadcast_to(planes, (1, 8, *size)).astype(np.float32) for size in ((2, 3), (8, 12)))
    expected = module(torch.from_numpy(hyper), torch.from_numpy(high) / 32).numpy() * 32
    (result,) = run(hyper_decoder_graph(module, preset), hyper=hyper, prompts_low=low, prompts=high)
    assert np.array_equal(result, expected) and np.ptp(expected) > 0


@torch.no_grad()
@pytest.mark.parametrize("group", range(5))
def test_the_contexts_are_their_exported_graphs(awake, preset, group):
    module = awake.entropy.contexts[group]
    awake.entropy.quantised()
    torch.manual_seed(group)
    inputs = {}
    for name, layer in (("past", module.past), ("here", module.here)):
        integers = torch.floor(torch.rand(1, layer.in_channels, 4, 5) * (layer.max_in + 1)).clamp(
            max=layer.max_in
        )
        inputs[name] = integers, integers * layer.unit_in
    begun = module.begin(inputs["past"][1])
    *first, mixed = run(anchors_graph(module, "0"), past=inputs["past"][0].numpy())
    second = run(context_graph(module, "0"), mixed=mixed, here=inputs["here"][0].numpy())
    for results, expected in (
        (first, module.anchors(begun)),
        (second, module.others(begun, inputs["here"][1])),
    ):
        for result, tensor, unit in zip(results, expected, (32, 256)):
            assert np.array_equal(result, tensor.numpy() * unit) and np.ptp(result) > 0


@torch.no_grad()
@pytest.mark.parametrize("size", [(1, 1), (1, 4), (2, 3), (3, 2), (5, 4)])
def test_the_first_pass_is_the_second_with_nothing_known(awake, preset, size):
    module = awake.entropy.contexts[1]
    begun = module.begin(torch.rand(2, module.past.in_channels, *size))
    nothing = torch.zeros(2, module.here.in_channels, *size)
    for quick, whole in zip(module.anchors(begun), module.others(begun, nothing)):
        assert torch.allclose(quick, whole, atol=1e-6)
