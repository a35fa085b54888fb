"""γ as something learned: a curve over quality, kept in [0,1], and the prompts it means; no loss and no loop.

The paper learns one γ for each of its models, that is for each rate; here one model serves all rates, so γ is a curve
through a few knots over quality, straight between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from .lattice import GAMMA_FLOOR, OCTAVE, STEP_AT_0, STEP_AT_100
from .model import Conditions

#: Qualities (0..1) of the knots; beyond the last the curve stays level.
KNOTS = (0.0, 0.1, 0.2, 0.35, 0.6)


class Gamma(nn.Module):
    """γ(quality); ``start`` is its value everywhere at first."""

    def __init__(self, start: float = 0.5, qualities: Sequence[float] = KNOTS):
        super().__init__()
        self.register_buffer("qualities", torch.tensor(qualities), persistent=False)
        self.knots = nn.Parameter(torch.full((len(qualities),), float(start)))

    def forward(self, quality: Tensor) -> Tensor:
        """Quality (B,) 0..1 → γ (B,)."""
        edges = self.qualities
        place = torch.clamp(
            torch.searchsorted(edges, quality.contiguous(), right=True) - 1, 0, len(edges) - 2
        )
        share = ((quality - edges[place]) / (edges[place + 1] - edges[place])).clamp(0, 1)
        return self.knots[place] * (1 - share) + self.knots[place + 1] * share

    @torch.no_grad()
    def keep_in_range(self) -> None:
        """After an optimiser's step."""
        self.knots.clamp_(0, 1)


def conditions_at(quality: Tensor, gamma: Tensor, presence: Tensor) -> Conditions:
    """Prompts (B,) and presence (B, 6) with the step exponents they imply, as ``lattice`` has them but differentiable in γ.

    A lone modality has γ = 0.5: there is nothing to share out.
    """
    both = (presence[:, :4].amax(1) * presence[:, 4:].amax(1)) > 0
    gamma = torch.where(both, gamma, torch.full_like(gamma, 0.5))
    base = STEP_AT_0 - quality * (STEP_AT_0 - STEP_AT_100)
    weight = torch.stack([gamma, 1 - gamma], 1).clamp(min=GAMMA_FLOOR)
    return Conditions(base[:, None] - 0.5 * OCTAVE * torch.log2(2 * weight), gamma, quality, presence)
