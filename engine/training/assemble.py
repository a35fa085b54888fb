"""A joint model from an independent pair: what either has learned stays, and nothing flows between the two yet.

``python -m eoduet.engine.training.assemble FOLDER OPTICAL/last.pt SAR/last.pt WEIGHTS.npz`` writes bare weights that ``train
--start`` goes on from.  The entropy model of ``lite`` has the groups and widths of both independent ones, and beside each
group sees what the other modality has coded; with zeros there it codes every pair exactly as the two do apart.  So images
without a partner can train it (the paper's future work), and joint training only has to find what the modalities share.  The
transforms of the pair are not taken: in the entropy stage, which this is for, they are still linear.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InputError
from . import checkpoint, weights
from .commandline import Arguments, command, parser_of
from .entropy_model import INT_PROMPTS, EntropyModel
from .model import JointCodec
from .preset import LITE_OPTICAL, LITE_SAR, OPTICAL_COMPONENTS, SAR_COMPONENTS
from .transforms import SLOTS

#: Entries of the integer prompts that tell a modality about itself: its step, and which of its components exist.
OWN_PROMPTS = {
    "optical": [0, *range(2, 2 + OPTICAL_COMPONENTS)],
    "sar": [1, *range(2 + OPTICAL_COMPONENTS, 2 + OPTICAL_COMPONENTS + SAR_COMPONENTS)],
}


class Part:
    """An independent model's place in the joint one: where its channels lie among those of both."""

    def __init__(self, joint: EntropyModel, own: EntropyModel, modality: str):
        self.own, self.modality = own, modality
        self.at = list(SLOTS).index(modality)
        self.groups = range(self.at, len(joint.preset.groups), len(SLOTS))
        self.ends = np.cumsum([0, *joint.preset.groups])

    def block(self, size: int) -> np.ndarray:
        """Indices of its ``size`` channels where one modality follows the other."""
        return self.at * size + np.arange(size)

    def latents(self, before: int) -> np.ndarray:
        """Indices of its latents among those of the joint groups up to ``before``."""
        mine = [np.arange(self.ends[g], self.ends[g + 1]) for g in self.groups if g < before]
        return np.concatenate([np.zeros(0, int), *mine])

    def prompts(self, weight: Tensor) -> Tensor:
        """Weights whose last inputs are the prompts: own entries alone; both steps were the same, so their weights add up."""
        kept = torch.zeros_like(weight[:, -INT_PROMPTS:])
        mine = OWN_PROMPTS[self.modality]
        kept[:, mine] = weight[:, -INT_PROMPTS:][:, mine]
        kept[:, self.at] = weight[:, -INT_PROMPTS] + weight[:, -INT_PROMPTS + 1]
        return torch.cat([weight[:, :-INT_PROMPTS], kept], 1)


class Place(NamedTuple):
    """A layer of an independent model, and the rows and columns of the joint model's layer where its weights belong."""

    joint: nn.Conv2d
    own: nn.Conv2d
    rows: np.ndarray
    columns: np.ndarray
    prompted: bool = False


def hyper_places(joint: EntropyModel, part: Part) -> Iterator[Place]:
    """Hyper encoder and decoder, which do not mix the modalities."""
    own, groups = part.own, joint.preset.groups
    width, codes = part.block(own.preset.hyper), part.block(own.preset.latents_hyper)
    wide, prompts = part.block(4 * own.preset.hyper), np.arange(INT_PROMPTS)
    signed = part.latents(joint.preset.signed_groups)
    seen = np.concatenate([part.latents(len(groups)), sum(groups) + signed])
    inputs = np.append(seen, sum(groups) + joint.hyper_encoder.signed + prompts)
    encoder, source = joint.hyper_encoder, own.hyper_encoder
    yield Place(encoder.stem, source.stem, width, inputs, prompted=True)
    yield Place(encoder.down, source.down, width, width)
    yield Place(encoder.head, source.head, codes, width)
    decoder, told = joint.hyper_decoder, own.hyper_decoder
    inputs = np.append(codes, joint.preset.latents_hyper + prompts)
    yield Place(decoder.stem, told.stem, width, inputs, prompted=True)
    yield Place(decoder.up_first, told.up_first, wide, width)
    yield Place(decoder.middle, told.middle, width, width)
    yield Place(decoder.up_second, told.up_second, wide, width)
    inputs = np.append(width, joint.preset.hyper + prompts)
    yield Place(decoder.head, told.head, width, inputs, prompted=True)


def context_places(joint: EntropyModel, part: Part) -> Iterator[Place]:
    """Each group's graph: of the past its own modality, the rest as it is."""
    features = joint.preset.hyper
    for name in ("contexts", "coarse"):
        for own, group in zip(part.own.get_submodule(name), part.groups):
            to, before = joint.get_submodule(name)[group], int(part.ends[group])
            signed = part.latents(min(group, joint.preset.signed_groups))
            columns = (
                part.block(part.own.preset.hyper),
                features + part.latents(group),
                features + before + signed,
            )
            yield Place(to.past, own.past, np.arange(own.past.out_channels), np.concatenate(columns))
            for layer in ("here", "mix", "refine", "scale", "mean"):
                source = own.get_submodule(layer)
                whole = (np.arange(n) for n in source.weight.shape[:2])
                yield Place(to.get_submodule(layer), source, *whole)


def places(joint: EntropyModel, part: Part) -> Iterator[Place]:
    """Every layer of an independent entropy model in the joint one."""
    yield from hyper_places(joint, part)
    yield from context_places(joint, part)


def check_latents(joint: JointCodec, pair: dict[str, JointCodec]) -> None:
    """InputError unless each independent model has the joint one's latents of its modality."""
    for modality, own in pair.items():
        wanted = joint.layout.of(modality).to_arrays()
        for name, values in own.layout.to_arrays().items():
            if not np.array_equal(wanted[name], values):
                raise InputError(
                    f"The {modality} model has other latents than the joint one: prepare both together."
                )


@torch.no_grad()
def assemble(joint: JointCodec, pair: dict[str, JointCodec]) -> None:
    """Give ``joint`` the entropy models of the pair, by modality; InputError unless their latents are the same."""
    check_latents(joint, pair)
    for parameter in joint.entropy.parameters():
        parameter.zero_()
    for modality, model in pair.items():
        part = Part(joint.entropy, model.entropy, modality)
        for to, own, rows, columns, prompted in places(joint.entropy, part):
            to.weight[np.ix_(rows, columns)] = part.prompts(own.weight) if prompted else own.weight
            to.bias[rows] = own.bias
        joint.entropy.hyper_scale[part.block(len(model.entropy.hyper_scale))] = model.entropy.hyper_scale


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("optical", type=Path)
    parser.add_argument("sar", type=Path)
    parser.add_argument("weights", type=Path)
    given = parser.parse_args(arguments)
    pair, steps = {}, []
    for modality, preset in (("optical", LITE_OPTICAL), ("sar", LITE_SAR)):
        state = checkpoint.load(getattr(given, modality))
        pair[modality] = checkpoint.build(given.folder, preset)
        pair[modality].load_state_dict(state["average"])
        steps.append(state["total"])
    joint = checkpoint.build(given.folder)
    assemble(joint, pair)
    weights.store(joint, max(steps), given.weights)


if __name__ == "__main__":
    sys.exit(main())
