"""How well a map agrees with its labels: the confusion matrix and the usual figures of it; no map is made here."""

from __future__ import annotations

import numpy as np

from ..classes import NO_CLASS


def confusion(truth: np.ndarray, map_: np.ndarray, classes: int) -> np.ndarray:
    """int64 (K, K): how many pixels of class row are mapped as class column; pixels without a class do not count."""
    known = (truth != NO_CLASS) & (map_ != NO_CLASS)
    pairs = truth[known].astype(np.int64) * classes + map_[known]
    return np.bincount(pairs.ravel(), minlength=classes**2).reshape(classes, classes)


def scores(matrix: np.ndarray) -> dict[str, float]:
    """Overall accuracy, Cohen's κ, F1 and IoU, all 0..1 (κ may be negative).

    Of two classes F1 and IoU are those of the second (flooded); of more, the mean over the classes that occur.
    """
    matrix = matrix.astype(np.float64)
    total, hits = matrix.sum(), np.diag(matrix)
    truth, mapped = matrix.sum(1), matrix.sum(0)
    accuracy = hits.sum() / max(total, 1)
    chance = float(truth @ mapped) / max(total, 1) ** 2
    either = truth + mapped
    occurs = either > 0
    f1, iou = (
        np.divide(part, whole, out=np.zeros_like(part), where=occurs)
        for part, whole in ((2 * hits, either), (hits, either - hits))
    )
    shown = np.arange(len(matrix)) == 1 if len(matrix) == 2 else occurs
    return {
        "oa": float(accuracy),
        "kappa": float((accuracy - chance) / (1 - chance)) if chance < 1 else float(accuracy),
        "f1": float(f1[shown].mean()) if shown.any() else 0.0,
        "iou": float(iou[shown].mean()) if shown.any() else 0.0,
    }
