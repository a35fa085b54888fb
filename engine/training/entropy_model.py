"""The entropy model: hyperprior and space-channel context (SCCTX) as integer networks around whitened latents.

Every latent has a prior scale σ_c known to both sides; the networks predict, from the hyperprior, the groups already coded and
the checkerboard anchors of the current group, how far the local scale departs from it (in octaves) and a mean (in σ_c).
What they see of coded latents is the logarithm of their magnitude in quantiser steps, whose weighted sums predict scales
directly, and for the first, strongest groups their signed value as well.
ELIC: He et al., CVPR 2022 (SCCTX); Minnen et al., NeurIPS 2018 (hyperprior); He et al., CVPR 2021 (checkerboard).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .integer import (
    MAX_HIDDEN,
    MAX_MAGNITUDE,
    MAX_SIGNED,
    UNIT_HIDDEN,
    UNIT_MAGNITUDE,
    UNIT_SCALE,
    UNIT_SIGNED,
    IntConv,
    Multipliers,
)
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS, Preset

#: Integer prompt planes: the two step exponents (halved) and six presence flags.
INT_PROMPTS = 2 + OPTICAL_COMPONENTS + SAR_COMPONENTS
#: Hyper latents are integers in ±this.
MAX_HYPER_LATENT = 31
#: Without this gain every hyper latent rounds to 0 at the start, and the decoder never learns what they could tell.
HYPER_GAIN = 10.0
#: How much faster than a weight the scales of the hyper latents move.
HYPER_SCALE_SPEED = 16.0
#: Entropy-model inputs: (channels, unit, largest integer).
HIDDEN = (UNIT_HIDDEN, MAX_HIDDEN)


def magnitude(latents: Tensor) -> Tensor:
    """log2(1 + |ŷ|) of latents in steps, ready for UNIT_MAGNITUDE."""
    return torch.log2(1 + latents.abs())


def quantise(x: Tensor, unit: float, peak: int) -> Tensor:
    """Put real values on an integer lattice (as the coder's tables do), clipped to ±peak steps."""
    return torch.floor(x / unit + 0.5).clamp(-peak, peak) * unit


class HyperEncoder(nn.Module):
    """h_a: latents in steps (B, M, h, w), h and w multiples of 4 → hyper latents (B, Z, h/4, w/4), before rounding."""

    def __init__(self, preset: Preset):
        super().__init__()
        width, signed = preset.hyper, sum(preset.groups[: preset.signed_groups])
        self.signed = signed
        self.stem = nn.Conv2d(preset.latents + signed + INT_PROMPTS, width, 1)
        self.down = nn.Conv2d(width, width, 3, 2, 1)
        self.head = nn.Conv2d(width, preset.latents_hyper, 3, 2, 1)
        with torch.no_grad():
            self.head.weight.mul_(HYPER_GAIN)

    def forward(self, steps: Tensor, whitened: Tensor, prompts: Tensor) -> Tensor:
        """``whitened`` are the latents over their prior scale; ``prompts`` the integer prompt planes."""
        x = torch.cat([magnitude(steps), whitened[:, : self.signed].clamp(-4, 4), prompts], 1)
        x = functional.leaky_relu(self.stem(x), 0.1)
        return self.head(functional.leaky_relu(self.down(x), 0.1))


class HyperDecoder(nn.Module):
    """h_s: integer hyper latents and prompts at 1/64 → hyper features (B, hyper, h, w) at 1/16."""

    def __init__(self, preset: Preset):
        super().__init__()
        width = preset.hyper
        prompts = (INT_PROMPTS, *HIDDEN)
        self.stem = IntConv([(preset.latents_hyper, 1.0, MAX_HYPER_LATENT), prompts], width, 3, *HIDDEN)
        self.up_first = IntConv([(width, *HIDDEN)], 4 * width, 1, *HIDDEN)
        self.middle = IntConv([(width, *HIDDEN)], width, 3, *HIDDEN)
        self.up_second = IntConv([(width, *HIDDEN)], 4 * width, 1, *HIDDEN)
        self.head = IntConv([(width, *HIDDEN), prompts], width, 3, *HIDDEN)

    def forward(self, hyper: Tensor, prompts: Tensor) -> Tensor:
        """``hyper`` (B, Z, h/4, w/4) integers, ``prompts`` (B, 8, h, w) real values of the integer planes."""
        x = self.stem(torch.cat([hyper, prompts[:, :, ::4, ::4]], 1))
        x = self.middle(functional.pixel_shuffle(self.up_first(x), 2))
        x = functional.pixel_shuffle(self.up_second(x), 2)
        return self.head(torch.cat([x, prompts], 1))


class Begun(NamedTuple):
    """A group's mix as far as earlier groups and the hyperprior go."""

    by: Multipliers
    total: Tensor


class Context(nn.Module):
    """One group's graph: hyper features, earlier groups and this group's anchors → (scale in octaves, mean in σ_c)."""

    def __init__(self, preset: Preset, group: int):
        super().__init__()
        before, size, width = sum(preset.groups[:group]), preset.groups[group], preset.context
        signed_before = min(before, sum(preset.groups[: preset.signed_groups]))
        signed_here = size if group < preset.signed_groups else 0
        past = [
            (preset.hyper, *HIDDEN),
            (before, UNIT_MAGNITUDE, MAX_MAGNITUDE),
            (signed_before, UNIT_SIGNED, MAX_SIGNED),
        ]
        here = [
            (size, UNIT_MAGNITUDE, MAX_MAGNITUDE),
            (signed_here, UNIT_SIGNED, MAX_SIGNED),
            (1, UNIT_HIDDEN, 32),
        ]
        self.signed_here = signed_here
        self.past = IntConv([p for p in past if p[0]], width, 1, *HIDDEN)
        self.here = IntConv([h for h in here if h[0]], width, 3, *HIDDEN)
        self.mix = IntConv([(2 * width, *HIDDEN)], width, 3, *HIDDEN)
        self.refine = IntConv([(width, *HIDDEN)], width, 1, *HIDDEN)
        self.scale = IntConv([(width, *HIDDEN)], size, 1, UNIT_SCALE, 511, signed=True)
        self.mean = IntConv([(width, *HIDDEN)], size, 1, UNIT_SIGNED, MAX_SIGNED, signed=True)
        for head in (self.scale, self.mean):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def begin(self, past: Tensor) -> Begun:
        """What both passes share: the part of the mix that comes from ``past`` (B, channels, h, w)."""
        by = self.mix.multipliers()
        return Begun(by, self.mix.total(self.past(past), by))

    def anchors(self, begun: Begun) -> tuple[Tensor, Tensor]:
        """First pass: nothing of the own group is known, so its part is one value a channel but for the border."""
        size = begun.total.shape[2:]
        small = torch.zeros(1, self.here.in_channels, *(min(n, 3) for n in size), device=begun.total.device)
        part = self.mix.total(self.here(small), begun.by, self.mix.in_channels // 2)
        rows, columns = ([0] + [1] * (n - 2) + [2] if n > 2 else list(range(n)) for n in size)
        return self._finish(begun, part[:, :, rows][:, :, :, columns])

    def others(self, begun: Begun, here: Tensor) -> tuple[Tensor, Tensor]:
        """Second pass, with the anchors in ``here`` (channels in the order of the constructor)."""
        return self._finish(begun, self.mix.total(self.here(here), begun.by, self.mix.in_channels // 2))

    def _finish(self, begun: Begun, part: Tensor) -> tuple[Tensor, Tensor]:
        x = self.refine(self.mix.requantise(begun.total + part, begun.by))
        return self.scale(x), self.mean(x)


class EntropyModel(nn.Module):
    """All integer graphs, and the two-pass coding loop in its differentiable form."""

    def __init__(self, preset: Preset, layout: Layout):
        super().__init__()
        self.preset = preset
        self.hyper_encoder = HyperEncoder(preset)
        self.hyper_decoder = HyperDecoder(preset)
        self.contexts = nn.ModuleList(Context(preset, g) for g in range(len(preset.groups)))
        # For the first groups on the lattice of every second row and column.
        self.coarse = nn.ModuleList(Context(preset, g) for g in range(preset.coarse_groups))
        self.hyper_scale = nn.Parameter(torch.zeros(preset.latents_hyper))
        prior = np.round(32 * np.log2(layout.sigma)) / 32
        self.register_buffer("prior", torch.from_numpy(prior).float().view(1, -1, 1, 1), persistent=False)

    def hyper_log2_scale(self) -> Tensor:
        """log2 of each hyper latent's scale, (1, Z, 1, 1); stored divided, so that it learns faster than a weight."""
        return (HYPER_SCALE_SPEED * self.hyper_scale).clamp(-3.3, 4).view(1, -1, 1, 1)

    def quantised(self, on: bool = True) -> None:
        """Switch the exact rounding of every integer layer on or off."""
        for module in self.modules():
            if isinstance(module, IntConv):
                module.quantised = on
