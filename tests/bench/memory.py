"""Memory and random access: a pair of a whole Sentinel-2 tile's size through the command line, each command a process.

Peak resident memory of `eoduet encode` and `eoduet decode` as the kernel counts it for that process; wall-clock time of
decoding a 512² window of the file, the slowest of some that lie differently to the tiles, against decoding it all; both
include the start of Python and of the networks. Where the model has a map, also `eoduet landcover` of the file against
decoding it and mapping the decoded images.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from osgeo import gdal

from eoduet.engine.mapmodel import map_models

from . import mosaic
from .setting import Setting

TITLE = "memory"
FULL_EDGE = 10980
MEMORY_BAR = (
    "a pair of 4 bands uint16 and 2 bands float32 encodes and decodes under 3 GiB peak resident memory"
)
WINDOW_BAR = "its 512² window decodes in under 1 % of the whole file's decode time"
PEAK = Path(__file__).with_name("peak.py")
MAP_BAR = "its map from the file under 3 GiB peak resident memory, and faster than decoding it and mapping the images"
MOST_GIB = 3.0
MOST_SHARE = 0.01
WINDOW = 512
PLACES = (0.3, 0.5, 0.7)  # of the way from the upper left corner to the lower right one
QUALITY = 40


def measure(setting: Setting) -> dict:
    """Return seconds and peak GiB of encode, decode and window decode, and the file's size."""
    with tempfile.TemporaryDirectory(dir=setting.scratch) as name:
        folder = Path(name)
        paths = mosaic.write(setting.data, setting.mosaic, folder)
        duet, out = str(folder / "pair.duet"), {m: str(folder / f"decoded_{m}.tif") for m in paths}
        device = ["--device", "cpu"]
        written = ["--optical", out["optical"], "--sar", out["sar"]]
        encode = ["encode", paths["optical"], paths["sar"], duet, "--quality", str(QUALITY), "--no-psnr"]
        result = {
            "edge": setting.mosaic,
            "encode": run([*encode, "--model", setting.model, *device]),
            "bytes": os.path.getsize(duet),
            "decode": run(["decode", duet, *written, *device]),
        }
        _check(out, setting.mosaic)
        if map_models(setting.bundle):
            result["map"] = run(["landcover", duet, str(folder / "map.tif"), *device])
            images = [out["optical"], out["sar"], str(folder / "apart.tif")]
            result["map_of_decoded"] = run(["landcover", *images, "--model", setting.model, *device])
        result["windows"] = []
        for place in PLACES:
            offset = str(int(place * (setting.mosaic - WINDOW)))
            window = ["--window", offset, offset, str(WINDOW), str(WINDOW)]
            result["windows"].append(run(["decode", duet, *written, *window, *device]))
            _check(out, WINDOW)
    for key in ("seconds", "cpu_seconds"):
        slowest = max(window[key] for window in result["windows"])
        result[f"window_share_{key}"] = slowest / result["decode"][key]
    return result


def run(words: list[str]) -> dict[str, float]:
    """Run one command of `eoduet` in a process of its own; SystemExit with its message where it fails."""
    command = [sys.executable, "-m", "eoduet.engine.cli", *words, "--json"]
    ran = subprocess.run([sys.executable, str(PEAK), *command], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise SystemExit(
            f"eoduet {' '.join(words)} ended with status {ran.returncode}:\n{ran.stdout}{ran.stderr}"
        )
    return json.loads(ran.stdout)["facts"]


def _check(paths: dict[str, str], edge: int) -> None:
    for modality, path in paths.items():
        dataset = gdal.Open(path)
        found = (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount)
        if found != (edge, edge, mosaic.BANDS[modality]):
            raise SystemExit(f"The decoded {modality} image has {found} columns, rows and bands.")


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed); only the full size passes."""
    full = result["edge"] >= FULL_EDGE
    edge = f"{result['edge']:,} × {result['edge']:,}"
    peaks = [result[verb]["peak_gib"] for verb in ("encode", "decode")]
    seconds = [result[verb]["seconds"] for verb in ("encode", "decode")]
    memory = (
        f"{peaks[0]:.2f} GiB encoding ({seconds[0]:.0f} s), {peaks[1]:.2f} GiB decoding ({seconds[1]:.0f} s)"
    )
    wall, processor = result["window_share_seconds"], result["window_share_cpu_seconds"]
    share = f"{wall:.2%} ({wall * seconds[1]:.1f} s, slowest of {len(result['windows'])}), {processor:.2%} of processor time"
    rows = [] if "map" not in result else [_map_row(result, edge, full)]
    return rows + [
        (f"{MEMORY_BAR}: {edge}", memory, full and max(peaks) < MOST_GIB),
        (f"{WINDOW_BAR}: {edge}", share, full and wall < MOST_SHARE),
    ]


def _map_row(result: dict, edge: str, full: bool) -> tuple[str, str, bool]:
    (one, apart), (one_cpu, apart_cpu) = (
        (result["map"][key], result["decode"][key] + result["map_of_decoded"][key])
        for key in ("seconds", "cpu_seconds")
    )
    peak = result["map"]["peak_gib"]
    said = f"{peak:.2f} GiB, {one:.0f} s against {apart:.0f} s, {one_cpu:.0f} s of processor time against {apart_cpu:.0f} s"
    return f"{MAP_BAR}: {edge}", said, full and peak < MOST_GIB and one < apart
