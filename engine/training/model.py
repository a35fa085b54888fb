"""The joint codec in torch: analysis, quantisation with the entropy model, synthesis, and the rate each part costs.

Data flow::

    x_opt, x_sar ──► E(γ, ·) ──► y ──► /Δ ──► round(· − μ) ──► symbols ──► + μ ──► ŷ ──► ·Δ ──► D_opt, D_sar
                                  └─► h_a ─► ẑ ─► h_s ─► contexts ─► σ, μ ─┘
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..crosscomponent import DAMPING, MAX_SLOPE, MAX_SUMMED, SLOPE_BITS, Prediction, predictions_of
from ..passes import passes_of
from . import elic, transforms
from .entropy_model import MAX_HYPER_LATENT, Begun, EntropyModel, magnitude, quantise
from .integer import MAX_MAGNITUDE, MAX_SIGNED, UNIT_HIDDEN, UNIT_MAGNITUDE, UNIT_SIGNED, round_straight
from .lattice import OCTAVE, TABLE_BASE, gamma_table, quality_table
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS, Preset
from .transforms import SLOTS

#: One bit is worth this much squared error in units of Δ² (rate–distortion slope of a dead-zone quantiser).
SLOPE = 6.0
#: Dead zone: how far the rounding threshold moves up, at most, and how it falls with σ.
DEAD_ZONE_MAX, DEAD_ZONE = 0.28, 0.16
LOG2E = 1.4426950408889634
#: A symbol costs at most this much (the tables escape beyond their reach).
MAX_BITS = 30.0


@dataclass
class Conditions:
    """What a batch is coded with: step exponents (B, 2) in 1/32 octaves, γ (B,), quality 0..1 (B,), presence (B, 6)."""

    exponents: Tensor
    gamma: Tensor
    quality: Tensor
    presence: Tensor

    @classmethod
    def at(cls, presence: Tensor, quality: int, gamma: int) -> Conditions:
        """One setting (tenths, thousandths) for a whole batch; ``presence`` (B, 6)."""
        base, tilt = int(quality_table()[quality]), gamma_table()
        exponents = torch.tensor([base + int(tilt[gamma]), base + int(tilt[1000 - gamma])]).float()
        ones = torch.ones(len(presence))
        return cls(exponents.expand(len(presence), 2), ones * gamma / 1000, ones * quality / 1000, presence)

    def prompts(self) -> Tensor:
        """Prompt vector of the float networks, (B, 8)."""
        return torch.cat([self.gamma[:, None], self.quality[:, None], self.presence], 1)

    def integer_planes(self, height: int, width: int) -> Tensor:
        """Prompt planes of the integer networks, (B, 8, height, width), real values on the hidden lattice."""
        steps = torch.floor(self.exponents / 2).clamp(0, 255) * UNIT_HIDDEN
        return torch.cat([steps, self.presence], 1)[:, :, None, None].expand(-1, -1, height, width)


@dataclass
class Coded:
    """Result of the entropy model: ŷ in steps, bits per sample of each group (B,), and of the hyper latents."""

    latents: Tensor
    bits: Tensor
    bits_hyper: Tensor
    bits_by_channel: Tensor


def laplace_bits(value: Tensor, log2_sigma: Tensor) -> Tensor:
    """Bits of a symbol (or of a noisy stand-in for one) under a zero-mean Laplacian of the given log2 standard deviation.

    Real latents given their predicted scale have the kurtosis of a Laplacian (measured: 6), so it is the shape trained with;
    the bundle's tables are fitted to counts afterwards.
    """
    inverse = math.sqrt(2) * torch.exp2(-log2_sigma)
    size = value.abs()
    tail = 1 - torch.log2(-torch.expm1(-inverse)) + (size - 0.5) * inverse * LOG2E
    near = (0.5 - size).clamp(min=0) * inverse
    centre = -torch.log2(
        (1 - 0.5 * torch.exp(-near) - 0.5 * torch.exp(-(0.5 + size) * inverse)).clamp_min(1e-9)
    )
    return torch.where(size < 0.5, centre, tail.clamp(max=MAX_BITS))


def dead_zone(log2_sigma: Tensor) -> Tensor:
    """How far the rounding threshold is raised, in steps: more where the scale is small."""
    return (DEAD_ZONE * torch.exp2(-log2_sigma)).clamp(max=DEAD_ZONE_MAX)


def centroid(log2_sigma: Tensor) -> Tensor:
    """How far beyond a symbol ≠ 0 the mean of the Laplacian values lies that are rounded to it, in steps."""
    slope = math.sqrt(2) * torch.exp2(-log2_sigma)
    return dead_zone(log2_sigma) - 0.5 + 1 / slope - 1 / torch.expm1(slope)


def round_dead_zone(x: Tensor, log2_sigma: Tensor) -> Tensor:
    """Integer symbols with the threshold raised where the scale is small; gradient of the identity."""
    symbol = torch.sign(x) * torch.floor(x.abs() + 0.5 - dead_zone(log2_sigma))
    return x + (symbol - x).detach()


def place(whole: Tensor, part: Tensor, mask: Tensor, stride: int) -> Tensor:
    """``whole`` (B, C, h, w) with ``part`` where ``mask`` is set, both on every ``stride``-th row and column."""
    if stride == 1:
        return torch.where(mask, part, whole)
    result = whole.clone()
    result[:, :, ::stride, ::stride] = torch.where(mask, part, whole[:, :, ::stride, ::stride])
    return result


@torch.no_grad()
def predict(one: Prediction, latents: Tensor) -> Tensor:
    """``crosscomponent.predict`` on ŷ (B, M, h, w) in steps; the sums are integers, which double precision holds exactly."""
    whole = torch.round(16 * latents.detach())
    x, y = (whole[:, part].clamp(-MAX_SUMMED, MAX_SUMMED).double() for part in (one.firsts, one.others))
    products, squares = (
        functional.avg_pool2d(sums.sum(1, keepdim=True), 3, 1, 1, divisor_override=1)
        for sums in (x * y, x * x)
    )
    slope = torch.floor(products / (squares + DAMPING) * 2**SLOPE_BITS + 0.5).clamp(-MAX_SLOPE, MAX_SLOPE)
    return torch.floor(slope.float() * whole[:, one.sources] * 2.0**-SLOPE_BITS + 0.5) / 16


class JointCodec(nn.Module):
    """The whole model of a preset; ``layout`` fixes what each latent is."""

    def __init__(self, preset: Preset, layout: Layout):
        super().__init__()
        self.preset, self.layout = preset, layout
        family = elic if preset.elic else transforms
        self.encoder = family.Encoder(preset, layout)
        self.entropy = EntropyModel(preset, layout)
        slots = {
            "optical": range(OPTICAL_COMPONENTS),
            "sar": range(OPTICAL_COMPONENTS, OPTICAL_COMPONENTS + SAR_COMPONENTS),
        }
        for modality in preset.modalities:
            self.add_module(f"decoder_{modality}", family.Decoder(preset, layout, slots[modality]))
        self.register_buffer("is_sar", torch.from_numpy(layout.is_sar), persistent=False)
        self.register_buffer("component", torch.from_numpy(layout.component), persistent=False)
        places = layout.component, layout.row, layout.column
        self.predictions = predictions_of(*places, preset.groups, (0, OPTICAL_COMPONENTS))

    def steps(self, conditions: Conditions) -> Tensor:
        """Quantiser step Δ of every channel, (B, M, 1, 1), in digital numbers."""
        return torch.exp2(conditions.exponents.float() / OCTAVE)[:, self.is_sar.long(), None, None]

    def present(self, conditions: Conditions) -> Tensor:
        """1 where the channel's component exists, (B, M, 1, 1)."""
        return conditions.presence[:, self.component, None, None]

    def code(self, scaled: Tensor, conditions: Conditions) -> Coded:
        """Quantise latents in steps (B, M, h, w) with the entropy model; teacher-free, exactly as the coder does."""
        entropy, groups = self.entropy, self.preset.groups
        present = self.present(conditions)
        scaled = scaled * present
        ratio = torch.exp2(entropy.prior) / self.steps(conditions)  # σ_c in steps
        planes = conditions.integer_planes(*scaled.shape[2:])
        hyper = entropy.hyper_encoder(scaled, scaled / ratio, planes)
        hyper = hyper.float()
        rounded = round_straight(hyper).clamp(-MAX_HYPER_LATENT, MAX_HYPER_LATENT)
        bits_hyper = self._rate(hyper, rounded, entropy.hyper_log2_scale()).sum((1, 2, 3))
        features = entropy.hyper_decoder(rounded, planes)
        decoded, outwards, magnitudes, signed, bits = [], [], [], [], []
        start = 0
        for group, size in enumerate(groups):
            here = slice(start, start + size)
            predicted = torch.zeros_like(scaled[:, here])
            if self.predictions[group]:
                known = torch.cat(decoded, 1)
                for part in self.predictions[group]:
                    predicted[:, part.targets - start] = predict(part, known)
            start += size
            past = torch.cat([features, *magnitudes, *signed], 1)
            values, outward, cost = self._code_group(
                group, scaled[:, here] - predicted, past, ratio[:, here], present[:, here]
            )
            decoded.append(values + predicted)
            outwards.append(outward)
            bits.append(cost)
            seen = self._seen(values, ratio[:, here], group < self.preset.signed_groups)
            magnitudes.append(seen[0])
            signed += seen[1:]
        by_channel = torch.cat(bits, 1).sum((2, 3))
        latents = torch.cat(decoded, 1) + torch.cat(outwards, 1)
        return Coded(latents, by_channel.sum(1), bits_hyper, by_channel)

    def _code_group(
        self, group: int, scaled: Tensor, past: Tensor, ratio: Tensor, present: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Pass by pass: ŷ as contexts see it, what centroids add to it, and bits, all (B, size, h, w)."""
        values = outward = cost = torch.zeros_like(scaled)
        begun: dict[int, Begun] = {}
        log2_ratio = torch.log2(ratio)
        for one in passes_of(group, self.preset.coarse_groups):
            stride = one.stride
            network = (self.entropy.contexts if stride == 1 else self.entropy.coarse)[group]
            if stride not in begun:
                begun[stride] = network.begin(past[:, :, ::stride, ::stride])
            own, target = values[:, :, ::stride, ::stride], scaled[:, :, ::stride, ::stride]
            if one.known:
                seen = self._seen(own, ratio, group < self.preset.signed_groups)
                flag = torch.full_like(own[:, :1], one.known * UNIT_HIDDEN)
                scale, mean = network.others(begun[stride], torch.cat([*seen, flag], 1))
            else:
                scale, mean = network.anchors(begun[stride])
            log2_sigma = (log2_ratio + scale.float()).clamp(TABLE_BASE / OCTAVE, 7.5)
            offset = round_straight(mean.float() * ratio * 16) / 16
            symbol = round_dead_zone(target - offset, log2_sigma)
            beyond = torch.sign(symbol.detach()) * centroid(log2_sigma.detach())
            mask = torch.from_numpy(one.mask(*scaled.shape[2:]))
            values = place(values, (symbol + offset) * present, mask, stride)
            outward = place(outward, beyond * present, mask, stride)
            cost = place(cost, self._rate(target - offset, symbol, log2_sigma) * present, mask, stride)
        return values, outward, cost

    def _seen(self, values: Tensor, ratio: Tensor, is_signed: bool) -> list[Tensor]:
        """What the networks see of coded latents in steps: magnitudes, and signed values in σ_c if ``is_signed``."""
        seen = [quantise(magnitude(values), UNIT_MAGNITUDE, MAX_MAGNITUDE)]
        return [*seen, quantise(values / ratio, UNIT_SIGNED, MAX_SIGNED)] if is_signed else seen

    def _rate(self, value: Tensor, symbol: Tensor, log2_sigma: Tensor) -> Tensor:
        """True rate of the symbols for the entropy model; for the encoder the gradient of the noisy rate."""
        rate = laplace_bits(symbol.detach(), log2_sigma)
        if not (self.training and value.requires_grad):
            return rate
        noisy = laplace_bits(value + torch.rand_like(value) - 0.5, log2_sigma.detach())
        return rate + noisy - noisy.detach()

    def analyse(self, optical: Tensor, sar: Tensor, conditions: Conditions) -> Tensor:
        """Components with margin → latents in quantiser steps (B, M, h, w)."""
        return self.encoder(optical, sar, conditions.prompts(), self.steps(conditions))

    def decode(self, latents: Tensor, conditions: Conditions) -> dict[str, Tensor]:
        """ŷ in steps → components in digital numbers of every modality the model has."""
        padded = transforms.mirrored(latents, self.layout, self.preset.margin // self.preset.stride)
        prompts, step = conditions.prompts(), self.steps(conditions)
        own = torch.exp2(conditions.exponents.float() / OCTAVE)[:, :, None, None, None]
        return {
            modality: self.get_submodule(f"decoder_{modality}")(padded, step, own[:, at], prompts)
            for at, modality in enumerate(SLOTS)
            if modality in self.preset.modalities
        }
