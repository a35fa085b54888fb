"""Torch modules as ONNX graphs: the few kinds of layer that classifiers are made of, written through ``Graph``; no files.

A module is traced by ``torch.fx``, batch normalisations are folded into their convolutions, and each node becomes the ONNX
nodes that compute the same.  What has no form below is an error at export, not at a user's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np
import torch
from torch import fx, nn
from torch.fx.experimental.optimization import fuse
from torch.nn import functional

from .crossattention import CrossAttention
from .graphs import Graph, to_numpy


class Tracer(fx.Tracer):
    """Cross-attention is one node: its shapes depend on the image."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        """Torch's own layers, and this one."""
        return isinstance(m, CrossAttention) or super().is_leaf_module(m, module_qualified_name)


def graph_of(name: str, module: nn.Module, inputs: dict[str, int], output: str, channels: int) -> bytes:
    """ONNX bytes of a module in evaluation; ``inputs`` are its arguments in order, with their channels."""
    module = module.eval()
    traced = fuse(fx.GraphModule(module, Tracer().trace(module)), no_trace=True)
    graph, made, widths = Graph(name), {}, iter(inputs.items())
    for node in traced.graph.nodes:
        values = [made.get(value) if isinstance(value, fx.Node) else value for value in node.args]
        if node.op == "placeholder":
            made[node] = graph.input(*next(widths))
        elif node.op == "call_module":
            layer = traced.get_submodule(node.target)
            made[node] = _form(LAYERS, type(layer))(graph, layer, *values)
        elif node.op == "call_function":
            if node.target is torch.cat:
                values[0] = [made[part] for part in values[0]]
            made[node] = _form(FUNCTIONS, node.target)(graph, *values, **node.kwargs)
        elif node.op == "output":
            graph.output(values[0], output, channels)
    return graph.finish()


def _form(table: dict, kind: object) -> Callable:
    if kind not in table:
        raise NotImplementedError(f"{kind} has no ONNX form in {__name__}")
    return table[kind]


def convolution(graph: Graph, layer: nn.Conv2d, x: str) -> str:
    """Any convolution without groups, float16 weights."""
    inputs = [x, graph.weight(to_numpy(layer.weight))]
    inputs += [] if layer.bias is None else [graph.weight(to_numpy(layer.bias))]
    attributes = {"strides": layer.stride, "dilations": layer.dilation, "kernel_shape": layer.kernel_size}
    attributes = {name: list(value) for name, value in attributes.items()}
    return graph.op("Conv", inputs, pads=list(layer.padding) * 2, **attributes)


def max_pool(graph: Graph, layer: nn.MaxPool2d, x: str) -> str:
    """Maximum over square windows."""
    shape = {"kernel_shape": [layer.kernel_size] * 2, "strides": [layer.stride] * 2}
    return graph.op("MaxPool", [x], pads=[layer.padding] * 4, **shape)


def cross_attention(graph: Graph, layer: CrossAttention, *features: str) -> str:
    """As the module's ``forward``; windows are folded by SpaceToDepth, whose order is (row, column, channel)."""
    cells, positions = layer.cells, layer.cells**2
    scores, values, folded = [], [], ""
    for projection, x in zip(layer.project.values(), features):
        channels = projection.out_channels
        folded = graph.op("SpaceToDepth", [convolution(graph, projection, x)], blocksize=cells)
        shape = graph.constant(np.array([positions, channels, -1], np.int64))
        parts = graph.op("Transpose", [graph.op("Reshape", [folded, shape])], perm=[2, 0, 1])
        query = graph.slice(parts, 2, 0, layer.keys)
        key = graph.op("Transpose", [graph.slice(parts, 2, layer.keys, 2 * layer.keys)], perm=[0, 2, 1])
        scores.append(graph.op("Mul", [graph.op("MatMul", [query, key]), graph.number(layer.keys**-0.5)]))
        values.append(graph.slice(parts, 2, 2 * layer.keys, channels))
    weight = graph.op("Softmax", [graph.op("Add", scores)], axis=-1)
    gathered = graph.op("MatMul", [weight, graph.op("Concat", values, axis=2)])
    size = graph.slice(graph.op("Shape", [folded]), 0, 2, 4)
    known = graph.constant(np.array([1, 2 * layer.features * positions], np.int64))
    shape = graph.op("Concat", [known, size], axis=0)
    gathered = graph.op("Reshape", [graph.op("Transpose", [gathered], perm=[1, 2, 0]), shape])
    gathered = graph.op("DepthToSpace", [gathered], blocksize=cells, mode="DCR")
    return graph.op("Add", [graph.concat(list(features)), gathered])


def channels_of(graph: Graph, x: str, index: tuple[slice, slice]) -> str:
    """``x[:, a:b]``."""
    every, picked = index
    if every != slice(None) or picked.step is not None:
        raise NotImplementedError(f"{index} has no ONNX form in {__name__}")
    return graph.slice(
        x, 1, picked.start or 0, np.iinfo(np.int64).max if picked.stop is None else picked.stop
    )


def leaky_relu(graph: Graph, x: str, negative_slope: float, inplace: bool = False) -> str:
    """Leaky ReLU."""
    return graph.op("LeakyRelu", [x], alpha=negative_slope)


def resized(graph: Graph, x: str, scale_factor: int, mode: str, **unused: object) -> str:
    """Bilinear enlargement, pixels as areas."""
    scales = graph.constant(np.array([1, 1, scale_factor, scale_factor], np.float32))
    options = {"mode": {"bilinear": "linear"}[mode], "coordinate_transformation_mode": "half_pixel"}
    return graph.op("Resize", [x, "", scales], **options)


def binary(kind: str) -> Callable:
    """An operation on two tensors, or on a tensor and a number."""

    def form(graph: Graph, x: str, y: str | float) -> str:
        return graph.op(kind, [x, y if isinstance(y, str) else graph.number(y)])

    return form


LAYERS = {
    nn.Conv2d: convolution,
    nn.Identity: lambda graph, layer, x: x,
    nn.ReLU: lambda graph, layer, x: graph.op("Relu", [x]),
    nn.MaxPool2d: max_pool,
    nn.AdaptiveAvgPool2d: lambda graph, layer, x: graph.op("ReduceMean", [x], axes=[2, 3], keepdims=1),
    CrossAttention: cross_attention,
}
FUNCTIONS = {
    operator.add: binary("Add"),
    operator.sub: binary("Sub"),
    operator.mul: binary("Mul"),
    operator.getitem: channels_of,
    torch.cat: lambda graph, parts, axis: graph.concat(parts),
    functional.leaky_relu: leaky_relu,
    functional.pixel_shuffle: lambda graph, x, block: graph.shuffle(x, block),
    functional.interpolate: resized,
}
