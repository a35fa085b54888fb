"""Real encodings over a grid of quality × γ: bytes of the finished file and what its decoded images measure; no comparison.

A pair, or one of its images alone, is encoded by the verb *encode*, decoded by the verb *decode* into GeoTIFFs, and
these are compared with the originals. For each γ the quality goes up and down in steps until the rates of interest are
bracketed; beyond 0.1 and 0.9 γ goes on outwards as long as the outermost is the best at some rate. A lone image has
γ 0.5. For one encoding at γ 0.5 the encoder's own PSNR is held against the decoded files'. Each walk is kept on disk
until the model, the engine or the measures change.
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
from eoduet.engine.payload import TilePayload
from eoduet.engine.tilecodec import TileCodec

from .curves import at_rates, envelope
from .measures import measure
from .pairs import MODALITIES, Pair, read
from .setting import Setting, fingerprint

# A step of 0.1 costs the envelope about 0.1 % against a continuous γ.
GAMMAS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
OUTWARDS = {0.1: 0.05, 0.05: 0.02, 0.9: 0.95, 0.95: 0.98}
LEAST_GAIN = 0.02  # dB that an outermost γ must stand out by for the next one to be tried
MIDDLE_GAMMA = 0.5
FIRST_QUALITY, STEP = 24, 8
LOWEST, HIGHEST = 0.1, 1.0  # bpp
LONE_RANGE = (0.05, 2.0)  # bpp of one image: a pair at 1.0 may spend nearly all its bytes on it
RATES = np.unique([*np.geomspace(LOWEST, HIGHEST, 13).round(9), 0.2, 0.3, 0.5, 0.7])
PROMISE = 1e-3  # dB between the encoder's report and the decoded files
FORMAT = 1  # of the rows kept on disk
Samples = list[dict]


def collect(
    setting: Setting, modalities: tuple[str, ...] = MODALITIES, model: str | None = None
) -> dict[str, Samples]:
    """Return the samples of every pair, or of one modality of it, by the pair's id; `model` other than the setting's."""
    model = model or setting.model
    kind = "pair" if len(modalities) == 2 else modalities[0]
    folder = setting.scratch / "samples" / f"{fingerprint(find_bundle(model))}-{FORMAT}" / kind
    folder.mkdir(parents=True, exist_ok=True)
    joint = len(modalities) == 2
    found: dict[str, dict[float, Samples]] = {pair.id: {} for pair in setting.pairs}
    wanted = [(pair, gamma) for pair in setting.pairs for gamma in (GAMMAS if joint else (MIDDLE_GAMMA,))]
    while wanted:
        jobs = {(pair, gamma): folder / f"{pair.id}-{gamma}.json" for pair, gamma in wanted}
        _code({job: path for job, path in jobs.items() if not path.exists()}, modalities, model, setting)
        for (pair, gamma), path in jobs.items():
            found[pair.id][gamma] = json.loads(path.read_text())
        wanted = [(pair, gamma) for pair in setting.pairs if joint for gamma in further(pair, found[pair.id])]
    return {pair: [row for gamma in sorted(by) for row in by[gamma]] for pair, by in found.items()}


def further(pair: Pair, by_gamma: dict[float, Samples]) -> list[float]:
    """Return the γ to try next: beyond an outermost one that stands out over all others in joint PSNR at some rate."""
    sizes = pair.bytes_at(RATES)
    curves = {gamma: joint_curve(rows, "psnr", sizes) for gamma, rows in by_gamma.items()}
    found = []
    for edge in (min(curves), max(curves)):
        others = envelope([curve for gamma, curve in curves.items() if gamma != edge])
        gain = (curves[edge] - others)[np.isfinite(others - curves[edge])].max(initial=0)
        if edge in OUTWARDS and gain > LEAST_GAIN:
            found.append(OUTWARDS[edge])
    return found


def _code(
    missing: dict[tuple[Pair, float], Path], modalities: tuple[str, ...], model: str, setting: Setting
) -> None:
    """Walk what is missing, side by side, each into its own file."""
    if not missing:
        return
    context = multiprocessing.get_context("spawn")  # ONNX Runtime does not survive a fork
    with ProcessPoolExecutor(setting.processes, context, _start, (model,)) as pool:
        tasks = [pool.submit(_collect_one, *job, modalities, path) for job, path in missing.items()]
        for done, task in enumerate(as_completed(tasks), 1):
            task.result()
            words = f"{done} of {len(missing)} walks of {' and '.join(modalities)}"
            print(f"\r  {words}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _start(model: str) -> None:
    global _codec
    _codec = TileCodec(find_bundle(model), "cpu", threads=1)


def _collect_one(pair: Pair, gamma: float, modalities: tuple[str, ...], path: Path) -> None:
    temporary = path.with_suffix(f".{os.getpid()}")
    rates = (LOWEST, HIGHEST) if len(modalities) == 2 else LONE_RANGE
    temporary.write_text(json.dumps(walk(pair, _codec, modalities, gamma, rates)))
    temporary.replace(path)


def walk(
    pair: Pair, codec: TileCodec, modalities: tuple[str, ...], gamma: float, rates: tuple[float, float]
) -> Samples:
    """Encode at rising and falling qualities until a range of rates is bracketed."""
    rows = [encode(pair, codec, modalities, FIRST_QUALITY, gamma, check=gamma == MIDDLE_GAMMA)]
    while rows[-1]["bpp"] < rates[1] and rows[-1]["quality"] + STEP <= 100:
        rows.append(encode(pair, codec, modalities, rows[-1]["quality"] + STEP, gamma))
    while rows[0]["bpp"] > rates[0] and rows[0]["quality"] - STEP >= 0:
        rows.insert(0, encode(pair, codec, modalities, rows[0]["quality"] - STEP, gamma))
    return rows


def encode(
    pair: Pair,
    codec: TileCodec,
    modalities: tuple[str, ...],
    quality: float,
    gamma: float,
    check: bool = False,
) -> dict:
    """Write one `.duet` file in memory, decode it, and say what both came to; `check` the encoder's own PSNR."""
    path = f"/vsimem/{pair.id}-{os.getpid()}.duet"
    optical, sar = (getattr(pair, m) if m in modalities else None for m in MODALITIES)
    outputs = {m: f"{path}.{m}.tif" for m in modalities}
    report = verbs.encode(optical, sar, path, codec, quality=quality, gamma=gamma, measure=check)
    try:
        if gdal.VSIStatL(path).size != report.bytes:
            raise RuntimeError(f"{pair.id}: the file has not the size that the encoder reports")
        with DuetReader(path) as reader:
            payloads = [reader.payload(i) for i in range(reader.tile_count)]
        verbs.decode(path, lambda *_: codec, **outputs)
        found = {m: measure(pair.image(m), read(output)) for m, output in outputs.items()}
    finally:
        for name in (path, *outputs.values()):
            if gdal.VSIStatL(name) is not None:
                gdal.Unlink(name)
    if check:
        _compare(pair, report.psnr, found)
    return {
        "quality": quality,
        "gamma": gamma,
        "bytes": report.bytes,
        "bpp": report.bpp,
        "payload_bytes": sum(map(len, payloads)),
        "stream_bytes": sum(len(TilePayload.from_bytes(payload).stream or b"") for payload in payloads),
        "estimated_bytes": report.estimated_bytes,
        **found,
    }


def _compare(pair: Pair, promised: dict[str, float], found: dict[str, dict[str, float]]) -> None:
    """RuntimeError where the decoded files' PSNR is not what the encoder said."""
    for modality, values in found.items():
        if abs(values["psnr"] - promised[modality]) > PROMISE:
            raise RuntimeError(
                f"{pair.id}: the decoded {modality} image has {values['psnr']:.3f} dB, "
                f"the encoder said {promised[modality]:.3f}"
            )


def of_gamma(rows: Samples, gamma: float) -> Samples:
    """The rows of one γ."""
    return [row for row in rows if row["gamma"] == gamma]


def joint(row: dict, measure: str) -> float:
    """The joint measure of one encoding: the mean of both images'."""
    return (row["optical"][measure] + row["sar"][measure]) / 2


def joint_curve(rows: Samples, measure: str, sizes: np.ndarray, size: str = "bytes") -> np.ndarray:
    """Return the joint measure of samples of one γ at the wanted sizes in bytes."""
    return at_rates([row[size] for row in rows], [joint(row, measure) for row in rows], sizes)


def lone_rows(rows: Samples, modality: str) -> Samples:
    """Samples of a lone image as rows of its own curve."""
    return [{**row, **row[modality]} for row in rows]
