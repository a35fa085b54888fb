"""`python -m tests.bench.run DATA`: measures every figure that the README quotes; the parts know how, this only calls them.

Writes tests/bench/results.json, the figures beside it and the README's results. A partial run (`--every`, another
split, a smaller mosaic) prints the same tables and writes to build/bench/ only. `--only` measures some parts and keeps
the other results of the same model.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # of numpy; pairs are coded side by side instead

from . import exactness, figures, memory, prompts, quality, report, seams, size, speed
from .setting import ROOT, Setting

# Speed and memory first: they want the machine to themselves.
PARTS = (speed, memory, quality, size, prompts, seams, exactness)
IN_README = (quality, prompts, exactness, size, memory, seams, speed)
OFFICIAL = ROOT / "tests" / "bench"
SCRATCH = ROOT / "build" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure; exit status 0 where every bar is met, 1 where one is not."""
    options = _parse(arguments)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    setting = Setting(
        options.data, options.split, options.every, options.mosaic, options.model, options.old_python,
        options.processes, SCRATCH,
    )  # fmt: skip
    whole = (options.split, options.every) == ("test", 1) and options.mosaic == memory.FULL_EDGE
    folder = OFFICIAL if whole else SCRATCH
    results = _earlier(folder / "results.json", setting)
    for part in PARTS:
        if part.TITLE in options.only:
            began = time.perf_counter()
            print(f"{part.TITLE} ...", file=sys.stderr, flush=True)
            measured = part.measure(setting)
            seconds = round(time.perf_counter() - began, 1)
            results = _earlier(folder / "results.json", setting)  # another run may have written meanwhile
            results[part.TITLE] = measured
            results["measured"][part.TITLE] = {"seconds": seconds, "engine": setting.fingerprint}
            text = json.dumps(results, indent=1, ensure_ascii=False)
            (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    figures.draw(results, folder / "figures")
    if folder == OFFICIAL:
        report.fill(ROOT / "README.md", report.markdown(list(IN_README), results))
    rows = report.lines(list(IN_README), results)
    report.print_rows(rows)
    return int(any(passed is False for _, _, passed in rows))


def _earlier(path: Path, setting: Setting) -> dict:
    """Return the results of earlier runs of the same model, or none; `measured` says with which state of the engine."""
    fresh = {"setting": setting.describe(), "measured": {}}
    if path.exists():
        results = json.loads(path.read_text(encoding="utf-8"))
        if results["setting"]["digest"] == setting.bundle.digest:
            return results | {"setting": fresh["setting"]}
    return fresh


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    names = [part.TITLE for part in PARTS]
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description="Measure EO-Duet.")
    parser.add_argument("data", type=Path, help="folder with index.csv and the pairs it lists")
    parser.add_argument("--only", type=lambda text: text.split(","), default=names, metavar="PART,...",
                        help=f"of {', '.join(names)}")  # fmt: skip
    parser.add_argument("--split", default="test", help="split of index.csv (default: test)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each n-th pair of a source")
    parser.add_argument("--mosaic", type=int, default=memory.FULL_EDGE, metavar="PIXELS",
                        help=f"edge of the large pair (default: {memory.FULL_EDGE})")  # fmt: skip
    parser.add_argument("--model", default="s1s2-lite", metavar="ID")
    parser.add_argument("--old-python", type=Path, default=ROOT / ".venv-ort119" / "bin" / "python",
                        help="interpreter with the oldest ONNX Runtime (default: .venv-ort119's)")  # fmt: skip
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="pairs coded side by side")
    options = parser.parse_args(arguments)
    if unknown := set(options.only) - set(names):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
