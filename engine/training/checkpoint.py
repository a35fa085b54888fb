"""Checkpoints: weights, their average, optimiser, step; written so that a cut leaves the last one whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..errors import InputError
from .cache import opened
from .layout import Layout, layout_path
from .model import JointCodec
from .preset import LITE, Preset


class Average:
    """Exponential moving average of a model's parameters (what is validated and exported)."""

    def __init__(self, model: nn.Module, decay: float = 0.999):
        self.decay = decay
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model: nn.Module, step: int) -> None:
        """One step; the decay warms up so that the start is forgotten."""
        decay = min(self.decay, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.is_floating_point():
                    self.weights[name].lerp_(value, 1 - decay)
                else:
                    self.weights[name].copy_(value)


@contextmanager
def using(model: nn.Module, weights: dict[str, Tensor]) -> Iterator[None]:
    """The model with other weights, ready to be measured; its own come back at the end, ready to be trained."""
    own = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(weights)
    model.eval()
    try:
        yield
    finally:
        model.load_state_dict(own)
        model.train()


def save(path: Path, **state: Any) -> None:
    """Write atomically: a temporary file beside the target, then renamed."""
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    os.replace(temporary, path)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint; only tensors and plain containers are accepted, InputError for anything else."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; name the last.pt of a run.") from None
    except Exception as error:  # whatever torch trips over in a file of another kind
        raise InputError(f"{path} is no checkpoint; name the last.pt of a run.") from error


def part(weights: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    """The weights of one submodule, under their names in it."""
    return {key[len(name) + 1 :]: value for key, value in weights.items() if key.startswith(f"{name}.")}


def build(folder: Path, preset: Preset = LITE) -> JointCodec:
    """A model of a preset with the layout that ``prepare`` measured for it in ``folder``."""
    with opened(layout_path(folder, preset)) as arrays:
        layout = Layout(**{name: arrays[name] for name in ("component", "row", "column", "sigma")})
    return JointCodec(preset, layout)
