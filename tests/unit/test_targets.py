"""Targets: few evaluations, any rising curve, ends and unreachable values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import InputError
from eoduet.engine.targets import MAX_TRIALS, Target, solve

LEVELS = 1001


def evaluations(curve, low, high, slope=0.0035):
    asked = []

    def evaluate(quality):
        asked.append(quality)
        return curve(quality)

    return solve(evaluate, {}, low, high, slope), asked


@given(st.floats(0.3, 3), st.floats(-2, 2), st.floats(-0.5, 0.5), st.floats(0, 1))
def test_a_smooth_rate_curve_is_solved_in_a_few_trials(steepness, offset, bend, where):
    """Rate curves measured so far: log-rate rises by 3 to 4 over the range and bends a little."""

    def curve(quality):
        x = quality / 1000
        return offset + 3.5 * steepness * (x + bend * x * (1 - x))

    aim = curve(0) + where * (curve(1000) - curve(0))
    found, asked = evaluations(curve, aim - 0.01, aim + 0.01)
    assert abs(curve(found) - aim) <= 0.01
    assert len(asked) <= 8 and len(set(asked)) == len(asked)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1, 5]), st.floats(0, 1))
def test_a_jagged_curve_ends_within_a_step_of_the_aim(seed, jaggedness, where):
    steps = np.random.default_rng(seed).exponential(size=LEVELS) ** jaggedness
    values = 3.5 * np.cumsum(steps) / steps.sum()
    aim = values[0] + where * (values[-1] - values[0])
    found, asked = evaluations(values.__getitem__, aim - 1e-4, aim + 1e-4)
    assert len(asked) <= MAX_TRIALS
    assert abs(values[found] - aim) <= max(2 * np.diff(values).max(), 0.1)


@pytest.mark.parametrize(("aim", "nearest"), [(-5.0, 0), (9.0, 1000), (1e6, 1000)])
def test_out_of_reach_ends_at_the_near_end(aim, nearest):
    found, _ = evaluations(lambda quality: quality / 300, aim - 0.01, aim + 0.01)
    assert found == nearest


def test_known_points_are_not_evaluated_again():
    asked = []
    known = {500: 1.0, 600: 1.3}
    found = solve(lambda quality: asked.append(quality) or quality / 350, known, 1.29, 1.31, 0.003)
    assert found == 600 and asked == []


@pytest.mark.parametrize(
    "arguments", [("rate", 1), ("bpp", 0), ("size", -3), ("psnr", math.nan), ("bpp", math.inf)]
)
def test_senseless_targets_are_refused(arguments):
    with pytest.raises(InputError):
        Target(*arguments)
