"""The lite preset's analysis and synthesis: lapped linear paths with nonlinear branches beside them.

Analysis: x_opt, x_sar → three branches (optical, SAR, joint) at 1/8 and 1/16, fused per pixel at both scales, whose zero-
initialised heads correct the linear latents.  Synthesis, once per modality: the latents become features at 1/16, 1/8 and 1/4,
where the linear reconstruction joins them, and a zero-initialised last layer corrects it.  At step 0 the model is the
orthonormal linear codec.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .fusion import TokenFusion
from .lapped import lapped_kernels
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS, Preset

#: Entries of the prompt vector: γ, quality/100, six presence flags.
PROMPTS = 2 + OPTICAL_COMPONENTS + SAR_COMPONENTS
#: Component slots of each modality.
SLOTS = {"optical": OPTICAL_COMPONENTS, "sar": SAR_COMPONENTS}
#: Components travel in 8-bit digital numbers; networks see them divided by this.
PIXEL_SCALE = 64.0
#: Corrections are in quantiser steps, and small: a zero-initialised head must not overshoot in its first updates.
CORRECTION = 0.25


def planes(prompts: Tensor, like: Tensor) -> Tensor:
    """Replicate prompts (B, P) over the pixels of ``like`` → (B, P, H, W)."""
    return prompts[:, :, None, None].expand(-1, -1, like.shape[2], like.shape[3]).to(like.dtype)


def mirrored(latents: Tensor, layout: Layout, ring: int) -> Tensor:
    """(B, M, h, w) with ``ring`` latents mirrored beyond each border, signed by their parity (half-sample symmetry)."""
    for axis, frequency in ((2, layout.row), (3, layout.column)):
        sign = torch.from_numpy(1.0 - 2.0 * (frequency % 2)).float().view(1, -1, 1, 1).to(latents)
        size = latents.shape[axis]
        before = latents.narrow(axis, 0, ring).flip(axis) * sign
        after = latents.narrow(axis, size - ring, ring).flip(axis) * sign
        latents = torch.cat([before, latents, after], axis)
    return latents


def zero_initialised(layer: nn.Conv2d) -> nn.Conv2d:
    """The layer with weights and bias at zero."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class ResidualBlock(nn.Module):
    """Two 3 × 3 convolutions beside the identity."""

    def __init__(self, features: int):
        super().__init__()
        self.first = nn.Conv2d(features, features, 3, padding=1)
        self.second = nn.Conv2d(features, features, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, F, H, W) → the same."""
        return x + self.second(functional.leaky_relu(self.first(x), 0.1))


class LinearAnalysis(nn.Module):
    """Lapped KLT of each component: (B, 6, 16h+16, 16w+16) → latents (B, M, h, w), in digital numbers."""

    def __init__(self, preset: Preset, layout: Layout):
        super().__init__()
        self.stride = preset.stride
        index = []
        for slot in range(OPTICAL_COMPONENTS + SAR_COMPONENTS):
            mine = np.flatnonzero(layout.component == slot)
            index.append(mine)
            kernels = lapped_kernels(preset.stride, layout.row[mine], layout.column[mine])
            self.register_buffer(f"kernels{slot}", torch.from_numpy(kernels)[:, None], persistent=False)
        self.slots = [slot for slot, mine in enumerate(index) if len(mine)]
        order = np.argsort(np.concatenate(index))
        self.register_buffer("order", torch.from_numpy(order), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """All components at once, channels in layout order."""
        with torch.autocast("cpu", enabled=False):  # half precision would cost tens of decibels here
            parts = [
                functional.conv2d(x[:, i : i + 1].float(), getattr(self, f"kernels{i}"), stride=self.stride)
                for i in self.slots
            ]
            return torch.cat(parts, 1)[:, self.order]


class LinearSynthesis(nn.Module):
    """The transpose for one modality: latents (B, M, h, w) → components (B, C, 16h−32, 16w−32)."""

    def __init__(self, preset: Preset, layout: Layout, slots: range):
        super().__init__()
        self.stride, self.slots = preset.stride, slots
        for slot in slots:
            mine = np.flatnonzero(layout.component == slot)
            kernels = lapped_kernels(preset.stride, layout.row[mine], layout.column[mine])
            self.register_buffer(f"kernels{slot}", torch.from_numpy(kernels)[:, None], persistent=False)
            self.register_buffer(f"index{slot}", torch.from_numpy(mine), persistent=False)

    def forward(self, latents: Tensor) -> Tensor:
        """Overlap-add of every basis function; the outermost block, which lacks a neighbour, is dropped."""
        parts = []
        with torch.autocast("cpu", enabled=False):
            for slot in self.slots:
                own = latents[:, getattr(self, f"index{slot}")].float()
                parts.append(
                    functional.conv_transpose2d(own, getattr(self, f"kernels{slot}"), stride=self.stride)
                )
        cut = self.stride + self.stride // 2
        return torch.cat(parts, 1)[:, :, cut:-cut, cut:-cut]


class Branch(nn.Module):
    """Pixel-unshuffle stem to 1/8, then 1/16: one of the three branches, up to each fusion."""

    def __init__(self, components: int, preset: Preset):
        super().__init__()
        low, high = preset.branch
        self.stem = nn.Conv2d(components * 64 + PROMPTS, low, 1)
        self.at_eighth = ResidualBlock(low)
        self.down = nn.Conv2d(4 * low, high, 1)
        self.at_sixteenth = ResidualBlock(high)

    def begin(self, x: Tensor, prompts: Tensor) -> Tensor:
        """Pixels → features at 1/8."""
        folded = functional.pixel_unshuffle(x, 8)
        return self.at_eighth(
            functional.leaky_relu(self.stem(torch.cat([folded, planes(prompts, folded)], 1)), 0.1)
        )

    def proceed(self, features: Tensor) -> Tensor:
        """Features at 1/8 → features at 1/16."""
        return self.at_sixteenth(
            functional.leaky_relu(self.down(functional.pixel_unshuffle(features, 2)), 0.1)
        )


class Encoder(nn.Module):
    """E(γ, x_opt, x_sar) → y: (B, 4, 16h+64, 16w+64) and (B, 2, …) with margin → latents (B, M, h, w)."""

    def __init__(self, preset: Preset, layout: Layout):
        super().__init__()
        low, high = preset.branch
        self.preset = preset
        self.linear = LinearAnalysis(preset, layout)
        slots, self.names = [SLOTS[modality] for modality in preset.modalities], list(preset.modalities)
        if len(slots) > 1:
            slots.append(sum(slots))
            self.names.append("joint")
            self.fuse_eighth, self.fuse_sixteenth = TokenFusion(low), TokenFusion(high)
        else:  # a model of one modality has no other branch to look at
            self.fuse_eighth = self.fuse_sixteenth = nn.Identity()
        self.branches = nn.ModuleList(Branch(n, preset) for n in slots)
        self.head = zero_initialised(nn.Conv2d(len(slots) * high, preset.latents, 1))

    def forward(self, optical: Tensor, sar: Tensor, prompts: Tensor, step: Tensor) -> Tensor:
        """Linear latents plus the correction of the fused branches, both in quantiser steps Δ, ``step`` (B, M, 1, 1)."""
        both = torch.cat([optical, sar], 1)
        margin, overlap = self.preset.margin, self.preset.stride // 2
        inset = margin - overlap
        linear = self.linear(both[:, :, inset:-inset, inset:-inset])
        inverse = torch.cat([1 - prompts[:, :1], prompts[:, 1:]], 1)
        images = {"optical": (optical, prompts), "sar": (sar, inverse), "joint": (both, prompts)}
        inputs = ((branch, *images[name]) for branch, name in zip(self.branches, self.names))
        features = self.fuse_eighth([branch.begin(x / PIXEL_SCALE, p) for branch, x, p in inputs])
        features = self.fuse_sixteenth([branch.proceed(f) for branch, f in zip(self.branches, features)])
        ring = margin // self.preset.stride
        correction = self.head(torch.cat(features, 1))[:, :, ring:-ring, ring:-ring]
        return linear / step + CORRECTION * correction.float()


class Decoder(nn.Module):
    """D(y) of one modality: latents in steps (B, M, h+4, w+4) → components in digital numbers (B, C, 16h, 16w)."""

    def __init__(self, preset: Preset, layout: Layout, slots: range):
        super().__init__()
        wide, middle, narrow = preset.decoder
        self.preset = preset
        self.linear = LinearSynthesis(preset, layout, slots)
        self.stem = nn.Conv2d(preset.latents + PROMPTS, wide, 1)
        self.at_sixteenth = ResidualBlock(wide)
        self.up_eighth = nn.Conv2d(wide, 4 * middle, 1)
        self.at_eighth = ResidualBlock(middle)
        self.up_quarter = nn.Conv2d(middle, 4 * narrow, 1)
        self.join = nn.Conv2d(len(slots) * 16 + narrow, narrow, 1)
        self.at_quarter = nn.Sequential(ResidualBlock(narrow), ResidualBlock(narrow))
        self.head = zero_initialised(nn.Conv2d(narrow, len(slots) * 16, 3, padding=1))

    def forward(self, latents: Tensor, step: Tensor, own_step: Tensor, prompts: Tensor) -> Tensor:
        """Linear reconstruction plus the correction of the network, in units of the modality's step (B, 1, 1, 1)."""
        linear = self.linear(latents * step)  # one block of margin left
        folded_range = torch.sign(latents) * torch.log2(1 + latents.abs())
        x = functional.leaky_relu(self.stem(torch.cat([folded_range, planes(prompts, folded_range)], 1)), 0.1)
        x = functional.pixel_shuffle(self.up_eighth(self.at_sixteenth(x)), 2)
        x = functional.pixel_shuffle(self.up_quarter(self.at_eighth(functional.leaky_relu(x, 0.1))), 2)
        block = self.preset.stride
        x = x[:, :, block // 4 : -(block // 4), block // 4 : -(block // 4)]
        folded = functional.pixel_unshuffle(linear / PIXEL_SCALE, 4)
        x = self.at_quarter(functional.leaky_relu(self.join(torch.cat([folded, x], 1)), 0.1))
        correction = functional.pixel_shuffle(self.head(x), 4).float() * (CORRECTION * own_step)
        return (linear + correction)[:, :, block:-block, block:-block]
