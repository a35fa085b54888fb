"""Real encodings of the pairs over a grid of quality × γ: bytes of the finished file, PSNR, entropy; no comparison.

For each γ the quality goes up and down in steps until the rates 0.1 and 1.0 bpp are bracketed; γ starts with three
values around the middle and goes on outwards as long as the outermost one is the best at some rate. The PSNR is the
encoder's own report; for one encoding of every pair the file is decoded by the verb *decode* into two GeoTIFFs and
their PSNR (peak 255) is held against it. What was coded is kept on disk until the model or the engine changes.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import find_bundle
from eoduet.engine.container import DuetReader
from eoduet.engine.metrics import psnr
from eoduet.engine.payload import TilePayload
from eoduet.engine.tilecodec import TileCodec

from .curves import at_rates, envelope
from .pairs import PEAK, Pair, read
from .setting import Setting

GAMMAS = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
FIRST_GAMMAS = slice(2, 5)
MIDDLE_GAMMA = 0.5
FIRST_QUALITY, STEP = 24, 8
LOWEST, HIGHEST = 0.1, 1.0  # bpp
RATES = np.geomspace(LOWEST, HIGHEST, 13)
LEAST_GAIN = 0.02  # dB that an outermost γ must stand out by for the next one to be tried
PROMISE = 1e-3  # dB between the encoder's report and the decoded files
Samples = list[dict]


def collect(setting: Setting) -> dict[str, Samples]:
    """Return the samples of every pair, by its id."""
    folder = setting.scratch / "samples" / setting.fingerprint
    folder.mkdir(parents=True, exist_ok=True)
    missing = [pair for pair in setting.pairs if not (folder / f"{pair.id}.json").exists()]
    if missing:
        context = multiprocessing.get_context("spawn")  # ONNX Runtime does not survive a fork
        with ProcessPoolExecutor(setting.processes, context, _start, (setting.model,)) as pool:
            tasks = [pool.submit(_collect_one, pair, folder) for pair in missing]
            for done, task in enumerate(as_completed(tasks), 1):
                task.result()
                print(f"\r  {done} of {len(missing)} pairs coded", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    return {pair.id: json.loads((folder / f"{pair.id}.json").read_text()) for pair in setting.pairs}


def _start(model: str) -> None:
    global _codec
    _codec = TileCodec(find_bundle(model), "cpu", threads=1)


def _collect_one(pair: Pair, folder: Path) -> None:
    path = folder / f"{pair.id}.json"
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps(sample(pair, _codec)))
    temporary.replace(path)


def sample(pair: Pair, codec: TileCodec) -> Samples:
    """Encode a pair at as many qualities and γ as its best joint PSNR from 0.1 to 1.0 bpp takes."""
    known = {gamma: walk(pair, codec, gamma) for gamma in GAMMAS[FIRST_GAMMAS]}
    while True:
        tried = sorted(known)
        curves = {gamma: joint_curve(known[gamma], RATES) for gamma in tried}
        outer = [gamma for gamma in (tried[0], tried[-1]) if _gain(gamma, curves) > LEAST_GAIN]
        further = [GAMMAS.index(gamma) + (1 if gamma > MIDDLE_GAMMA else -1) for gamma in outer]
        new = [GAMMAS[i] for i in further if 0 <= i < len(GAMMAS)]
        if not new:
            return [row for gamma in tried for row in known[gamma]]
        known.update((gamma, walk(pair, codec, gamma)) for gamma in new)


def _gain(gamma: float, curves: dict[float, np.ndarray]) -> float:
    """Return by how many dB the curve of `gamma` stands out over all the others', where it does most."""
    others = envelope([curve for other, curve in curves.items() if other != gamma])
    both = np.isfinite(others) & np.isfinite(curves[gamma])
    return float((curves[gamma] - others)[both].max(initial=0))


def walk(pair: Pair, codec: TileCodec, gamma: float) -> Samples:
    """Encode at rising and falling qualities until the rates of interest are bracketed."""
    rows = [encode(pair, codec, FIRST_QUALITY, gamma, check=gamma == MIDDLE_GAMMA)]
    while rows[-1]["bpp"] < HIGHEST and rows[-1]["quality"] + STEP <= 100:
        rows.append(encode(pair, codec, rows[-1]["quality"] + STEP, gamma))
    while rows[0]["bpp"] > LOWEST and rows[0]["quality"] - STEP >= 0:
        rows.insert(0, encode(pair, codec, rows[0]["quality"] - STEP, gamma))
    return rows


def joint_curve(rows: Samples, rates: np.ndarray) -> np.ndarray:
    """Return the joint PSNR in dB of samples of one γ at the wanted rates."""
    return at_rates([row["bpp"] for row in rows], [row["joint"] for row in rows], rates)


def encode(pair: Pair, codec: TileCodec, quality: float, gamma: float, check: bool = False) -> dict:
    """Write one `.duet` file in memory and say what it came to."""
    path = f"/vsimem/{pair.id}-{os.getpid()}.duet"
    report = verbs.encode(pair.optical, pair.sar, path, codec, quality=quality, gamma=gamma)
    try:
        with DuetReader(path) as reader:
            payloads = [TilePayload.from_bytes(reader.payload(i)) for i in range(reader.tile_count)]
        if check:
            _compare(pair, codec, path, report.psnr)
        if gdal.VSIStatL(path).size != report.bytes:
            raise RuntimeError(f"{pair.id}: the file has not the size that the encoder reports")
    finally:
        gdal.Unlink(path)
    return {
        "quality": quality,
        "gamma": gamma,
        "bytes": report.bytes,
        "bpp": report.bpp,
        **report.psnr,
        "stream_bytes": sum(len(payload.stream or b"") for payload in payloads),
        "estimated_bytes": report.estimated_bytes,
    }


def _compare(pair: Pair, codec: TileCodec, path: str, promised: dict[str, float]) -> None:
    """Decode the file and compare the GeoTIFFs' PSNR with the encoder's; RuntimeError where they differ."""
    outputs = {modality: f"{path}.{modality}.tif" for modality in ("optical", "sar")}
    verbs.decode(path, lambda *_: codec, **outputs)
    for modality, output in outputs.items():
        original = read(getattr(pair, modality))
        found = psnr(read(output), original, PEAK)
        gdal.Unlink(output)
        if abs(found - promised[modality]) > PROMISE:
            raise RuntimeError(
                f"{pair.id}: the decoded {modality} image has {found:.3f} dB, the encoder said {promised[modality]:.3f}"
            )
