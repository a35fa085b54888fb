"""The rotation between a modality's bands and its principal components: fitting, storing as integers, applying; no files.

The rotation of n bands is stored as n(n−1)/2 angles in thousandths of a turn, one per Givens rotation of two components,
and a 1 or 0 that says whether the last component is negated. So any list of integers is an orthonormal matrix: its
inverse is its transpose, squared errors carry over unchanged, and a damaged or hostile file cannot make it singular.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .headerchecks import TURN


def rotation_matrix(stored: Sequence[int], n: int) -> np.ndarray:
    """The orthonormal matrix R (n, n), float64, of stored angles: components = R · bands. [] is the identity.

    R = S · G(0,1) · G(0,2) … G(0,n−1) · G(1,2) … where G(i,j) has cos θ at (i,i) and (j,j), sin θ at (i,j), −sin θ at (j,i).
    """
    matrix = np.eye(n)
    for (i, j), angle in zip(_planes(n), stored):
        matrix = matrix @ _givens(n, i, j, 2 * np.pi * angle / TURN)
    if any(stored[n * (n - 1) // 2 :]):
        matrix[-1] *= -1
    return matrix


def rotation_angles(matrix: np.ndarray) -> list[int]:
    """What to store for an orthonormal matrix (n, n); [] for the identity."""
    n = len(matrix)
    rest = np.array(matrix, float)
    negated = np.linalg.det(rest) < 0
    if negated:
        rest[-1] *= -1
    # Undo the product from the left: rotate rows i and j so that column i becomes that of the identity.
    stored: list[int] = []
    for i, j in _planes(n):
        # R = G·R' with R'(j,i) = 0 needs tan θ = −R(j,i) / R(i,i).
        angle = np.arctan2(-rest[j, i], rest[i, i])
        rest = _givens(n, i, j, angle).T @ rest
        stored.append(round(float(angle) / (2 * np.pi) * TURN) % TURN)
    stored.append(int(negated))
    return stored if any(stored) else []


def principal_rotation(samples: np.ndarray) -> np.ndarray:
    """Principal components of samples (n, count): orthonormal rows by falling variance, the sum of each row not negative.

    Networks that were trained on for a task know that sign: with the last row's turned round, so that no negation need be
    stored, the profile `flood` lost what it gains.
    """
    n, count = samples.shape
    if n == 1 or count < 2:
        return np.eye(n)
    covariance = np.cov(samples.astype(np.float64))
    variance, vectors = np.linalg.eigh(covariance)
    if variance[-1] <= 1e-12:
        return np.eye(n)
    rows = vectors[:, ::-1].T
    return np.asarray(rows * np.where(rows.sum(1, keepdims=True) < 0, -1, 1))


def _planes(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i + 1, n)]


def _givens(n: int, i: int, j: int, angle: float) -> np.ndarray:
    matrix = np.eye(n)
    matrix[i, i] = matrix[j, j] = np.cos(angle)
    matrix[i, j], matrix[j, i] = np.sin(angle), -np.sin(angle)
    return matrix
