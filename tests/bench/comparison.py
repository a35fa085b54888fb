"""Curves of coders over pairs, compared: means per source and Bjøntegaard deltas; where curves come from is said elsewhere.

The mean curve of a source is the mean over its pairs at each rate, known where every pair reaches the rate. Deltas are
those of two mean curves, with a bootstrap interval over the pairs; beside them the mean and the standard error of each
pair's own delta, over its own range.
MS-SSIM is averaged as it is and compared on −10·log₁₀(1 − MS-SSIM).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .curves import bjontegaard, rate_percent
from .measures import SCALES, round_off
from .pairs import Pair

TABLE_RATES = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
CONFIDENCE, DRAWS, FEWEST_PAIRS = 0.9, 200, 5  # of the bootstrap
Curves = dict[str, np.ndarray]  # of one pair, by coder, at common rates


def compare(
    groups: dict[str, list[Pair]], curves: dict[str, Curves], ours: str, measure: str, rates: np.ndarray
) -> dict[str, dict]:
    """Return per group the mean curves of all coders and the deltas of `ours` against each other one."""
    found = {}
    for name, pairs in groups.items():
        of_pairs = [curves[pair.id] for pair in pairs]
        coders = [coder for coder in of_pairs[0] if all(coder in by for by in of_pairs)]
        means = {coder: mean_curve([by[coder] for by in of_pairs]) for coder in coders}
        found[name] = {
            "pairs": len(pairs),
            "curves": {coder: numbers(mean) for coder, mean in means.items()},
            "against": {
                coder: delta([by[coder] for by in of_pairs], [by[ours] for by in of_pairs], measure, rates)
                for coder in coders
                if coder != ours
            },
        }
    return found


def mean_curve(curves: list[np.ndarray]) -> np.ndarray:
    """The mean at each rate that all curves reach, NaN elsewhere."""
    return np.stack(curves).mean(0)


def delta(anchor: list[np.ndarray], test: list[np.ndarray], measure: str, rates: np.ndarray) -> dict:
    """Return the deltas of the mean curves, of the pairs one by one, and the mean difference at the table's rates."""
    scale = SCALES[measure]
    means = mean_curve(anchor), mean_curve(test)
    of_pairs = [bjontegaard(rates, scale(a), scale(t)) for a, t in zip(anchor, test)]
    percents = np.array([found["bd_rate_percent"] for found in of_pairs if found])
    difference = np.array([means[1][rates == rate][0] - means[0][rates == rate][0] for rate in TABLE_RATES])
    reached = np.isfinite(difference)
    return {
        **(bjontegaard(rates, scale(means[0]), scale(means[1])) or {"bd_rate_percent": None}),
        "interval_percent": interval(anchor, test, scale, rates),
        "of_pairs": {
            "count": len(percents),
            "mean": round_off(percents.mean()) if len(percents) else None,
            "standard_error": round_off(percents.std(ddof=1) / len(percents) ** 0.5)
            if len(percents) > 1
            else None,
        },
        "difference_at_table_rates": numbers(difference),
        "mean_difference": round_off(difference[reached].mean()) if reached.any() else None,
    }


def interval(
    anchor: list[np.ndarray], test: list[np.ndarray], scale: Callable, rates: np.ndarray
) -> list[float] | None:
    """Bootstrap interval of the BD-rate of the mean curves in %: how far other pairs of the same kind would move it.

    The pairs are drawn anew with replacement, the same for both coders. None for fewer than five pairs, or where some draw
    has no BD-rate.
    """
    count = len(anchor)
    if count < FEWEST_PAIRS:
        return None
    curves = np.stack(anchor), np.stack(test)
    drawn = np.random.default_rng(0).integers(0, count, (DRAWS, count))
    found = [rate_percent(rates, *(scale(curve[chosen].mean(0)) for curve in curves)) for chosen in drawn]
    if None in found:
        return None
    return [round_off(end) for end in np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])]


def numbers(values: np.ndarray) -> list[float | None]:
    """A curve for JSON: None where it is unknown."""
    return [round_off(value, 5) for value in values]


def in_words(found: dict, unit: str = "dB") -> str:
    """A delta in one line: BD-rate with its interval, the range it holds over, the pairs' own."""
    if found["bd_rate_percent"] is None:
        return "no BD-rate: fewer than 5 common points"
    low, high = found["overlap_db"]
    own = found["of_pairs"]
    error = "" if own["standard_error"] is None else f" ± {own['standard_error']:.1f}"
    return (
        f"BD-rate {found['bd_rate_percent']:+.1f} %{bounds(found)} over {low:.1f}–{high:.1f} {unit} ({found['overlap']:.0%} "
        f"of the range; the pairs' own {own['mean']:+.1f}{error} %)"
    )


def bounds(found: dict) -> str:
    """The interval of a delta in brackets, empty where there is none."""
    ends = found["interval_percent"]
    return "" if ends is None else f" [{ends[0]:+.1f}, {ends[1]:+.1f}]"
