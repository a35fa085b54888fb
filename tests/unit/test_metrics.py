"""The metrics against values worked out by hand and against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from eoduet.engine.metrics import bpp, ms_ssim, psnr

rng = np.random.default_rng(5)
smooth = 128 + 60 * np.sin(np.arange(200)[:, None] / 9) * np.cos(np.arange(220) / 7)
image = np.stack([smooth, smooth.T[:200, :200].repeat(2, 1)[:, :220]]) + rng.normal(0, 3, (2, 200, 220))


def test_psnr_of_a_known_error():
    a = np.zeros((1, 4, 4), np.uint8)
    b = a.copy()
    b[0, 0, 0] = 4  # mean squared error 1
    assert psnr(a, b, 255) == pytest.approx(20 * math.log10(255))
    assert psnr(b, a, 255) == psnr(a, b, 255)  # unsigned numbers do not wrap
    assert psnr(a, a, 255) == math.inf


def test_psnr_counts_valid_pixels_only():
    a = np.zeros((2, 3, 3))
    b = a.copy()
    b[:, 0] = 1e6
    b[:, 2, 2] = np.nan
    valid = np.ones((3, 3), bool)
    valid[0] = valid[2, 2] = False
    assert psnr(a, b, 1, valid) == math.inf
    assert math.isnan(psnr(a, b, 1, np.zeros((3, 3), bool)))


def test_bpp():
    assert bpp(1638, 2, 256, 256) == pytest.approx(0.1, abs=1e-4)


def test_ms_ssim_is_one_for_equal_images_and_falls_with_noise():
    assert ms_ssim(image, image, 255) == pytest.approx(1)
    scores = [ms_ssim(image, image + rng.normal(0, sigma, image.shape), 255) for sigma in (2, 8, 32)]
    assert 1 > scores[0] > scores[1] > scores[2] > 0


def test_ms_ssim_follows_its_definition_at_one_scale():
    # An 11 × 11 image has one window at one scale: SSIM of its Gaussian-weighted moments.
    a, b = image[0, :11, :11], image[1, :11, :11]
    taps = np.exp(-0.5 * ((np.arange(11) - 5) / 1.5) ** 2)
    weights = np.outer(taps, taps) / taps.sum() ** 2
    mean_a, mean_b = (weights * a).sum(), (weights * b).sum()
    var_a, var_b = (weights * a * a).sum() - mean_a**2, (weights * b * b).sum() - mean_b**2
    cov = (weights * a * b).sum() - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ssim = (2 * mean_a * mean_b + c1) * (2 * cov + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    assert ms_ssim(a, b, 255) == pytest.approx(max(ssim, 0))


def test_ms_ssim_counts_whole_valid_windows_only():
    broken = image.copy()
    broken[:, :30] = np.nan
    valid = np.isfinite(broken)
    assert ms_ssim(image, broken, 255, valid) == pytest.approx(1)
    assert math.isnan(ms_ssim(image, image, 255, np.zeros(image.shape, bool)))
    assert math.isnan(ms_ssim(image[:, :10], image[:, :10], 255))
