"""Progressive attentive fusion: three branches look at each other at every pixel (paper, section 3).

The feature vectors of the optical, SAR and joint branch at one position form a sequence z of three tokens with F features;
k = W_k z, q = W_q z, v = W_v z, and h = softmax(q kᵀ/√F) v goes on, here beside the branch's own features (residual), so that
a branch that needs nothing from the others can start at the identity.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class TokenFusion(nn.Module):
    """Three-token attention per pixel: a list of three (B, F, H, W) → the same."""

    def __init__(self, features: int):
        super().__init__()
        self.features = features
        self.project = nn.Conv2d(features, 3 * features, 1)

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        """Fuse the optical, SAR and joint features."""
        key, query, value = self.project(torch.cat(branches, 0)).chunk(3, 1)
        keys, queries, values = key.chunk(3, 0), query.chunk(3, 0), value.chunk(3, 0)
        fused = []
        for q, own in zip(queries, branches):
            score = torch.cat([(q * k).sum(1, keepdim=True) for k in keys], 1) * self.features**-0.5
            weight = torch.softmax(score.float(), 1).to(own.dtype)
            fused.append(own + sum(weight[:, i : i + 1] * values[i] for i in range(3)))
        return fused
