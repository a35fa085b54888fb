"""What a bundle's manifest may say of map models and task profiles: fields, types, ranges; no reading, and no graphs.

Both are optional: a bundle without them codes and decodes.  A profile replaces float graphs only, so that it can never change
which symbols a stream holds.
"""

from __future__ import annotations

import re
from typing import Any

from .classes import CLASS_SETS, NO_CLASS

#: Graphs that a profile may replace, each by the graph of that name with "_" and the profile's name behind it.
REPLACEABLE = ("encoder", "decoder_optical", "decoder_sar")
#: The profile that every bundle has and no manifest lists: the graphs as they are.
IMAGE = "image"
MAX_ENTRIES, MAX_ALIGN, MAX_MARGIN, MAX_NAME = 64, 256, 1024, 100
#: Windows of the map are cut in steps of this: blocks of a GeoTIFF are multiples of 16 pixels.
ALIGN_STEP = 16
PROMPT_STEPS = 1000


def check_maps(manifest: dict[str, Any]) -> None:
    """ValueError naming the first field of ``segmenters`` or ``profiles`` that cannot be right."""
    graphs = manifest["graphs"]
    segmenters, profiles = manifest.get("segmenters", {}), manifest.get("profiles", {})
    for field, entries in (("segmenters", segmenters), ("profiles", profiles)):
        _require(isinstance(entries, dict) and len(entries) <= MAX_ENTRIES, field)
        _require(all(plain_name(name) and isinstance(entries[name], dict) for name in entries), field)
    for name, entry in segmenters.items():
        _check_segmenter(entry, graphs, f"segmenters.{name}")
    for name, entry in profiles.items():
        _require(name != IMAGE, f"profiles.{name}")
        _check_profile(name, entry, graphs, segmenters)


def _check_segmenter(entry: dict[str, Any], graphs: dict[str, Any], where: str) -> None:
    _require(isinstance(entry.get("graph"), str) and entry["graph"] in graphs, f"{where}.graph")
    align: Any = entry.get("align")
    margin: Any = entry.get("margin")
    _require(_integer(align, ALIGN_STEP, MAX_ALIGN) and align % ALIGN_STEP == 0, f"{where}.align")
    _require(_integer(margin, 0, MAX_MARGIN) and margin % align == 0, f"{where}.margin")
    classes: Any = entry.get("classes")
    if isinstance(classes, str):
        _require(classes in CLASS_SETS, f"{where}.classes")
        return
    _require(isinstance(classes, list) and 2 <= len(classes) <= NO_CLASS, f"{where}.classes")
    _require(all(map(_is_class, classes)), f"{where}.classes")
    for key in ("id", "name"):
        _require(len({item[key] for item in classes}) == len(classes), f"{where}.classes")


def _is_class(item: Any) -> bool:
    """``{"id": 0..254, "name": printable text, "colour": "#rrggbb"}``."""
    return (
        isinstance(item, dict)
        and _integer(item.get("id"), 0, NO_CLASS - 1)
        and isinstance(item.get("name"), str)
        and 1 <= len(item["name"]) <= MAX_NAME
        and item["name"].isprintable()
        and isinstance(item.get("colour"), str)
        and re.fullmatch("#[0-9a-fA-F]{6}", item["colour"]) is not None
    )


def _check_profile(
    name: str, entry: dict[str, Any], graphs: dict[str, Any], segmenters: dict[str, Any]
) -> None:
    where = f"profiles.{name}"
    replaced = entry.get("graphs", [])
    _require(isinstance(replaced, list) and len(replaced) <= len(REPLACEABLE), f"{where}.graphs")
    for graph in replaced:
        _require(graph in REPLACEABLE and f"{graph}_{name}" in graphs, f"{where}.graphs")
    curve = entry.get("gamma", [])
    _require(isinstance(curve, list) and len(curve) <= PROMPT_STEPS + 1, f"{where}.gamma")
    _require(all(map(_is_point, curve)), f"{where}.gamma")
    _require(all(a[0] < b[0] for a, b in zip(curve, curve[1:])), f"{where}.gamma")
    segmenter = entry.get("segmenter")
    _require(
        segmenter is None or (isinstance(segmenter, str) and segmenter in segmenters), f"{where}.segmenter"
    )


def _is_point(point: Any) -> bool:
    """``[quality in tenths, γ in thousandths]``."""
    return isinstance(point, list) and len(point) == 2 and all(_integer(n, 0, PROMPT_STEPS) for n in point)


def plain_name(value: Any) -> bool:
    """A name that cannot leave its folder on any system."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", value) is not None


def _integer(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _require(condition: bool, field: str) -> None:
    if not condition:
        raise ValueError(field)
