"""Which γ is best for the joint PSNR of a pair at a rate, foretold from a few encodings; nothing is coded here.

Quality and γ move the quantiser steps of the two images, and either image's bytes and PSNR depend on its own step, hardly
on the other's. So a few encodings tell a small model of the pair: the bytes are a sum of two log-parabolas, one of each
step, either PSNR is a parabola of its own step with a slope along the other's. It is right to about 1 % of the bytes and
0.1 dB, which finds the flat top of the envelope; what is reported is then really coded there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import least_squares

from .pairs import MODALITIES

GAMMAS = np.arange(20, 981, 5)  # thousandths
QUALITIES = np.arange(0, 1001, 5)  # tenths
OCTAVE = 32.0  # of the bundle's tables
LEAST_GAIN = 0.01  # dB that another γ must promise to be worth an encoding


class Forecast:
    """A model of one pair, fitted to its encodings (rows of `coding.encode`) with the bundle's tables of steps."""

    def __init__(self, rows: list[dict], tables: Mapping[str, np.ndarray]):
        self.base, self.tilt = tables["quality"] / OCTAVE, tables["gamma"] / OCTAVE
        quality = np.array([round(10 * row["quality"]) for row in rows])
        steps = self._steps(quality, np.array([round(1000 * row["gamma"]) for row in rows]))
        self._log_bytes = _fit_bytes(steps, np.log([row["bytes"] for row in rows]))
        psnr = [np.array([row[m]["psnr"] for row in rows]) for m in MODALITIES]
        self._psnr = [_fit_psnr(steps[i], steps[1 - i], psnr[i]) for i in (0, 1)]
        grid = self._steps(QUALITIES[:, None], GAMMAS)
        self._grid_bytes = _sum_of_bytes(self._log_bytes, grid)
        self._grid_joint = sum(_features(grid[i], grid[1 - i]) @ self._psnr[i] for i in (0, 1)) / 2

    def best(self, size: float) -> tuple[float, float]:
        """Quality and γ foretold to give the best joint PSNR in so many bytes."""
        quality, joint = self._at(size)
        at = int(np.argmax(joint))
        return round(quality[at]) / 10, float(GAMMAS[at] / 1000)

    def gain(self, size: float, gamma: float) -> float:
        """Return how many dB of joint PSNR the best γ is foretold to gain over another in so many bytes."""
        _, joint = self._at(size)
        return float(joint.max() - joint[np.argmin(abs(GAMMAS - 1000 * gamma))])

    def _at(self, size: float) -> tuple[np.ndarray, np.ndarray]:
        """Quality (tenths) that fits the bytes, and joint PSNR, for each γ; worse than any where no quality fits."""
        columns = range(len(GAMMAS))
        log = np.log(size)
        quality = np.array([np.interp(log, self._grid_bytes[:, i], QUALITIES) for i in columns])
        joint = np.array([np.interp(quality[i], QUALITIES, self._grid_joint[:, i]) for i in columns])
        fits = (self._grid_bytes[0] <= log) & (log <= self._grid_bytes[-1])
        return quality, np.where(fits | ~fits.any(), joint, -np.inf)

    def _steps(self, quality: np.ndarray, gamma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log2 of the optical and of the SAR quantiser step."""
        return self.base[quality] + self.tilt[gamma], self.base[quality] + self.tilt[1000 - gamma]


def _fit_bytes(steps: tuple[np.ndarray, np.ndarray], log_bytes: np.ndarray) -> np.ndarray:
    half = log_bytes.mean() - np.log(2)
    centre = [step.mean() for step in steps]
    start = [0.0, -0.7, half + 0.7 * centre[0], 0.0, -0.7, half + 0.7 * centre[1]]
    return least_squares(lambda c: _sum_of_bytes(c, steps) - log_bytes, start).x


def _sum_of_bytes(coefficients: np.ndarray, steps: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Log of the bytes of both images."""
    return np.logaddexp(np.polyval(coefficients[:3], steps[0]), np.polyval(coefficients[3:], steps[1]))


def _fit_psnr(own: np.ndarray, other: np.ndarray, psnr: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(_features(own, other), psnr, rcond=None)[0]


def _features(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.stack([np.ones(np.shape(own)), own, own * own, other], -1)
