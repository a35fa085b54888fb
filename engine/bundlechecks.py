"""What a model bundle's manifest and tables must hold: fields, types, ranges; no reading, and no graphs.

Everything that decides symbols is checked here before it is used, so that the entropy path needs no checks of its own: an
index stays inside its table, a sum inside its integer type.  The sizes are named as in ``bundle`` and ``lattice``.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .mapchecks import check_maps, plain_name
from .passes import COARSE

STRIDE = 16
SLOTS = [4, 2]
MAX_LATENTS, MAX_GROUPS, MAX_MARGIN = 4096, 16, 256
#: Tables of the scales; further ones may belong to hyper latents.
SCALE_TABLES = 64
FREQUENCY_TOTAL = 1 << 16
#: |log2| of any ratio of a prior scale and a step, in 1/32 octaves (``lattice.scale_by_power``).
MAX_RATIO = 480
#: Of these a bundle has one for each modality that it codes.
DECODERS = ("decoder_optical", "decoder_sar")
#: What only an encoder needs: a network of floats, whose results are rounded and written down.
ENCODER = "encoder"


def graph_names(manifest: dict[str, Any]) -> list[str]:
    """The graphs a bundle must have, besides its decoders; since format 2 the first pass has its own."""
    groups, passes = [str(group) for group in range(len(manifest["groups"]))], ["context"]
    if manifest["format"] > 1:
        groups += [group + COARSE for group in groups[: manifest["coarse_groups"]]]
        passes = ["anchors", "context"]
    contexts = [f"{name}{group}" for name in passes for group in groups]
    return [ENCODER, "hyper_decoder", *contexts]


def decides_symbols(manifest: dict[str, Any], graph: str) -> bool:
    """Whether a graph belongs to the exact entropy path; all others are ordinary float networks."""
    return graph in graph_names(manifest) and graph != ENCODER


def check_manifest(manifest: dict[str, Any]) -> None:
    """ValueError naming the first field of the manifest that cannot be right."""
    _require(plain_name(manifest.get("id")), "id")
    _require(manifest.get("stride") == STRIDE, "stride")
    _require(_integer(manifest.get("margin"), STRIDE, MAX_MARGIN), "margin")
    _require(manifest["margin"] % STRIDE == 0, "margin")
    _require(_integer(manifest.get("latent_margin"), 1, MAX_MARGIN // STRIDE), "latent_margin")
    groups: Any = manifest.get("groups")
    _require(isinstance(groups, list) and 1 <= len(groups) <= MAX_GROUPS, "groups")
    _require(all(_integer(size, 1, MAX_LATENTS) for size in groups) and sum(groups) <= MAX_LATENTS, "groups")
    _require(_integer(manifest.get("signed_groups"), 0, len(groups)), "signed_groups")
    if manifest["format"] > 1:
        _require(_integer(manifest.get("coarse_groups"), 0, len(groups)), "coarse_groups")
    _require(manifest.get("slots") == SLOTS, "slots")
    _require(_entry(manifest.get("tables")), "tables")
    graphs: Any = manifest.get("graphs")
    _require(isinstance(graphs, dict) and all(_entry(entry) for entry in graphs.values()), "graphs")
    for name in graph_names(manifest):
        _require(name in graphs, f"graphs.{name}")
    _require(any(name in graphs for name in DECODERS), "graphs.decoder_optical")
    check_maps(manifest)


def check_tables(tables: dict[str, np.ndarray], latents: int) -> None:
    """ValueError naming the first table that cannot be right; ``latents`` is M."""
    for name, low, high in (
        ("component", 0, sum(SLOTS) - 1),
        ("row", 0, STRIDE - 1),
        ("column", 0, STRIDE - 1),
    ):
        _require(_integers(tables, name, low, high) and tables[name].shape == (latents,), name)
    for name, size in (("prior", latents), ("quality", 1001), ("gamma", 1001)):
        _require(_integers(tables, name, -MAX_RATIO, MAX_RATIO) and tables[name].shape == (size,), name)
    prior, quality, gamma = (tables[name].astype(int) for name in ("prior", "quality", "gamma"))
    smallest, largest = quality.min() + gamma.min(), quality.max() + gamma.max()
    _require(max(prior.max() - smallest, largest - prior.min()) <= MAX_RATIO, "prior")
    _require(_integers(tables, "magnitude", 0, 127), "magnitude")
    if "centroid" in tables:
        _require(
            _integers(tables, "centroid", -8, 8) and tables["centroid"].shape == (SCALE_TABLES,), "centroid"
        )
    count = _check_frequencies(tables)
    _require(_integers(tables, "hyper_index", 1, count - 1), "hyper_index")


def _check_frequencies(tables: dict[str, np.ndarray]) -> int:
    """The number of frequency tables, each of an even length and total 2¹⁶ without a zero."""
    _require(_integers(tables, "frequencies", 1, FREQUENCY_TOTAL), "frequencies")
    frequencies = tables["frequencies"]
    _require(_integers(tables, "starts", 0, len(frequencies)), "starts")
    starts = tables["starts"].astype(int)
    lengths = np.diff(starts)
    _require(
        SCALE_TABLES <= len(lengths) <= 256 and starts[0] == 0 and starts[-1] == len(frequencies), "starts"
    )
    _require(bool(np.all((lengths >= 4) & (lengths % 2 == 0))), "starts")
    totals = np.add.reduceat(frequencies.astype(int), starts[:-1])
    _require(bool(np.all(totals == FREQUENCY_TOTAL)), "frequencies")
    return len(lengths)


def _require(condition: bool, field: str) -> None:
    if not condition:
        raise ValueError(field)


def _integer(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _entry(value: Any) -> bool:
    """``{"file": plain name, "sha256": 64 hex digits}``."""
    return (
        isinstance(value, dict)
        and plain_name(value.get("file"))
        and isinstance(value.get("sha256"), str)
        and re.fullmatch("[0-9a-f]{64}", value["sha256"]) is not None
    )


def _integers(tables: dict[str, np.ndarray], name: str, low: int, high: int) -> bool:
    """The table exists, is not empty, and holds integers from ``low`` to ``high``."""
    table = tables.get(name)
    if table is None or table.dtype.kind not in "iu" or table.ndim != 1 or not table.size:
        return False
    return low <= int(table.min()) and int(table.max()) <= high
