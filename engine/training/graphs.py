"""ONNX graphs written node by node, opset 17: fixed names, dynamic height and width, small weights.

Float weights are stored as float16 and integer weights in the smallest integer type that holds them; a Cast brings them to
float32, which ONNX Runtime folds when it loads the graph.  Pixel-unshuffle followed by a 1 × 1 convolution is one strided
convolution; prompts enter as a bias; lapped kernels are the product of their rows and columns.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .integer import BOUND, IntConv

OPSET = 17
#: Oldest ONNX file version that has opset 17.
IR_VERSION = 8


class Graph:
    """Collects nodes and weights; every method returns the name of its result."""

    def __init__(self, name: str):
        self.name, self.nodes, self.weights, self.inputs, self.outputs = name, [], [], [], []
        self._count = 0

    def input(self, name: str, channels: int) -> str:
        """A float32 input (1, channels, height, width)."""
        shape = [1, channels, f"{name}_height", f"{name}_width"]
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def output(self, value: str, name: str, channels: int) -> None:
        """Give a result its public name."""
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        shape = [1, channels, f"{name}_height", f"{name}_width"]
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, array: np.ndarray) -> str:
        """A weight under a fresh name, in its own type."""
        self._count += 1
        name = f"w{self._count}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def weight(self, array: np.ndarray, exact: bool = False) -> str:
        """A float32 weight stored small: float16, or the narrowest integer type when ``exact``."""
        if exact:
            kind = next(
                t for t in (np.int8, np.int16, np.int32) if np.abs(array).max(initial=0) <= np.iinfo(t).max
            )
            stored = array.astype(kind)
        else:
            stored = array.astype(np.float16)
        return self.op("Cast", [self.constant(stored)], to=TensorProto.FLOAT)

    def op(self, kind: str, inputs: list[str], **attributes) -> str:
        """One node with one result."""
        self._count += 1
        result = f"v{self._count}"
        self.nodes.append(helper.make_node(kind, inputs, [result], **attributes))
        return result

    def number(self, value: float) -> str:
        """A float32 scalar."""
        return self.constant(np.array(value, np.float32))

    def crop(self, x: str, cut: int) -> str:
        """Drop ``cut`` rows and columns on every side."""
        start, end, axes = (self.constant(np.array(v, np.int64)) for v in ([cut, cut], [-cut, -cut], [2, 3]))
        return self.op("Slice", [x, start, end, axes])

    def slice(self, x: str, axis: int, start: int, end: int) -> str:
        """A range of one axis."""
        limits = [self.constant(np.array([v], np.int64)) for v in (start, end, axis)]
        return self.op("Slice", [x, *limits])

    def concat(self, values: list[str]) -> str:
        """Along the channels."""
        return values[0] if len(values) == 1 else self.op("Concat", values, axis=1)

    def shuffle(self, x: str, block: int = 2) -> str:
        """Pixel shuffle (channel order of torch)."""
        return self.op("DepthToSpace", [x], blocksize=block, mode="CRD")

    def inverse_gamma(self, prompts: str) -> str:
        """The prompts with 1 − γ for γ: what the SAR branch is told."""
        first = np.eye(1, PROMPT_COUNT, dtype=np.float32)[:, :, None, None]
        return self.op("Add", [self.op("Mul", [prompts, self.constant(1 - 2 * first)]), self.constant(first)])

    def leaky(self, x: str) -> str:
        """Leaky ReLU of slope 0.1."""
        return self.op("LeakyRelu", [x], alpha=0.1)

    def convolution(
        self, x: str, weight: np.ndarray, bias: np.ndarray | None, stride: int = 1, pad: int = 0
    ) -> str:
        """Float convolution."""
        inputs = [x, self.weight(weight)] + ([] if bias is None else [self.weight(bias)])
        return self.op(
            "Conv", inputs, strides=[stride] * 2, pads=[pad] * 4, kernel_shape=list(weight.shape[2:])
        )

    def layer(self, x: str, layer: nn.Conv2d, stride: int = 1) -> str:
        """A torch convolution as it is."""
        return self.convolution(x, to_numpy(layer.weight), to_numpy(layer.bias), stride, layer.padding[0])

    def folded(self, x: str, layer: nn.Conv2d, block: int, prompts: str | None = None) -> str:
        """1 × 1 convolution of pixel-unshuffled ``x`` (and prompt planes): strided convolution plus a bias."""
        weight = to_numpy(layer.weight)[:, :, 0, 0]
        channels = weight.shape[1] if prompts is None else weight.shape[1] - PROMPT_COUNT
        kernel = weight[:, :channels].reshape(len(weight), channels // block**2, block, block)
        result = self.convolution(x, kernel, to_numpy(layer.bias), block)
        if prompts is None:
            return result
        return self.op("Add", [result, self.convolution(prompts, weight[:, channels:, None, None], None)])

    def integer_layer(self, x: str, layer: IntConv) -> str:
        """Conv → ·2⁻ᵏ → Floor → Clip with integer weights."""
        weight, bias, shift = integers(layer)
        return self.requantised(self.integer_convolution(x, weight, bias), layer, shift)

    def integer_convolution(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Integer sums of stride 1 that keep the size."""
        inputs = [x, self.weight(weight, exact=True), self.weight(bias, exact=True)]
        return self.op("Conv", inputs, pads=[weight.shape[2] // 2] * 4, kernel_shape=list(weight.shape[2:]))

    def requantised(self, total: str, layer: IntConv, shift: int) -> str:
        """·2⁻ᵏ → Floor → Clip of a layer's sums."""
        scaled = self.op("Floor", [self.op("Mul", [total, self.number(2.0**-shift)])])
        low = -layer.max_out if layer.signed else 0
        return self.op("Clip", [scaled, self.number(low), self.number(layer.max_out)])

    def finish(self) -> bytes:
        """The checked model file."""
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.weights)
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="eoduet"
        )
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model.SerializeToString()


def integers(layer: IntConv) -> tuple[np.ndarray, np.ndarray, int]:
    """Integer weight and bias of a layer, float64, and its shift; the 2²⁴ bound is asserted here."""
    weight, bias, shift = (to_numpy(v) if hasattr(v, "detach") else v for v in layer.integers())
    if shift == 0:
        raise ValueError("an integer layer without fractional bits: its weights have grown too large")
    weight, bias = np.rint(weight), np.rint(bias)
    peak = layer.max_in.numpy().astype(np.float64)
    reach = (np.abs(weight) * peak).sum((1, 2, 3)) + np.abs(bias)
    if reach.max() >= BOUND:
        raise ValueError(f"integer bound broken: {reach.max():.0f} ≥ 2^24")
    return weight, bias, shift


#: Entries of the prompt vector (transforms.PROMPTS, kept here so that ``folded`` can split its weights).
PROMPT_COUNT = 8


def to_numpy(tensor) -> np.ndarray:
    """Detached float array."""
    return tensor.detach().cpu().numpy().astype(np.float64)
