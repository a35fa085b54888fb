"""MCANet's design small enough for a CPU, 10 kMAC a pixel: the map model of the bundle that ships.

The same parts as ``mcanet``: two encoders that share nothing, cross-attention on their features at 1/8, a pyramid, and a
decoder that meets their features at 1/4 and 1/2 again.  Without batch normalisation, which so few layers do not need.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from .crossattention import CrossAttention
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .transforms import ResidualBlock

#: Pixels along a window of attention.
WINDOW = 64
#: Features at 1/2, 1/4 and 1/8.
WIDTHS = (12, 32, 48)
#: Dilations of the pyramid at 1/8.
RATES = (1, 3, 6)


def leaky(x: Tensor) -> Tensor:
    """Leaky ReLU of slope 0.1."""
    return functional.leaky_relu(x, 0.1)


class LiteEncoder(nn.Module):
    """Bands of one modality (B, C, H, W) → features at 1/2, 1/4 and 1/8; ``presence`` (B, 6, 1, 1) enters as a bias."""

    def __init__(self, bands: int):
        super().__init__()
        half, quarter, eighth = WIDTHS
        self.stem = nn.Conv2d(bands, half, 2, 2)
        self.told = nn.Conv2d(OPTICAL_COMPONENTS + SAR_COMPONENTS, half, 1, bias=False)
        self.at_half = ResidualBlock(half)
        self.to_quarter, self.at_quarter = nn.Conv2d(half, quarter, 2, 2), ResidualBlock(quarter)
        self.to_eighth = nn.Conv2d(quarter, eighth, 2, 2)
        self.at_eighth = nn.Sequential(ResidualBlock(eighth), ResidualBlock(eighth))

    def forward(self, x: Tensor, presence: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The three feature maps."""
        half = self.at_half(leaky(self.stem(x) + self.told(presence)))
        quarter = self.at_quarter(leaky(self.to_quarter(half)))
        return half, quarter, self.at_eighth(leaky(self.to_eighth(quarter)))


class LiteMCANet(nn.Module):
    """Scores of K classes.

    ``align``: edges and origin of a tile are multiples of it.  ``margin``: so many pixels around it decide its scores: 60 by
    pyramid and decoder, the window where that ends, and 44 more by the encoder that fills it, in whole windows.
    """

    align, margin = WINDOW, 2 * WINDOW

    def __init__(self, classes: int):
        super().__init__()
        half, quarter, eighth = WIDTHS
        self.optical, self.sar = LiteEncoder(OPTICAL_COMPONENTS), LiteEncoder(SAR_COMPONENTS)
        self.attention = CrossAttention(eighth, eighth // 2, WINDOW // 8)
        self.pyramid = nn.ModuleList(
            nn.Conv2d(2 * eighth, quarter, 3, padding=rate, dilation=rate) for rate in RATES
        )
        self.up_quarter = nn.Conv2d(len(RATES) * quarter, 4 * quarter, 1)
        self.join_quarter = nn.Conv2d(3 * quarter, quarter, 1)
        self.refine_quarter = ResidualBlock(quarter)
        self.up_half = nn.Conv2d(quarter, 4 * half, 1)
        self.join_half = nn.Conv2d(3 * half, half, 1)
        self.refine_half = ResidualBlock(half)
        self.head = nn.Conv2d(half, 4 * classes, 1)

    def forward(self, optical: Tensor, sar: Tensor, presence: Tensor) -> Tensor:
        """Band planes (B, 4, H, W), (B, 2, H, W) in [0,1] and presence (B, 6, 1, 1) → scores (B, K, H, W)."""
        first = self.optical((optical - 0.5) * presence[:, :OPTICAL_COMPONENTS], presence)
        second = self.sar((sar - 0.5) * presence[:, OPTICAL_COMPONENTS:], presence)
        both = self.attention(first[2], second[2])
        x = leaky(torch.cat([branch(both) for branch in self.pyramid], 1))
        x = functional.pixel_shuffle(leaky(self.up_quarter(x)), 2)
        x = self.refine_quarter(leaky(self.join_quarter(torch.cat([x, first[1], second[1]], 1))))
        x = functional.pixel_shuffle(leaky(self.up_half(x)), 2)
        x = self.refine_half(leaky(self.join_half(torch.cat([x, first[0], second[0]], 1))))
        return functional.pixel_shuffle(self.head(x), 2)
