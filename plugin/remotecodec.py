"""The tile codec as `engine.codec` sees it, with its networks running in the worker process; no process
handling here.

    engine.codec (in QGIS, with GDAL) → RemoteTileCodec → WorkerClient ⇒ engine.worker → engine.tilecodec

The methods are those of `engine.tilecodec.TileCodec`: same names, shapes, dtypes, units and errors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine.bundle import Bundle, find_bundle
from ..engine.interface import CodecFactory, Presence
from ..engine.prompts import Prompts
from . import settings
from .workerclient import WorkerClient


class EncodedTile(NamedTuple):
    """One coded tile: `engine.tilecodec`'s, without loading ONNX Runtime here."""

    stream: bytes
    symbols_crc: int
    latents: np.ndarray
    estimated_bits: float


class RemoteTileCodec:
    """A `TileCodec` for `bundle` in the worker of `client`; `device` says what really runs."""

    def __init__(self, client: WorkerClient, bundle: Bundle, device: str) -> None:
        self.bundle = bundle
        self._client = client
        threads = settings.threads()
        reply, _ = client.request("load", {}, bundle=str(bundle.folder), device=device, threads=threads)
        self.device: str = reply["device"]

    def encode(
        self, optical: np.ndarray, sar: np.ndarray, presence: Presence, prompts: Prompts
    ) -> EncodedTile:
        """As `TileCodec.encode`."""
        reply, arrays = self._client.request(
            "encode", {"optical": optical, "sar": sar}, **_conditions(presence, prompts)
        )
        stream = arrays["stream"].tobytes()
        return EncodedTile(stream, reply["symbols_crc"], arrays["latents"], reply["estimated_bits"])

    def decode(
        self, stream: bytes, shape: tuple[int, int], presence: Presence, prompts: Prompts
    ) -> tuple[np.ndarray, int]:
        """As `TileCodec.decode`."""
        reply, arrays = self._client.request(
            "decode", {"stream": stream}, shape=list(shape), **_conditions(presence, prompts)
        )
        return arrays["latents"], reply["symbols_crc"]

    def synthesise(
        self, latents: np.ndarray, modality: str, presence: Presence, prompts: Prompts
    ) -> np.ndarray:
        """As `TileCodec.synthesise`."""
        _, arrays = self._client.request(
            "synthesise", {"latents": latents}, modality=modality, **_conditions(presence, prompts)
        )
        return arrays["components"]


def _conditions(presence: Presence, prompts: Prompts) -> dict:
    return {"presence": list(presence), "prompts": [prompts.quality, prompts.gamma]}


def codec_factory(client: WorkerClient, device: str) -> CodecFactory:
    """What `engine.codec` asks for the codec of a file's bundle: a remote one in the worker of `client`."""
    return lambda bundle_id, digest: RemoteTileCodec(client, find_bundle(bundle_id, digest), device)
