"""Rate–PSNR curves as numbers: interpolation, envelopes, Bjøntegaard deltas; nothing is coded here."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from bjontegaard import bd_psnr, bd_rate
from scipy.interpolate import PchipInterpolator


def clean(rates: Sequence[float], values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Sort a curve by rate and keep the points that are better than every cheaper one."""
    order = np.lexsort((-np.asarray(values, float), rates))
    rates, values = np.asarray(rates, float)[order], np.asarray(values, float)[order]
    best = np.concatenate([[-np.inf], np.maximum.accumulate(values)[:-1]])
    return rates[values > best], values[values > best]


def at_rates(rates: Sequence[float], values: Sequence[float], wanted: np.ndarray) -> np.ndarray:
    """Read a curve at the wanted rates, monotone cubic in log rate.

    NaN below the cheapest point. Above the dearest one the value stays: a codec may leave bytes unused.
    """
    rates, values = clean(rates, values)
    inside = np.clip(wanted, rates[0], rates[-1])
    if len(rates) == 1:
        read = np.full(len(wanted), values[0])
    else:
        read = PchipInterpolator(np.log(rates), values)(np.log(inside))
    return np.where(np.asarray(wanted) < rates[0] * (1 - 1e-9), np.nan, read)


def envelope(curves: Sequence[np.ndarray]) -> np.ndarray:
    """Return the best of several curves at each rate; NaN where none reaches down to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of rates that no curve reaches
        return np.nanmax(np.stack(curves), 0)


def bjontegaard(rates: np.ndarray, anchor: np.ndarray, test: np.ndarray) -> dict[str, float]:
    """Compare two curves on the same rates: BD-rate in %, BD-PSNR in dB, and the PSNR range that both cover.

    `overlap` is the share of the two curves' joint PSNR range that they have in common.
    """
    low, high = max(anchor[0], test[0]), min(anchor[-1], test[-1])
    span = max(anchor[-1], test[-1]) - min(anchor[0], test[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a small overlap, which is reported
        rate = bd_rate(rates, anchor, rates, test, method="akima", min_overlap=0)
        psnr = bd_psnr(rates, anchor, rates, test, method="akima", min_overlap=0)
    return {
        "bd_rate_percent": float(rate),
        "bd_psnr_db": float(psnr),
        "overlap": float((high - low) / span),
        "overlap_psnr": [float(low), float(high)],
    }
