"""Speed beside JPEG 2000, in one run on one core: milliseconds per 512² tile of a pair, file to file, as ratios.

EO-Duet: the verbs *encode* (without measuring the PSNR) and *decode* on a large pair, GDAL reading and writing included,
and *decode* of one modality; JPEG 2000: OpenJPEG on arrays in memory, one thread, both images of the same pair at about
the same total size. Best of some rounds, the two coders in turn. There is no bar: the figures say what to expect.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.targets import Target
from eoduet.engine.tilecodec import TileCodec

from . import classical
from .pairs import MODALITIES
from .setting import Setting

TITLE = "speed"
ROUNDS = 3
BPP = 0.5
TILE = 512 * 512
DUET = "/vsimem/speed.duet"


def measure(setting: Setting) -> dict:
    """Return ms per tile and MB/s of raw samples for both coders, and their ratios."""
    pair, codec = setting.large(1)[0], TileCodec(setting.bundle, "cpu", threads=1)
    paths = (pair.optical, pair.sar)
    # The quality that gives the rate is searched once, outside the clock.
    report = verbs.encode(*paths, DUET, codec, target=Target("bpp", BPP), measure=False)
    images = [pair.image(modality).samples for modality in MODALITIES]
    level = _level(images, pair.bytes_at(report.bpp))
    streams = [encode(image, level) for image in images]

    def duet_decode(*modalities: str) -> Callable[[], object]:
        outputs = {modality: f"/vsimem/speed.{modality}.tif" for modality in modalities}
        return lambda: verbs.decode(DUET, lambda *_: codec, **outputs)

    jobs = {
        "eoduet encode": lambda: verbs.encode(
            *paths, DUET, codec, quality=report.quality, gamma=report.gamma, measure=False
        ),
        "jpeg2000 encode": lambda: [encode(image, level) for image in images],
        "eoduet decode": duet_decode("optical", "sar"),
        "eoduet decode optical": duet_decode("optical"),
        "jpeg2000 decode": lambda: [classical.jpeg2000_decode(stream) for stream in streams],
    }
    seconds = {name: float("inf") for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            seconds[name] = min(seconds[name], time.perf_counter() - began)
    for path in (DUET, "/vsimem/speed.optical.tif", "/vsimem/speed.sar.tif"):
        gdal.Unlink(path)
    raw = sum(image.nbytes for image in images)
    return {
        "pair": pair.id,
        "bpp": {"eoduet": report.bpp, "jpeg2000": pair.bpp(sum(map(len, streams)))},
        "ms_per_tile": {name: 1000 * value * TILE / pair.pixels for name, value in seconds.items()},
        "megabytes_per_second": {name: raw / 1e6 / value for name, value in seconds.items()},
        "ratios": {
            verb: seconds[f"eoduet {verb}"] / seconds[f"jpeg2000 {verb}"] for verb in ("encode", "decode")
        },
    }


def encode(samples: np.ndarray, level: float) -> bytes:
    """JPEG 2000 as most use it: with the colour transform where there are three bands."""
    return classical.jpeg2000_stream(samples, level, colour=len(samples) == 3)


def _level(images, total_bytes: float) -> float:
    """Return OpenJPEG's PSNR level whose two streams come nearest to so many bytes."""
    sizes = {level: sum(len(encode(image, level)) for image in images) for level in range(16, 56, 2)}
    return min(sizes, key=lambda level: abs(sizes[level] - total_bytes))


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (what, measured, None: there is no bar)."""
    ms, ratios = result["ms_per_tile"], result["ratios"]
    speeds = result["megabytes_per_second"]
    return [
        (
            f"{verb} on one core at {result['bpp']['eoduet']:.2f} bpp",
            f"{ms[f'eoduet {verb}']:.0f} ms per 512² tile ({speeds[f'eoduet {verb}']:.1f} MB/s), "
            f"{ratios[verb]:.1f} times JPEG 2000's {ms[f'jpeg2000 {verb}']:.0f} ms",
            None,
        )
        for verb in ("encode", "decode")
    ]
