"""Integer tables of a bundle: layout, prompts, magnitudes, dead zone, and the frequency tables with their fit to real symbols.

Frequency tables start as zero-mean Laplacians and are then fitted: the counts of symbols that fall to each table when real
training crops are coded, smoothed towards the Laplacian.  What the file's symbols cost is what these integers say.
"""

from __future__ import annotations

import numpy as np
import torch

from ..lattice import TABLE_BASE, TABLE_STEP, TABLES
from ..rangecoder import FREQUENCY_BITS
from .entropy_model import MAX_HYPER_LATENT
from .lattice import gamma_table, quality_table, table_scales
from .layout import Layout
from .model import JointCodec, centroid

#: How many counts the Laplacian shape is worth when a table is fitted.
PRIOR_COUNTS = 400.0
MAX_REACH = 700


def reach_of(scale: float) -> int:
    """L: symbols in −L..L have an own frequency, the others escape."""
    return int(min(np.ceil(8 * scale) + 2, MAX_REACH))


def laplacian(scale: float, reach: int) -> np.ndarray:
    """Probabilities of −L..L and of the escape, float64 (2L+2,), under a Laplacian of standard deviation ``scale``."""
    edges = np.arange(-reach, reach + 2) - 0.5
    tail = 0.5 * np.exp(-np.abs(edges) * np.sqrt(2) / scale)
    inside = np.diff(np.where(edges < 0, tail, 1 - tail))
    return np.append(inside, max(1 - inside.sum(), 0.0))


def integer_frequencies(probabilities: np.ndarray) -> np.ndarray:
    """uint16-range integers of total 2¹⁶, none zero."""
    total = 1 << FREQUENCY_BITS
    frequencies = (
        np.maximum(np.floor(probabilities / probabilities.sum() * (total - len(probabilities))), 0).astype(
            np.int64
        )
        + 1
    )
    frequencies[np.argmax(frequencies)] += total - frequencies.sum()
    return frequencies


def table_shapes(model: JointCodec) -> list[tuple[float, int]]:
    """(standard deviation, reach) of every table: those of the scales, then one for each hyper latent."""
    hyper = np.exp2(model.entropy.hyper_log2_scale().detach().numpy().ravel())
    return [(float(s), reach_of(float(s))) for s in table_scales()] + [
        (float(s), MAX_HYPER_LATENT) for s in hyper
    ]


def frequency_tables(
    shapes: list[tuple[float, int]], counts: list[np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """``frequencies`` (flat, int32) and ``starts`` of all tables; ``counts`` per table over −L..L and escape."""
    parts = []
    for index, (scale, reach) in enumerate(shapes):
        probabilities = laplacian(scale, reach)
        if counts is not None:
            seen = counts[index].astype(np.float64)
            if index < TABLES:  # latents have no preferred sign, hyper latents may
                seen[:-1] = (seen[:-1] + seen[:-1][::-1]) / 2
            probabilities = seen + PRIOR_COUNTS * probabilities
        parts.append(integer_frequencies(probabilities))
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    return {"frequencies": np.concatenate(parts).astype(np.int32), "starts": starts.astype(np.int32)}


def model_tables(model: JointCodec) -> dict[str, np.ndarray]:
    """Every table but the frequencies."""
    layout: Layout = model.layout
    magnitude = np.floor(16 * np.log2(1 + np.arange(4096) / 16) + 0.5)
    log2_scales = torch.from_numpy(np.log2(table_scales()))
    return {
        "component": layout.component.astype(np.int8),
        "row": layout.row.astype(np.int8),
        "column": layout.column.astype(np.int8),
        "prior": np.round(32 * np.log2(layout.sigma)).astype(np.int32),
        "quality": quality_table(),
        "gamma": gamma_table(),
        "magnitude": np.minimum(magnitude, 127).astype(np.uint8),
        "centroid": np.round(16 * centroid(log2_scales).numpy()).astype(np.int8),
        "hyper_index": (TABLES + np.arange(model.preset.latents_hyper)).astype(np.uint8),
    }


def check_lattice() -> None:
    """The training side's scale tables must be the engine's."""
    expected = 2.0 ** ((TABLE_BASE + TABLE_STEP * np.arange(TABLES)) / 32)
    if not np.allclose(expected, table_scales()):
        raise ValueError("training and engine disagree on the scale tables")
