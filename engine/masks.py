"""Which pixels of a tile are valid, kept losslessly in a few bytes; not how NoData is recognised or filled."""

from __future__ import annotations

import numpy as np


def pack(valid: np.ndarray) -> bytes:
    """Code a validity mask, bool (bands, height, width), True = valid. b"" when every pixel is valid."""
    raise NotImplementedError


def unpack(data: bytes, bands: int, height: int, width: int) -> np.ndarray:
    """The mask back, bool (bands, height, width); DamagedTile where `data` is not such a mask."""
    raise NotImplementedError
