"""The description of a tile's stream is complete: a decoder written from resources/help/format.md alone reads the same."""

import json

import numpy as np
import onnxruntime
import pytest

from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.lattice import Steps
from eoduet.engine.prompts import Prompts
from eoduet.engine.runtime import Runtime

POWERS = """65536 66971 68438 69936 71468 73032 74632 76266 77936 79642 81386 83169 84990 86851 88752 90696
92682 94711 96785 98905 101070 103283 105545 107856 110218 112631 115098 117618 120194 122825 125515 128263"""
P = np.array(POWERS.split(), np.int64)


class RangeDecoder:
    """Section 10, in plain integers."""

    def __init__(self, stream: bytes, tables: list[np.ndarray]):
        self.words = iter(
            int.from_bytes(stream[i : i + 4].ljust(4, b"\0"), "big") for i in range(0, len(stream), 4)
        )
        self.lower, self.range = 0, 2**64 - 1
        self.point = (next(self.words, 0) << 32) + next(self.words, 0)
        self.reach = [(len(table) - 2) // 2 for table in tables]
        self.bounds = [
            [c * (2**24 - len(t)) // 2**16 + i for i, c in enumerate([0, *np.cumsum(t).tolist()])]
            for t in tables
        ]

    def symbol(self, bounds: list[int]) -> int:
        unit = self.range // 2**24
        q = (self.point - self.lower) % 2**64 // unit
        i = int(np.searchsorted(bounds, q, "right")) - 1
        self.lower = (self.lower + unit * bounds[i]) % 2**64
        self.range = unit * (bounds[i + 1] - bounds[i])
        if self.range < 2**32:
            self.lower, self.range = (self.lower << 32) % 2**64, self.range << 32
            self.point = ((self.point << 32) + next(self.words, 0)) % 2**64
        return i

    def number(self, bits: int) -> int:
        return self.symbol([i * 2 ** (24 - bits) for i in range(2**bits + 1)]) if bits else 0

    def batch(self, index: np.ndarray) -> np.ndarray:
        symbols = np.zeros(index.size, np.int64)
        for t in range(1, len(self.reach)):
            places = np.flatnonzero(index.ravel() == t)
            values = [self.symbol(self.bounds[t]) - self.reach[t] for _ in places]
            for n, value in enumerate(values):
                if value == self.reach[t] + 1:
                    negative, j = self.number(1), self.number(4)
                    size = self.reach[t] + 2**j + self.number(j)
                    values[n] = -size if negative else size
            symbols[places] = values
        return symbols.reshape(index.shape)


def scale(v, e):
    s = 16 - e // 32
    return (np.asarray(v, np.int64) * P[e % 32] + 2 ** (s - 1)) // 2**s


class StreamDecoder:
    """Sections 8, 9 and 11, on a bundle's folder."""

    def __init__(self, folder):
        self.manifest = json.loads((folder / "manifest.json").read_text())
        self.tables = {name: array.astype(np.int64) for name, array in np.load(folder / "tables.npz").items()}
        starts, all_tables = self.tables["starts"], self.tables["frequencies"]
        self.frequencies = [all_tables[a:b] for a, b in zip(starts, starts[1:])]
        self.graphs = {
            name: onnxruntime.InferenceSession(
                str(folder / entry["file"]), providers=["CPUExecutionProvider"]
            )
            for name, entry in self.manifest["graphs"].items()
            if name == "hyper_decoder" or name.startswith(("anchors", "context"))
        }

    def run(self, name: str, **inputs) -> list[np.ndarray]:
        feeds = {key: np.asarray(value, np.float32)[None] for key, value in inputs.items()}
        return [result[0].astype(np.int64) for result in self.graphs[name].run(None, feeds)]

    def passes(self, group, h, w) -> list[tuple[int, int, np.ndarray]]:
        """(stride, plane, positions) of each pass of a group."""
        row, column = np.arange(h)[:, None] % 4, np.arange(w) % 4
        even, fours = (row + column) % 2 == 0, (row % 2 == 0) & (column % 2 == 0)
        if group >= self.manifest.get("coarse_groups", 0):
            return [(1, 0, even), (1, 32, ~even)]
        first, second = (row == 0) & (column == 0), (row == 2) & (column == 2)
        coarse = [(2, 0, first), (2, 16, second), (2, 32, fours & ~first & ~second)]
        return [*coarse, (1, 16, even & ~fours), (1, 32, ~even)]

    def decode(self, stream, h, w, quality, gamma, bands) -> np.ndarray:
        tables = self.tables
        e = tables["quality"][quality] + tables["gamma"][[gamma, 1000 - gamma]]
        component = tables["component"]
        prior = tables["prior"] - np.where(component < 4, e[0], e[1])
        exists = [i < bands[0] for i in range(4)] + [i < bands[1] for i in range(2)]
        present = np.array(exists)[component]
        planes = np.array([*np.clip(e // 2, 0, 255), *(32 * flag for flag in exists)])[:, None, None]
        low, coder = (-(-h // 4), -(-w // 4)), RangeDecoder(stream, self.frequencies)
        index = np.broadcast_to(tables["hyper_index"][:, None, None], (len(tables["hyper_index"]), *low))
        hyper = np.clip(coder.batch(index), -31, 31)
        (features,) = self.run(
            "hyper_decoder",
            hyper=hyper,
            prompts_low=np.broadcast_to(planes, (8, *low)),
            prompts=np.broadcast_to(planes, (8, 4 * low[0], 4 * low[1])),
        )
        latents, ahead, beyond = (np.zeros((len(component), h, w), np.int64) for _ in range(3))
        ends = np.cumsum([0, *self.manifest["groups"]])
        signed_end = ends[self.manifest["signed_groups"]]
        magnitude = tables["magnitude"]
        p = prior[:, None, None]

        def seen(a, b, parts) -> list[np.ndarray]:
            values = latents[a:b]
            magnitudes = magnitude[np.minimum(np.abs(values), len(magnitude) - 1)]
            signed = np.clip(scale(16 * values, -p[a:b]), -1023, 1023)[: max(0, signed_end - a)]
            return [{"magnitude": magnitudes, "signed": signed}[part] for part in parts]

        for group, (a, b) in enumerate(zip(ends, ends[1:])):
            mixed, past = {}, np.concatenate([features[:, :h, :w], *seen(0, a, ("magnitude", "signed"))])
            for n, known, mask in self.passes(group, h, w):
                here = [*seen(a, b, ("magnitude", "signed")), np.full((1, h, w), known)]
                here, mask, name = (
                    np.concatenate(here)[:, ::n, ::n],
                    mask[::n, ::n],
                    f"{group}{'_coarse' * (n == 2)}",
                )
                if self.manifest["format"] == 1:
                    wide, mean = self.run(f"context{name}", past=past, here=here)
                else:
                    if n not in mixed:
                        wide, mean, mixed[n] = self.run(f"anchors{name}", past=past[:, ::n, ::n])
                    if known:
                        wide, mean = self.run(f"context{name}", mixed=mixed[n], here=here)
                index = np.clip((2 * (wide + p[a:b] + 106) + 5) // 10, 0, 63)
                index[~present[a:b]] = 0
                symbols = np.clip(coder.batch(index[:, mask]), -30000, 30000)
                offset = scale(mean[:, mask], np.broadcast_to(p[a:b, :, 0] - 128, symbols.shape))
                latents[a:b, ::n, ::n][:, mask] = np.where(present[a:b, None], 16 * symbols + offset, 0)
                if "centroid" in tables:
                    beyond[a:b, ::n, ::n][:, mask] = np.sign(symbols) * tables["centroid"][index[:, mask]]
            if self.manifest["format"] > 1:
                self.predict(group, latents, ahead)
        return latents + ahead + beyond

    def predict(self, group, latents, ahead) -> None:
        """Add to ``ahead`` what the latents of the groups up to this one tell of the next group's."""
        places = [self.tables[name].tolist() for name in ("component", "row", "column")]
        of = np.repeat(range(len(self.manifest["groups"])), self.manifest["groups"])
        channel, pairs = {place: c for c, place in enumerate(zip(*places))}, []
        for (component, row, column), t in channel.items():
            x = channel.get((4 * (component > 3), row, column))
            if component not in (0, 4) and x is not None and of[x] < of[t]:
                pairs.append((t, x, component, (row, column) != (0, 0)))
        v, (_, h, w) = latents + ahead, latents.shape
        for t, x, component, _ in pairs:
            known = [(t2, x2) for t2, x2, c, told in pairs if c == component and of[t2] <= group and told]
            if of[t] != group + 1 or not known:
                continue
            left, right = (np.clip(v[list(side)], -32767, 32767) for side in zip(*known))
            for i, j in np.ndindex(h, w):
                near = np.s_[:, max(i - 1, 0) : i + 2, max(j - 1, 0) : j + 2]
                q = int((right[near] ** 2).sum()) + 512
                a = (512 * int((left[near] * right[near]).sum()) + q) // (2 * q)
                ahead[t, i, j] = (min(max(a, -512), 512) * int(v[x, i, j]) + 128) >> 8


@pytest.fixture(scope="module")
def second(tile_codec):
    return StreamDecoder(tile_codec.bundle.folder)


@pytest.mark.parametrize(
    "shape, quality, gamma, bands, loudness",
    [
        ((1, 1), 500, 500, (4, 2), 1),
        ((3, 5), 700, 500, (3, 1), 0.5),
        ((6, 4), 333, 900, (2, 2), 1),
        ((2, 2), 950, 100, (0, 1), 60),
    ],
)
def test_a_decoder_from_the_description_reads_the_same(
    tile_codec, second, shape, quality, gamma, bands, loudness
):
    bundle = tile_codec.bundle
    steps, rng = Steps.of(bundle, Prompts(quality, gamma), bands), np.random.default_rng(quality)
    sigma = loudness * 2.0 ** (steps.prior / 32)
    latents = np.where(steps.present[:, None, None], rng.laplace(size=(bundle.channels, *shape)) * sigma, 0)
    hyper = rng.normal(0, 4, (len(bundle.tables["hyper_index"]), *(-(-n // 4) for n in shape)))
    coder = EntropyCoder(bundle, Runtime(bundle, "cpu", threads=1))
    stream, decoded, _, _ = coder.encode(latents, hyper, steps)
    assert np.array_equal(second.decode(stream, *shape, quality, gamma, bands), decoded) and decoded.any()
