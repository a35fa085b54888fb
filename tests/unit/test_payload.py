"""A tile's payload: together and apart again, and lengths that lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import DamagedTile
from eoduet.engine.payload import TilePayload

masks = st.binary(max_size=20)


@given(masks, masks, st.none() | st.binary(max_size=50))
def test_comes_back_equal(optical, sar, stream):
    payload = TilePayload(optical, sar, stream)
    assert TilePayload.from_bytes(payload.to_bytes()) == payload


def test_a_tile_without_masks_costs_one_byte():
    assert TilePayload(b"", b"", b"stream").to_bytes() == b"\0stream"


@given(st.binary(max_size=30))
def test_noise_is_a_damaged_tile_or_a_payload(data):
    try:
        payload = TilePayload.from_bytes(data)
    except DamagedTile:
        return
    assert len(payload.optical_mask) + len(payload.sar_mask) + len(payload.stream or b"") < len(data)


@pytest.mark.parametrize(
    "data", [b"", b"\x08", b"\xff", b"\x01", b"\x01\x05\0\0\0abc", b"\x04x", b"\x03\x01\0\0\0a\xff"]
)
def test_nonsense_is_a_damaged_tile(data):
    with pytest.raises(DamagedTile):
        TilePayload.from_bytes(data)
