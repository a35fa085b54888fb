"""The paper preset's analysis and synthesis: ELIC's transforms, three branches of them fused at every scale; no entropy model.

Analysis: an optical, a SAR and a joint branch, each ELIC's g_a of width N: four strided convolutions, three residual
bottlenecks behind the first three, attention at 1/4 and 1/16; the branches are fused per pixel at each of the four scales, and
a 1 × 1 convolution of all three gives y.  Synthesis: one g_s per modality, its mirror image, reading all of y.  γ, quality and
presence enter as planes beside the pixels (1 − γ beside the SAR image) and as a bias on what the decoders read.
ELIC: He et al., CVPR 2022, figure 9 (transforms); Cheng et al., CVPR 2020 (attention without non-local blocks).

**Joint latents in a format of coefficients.**  A lapped coefficient belongs to one component; a latent here belongs to both
images.  What the format asks of each latent is answered so:

- *Scale.*  The encoder's last layer gives whitened latents; times the prior scale σ_c they are in digital numbers, divided by
  Δ in steps, and the decoders undo both.  The scales are those of the strongest linear coefficients (``fit_layout``): the law
  by which the energy of pictures falls, so that the first groups carry the strongest latents.  Quality moves Δ, as everywhere.
- *Component*, which decides presence and Δ.  Half of the latents have the number of the first optical component, half that of
  the first SAR one.  Both decoders read both halves, and nothing forces a half to be about its image; but γ makes one half
  finer and the other coarser, besides what it tells the networks, and where an image is missing its half is not sent: the
  networks, which know the presence, code the other image in the other half.  The number of bands changes no latents.
- *Parity.*  All even: beyond the raster's border latents are mirrored as they are.  No network of free weights maps mirrored
  pixels to mirrored latents exactly; the decoders learn with the same mirrors in training.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .fusion import TokenFusion
from .layout import Layout
from .preset import Preset
from .transforms import PIXEL_SCALE, PROMPTS, SLOTS, planes

#: Strided convolutions of each transform: 2⁴ = the stride.
SCALES = 4


class Bottleneck(nn.Module):
    """ELIC's residual block: 1 × 1 to half the width, 3 × 3, 1 × 1 back, beside the identity."""

    def __init__(self, features: int):
        super().__init__()
        half = features // 2
        self.body = nn.Sequential(
            nn.Conv2d(features, half, 1),
            nn.ReLU(),
            nn.Conv2d(half, half, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(half, features, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, F, H, W) → the same."""
        return x + self.body(x)


def bottlenecks(features: int) -> list[nn.Module]:
    """The three in a row of which everything here is made."""
    return [Bottleneck(features) for _ in range(3)]


class Attention(nn.Module):
    """A trunk of residual blocks weighted by a mask in 0..1 of its own residual blocks, beside the identity."""

    def __init__(self, features: int):
        super().__init__()
        self.trunk = nn.Sequential(*bottlenecks(features))
        self.mask = nn.Sequential(*bottlenecks(features), nn.Conv2d(features, features, 1))

    def forward(self, x: Tensor) -> Tensor:
        """(B, F, H, W) → the same."""
        return x + self.trunk(x) * torch.sigmoid(self.mask(x))


def analysis(inputs: int, width: int, latents: int) -> nn.ModuleList:
    """g_a cut into its scales 1/2, 1/4, 1/8 and 1/16, (B, inputs, H, W) → (B, latents, H/16, W/16)."""

    def down(before: int, after: int) -> nn.Module:
        return nn.Conv2d(before, after, 5, 2, 2)

    return nn.ModuleList(
        [
            nn.Sequential(down(inputs, width), *bottlenecks(width)),
            nn.Sequential(down(width, width), *bottlenecks(width), Attention(width)),
            nn.Sequential(down(width, width), *bottlenecks(width)),
            nn.Sequential(down(width, latents), Attention(latents)),
        ]
    )


def synthesis(latents: int, width: int) -> nn.Sequential:
    """g_s without its last layer: (B, latents, h, w) → (B, width, 8h, 8w)."""
    return nn.Sequential(
        *(Attention(latents), upsampling(latents, width)),
        *(*bottlenecks(width), upsampling(width, width)),
        *(Attention(width), *bottlenecks(width), upsampling(width, width)),
        *bottlenecks(width),
    )


def upsampling(before: int, after: int) -> nn.ConvTranspose2d:
    """To twice the height and width."""
    return nn.ConvTranspose2d(before, after, 5, 2, 2, 1)


class Encoder(nn.Module):
    """E(γ, x_opt, x_sar) → y: (B, 4, 16h+64, 16w+64) and (B, 2, …) with margin → latents (B, M, h, w) in steps."""

    def __init__(self, preset: Preset, layout: Layout):
        super().__init__()
        width, latents = preset.elic, preset.latents
        self.preset = preset
        inputs = (*SLOTS.values(), sum(SLOTS.values()))
        self.branches = nn.ModuleList(analysis(n + PROMPTS, width, latents) for n in inputs)
        self.fusions = nn.ModuleList(TokenFusion(n) for n in (width,) * (SCALES - 1) + (latents,))
        self.head = nn.Conv2d(len(inputs) * latents, latents, 1)
        self.register_buffer("sigma", sigma_of(layout), persistent=False)

    def forward(self, optical: Tensor, sar: Tensor, prompts: Tensor, step: Tensor) -> Tensor:
        """``step`` (B, M, 1, 1) in digital numbers, ``prompts`` (B, 8)."""
        inverse = torch.cat([1 - prompts[:, :1], prompts[:, 1:]], 1)
        images = ((optical, prompts), (sar, inverse), (torch.cat([optical, sar], 1), prompts))
        features = [torch.cat([x / PIXEL_SCALE, planes(p, x)], 1) for x, p in images]
        for scale, fuse in enumerate(self.fusions):
            features = fuse([branch[scale](x) for branch, x in zip(self.branches, features)])
        ring = self.preset.margin // self.preset.stride
        fused = torch.cat(features, 1)[:, :, ring:-ring, ring:-ring]
        with torch.autocast("cpu", enabled=False):  # strong latents are many steps long
            return self.head(fused.float()) * (self.sigma / step)


class Decoder(nn.Module):
    """D(y) of one modality: latents in steps (B, M, h+4, w+4) → components in digital numbers (B, C, 16h, 16w)."""

    def __init__(self, preset: Preset, layout: Layout, slots: range):
        super().__init__()
        self.preset, self.slots = preset, slots
        self.stem = nn.Conv2d(PROMPTS, preset.latents, 1)
        self.body = synthesis(preset.latents, preset.elic)
        self.head = upsampling(preset.elic, len(slots))
        self.register_buffer("sigma", sigma_of(layout), persistent=False)

    def forward(self, latents: Tensor, step: Tensor, own_step: Tensor, prompts: Tensor) -> Tensor:
        """As of the lapped decoder; ``own_step`` says nothing here that ``step`` and ``prompts`` do not."""
        x = self.body(latents * (step / self.sigma) + self.stem(prompts[:, :, None, None]))
        with torch.autocast("cpu", enabled=False):
            picture = self.head(x.float()) * PIXEL_SCALE
        cut = self.preset.margin
        return picture[:, :, cut:-cut, cut:-cut]


def sigma_of(layout: Layout) -> Tensor:
    """Prior scale of each latent in digital numbers, (1, M, 1, 1)."""
    return torch.from_numpy(layout.sigma).float().view(1, -1, 1, 1)
