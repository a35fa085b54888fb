"""The multimodal cross-attention of MCANet: where both modalities find two places alike; no encoder and no decoder.

Each modality scores every pair of positions by its own queries and keys.  The published module multiplies the two softmax
maps (Li et al., "MCANet", JAG 106, 2022, section 3.2); their product, normalised again, is the softmax of the summed scores,
which is what stands here.  The one joint map then gathers the values of either modality.  Positions meet only inside windows
that lie on a fixed lattice, so that a tile that starts on the lattice gives what the whole image gives.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class CrossAttention(nn.Module):
    """Joint attention of two feature maps in windows of ``cells`` × ``cells`` positions; (B, F, h, w) twice → (B, 2F, h, w).

    h and w are multiples of ``cells``.
    """

    def __init__(self, features: int, keys: int, cells: int):
        super().__init__()
        self.features, self.keys, self.cells = features, keys, cells
        self.project = nn.ModuleDict(
            {modality: nn.Conv2d(features, 2 * keys + features, 1) for modality in ("optical", "sar")}
        )

    def forward(self, optical: Tensor, sar: Tensor) -> Tensor:
        """The two maps, each with what the attention gathers added, one above the other."""
        scores, values = 0, []
        for name, x in (("optical", optical), ("sar", sar)):
            parts = self.windows(self.project[name](x))  # (B, windows, positions, channels)
            query, key, value = parts.split([self.keys, self.keys, self.features], -1)
            scores = scores + query @ key.transpose(-1, -2) * self.keys**-0.5
            values.append(value)
        gathered = torch.softmax(scores.float(), -1).to(optical.dtype) @ torch.cat(values, -1)
        return torch.cat([optical, sar], 1) + self.whole(gathered, optical.shape[2:])

    def windows(self, x: Tensor) -> Tensor:
        """(B, C, h, w) → (B, windows, cells², C)."""
        folded = functional.pixel_unshuffle(x, self.cells)
        return folded.unflatten(1, (x.shape[1], -1)).flatten(3).permute(0, 3, 2, 1)

    def whole(self, x: Tensor, size: tuple[int, int]) -> Tensor:
        """The way back."""
        folded = x.permute(0, 3, 2, 1).flatten(1, 2)
        return functional.pixel_shuffle(folded.unflatten(2, [n // self.cells for n in size]), self.cells)
