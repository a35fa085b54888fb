"""A bundle with a map model and a profile for tests: the shipped codec with tiny graphs beside it, written without `onnx`.

The map model sums a 5 × 5 convolution of the planes and one of their means over windows of `ALIGN` pixels (what windowed
attention sees): so a map without seams needs both the margin and the alignment.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from pathlib import Path

import numpy as np

from eoduet.engine.bundle import Bundle, load_bundle
from eoduet.engine.bundlechecks import DECODERS, graph_names

ALIGN = MARGIN = 16
CLASSES = [
    {"id": 3, "name": "wet & low", "colour": "#332288"},
    {"id": 7, "name": 'dry "land"', "colour": "#ddcc77"},
    {"id": 200, "name": "town", "colour": "#882255"},
]
GAMMA = [[0, 700], [1000, 600]]


def varint(value: int) -> bytes:
    out = b""
    value &= (1 << 64) - 1
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def field(number: int, value: int | str | bytes | float) -> bytes:
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def attribute(name: str, value: int | list[int]) -> bytes:
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    return field(1, name) + b"".join(field(8, item) for item in value) + field(20, 7)


def node(kind: str, inputs: list[str], output: str, **attributes: int | list[int]) -> bytes:
    parts = [field(1, name) for name in inputs] + [field(2, output), field(4, kind)]
    return b"".join(parts + [field(5, attribute(*item)) for item in attributes.items()])


def tensor(name: str, array: np.ndarray) -> bytes:
    dims = b"".join(field(1, size) for size in array.shape)
    code = {"float32": 1, "int64": 7}[array.dtype.name]
    return dims + field(2, code) + field(8, name) + field(9, array.tobytes())


def value_info(name: str, rank: int = 4) -> bytes:
    shape = b"".join(field(1, field(2, f"{name}{axis}")) for axis in range(rank))
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)))


def model(nodes: list[bytes], weights: dict[str, np.ndarray], inputs: list[str], output: str) -> bytes:
    graph = b"".join(field(1, item) for item in nodes) + field(2, "g")
    graph += b"".join(field(5, tensor(*item)) for item in weights.items())
    graph += b"".join(field(11, value_info(name)) for name in inputs) + field(12, value_info(output))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def segmenter(classes: int = len(CLASSES), bias: float = 0.0) -> bytes:
    """A map model of so many classes; inputs optical, sar, presence."""
    random = np.random.default_rng(7)
    weights = {
        "near": random.normal(0, 1, (classes, 6, 5, 5)),
        "window": random.normal(0, 3, (classes, 6, 1, 1)),
        "there": random.normal(0, 0.1, (classes, 6, 1, 1)),
        "spread": np.ones((classes, 1, ALIGN, ALIGN)),
        "bias": np.full(classes, bias),
    }
    nodes = [
        node("Concat", ["optical", "sar"], "x", axis=1),
        node("Conv", ["x", "near", "bias"], "a", pads=[2] * 4),
        node("AveragePool", ["x"], "m", kernel_shape=[ALIGN] * 2, strides=[ALIGN] * 2),
        node("Conv", ["m", "window"], "w"),
        node("ConvTranspose", ["w", "spread"], "b", group=classes, strides=[ALIGN] * 2),
        node("Conv", ["presence", "there"], "p"),
        node("Add", ["a", "b"], "s"),
        node("Add", ["s", "p"], "scores"),
    ]
    floats = {name: array.astype(np.float32) for name, array in weights.items()}
    return model(nodes, floats, ["optical", "sar", "presence"], "scores")


def sar_decoder(channels: int, ring: int) -> bytes:
    """A decoder that gives every pixel of a latent the value 100 · (whether the prompts say that the component is there)."""
    weights = {
        "none": np.zeros((2, channels, 1, 1), np.float32),
        "hundred": np.full(2, 100, np.float32),
        "starts": np.array([ring, ring]),
        "ends": np.array([-ring, -ring]),
        "axes": np.array([2, 3]),
        "spread": np.ones((2, 1, 16, 16), np.float32),
    }
    nodes = [
        node("Conv", ["latents", "none", "hundred"], "c"),
        node("Slice", ["c", "starts", "ends", "axes"], "i"),
        node("ConvTranspose", ["i", "spread"], "components", group=2, strides=[16, 16]),
    ]
    return model(nodes, weights, ["latents", "step", "own_step", "prompts"], "components")


def entries(segmenters: dict | None = None, profiles: dict | None = None) -> dict:
    """The manifest's fields of this bundle, or others in their place."""
    own = {"flood": {"graph": "segmenter_flood", "classes": CLASSES, "margin": MARGIN, "align": ALIGN}}
    tasks = {"flood": {"graphs": ["decoder_sar"], "gamma": GAMMA, "segmenter": "flood"}}
    return {"segmenters": segmenters or own, "profiles": profiles or tasks}


def write_plain(folder: Path, base: Bundle) -> dict:
    """Make a bundle of the codec of `base` alone, by links: no maps, no profiles; return its graphs."""
    names = [*graph_names(base.manifest), *DECODERS]
    graphs = {graph: base.manifest["graphs"][graph] for graph in names}
    folder.mkdir(parents=True)
    for entry in (*graphs.values(), base.manifest["tables"]):
        os.symlink((base.folder / entry["file"]).resolve(), folder / entry["file"])
    fields = {key: value for key, value in base.manifest.items() if key not in ("segmenters", "profiles")}
    (folder / "manifest.json").write_text(json.dumps({**fields, "id": folder.name, "graphs": graphs}))
    return dict(graphs)


def write(folder: Path, base: Bundle, name: str = "s1s2-maps", **graphs: bytes) -> Bundle:
    """Make the bundle beside links to the files of the codec of `base`; `graphs` replace the tiny ones."""
    folder = folder / name
    own = write_plain(folder, base)
    made = {
        "segmenter_flood": segmenter(),
        "decoder_sar_flood": sar_decoder(base.channels, base.latent_margin),
        **graphs,
    }
    manifest = {**base.manifest, "id": name, **entries(), "graphs": own}
    for graph, content in made.items():
        (folder / f"{graph}.onnx").write_bytes(content)
        manifest["graphs"][graph] = {"file": f"{graph}.onnx", "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return load_bundle(folder)
