"""What one tile's payload holds: validity masks and the coded stream, put together and taken apart; not their contents.

u8 flags | per stored mask: u32 length, mask bytes (optical first, then SAR) | stream to the end      little-endian
flags: bit 0 optical mask stored, bit 1 SAR mask stored, bit 2 no stream (no pixel of the tile is valid)

A stream's words stand with their highest byte first, without the zeros at its end; in files of version 1 they are
little-endian and whole.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from .errors import DamagedTile

OPTICAL_MASK, SAR_MASK, NO_STREAM = 1, 2, 4
LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class TilePayload:
    """`optical_mask` and `sar_mask` as `masks.pack` gives them (b"" = all valid); `stream` is None where nothing is valid."""

    optical_mask: bytes
    sar_mask: bytes
    stream: bytes | None

    def to_bytes(self) -> bytes:
        """Put the payload together."""
        flags = NO_STREAM if self.stream is None else 0
        parts = []
        for bit, mask in ((OPTICAL_MASK, self.optical_mask), (SAR_MASK, self.sar_mask)):
            if mask:
                flags |= bit
                parts += [LENGTH.pack(len(mask)), mask]
        return bytes([flags]) + b"".join(parts) + (self.stream or b"")

    @classmethod
    def from_bytes(cls, data: bytes, version: int) -> TilePayload:
        """Take a payload of a file of this version apart; DamagedTile where its lengths or flags make no sense."""
        flags = data[0] if data else 0xFF
        position = 1
        masks = []
        for bit in (OPTICAL_MASK, SAR_MASK):
            length = 0
            if flags & bit:
                stop = position + LENGTH.size
                length = LENGTH.unpack(data[position:stop])[0] if stop <= len(data) else 0
                position = stop
            masks.append(data[position : position + length])
            position += length
        stream = None if flags & NO_STREAM else data[position:]
        known = flags <= OPTICAL_MASK | SAR_MASK | NO_STREAM
        whole = stream is None or version > 1 or len(stream) % 4 == 0
        if not known or not whole or position > len(data) or (stream is None and position != len(data)):
            raise DamagedTile("its contents make no sense; get the file again to have it.")
        if stream is not None and version == 1:
            stream = np.frombuffer(stream, "<u4").astype(">u4").tobytes()
        return cls(masks[0], masks[1], stream)
