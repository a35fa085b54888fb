"""A band's transform to [0,1]: exact for 8 bit, robust for everything else, finite whatever the values are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from eoduet.engine.bandscale import BandScale, choose_scale, undeclared_nodata

rng = np.random.default_rng(11)
DTYPES = ["uint8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
samples = st.sampled_from(DTYPES).flatmap(
    lambda name: hnp.arrays(
        name,
        st.integers(0, 30),
        elements=hnp.from_dtype(np.dtype(name), allow_nan=False, allow_infinity=False),
    )
)


def clipped(scale, values):
    unit = scale.forward(values)
    return float(((unit < -1e-6) | (unit > 1 + 1e-6)).mean())


def test_every_8_bit_value_comes_back():
    values = np.arange(256, dtype=np.uint8)
    for modality in ("optical", "sar"):
        scale = choose_scale(values[:3], modality, values.dtype)
        assert (scale, scale.to_header()) == (BandScale(), {})
        np.testing.assert_array_equal(scale.inverse(scale.forward(values), values.dtype), values)


@given(samples, st.sampled_from(["optical", "sar"]))
def test_any_sample_gives_a_usable_scale(values, modality):
    scale = choose_scale(values, modality, values.dtype)
    assert np.isfinite([scale.low, scale.high]).all()
    assert scale.low < scale.high
    unit = scale.forward(values)
    assert not np.isnan(unit).any()
    back = scale.inverse(np.clip(unit, 0, 1), values.dtype)
    assert back.dtype == values.dtype
    assert np.isfinite(back).all()
    # Stored as text, it is still the same scale.
    fields = scale.to_header()
    if fields:
        assert BandScale(fields.get("kind", "linear"), float(fields["low"]), float(fields["high"])) == scale


def test_optical_16_bit_is_linear_and_clips_next_to_nothing():
    values = np.clip(rng.gamma(4, 400, 200_000) + 1000, 0, 65535).astype(np.uint16)
    scale = choose_scale(values, "optical", values.dtype)
    assert scale.kind == "linear"
    assert scale.low == int(scale.low)
    assert clipped(scale, values) < 1e-3
    inside = values[(values >= scale.low) & (values <= scale.high)]
    np.testing.assert_array_equal(scale.inverse(scale.forward(inside), values.dtype), inside)


def test_decibels_stay_linear_and_power_becomes_decibels():
    power = rng.gamma(4, 0.02, 200_000).astype(np.float32)
    decibels = (10 * np.log10(power)).astype(np.float32)
    from_decibels = choose_scale(decibels, "sar", decibels.dtype)
    from_power = choose_scale(power, "sar", power.dtype)
    assert (from_decibels.kind, from_power.kind) == ("linear", "log")
    assert (from_power.low, from_power.high) == pytest.approx(
        (from_decibels.low, from_decibels.high), abs=0.3
    )
    assert clipped(from_decibels, decibels) < 1e-3
    assert clipped(from_power, power) < 1e-3
    inside = power[(from_power.forward(power) > 0) & (from_power.forward(power) < 1)]
    np.testing.assert_allclose(from_power.inverse(from_power.forward(inside), power.dtype), inside, rtol=1e-4)
    assert choose_scale(power, "optical", power.dtype).kind == "linear"


def test_zero_power_goes_to_the_low_end():
    power = np.r_[np.zeros(100), rng.gamma(4, 0.02, 10_000)].astype(np.float32)
    scale = choose_scale(power, "sar", power.dtype)
    assert scale.kind == "log"
    assert scale.forward(power[:1])[0] == -np.inf


@pytest.mark.parametrize("outlier", [1e30, -1e30, 65000.0])
def test_one_outlier_does_not_set_the_range(outlier):
    values = np.r_[rng.normal(-12, 4, 100_000), outlier].astype(np.float32)
    scale = choose_scale(values, "sar", values.dtype)
    assert scale.high - scale.low < 60


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (0, "uint16"),
        (65535, "uint16"),
        (-32768, "int16"),
        (-12.5, "float32"),
        (0.0, "float32"),
        (3e38, "float32"),
        (1e-30, "float64"),
        (0.07, "float32"),
    ],
)
@pytest.mark.parametrize("modality", ["optical", "sar"])
def test_a_constant_band_comes_back(value, dtype, modality):
    values = np.full(50, value, dtype)
    scale = choose_scale(values, modality, values.dtype)
    assert clipped(scale, values) == 0
    back = scale.inverse(scale.forward(values), values.dtype)
    np.testing.assert_allclose(back.astype(float), values.astype(float), rtol=1e-4, atol=1e-5)


def test_undeclared_nodata_is_noticed_and_normal_values_are_not():
    decibels = rng.normal(-12, 4, 10_000).astype(np.float32)
    assert undeclared_nodata(np.r_[decibels, np.full(500, -9999, np.float32)]) == -9999
    assert undeclared_nodata(np.r_[np.full(500, -3.4e38, np.float32), decibels]) == np.float32(-3.4e38)
    assert undeclared_nodata(decibels) is None
    assert undeclared_nodata(decibels[:0]) is None
    assert (
        undeclared_nodata(np.r_[decibels, np.float32(-9999)]) is None
    )  # a single one is an outlier, not a convention
    reflectance = rng.integers(1000, 5000, 10_000).astype(np.uint16)
    assert undeclared_nodata(np.r_[reflectance, np.zeros(4000, np.uint16)]) is None
    assert undeclared_nodata(np.full(10, 5000, np.uint16)) is None
