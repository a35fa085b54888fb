"""Bare weights: what a milestone of training leaves in the repository, a tenth of a checkpoint; no optimiser, no run.

``python -m eoduet.engine.training.weights FOLDER RUN/last.pt WEIGHTS.npz [--preset lite]`` writes the averaged weights as
float16 under the names of the model's ``state_dict``, with the arrays of the layout and the number of steps.  ``train --start
WEIGHTS.npz`` goes on from them where RUN has no checkpoint yet.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..errors import InputError
from . import checkpoint
from .layout import layout_path
from .preset import LITE, PRESETS, Preset

LAYOUT = "layout."
STEPS = "steps"


def write(folder: Path, source: Path, target: Path, preset: Preset = LITE) -> None:
    """Write the average of a checkpoint."""
    state = checkpoint.load(source)
    store(state["average"], state["total"], folder, target, preset)


def store(state: dict[str, Tensor], steps: int, folder: Path, target: Path, preset: Preset = LITE) -> None:
    """Write a ``state_dict`` with the layout of ``folder``."""
    arrays = {name: value.numpy() for name, value in state.items()}
    arrays = {name: a.astype(np.float16) if a.dtype.kind == "f" else a for name, a in arrays.items()}
    with np.load(layout_path(folder, preset)) as layout:
        arrays |= {LAYOUT + name: layout[name] for name in layout.files}
    np.savez(target, **arrays, **{STEPS: np.array(steps)})


def read(source: Path, folder: Path, preset: Preset = LITE) -> tuple[dict[str, Tensor], int]:
    """Weights as float32, and steps; the layout goes to ``folder``, InputError where another is there already."""
    with np.load(source, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    layout = {name.removeprefix(LAYOUT): arrays.pop(name) for name in list(arrays) if name.startswith(LAYOUT)}
    path = layout_path(folder, preset)
    if not path.exists():
        np.savez(path, **layout)
    with np.load(path) as present:
        if any(not np.array_equal(present[name], layout[name]) for name in layout):
            raise InputError(f"{path} is another layout than that of {source}: remove it, or start afresh.")
    steps = int(arrays.pop(STEPS))
    return {name: torch.from_numpy(a.astype(np.float32)) for name, a in arrays.items()}, steps


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--preset", choices=PRESETS, default=LITE.name)
    given = parser.parse_args()
    write(given.folder, given.checkpoint, given.weights, PRESETS[given.preset])


if __name__ == "__main__":
    main()
