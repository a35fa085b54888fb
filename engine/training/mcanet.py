"""MCANet as published: per-pixel classes from an optical and a SAR image; the preset for a GPU and the full data sets.

Li et al., "MCANet: A joint semantic segmentation framework of optical and SAR images for land use classification", JAG 106,
2022.  Two ResNet-50 encoders that share nothing (pseudo-siamese), multimodal cross-attention on their high-level features,
then the low-high level fusion: atrous spatial pyramid pooling (ASPP, DeepLab v3+) brought up to 1/4, where the low-level
features of both join it.  Two things differ so that any tile gives what the whole image gives: attention stays inside windows,
and the pyramid has no image-wide pooling.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from .crossattention import CrossAttention
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .resnet import resnet50

#: Pixels along a window of attention.
WINDOW = 256


def convolution(inputs: int, outputs: int, kernel: int, dilation: int = 1) -> nn.Sequential:
    """Convolution that keeps the size, batch normalisation, ReLU."""
    pad = dilation * (kernel // 2)
    layer = nn.Conv2d(inputs, outputs, kernel, padding=pad, dilation=dilation, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs), nn.ReLU())


class Pyramid(nn.Module):
    """ASPP: one 1 × 1 and three 3 × 3 convolutions of growing dilation, side by side, then mixed."""

    def __init__(self, inputs: int, outputs: int, rates: tuple[int, ...] = (6, 12, 18)):
        super().__init__()
        branches = [convolution(inputs, outputs, 1)] + [convolution(inputs, outputs, 3, r) for r in rates]
        self.branches = nn.ModuleList(branches)
        self.mix = convolution(len(branches) * outputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, h, w) → (B, outputs, h, w)."""
        return self.mix(torch.cat([branch(x) for branch in self.branches], 1))


class MCANet(nn.Module):
    """Scores of K classes; ``width`` is that of the encoders' first stage (64 in ResNet-50).

    ``align``: edges and origin of a tile are multiples of it.  ``margin``: so many pixels around it decide its scores: 304 by
    pyramid and decoder, the window where that ends, and 241 more by the encoder that fills the window, in whole windows.
    """

    align, margin = WINDOW, 3 * WINDOW

    def __init__(self, classes: int, width: int = 64):
        super().__init__()
        self.optical, self.sar = resnet50(OPTICAL_COMPONENTS, width), resnet50(SAR_COMPONENTS, width)
        low, high = self.optical.features
        middle, narrow = 4 * width, 3 * width // 4
        self.narrow = nn.ModuleDict({m: convolution(high, middle, 1) for m in ("optical", "sar")})
        self.attention = CrossAttention(middle, middle // 2, WINDOW // 16)
        self.pyramid = Pyramid(2 * middle, middle)
        self.low = convolution(2 * low, narrow, 1)
        self.decode = nn.Sequential(
            convolution(middle + narrow, middle, 3),
            convolution(middle, middle, 3),
            nn.Conv2d(middle, classes, 1),
        )

    def forward(self, optical: Tensor, sar: Tensor, presence: Tensor) -> Tensor:
        """Band planes (B, 4, H, W), (B, 2, H, W) in [0,1] and presence (B, 6, 1, 1) → scores (B, K, H, W)."""
        low_optical, high_optical = self.optical((optical - 0.5) * presence[:, :OPTICAL_COMPONENTS])
        low_sar, high_sar = self.sar((sar - 0.5) * presence[:, OPTICAL_COMPONENTS:])
        both = self.attention(self.narrow["optical"](high_optical), self.narrow["sar"](high_sar))
        high = functional.interpolate(self.pyramid(both), scale_factor=4, mode="bilinear")
        low = self.low(torch.cat([low_optical, low_sar], 1))
        return functional.interpolate(self.decode(torch.cat([high, low], 1)), scale_factor=4, mode="bilinear")
