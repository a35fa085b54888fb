"""The range coder: what is written is read, and nothing else does harm."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.bundle import Bundle
from eoduet.engine.errors import FormatError
from eoduet.engine.rangecoder import Reader, Tables, Writer, by_table

LARGEST = 30000
REACHES = [1, 1, 2, 7, 40, 700]


def geometric(reach: int) -> np.ndarray:
    """Frequencies of total 2¹⁶ that fall by half a step, and one for the escape."""
    sizes = np.append(np.abs(np.arange(-reach, reach + 1)), reach + 3)
    weight = 2.0 ** (-sizes / (1 + reach / 8))
    frequencies = np.floor(weight / weight.sum() * (65536 - len(weight))).astype(np.int64) + 1
    frequencies[reach] += 65536 - frequencies.sum()
    return frequencies


def bundle_of(frequencies: list[np.ndarray]) -> Bundle:
    starts = np.cumsum([0, *map(len, frequencies)])
    tables = {"frequencies": np.concatenate(frequencies).astype(np.int32), "starts": starts.astype(np.int32)}
    return Bundle(Path(), {}, tables, "")


PARTS = [geometric(reach) for reach in REACHES]
TABLES = Tables(bundle_of(PARTS))
GOLDEN = "c3d7945c69d8dc15b8eca7b156"


def written(symbols: np.ndarray, index: np.ndarray) -> Writer:
    writer = Writer(TABLES)
    writer.write(symbols, index)
    return writer


@st.composite
def batches(draw):
    """Symbols with their tables; zeros where the table is 0."""
    index = np.array(draw(st.lists(st.integers(0, len(REACHES) - 1), max_size=60)), np.uint8)
    small, large = st.integers(-4, 4), st.integers(-LARGEST, LARGEST)
    values = [draw(st.one_of(small, large)) if table else 0 for table in index]
    return np.array(values, np.int32), index


@settings(max_examples=80)
@given(st.lists(batches(), min_size=1, max_size=3))
def test_what_is_written_is_read(parts):
    writer = Writer(TABLES)
    for symbols, index in parts:
        writer.write(symbols, index)
    whole = writer.coder.get_compressed().nbytes
    stream = writer.finish()
    assert len(stream) <= whole and stream[-1:] != b"\0"
    reader = Reader(TABLES, stream)
    for symbols, index in parts:
        result = reader.read(index)
        assert result.dtype == np.int32 and np.array_equal(result, symbols)


def test_streams_end_right_where_a_carry_is_pending():
    """The symbols of a stream of one byte and zeros, cut anywhere, leave the coder's interval across a power of two."""
    carried = 0
    for table, byte in ((table, byte) for table in (2, 3) for byte in range(256)):
        index = np.full(30, table, np.uint8)
        symbols = Reader(TABLES, bytes([byte]) + bytes(15)).read(index)
        for count in range(1, len(index) + 1):
            writer = written(symbols[:count], index[:count])
            _, (lower, _) = writer.coder.pos()
            carried += lower + 2**32 > 2**64
            assert np.array_equal(Reader(TABLES, writer.finish()).read(index[:count]), symbols[:count])
    assert carried > 10


@pytest.mark.parametrize("table", range(1, len(REACHES)))
def test_escapes_start_right_beyond_the_reach(table):
    reach = REACHES[table]
    edges = [reach - 1, reach, reach + 1, reach + 2, reach + 3, reach + 4, LARGEST - 1, LARGEST]
    symbols = np.array([sign * edge for edge in edges for sign in (1, -1)], np.int32)
    index = np.full(len(symbols), table, np.uint8)
    assert np.array_equal(Reader(TABLES, written(symbols, index).finish()).read(index), symbols)


def test_the_bytes_are_those_of_the_format():
    symbols = np.array([0, 1, -1, 2, -7, 8, 0, 0, 300, -30000, 3, -2], np.int32)
    index = np.array([0, 1, 1, 2, 3, 3, 4, 0, 4, 5, 5, 2], np.uint8)
    assert written(symbols, index).finish().hex() == GOLDEN


def test_the_size_is_what_the_tables_say():
    rng = np.random.default_rng(1)
    index = rng.integers(0, len(REACHES), 20000).astype(np.uint8)
    spread = np.array(REACHES)[index] / 3
    symbols = np.where(index > 0, np.rint(rng.normal(0, spread)), 0).astype(np.int32)
    writer = written(symbols, index)
    assert len(writer.finish()) * 8 == pytest.approx(writer.bits, rel=0.002)


@settings(max_examples=150)
@given(st.binary(max_size=64), st.lists(st.integers(0, len(REACHES) - 1), max_size=200))
def test_garbage_gives_symbols_or_one_clear_error(stream, tables):
    index = np.array(tables, np.uint8)
    try:
        symbols = Reader(TABLES, stream).read(index)
    except FormatError as error:
        assert "tile" in str(error) and "\n" not in str(error)
    else:
        assert symbols.shape == index.shape and np.abs(symbols).max(initial=0) < 2**17
        assert not symbols[index == 0].any()


@settings(max_examples=50)
@given(batches(), st.data())
def test_a_truncated_stream_gives_symbols_or_one_clear_error(batch, data):
    symbols, index = batch
    stream = written(symbols, index).finish()
    cut = stream[: data.draw(st.integers(0, len(stream)))]
    try:
        assert Reader(TABLES, cut).read(index).shape == symbols.shape
    except FormatError:
        assert len(cut) < len(stream)


def test_escapes_are_bounded_by_the_stream():
    """An escape takes a slow turn, so a stream must pay for each: here 15 bits of the table and 5 more."""
    index = np.full(100_000, 5, np.uint8)
    assert PARTS[5][-1] == 2
    for seed in range(5):
        try:
            symbols = Reader(TABLES, np.random.default_rng(seed).bytes(4000)).read(index)
        except FormatError:
            continue
        assert np.count_nonzero(np.abs(symbols) > REACHES[5]) <= 4000 * 8 / 15


@given(st.lists(st.integers(0, 255), max_size=300))
def test_by_table_parts_the_positions(tables):
    index = np.array(tables, np.uint8)
    parts = by_table(index)
    assert [table for table, _ in parts] == sorted(set(tables) - {0})
    for table, positions in parts:
        assert np.array_equal(positions, np.flatnonzero(index == table))
