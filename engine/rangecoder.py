"""Range coding of integer symbols with the bundle's frequency tables, grouped by table so that every call is vectorised.

Per batch of one table: first the symbols in −L..L or the escape, then, for each escape, sign and Exp-Golomb remainder.
Table 0 codes nothing: its symbols are zero.  The coder is ``constriction``'s range coder (32-bit words); the
tables are integers of total 2¹⁶, handed over as exact dyadic fractions, so that its own rounding to 24 bits is exact too:
symbol i of n starts at ⌊C_i·(2²⁴ − n)/2¹⁶⌋ + i, where C_i is the sum of the frequencies before it.
"""

from __future__ import annotations

from typing import Any

import constriction
import numpy as np

from .bundle import Bundle
from .errors import FormatError

FREQUENCY_BITS = 16
#: An escape's remainder r ≥ 1 is coded as ⌊log2 r⌋ in this many bits, then r without its leading one.
LENGTH_BITS = 4
#: Of the coder's state; and what constriction adds to the lower end of its interval for the number that it ends a stream with.
STATE_BITS = 64
_STATES, _SEAL = 1 << STATE_BITS, (1 << 32) - 1
_stream = constriction.stream


class Tables:
    """Entropy models of a bundle: table i has ``reach[i]`` = L and frequencies for −L..L and the escape."""

    def __init__(self, bundle: Bundle):
        frequencies = bundle.tables["frequencies"].astype(np.int64)
        starts = bundle.tables["starts"].astype(np.int64)
        parts = [frequencies[a:b] for a, b in zip(starts[:-1], starts[1:])]
        self.reach = np.array([(len(part) - 2) // 2 for part in parts], np.int32)
        self.models = [_categorical(part) for part in parts]
        self._starts, self._bits = starts[:-1], FREQUENCY_BITS - np.log2(frequencies)

    def __len__(self) -> int:
        return len(self.models)

    def bits(self, coded: np.ndarray, index: np.ndarray) -> np.ndarray:
        """What each coded value 0..2L + 1 costs by its table."""
        return self._bits[self._starts[index] + coded]

    def coded(self, symbols: np.ndarray, index: np.ndarray) -> np.ndarray:
        """Each int32 symbol as the value 0..2L that its table codes, or as the escape 2L + 1."""
        reach = self.reach[index]
        return np.where(np.abs(symbols) > reach, 2 * reach + 1, symbols + reach)

    def cost(self, symbols: np.ndarray, index: np.ndarray) -> np.ndarray:
        """Bits of each int32 symbol |s| < 2¹⁵ by its table, escapes with their remainder."""
        remainder = np.abs(symbols) - self.reach[index]
        bits = self.bits(self.coded(symbols, index), index)
        (escapes,) = np.nonzero(remainder > 0)
        bits[escapes] += 1 + LENGTH_BITS + np.floor(np.log2(remainder[escapes]))
        return bits


def _categorical(frequencies: np.ndarray) -> Any:
    probabilities = frequencies / float(1 << FREQUENCY_BITS)
    return _stream.model.Categorical(probabilities, perfect=False)


def by_table(index: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """(table, positions in order) for every table above 0 that occurs in a flat uint8 index."""
    order = np.argsort(index, kind="stable")
    ends = np.cumsum(np.bincount(index, minlength=1)).tolist()
    return [(t, order[a:b]) for t, (a, b) in enumerate(zip(ends, ends[1:]), 1) if a < b]


class Writer:
    """Collects symbols into one stream; ``bits`` is what the tables say they cost."""

    def __init__(self, tables: Tables):
        self.tables, self.coder, self.bits = tables, _stream.queue.RangeEncoder(), 0.0

    def write(self, symbols: np.ndarray, index: np.ndarray) -> None:
        """Code flat int32 symbols |s| < 2¹⁵, each with its table (uint8)."""
        coded = self.tables.coded(symbols, index)
        escape = np.abs(symbols) > self.tables.reach[index]
        self.bits += float(self.tables.bits(coded, index)[index > 0].sum())
        escaping = set(index[escape].tolist())
        for table, positions in by_table(index):
            self.coder.encode(coded[positions], self.tables.models[table])
            if table in escaping:
                for value in symbols[positions[escape[positions]]].tolist():
                    self._write_escape(value, int(self.tables.reach[table]))

    def _write_escape(self, value: int, reach: int) -> None:
        remainder = abs(value) - reach
        length = remainder.bit_length() - 1
        for content, size in (
            (int(value < 0), 1),
            (length, LENGTH_BITS),
            (remainder - (1 << length), length),
        ):
            if size:
                self.coder.encode(np.array([content], np.int32), _stream.model.Uniform(1 << size))
        self.bits += 1 + LENGTH_BITS + length

    def finish(self) -> bytes:
        """The stream: words with their highest byte first, without the zeros at its end.

        Any number in the coder's last interval ends a stream; of those that leave the words before as they are, the one
        with the most zeros at its end is taken (constriction's own choice is 1.8 bytes longer on average).
        """
        count, (lower, size) = self.coder.pos()
        words = self.coder.get_compressed()[:count].astype(">u4").tobytes()
        carried = lower + _SEAL >= _STATES
        # With 32 zeros it is constriction's own, so there always is one.
        rounded = (-(-lower >> zeros) << zeros for zeros in range(STATE_BITS, 31, -8))
        point = next(p for p in rounded if p < lower + size and (p >= _STATES) == carried)
        return (words + (point % _STATES).to_bytes(STATE_BITS // 8, "big")).rstrip(b"\0")


class Reader:
    """Reads what Writer wrote.

    A stream goes on as zeros behind its end, early or not: few damaged streams are caught here (FormatError), the others by
    the CRC of the symbols.  Every read is bounded by the symbols asked for.
    """

    def __init__(self, tables: Tables, stream: bytes):
        self.tables = tables
        words = np.frombuffer(stream + bytes(-len(stream) % 4), ">u4").astype(np.uint32)
        self.coder = _stream.queue.RangeDecoder(words)

    def read(self, index: np.ndarray) -> np.ndarray:
        """Flat int32 symbols for flat tables (uint8)."""
        symbols = np.zeros(len(index), np.int32)
        try:
            for table, positions in by_table(index):
                reach = int(self.tables.reach[table])
                coded = self.coder.decode(self.tables.models[table], len(positions))
                values = coded.astype(np.int32) - reach
                for at in np.flatnonzero(coded == 2 * reach + 1):
                    values[at] = self._read_escape(reach)
                symbols[positions] = values
        except (AssertionError, ValueError, RuntimeError):
            raise FormatError("A tile's stream is damaged: get the file again.") from None
        return symbols

    def _read_escape(self, reach: int) -> int:
        negative = self._uniform(1)
        length = self._uniform(LENGTH_BITS)
        remainder = (1 << length) + (self._uniform(length) if length else 0)
        return -(remainder + reach) if negative else remainder + reach

    def _uniform(self, bits: int) -> int:
        return int(self.coder.decode(_stream.model.Uniform(1 << bits), 1)[0])
