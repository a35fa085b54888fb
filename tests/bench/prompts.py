"""The prompts do what they say: quality raises both PSNRs, γ moves decibels from one image to the other, and the
command line's `--size` and `--bpp` land where they were told.

On the sample scene (4 bands uint16 and 2 bands float32), some small and some large pairs: qualities 0 to 100 in steps of
10 at γ 0.5; γ 0.1 against 0.9 at three qualities; two rates and two sizes each through `eoduet encode`.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import tempfile

import numpy as np

from eoduet.engine import cli
from eoduet.engine import codec as verbs
from eoduet.engine.metrics import bpp

from .pairs import read
from .setting import SAMPLE, Setting

TITLE = "prompts"
MONOTONE_BAR = "PSNR of each modality monotone in quality"
GAMMA_BAR = "γ 0.9 against 0.1: optical up and SAR down by ≥ 1.5 dB each at fixed quality"
TARGET_BAR = "--size and --bpp land within 3 %"
QUALITIES = range(0, 101, 10)
GAMMA_QUALITIES = (20, 50, 80)
LEAST_SHIFT = 1.5  # dB
TOLERANCE = 0.03
TARGETS = (("bpp", 0.25), ("bpp", 0.8), ("size", 0.4), ("size", 1.2))  # of sizes: the rate they amount to


def measure(setting: Setting) -> dict:
    """Return PSNRs over quality, shifts over γ and misses of targets, per pair."""
    chosen = {"sample scene": SAMPLE}
    chosen |= {pair.id: (pair.optical, pair.sar) for pair in (*setting.small(3), *setting.large(1))}
    result = {}
    for name, paths in chosen.items():
        result[name] = {
            "ladder": ladder(paths, setting),
            "gamma": {str(quality): gamma_shift(paths, quality, setting) for quality in GAMMA_QUALITIES},
            "targets": [hit(paths, kind, value, setting.model) for kind, value in TARGETS],
        }
    return result


def psnr_of(paths: tuple[str, str], quality: float, gamma: float, setting: Setting) -> dict[str, float]:
    """Encode and return the PSNR of each modality in dB."""
    return verbs.encode(*paths, "/vsimem/prompts.duet", setting.codec, quality=quality, gamma=gamma).psnr


def ladder(paths: tuple[str, str], setting: Setting) -> dict[str, list[float]]:
    """Return both PSNRs at each quality, and the smallest rise from one to the next."""
    values = [psnr_of(paths, quality, 0.5, setting) for quality in QUALITIES]
    curves = {modality: [value[modality] for value in values] for modality in ("optical", "sar")}
    return {**curves, "least_rise": min(float(np.diff(curve).min()) for curve in curves.values())}


def gamma_shift(paths: tuple[str, str], quality: float, setting: Setting) -> dict[str, float]:
    """Return by how many dB the optical image gains and the SAR image loses from γ 0.1 to 0.9."""
    low, high = (psnr_of(paths, quality, gamma, setting) for gamma in (0.1, 0.9))
    return {"optical_gain": high["optical"] - low["optical"], "sar_loss": low["sar"] - high["sar"]}


def hit(paths: tuple[str, str], kind: str, value: float, model: str) -> dict:
    """Aim at a rate or size through the command line; how far off the file on disk is, relative."""
    height, width = read(paths[0]).shape[1:]
    wanted = value if kind == "bpp" else round(value * 2 * height * width / 8)
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "pair.duet")
        words = [
            "encode",
            *paths,
            out,
            f"--{kind}",
            str(wanted),
            "--model",
            model,
            "--device",
            "cpu",
            "--json",
        ]
        said, progress = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(progress):
            status = cli.main(words)
        if status != 0:
            return {"kind": kind, "wanted": wanted, "error": progress.getvalue().strip().splitlines()[-1]}
        size = os.path.getsize(out)
    got = bpp(size, 2, height, width) if kind == "bpp" else size
    quality = json.loads(said.getvalue())["quality"]
    return {"kind": kind, "wanted": wanted, "got": got, "miss": got / wanted - 1, "quality": quality}


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed)."""
    rises = {name: values["ladder"]["least_rise"] for name, values in result.items()}
    shifts = [shift for values in result.values() for shift in values["gamma"].values()]
    gain, loss = (min(shift[key] for shift in shifts) for key in ("optical_gain", "sar_loss"))
    mean_gain, mean_loss = (float(np.mean([s[key] for s in shifts])) for key in ("optical_gain", "sar_loss"))
    targets = list(itertools.chain.from_iterable(values["targets"] for values in result.values()))
    misses = [abs(target["miss"]) for target in targets if "miss" in target]
    refused = len(targets) - len(misses)
    worst = max(misses, default=float("nan"))
    landed = f"{len(misses)} of {len(targets)} landed, at most {worst:.2%} off"
    steps = (
        f"{min(rises.values()):+.2f} dB is the smallest rise over 10 steps of quality on {len(rises)} pairs"
    )
    moved = (
        f"optical up {gain:.2f} dB at least ({mean_gain:.2f} on average), "
        f"SAR down {loss:.2f} ({mean_loss:.2f}), qualities {', '.join(map(str, GAMMA_QUALITIES))}"
    )
    return [
        (MONOTONE_BAR, steps, min(rises.values()) > 0),
        (GAMMA_BAR, moved, min(gain, loss) >= LEAST_SHIFT),
        (
            TARGET_BAR,
            landed + (f", {refused} out of reach" if refused else ""),
            not refused and worst <= TOLERANCE,
        ),
    ]
