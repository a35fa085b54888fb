"""A joint model taken apart: an independent pair that has learned as much, without what either half sees of the other.

``python -m eoduet.engine.training.apart WEIGHTS.npz OPTICAL.npz SAR.npz`` goes the way of ``assemble`` back, from bare
weights to bare weights.  The transforms start anew, as those of ``assemble`` do.  After as many steps of the joint stage as
the joint model had, the pair is what that model is fairly compared with: what taught its entropy model has taught theirs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from . import weights
from .assemble import Part, places
from .commandline import Arguments, command, parser_of
from .model import JointCodec
from .preset import LITE_OPTICAL, LITE_SAR, Preset


@torch.no_grad()
def take_apart(joint: JointCodec, modality: str, preset: Preset) -> JointCodec:
    """The independent model of one modality, with what ``joint`` has learned of it."""
    model = JointCodec(preset, joint.layout.of(modality))
    part = Part(joint.entropy, model.entropy, modality)
    for source, own, rows, columns, prompted in places(joint.entropy, part):
        weight = source.weight[np.ix_(rows, columns)]
        own.weight.copy_(part.prompts(weight) if prompted else weight)
        own.bias.copy_(source.bias[rows])
    model.entropy.hyper_scale.copy_(joint.entropy.hyper_scale[part.block(len(model.entropy.hyper_scale))])
    return model


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("optical", type=Path)
    parser.add_argument("sar", type=Path)
    given = parser.parse_args(arguments)
    joint, steps = weights.codec_of(given.weights), weights.stored(given.weights)[2]
    weights.store(take_apart(joint, "optical", LITE_OPTICAL), steps, given.optical)
    weights.store(take_apart(joint, "sar", LITE_SAR), steps, given.sar)


if __name__ == "__main__":
    raise SystemExit(main())
