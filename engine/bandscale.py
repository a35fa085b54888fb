"""One band's transform to [0,1] and back, and how to choose it from a sample of values; knows no raster and no other band."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bands import json_number

TAIL = (
    0.01  # per cent of the sample that may lie beyond either end, so that one outlier does not set the range
)
MARGIN = 0.02  # of the range, kept free at either end for what the sample did not see
LARGE = 1e37  # from here on float32 is too narrow to compute with
HUGE = 1e300
MAX_DECIBELS = 385.0  # 10^38.5, what a float32 still holds


@dataclass(frozen=True)
class BandScale:
    """One band's transform to [0,1]: `low` and `high` become 0 and 1.

    `kind` "linear": they are values of the band. "log": they are decibels, 10·log₁₀ of the value (linear SAR power).
    """

    kind: str = "linear"
    low: float = 0.0
    high: float = 255.0

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Values → float around [0,1], not clipped; −inf for the logarithm of zero or less."""
        values = values.astype(self._work_type(values.dtype))
        with np.errstate(divide="ignore", over="ignore"):
            if self.kind == "log":
                values = 10 * np.log10(np.maximum(values, 0))
            return np.asarray((values - self.low) / (self.high - self.low))

    def inverse(self, unit: np.ndarray, dtype: np.dtype) -> np.ndarray:
        """[0,1] → values of `dtype`, rounded and clipped to what the type holds."""
        values = self.low + unit.astype(self._work_type(dtype)) * (self.high - self.low)
        if self.kind == "log":
            values = np.power(10.0, np.minimum(values, MAX_DECIBELS) / 10)
        if dtype.kind == "f":
            return np.clip(values, np.finfo(dtype).min, np.finfo(dtype).max).astype(dtype)
        return np.clip(np.rint(values), np.iinfo(dtype).min, np.iinfo(dtype).max).astype(dtype)

    def _work_type(self, dtype: np.dtype) -> type:
        """float32 where that is exact enough (half the memory and time), else float64."""
        exact = dtype.itemsize <= 2 or dtype == np.float32
        return np.float32 if exact and max(abs(self.low), abs(self.high)) < LARGE else np.float64

    def to_header(self) -> dict[str, Any]:
        """The scale's fields of the band in the header, defaults (8 bit, 0..255) left out."""
        fields: dict[str, Any] = {} if self.kind == "linear" else {"kind": self.kind}
        if (self.kind, self.low, self.high) != ("linear", 0, 255):
            fields.update(low=json_number(self.low), high=json_number(self.high))
        return fields


def choose_scale(known: np.ndarray, modality: str, dtype: np.dtype) -> BandScale:
    """Choose a band's transform from a sample (1-D, finite) of its valid values.

    8 bit: 0..255, so that nothing clips and every value comes back. SAR without negative values: linear power or amplitude,
    coded in decibels. Everything else, decibels among it: linear between robust extremes.
    """
    if dtype == np.uint8:
        return BandScale()
    values = np.clip(known.astype(np.float64), -HUGE, HUGE)
    kind, floor, ceiling = "linear", -math.inf, math.inf
    if dtype.kind != "f":
        floor, ceiling = float(np.iinfo(dtype).min), float(np.iinfo(dtype).max)
    if modality == "sar" and values.size and values.min() >= 0 and values.max() > 0:
        kind, floor, ceiling = "log", -math.inf, MAX_DECIBELS
        values = 10 * np.log10(values[values > 0])
    if not values.size:
        return BandScale(kind, 0, 1)
    low, high = np.percentile(values, [TAIL, 100 - TAIL]).tolist()
    margin = MARGIN * (high - low)
    least = 1.0 if kind == "linear" and dtype.kind != "f" else max(1e-3 * max(abs(low), abs(high)), 1e-6)
    low, high = _round_outwards(low - margin, max(high + margin, low - margin + least))
    low = min(max(low, floor), ceiling - least)
    return BandScale(kind, low, max(min(high, ceiling), low + least))


def undeclared_nodata(known: np.ndarray) -> float | None:
    """A value that many of the sampled ones share and that is far from all others, as −9999 is from decibels; else None."""
    for extreme in (known.min(), known.max()) if known.size else ():
        others = known[known != extreme].astype(np.float64)
        if others.size == 0 or abs(float(extreme)) < 999 or others.size > 0.999 * known.size:
            continue
        spread = others.max() - others.min()
        if spread > 0 and np.abs(others - float(extreme)).min() > 10 * spread:
            return float(extreme)
    return None


def _round_outwards(low: float, high: float) -> tuple[float, float]:
    """To a hundredth of the range or finer, in few decimal digits: they are stored as text."""
    digits = 2 - math.floor(math.log10(high - low))
    if digits > 300:
        return low, high
    step = 10.0**-digits
    return round(math.floor(low / step) * step, digits), round(math.ceil(high / step) * step, digits)
