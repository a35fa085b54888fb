"""Exact entropy coding of a tile: identity for any shape and prompts, on every way to run the graphs, and damage found."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.errors import FormatError
from eoduet.engine.lattice import MAX_SYMBOL, Steps
from eoduet.engine.passes import passes_of
from eoduet.engine.prompts import Prompts
from eoduet.engine.rangecoder import Writer
from eoduet.engine.reference import Reference
from eoduet.engine.runtime import Runtime

PRESENCES = [p for p in itertools.product(range(5), range(3)) if p != (0, 0)]
sides = st.integers(1, 9)
levels = st.sampled_from([0, 1, 333, 500, 999, 1000])


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture(scope="module")
def coder(bundle):
    return EntropyCoder(bundle, Runtime(bundle, "cpu", threads=1))


def random_tile(
    bundle, shape, steps: Steps, seed: int, loudness: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Latents in steps about as large as the prior says (times ``loudness``), heavy-tailed; hyper latents."""
    rng = np.random.default_rng(seed)
    sigma = loudness * 2.0 ** (steps.prior / 32)
    latents = (rng.laplace(size=(bundle.channels, *shape)) * sigma * rng.gamma(1, 1, (1, *shape))).astype(
        np.float32
    )
    latents[~steps.present] = 0
    hyper = rng.normal(0, 3, (len(bundle.tables["hyper_index"]), *(-(-n // 4) for n in shape)))
    return latents, hyper.astype(np.float32)


@settings(max_examples=25)
@given(
    st.tuples(sides, sides),
    levels,
    levels,
    st.sampled_from(PRESENCES),
    st.sampled_from([0, 0.3, 1, 100]),
    st.integers(0, 99),
)
def test_what_is_encoded_is_decoded(bundle, coder, shape, quality, gamma, presence, loudness, seed):
    steps = Steps.of(bundle, Prompts(quality, gamma), presence)
    latents, hyper = random_tile(bundle, shape, steps, seed, loudness)
    stream, decoded, crc, _ = coder.encode(latents, hyper, steps)
    again, same_crc = coder.decode(stream, shape, steps)
    assert decoded.dtype == again.dtype == np.int32 and decoded.shape == (bundle.channels, *shape)
    assert np.array_equal(again, decoded) and same_crc == crc
    assert not decoded[~steps.present].any()


def test_latents_beyond_every_limit_are_kept_within_them(bundle, coder):
    steps = Steps.of(bundle, Prompts(1000, 500), (4, 2))
    latents = np.full((bundle.channels, 2, 2), 1e9, np.float32)
    latents[::2] *= -1
    hyper = np.full((len(bundle.tables["hyper_index"]), 1, 1), -1e9, np.float32)
    stream, decoded, crc, _ = coder.encode(latents, hyper, steps)
    again, same_crc = coder.decode(stream, (2, 2), steps)
    assert np.array_equal(again, decoded) and same_crc == crc
    assert np.abs(decoded).max() >= 16 * MAX_SYMBOL * 0.9


def test_what_is_coded_is_within_a_step_of_what_was_given(bundle, coder):
    steps = Steps.of(bundle, Prompts(900, 500), (4, 2))
    latents, hyper = random_tile(bundle, (6, 6), steps, 3)
    _, decoded, _, _ = coder.encode(latents, hyper, steps)
    error = np.abs(decoded / 16 - latents)
    coded = 2.0 ** (steps.prior[:, 0, 0] / 32) > 8  # certainly not in the table that codes nothing
    assert coded.sum() > 20 and error[coded].max() <= 0.5 + 0.35 + 1 / 32


@pytest.mark.parametrize("shape", [(1, 1), (5, 6)])
def test_every_way_to_run_the_graphs_decodes_the_same(bundle, coder, shape):
    steps = Steps.of(bundle, Prompts(600, 500), (3, 1))
    stream, decoded, crc, _ = coder.encode(*random_tile(bundle, shape, steps, 5), steps)
    others = [
        Runtime(bundle, "cpu", threads, optimise) for threads, optimise in ((2, True), (1, False), (2, False))
    ]
    for graphs in (*others, Reference(bundle)):
        latents, same_crc = EntropyCoder(bundle, graphs).decode(stream, shape, steps)
        assert np.array_equal(latents, decoded) and same_crc == crc


def test_every_way_to_run_the_graphs_encodes_the_same(bundle, coder):
    steps = Steps.of(bundle, Prompts(300, 200), (4, 2))
    tile = random_tile(bundle, (3, 4), steps, 6)
    expected = coder.encode(*tile, steps)[0]
    for graphs in (Runtime(bundle, "cpu", 2, False), Reference(bundle)):
        assert EntropyCoder(bundle, graphs).encode(*tile, steps)[0] == expected


def test_the_stream_is_as_long_as_the_tables_say(bundle, coder):
    steps = Steps.of(bundle, Prompts(500, 500), (4, 2))
    stream, _, _, bits = coder.encode(*random_tile(bundle, (16, 16), steps, 8, 0.3), steps)
    assert bits > 10_000 and len(stream) * 8 == pytest.approx(bits, rel=0.005)


@settings(max_examples=15)
@given(st.data())
def test_a_damaged_stream_is_found(bundle, coder, data):
    shape, steps = (3, 2), Steps.of(bundle, Prompts(500, 500), (3, 1))
    stream, decoded, crc, _ = coder.encode(*random_tile(bundle, shape, steps, 9), steps)
    at, flip = data.draw(st.integers(0, len(stream) - 1)), data.draw(st.integers(1, 255))
    flipped = stream[:at] + bytes([stream[at] ^ flip]) + stream[at + 1 :]
    for damaged in (flipped, stream[:at], stream[: at - at % 4]):
        try:
            latents, other_crc = coder.decode(damaged, shape, steps)
        except FormatError as error:
            assert "\n" not in str(error)
        else:  # the last word has spare bits, so damage there may change no symbol
            assert other_crc != crc or np.array_equal(latents, decoded)


@settings(max_examples=15)
@given(st.binary(max_size=200), st.tuples(sides, sides), levels)
def test_garbage_gives_latents_within_limits_or_one_clear_error(bundle, coder, garbage, shape, quality):
    steps = Steps.of(bundle, Prompts(quality, 500), (3, 1))
    try:
        latents, _ = coder.decode(garbage, shape, steps)
    except FormatError as error:
        assert "\n" not in str(error)
    else:
        assert latents.shape == (bundle.channels, *shape) and np.abs(latents).max() < 2**20


class Recorder(Writer):
    """A Writer that remembers what it was told."""

    def __init__(self, tables):
        super().__init__(tables)
        self.calls = []

    def write(self, symbols, index):
        self.calls.append((symbols.copy(), index.copy()))
        super().write(symbols, index)


def test_symbols_go_hyper_first_then_group_by_group_pass_by_pass(bundle, coder):
    steps, shape = Steps.of(bundle, Prompts(700, 500), (2, 1)), (5, 3)
    latents, hyper = random_tile(bundle, shape, steps, 4)
    recorder = Recorder(coder.tables)
    stream, decoded, _, bits = coder.encode(latents, hyper, steps, recorder)
    assert recorder.finish() == stream and recorder.bits == bits
    lengths = [len(symbols) for symbols, _ in recorder.calls]
    masks = [
        [(one.stride, one.mask(*shape)) for one in passes_of(group, bundle.coarse_groups)]
        for group in range(len(bundle.groups))
    ]
    assert lengths == [hyper.size] + [n * m.sum() for n, ms in zip(bundle.groups, masks) for _, m in ms]
    assert np.array_equal(recorder.calls[0][0], np.rint(hyper).ravel())
    start, calls = 0, iter(recorder.calls[1:])
    for group, size in enumerate(bundle.groups):
        for stride, mask in masks[group]:
            symbols, index = next(calls)
            absent = ~np.repeat(steps.present[start : start + size], mask.sum())
            assert not symbols[index == 0].any() and not index[absent].any()
            coded = decoded[start : start + size, ::stride, ::stride][:, mask].ravel()
            assert np.abs(coded - 16 * symbols)[~absent].max(initial=0) < 2**17
        start += size
