"""What every measurement of the bench is given: data, model, folders and how much to run; nothing is measured here."""

from __future__ import annotations

import hashlib
import os
import platform
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from eoduet.engine.bundle import Bundle, find_bundle
from eoduet.engine.tilecodec import TileCodec

from . import pairs

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "build" / "bench"
SAMPLE = tuple(str(ROOT / "resources" / "sample" / name) for name in ("chile_S2L2A.tif", "chile_S1RTC.tif"))


@dataclass(frozen=True)
class Setting:
    """`data` holds index.csv; `every` takes each n-th pair of a source; `mosaic` is the edge of the large pair in pixels;
    `old_python` has the oldest ONNX Runtime; `processes` code pairs side by side with one thread each. `independent` are
    two models that each code one modality, optical and SAR; `curves` are files of learned peers (see `peers`)."""

    data: Path
    split: str
    every: int
    mosaic: int
    model: str
    old_python: Path
    processes: int
    scratch: Path
    independent: tuple[str, str] | None = None
    curves: tuple[Path, ...] = ()

    @cached_property
    def pairs(self) -> list[pairs.Pair]:
        """The pairs to measure, large ones first."""
        return pairs.load(self.data, self.split, self.every)

    @cached_property
    def bundle(self) -> Bundle:
        """The model."""
        return find_bundle(self.model)

    @cached_property
    def codec(self) -> TileCodec:
        """The model on the CPU, on as many threads as there are processes elsewhere."""
        return TileCodec(self.bundle, "cpu", threads=self.processes)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the model at work."""
        return fingerprint(self.bundle)

    def groups(self) -> dict[str, list[pairs.Pair]]:
        """The pairs by source, and `all` of them."""
        sources = sorted({pair.source for pair in self.pairs})
        by_source = {source: [pair for pair in self.pairs if pair.source == source] for source in sources}
        return by_source | {"all": self.pairs}

    def small(self, count: int) -> list[pairs.Pair]:
        """Up to `count` pairs of the smallest size, from different sources in turn."""
        edge = min(pair.pixels for pair in self.pairs)
        return in_turn([pair for pair in self.pairs if pair.pixels == edge])[:count]

    def large(self, count: int) -> list[pairs.Pair]:
        """Up to `count` of the largest pairs."""
        edge = max(pair.pixels for pair in self.pairs)
        return [pair for pair in self.pairs if pair.pixels == edge][:count]

    def describe(self) -> dict[str, object]:
        """Return what the figures were measured with."""
        packages = ("onnxruntime", "numpy", "constriction", "imagecodecs", "GDAL")
        return {
            "model": self.bundle.id,
            "digest": self.bundle.digest,
            "encoder": encoder_of(self.bundle),
            "trained": self.bundle.manifest.get("trained"),
            "split": self.split,
            "pairs": len(self.pairs),
            "every": self.every,
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "packages": {name: version(name) for name in packages},
        }


def encoder_of(bundle: Bundle) -> str:
    """SHA-256 of the encoder of pictures: with the digest, which names what decodes them, all that figures depend on."""
    return bundle.manifest["graphs"]["encoder"]["sha256"]


def fingerprint(bundle: Bundle, *modules: ModuleType) -> str:
    """Changes with the model, with any line of the engine and of the modules: what was coded before is then worth nothing."""
    digest = hashlib.sha256(f"{bundle.digest} {encoder_of(bundle)}".encode())
    for path in [*sorted((ROOT / "engine").glob("*.py")), *(Path(module.__file__) for module in modules)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def in_turn(items: list[pairs.Pair]) -> list[pairs.Pair]:
    """Order pairs so that their sources alternate."""
    by_source: dict[str, list[pairs.Pair]] = {}
    for pair in items:
        by_source.setdefault(pair.source, []).append(pair)
    rounds = max(map(len, by_source.values()))
    return [group[i] for i in range(rounds) for group in by_source.values() if i < len(group)]
