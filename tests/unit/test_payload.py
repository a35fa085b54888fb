"""A tile's payload: together and apart again, and lengths that lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import DamagedTile
from eoduet.engine.payload import TilePayload

masks = st.binary(max_size=20)


@given(masks, masks, st.none() | st.binary(max_size=50))
def test_comes_back_equal(optical, sar, stream):
    payload = TilePayload(optical, sar, stream)
    assert TilePayload.from_bytes(payload.to_bytes(), 2) == payload


@given(masks, st.lists(st.integers(0, 2**32 - 1), max_size=9))
def test_streams_of_version_1_have_their_words_turned_round(mask, words):
    data = TilePayload(mask, b"", np.array(words, "<u4").tobytes()).to_bytes()
    assert TilePayload.from_bytes(data, 1) == TilePayload(mask, b"", np.array(words, ">u4").tobytes())
    with pytest.raises(DamagedTile):
        TilePayload.from_bytes(data + b"x", 1)


def test_a_tile_without_masks_costs_one_byte():
    assert TilePayload(b"", b"", b"stream").to_bytes() == b"\0stream"


@given(st.binary(max_size=30), st.sampled_from([1, 2]))
def test_noise_is_a_damaged_tile_or_a_payload(data, version):
    try:
        payload = TilePayload.from_bytes(data, version)
    except DamagedTile:
        return
    assert len(payload.optical_mask) + len(payload.sar_mask) + len(payload.stream or b"") < len(data)


@pytest.mark.parametrize(
    "data", [b"", b"\x08", b"\xff", b"\x01", b"\x01\x05\0\0\0abc", b"\x04x", b"\x03\x01\0\0\0a\xff"]
)
def test_nonsense_is_a_damaged_tile(data):
    with pytest.raises(DamagedTile):
        TilePayload.from_bytes(data, 2)
