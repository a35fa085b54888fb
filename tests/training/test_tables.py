"""Integer tables: sound for the engine, close to their distribution, better once fitted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.bundlechecks import check_tables
from eoduet.engine.training.tables import (
    check_lattice,
    frequency_tables,
    integer_frequencies,
    laplacian,
    model_tables,
    reach_of,
    table_shapes,
)


@given(st.floats(0.05, 200))
def test_a_laplacian_is_a_distribution(scale):
    reach = reach_of(scale)
    probabilities = laplacian(scale, reach)
    assert len(probabilities) == 2 * reach + 2 and np.all(probabilities >= 0)
    assert probabilities.sum() == pytest.approx(1)
    np.testing.assert_allclose(probabilities[:-1], probabilities[-2::-1], atol=1e-12)
    symbols = np.arange(-reach, reach + 1)
    if 1 < scale < 80:  # wider ones are cut at the largest reach
        assert np.sqrt((probabilities[:-1] * symbols**2).sum()) == pytest.approx(scale, rel=0.05)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=1402).filter(lambda p: sum(p) > 1e-6))
def test_frequencies_are_positive_and_complete(probabilities):
    probabilities = np.array(probabilities)
    frequencies = integer_frequencies(probabilities)
    assert frequencies.sum() == 65536 and frequencies.min() >= 1


def test_the_tables_of_a_model_are_what_the_engine_wants(fresh, preset):
    shapes = table_shapes(fresh)
    tables = model_tables(fresh) | frequency_tables(shapes)
    assert len(shapes) == 64 + preset.latents_hyper == len(tables["starts"]) - 1
    check_tables(tables, preset.latents)


def test_fitting_makes_the_symbols_cheaper(fresh):
    shapes = table_shapes(fresh)
    rng = np.random.default_rng(0)
    counts = []
    for scale, reach in shapes:
        symbols = np.clip(np.rint(rng.normal(0, 0.7 * scale, 20000)), -reach, reach).astype(int)
        counts.append(np.bincount(symbols + reach, minlength=2 * reach + 2))

    def bits(tables) -> np.ndarray:
        parts = np.split(tables["frequencies"], tables["starts"][1:-1])
        return np.array([(count * (16 - np.log2(part))).sum() for count, part in zip(counts, parts)])

    before, after = bits(frequency_tables(shapes)), bits(frequency_tables(shapes, counts))
    assert np.all(after <= before * 1.001) and after.sum() < 0.99 * before.sum()


def test_fitted_scale_tables_have_no_sign(fresh):
    shapes = table_shapes(fresh)
    counts = [np.zeros(2 * reach + 2) for _, reach in shapes]
    for count in counts:
        count[0] = 1000
    tables = frequency_tables(shapes, counts)
    parts = np.split(tables["frequencies"], tables["starts"][1:-1])
    assert all(
        abs(int(part[0]) - int(part[-2])) <= len(part) for part in parts[:64]
    )  # rounding goes to one of them
    assert parts[70][0] > 10 * parts[70][-2]


def test_both_sides_agree_on_the_scales():
    check_lattice()
