"""`python -m tests.bench.run DATA`: measures every figure that the README quotes; the parts know how, this only calls them.

Writes tests/bench/results.json, the figures beside it, the README's results and the model card's. A partial run
(`--every`, another split or model, a smaller mosaic) prints the same tables and writes to build/bench/ only. `--only`
measures some parts and keeps the other results of the same model and pairs. What was coded is kept in build/bench, so
that a run that was cut short goes on where it was. The parts of the codec's evaluation are `EVALUATION`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # of numpy; pairs are coded side by side instead

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.errors import ModelError

from . import (
    complexity,
    enlarged,
    exactness,
    figures,
    independent,
    joint,
    lone,
    memory,
    pages,
    preview,
    prompts,
    raw,
    report,
    sar,
    seams,
    size,
    speed,
)
from .setting import ROOT, SCRATCH, Setting

EVALUATION = (complexity, joint, lone, enlarged, independent, raw, sar)
# Speed, complexity and memory first: they want the machine to themselves.
PARTS = (speed, preview, memory, *EVALUATION, size, prompts, seams, exactness)
IN_README = (
    joint,
    lone,
    enlarged,
    independent,
    raw,
    sar,
    prompts,
    exactness,
    size,
    memory,
    seams,
    speed,
    preview,
    complexity,
)
IN_CARD = (joint, lone, enlarged, independent, raw, sar, complexity)
OFFICIAL = ROOT / "tests" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure; exit status 0 where every bar is met, 1 where one is not."""
    options = _parse(arguments)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    setting = Setting(
        options.data, options.split, options.every, options.mosaic, options.model, options.old_python,
        options.processes, SCRATCH, options.independent and tuple(options.independent), tuple(options.curves),
    )  # fmt: skip
    whole = (options.split, options.every, options.model) == ("test", 1, DEFAULT_BUNDLE)
    whole = whole and options.mosaic == memory.FULL_EDGE
    folder = OFFICIAL if whole else SCRATCH
    results = _earlier(folder / "results.json", setting)
    for part in PARTS:
        if part.TITLE in options.only:
            began = time.perf_counter()
            print(f"{part.TITLE} ...", file=sys.stderr, flush=True)
            measured = part.measure(setting)
            if measured is None:  # it said why; what an earlier run measured stays
                continue
            seconds = round(time.perf_counter() - began, 1)
            results = _earlier(folder / "results.json", setting)  # another run may have written meanwhile
            results[part.TITLE] = measured
            results["measured"][part.TITLE] = {"seconds": seconds, "engine": setting.fingerprint}
            text = json.dumps(results, indent=1, ensure_ascii=False)
            (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    figures.draw(results, folder / "figures")
    if folder == OFFICIAL:
        pages.fill(ROOT / "README.md", report.markdown(list(IN_README), results, brief=True))
        pages.fill(setting.bundle.folder / "README.md", report.markdown(list(IN_CARD), results))
    rows = report.lines(list(IN_README), results)
    report.print_rows(rows)
    print("", *report.tables(list(IN_README), results), sep="\n\n")
    return int(any(passed is False for _, _, passed in rows))


def _earlier(path: Path, setting: Setting) -> dict:
    """Return the results of earlier runs of the same model and pairs, or none; `measured` says by which engine."""
    fresh = {"setting": setting.describe(), "measured": {}}
    if path.exists():
        results = json.loads(path.read_text(encoding="utf-8"))
        same = ("digest", "encoder", "split", "every")
        if all(results["setting"].get(key) == fresh["setting"][key] for key in same):
            kept = {part.TITLE: results[part.TITLE] for part in PARTS if part.TITLE in results}
            measured = {title: results["measured"][title] for title in kept}
            return fresh | kept | {"measured": measured}
    return fresh


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    names = [part.TITLE for part in PARTS]
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description="Measure EO-Duet.")
    parser.add_argument("data", type=Path, help="folder with index.csv and the pairs it lists")
    parser.add_argument("--only", type=lambda text: text.split(","), default=names, metavar="PART,...",
                        help=f"of {', '.join(names)}; `evaluation` stands for "
                             f"{', '.join(part.TITLE for part in EVALUATION)}; `report` for none, to write the pages and "
                             "figures anew from the results there are")  # fmt: skip
    parser.add_argument("--split", default="test", help="split of index.csv (default: test)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each n-th pair of a source")
    parser.add_argument("--mosaic", type=int, default=memory.FULL_EDGE, metavar="PIXELS",
                        help=f"edge of the large pair (default: {memory.FULL_EDGE})")  # fmt: skip
    parser.add_argument("--model", default=DEFAULT_BUNDLE, metavar="ID", help="a bundle, by its id or folder")
    parser.add_argument("--independent", nargs=2, metavar=("OPTICAL", "SAR"),
                        help="two bundles that each code one image, to compare the joint one with")  # fmt: skip
    parser.add_argument("--curves", nargs="+", type=Path, default=(), metavar="FILE",
                        help="curves of learned peers, as tests/bench/peers.py describes them")  # fmt: skip
    parser.add_argument("--old-python", type=Path, default=ROOT / ".venv-ort119" / "bin" / "python",
                        help="interpreter with the oldest ONNX Runtime (default: .venv-ort119's)")  # fmt: skip
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="pairs coded side by side")
    options = parser.parse_args(arguments)
    if "evaluation" in options.only:
        options.only = [*options.only, *(part.TITLE for part in EVALUATION)]
    options.only = [name for name in options.only if name not in ("evaluation", "report")]
    try:
        for model in (options.model, *(options.independent or ())):
            find_bundle(model)
    except ModelError as error:
        parser.error(str(error))
    if unknown := set(options.only) - set(names):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
