"""Prompts as integers: quality and γ become one quantiser step per modality, in 1/32 octaves.

With an orthonormal linear path the optimal quantiser is uniform with one step Δ per modality, and at step Δ one bit is worth
λ = c/Δ² of squared error.  Quality moves both steps together (log-spaced λ); γ moves them apart: Δ² ∝ 1/γ for optical and
1/(1−γ) for SAR, the optimum of R + λ(γ·D_opt + (1−γ)·D_sar) (paper, eq. 3).  The integers here are what the bitstream
depends on; the bundle stores the tables.
"""

from __future__ import annotations

import numpy as np

OCTAVE = 32
#: log2 of the step at quality 0 and 100, in 1/32 octaves of 8-bit digital numbers: Δ = 320 … 3.
STEP_AT_0, STEP_AT_100 = 266, 51
#: γ below this (or above one minus this) changes nothing more: a step may grow by two octaves at most.
GAMMA_FLOOR = 0.03
#: Gaussian scale tables: σ_i = 0.1 · 2^(5i/32), i = 0..63.
TABLES, TABLE_BASE, TABLE_STEP = 64, -106, 5


def quality_table() -> np.ndarray:
    """int32 (1001,): step exponent of quality 0.0 … 100.0 in tenths, at γ = 0.5."""
    tenths = np.arange(1001)
    return (STEP_AT_0 - (tenths * (STEP_AT_0 - STEP_AT_100) + 500) // 1000).astype(np.int32)


def gamma_table() -> np.ndarray:
    """int32 (1001,): what a modality's weight 0.000 … 1.000 adds to its step exponent."""
    weight = np.maximum(np.arange(1001) / 1000.0, GAMMA_FLOOR)
    return np.round(-0.5 * OCTAVE * np.log2(2 * weight)).astype(np.int32)


def table_scales() -> np.ndarray:
    """float64 (64,): σ of each table index, in quantiser steps."""
    return 2.0 ** ((TABLE_BASE + TABLE_STEP * np.arange(TABLES)) / OCTAVE)
