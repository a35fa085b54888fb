"""Multiply–accumulates of a bundle's graphs while a tile is coded, counted from the shapes that really occur; no timing.

A tile is encoded and decoded once to see which graphs run, how often and on what shapes; each graph is then run on such
shapes with ONNX Runtime's profiler, which writes down the operands of every node. Counted are convolutions, transposed
convolutions and matrix products, margins included; additions, activations and the three-token attention's products of
single numbers are not.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock

import numpy as np
import onnxruntime

from eoduet.engine.bundle import Bundle
from eoduet.engine.runtime import Runtime

Shapes = tuple[tuple[str, tuple[int, ...]], ...]  # of a graph's inputs, by name


def of_node(kind: str, inputs: list[list[int]], outputs: list[list[int]]) -> int:
    """Multiply–accumulates of one node, from the shapes of its inputs and outputs."""
    if kind in ("Conv", "FusedConv"):
        # weights (out, in / groups, kernel…) are applied at every output position
        return outputs[0][0] * math.prod(inputs[1]) * math.prod(outputs[0][2:])
    if kind == "ConvTranspose":
        # weights (in, out / groups, kernel…) are applied at every input position
        return inputs[0][0] * math.prod(inputs[1]) * math.prod(inputs[0][2:])
    if kind in ("MatMul", "Gemm"):
        return math.prod(outputs[0]) * inputs[0][-1]
    return 0


def of_graph(content: bytes, shapes: Shapes) -> int:
    """Multiply–accumulates of one run of a graph on inputs of such shapes."""
    options = onnxruntime.SessionOptions()
    options.enable_profiling = True
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        session.run(None, {name: np.ones(shape, np.float32) for name, shape in shapes})
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    total = 0
    for event in events:
        known = event.get("args", {})
        if event.get("cat") == "Node" and "output_type_shape" in known:
            inputs, outputs = (
                [next(iter(typed.values())) for typed in known[key]]
                for key in ("input_type_shape", "output_type_shape")
            )
            total += of_node(known["op_name"], inputs, outputs)
    return total


def of_bundle(bundle: Bundle, job: Callable[[], object]) -> dict[str, int]:
    """Multiply–accumulates by graph of everything that `job` runs of one bundle on ONNX Runtime."""
    calls: Counter[tuple[str, Shapes]] = Counter()
    run = Runtime.run

    def count(self: Runtime, name: str, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        calls[name, tuple((key, np.shape(value)) for key, value in inputs.items())] += 1
        return run(self, name, inputs)

    with mock.patch.object(Runtime, "run", count):
        job()
    totals: Counter[str] = Counter()
    for (name, shapes), times in calls.items():
        totals[name] += times * of_graph(bundle.graph(name), shapes)
    return dict(totals)
