"""The tile codec and the map model as the engine's verbs see them, with their networks running in the worker
process; no process handling here.

    engine.codec (in QGIS, with GDAL)     → RemoteTileCodec → WorkerClient ⇒ engine.worker → engine.tilecodec
    engine.landcover (in QGIS, with GDAL) → RemoteSegmenter → WorkerClient ⇒ engine.worker → engine.segmenter

The methods are those of `TileCodec` and `Segmenter` there: same names, shapes, dtypes, units and errors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine.bundle import Bundle
from ..engine.interface import CodecFactory, Presence, SegmenterFactory
from ..engine.mapchecks import IMAGE
from ..engine.mapmodel import MapModel, choose_map_model
from ..engine.profiles import find_profile
from ..engine.prompts import Prompts
from . import settings
from .models import find_model
from .workerclient import WorkerClient


class EncodedTile(NamedTuple):
    """One coded tile: `engine.tilecodec`'s, without loading ONNX Runtime here."""

    stream: bytes
    symbols_crc: int
    latents: np.ndarray
    estimated_bits: float


class RemoteTileCodec:
    """A `TileCodec` for `bundle` and a profile in the worker of `client`; `device` says what really runs."""

    def __init__(self, client: WorkerClient, bundle: Bundle, device: str, profile: str = IMAGE) -> None:
        self.bundle, self.profile = bundle, find_profile(bundle, profile)
        self._client = client
        reply, _ = client.request("load", {}, profile=profile, **_where(bundle, device))
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


class RemoteSegmenter:
    """A `Segmenter` for a map model of `bundle` in the worker of `client`; `device` says what really runs."""

    def __init__(self, client: WorkerClient, bundle: Bundle, model: MapModel, device: str) -> None:
        self.bundle, self.model = bundle, model
        self._client = client
        reply, _ = client.request("load_map", {}, map=model.name, **_where(bundle, device))
        self.device: str = reply["device"]

    def scores(self, optical: np.ndarray, sar: np.ndarray, presence: Presence) -> np.ndarray:
        """As `Segmenter.scores`."""
        _, arrays = self._client.request("segment", {"optical": optical, "sar": sar}, presence=list(presence))
        return arrays["scores"]


def _where(bundle: Bundle, device: str) -> dict:
    return {"bundle": str(bundle.folder), "device": device, "threads": settings.threads()}


def _conditions(presence: Presence, prompts: Prompts) -> dict:
    return {"presence": list(presence), "prompts": [prompts.quality, prompts.gamma]}


def codec_factory(client: WorkerClient, device: str) -> CodecFactory:
    """What `engine.codec` asks for the codec of a file's bundle: a remote one in the worker of `client`."""
    return lambda bundle_id, digest, profile: RemoteTileCodec(
        client, find_model(bundle_id, digest, profile), device, profile
    )


def segmenter_factory(client: WorkerClient, device: str, model: str = "", name: str = "") -> SegmenterFactory:
    """What `engine.landcover` asks for the map model of a file: the file's own bundle's, or that of `model`."""

    def make(bundle_id: str, digest: str | None, profile: str) -> RemoteSegmenter:
        bundle = find_model(model) if model else find_model(bundle_id, digest, profile)
        chosen = choose_map_model(bundle, name, IMAGE if model else profile)
        return RemoteSegmenter(client, bundle, chosen, device)

    return make
