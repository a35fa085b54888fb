"""The integers of latents: never dearer in rate and error than the nearest, and what a brute search over both finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.lattice import MAX_SYMBOL
from eoduet.engine.quantiser import BITS_PER_SQUARED_STEP, Quantiser
from eoduet.engine.rangecoder import Tables, Writer


@pytest.fixture(scope="module")
def quantiser(tile_codec):
    bundle = tile_codec.bundle
    return Quantiser(Tables(bundle), bundle.tables["centroid"].astype(np.int32))


def drawn(quantiser, seed: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    index = rng.integers(0, 64, 500).astype(np.uint8)
    return rng.laplace(0, spread, 500).astype(np.float32), index


@given(st.integers(0, 2**31), st.floats(0.1, 100))
def test_no_other_of_the_two_would_cost_less(quantiser, seed, spread):
    distance, index = drawn(quantiser, seed, spread)
    chosen = quantiser.choose(distance, index)
    centroid = np.asarray(quantiser.outward)
    for d, t, s in zip(distance.tolist(), index.tolist(), chosen.tolist()):
        nearest = int(np.sign(d) * np.floor(abs(d) + 0.5))
        towards = nearest - int(np.sign(nearest))
        assert s in ((0,) if t == 0 else (nearest, towards))
        if t:
            bits = quantiser.tables.cost(np.array([nearest, towards], np.int32), np.array([t, t]))
            errors = [(d - n - np.sign(n) * centroid[t]) ** 2 for n in (nearest, towards)]
            costs = bits + BITS_PER_SQUARED_STEP * np.array(errors)
            assert costs[0 if s == nearest else 1] <= costs.min() + 1e-4


def test_a_rare_integer_needs_more_than_the_nearer_half(quantiser):
    narrow = np.zeros(4, np.uint8) + 8
    assert quantiser.choose(np.array([0.6, -0.6, 1.4, -0.2], np.float32), narrow).tolist() == [0, 0, 1, 0]
    wide = np.zeros(3, np.uint8) + 60
    assert quantiser.choose(np.array([0.6, -2.7, 9.4], np.float32), wide).tolist() == [1, -3, 9]


def test_beyond_what_can_be_coded_is_the_largest(quantiser):
    far = np.array([1e7, -1e7], np.float32)
    assert quantiser.choose(far, np.array([63, 63], np.uint8)).tolist() == [MAX_SYMBOL, -MAX_SYMBOL]


@given(st.integers(0, 2**31), st.floats(0.1, 3000))
def test_costs_are_those_that_the_writer_counts(quantiser, seed, spread):
    distance, index = drawn(quantiser, seed, spread)
    index = np.maximum(index, 1)
    symbols = np.clip(np.rint(distance), -MAX_SYMBOL, MAX_SYMBOL).astype(np.int32)
    writer = Writer(quantiser.tables)
    writer.write(symbols, index)
    assert float(quantiser.tables.cost(symbols, index).sum()) == pytest.approx(writer.bits)
