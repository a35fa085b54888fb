"""One tile through the networks: components → stream → latents → components; no files, no tiling, no radiometry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bundle import Bundle
from .bundlechecks import SLOTS, STRIDE
from .entropy import HYPER_STRIDE, EntropyCoder
from .errors import ModelError
from .lattice import Steps
from .mapchecks import IMAGE
from .profiles import find_profile
from .prompts import Prompts
from .rangecoder import Writer
from .runtime import Runtime

MODALITIES = ("optical", "sar")
HYPER_ENCODER = "hyper_encoder"


@dataclass(frozen=True)
class EncodedTile:
    """``stream`` bytes, CRC-32 of the symbols, latents ŷ int32 (M, h, w) in 1/16 steps, and the entropy of the tables."""

    stream: bytes
    symbols_crc: int
    latents: np.ndarray
    estimated_bits: float


class TileCodec:
    """A bundle at work on one device (one of `runtime.DEVICES`) in one profile; ``threads`` 0 means ONNX Runtime's choice."""

    def __init__(
        self,
        bundle: Bundle,
        device: str = "auto",
        threads: int = 0,
        optimise: bool = True,
        profile: str = IMAGE,
    ):
        self.bundle = bundle
        self.profile = find_profile(bundle, profile)
        self._runtime = Runtime(bundle, device, threads, optimise)
        self._coder = EntropyCoder(bundle, self._runtime)

    @property
    def device(self) -> str:
        """What really runs: 'CPU', 'CUDA' or 'DirectML'."""
        return self._runtime.device

    def encode(
        self,
        optical: np.ndarray,
        sar: np.ndarray,
        presence: tuple[int, int],
        prompts: Prompts,
        writer: Writer | None = None,
    ) -> EncodedTile:
        """Code components float32 (4, h+2m, w+2m) and (2, …) in digital numbers, m = bundle.margin; h, w multiples of 16.

        ``presence`` counts the optical and SAR bands.  A ``writer`` of one's own sees every symbol (the export counts them).
        ModelError if the networks fail or give values that are not finite.
        """
        steps = Steps.of(self.bundle, prompts, presence)
        inputs = {"optical": optical[None], "sar": sar[None], "prompts": self._prompts(steps, prompts)}
        latents = self._runtime.run(
            self.profile.graph("encoder"), inputs | {"step": self._step(steps)[None]}
        )[0][0]
        latents[~steps.present] = 0
        hyper = self._hyper(latents, steps)
        if not (np.isfinite(latents).all() and np.isfinite(hyper).all()):
            raise ModelError(
                f"The model '{self.bundle.id}' gives values that are not finite for this image: try the CPU, or another model."
            )
        stream, decoded, crc, bits = self._coder.encode(latents, hyper, steps, writer)
        return EncodedTile(stream, crc, decoded, bits)

    def decode(
        self, stream: bytes, shape: tuple[int, int], presence: tuple[int, int], prompts: Prompts
    ) -> tuple[np.ndarray, int]:
        """Stream of a tile of ``shape`` latents → (ŷ int32 (M, h, w), CRC-32 of the symbols); FormatError if damaged."""
        return self._coder.decode(stream, shape, Steps.of(self.bundle, prompts, presence))

    def synthesise(
        self, latents: np.ndarray, modality: str, presence: tuple[int, int], prompts: Prompts
    ) -> np.ndarray:
        """ŷ int32 (M, h+2k, w+2k), k = bundle.latent_margin → components float32 (4 or 2, 16h, 16w) in digital numbers."""
        steps = Steps.of(self.bundle, prompts, presence)
        inputs = {
            "latents": latents[None].astype(np.float32) / 16,
            "step": self._step(steps)[None],
            "own_step": np.full((1, 1, 1, 1), 2.0 ** (steps.exponents[MODALITIES.index(modality)] / 32)),
            "prompts": self._prompts(steps, prompts),
        }
        name = self.profile.graph(f"decoder_{modality}")
        components = self._runtime.run(name, inputs)[0]
        inner = [STRIDE * max(size - 2 * self.bundle.latent_margin, 0) for size in latents.shape[1:]]
        if components.shape != (1, SLOTS[MODALITIES.index(modality)], *inner):
            raise ModelError(
                f"The graph '{name}' of the model '{self.bundle.id}' gives components of shape {components.shape}: "
                "install the bundle again."
            )
        return components[0]

    def _step(self, steps: Steps) -> np.ndarray:
        """Quantiser step of each latent in digital numbers, float32 (M, 1, 1)."""
        of_sar = self.bundle.tables["component"] >= int(self.bundle.manifest["slots"][0])
        optical, sar = (2.0 ** (exponent / 32) for exponent in steps.exponents)
        return np.where(of_sar, sar, optical).astype(np.float32)[:, None, None]

    def _prompts(self, steps: Steps, prompts: Prompts) -> np.ndarray:
        """Prompt vector of the float graphs: γ, quality/100, presence; float32 (1, 8, 1, 1)."""
        values = [prompts.gamma / 1000, prompts.quality / 1000, *steps.flags.astype(float)]
        return np.array(values, np.float32)[None, :, None, None]

    def _hyper(self, latents: np.ndarray, steps: Steps) -> np.ndarray:
        """Raw hyper latents float32 (Z, ⌈h/4⌉, ⌈w/4⌉) of latents in steps; 0 where the model has learned to send none."""
        height, width = latents.shape[1:]
        if HYPER_ENCODER not in self.bundle.manifest["graphs"]:
            count = len(self.bundle.tables["hyper_index"])
            return np.zeros((count, -(-height // HYPER_STRIDE), -(-width // HYPER_STRIDE)), np.float32)
        pad = [(0, 0), (0, -height % HYPER_STRIDE), (0, -width % HYPER_STRIDE)]
        inputs = {
            "latents": np.pad(latents, pad)[None],
            "ratio": 2.0 ** (steps.prior[None] / 32),
            "prompts": steps.planes(1, 1) / 32,
        }
        return self._runtime.run(HYPER_ENCODER, inputs)[0][0]
