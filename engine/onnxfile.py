"""Reads an ONNX file's nodes and weights with nothing but the protobuf wire format; it runs nothing.

Only what the bundle's integer graphs use is understood.  This is what lets the integer reference read the very files that
ONNX Runtime runs, without the ``onnx`` package.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .errors import ModelError

#: ONNX TensorProto.DataType → numpy.
DTYPES = {1: "<f4", 3: "i1", 5: "<i2", 6: "<i4", 7: "<i8", 10: "<f2"}
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


@dataclass
class Node:
    """One operation with its attributes (ints, floats, strings or lists of ints)."""

    kind: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass
class OnnxGraph:
    """Nodes in running order, weights by name, and the names of the outputs."""

    nodes: list[Node]
    weights: dict[str, np.ndarray]
    outputs: list[str]


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """(value as signed 64-bit, position after it)."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return (value - (1 << 64) if value >> 63 else value), at
    raise ValueError("a number of more than ten bytes")


def _fields(message: Any) -> Iterator[tuple[int, Any]]:
    """(field number, value) of one message: numbers as int or float, everything else as a memoryview."""
    data, at = _view(message), 0
    value: Any
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(data, at)
        elif kind == BYTES:
            size, at = _varint(data, at)
            if not 0 <= size <= len(data) - at:
                raise ValueError("a field longer than its message")
            value, at = data[at : at + size], at + size
        elif kind in (FIXED32, FIXED64):
            size = 4 if kind == FIXED32 else 8
            value, at = struct.unpack("<f" if kind == FIXED32 else "<d", data[at : at + size])[0], at + size
        else:
            raise ValueError(f"wire type {kind}")
        yield key >> 3, value


def _view(value: Any) -> memoryview:
    """The value of a field that must be bytes, text or a message."""
    if not isinstance(value, memoryview):
        raise ValueError("a number where bytes belong")
    return value


def _text(value: Any) -> str:
    return bytes(_view(value)).decode()


def _integers(value: Any) -> list[int]:
    """A repeated integer field, packed or not."""
    if isinstance(value, int):
        return [value]
    out, at = [], 0
    while at < len(_view(value)):
        number, at = _varint(value, at)
        out.append(number)
    return out


def _tensor(data: Any) -> tuple[str, np.ndarray]:
    """(name, array) of a weight stored as raw bytes."""
    shape: list[int] = []
    dtype, name, raw = 1, "", b""
    for number, value in _fields(data):
        if number == 1:
            shape += _integers(value)
        elif number == 2:
            dtype = value
        elif number == 8:
            name = _text(value)
        elif number == 9:
            raw = bytes(_view(value))
    if any(size < 0 for size in shape):
        raise ValueError("a negative size")
    return name, np.frombuffer(raw, DTYPES[dtype]).reshape(shape)


def _attribute(data: Any) -> tuple[str, Any]:
    name, result = "", None
    many: list[int] = []
    for number, value in _fields(data):
        if number == 1:
            name = _text(value)
        elif number in (2, 3):
            result = value
        elif number == 4:
            result = _text(value)
        elif number == 8:
            many += _integers(value)
    return name, many if result is None else result


def _node(data: Any) -> Node:
    node = Node()
    for number, value in _fields(data):
        if number == 1:
            node.inputs.append(_text(value))
        elif number == 2:
            node.outputs.append(_text(value))
        elif number == 4:
            node.kind = _text(value)
        elif number == 5:
            name, content = _attribute(value)
            node.attributes[name] = content
    return node


def read_onnx(content: bytes) -> OnnxGraph:
    """Parse an ONNX model; ModelError if it is none."""
    graph = OnnxGraph([], {}, [])
    try:
        body = next(value for number, value in _fields(memoryview(content)) if number == 7)
        for number, value in _fields(body):
            if number == 1:
                graph.nodes.append(_node(value))
            elif number == 5:
                name, weight = _tensor(value)
                graph.weights[name] = weight
            elif number == 12:
                graph.outputs.append(_text(next(v for n, v in _fields(value) if n == 1)))
    except (IndexError, KeyError, StopIteration, ValueError, struct.error):
        raise ModelError(
            "The model's graph is not an ONNX file this version reads: install the bundle again."
        ) from None
    return graph
