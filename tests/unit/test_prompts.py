"""Prompts: the two user numbers and their stored integers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import InputError
from eoduet.engine.prompts import Prompts


@given(st.floats(0, 100), st.floats(0, 1))
def test_floats_round_to_the_nearest_stored_step(quality, gamma):
    prompts = Prompts.from_floats(quality, gamma)
    assert abs(prompts.quality_value - quality) <= 0.05 + 1e-9
    assert abs(prompts.gamma_value - gamma) <= 0.0005 + 1e-9


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_stored_integers_survive_the_users_scale(quality, gamma):
    prompts = Prompts(quality, gamma)
    assert Prompts.from_floats(prompts.quality_value, prompts.gamma_value) == prompts


@pytest.mark.parametrize("quality", [-0.1, 100.1, math.nan, math.inf])
def test_quality_out_of_range_is_named(quality):
    with pytest.raises(InputError, match="Quality must be"):
        Prompts.from_floats(quality, 0.5)


@pytest.mark.parametrize("gamma", [-0.01, 1.01, math.nan, -math.inf])
def test_gamma_out_of_range_is_named(gamma):
    with pytest.raises(InputError, match="γ must be"):
        Prompts.from_floats(50, gamma)


@pytest.mark.parametrize(
    "stored", [(-1, 0), (1001, 0), (0, 1001), (0, -1), (50.0, 1), (True, 1), ("5", 1), (None, 1)]
)
def test_a_foreign_header_cannot_smuggle_other_values_in(stored):
    with pytest.raises(InputError):
        Prompts(*stored)
