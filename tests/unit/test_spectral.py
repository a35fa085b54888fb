"""Rotations: any stored integers are orthonormal, any orthonormal matrix is stored closely, components are principal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.spectral import principal_rotation, rotation_angles, rotation_matrix

sizes = st.integers(1, 4)


@st.composite
def stored(draw):
    n = draw(sizes)
    angles = draw(st.lists(st.integers(0, 999), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2))
    return n, angles + draw(st.sampled_from([[], [1]]))


@given(stored())
def test_any_stored_rotation_is_orthonormal(case):
    n, angles = case
    matrix = rotation_matrix(angles, n)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(n), atol=1e-12)


@given(sizes, st.integers(0, 2**32 - 1))
def test_any_orthonormal_matrix_is_stored_closely(n, seed):
    matrix = np.linalg.qr(np.random.default_rng(seed).normal(size=(n, n)))[0]
    back = rotation_matrix(rotation_angles(matrix), n)
    # Each angle is off by up to 1/2000 of a turn, 0.0031.
    np.testing.assert_allclose(back, matrix, atol=0.0032 * max(1, n * (n - 1) // 2))


def test_the_identity_takes_no_room():
    assert rotation_angles(np.eye(4)) == []
    np.testing.assert_array_equal(rotation_matrix([], 3), np.eye(3))


def test_components_are_sorted_and_uncorrelated():
    rng = np.random.default_rng(3)
    base = rng.normal(size=(4, 5000)) * [[9], [3], [1], [0.2]]
    samples = np.linalg.qr(rng.normal(size=(4, 4)))[0] @ base
    rotation = principal_rotation(samples)
    covariance = np.cov(rotation @ samples)
    assert (np.diff(np.diag(covariance)) < 0).all()
    np.testing.assert_allclose(covariance - np.diag(np.diag(covariance)), 0, atol=1e-9)
    assert (rotation.sum(1) >= 0).all()
    # Stored, it still separates: under a thousandth of the first variance leaks.
    covariance = np.cov(rotation_matrix(rotation_angles(rotation), 4) @ samples)
    assert np.abs(covariance - np.diag(np.diag(covariance))).max() < 0.01 * covariance[0, 0]


@pytest.mark.parametrize("samples", [np.zeros((3, 100)), np.ones((3, 1)), np.ones((3, 0)), np.ones((1, 50))])
def test_too_little_to_go_by_gives_the_identity(samples):
    np.testing.assert_array_equal(principal_rotation(samples), np.eye(len(samples)))
