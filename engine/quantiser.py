"""Which integer a latent is coded as: of the two around it, the cheaper one in rate and error; the encoder's own business.

Rounding to the nearest ignores what an integer costs: where the tables expect a 0, a 1 may cost six bits more and mend little.
So the nearest integer and its neighbour towards 0 are weighed by the bits of the very table that codes them, R + c · e², e the
error in steps of what the decoder will make of them (rate–distortion optimised quantisation; Sullivan & Wiegand, IEEE Signal
Processing Magazine 15(6), 1998).  The decoder takes any integer, so files need nothing new to be read.
"""

from __future__ import annotations

import numpy as np

from .lattice import MAX_SYMBOL
from .rangecoder import Tables

#: c, what a squared step is worth in bits.  In training it is 6; about 9 gives the lowest BD-rate on ``val``: an integer also
#: tells something to the contexts of later ones, and to the network that restores the picture.
BITS_PER_SQUARED_STEP = 9.0


class Quantiser:
    """Chooses integers by ``tables``; ``centroid`` int (tables,), in 1/16 steps, is what a decoder adds to |s| > 0."""

    def __init__(self, tables: Tables, centroid: np.ndarray):
        self.tables, self.outward = tables, centroid / 16.0

    def choose(self, distance: np.ndarray, index: np.ndarray) -> np.ndarray:
        """``distance`` of latents from their means in steps, float (n,), and their tables uint8 (n,) → integers int32 (n,).

        What table 0 codes is 0.
        """
        sign = np.sign(distance)
        size = np.abs(distance)
        nearest = np.minimum(np.floor(size + 0.5), MAX_SYMBOL)
        lower = np.maximum(nearest - 1, 0)
        cheaper = self._cost(size, lower, sign, index) < self._cost(size, nearest, sign, index)
        return (sign * np.where(index == 0, 0, np.where(cheaper, lower, nearest))).astype(np.int32)

    def _cost(self, size: np.ndarray, whole: np.ndarray, sign: np.ndarray, index: np.ndarray) -> np.ndarray:
        symbols = (sign * whole).astype(np.int32)
        error = size - whole - np.where(whole > 0, self.outward[index], 0)
        return self.tables.cost(symbols, index) + BITS_PER_SQUARED_STEP * error * error
