"""Bare weights: what a milestone of training leaves in the repository, a tenth of a checkpoint; no optimiser, no run.

``python -m eoduet.engine.training.weights FOLDER RUN/last.pt WEIGHTS.npz [--preset lite]`` writes the averaged weights as
float16 under the names of the model's ``state_dict``, with the arrays of the layout and the number of steps.  ``train --start
WEIGHTS.npz`` goes on from them where RUN has no checkpoint yet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..errors import InputError
from . import checkpoint
from .cache import opened
from .commandline import Arguments, command, parser_of
from .layout import Layout, layout_path
from .model import JointCodec
from .preset import LITE, OPTICAL_COMPONENTS, PRESETS, SAR_COMPONENTS, Preset

LAYOUT = "layout."
STEPS = "steps"


def write(folder: Path, source: Path, target: Path, preset: Preset = LITE) -> None:
    """Write the average of a checkpoint."""
    state = checkpoint.load(source)
    codec = checkpoint.build(folder, preset)
    codec.load_state_dict(state["average"])
    store(codec, state["total"], target)


def store(codec: JointCodec, steps: int, target: Path) -> None:
    """Write the weights of a codec with its layout."""
    arrays = {name: value.numpy() for name, value in codec.state_dict().items()}
    arrays = {name: a.astype(np.float16) if a.dtype.kind == "f" else a for name, a in arrays.items()}
    arrays |= {LAYOUT + name: values for name, values in codec.layout.to_arrays().items()}
    np.savez_compressed(target, **arrays, **{STEPS: np.array(steps)})


def stored(source: Path) -> tuple[dict[str, Tensor], dict[str, np.ndarray], int]:
    """Weights as float32, the arrays of their layout, and steps; InputError where there is no file."""
    if not source.exists():
        raise InputError(f"{source} does not exist; name bare weights, a .npz.")
    with np.load(source, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    layout = {name[len(LAYOUT) :]: arrays.pop(name) for name in list(arrays) if name.startswith(LAYOUT)}
    steps = int(arrays.pop(STEPS))
    return {name: torch.from_numpy(a.astype(np.float32)) for name, a in arrays.items()}, layout, steps


def codec_of(source: Path) -> JointCodec:
    """The trained codec, of the preset whose latents the layout has; InputError where the file is something else."""
    try:
        arrays, layout, _ = stored(source)
        zones = tuple(np.bincount(layout["component"], minlength=OPTICAL_COMPONENTS + SAR_COMPONENTS))
        preset = next(preset for preset in PRESETS.values() if preset.zones == zones)
        codec = JointCodec(preset, Layout(**layout))
        codec.load_state_dict(arrays)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, StopIteration):
        raise InputError(
            f"{source} holds no bare weights; write them from a checkpoint with weights."
        ) from None
    return codec.eval()


def read(source: Path, folder: Path, preset: Preset = LITE) -> tuple[dict[str, Tensor], int]:
    """Weights as float32, and steps; the layout goes to ``folder``, InputError where another is there already."""
    arrays, layout, steps = stored(source)
    path = layout_path(folder, preset)
    if not path.exists():
        np.savez(path, **layout)
    with opened(path) as present:
        if any(not np.array_equal(present[name], layout[name]) for name in layout):
            raise InputError(f"{path} is another layout than that of {source}: remove it, or start afresh.")
    return arrays, steps


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--preset", choices=PRESETS, default=LITE.name)
    given = parser.parse_args(arguments)
    write(given.folder, given.checkpoint, given.weights, PRESETS[given.preset])


if __name__ == "__main__":
    sys.exit(main())
