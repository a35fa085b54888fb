"""What one tile's payload holds: validity masks and the coded stream, put together and taken apart; not their contents.

    u8 flags | per stored mask: u32 length, mask bytes (optical first, then SAR) | stream to the end
    flags: bit 0 optical mask stored, bit 1 SAR mask stored, bit 2 no stream (no pixel of the tile is valid)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TilePayload:
    """`optical_mask` and `sar_mask` as `masks.pack` gives them (b"" = all valid); `stream` is None where nothing is valid."""

    optical_mask: bytes
    sar_mask: bytes
    stream: bytes | None

    def to_bytes(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes) -> TilePayload:
        """Take a payload apart; DamagedTile where its lengths or flags make no sense."""
        raise NotImplementedError
