"""Accuracy of maps over rate, as the paper's figures of it: by one command, from real files, with its bars.

    python -m tests.bench.accuracy DATA --joint BUNDLE [--plain BUNDLE] [--independent OPTICAL SAR] [--common OPTICAL SAR]

Overall accuracy, Cohen's κ, F1 and IoU at given rates (of coded tiles, see `labelled`) for the joint codec fine-tuned end to
end, the joint codec as it is, the independent pair fine-tuned end to end, and without compression.  The pair may share out its
bytes by a γ of its own (strict), or code both images at one common quality, as the paper's independent codecs do (`--common`:
trained with γ held).  Between two qualities confusion counts are interpolated over log rate; the interval of a difference is
that of 2,000 resamplings of the chips.  Writes `accuracy.json` and `figures/accuracy.svg`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np

from eoduet.engine.bundle import find_bundle
from eoduet.engine.mapmodel import choose_map_model
from eoduet.engine.profiles import profile_names
from eoduet.engine.training.confusion import confusion, scores

from . import pages
from .drawing import begin, finish
from .labelled import Chip, System, chips_of
from .setting import SCRATCH

QUALITIES = (0, 4, 8, 12, 16, 20, 25, 30, 35, 40, 50)
RATES = (0.02, 0.035, 0.05, 0.07, 0.1)
MEASURES = ("oa", "kappa", "f1", "iou")
END, PLAIN, APART, NONE = "joint end-to-end", "joint", "independent end-to-end", "uncompressed"
COMMON = "independent end-to-end, one common quality"
NONE_END = "uncompressed, end-to-end map"
APART_PLAIN = "independent"
RESAMPLINGS = 2000
STYLES = {
    END: ("#0072b2", "-"),
    PLAIN: ("#0072b2", ":"),
    APART: ("#d55e00", "-"),
    COMMON: ("#d55e00", "-."),
    APART_PLAIN: ("#d55e00", ":"),
    NONE: ("black", "--"),
    NONE_END: ("grey", "--"),
}


def systems(options: argparse.Namespace) -> list[System]:
    """What is compared, as far as the bundles have the profile; `--plain` has the map model that was not fine-tuned."""
    plain, name = options.plain or options.joint, options.map
    found = [System(NONE, (), "image", plain, name), System(PLAIN, (plain,), "image", plain, name)]
    if name in profile_names(find_bundle(options.joint)):
        found += [
            System(NONE_END, (), "image", options.joint, name),
            System(END, (options.joint,), name, options.joint, name),
        ]
    if options.independent:
        pair = tuple(options.independent)
        found.append(System(APART_PLAIN, pair, "image", plain, name))
        if name in profile_names(find_bundle(pair[0])):
            found.append(System(APART, pair, name, pair[0], name))
    if options.common:
        found.append(System(COMMON, tuple(options.common), name, options.common[0], name))
    return found


def measure(system: System, chips: list[Chip], classes: int, qualities: tuple[float, ...]) -> list[dict]:
    """One row a quality: bpp of the coded tiles and of whole files, confusion counts (chips, K, K), γ."""
    rows = []
    pixels = 2 * sum(chip.labels.size for chip in chips)
    for quality in qualities if system.bundles else (None,):
        found = [system.run(chip, quality) for chip in chips]
        counts = np.stack(
            [confusion(chip.labels, mapped.places, classes) for chip, mapped in zip(chips, found)]
        )
        bpp, files = (8 * sum(sizes) / pixels for sizes in zip(*((one.coded, one.files) for one in found)))
        gamma = found[0].gamma
        rows.append({"quality": quality, "bpp": bpp, "bpp_of_files": files, "gamma": gamma, "counts": counts})
        print(f"  {system.name} at {quality}: {bpp:.4f} bpp, {scores(counts.sum(0))}", file=sys.stderr)
    return rows


def counts_at(rows: list[dict], rate: float) -> np.ndarray | None:
    """Confusion counts (chips, K, K) at a rate, linear in log rate; None beyond the measured rates."""
    if len(rows) == 1:
        return rows[0]["counts"].astype(float)
    rates = np.log([row["bpp"] for row in rows])
    place = int(np.searchsorted(rates, np.log(rate)))
    if not 0 < place < len(rows):
        return None
    share = (np.log(rate) - rates[place - 1]) / (rates[place] - rates[place - 1])
    return rows[place - 1]["counts"] * (1 - share) + rows[place]["counts"] * share


def at_rates(found: dict[str, list[dict]]) -> dict[str, dict[str, dict | None]]:
    """The measures of every system at every rate."""
    table = {}
    for name, rows in found.items():
        counts = {rate: counts_at(rows, rate) for rate in RATES}
        table[name] = {str(r): None if c is None else scores(c.sum(0)) for r, c in counts.items()}
    return table


def difference(
    found: dict[str, list[dict]], one: str, other: str, rate: float | None, measure: str
) -> dict | None:
    """`one` less `other` in points at a rate (None: the lowest that both have), with a 90 % interval over the chips."""
    if one not in found or other not in found:
        return None
    rates = (
        [rate]
        if rate
        else [r for r in RATES if all(counts_at(found[n], r) is not None for n in (one, other))]
    )
    parts = [counts_at(found[name], rates[0]) for name in (one, other)] if rates else [None]
    if any(part is None for part in parts):
        return None
    rng = np.random.default_rng(0)
    chips = len(parts[0])
    drawn = [rng.integers(0, chips, chips) for _ in range(RESAMPLINGS)]
    values = [scores(parts[0][d].sum(0))[measure] - scores(parts[1][d].sum(0))[measure] for d in drawn]
    points = scores(parts[0].sum(0))[measure] - scores(parts[1].sum(0))[measure]
    return {
        "rate": rates[0],
        "measure": measure,
        "points": 100 * points,
        "interval": [100 * float(v) for v in np.percentile(values, [5, 95])],
    }


def bars(found: dict[str, list[dict]]) -> list[dict]:
    """What the issue asks for, and whether it holds; `met` None where it was not measured."""
    wanted = (
        (f"joint end-to-end against {COMMON}, at 0.07 bpp", END, COMMON, 0.07, "oa", 0.2),
        (f"joint end-to-end against {COMMON}, at 0.07 bpp", END, COMMON, 0.07, "iou", 0.0),
        (f"joint end-to-end against {APART} with a γ of its own, at 0.07 bpp", END, APART, 0.07, "oa", 0.2),
        (f"joint end-to-end against {APART} with a γ of its own, at 0.07 bpp", END, APART, 0.07, "iou", 0.0),
        ("end-to-end against the codec as it is at the lowest rate", END, PLAIN, None, "iou", 5.0),
        ("joint end-to-end against uncompressed at 0.1 bpp", END, NONE, 0.1, "iou", -3.0),
    )
    made = []
    for words, one, other, rate, measure_, least in wanted:
        value = difference(found, one, other, rate, measure_)
        met = (
            None if value is None else bool(value["points"] >= least and (least != 0 or value["points"] > 0))
        )
        made.append({"bar": words, "measure": measure_, "least_points": least, "found": value, "met": met})
    return made


def draw(found: dict[str, list[dict]], path: Path) -> None:
    """Overall accuracy and IoU over bpp."""
    figure, panels = begin(1, 2, figsize=(9, 3.6), layout="constrained")
    for panel, measure_, title in zip(panels, ("oa", "iou"), ("Overall accuracy (%)", "IoU (%)")):
        for name, rows in found.items():
            color, line = STYLES[name]
            values = [100 * scores(row["counts"].sum(0))[measure_] for row in rows]
            if rows[0]["quality"] is None:
                panel.axhline(values[0], color=color, ls=line, label=name)
            else:
                panel.plot([row["bpp"] for row in rows], values, color=color, ls=line, marker=".", label=name)
        panel.set(xscale="log", xlabel="bpp (bits / 2 H W)", ylabel=title)
        panel.set_xticks([0.01, 0.02, 0.05, 0.1, 0.2], ["0.01", "0.02", "0.05", "0.1", "0.2"], minor=False)
        panel.grid(alpha=0.3)
    panels[1].legend(fontsize=7)
    finish(figure, path)


def words(results: dict) -> str:
    """The table over rate and the bars, for a terminal or a page."""
    lines = [
        "| system | " + " | ".join(f"{rate} bpp" for rate in RATES) + " |",
        "|---" * (len(RATES) + 1) + "|",
    ]
    for name, values in results["at_rates"].items():
        cells = [
            "–"
            if v is None
            else f"{100 * v['oa']:.1f} / {v['kappa']:.3f} / {100 * v['f1']:.1f} / {100 * v['iou']:.1f}"
            for v in values.values()
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += [
        "",
        f"({results['chips']} chips of `{results['split']}`: overall accuracy % / κ / F1 % / IoU %)",
        "",
    ]
    for bar in results["bars"]:
        value, found = bar["found"], "not measured"
        if value:
            low, high = value["interval"]
            found = f"{value['points']:+.2f} points at {value['rate']} bpp (90 % of resamplings: {low:+.2f} … {high:+.2f})"
        sign = {True: "met", False: "NOT MET", None: "–"}[bar["met"]]
        lines.append(f"- {sign}: {bar['bar']}, {bar['measure']} ≥ {bar['least_points']:+}: {found}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure, write, print; 1 where a bar is not met."""
    options = _parse(arguments)
    model = choose_map_model(find_bundle(options.joint), options.map)
    options.out.mkdir(parents=True, exist_ok=True)
    chips = chips_of(options.data, options.split, model.classes)
    found = {
        system.name: measure(system, chips, len(model.classes), tuple(options.qualities))
        for system in systems(options)
    }
    bundles = {
        name: find_bundle(name).digest for s in systems(options) for name in (*s.bundles, s.map_bundle)
    }
    results = {
        "split": options.split,
        "chips": len(chips),
        "classes": [land.name for land in model.classes.classes],
        "bundles": {Path(name).name: digest for name, digest in bundles.items()},
        "curves": {name: [_plain(row) for row in rows] for name, rows in found.items()},
        "at_rates": at_rates(found),
        "bars": bars(found),
    }
    text = json.dumps(results, indent=1, ensure_ascii=False)
    (options.out / "accuracy.json").write_text(text + "\n", encoding="utf-8")
    drawn = options.out / "figures" / "accuracy.svg"
    drawn.parent.mkdir(exist_ok=True)
    draw(found, drawn)
    print(words(results))
    if options.page:
        picture = Path(os.path.relpath(drawn, options.page.parent)).as_posix()
        caption = "Overall accuracy and IoU of the map over rate"
        pages.fill(options.page, f"{words(results)}\n\n![{caption}]({picture})", "maps")
    return int(any(bar["met"] is False for bar in results["bars"]))


def _plain(row: dict) -> dict:
    return {k: v for k, v in row.items() if k != "counts"} | scores(row["counts"].sum(0))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.accuracy", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "data", type=Path, help="folder with index.csv, whose column mask names label rasters"
    )
    parser.add_argument(
        "--joint", required=True, metavar="BUNDLE", help="bundle with the profile, by id or folder"
    )
    parser.add_argument(
        "--plain", metavar="BUNDLE", help="bundle whose map model was not fine-tuned (default: --joint)"
    )
    parser.add_argument(
        "--independent", nargs=2, metavar=("OPTICAL", "SAR"), help="two bundles with the profile"
    )
    parser.add_argument("--common", nargs=2, metavar=("OPTICAL", "SAR"), help="two trained with γ held")
    parser.add_argument("--map", default="flood", help="name of map model and profile (default: flood)")
    parser.add_argument("--split", default="test")
    parser.add_argument("--qualities", nargs="+", type=float, default=QUALITIES)
    parser.add_argument("--out", type=Path, default=SCRATCH, help="default: build/bench")
    parser.add_argument(
        "--page", type=Path, help="a page with a section `maps` that the table and figure go to"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
