"""Distortion: the PSNR of the whole from its parts, on the coded range, NoData left out."""

import math

import numpy as np
import pytest

from eoduet.engine.bands import Band
from eoduet.engine.bandscale import BandScale
from eoduet.engine.distortion import Distortion, unit_values
from eoduet.engine.metrics import psnr
from eoduet.engine.radiometry import ModalityTransform


def transform(modality, *scales, dtype="float32"):
    bands = tuple(Band(dtype=dtype) for _ in scales)
    return ModalityTransform(modality, bands, {}, scales, (128,) * len(scales))


OPTICAL = transform("optical", BandScale("linear", 100, 1100), BandScale("linear", 0, 500))
SAR = transform("sar", BandScale("log", -30, 10))


def test_parts_sum_up_to_the_psnr_of_the_whole():
    rng = np.random.default_rng(0)
    original = rng.uniform(0, 500, (2, 40, 30)).astype(np.float32)
    decoded = original + rng.normal(0, 9, original.shape).astype(np.float32)
    valid = rng.random(original.shape) > 0.2
    distortion = Distortion(["optical"])
    for rows in (slice(0, 7), slice(7, 40)):
        distortion.add(OPTICAL, original[:, rows], decoded[:, rows], valid[:, rows])
    units = [unit_values(OPTICAL, values) for values in (original, decoded)]
    expected = psnr(*units, peak=1, valid=valid)
    assert distortion.psnr() == pytest.approx({"optical": expected, "joint": expected})


def test_joint_is_the_mean_of_both():
    distortion = Distortion(["optical", "sar"])
    flat = np.full((2, 4, 4), 300, np.float32)
    distortion.add(OPTICAL, flat, flat + 10, np.ones(flat.shape, bool))
    power = np.full((1, 4, 4), 1, np.float32)
    distortion.add(SAR, power, power * 10 ** (4 / 10), np.ones(power.shape, bool))
    found = distortion.psnr()
    assert found["sar"] == pytest.approx(20, abs=1e-4)  # 4 dB of 40
    assert found["joint"] == pytest.approx((found["optical"] + found["sar"]) / 2)


def test_power_zero_is_the_floor_of_a_logarithmic_band():
    distortion = Distortion(["sar"])
    original = np.array([[[0, 1]]], np.float32)
    floor = np.array([[[1e-3, 1]]], np.float32)  # -30 dB, the floor of the coded range
    distortion.add(SAR, original, floor, np.ones(original.shape, bool))
    assert distortion.psnr()["sar"] > 100


def test_without_error_and_without_pixels():
    distortion = Distortion(["optical", "sar"])
    flat = np.full((2, 4, 4), 300, np.float32)
    distortion.add(OPTICAL, flat, flat, np.ones(flat.shape, bool))
    assert distortion.psnr()["optical"] == math.inf
    assert math.isnan(distortion.psnr()["sar"])


def test_invalid_values_do_not_count():
    distortion = Distortion(["optical"])
    original = np.full((2, 2, 2), np.nan, np.float32)
    original[:, 0] = 300
    valid = np.isfinite(original)
    distortion.add(OPTICAL, original, np.full(original.shape, 300, np.float32), valid)
    assert distortion.psnr()["optical"] == math.inf
