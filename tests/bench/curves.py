"""Rate curves as numbers: interpolation, envelopes, best shares, Bjøntegaard deltas; nothing is coded here."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from bjontegaard import bd_psnr, bd_rate
from scipy.interpolate import PchipInterpolator

SHARES = np.linspace(0.005, 0.995, 397)
FEWEST_POINTS = 5
AKIMA = {"method": "akima", "min_overlap": 0, "require_matching_points": False}
Rows = list[dict]  # encodings of one image: bytes, psnr, ms_ssim, …


def clean(rates: Sequence[float], values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Sort a curve by rate and keep the points that are better than every cheaper one."""
    order = np.lexsort((-np.asarray(values, float), rates))
    rates, values = np.asarray(rates, float)[order], np.asarray(values, float)[order]
    best = np.concatenate([[-np.inf], np.maximum.accumulate(values)[:-1]])
    return rates[values > best], values[values > best]


def at_rates(rates: Sequence[float], values: Sequence[float], wanted: np.ndarray) -> np.ndarray:
    """Read a rising curve at the wanted rates, monotone cubic in log rate; points that a cheaper one beats are left out.

    NaN below the cheapest point. Above the dearest one the value stays: a codec may leave bytes unused.
    """
    rates, values = clean(rates, values)
    if not len(rates):
        return np.full(np.shape(wanted), np.nan)
    inside = np.clip(wanted, rates[0], rates[-1])
    if len(rates) == 1:
        read = np.full(np.shape(wanted), values[0])
    else:
        read = PchipInterpolator(np.log(rates), values)(np.log(inside))
    return np.where(np.asarray(wanted) < rates[0] * (1 - 1e-9), np.nan, read)


def along(rates: Sequence[float], values: Sequence[float], wanted: np.ndarray) -> np.ndarray:
    """Read any curve, rising or not, at the wanted rates: linear in log rate, level beyond its ends."""
    order = np.argsort(rates)
    return np.interp(np.log(wanted), np.log(np.asarray(rates)[order]), np.asarray(values)[order])


def envelope(curves: Sequence[np.ndarray]) -> np.ndarray:
    """Return the best of several curves at each rate; NaN where none reaches down to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of rates that no curve reaches
        return np.nanmax(np.stack(curves), 0)


def read(rows: Rows, measure: str, wanted: np.ndarray, size: str = "bytes") -> np.ndarray:
    """Read a coder's rows at the wanted bytes: each variant's own curve, and the best of these.

    Curves, not points, compete: a point of a worse variant between two of a better one would pull its curve down.
    """
    variants = {row.get("variant") for row in rows}
    parts = [[row for row in rows if row.get("variant") == variant] for variant in variants]
    return envelope([at_rates([r[size] for r in part], [r[measure] for r in part], wanted) for part in parts])


def best_share(
    optical: Rows, sar: Rows, totals: np.ndarray, measure: str, size: str = "bytes"
) -> dict[str, np.ndarray]:
    """Share each total of bytes out between two curves for the best mean of the two measures.

    Returns per total `joint`, `optical`, `sar` (the measure) and `share` (of the optical image); NaN where the bytes do
    not suffice. `size` is the column of the rows that counts as their bytes.
    """
    parts = {"optical": np.outer(totals, SHARES), "sar": np.outer(totals, 1 - SHARES)}
    values = {m: read(rows, measure, parts[m], size) for m, rows in (("optical", optical), ("sar", sar))}
    joint = (values["optical"] + values["sar"]) / 2
    best = np.argmax(np.nan_to_num(joint, nan=-np.inf), 1)
    at = np.arange(len(totals)), best
    unknown = np.isnan(joint[at])
    found = {"joint": joint[at], "optical": values["optical"][at], "sar": values["sar"][at]}
    return {**found, "share": np.where(unknown, np.nan, SHARES[best])}


def bjontegaard(rates: np.ndarray, anchor: np.ndarray, test: np.ndarray) -> dict | None:
    """Compare two curves on the same rates: BD-rate in %, BD-quality in the curves' unit, and the range that both cover.

    Unknown points and those that a cheaper one reaches are left out; None where fewer than five are left of either, or
    where the curves share no range. `overlap` is the share of their whole range that they have in common.
    """
    known = _comparable(rates, anchor, test)
    if known is None:
        return None
    ends = [(values[0], values[-1]) for _, values in known]
    low, high = max(end[0] for end in ends), min(end[1] for end in ends)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a small overlap, which is reported
        rate, quality = (delta(*known[0], *known[1], **AKIMA) for delta in (bd_rate, bd_psnr))
    if not np.isfinite([rate, quality]).all():
        return None
    span = max(end[1] for end in ends) - min(end[0] for end in ends)
    return {
        "bd_rate_percent": float(rate),
        "bd_quality_db": float(quality),
        "overlap": float((high - low) / span),
        "overlap_db": [float(low), float(high)],
        "points": min(len(points) for points, _ in known),
    }


def rate_percent(rates: np.ndarray, anchor: np.ndarray, test: np.ndarray) -> float | None:
    """The BD-rate of `bjontegaard` alone."""
    known = _comparable(rates, anchor, test)
    if known is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a small overlap, which `bjontegaard` reports
        return float(bd_rate(*known[0], *known[1], **AKIMA))


def _comparable(
    rates: np.ndarray, anchor: np.ndarray, test: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """The known, rising points of both curves; None where there are too few of them or they share no range."""
    known = [clean(rates[np.isfinite(curve)], curve[np.isfinite(curve)]) for curve in (anchor, test)]
    if min(len(points) for points, _ in known) < FEWEST_POINTS:
        return None
    if max(values[0] for _, values in known) >= min(values[-1] for _, values in known):
        return None
    return known
