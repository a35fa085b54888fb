"""Rate curves of the coders that EO-Duet is compared with, per image; the comparison itself is elsewhere.

A curve is the rows {variant, bytes, psnr, ms_ssim, …} of all variants of a coder over its settings, from 0.02 bpp of the
image to 1 bpp of the pair's both images; whoever reads it takes the best variant at each rate. Curves of classical coders
are kept on disk until image, coder or measures change. Curves of learned peers come from files that the training side
writes, `--curves FILE`, so that nothing here needs torch:

    {"name": "balle2018", "about": "…", "curves": {PAIR ID: {"optical": [ROW, …], "sar": [ROW, …]}}}

with ROW = {"bytes": real bytes of that image alone, "psnr": dB, peak of 8 bit 255, "ms_ssim": 0..1}.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path

import imagecodecs
import numpy as np

from . import classical, measures
from .curves import Rows
from .pairs import MODALITIES, Image, Pair
from .setting import Setting

CLASSICAL = tuple(classical.SETTINGS)
PART_1 = "jpeg2000_part1"
FORMAT = 2  # of the rows kept on disk
LOWEST = 0.02  # bpp of the image: a tenth of a pair's bytes at 0.1
HIGHEST = 1.0  # bpp of the pair
Curves = dict[str, Rows]  # by modality


@cache
def collect(setting: Setting) -> dict[str, dict[str, Curves]]:
    """Return curves by coder, pair id and modality."""
    folder = setting.scratch / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        (coder, pair, modality) for pair in setting.pairs for modality in MODALITIES for coder in CLASSICAL
    ]
    found: dict[str, dict[str, Curves]] = {
        coder: {pair.id: {} for pair in setting.pairs} for coder in CLASSICAL
    }
    # Processes of their own, not forks: this one may hold ONNX Runtime and GDAL.
    with ProcessPoolExecutor(setting.processes, multiprocessing.get_context("spawn")) as pool:
        tasks = {pool.submit(kept_curve, *job, folder): job for job in jobs}
        for done, task in enumerate(as_completed(tasks), 1):
            coder, pair, modality = tasks[task]
            found[coder][pair.id][modality] = task.result()
            print(f"\r  {done} of {len(jobs)} curves of peers", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    found[PART_1] = {
        pair: {m: _part_1(rows) for m, rows in by.items()} for pair, by in found["jpeg2000"].items()
    }
    for path in setting.curves:
        name, curves = learned(path)
        if any(pair.id in curves for pair in setting.pairs):
            found[name] = curves
    return found


def _part_1(rows: Rows) -> Rows:
    """What the standard's first part alone can do: rotating the bands first is the user's own business, or Part 2's."""
    return [row for row in rows if row["variant"] != classical.PRINCIPAL]


def kept_curve(coder: str, pair: Pair, modality: str, folder: Path) -> Rows:
    """Return a coder's curve of one image, from an earlier run where everything about it is the same."""
    image = pair.image(modality)
    settings = classical.SETTINGS[coder]
    sizes = pair.bytes_at(LOWEST, images=1), pair.bytes_at(HIGHEST)
    stated = f"{FORMAT} {imagecodecs.__version__} {coder} {settings} {sizes} {image.samples.shape}"
    key = hashlib.sha256(stated.encode() + image.samples.tobytes() + image.values.tobytes())
    path = folder / f"{pair.id}-{modality}-{coder}-{key.hexdigest()[:16]}.json"
    if not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(curve(coder, image, *sizes)))
        temporary.replace(path)
    return json.loads(path.read_text())


def curve(coder: str, image: Image, least_bytes: float, most_bytes: float) -> Rows:
    """Code an image by each variant at all settings between two sizes, and at one beyond either."""
    settings = classical.SETTINGS[coder]
    middle = len(settings) // 3
    rows: Rows = []
    for variant, code in classical.variants(coder, image.samples).items():
        found = [_row(image, variant, code, settings[middle])]
        for setting in settings[middle + 1 :]:
            if not (found[-1]["bytes"] <= most_bytes and np.isfinite(found[-1]["psnr"])):
                break
            found.append(_row(image, variant, code, setting))
        for setting in settings[:middle][::-1]:
            if found[0]["bytes"] < least_bytes:
                break
            found.insert(0, _row(image, variant, code, setting))
        rows += [row for row in found if np.isfinite(row["psnr"])]
    return rows


def _row(image: Image, variant: str, code: classical.Coder, setting: float) -> dict:
    size, samples = code(image.samples, setting)
    return {"variant": variant, "bytes": size, **measures.measure(image, image.from_samples(samples))}


def learned(path: Path) -> tuple[str, dict[str, Curves]]:
    """Read a learned peer's curves; SystemExit with what is wrong where the file is not of the form above."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        curves = {
            str(pair): {
                m: [{k: float(row[k]) for k in ("bytes", *measures.MEASURES)} for row in by[m]] for m in by
            }
            for pair, by in content["curves"].items()
        }
        return str(content["name"]), curves
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(
            f"{path} has no curves as tests/bench/peers.py describes them ({error!r})."
        ) from None


def words(coder: str) -> str:
    """A coder's name for people."""
    return classical.WORDS.get(coder, coder)
