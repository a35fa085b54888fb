"""The map models by name, and their graph; what they are made of is elsewhere."""

from __future__ import annotations

from typing import Any

from torch import nn

from ..classes import ClassSet
from .checkpoint import part
from .classlists import from_text
from .mcanet import MCANet
from .mcanet_lite import LiteMCANet
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .traced import graph_of

LITE_MAP, PAPER_MAP = "mcanet-lite", "mcanet"
MAP_MODELS = {LITE_MAP: LiteMCANet, PAPER_MAP: MCANet}
PLANES = {
    "optical": OPTICAL_COMPONENTS,
    "sar": SAR_COMPONENTS,
    "presence": OPTICAL_COMPONENTS + SAR_COMPONENTS,
}


def map_of(state: dict[str, Any]) -> tuple[nn.Module, ClassSet]:
    """The map model of a checkpoint with its averaged weights, and its classes."""
    classes = from_text(state["classes"])
    model = MAP_MODELS[state["map"]](len(classes), **state.get("options", {}))
    model.load_state_dict(part(state["average"], "map"))
    return model.eval(), classes


def segmenter_graph(model: nn.Module, classes: int) -> bytes:
    """``optical``, ``sar`` in [0,1] and ``presence`` → ``scores`` of the classes."""
    return graph_of("segmenter", model, PLANES, "scores", classes)


def scene_graph(model: nn.Module, classes: int) -> bytes:
    """The same inputs → ``scores`` (1, K, 1, 1) of the classes of a whole image."""
    return graph_of("scene", model, PLANES, "scores", classes)
