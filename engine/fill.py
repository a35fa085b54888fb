"""Smooth values for pixels that have none, so that they cost few bits; says nothing of which pixels those are.

Push-pull on a pyramid (Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4): valid pixels are averaged down until
everything has a value, then each level takes what it lacks from the coarser one, interpolated.
"""

from __future__ import annotations

import numpy as np


def fill(plane: np.ndarray, valid: np.ndarray, default: float) -> np.ndarray:
    """A plane (h, w) with its invalid pixels replaced, float32; `default` where nothing is valid. Valid ones are kept."""
    if not valid.any():
        return np.full(plane.shape, default, np.float32)
    return _fill(np.where(valid, plane, 0).astype(np.float32), valid)


def _fill(plane: np.ndarray, known: np.ndarray) -> np.ndarray:
    """`plane` is zero where it is not known, and known somewhere."""
    if known.all():
        return plane
    share = _halve(known.astype(np.float32))
    coarse = _fill(_halve(plane) / np.maximum(share, 0.25), share > 0)
    return np.where(known, plane, _double(coarse)[: plane.shape[0], : plane.shape[1]])


def _halve(x: np.ndarray) -> np.ndarray:
    """Means of 2 × 2 pixels; a last odd row or column is averaged with nothing (zeros)."""
    h, w = x.shape
    x = np.pad(x, ((0, h % 2), (0, w % 2)))
    return np.asarray((x[0::2, 0::2] + x[1::2, 0::2] + x[0::2, 1::2] + x[1::2, 1::2]) / 4)


def _double(x: np.ndarray) -> np.ndarray:
    """Twice as many rows and columns by bilinear interpolation (weights 3/4 and 1/4)."""
    for axis in (0, 1):
        before = np.concatenate([x.take([0], axis), x.take(range(x.shape[axis] - 1), axis)], axis)
        after = np.concatenate([x.take(range(1, x.shape[axis]), axis), x.take([-1], axis)], axis)
        pair = np.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], axis + 1)
        shape = list(x.shape)
        shape[axis] *= 2
        x = pair.reshape(shape)
    return x
