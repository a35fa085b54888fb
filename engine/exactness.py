"""The proof, made whenever a bundle is opened, that float32 carries its integer graphs exactly; it runs nothing.

From the largest values the inputs can take, the largest value of every channel follows layer by layer.  A graph is accepted
if it consists of the few operations below, its weights are integers, and for each output channel of every convolution
Σ|w|·max|x| + |b| < 2²⁴ (design, section 3).  Then every partial sum is an integer that float32 holds exactly, so order,
threads, processor and ONNX Runtime's rewriting of the graph cannot change a symbol.
"""

from __future__ import annotations

import math

import numpy as np

from .bundle import Bundle
from .errors import ModelError
from .lattice import MAX_HYPER, MAX_MAGNITUDE, MAX_SIGNED, MAX_STEP_PLANE, PROMPT_ONE
from .onnxfile import Node, OnnxGraph, read_onnx
from .passes import COARSE

BOUND = 1 << 24
FLOAT32 = 1  # ONNX TensorProto.DataType


def check_exact(bundle: Bundle) -> None:
    """ModelError unless every integer graph of the bundle computes exactly and has the outputs the coder reads."""
    slots, hyper = sum(bundle.manifest["slots"]), len(bundle.tables["hyper_index"])
    prompts = np.array([MAX_STEP_PLANE] * 2 + [PROMPT_ONE] * slots, float)
    inputs = {"hyper": np.full(hyper, float(MAX_HYPER)), "prompts_low": prompts, "prompts": prompts}
    past = [_outputs(bundle, "hyper_decoder", inputs, ["features"])[0]]
    signed: list[np.ndarray] = []
    for group, size in enumerate(bundle.groups):
        magnitude, value = np.full(size, float(MAX_MAGNITUDE)), np.full(size, float(MAX_SIGNED))
        is_signed = group < bundle.signed_groups
        here = [magnitude, value] if is_signed else [magnitude]
        own = np.append(np.concatenate(here), PROMPT_ONE)
        for end in ["", COARSE] if group < bundle.coarse_groups else [""]:
            _check_group(bundle, f"{group}{end}", size, np.concatenate(past + signed), own)
        past.append(magnitude)
        signed += [value] if is_signed else []


def _check_group(bundle: Bundle, name: str, size: int, past: np.ndarray, own: np.ndarray) -> None:
    """The graphs of one group on one lattice, from the peaks of what they see."""
    known, results = {"past": past}, []
    if bundle.format > 1:
        *results, mixed = _outputs(bundle, f"anchors{name}", known, ["scale", "mean", "mixed"])
        known = {"mixed": mixed}
    results += _outputs(bundle, f"context{name}", {**known, "here": own}, ["scale", "mean"])
    if any(len(peaks) != size for peaks in results):
        raise ModelError(_refusal(bundle, f"context{name}", "its outputs have another size"))


def _outputs(
    bundle: Bundle, name: str, inputs: dict[str, np.ndarray], outputs: list[str]
) -> list[np.ndarray]:
    graph = read_onnx(bundle.graph(name))
    try:
        if graph.outputs != outputs:
            raise ValueError(f"its outputs are {graph.outputs}")
        return output_peaks(graph, inputs)
    except (ValueError, KeyError, IndexError) as error:
        raise ModelError(_refusal(bundle, name, str(error))) from None


def _refusal(bundle: Bundle, graph: str, reason: str) -> str:
    return (
        f"The graph '{graph}' of the model '{bundle.id}' cannot be computed exactly ({reason}): "
        "install a sound bundle."
    )


def output_peaks(graph: OnnxGraph, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    """max|x| of every channel of the outputs, from that of the inputs; ValueError where exactness cannot be shown."""
    peaks, weights, fractions = dict(inputs), dict(graph.weights), set()
    for node in graph.nodes:
        source, result = node.inputs[0], node.outputs[0]
        if node.kind == "Cast" and source in weights and node.attributes.get("to") == FLOAT32:
            weights[result] = weights[source]
            continue
        computed = [name for name in node.inputs if name not in weights]
        if any((name in fractions) != (node.kind == "Floor") for name in computed):
            raise ValueError(f"{node.kind} of {'fractions' if source in fractions else 'integers'}")
        constants = [weights[name] for name in node.inputs if name in weights]
        peaks[result] = _peaks_after(node, [peaks[name] for name in computed], constants)
        if node.kind == "Mul":
            fractions.add(result)
    return [peaks[name] for name in graph.outputs]


def _peaks_after(node: Node, peaks: list[np.ndarray], constants: list[np.ndarray]) -> np.ndarray:
    """Largest magnitudes per channel after one node."""
    if node.kind == "Conv":
        return _convolution_peaks(node, peaks[0], *constants)
    if node.kind == "Concat" and node.attributes.get("axis") == 1:
        return np.concatenate(peaks)
    if node.kind == "Add" and len(peaks) == 2 and peaks[0].shape == peaks[1].shape:
        reach = peaks[0] + peaks[1]
        if reach.max() >= BOUND:
            raise ValueError(f"sums up to {reach.max():.0f}, 2^24 or more")
        return reach
    if node.kind == "DepthToSpace" and node.attributes.get("mode") == "CRD":
        return peaks[0].reshape(-1, int(node.attributes["blocksize"]) ** 2).max(1)
    if node.kind == "Mul" and constants[0].size == 1:
        shift_of(constants[0])
        return peaks[0] * float(constants[0].reshape(()))
    if node.kind == "Floor":
        return np.ceil(peaks[0])
    if node.kind == "Clip":
        low, high = (float(constant.reshape(())) for constant in constants)
        if not (low.is_integer() and high.is_integer() and low <= 0 <= high):
            raise ValueError(f"Clip to {low}..{high}")
        return np.minimum(peaks[0], max(-low, high))
    if node.kind == "Identity":
        return peaks[0]
    raise ValueError(f"operation {node.kind}")


def _convolution_peaks(node: Node, peaks: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Largest magnitudes after a convolution of stride 1 that keeps the size; every partial sum stays below them."""
    size, attributes = weight.shape[-1], node.attributes
    plain = weight.ndim == 4 and weight.shape[2:] == (size, size) and size % 2 == 1
    plain &= (
        attributes.get("pads", [0] * 4) == [size // 2] * 4
        and attributes.get("auto_pad", "NOTSET") == "NOTSET"
    )
    plain &= attributes.get("group", 1) == 1
    plain &= all(set(attributes.get(name, [1])) == {1} for name in ("strides", "dilations"))
    plain &= weight.dtype.kind == "i" and bias.dtype.kind == "i" and bias.shape == weight.shape[:1]
    if not plain or weight.shape[1] != len(peaks):
        raise ValueError("a convolution of another kind")
    reach = np.abs(weight.astype(np.float64)).sum((2, 3)) @ peaks + np.abs(bias.astype(np.float64))
    if reach.max() >= BOUND:
        raise ValueError(f"sums up to {reach.max():.0f}, 2^24 or more")
    return reach


def shift_of(factor: np.ndarray) -> int:
    """k of a factor 2⁻ᵏ, 0..24; ValueError for any other."""
    mantissa, exponent = math.frexp(float(factor.reshape(())))
    if mantissa != 0.5 or not 0 <= 1 - exponent <= 24:
        raise ValueError(f"multiplication by {float(factor.reshape(()))}")
    return 1 - exponent
