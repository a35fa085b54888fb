"""The map models by name, and their graph; what they are made of is elsewhere."""

from __future__ import annotations

from torch import nn

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


def segmenter_graph(model: nn.Module, classes: int) -> bytes:
    """``optical``, ``sar`` in [0,1] and ``presence`` → ``scores`` of the classes."""
    return graph_of("segmenter", model, PLANES, "scores", classes)
