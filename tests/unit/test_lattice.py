"""Integer steps and lattices: exact arithmetic, the prompts' meaning, and what the networks see."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import InputError
from eoduet.engine.lattice import (
    MAX_SIGNED,
    POWERS,
    TABLE_BASE,
    TABLE_STEP,
    Steps,
    magnitude_lattice,
    scale_by_power,
    signed_lattice,
    table_index,
)
from eoduet.engine.prompts import Prompts

PRESENCES = [p for p in itertools.product(range(5), range(3)) if p != (0, 0)]


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


def test_powers_are_those_of_two():
    assert np.abs(POWERS - 65536 * 2.0 ** (np.arange(32) / 32)).max() <= 0.5


@given(st.integers(-(2**30) + 1, 2**30 - 1), st.integers(-1440, 511))
def test_scaling_by_a_power_is_exact(value, exponent):
    result = int(scale_by_power(np.array([value], np.int32), np.array([exponent]))[0])
    exact = Fraction(value * int(POWERS[exponent % 32]), 65536) * Fraction(2) ** (exponent // 32)
    assert result == (exact + Fraction(1, 2)).__floor__()


@given(st.integers(-800, 800))
def test_the_table_is_the_nearest_scale(log_scale):
    index = int(table_index(np.array([log_scale]))[0])
    distances = np.abs(log_scale - (TABLE_BASE + TABLE_STEP * np.arange(64)))
    assert distances[index] == distances.min()


@pytest.mark.parametrize("presence", PRESENCES)
def test_flags_say_which_components_exist(bundle, presence):
    steps = Steps.of(bundle, Prompts(500, 500), presence)
    assert steps.flags.sum() == sum(presence) and steps.flags[:4].sum() == presence[0]
    assert np.array_equal(steps.present, steps.flags[bundle.tables["component"]])


@pytest.mark.parametrize("presence", [(5, 0), (0, 3), (-1, 1)])
def test_more_bands_than_the_model_knows_are_refused(bundle, presence):
    with pytest.raises(InputError, match="up to 4 optical and 2 SAR"):
        Steps.of(bundle, Prompts(500, 500), presence)


def test_quality_makes_both_steps_finer_and_gamma_moves_them_apart(bundle):
    exponents = [Steps.of(bundle, Prompts(q, 500), (3, 1)).exponents for q in range(0, 1001, 50)]
    assert all(a == b for a, b in exponents)
    assert np.all(np.diff([a for a, _ in exponents]) < 0)
    optical, sar = zip(*(Steps.of(bundle, Prompts(500, g), (3, 1)).exponents for g in range(0, 1001, 50)))
    assert np.all(np.diff(optical) <= 0) and np.all(np.diff(sar) >= 0)
    assert optical == sar[::-1] and optical[0] > optical[-1]


@given(quality=st.integers(0, 1000), gamma=st.integers(0, 1000), presence=st.sampled_from(PRESENCES))
def test_planes_are_small_integers(bundle, quality, gamma, presence):
    planes = Steps.of(bundle, Prompts(quality, gamma), presence).planes(3, 5)
    assert planes.shape == (1, 8, 3, 5) and planes.dtype == np.float32
    assert np.array_equal(planes, np.rint(planes)) and planes.min() >= 0 and planes.max() <= 255
    assert np.all(planes == planes[:, :, :1, :1])


@given(st.lists(st.integers(-600_000, 600_000), min_size=1, max_size=30), st.integers(-480, 480))
def test_lattices_stay_in_their_range_and_know_their_sign(bundle, values, prior):
    latents = np.array(values, np.int32).reshape(1, 1, -1)
    signed = signed_lattice(latents, np.full((1, 1, 1), prior))
    assert np.abs(signed).max() <= MAX_SIGNED and np.all(signed * np.sign(latents) >= 0)
    expected = np.clip(latents * 16 / 2.0 ** (prior / 32), -MAX_SIGNED, MAX_SIGNED)
    assert np.abs(signed - expected).max() <= 0.5 + MAX_SIGNED / 65536
    magnitude = magnitude_lattice(latents, bundle.tables["magnitude"])
    assert np.abs(magnitude - np.minimum(16 * np.log2(1 + np.abs(latents) / 16), 127)).max() <= 0.51
