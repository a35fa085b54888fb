"""Learned peers beside our model of the same small training budget: joint PSNR at the bytes that a peer really writes.

    python -m tests.bench.budget DATA CURVES.json… --model BUNDLE [--out FOLDER] [--page README.md]

After few steps a peer's models may reach no PSNR that ours does not reach far more cheaply, so that no BD-rate can be said; at
equal bytes they compare.  A point is what the models of one λ make of all pairs: geometric mean of the rates, mean of the
joint PSNRs, and the mean of ours at the same bytes of the same pairs.  Writes `budget.json` and `figures/budget.svg`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from . import figures, joint, pages, peers, samples
from .comparison import mean_curve, numbers
from .curves import along, best_share, envelope
from .drawing import begin, finish
from .pairs import MODALITIES, Pair
from .samples import RATES
from .setting import SCRATCH, Setting

#: How each peer is drawn: its mark, and a colour of Okabe and Ito.
MARKS = (("o", "#d55e00"), ("s", "#cc79a7"), ("v", "#009e73"), ("^", "black"))
TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
Rows = dict[str, list[dict]]  # by modality, from cheap to dear: one a λ


def points(pairs: list[Pair], ours: dict[str, np.ndarray], curves: dict[str, Rows]) -> list[dict]:
    """One point a λ; ``ours`` is PSNR at RATES by pair. Beyond the dearest of RATES ours counts as it is there."""
    counts = {len(curves[pair.id][m]) for pair in pairs for m in MODALITIES}
    if len(counts) != 1:
        raise SystemExit(
            f"Images of a peer were coded by {sorted(counts)} models: give each image one for each λ."
        )
    found = []
    for at in range(counts.pop()):
        rows = [[curves[pair.id][m][at] for m in MODALITIES] for pair in pairs]
        rates = np.array([pair.bpp(sum(row["bytes"] for row in both)) for pair, both in zip(pairs, rows)])
        psnr = np.array([np.mean([row["psnr"] for row in both]) for both in rows])
        level = [along(RATES, ours[pair.id], r) for r, pair in zip(rates, pairs)]
        found.append(
            {"bpp": float(np.exp(np.log(rates).mean())), "psnr": psnr.mean(), "ours": float(np.mean(level))}
        )
    return found


def measure(setting: Setting) -> dict:
    """Our mean curve, that of JPEG 2000, and the points of each peer."""
    coded, rivals = samples.collect(setting), peers.collect(setting)
    ours, classical = {}, {}
    for pair in setting.pairs:
        ours[pair.id] = envelope(list(joint.walk_curves(pair, coded[pair.id], "psnr").values()))
        rows = rivals["jpeg2000"][pair.id]
        classical[pair.id] = best_share(*(rows[m] for m in MODALITIES), pair.bytes_at(RATES), "psnr")["joint"]
    about = {path: json.loads(path.read_text(encoding="utf-8")) for path in setting.curves}
    return {
        "model": setting.describe(),
        "rates": list(map(float, RATES)),
        "curves": {
            "eoduet": numbers(mean_curve(list(ours.values()))),
            "jpeg2000": numbers(mean_curve(list(classical.values()))),
        },
        "peers": {
            content["name"]: {
                "about": content["about"],
                "points": points(setting.pairs, ours, peers.learned(path)[1]),
            }
            for path, content in about.items()
        },
    }


def markdown(found: dict) -> str:
    """The table for a page."""
    lines = ["| peer | budget | bpp | its joint PSNR | ours at the same bytes |", "|---|---|---|---|---|"]
    for name, peer in found["peers"].items():
        for point in peer["points"]:
            said = f"{point['bpp']:.2f} | {point['psnr']:.2f} dB | **{point['ours']:.2f} dB**"
            lines.append(f"| {name} | {peer['about']} | {said} |")
    return "\n".join(lines)


def draw(found: dict, path: Path) -> None:
    """Curves of ours and JPEG 2000, points of the peers."""
    figure, axis = begin(figsize=(4.8, 3.6))
    for coder, curve in found["curves"].items():
        label, colour, line = figures.STYLES[coder]
        axis.plot(found["rates"], curve, line, color=colour, label=label)
    for (name, peer), (mark, colour) in zip(found["peers"].items(), MARKS):
        places = zip(*((p["bpp"], p["psnr"]) for p in peer["points"]))
        axis.plot(*places, "-" + mark, color=colour, label=peers.words(name))
    axis.set_xlabel("bpp, files with all headers")
    axis.set_ylabel(figures.UNITS["psnr"])
    axis.set_xscale("log")
    axis.set_xticks(TICKS, list(map(str, TICKS)))
    axis.minorticks_off()
    axis.grid(alpha=0.3)
    axis.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    finish(figure, path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.budget", description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="folder with index.csv")
    parser.add_argument("curves", type=Path, nargs="+", help="files that tests.bench.learned wrote")
    parser.add_argument("--model", required=True, help="our bundle of the same budget, by id or folder")
    parser.add_argument("--out", type=Path, default=SCRATCH)
    parser.add_argument("--page", type=Path, help="a page with a section `budget` for the table")
    options = parser.parse_args()
    if len(options.curves) > len(MARKS):
        parser.error(f"at most {len(MARKS)} peers can be drawn")
    (options.out / "figures").mkdir(parents=True, exist_ok=True)
    setting = Setting(
        options.data, "test", 1, 0, options.model, Path(), 1, SCRATCH, curves=tuple(options.curves)
    )
    found = measure(setting)
    (options.out / "budget.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    draw(found, options.out / "figures" / "budget.svg")
    table = markdown(found)
    if options.page:
        pages.fill(options.page, table, "budget")
    print(table)


if __name__ == "__main__":
    main()
