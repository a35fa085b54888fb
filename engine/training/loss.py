"""The training loss, eq. 3 of the paper: rate plus λ times the γ-weighted squared errors of both modalities.

λ follows from the quantiser step (λ = c/Δ², see ``lattice``), per modality, so that γ weights the errors and moves the steps
alike.  Each sample is divided by its own cost to a power below one: BD-rate counts percent, and without it the high rates
would own the gradient.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .lattice import OCTAVE
from .model import SLOPE, Coded, Conditions
from .transforms import SLOTS

#: Exponent of the per-sample normalisation.
BALANCE = 0.6


def squared_error(reconstruction: Tensor, original: Tensor) -> Tensor:
    """Squared error per pixel, summed over components, (B,)."""
    return ((reconstruction - original) ** 2).mean((2, 3)).sum(1)


def rate_per_pixel(coded: Coded, pixels: int) -> Tensor:
    """All bits of both modalities per pixel position, (B,)."""
    return (coded.bits + coded.bits_hyper) / pixels


def cost(rate: Tensor, errors: dict[str, Tensor], conditions: Conditions) -> Tensor:
    """R + Σ c/Δ² · D per sample, (B,), over the modalities with an error (none in the entropy-model stage)."""
    weight = SLOPE * torch.exp2(-2 * conditions.exponents.float() / OCTAVE)
    columns = {modality: weight[:, at] for at, modality in enumerate(SLOTS)}
    return rate + sum(columns[modality] * error for modality, error in errors.items())


def balanced(costs: Tensor) -> Tensor:
    """Mean of the costs, each divided by its own (detached) value to the power BALANCE."""
    return (costs / (costs.detach() + 0.02) ** BALANCE).mean()
