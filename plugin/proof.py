"""The proof that an environment works: its worker codes a small tile with the shipped bundle and decodes it to itself.

An import that succeeds proves little: a graphics library of the wrong version fails only when it computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..engine.bundle import DEFAULT_BUNDLE, find_bundle
from ..engine.prompts import Prompts
from .environment import PrivateEnvironment
from .interpreter import EnvironmentFault
from .remotecodec import RemoteTileCodec
from .translation import tr
from .workerclient import WorkerClient

SIZE = 64  # pixels a side
PRESENCE = (4, 2)
PROMPTS = Prompts(500, 500)
DEVICE = "auto"


class Proof(NamedTuple):
    """What ran: versions of the worker, the device that coded, and the bytes of the tile."""

    versions: dict
    device: str
    bytes: int


def prove(environment: PrivateEnvironment, cancelled: Callable[[], bool]) -> Proof:
    """Code and decode a made-up tile in the worker of `environment`, ready or not. Raises any `DuetError`."""
    bundle = find_bundle(DEFAULT_BUNDLE)
    size = SIZE + 2 * bundle.margin
    optical, sar = (_scene(count, size) for count in PRESENCE)
    with WorkerClient(cancelled, environment, unproved=True) as client:
        codec = RemoteTileCodec(client, bundle, DEVICE)
        tile = codec.encode(optical, sar, PRESENCE, PROMPTS)
        shape = (SIZE // 16, SIZE // 16)
        latents, crc = codec.decode(tile.stream, shape, PRESENCE, PROMPTS)
        padded = np.pad(latents, [(0, 0), *[(bundle.latent_margin,) * 2] * 2])
        pictures = [codec.synthesise(padded, modality, PRESENCE, PROMPTS) for modality in ("optical", "sar")]
        same = crc == tile.symbols_crc and np.array_equal(latents, tile.latents)
        if not (same and all(np.isfinite(picture).all() for picture in pictures)):
            raise EnvironmentFault(
                tr(
                    "The tile coded in the environment does not decode to itself: report this with the diagnostics."
                )
            )
        return Proof(client.versions, codec.device, len(tile.stream))


def _scene(count: int, size: int) -> np.ndarray:
    """Waves with an edge, float32 (count, size, size) in digital numbers: something to code."""
    y, x = np.mgrid[:size, :size]
    planes = [60 * np.sin(x / (5 + band)) * np.cos(y / 7) + 40 * (x > y) for band in range(count)]
    return np.array(planes, np.float32)
