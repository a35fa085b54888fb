"""A header's JSON text apart: its skeleton, the same for most files, and its numbers, packed bit by bit.

    {"size":[256,256],"quality":450}   ↔   {"size":[□,□],"quality":□}   and   256, 256, 450

Text and numbers make bad company in a deflate stream: digits look random to it and break up the phrases of its
dictionary. Apart, a whole skeleton is one phrase, and a number takes few bits more than it has. A number outside
strings, without its exponent, becomes the placeholder (U+0000, which JSON text never holds) and these bits:

    0                       a whole number ≥ 0, or
    1 | sign | 5 bits       any other: 1 = negative, so many digits behind the point
    G(digits + 1)           all digits as one integer

G is Elias's γ code (IEEE Transactions on Information Theory 21(2), 1975) with the length j = ⌊log₂ n⌋ in four bits, and
j − 15 in six more where those say 15, then the j bits of n below its highest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PLACEHOLDER = "\0"
MAX_NUMBERS = 1 << 16  # of a header; usual ones have thirty
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(-?)(\d+)(?:\.(\d+))?((?:[eE][+-]?\d+)?)', re.ASCII)
MAX_DIGITS, MAX_FRACTION = 18, 31  # what is longer stays in the text
_LENGTH_BITS, _MORE_BITS, _FRACTION_BITS = 4, 6, 5
_LONG = (1 << _LENGTH_BITS) - 1


def take_apart(text: str) -> tuple[str, bytes]:
    """JSON text → its skeleton and the bits of its numbers, filled up with zeros; ValueError if there are too many."""
    bits: list[str] = []

    def replace(token: re.Match[str]) -> str:
        sign, whole, fraction, exponent = token.groups()
        fraction = fraction or ""
        digits = f"{whole or ''}{fraction}".lstrip("0")
        if whole is None or len(digits) > MAX_DIGITS or len(fraction) > MAX_FRACTION:
            return token.group()
        bits.append(_bits(bool(sign), len(fraction), int(digits or "0")))
        return PLACEHOLDER + exponent

    skeleton = _TOKEN.sub(replace, text)
    if len(bits) > MAX_NUMBERS:
        raise ValueError("too many numbers")
    stream = "".join(bits)
    stream += "0" * (-len(stream) % 8)
    return skeleton, int(stream or "0", 2).to_bytes(len(stream) // 8, "big")


def put_together(skeleton: str, packed: bytes) -> str:
    """What `take_apart` took apart; ValueError where `packed` holds more or fewer numbers than the skeleton."""
    parts = skeleton.split(PLACEHOLDER)
    if len(parts) - 1 > MAX_NUMBERS:
        raise ValueError("too many numbers")
    numbers = _numbers(packed, len(parts) - 1)
    return "".join(piece for part, number in zip(parts, [*numbers, ""]) for piece in (part, number))


def _bits(negative: bool, fraction: int, digits: int) -> str:
    kind = f"1{negative:b}{fraction:0{_FRACTION_BITS}b}" if negative or fraction else "0"
    tail = f"{digits + 1:b}"[1:]
    if len(tail) < _LONG:
        return f"{kind}{len(tail):0{_LENGTH_BITS}b}{tail}"
    return f"{kind}{_LONG:b}{len(tail) - _LONG:0{_MORE_BITS}b}{tail}"


def _numbers(packed: bytes, count: int) -> Iterator[str]:
    """The decimal numbers of a stream of bits that must end with them."""
    bits = f"{int.from_bytes(packed, 'big'):0{8 * len(packed)}b}" if packed else ""
    position = 0

    def take(size: int) -> int:
        nonlocal position
        position += size
        if position > len(bits):
            raise ValueError("cut short")
        return int(bits[position - size : position] or "0", 2)

    for _ in range(count):
        negative, fraction = (take(1), take(_FRACTION_BITS)) if take(1) else (0, 0)
        length = take(_LENGTH_BITS)
        length += take(_MORE_BITS) if length == _LONG else 0
        digits = f"{(1 << length) + take(length) - 1:0{fraction + 1}d}"
        point = len(digits) - fraction
        yield "-" * negative + digits[:point] + "." * bool(fraction) + digits[point:]
    if len(bits) - position >= 8 or "1" in bits[position:]:
        raise ValueError("longer than its numbers")
