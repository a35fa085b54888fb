"""A joint model from an independent pair: what either has learned stays, and nothing flows between the two yet.

``python -m eoduet.engine.training.assemble FOLDER OPTICAL/last.pt SAR/last.pt WEIGHTS.npz`` writes bare weights that ``train
--start`` goes on from.  The entropy model of ``lite`` has the groups and widths of both independent ones, and beside each
group sees what the other modality has coded; with zeros there it codes every pair exactly as the two do apart.  So images
without a partner can train it (the paper's future work), and joint training only has to find what the modalities share.  The
transforms of the pair are not taken: in the entropy stage, which this is for, they are still linear.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InputError
from . import checkpoint, weights
from .entropy_model import INT_PROMPTS, Context, EntropyModel
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


def put(
    layer: nn.Conv2d, own: nn.Conv2d, rows: np.ndarray, columns: np.ndarray, weight: Tensor | None = None
):
    """Write a layer's weights (or ``weight`` in their place) and bias to its rows and columns of the joint layer."""
    layer.weight[np.ix_(rows, columns)] = own.weight if weight is None else weight
    layer.bias[rows] = own.bias


def put_hyper(joint: EntropyModel, part: Part) -> None:
    """Hyper encoder and decoder, which do not mix the modalities."""
    own, groups = part.own, joint.preset.groups
    width, codes = own.preset.hyper, own.preset.latents_hyper
    prompts = np.arange(INT_PROMPTS)
    signed = part.latents(joint.preset.signed_groups)
    seen = np.concatenate([part.latents(len(groups)), sum(groups) + signed])
    inputs = np.append(seen, sum(groups) + joint.hyper_encoder.signed + prompts)
    stem = own.hyper_encoder.stem
    put(joint.hyper_encoder.stem, stem, part.block(width), inputs, part.prompts(stem.weight))
    put(joint.hyper_encoder.down, own.hyper_encoder.down, part.block(width), part.block(width))
    put(joint.hyper_encoder.head, own.hyper_encoder.head, part.block(codes), part.block(width))
    joint.hyper_scale[part.block(codes)] = own.hyper_scale
    to, source = joint.hyper_decoder, own.hyper_decoder
    told = np.append(part.block(codes), joint.preset.latents_hyper + prompts)
    put(to.stem, source.stem, part.block(width), told, part.prompts(source.stem.weight))
    put(to.up_first, source.up_first, part.block(4 * width), part.block(width))
    put(to.middle, source.middle, part.block(width), part.block(width))
    put(to.up_second, source.up_second, part.block(4 * width), part.block(width))
    told = np.append(part.block(width), joint.preset.hyper + prompts)
    put(to.head, source.head, part.block(width), told, part.prompts(source.head.weight))


def put_context(joint: EntropyModel, part: Part, to: Context, own: Context, group: int) -> None:
    """One group's graph: of the past its own modality, the rest as it is."""
    features, before = joint.preset.hyper, int(part.ends[group])
    signed = part.latents(min(group, joint.preset.signed_groups))
    columns = part.block(part.own.preset.hyper), features + part.latents(group), features + before + signed
    put(to.past, own.past, np.arange(own.past.out_channels), np.concatenate(columns))
    for name in ("here", "mix", "refine", "scale", "mean"):
        to.get_submodule(name).load_state_dict(own.get_submodule(name).state_dict())


@torch.no_grad()
def assemble(joint: JointCodec, pair: dict[str, JointCodec]) -> None:
    """Give ``joint`` the entropy models of the pair, by modality; InputError unless their latents are the same."""
    for modality, own in pair.items():
        mine = joint.layout.is_sar == (modality == "sar")
        for name, values in own.layout.to_arrays().items():
            if not np.array_equal(joint.layout.to_arrays()[name][mine], values):
                raise InputError(
                    f"The {modality} model has other latents than the joint one: prepare both together."
                )
    for parameter in joint.entropy.parameters():
        parameter.zero_()
    for modality, own in pair.items():
        part = Part(joint.entropy, own.entropy, modality)
        put_hyper(joint.entropy, part)
        for name in ("contexts", "coarse"):
            for context, group in zip(own.entropy.get_submodule(name), part.groups):
                put_context(joint.entropy, part, joint.entropy.get_submodule(name)[group], context, group)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("optical", type=Path)
    parser.add_argument("sar", type=Path)
    parser.add_argument("weights", type=Path)
    given = parser.parse_args()
    pair, steps = {}, []
    for modality, preset in (("optical", LITE_OPTICAL), ("sar", LITE_SAR)):
        state = checkpoint.load(getattr(given, modality))
        pair[modality] = checkpoint.build(given.folder, preset)
        pair[modality].load_state_dict(state["average"])
        steps.append(state["total"])
    joint = checkpoint.build(given.folder)
    assemble(joint, pair)
    weights.store(joint.state_dict(), max(steps), given.folder, given.weights)


if __name__ == "__main__":
    main()
