"""How far two images of one place lie beside each other, in fractions of a pixel; moves nothing.

SAR and optical values have nothing in common but where they change, so the strengths of their gradients are compared:
normalised, tapered and cross-correlated by FFT; the peak is refined by a parabola through it and its neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

REACH = 16  # pixels in each direction that a shift is looked for
SURE = 5.0  # a peak this many deviations above the correlations around it is no accident
BLUR = 2.0  # pixels; speckle has no edges at this scale


class Shift(NamedTuple):
    """The second image's content lies `right` and `down` pixels of where the first has it; `sharpness` of the peak in
    standard deviations."""

    right: float
    down: float
    sharpness: float

    @property
    def sure(self) -> bool:
        """Whether the peak stands out enough to be believed."""
        return self.sharpness >= SURE


def estimate_shift(first: np.ndarray, second: np.ndarray, valid: np.ndarray) -> Shift:
    """Compare planes (bands, h, w) of any type on one grid where `valid` (h, w); at least 64 pixels a side.

    Sharpness is 0 where there is nothing to compare.
    """
    height, width = valid.shape
    if min(height, width) < 4 * REACH or valid.mean() < 0.2:
        return Shift(0.0, 0.0, 0.0)
    edges = [_edges(image, valid) for image in (first, second)]
    spectra = [np.fft.rfft2(plane, (2 * height, 2 * width)) for plane in edges]
    surface = np.fft.irfft2(spectra[1] * spectra[0].conj(), (2 * height, 2 * width))
    near = np.roll(surface, (REACH, REACH), (0, 1))[: 2 * REACH + 1, : 2 * REACH + 1]
    y, x = np.unravel_index(np.argmax(near), near.shape)
    away = np.ones(near.shape, bool)
    away[max(0, y - 4) : y + 5, max(0, x - 4) : x + 5] = False
    spread = float(near[away].std())
    if spread == 0:
        return Shift(0.0, 0.0, 0.0)
    sharpness = float((near[y, x] - near[away].mean()) / spread)
    down = y - REACH + _vertex(near[:, x], int(y))
    right = x - REACH + _vertex(near[y], int(x))
    return Shift(float(right), float(down), sharpness)


def _edges(image: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Strength of the gradients of an image (bands, h, w), zero mean, tapered at the border, zero where not valid."""
    total = np.zeros(valid.shape)
    for plane in image:
        values = plane.astype(np.float64)
        inside = values[valid]
        low, high = np.percentile(inside, [1, 99])
        if high <= low:
            continue
        values = np.where(
            valid, np.clip((values - low) / (high - low), 0, 1), float(np.median(inside) - low) / (high - low)
        )
        down, right = np.gradient(_blur(values))
        total += np.hypot(down, right)
    limit = np.percentile(total[valid], 98)
    total = np.minimum(total, limit)
    total = np.where(valid, total - total[valid].mean(), 0)
    height, width = valid.shape
    return total * np.hanning(height)[:, None] * np.hanning(width)[None]


def _blur(plane: np.ndarray) -> np.ndarray:
    """Gaussian of `BLUR` pixels, mirrored at the border."""
    reach = int(3 * BLUR)
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / BLUR) ** 2)
    taps /= taps.sum()
    for axis in (0, 1):
        pad = [(reach, reach) if a == axis else (0, 0) for a in (0, 1)]
        padded = np.pad(plane, pad, mode="symmetric")
        size = plane.shape[axis]
        plane = sum(tap * padded.take(range(i, i + size), axis) for i, tap in enumerate(taps))
    return plane


def _vertex(values: np.ndarray, at: int) -> float:
    """Where the parabola through a maximum and its two neighbours is highest, −0.5..0.5 beside it."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2 * here + after
    return 0.0 if bend == 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))
