"""Complexity: milliseconds and multiply–accumulates for a pair of 512², the joint model beside two independent ones.

Time: the verbs *encode* (without measuring the PSNR) and *decode*, file to file in memory, one thread, all models in turn
in the same run, medians of some rounds; the independent ones encode and decode one image each, and their times are
summed. Multiply–accumulates: per pixel of the pair (512²), by part, of the same encoding and decoding (see `macs`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import find_bundle
from eoduet.engine.tilecodec import TileCodec

from . import macs
from .pairs import MODALITIES, read
from .setting import Setting

TITLE = "complexity"
EDGE = 512
ROUNDS = 7
QUALITY = 40
LIMIT = 1.2
BAR = f"time of joint against two independent models at {EDGE}², encode and decode, ≤ {LIMIT:g} ×"
FOLDER = "/vsimem/complexity"
PARTS = {  # of the table, by the graphs' names
    "encoder": ("encoder",),
    "entropy model": ("hyper_encoder", "hyper_decoder", "context"),
    "optical decoder": ("decoder_optical",),
    "SAR decoder": ("decoder_sar",),
}


def measure(setting: Setting) -> dict:
    """Return medians of ms and kMAC per pixel by part, of the joint model and, where named, of the independent ones."""
    images = _images(setting)
    models = {"joint": (setting.model, MODALITIES)}
    for modality, model in zip(MODALITIES, setting.independent or ()):
        models[modality] = (model, (modality,))
    bundles = {name: find_bundle(model) for name, (model, _) in models.items()}
    jobs: dict[str, dict[str, Callable[[], object]]] = {}
    for name, (_, modalities) in models.items():
        jobs[name] = _jobs(name, TileCodec(bundles[name], "cpu", threads=1), images, modalities)
    milliseconds = _time(jobs)
    result: dict = {
        "edge": EDGE,
        "quality": QUALITY,
        "bytes": {name: gdal.VSIStatL(f"{FOLDER}/{name}.duet").size for name in models},
        "ms": milliseconds,
        "kmac_per_pixel": {},
    }
    for name, verbs_of in jobs.items():
        result["kmac_per_pixel"][name] = {
            verb: _by_part(macs.of_bundle(bundles[name], job)) for verb, job in verbs_of.items()
        }
    for name in gdal.ReadDir(FOLDER):
        gdal.Unlink(f"{FOLDER}/{name}")
    if setting.independent:
        apart = {verb: sum(milliseconds[m][verb] for m in MODALITIES) for verb in ("encode", "decode")}
        result["ratios"] = {verb: milliseconds["joint"][verb] / apart[verb] for verb in apart}
        result["ratios"]["both"] = sum(milliseconds["joint"].values()) / sum(apart.values())
    return result


def _images(setting: Setting) -> dict[str, str]:
    """Write the upper left 512² of a large pair, mirrored where it is smaller, and return the paths."""
    pair = setting.large(1)[0]
    paths = {}
    for modality in MODALITIES:
        values = read(getattr(pair, modality))[:, :EDGE, :EDGE]
        missing = [(0, 0)] + [(0, EDGE - size) for size in values.shape[1:]]
        values = np.pad(values, missing, mode="symmetric")
        paths[modality] = f"{FOLDER}/{modality}.tif"
        code = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16}.get(values.dtype.name, gdal.GDT_Float32)
        raster = gdal.GetDriverByName("GTiff").Create(paths[modality], EDGE, EDGE, len(values), code)
        raster.WriteArray(values)
        raster.FlushCache()
    return paths


def _jobs(
    name: str, codec: TileCodec, images: dict[str, str], modalities: tuple[str, ...]
) -> dict[str, Callable[[], object]]:
    duet = f"{FOLDER}/{name}.duet"
    optical, sar = (images[m] if m in modalities else None for m in MODALITIES)
    outputs = {m: f"{FOLDER}/{name}.{m}.tif" for m in modalities}
    return {
        "encode": lambda: verbs.encode(optical, sar, duet, codec, quality=QUALITY, tile=EDGE, measure=False),
        "decode": lambda: verbs.decode(duet, lambda *_: codec, **outputs),
    }


def _time(jobs: dict[str, dict[str, Callable[[], object]]]) -> dict[str, dict[str, float]]:
    """Medians in ms; models in turn, the order reversed every other round; a first round loads the networks."""
    seconds: dict[tuple[str, str], list[float]] = {
        (name, verb): [] for name in jobs for verb in ("encode", "decode")
    }
    for turn in range(ROUNDS + 1):
        for name in list(jobs)[:: 1 if turn % 2 else -1]:
            for verb, job in jobs[name].items():
                began = time.perf_counter()
                job()
                if turn:
                    seconds[name, verb].append(time.perf_counter() - began)
    return {
        name: {verb: 1000 * median(seconds[name, verb]) for verb in ("encode", "decode")} for name in jobs
    }


def _by_part(counts: dict[str, int]) -> dict[str, float]:
    """kMAC per pixel of each part of the table that ran."""
    parts = {
        part: sum(count for graph, count in counts.items() if graph.startswith(names))
        for part, names in PARTS.items()
    }
    return {part: round(total / 1000 / EDGE**2, 2) for part, total in parts.items() if total}


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (bar or what, measured, passed or None where there is no bar)."""
    ms = result["ms"]
    own = f"{ms['joint']['encode']:.0f} ms encoding, {ms['joint']['decode']:.0f} ms decoding"
    rows: list[tuple[str, str, bool | None]] = []
    if "ratios" in result:
        apart = {verb: sum(ms[m][verb] for m in MODALITIES) for verb in ("encode", "decode")}
        ratios = result["ratios"]
        text = (
            f"{own}, against {apart['encode']:.0f} and {apart['decode']:.0f} ms: × {ratios['encode']:.2f} and "
            f"× {ratios['decode']:.2f}, together × {ratios['both']:.2f}"
        )
        rows.append((BAR, text, ratios["both"] <= LIMIT))
    else:
        rows.append((BAR, f"{own}; the independent ones were not named", None))
    for name, by_verb in result["kmac_per_pixel"].items():
        for verb, parts in by_verb.items():
            text = ", ".join(f"{part} {count:g}" for part, count in parts.items())
            what = "joint model" if name == "joint" else f"independent {name} model"
            rows.append((f"kMAC per pixel, {what}, {verb}", f"{sum(parts.values()):.1f}: {text}", None))
    return rows
