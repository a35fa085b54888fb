"""Components predicted from the first one: which latents, from what, by which slope; integers alone, and no later latent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.crosscomponent import MAX_SUMMED, Prediction, around, predict, predictions_of

# Two images: components 0 and 1 of the first, 4 of the second; groups of the first component before those of the others.
COMPONENT = np.array([0, 0, 0, 4, 1, 1, 0, 1, 1])
ROW = np.array([0, 0, 1, 0, 0, 0, 2, 1, 2])
COLUMN = np.array([0, 1, 0, 0, 0, 1, 2, 0, 2])
GROUPS = [4, 3, 2]


def test_a_component_is_predicted_from_the_first_of_its_image_once_lower_frequencies_are_known():
    first, second, third = predictions_of(COMPONENT, ROW, COLUMN, GROUPS, (0, 4))
    assert not first and not second  # in the second group nothing but the mean is known of both
    (one,) = third
    assert one.targets.tolist() == [7, 8] and one.sources.tolist() == [2, 6]
    assert one.others.tolist() == [5] and one.firsts.tolist() == [
        1
    ]  # the means, 4 and 0, say nothing of slopes


def test_a_source_in_the_same_group_is_none():
    (only,) = predictions_of(COMPONENT, ROW, COLUMN, [9], (0, 4))
    assert only == []


def one_of(targets=1, sums=2):
    """``targets`` of as many sources, ``sums`` known pairs; in the order sources, firsts, others, targets."""
    at = np.split(np.arange(2 * targets + 2 * sums), np.cumsum([targets, sums, sums]))
    return Prediction(targets=at[3], sources=at[0], others=at[2], firsts=at[1])


@pytest.mark.parametrize("slope", [-1.5, -0.25, 0.0, 0.5, 1.0])
def test_a_linear_relation_is_found(slope):
    rng, one = np.random.default_rng(0), one_of(sums=20)
    latents = np.zeros((42, 6, 5), np.int32)
    latents[:21] = rng.normal(0, 4000, (21, 6, 5))
    latents[one.others] = slope * latents[one.firsts]
    np.testing.assert_allclose(predict(one, latents), slope * latents[one.sources], rtol=0.01, atol=2)


def test_a_slope_is_local_and_pulled_towards_nothing():
    one = one_of(sums=1)
    latents = np.zeros((4, 8, 8), np.int32)
    latents[0] = 1600
    latents[1, :, :4], latents[2, :, :4] = 1600, 800
    latents[1, :, 4:], latents[2, :, 4:] = 4, 4  # a quarter of a step
    result = predict(one, latents)[0]
    assert (result[:, :3] == 800).all() and (result[:, 5:] < 400).all()


def test_what_is_around_ends_at_the_border():
    assert around(np.ones((3, 4), int)).tolist() == [[4, 6, 6, 4], [6, 9, 9, 6], [4, 6, 6, 4]]


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 100, MAX_SUMMED, 480_000]),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_it_is_what_the_formula_says_for_any_values(seed, peak, height, width):
    rng, one = np.random.default_rng(seed), one_of(targets=2, sums=3)
    latents = rng.integers(-peak, peak + 1, (10, height, width)).astype(np.int32)
    result = predict(one, latents)
    row, column = rng.integers(height), rng.integers(width)
    near = (slice(max(row - 1, 0), row + 2), slice(max(column - 1, 0), column + 2))
    clip = lambda v: max(-MAX_SUMMED, min(MAX_SUMMED, int(v)))  # noqa: E731
    x, y = (
        [clip(v) for v in latents[part][:, near[0], near[1]].ravel()] for part in (one.firsts, one.others)
    )
    products, squares = sum(a * b for a, b in zip(x, y)), sum(a * a for a in x) + 512
    slope = max(-512, min(512, (512 * products + squares) // (2 * squares)))
    expected = [(slope * int(v) + 128) // 256 for v in latents[one.sources, row, column]]
    assert result[:, row, column].tolist() == expected
