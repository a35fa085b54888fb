"""Exact entropy coding of one tile: latents ↔ stream, in passes over uneven channel groups (SCCTX).

Encoder and decoder walk the same passes.  In each, a context graph sees integers alone (hyper features, what is already
decoded) and gives integers (scale offset, mean), which fix every symbol's table and offset; so both sides agree to the bit on
any machine (design, section 3).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Optional, Protocol

import numpy as np

from .bundle import Bundle
from .crosscomponent import Prediction, predict, predictions_of
from .exactness import check_exact
from .lattice import (
    MAX_HYPER,
    MAX_SYMBOL,
    TABLES,
    Steps,
    magnitude_lattice,
    scale_by_power,
    signed_lattice,
    table_index,
)
from .passes import COARSE, Pass, passes_of
from .quantiser import Quantiser
from .rangecoder import Reader, Tables, Writer

#: Latents are padded to a multiple of this for the hyperprior.
HYPER_STRIDE = 4
#: From a mean in σ/256 to 1/16 steps: 2⁻⁴, in 1/32 octaves.
MEAN_TO_LATENT = -4 * 32


class Graphs(Protocol):
    """Whatever runs the bundle's graphs: ONNX Runtime, or the integer reference."""

    def run(self, name: str, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Run one graph."""
        ...


Code = Callable[[Optional[np.ndarray], np.ndarray, np.ndarray], np.ndarray]


class EntropyCoder:
    """Codes latents of one bundle with ``graphs``; holds no state between tiles.  ModelError if the bundle is not exact."""

    def __init__(self, bundle: Bundle, graphs: Graphs):
        check_exact(bundle)
        self.bundle, self.graphs, self.tables = bundle, graphs, Tables(bundle)
        self.centroid = bundle.tables.get("centroid", np.zeros(TABLES)).astype(np.int32)
        self.quantiser = Quantiser(self.tables, self.centroid)
        self.hyper_index = bundle.tables["hyper_index"].astype(np.uint8)
        self.predictions: list[list[Prediction]] = [[] for _ in bundle.groups]
        if bundle.format > 1:
            component, row, column = (bundle.tables[name] for name in ("component", "row", "column"))
            first_of = (0, int(bundle.manifest["slots"][0]))
            self.predictions = predictions_of(component, row, column, bundle.groups, first_of)

    def encode(
        self, latents: np.ndarray, hyper: np.ndarray, steps: Steps, writer: Writer | None = None
    ) -> tuple[bytes, np.ndarray, int, float]:
        """Finite latents in steps (M, h, w) and raw hyper latents (Z, ⌈h/4⌉, ⌈w/4⌉), both float → stream.

        Returns (stream, ŷ int32 (M, h, w) in 1/16 steps, CRC of the symbols, bits by the tables).  ``writer`` may be given to
        see what is written.
        """
        writer = Writer(self.tables) if writer is None else writer
        rounded = np.clip(np.floor(hyper + 0.5), -MAX_HYPER, MAX_HYPER).astype(np.int32)
        writer.write(rounded.ravel(), self._hyper_tables(rounded.shape))

        def code(values, offset: np.ndarray, index: np.ndarray) -> np.ndarray:
            symbols = self.quantiser.choose(values - offset / 16.0, index)
            writer.write(symbols, index)
            return symbols

        decoded, symbols = self._walk(rounded, steps, code, latents.shape[1:], latents)
        return writer.finish(), decoded, symbols_crc(rounded, symbols), writer.bits

    def decode(self, stream: bytes, shape: tuple[int, int], steps: Steps) -> tuple[np.ndarray, int]:
        """Stream → (ŷ int32 (M, h, w) in 1/16 steps, CRC of symbols); FormatError if it is damaged."""
        reader = Reader(self.tables, stream)
        grid = tuple(-(-n // HYPER_STRIDE) for n in shape)
        full = (len(self.hyper_index), *grid)
        rounded = np.clip(reader.read(self._hyper_tables(full)).reshape(full), -MAX_HYPER, MAX_HYPER)

        def code(values, offset: np.ndarray, index: np.ndarray) -> np.ndarray:
            return np.clip(reader.read(index), -MAX_SYMBOL, MAX_SYMBOL)

        decoded, symbols = self._walk(rounded, steps, code, shape, None)
        return decoded, symbols_crc(rounded, symbols)

    def _hyper_tables(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.repeat(self.hyper_index, shape[1] * shape[2])

    def _walk(
        self,
        hyper: np.ndarray,
        steps: Steps,
        code: Code,
        shape: tuple[int, ...],
        latents: np.ndarray | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """All passes of every group; ``code`` turns offsets and tables into symbols by writing or reading."""
        height, width = shape
        low = hyper.shape[1:]
        planes = steps.planes(low[0] * HYPER_STRIDE, low[1] * HYPER_STRIDE)
        inputs = {"hyper": hyper[None], "prompts_low": steps.planes(*low), "prompts": planes}
        features = self.graphs.run("hyper_decoder", inputs)[0][:, :, :height, :width]
        decoded, outward, predicted = (
            np.zeros((self.bundle.channels, height, width), np.int32) for _ in range(3)
        )
        symbols = np.zeros((self.bundle.channels, height, width), np.int16)
        start = 0
        magnitudes: list[np.ndarray] = []
        signed: list[np.ndarray] = []
        for group, size in enumerate(self.bundle.groups):
            here = slice(start, start + size)
            if self.predictions[group]:
                known = decoded[:start] + predicted[:start]
                for part in self.predictions[group]:
                    predicted[part.targets] = predict(part, known)
            start += size
            ahead = None if latents is None else latents[here] - predicted[here] / 16.0
            past = np.concatenate([features[0], *magnitudes, *signed]).astype(np.float32)[None]
            mixed: dict[int, np.ndarray] = {}
            for one in passes_of(group, self.bundle.coarse_groups):
                mask = one.mask(height, width)
                own, own_symbols, own_outward = (
                    part[here][:, :: one.stride, :: one.stride] for part in (decoded, symbols, outward)
                )
                scale, mean = self._scale_and_mean(group, one, past, own, steps.prior[here], mixed)
                index, offset = self._tables_and_offsets(scale[0], mean[0], steps, here, mask)
                values = None
                if ahead is not None:
                    values = ahead[:, :: one.stride, :: one.stride][:, mask].ravel()
                coded = code(values, offset.ravel(), index.ravel()).reshape(size, -1)
                own_symbols[:, mask] = coded
                own[:, mask] = np.where(steps.present[here, None], 16 * coded + offset, 0)
                own_outward[:, mask] = np.sign(coded) * self.centroid[index]
            magnitudes.append(magnitude_lattice(decoded[here], self.bundle.tables["magnitude"]))
            if group < self.bundle.signed_groups:
                signed.append(signed_lattice(decoded[here], steps.prior[here]))
        return decoded + outward + predicted, symbols

    def _seen(self, group: int, one: Pass, decoded: np.ndarray, prior: np.ndarray) -> np.ndarray:
        """What a graph sees of its own group: what is decoded, zeros elsewhere, and a plane that says how far it is."""
        parts = [magnitude_lattice(decoded, self.bundle.tables["magnitude"])]
        if group < self.bundle.signed_groups:
            parts.append(signed_lattice(decoded, prior))
        parts.append(np.full((1, *decoded.shape[1:]), one.known))
        return np.concatenate(parts).astype(np.float32)[None]

    def _scale_and_mean(
        self,
        group: int,
        one: Pass,
        past: np.ndarray,
        own: np.ndarray,
        prior: np.ndarray,
        mixed: dict[int, np.ndarray],
    ) -> list[np.ndarray]:
        """What the graphs of a pass say, on its lattice; ``mixed`` keeps what the passes of one lattice share."""
        if self.bundle.format == 1:
            return self.graphs.run(
                f"context{group}", {"past": past, "here": self._seen(group, one, own, prior)}
            )
        name = str(group) if one.stride == 1 else f"{group}{COARSE}"
        if one.stride not in mixed:
            there = past[:, :, :: one.stride, :: one.stride]
            *first, mixed[one.stride] = self.graphs.run(f"anchors{name}", {"past": there})
            if one.known == 0:
                return first
        here = self._seen(group, one, own, prior)
        return self.graphs.run(f"context{name}", {"mixed": mixed[one.stride], "here": here})

    def _tables_and_offsets(
        self, scale, mean, steps: Steps, here: slice, mask: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Table index (uint8) and mean in 1/16 steps (int64), both (size, positions of the mask)."""
        prior = steps.prior[here][:, :, 0]
        index = table_index(scale[:, mask].astype(np.int64) + prior)
        index[~steps.present[here]] = 0
        offset = scale_by_power(mean[:, mask].astype(np.int64), prior + MEAN_TO_LATENT)
        return index, offset


def symbols_crc(hyper: np.ndarray, symbols: np.ndarray) -> int:
    """CRC-32 of all symbols as little-endian int16, hyper latents first."""
    return zlib.crc32(symbols.astype("<i2").tobytes(), zlib.crc32(hyper.astype("<i2").tobytes()))
