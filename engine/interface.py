"""What the engine asks of the networks, as types: a tile codec and a map model; nothing here runs.

`engine.tilecodec.TileCodec` and `engine.segmenter.Segmenter` are such, the proxies of the plugin's worker process
others. Rasters, tiles and files are handled on this side of the line with numpy and GDAL alone, so that QGIS's process
never loads ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional, Protocol

import numpy as np

from .mapmodel import MapModel
from .profiles import Profile
from .prompts import Prompts

Presence = tuple[int, int]  # bands of either modality: optical 0..4, SAR 0..2
Parity = tuple[np.ndarray, np.ndarray]


class BundleLike(Protocol):
    """A model bundle: `margin` in pixels, `latent_margin` in latents, parities int8 (M,)."""

    @property
    def id(self) -> str: ...
    def digest_of(self, profile: str) -> str: ...
    @property
    def margin(self) -> int: ...
    @property
    def latent_margin(self) -> int: ...
    @property
    def parity_y(self) -> np.ndarray: ...
    @property
    def parity_x(self) -> np.ndarray: ...


class EncodedTileLike(Protocol):
    """One coded tile: stream, CRC-32 of its symbols, latents int32 (M,h/16,w/16), expected entropy."""

    @property
    def stream(self) -> bytes: ...
    @property
    def symbols_crc(self) -> int: ...
    @property
    def latents(self) -> np.ndarray: ...
    @property
    def estimated_bits(self) -> float: ...


class TileCodecLike(Protocol):
    """Codes one tile at a time; `device` names what really runs."""

    @property
    def bundle(self) -> BundleLike: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def device(self) -> str: ...

    def encode(
        self, optical: np.ndarray, sar: np.ndarray, presence: Presence, prompts: Prompts
    ) -> EncodedTileLike:
        """Code components float32 (4,h+2m,w+2m), (2,h+2m,w+2m); m = bundle.margin; h, w multiples of 16."""
        ...

    def decode(
        self, stream: bytes, shape: tuple[int, int], presence: Presence, prompts: Prompts
    ) -> tuple[np.ndarray, int]:
        """Return latents int32 (M, *shape) and the CRC-32 of the symbols."""
        ...

    def synthesise(
        self, latents: np.ndarray, modality: str, presence: Presence, prompts: Prompts
    ) -> np.ndarray:
        """Return components float32 (4|2, 16·h, 16·w) of latents (M,h+2k,w+2k); k = bundle.latent_margin."""
        ...


class SegmenterLike(Protocol):
    """A map model at work; `device` names what really runs."""

    @property
    def bundle(self) -> Any: ...
    @property
    def model(self) -> MapModel: ...
    @property
    def device(self) -> str: ...

    def scores(self, optical: np.ndarray, sar: np.ndarray, presence: Presence) -> np.ndarray:
        """Return scores float32 (classes,h,w) of band planes float32 (4,h,w), (2,h,w); h, w multiples of `model.align`."""
        ...


# What a file's header names, bundle id, digest and profile → a codec of it, or a map model for it; or ModelError.
CodecFactory = Callable[[str, str, str], TileCodecLike]
SegmenterFactory = Callable[[str, str, str], SegmenterLike]
Progress = Optional[Callable[[float], object]]  # told the fraction done, 0..1
IsCancelled = Optional[Callable[[], bool]]  # asked between tiles
