"""The decoder of a finished bundle: linear synthesis, and a network behind it that takes away what quantisation did.

The small branches of the lapped preset's decoder work at 1/4 of the resolution and learn next to nothing.  At 1/2 the same
operations gain 0.3 dB: ringing and lost texture are structures of two to five pixels.  The network sees the linear picture
and the details of it in quantiser steps, and answers in steps as well: the error of a quantiser scales with them.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from .transforms import PIXEL_SCALE, ResidualBlock, zero_initialised

FOLD = 2  # the network works at 1/2 of the resolution
WIDTH, BLOCKS = 32, 4
AROUND = 9  # pixels a side of the mean that details are told from
WINDOWS, PADS = ((1, AROUND), (AROUND, 1)), ((0, AROUND // 2), (AROUND // 2, 0))
MOST = 16.0  # steps that a detail may have
DETAIL_SCALE = 4.0
#: Digital numbers, the step of quality 0: γ makes coarser ones, of which training shows none, and they are taken for it.
COARSEST = 318.0
#: How far a pixel sees, at most and an even number: the mean, and ten convolutions of 3 × 3 at 1/2.
REACH = 28


class Restoration(nn.Module):
    """Components decoded linearly (B, C, H, W), H and W even → what to add to them, both in digital numbers."""

    def __init__(self, components: int, width: int = WIDTH, blocks: int = BLOCKS):
        super().__init__()
        folded = components * FOLD**2
        self.picture = nn.Conv2d(folded, width, 3, padding=1)
        self.details = nn.Conv2d(folded, width, 3, padding=1, bias=False)
        self.blocks = nn.Sequential(*(ResidualBlock(width) for _ in range(blocks)))
        self.head = zero_initialised(nn.Conv2d(width, folded, 3, padding=1))

    def forward(self, linear: Tensor, own_step: Tensor) -> Tensor:
        """``own_step`` (B, 1, 1, 1) in digital numbers."""
        own_step, mean = own_step.clamp(max=COARSEST), linear
        for kernel, pad in zip(WINDOWS, PADS):
            mean = functional.avg_pool2d(mean, kernel, 1, pad, count_include_pad=False)
        details = ((linear - mean) / own_step).clamp(-MOST, MOST) / DETAIL_SCALE
        x = self.picture(functional.pixel_unshuffle(linear / PIXEL_SCALE, FOLD))
        x = x + self.details(functional.pixel_unshuffle(details, FOLD))
        x = self.head(functional.leaky_relu(self.blocks(functional.leaky_relu(x, 0.1)), 0.1))
        return functional.pixel_shuffle(x, FOLD).float() * own_step
