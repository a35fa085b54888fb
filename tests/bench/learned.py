"""Curves of a learned peer, for `--curves`: what its models of each λ really write, pair by pair.

    python -m tests.bench.learned DATA CURVES.json --name NAME --about WORDS --optical RUN… --sar RUN… [--split test]

RUN is the folder of a `train_peer` run; a modality has one for each λ.  Needs torch, so the training environment.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from eoduet.engine.training.peers import Peer

from . import measures, pairs


def rows(image: pairs.Image, models: list[Peer]) -> list[dict]:
    """One row a model that takes so many bands: bytes and measures of one image; 16-bit images are coded as 8-bit samples."""
    unit = 1 if image.samples.dtype == np.uint8 else 257
    samples = np.rint(image.samples / unit).astype(np.uint8)
    found = []
    for model in models:
        if model.bands == len(samples):
            size, decoded = model.code(np.ascontiguousarray(samples.transpose(1, 2, 0)))
            values = image.from_samples(decoded.transpose(2, 0, 1) * float(unit))
            found.append({"bytes": size, **measures.measure(image, values)})
    return sorted(found, key=lambda row: row["bytes"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.learned", description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="folder with index.csv")
    parser.add_argument("curves", type=Path, help="the file to write")
    parser.add_argument("--name", required=True)
    parser.add_argument("--about", required=True, help="width, steps: what the curves are of")
    for modality in pairs.MODALITIES:
        parser.add_argument(f"--{modality}", type=Path, nargs="+", required=True, metavar="RUN")
    parser.add_argument("--split", default="test")
    options = parser.parse_args()
    models = {m: [Peer(run / "last.pt") for run in getattr(options, m)] for m in pairs.MODALITIES}
    curves = {}
    for pair in pairs.load(options.data, options.split):
        curves[pair.id] = {m: rows(pair.image(m), models[m]) for m in pairs.MODALITIES}
        print(f"\r  {len(curves)} pairs", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    content = {"name": options.name, "about": options.about, "curves": curves}
    options.curves.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
