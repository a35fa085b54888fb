"""Skeleton and numbers of a header: apart and together again, and bits that lie."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.headernumbers import MAX_NUMBERS, PLACEHOLDER, put_together, take_apart

values = st.recursive(
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(values)
def test_comes_back_equal(value):
    text = json.dumps(value, ensure_ascii=False)
    assert put_together(*take_apart(text)) == text


@pytest.mark.parametrize(
    ("number", "bits"),
    [
        ("0", "0 0000"),
        ("1", "0 0001 0"),
        ("255", "0 1000 00000000"),
        ("-1", "1 1 00000 0001 0"),
        ("0.05", "1 0 00010 0010 10"),
        ("-24.6", "1 1 00001 0111 1110111"),
        ("40000", "0 1111 000000 001110001000001"),
    ],
)
def test_the_bits_are_those_of_the_format(number, bits):
    bits = bits.replace(" ", "")
    bits += "0" * (-len(bits) % 8)
    assert take_apart(f"[{number}]") == (f"[{PLACEHOLDER}]", int(bits, 2).to_bytes(len(bits) // 8, "big"))


def test_what_is_no_short_number_stays():
    kept = '["12","\\"3",1234567890123456789,0.00000000000000000000000000000001]'
    assert take_apart(kept) == (kept, b"")
    assert take_apart("[1e5,-2.5E-07]")[0] == f"[{PLACEHOLDER}e5,{PLACEHOLDER}E-07]"


@given(st.integers(0, 40), st.binary(max_size=40))
def test_noise_is_a_value_error_or_numbers(count, packed):
    try:
        text = put_together(f"[{','.join(PLACEHOLDER * count)}]", packed)
    except ValueError:
        return
    assert len(json.loads(text)) == count


def test_too_many_numbers_are_a_value_error_at_once():
    with pytest.raises(ValueError, match="too many"):
        put_together(PLACEHOLDER * (MAX_NUMBERS + 1), b"")
    with pytest.raises(ValueError, match="too many"):
        take_apart(json.dumps([1] * (MAX_NUMBERS + 1)))
