"""The integer graphs in int64 numpy: the reference ONNX Runtime must equal, and the fallback where it cannot be trusted.

Runs the same ONNX files, which ``exactness`` has accepted: these operations, integer weights, odd kernels of stride 1.
Convolutions are matrix products of integers below 2⁵³ in float64, which are exact; each result is checked against the 2²⁴
bound on which float32 execution rests.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .bundle import Bundle
from .errors import ModelError
from .exactness import BOUND, shift_of
from .onnxfile import Node, OnnxGraph, read_onnx


def convolve(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, pad: int) -> np.ndarray:
    """Stride-1 convolution of int64 (C, H, W) with (O, C, k, k) → int64 (O, H, W), zero padding."""
    size = weight.shape[2]
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    height, width = padded.shape[1] - size + 1, padded.shape[2] - size + 1
    total = np.zeros((weight.shape[0], height * width))
    for row in range(size):
        for column in range(size):
            window = padded[:, row : row + height, column : column + width].reshape(len(x), -1)
            total += weight[:, :, row, column].astype(np.float64) @ window.astype(np.float64)
    result = total.astype(np.int64).reshape(-1, height, width) + bias.astype(np.int64)[:, None, None]
    if np.abs(result).max(initial=0) >= BOUND:
        raise ModelError("The model breaks the 2^24 bound of exact arithmetic: install the bundle again.")
    return result


def depth_to_space(x: np.ndarray, block: int) -> np.ndarray:
    """Pixel shuffle in torch's channel order (mode CRD)."""
    channels, height, width = x.shape[0] // block**2, x.shape[1], x.shape[2]
    parts = x.reshape(channels, block, block, height, width).transpose(0, 3, 1, 4, 2)
    return parts.reshape(channels, height * block, width * block)


def run_node(node: Node, values: list[np.ndarray], shifts: dict[str, int]) -> np.ndarray:
    """One node on int64 arrays without batch axis; a Mul is remembered as a shift for the Floor that follows it."""
    if node.kind in ("Cast", "Identity"):
        return values[0]
    if node.kind == "Conv":
        return convolve(values[0], values[1], values[2], int(node.attributes["pads"][0]))
    if node.kind == "Add":
        return values[0] + values[1]
    if node.kind == "Concat":
        return np.concatenate(values, 0)
    if node.kind == "DepthToSpace":
        return depth_to_space(values[0], int(node.attributes["blocksize"]))
    if node.kind == "Mul":
        shifts[node.outputs[0]] = shift_of(values[1])
        return values[0]
    if node.kind == "Floor":
        return values[0] >> shifts[node.inputs[0]]
    if node.kind == "Clip":
        return np.clip(values[0], int(values[1]), int(values[2]))
    raise ModelError(f"The integer reference does not know the operation '{node.kind}': update EO-Duet.")


class Reference:
    """Runs the integer graphs of a bundle as ``Runtime`` does; graphs are read on first use."""

    def __init__(self, bundle: Bundle):
        self.bundle = bundle
        self._graphs: dict[str, OnnxGraph] = {}

    def run(self, name: str, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Integer-valued float inputs (1, C, H, W) → integer-valued float32 outputs of the same form."""
        if name not in self._graphs:
            self._graphs[name] = read_onnx(self.bundle.graph(name))
        graph = self._graphs[name]
        known: dict[str, np.ndarray] = dict(graph.weights)
        known |= {key: np.asarray(value[0]).astype(np.int64) for key, value in inputs.items()}
        shifts: dict[str, int] = {}
        for node in graph.nodes:
            known[node.outputs[0]] = run_node(node, [known[i] for i in node.inputs], shifts)
        return [known[output].astype(np.float32)[None] for output in graph.outputs]
