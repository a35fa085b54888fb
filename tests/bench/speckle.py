"""How coding treats speckle, from arrays of linear power: equivalent number of looks and the ratio image; no files, no codec.

A coder that smooths speckle away raises the number of looks of homogeneous areas above the original's; one that adds
blocks or ringing lowers it. The ratio image, original over decoded power, is 1 everywhere for a perfect coder: its
mean tells a bias of the backscatter, its variance how much of the speckle did not come back.
"""

from __future__ import annotations

import numpy as np

from .pairs import Image

WINDOW = 16  # pixels
HOMOGENEOUS = (
    0.1  # share of the windows that count as homogeneous: those of the smallest coefficient of variation
)
FEWEST = 4
DECIBELS_OF_8_BIT = (
    25.0  # assumed of 8-bit chips, whose authors do not state it: 0..255 is this many decibels
)
ASSUMPTION = (
    f"8-bit SAR is taken to be a linear stretch of {DECIBELS_OF_8_BIT:g} dB; other types say what they are"
)


def power(image: Image, values: np.ndarray) -> np.ndarray:
    """Linear power (bands, h, w), up to a constant factor, of values of the image's own type."""
    planes = []
    for scale, plane in zip(image.transform.scales, values.astype(np.float64)):
        if scale.kind == "log":
            planes.append(plane)
        elif image.values.dtype == np.uint8:
            planes.append(10 ** (plane / 255 * DECIBELS_OF_8_BIT / 10))
        else:
            planes.append(10 ** (plane / 10))
    return np.stack(planes)


def statistics(image: Image, values: np.ndarray) -> dict[str, float]:
    """Return `looks` (decoded over original number of looks), and mean and variance of the ratio image."""
    original, decoded = power(image, image.values), power(image, values)
    ratio = original[image.valid] / decoded[image.valid]
    windows = homogeneous(original, image.valid)
    before, after = looks(original, windows), looks(decoded, windows)
    return {
        "looks": after / before,
        "ratio_mean": float(ratio.mean()),
        "ratio_variance": float(ratio.var()),
    }


def homogeneous(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return which windows of `blocks` are homogeneous, bool (count,): valid, not flat (saturated), and least varying."""
    windows = blocks(values)
    usable = blocks(valid).all(1) & (windows.std(1) > 0)
    variation = np.full(len(windows), np.inf)
    variation[usable] = windows[usable].std(1) / windows[usable].mean(1)
    count = min(max(round(HOMOGENEOUS * int(usable.sum())), FEWEST), int(usable.sum()))
    chosen = np.zeros(len(windows), bool)
    chosen[np.argsort(variation, kind="stable")[:count]] = True
    return chosen


def looks(values: np.ndarray, chosen: np.ndarray) -> float:
    """Equivalent number of looks, mean² / variance of power, pooled over the chosen windows; NaN without one."""
    windows = blocks(values)[chosen]
    if not len(windows):
        return float("nan")
    variance = float(windows.var(1).mean())
    return float(np.square(windows.mean(1)).mean()) / variance if variance else float("inf")


def blocks(values: np.ndarray) -> np.ndarray:
    """(bands, h, w) → all whole windows of all bands, (count, WINDOW²)."""
    bands, height, width = values.shape
    rows, columns = height // WINDOW, width // WINDOW
    cut = values[:, : rows * WINDOW, : columns * WINDOW]
    return cut.reshape(bands, rows, WINDOW, columns, WINDOW).swapaxes(2, 3).reshape(-1, WINDOW**2)
