"""Which pixels of a tile are valid, kept losslessly in a few bytes; not how NoData is recognised or filled.

    ""                      every pixel of every band is valid
    u8 0                    none is
    u8 1 | raw deflate      one mask, the same for all bands
    u8 2 | raw deflate      one mask per band

Inside: the masks' rows one after another, each exclusive-or'ed with the row above (valid pixels come in areas, so nearly all
of that is zero), 1 = valid, packed 8 pixels a byte from the most significant bit, the last byte filled up with zeros.
"""

from __future__ import annotations

import zlib

import numpy as np

from .errors import DamagedTile

NONE, SHARED, SEPARATE = 0, 1, 2
NONSENSE = "its validity mask makes no sense; get the file again to have it."


def pack(valid: np.ndarray) -> bytes:
    """Code a validity mask, bool (bands, height, width), True = valid. b"" when every pixel is valid."""
    if valid.all():
        return b""
    if not valid.any():
        return bytes([NONE])
    shared = bool((valid == valid[:1]).all())
    planes = valid[:1] if shared else valid
    changes = planes.copy()
    changes[:, 1:] ^= planes[:, :-1]
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (
        bytes([SHARED if shared else SEPARATE])
        + packer.compress(np.packbits(changes).tobytes())
        + packer.flush()
    )


def unpack(data: bytes, bands: int, height: int, width: int) -> np.ndarray:
    """The mask back, bool (bands, height, width); DamagedTile where `data` is not such a mask."""
    shape = (bands, height, width)
    if not data:
        return np.ones(shape, bool)
    if data == bytes([NONE]):
        return np.zeros(shape, bool)
    if data[0] not in (SHARED, SEPARATE):
        raise DamagedTile(NONSENSE)
    stored = (1 if data[0] == SHARED else bands, height, width)
    changes = np.unpackbits(_inflate(data[1:], stored), count=stored[0] * height * width)
    return np.array(np.broadcast_to(np.bitwise_xor.accumulate(changes.reshape(stored), axis=1), shape), bool)


def _inflate(data: bytes, stored: tuple[int, int, int]) -> np.ndarray:
    bands, height, width = stored
    size = -(-bands * height * width // 8)
    unpacker = zlib.decompressobj(-15)
    try:
        packed = unpacker.decompress(data, size)
        whole = len(packed) == size and not unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error as error:
        raise DamagedTile(NONSENSE) from error
    if not (whole and unpacker.eof and not unpacker.unused_data):
        raise DamagedTile(NONSENSE)
    return np.frombuffer(packed, np.uint8)
