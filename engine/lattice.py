"""Integer arithmetic of the entropy path: steps, prior scales and the lattices networks read; no floating point decides here.

Logarithms of scales and steps are integers in 1/32 octaves, so multiplying by a ratio of scales is a table look-up and a
shift.  Latents ŷ are int32 in 1/16 steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bundle import Bundle
from .errors import InputError
from .prompts import Prompts

#: 2^(i/32) in 16 fractional bits, rounded: constants of the format, not computed here.
# fmt: off
POWERS = np.array(
    [
        65536, 66971, 68438, 69936, 71468, 73032, 74632, 76266, 77936, 79642, 81386,
        83169, 84990, 86851, 88752, 90696, 92682, 94711, 96785, 98905, 101070, 103283,
        105545, 107856, 110218, 112631, 115098, 117618, 120194, 122825, 125515, 128263,
    ],
    np.int64,
)
# fmt: on
#: Largest magnitudes of hyper latents, symbols, and of what the networks see of latents and of the steps.
MAX_HYPER, MAX_SYMBOL, MAX_MAGNITUDE, MAX_SIGNED, MAX_STEP_PLANE = 31, 30000, 127, 1023, 255
#: Where the scale tables start, how far apart they are (1/32 octaves), and how many there are.
TABLE_BASE, TABLE_STEP, TABLES = -106, 5, 64
PROMPT_ONE = 32


def scale_by_power(values: np.ndarray, exponent: np.ndarray) -> np.ndarray:
    """Round values · 2^(exponent/32) half up, exactly, int64; |values| < 2³⁰, exponent −1440..511 (1/32 octaves)."""
    product = values.astype(np.int64) * POWERS[exponent & 31]
    shift = 16 - (exponent >> 5)
    return (product + (np.int64(1) << (shift - 1))) >> shift


def table_index(log_scale: np.ndarray) -> np.ndarray:
    """Table index 0..63 (uint8) of a scale in 1/32 octaves of one step; 0 means nothing is coded."""
    index = (2 * (log_scale - TABLE_BASE) + TABLE_STEP) // (2 * TABLE_STEP)
    return np.clip(index, 0, TABLES - 1).astype(np.uint8)


@dataclass(frozen=True)
class Steps:
    """What prompts and presence mean for one bundle, in integers.

    ``exponents``: log2 of the quantiser step of optical and SAR latents in digital numbers, 1/32 octaves.  ``prior``: log2 of
    each latent's prior scale in steps, 1/32 octaves, int64 (M, 1, 1).  ``present``: bool (M,), the latent's component exists.
    ``flags``: bool (6,), the components that exist.
    """

    exponents: tuple[int, int]
    prior: np.ndarray
    present: np.ndarray
    flags: np.ndarray

    @classmethod
    def of(cls, bundle: Bundle, prompts: Prompts, presence: tuple[int, int]) -> Steps:
        """Look the prompts up in the bundle's tables; ``presence`` counts optical and SAR bands, InputError if too many."""
        slots = [int(n) for n in bundle.manifest["slots"]]
        if not all(0 <= count <= slot for count, slot in zip(presence, slots)):
            raise InputError(
                f"The model '{bundle.id}' takes up to {slots[0]} optical and {slots[1]} SAR bands, not {presence[0]} and "
                f"{presence[1]}: leave some out."
            )
        base, tilt = int(bundle.tables["quality"][prompts.quality]), bundle.tables["gamma"]
        exponents = base + int(tilt[prompts.gamma]), base + int(tilt[1000 - prompts.gamma])
        flags = np.concatenate([np.arange(slot) < count for slot, count in zip(slots, presence)])
        component = bundle.tables["component"]
        of_sar = component >= slots[0]
        for count, mine, name in zip(presence, (~of_sar, of_sar), ("optical", "SAR")):
            if count and not mine.any():
                raise InputError(
                    f"The model '{bundle.id}' codes no {name} image: leave it out or use another model."
                )
        prior = bundle.tables["prior"].astype(np.int64) - np.where(of_sar, exponents[1], exponents[0])
        return cls(exponents, prior[:, None, None], flags[component], flags)

    def planes(self, height: int, width: int) -> np.ndarray:
        """Integer prompt planes of the networks, float32 (1, 8, height, width)."""
        values = np.array(
            [min(max(e // 2, 0), MAX_STEP_PLANE) for e in self.exponents]
            + [PROMPT_ONE * int(f) for f in self.flags]
        )
        return np.broadcast_to(
            values.astype(np.float32)[None, :, None, None], (1, len(values), height, width)
        )


def signed_lattice(latents: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """ŷ (1/16 steps) over its prior scale, in 1/256, clipped to ±1023: what the networks see of the strongest latents."""
    return np.clip(scale_by_power(latents * 16, -prior), -MAX_SIGNED, MAX_SIGNED)


def magnitude_lattice(latents: np.ndarray, table: np.ndarray) -> np.ndarray:
    """16·log2(1 + |ŷ|) of ŷ in steps, by look-up of 1/16 steps, 0..127."""
    return table[np.minimum(np.abs(latents), len(table) - 1)]
