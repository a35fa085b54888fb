"""The lapped Karhunen-Loève transform: the linear path every preset starts from.

A block transform (DCT, block KLT) cuts the picture at block borders.  A lapped one reads 2·n samples for every n
coefficients, is still orthonormal, and leaves no borders.  Malvar's construction: an orthonormal lapped basis P from the
DCT, then the KLT of the signal inside P, separately over its symmetric and antisymmetric rows so that every basis function
keeps its parity (Malvar and Staelin, "The LOT", IEEE Trans. ASSP 37(4), 1989).  Parity is what lets the latents beyond the
raster's border be mirrored with a sign instead of being coded.

Measured with one adaptive context coder on 70 real pairs, against n=16 blocks without overlap: 8–10 % fewer bits
at 30–36 dB; against 8 × 8 blocks 15–25 %.
"""

from __future__ import annotations

import numpy as np
from scipy import fft

#: Correlation between neighbouring pixels of the Sentinel pairs at 10 m, the model behind the default basis.
CORRELATION = 0.95


def lapped_basis(n: int, correlation: float = CORRELATION) -> np.ndarray:
    """Orthonormal 1-D lapped basis, float64 (n, 2n); rows by frequency, even rows symmetric, odd rows antisymmetric."""
    dct = fft.dct(np.eye(n), axis=0, norm="ortho")
    even, odd, flip = dct[0::2], dct[1::2], np.eye(n)[::-1]
    difference = even - odd
    lapped = 0.5 * np.block([[difference, difference @ flip], [difference, -difference @ flip]])
    lags = np.abs(np.subtract.outer(np.arange(2 * n), np.arange(2 * n)))
    covariance = lapped @ correlation**lags @ lapped.T
    rotation = np.zeros((n, n))
    half = n // 2
    for parity, rows in ((0, slice(0, half)), (1, slice(half, n))):
        _, vectors = np.linalg.eigh(covariance[rows, rows])
        rotation[parity::2, rows] = vectors[:, ::-1].T
    return rotation @ lapped


def lapped_kernels(n: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """2-D separable kernels, float32 (len(rows), 2n, 2n), of the given vertical and horizontal frequencies."""
    basis = lapped_basis(n)
    return np.einsum("ki,kj->kij", basis[rows], basis[columns]).astype(np.float32)
