"""A map model at work: band planes → class scores by ONNX Runtime; no files, no windows, no codec."""

from __future__ import annotations

import numpy as np

from .bundle import Bundle
from .bundlechecks import SLOTS
from .errors import ModelError
from .interface import Presence
from .mapmodel import MapModel
from .runtime import Runtime


class Segmenter:
    """A bundle's map model on one device (one of `runtime.DEVICES`); ``threads`` 0 means ONNX Runtime's choice."""

    def __init__(self, bundle: Bundle, model: MapModel, device: str = "auto", threads: int = 0):
        self.bundle, self.model = bundle, model
        self._runtime = Runtime(bundle, device, threads)

    @property
    def device(self) -> str:
        """What really runs: 'CPU', 'CUDA' or 'DirectML'."""
        return self._runtime.device_of(self.model.graph)

    def scores(self, optical: np.ndarray, sar: np.ndarray, presence: Presence) -> np.ndarray:
        """Scores float32 (classes, h, w) of band planes float32 (4, h, w) and (2, h, w) in [0,1], absent bands 0.

        h and w are multiples of ``model.align``.  ModelError if the network fails or gives something else than finite scores.
        """
        there = [slot < count for slots, count in zip(SLOTS, presence) for slot in range(slots)]
        inputs = {
            "optical": optical[None],
            "sar": sar[None],
            "presence": np.array(there, np.float32)[None, :, None, None],
        }
        scores = self._runtime.run(self.model.graph, inputs)[0]
        expected = (1, len(self.model.classes), *optical.shape[1:])
        name = f"The map model '{self.model.name}' of '{self.bundle.id}'"
        if scores.shape != expected:
            raise ModelError(
                f"{name} gives scores of shape {scores.shape}, not {expected}: install a bundle whose classes and graph "
                "belong together."
            )
        if not np.isfinite(scores).all():
            raise ModelError(
                f"{name} gives values that are not finite for this image: try the CPU, or another model."
            )
        return np.asarray(scores[0], np.float32)
