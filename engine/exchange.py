"""Arrays handed between QGIS and the worker process: written to one temporary file, described by a small
table.

No protocol and no codec here. The table (JSON-ready) says where each array lies, the file holds their bytes.
Both sides use ordinary reads and writes on a file that stays in the page cache: a full disk is then an
`OSError` that can be explained, where a write through a mapping would kill QGIS by a bus error, and no
mapping keeps the file locked on Windows."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

Table = dict[str, dict[str, Any]]


def write_arrays(path: str, arrays: dict[str, np.ndarray | bytes]) -> Table:
    """Write the arrays one after another and return their table {name: {dtype, shape, offset}}; `bytes` go as
    uint8."""
    table: Table = {}
    with open(path, "r+b") as file:
        for name, value in arrays.items():
            array = (
                np.frombuffer(value, np.uint8) if isinstance(value, bytes) else np.ascontiguousarray(value)
            )
            table[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "offset": file.tell()}
            file.write(array.data)
    return table


def read_arrays(path: str, table: Table) -> dict[str, np.ndarray]:
    """Read the arrays of a table back as own, writable copies; `ValueError` where the file is shorter than
    the table."""
    arrays = {}
    for name, entry in table.items():
        dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
        count = int(np.prod(shape, dtype=np.int64))
        if entry["offset"] + count * dtype.itemsize > os.path.getsize(path):
            raise ValueError(f"the exchange file is too short for '{name}'")
        arrays[name] = np.fromfile(path, dtype, count, offset=entry["offset"]).reshape(shape)
    return arrays
