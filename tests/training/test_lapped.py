"""The lapped transform: orthonormal with its overlap, and with the parities the mirrors rely on."""

import numpy as np
import pytest

from eoduet.engine.training.lapped import lapped_basis, lapped_kernels


@pytest.mark.parametrize("n", [4, 8, 16])
@pytest.mark.parametrize("correlation", [0.5, 0.95, 0.999])
def test_it_is_orthonormal_with_its_own_overlap(n, correlation):
    basis = lapped_basis(n, correlation)
    assert basis.shape == (n, 2 * n)
    np.testing.assert_allclose(basis @ basis.T, np.eye(n), atol=1e-12)
    np.testing.assert_allclose(basis[:, :n] @ basis[:, n:].T, 0, atol=1e-12)


def test_even_rows_are_symmetric_and_odd_rows_antisymmetric():
    basis = lapped_basis(16)
    signs = np.where(np.arange(16) % 2, -1, 1)[:, None]
    np.testing.assert_allclose(basis[:, ::-1], signs * basis, atol=1e-12)


def test_rows_fall_in_energy_within_their_parity():
    basis = lapped_basis(16)
    lags = np.abs(np.subtract.outer(np.arange(32), np.arange(32)))
    energy = np.diag(basis @ 0.95**lags @ basis.T)
    assert np.all(np.diff(energy[0::2]) <= 1e-12) and np.all(np.diff(energy[1::2]) <= 1e-12)
    assert energy[0] == energy.max()


def test_kernels_are_products_of_rows_and_columns():
    basis = lapped_basis(16)
    kernels = lapped_kernels(16, np.array([0, 3]), np.array([5, 2]))
    assert kernels.shape == (2, 32, 32) and kernels.dtype == np.float32
    np.testing.assert_allclose(kernels[1], np.outer(basis[3], basis[2]), atol=1e-7)
