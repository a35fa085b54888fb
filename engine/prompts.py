"""The two numbers a user steers an encoding with, quality and γ, as stored integers; no rate targets.

Quality (0..100, continuous, log-spaced λ) conditions the networks, γ (0..1) shares the bits out between the
two modalities (1 favours optical, 0 favours SAR; Eq. 3 of the paper). Everything a stream depends on is an
integer, so both are held and stored as integers: tenths of quality, thousandths of γ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .errors import InputError

QUALITY_STEPS = 1000
GAMMA_STEPS = 1000


@dataclass(frozen=True)
class Prompts:
    """Quality in tenths (0..1000) and γ in thousandths (0..1000); InputError outside."""

    quality: int
    gamma: int

    def __post_init__(self) -> None:
        if not _is_int_within(self.quality, QUALITY_STEPS):
            raise InputError(f"Stored quality must be an integer 0..1000 (tenths), not {self.quality!r}.")
        if not _is_int_within(self.gamma, GAMMA_STEPS):
            raise InputError(f"Stored γ must be an integer 0..1000 (thousandths), not {self.gamma!r}.")

    @classmethod
    def from_floats(cls, quality: float, gamma: float) -> Prompts:
        """Round quality (0..100) and γ (0..1) to the stored steps; InputError for NaN or out of range."""
        if not (math.isfinite(quality) and 0 <= quality <= 100):
            raise InputError(f"Quality must be a number from 0 to 100, not {quality}.")
        if not (math.isfinite(gamma) and 0 <= gamma <= 1):
            raise InputError(f"γ must be a number from 0 (favour SAR) to 1 (favour optical), not {gamma}.")
        return cls(round(quality * QUALITY_STEPS / 100), round(gamma * GAMMA_STEPS))

    @property
    def quality_value(self) -> float:
        """Quality on the user's scale, 0..100."""
        return self.quality * 100 / QUALITY_STEPS

    @property
    def gamma_value(self) -> float:
        """γ on the user's scale, 0..1."""
        return self.gamma / GAMMA_STEPS


def _is_int_within(value: object, top: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= top
