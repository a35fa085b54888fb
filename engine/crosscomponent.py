"""Cross-component prediction: what the strongest component of an image tells about the others at the same place and frequency.

The components of a file are uncorrelated over the whole image, not in each field and wood of it.  So the weaker components'
latents are predicted from the first one's by a slope of their own at every position, which both sides measure on what they
have already coded around it, in integers:

    slope = Σ x·y / (Σ x² + 2 steps²)      x, y: latents of the first and the other component, of the same frequencies,
                                           in earlier groups, at the 3 × 3 positions around
    prediction = slope · x                 x: the first component's latent of the frequency that is coded now

What is coded, and what contexts see, is the difference.  The idea is chroma-from-luma prediction (AV1: Trudeau et al., DCC
2018; VVC's cross-component linear model), on transform coefficients and without side information.  Measured on optical images:
1.7 % of the rate at 0.3 bpp of a pair, 2.3 % at 1 bpp, nothing at 0.06.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

#: Fractional bits of a slope, and the largest one.
SLOPE_BITS, MAX_SLOPE = 8, 512
#: Latents, in 1/16 steps, are clipped to this in the sums.
MAX_SUMMED = 32767
#: Two steps squared, in 1/16 steps: it pulls slopes measured on little towards 0.
DAMPING = 512


class Prediction(NamedTuple):
    """One component's part of a group: channels among all latents.

    ``targets`` are predicted from ``sources``; the slope is that of ``others`` over ``firsts``.
    """

    targets: np.ndarray
    sources: np.ndarray
    others: np.ndarray
    firsts: np.ndarray


def predictions_of(
    component: np.ndarray, row: np.ndarray, column: np.ndarray, groups: Sequence[int], firsts: Sequence[int]
) -> list[list[Prediction]]:
    """For each group what is predicted in it; ``component``, ``row``, ``column`` (M,) say what each latent is.

    ``firsts`` are the numbers of the images' first components.  A source lies in an earlier group than its target.
    """
    group = np.repeat(np.arange(len(groups)), groups)
    channel = {place: at for at, place in enumerate(zip(component, row, column))}
    first = np.array([max(f for f in firsts if f <= c) for c in component])
    source = np.array([channel.get(place, at) for at, place in enumerate(zip(first, row, column))])
    possible = (component != first) & (group[source] < group)
    uniform = (row == 0) & (column == 0)
    found: list[list[Prediction]] = [[] for _ in groups]
    for number in range(len(groups)):
        for one in np.unique(component[possible & (group == number)]):
            mine = possible & (component == one)
            now, before = np.flatnonzero(mine & (group == number)), mine & (group < number) & ~uniform
            known = np.flatnonzero(before)
            if len(known):
                found[number].append(Prediction(now, source[now], known, source[known]))
    return found


def around(values: np.ndarray) -> np.ndarray:
    """Sum over the 3 × 3 positions around each, nothing beyond the border; (h, w)."""
    padded = np.pad(values, 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]


def predict(one: Prediction, latents: np.ndarray) -> np.ndarray:
    """Prediction int64 (targets, h, w) from ŷ int32 (M, h, w) of the earlier groups, both in 1/16 steps."""
    x, y = (
        np.clip(latents[part], -MAX_SUMMED, MAX_SUMMED).astype(np.int64) for part in (one.firsts, one.others)
    )
    products, squares = around((x * y).sum(0)), around((x * x).sum(0)) + DAMPING
    slope = (products * (2 << SLOPE_BITS) + squares) // (2 * squares)
    slope = np.clip(slope, -MAX_SLOPE, MAX_SLOPE)
    return (slope * latents[one.sources] + (1 << (SLOPE_BITS - 1))) >> SLOPE_BITS
