"""How far a reconstruction is from its original, summed tile by tile: PSNR per modality and joint; no coding.

The PSNR is that of values on [0,1] (each band's coded range, dB for SAR in decibels), peak 1, over valid
pixels: for 8-bit data exactly the usual PSNR with peak 255. Joint is the mean of the two, as in the paper's
section on evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from .radiometry import ModalityTransform


class Distortion:
    """Sums of squared errors of the modalities of one file."""

    def __init__(self, modalities: Iterable[str]) -> None:
        self._sums = {modality: [0.0, 0] for modality in modalities}

    def add(
        self, transform: ModalityTransform, original: np.ndarray, decoded: np.ndarray, valid: np.ndarray
    ) -> None:
        """Add one window: original and decoded (bands,h,w) in own dtype, valid bool of that shape."""
        error = (unit_values(transform, original) - unit_values(transform, decoded))[valid]
        sums = self._sums[transform.modality]
        sums[0] += float(np.square(error, dtype=np.float64).sum())
        sums[1] += error.size

    def psnr(self) -> dict[str, float]:
        """Return PSNR in dB of each modality and `joint`; inf without an error, NaN without a valid pixel."""
        values = {modality: _psnr(total, count) for modality, (total, count) in self._sums.items()}
        values["joint"] = sum(values.values()) / len(values)
        return values


def unit_values(transform: ModalityTransform, values: np.ndarray) -> np.ndarray:
    """Return values (bands,h,w) in own dtype on the scale where a band's coded range is [0,1].

    What lies outside stays outside, except below the range of a logarithmic band: power zero is minus
    infinity there and counts as 0.
    """
    units = [scale.forward(plane) for scale, plane in zip(transform.scales, values)]
    return np.stack([np.maximum(u, 0) if s.kind == "log" else u for s, u in zip(transform.scales, units)])


def _psnr(total: float, count: float) -> float:
    if count == 0:
        return math.nan
    return math.inf if total == 0 else -10 * math.log10(total / count)
