"""The encodings that curves are drawn through: which qualities and γ are coded for each pair, kept on disk; no comparison.

A pair is walked at γ 0.1, 0.5 and 0.9: the quality goes up and down in steps until the rates of interest are bracketed.
From these walks `tradeoff` foretells the γ that is best for the joint PSNR at each rate, and the pair is coded at those
(γ in thousandths): the walk "best". With what that taught, the γ that were foretold wrongly are mended: "mended". All
are real encodings; a wrong guess costs EO-Duet quality, nobody else. A lone image is walked at γ 0.5, on the same steps of
quality, so that two lone images can be had at one common quality. Of each pair one encoding is held against the verbs.

Each encoding is kept on disk as it comes, until the model, the engine or the measures change: a run that was cut short
goes on where it was, and another choice of qualities reuses what there is.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from eoduet.engine.bundle import find_bundle
from eoduet.engine.tilecodec import TileCodec

from . import coding, measures, pairs, similarity, speckle, tradeoff
from .coding import encode
from .curves import at_rates
from .pairs import MODALITIES, Pair
from .setting import Setting, fingerprint
from .tradeoff import LEAST_GAIN, Forecast

SHOWN_GAMMAS = (0.1, 0.5, 0.9)
MIDDLE_GAMMA = 0.5
FIRST_QUALITY, STEP = 24, 12  # a step is a factor of about 1.8 in the rate
FEWEST = 5  # encodings of a walk
LOWEST, HIGHEST = 0.1, 1.0  # bpp
LONE_RANGE = (LOWEST, HIGHEST)  # bpp of one image
SHARED_RANGE = (
    0.05,
    2.0,
)  # the same where it is to share bytes: a pair at 1.0 may spend nearly all of them on it
RATES = np.unique([*np.geomspace(LOWEST, HIGHEST, 13).round(9), 0.2, 0.3, 0.5, 0.7])
MARGIN = 1.04  # beyond the lowest and the highest rate, for what a foretold rate is off by
TARGETS = np.geomspace(LOWEST / MARGIN, HIGHEST * MARGIN, 5)  # bpp, of the walk along the best γ
BEST, MENDED = "best", "mended"
CHECKED = 20  # of so many pairs, one is held against the verbs
MADE_BY = (
    coding,
    measures,
    pairs,
    similarity,
    speckle,
)  # what an encoding's row depends on, beside model and engine
CHOSEN_BY = (*MADE_BY, tradeoff, sys.modules[__name__])
Samples = list[dict]


class Book:
    """The encodings of one pair (or of one of its images) by one model: made when asked for the first time, kept in a file.

    With `check` the first that is made is held against the verbs.
    """

    def __init__(
        self, pair: Pair, modalities: tuple[str, ...], path: Path, codec: TileCodec, check: bool = False
    ):
        self.pair, self.modalities, self.path, self.codec = pair, modalities, path, codec
        self.check = check
        rows = json.loads(path.read_text()) if path.exists() else []
        self.rows = {(row["quality"], row["gamma"]): row for row in rows}

    def row(self, quality: float, gamma: float) -> dict:
        """Return one encoding."""
        if (quality, gamma) not in self.rows:
            check = self.check and not self.rows
            row = encode(self.pair, self.codec, self.modalities, quality, gamma, check)
            self.rows[quality, gamma] = row
            _write(self.path, list(self.rows.values()))
        return self.rows[quality, gamma]


def collect(
    setting: Setting,
    modalities: tuple[str, ...] = MODALITIES,
    model: str | None = None,
    rates: tuple[float, float] = LONE_RANGE,
) -> dict[str, Samples]:
    """Return the samples of every pair, or of one modality of it over `rates`, by the pair's id.

    `model` may be another than the setting's. Each row has the name of its `walk`: a γ, `BEST` or `MENDED`.
    """
    model = model or setting.model
    kind = "pair" if len(modalities) == 2 else modalities[0]
    bundle = find_bundle(model)
    books = setting.scratch / "samples" / fingerprint(bundle, *MADE_BY) / kind
    folder = books / fingerprint(bundle, *CHOSEN_BY)
    folder.mkdir(parents=True, exist_ok=True)
    results = {pair: folder / f"{pair.name}-{rates[0]:g}-{rates[1]:g}.json" for pair in setting.pairs}
    missing = [pair for pair, path in results.items() if not path.exists()]
    if missing:
        context = multiprocessing.get_context("spawn")  # ONNX Runtime does not survive a fork
        with ProcessPoolExecutor(setting.processes, context, _start, (model,)) as pool:
            checked = set(setting.pairs[::CHECKED])
            tasks = [
                pool.submit(_collect_one, pair, modalities, rates, results[pair], pair in checked)
                for pair in missing
            ]
            for done, task in enumerate(as_completed(tasks), 1):
                task.result()
                words = f"{done} of {len(missing)} pairs, {' and '.join(modalities)}"
                print(f"\r  {words}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    return {pair.id: json.loads(path.read_text()) for pair, path in results.items()}


def _start(model: str) -> None:
    global _codec
    _codec = TileCodec(find_bundle(model), "cpu", threads=1)


def _collect_one(
    pair: Pair, modalities: tuple[str, ...], rates: tuple[float, float], path: Path, check: bool
) -> None:
    book = Book(pair, modalities, path.parents[1] / f"{pair.name}.json", _codec, check)
    joint = len(modalities) == 2
    rows: Samples = []
    for gamma in (MIDDLE_GAMMA, *SHOWN_GAMMAS) if joint else (MIDDLE_GAMMA,):
        if not of_gamma(rows, gamma):
            rows += [{**row, "walk": str(gamma)} for row in walk(book, gamma, rates)]
    if joint:
        rows += along_best(book, rows)
    _write(path, rows)


def _write(path: Path, rows: Samples) -> None:
    """Whole or not at all."""
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps(rows))
    temporary.replace(path)


def walk(book: Book, gamma: float, rates: tuple[float, float]) -> Samples:
    """Encode at rising and falling qualities until a range of rates is bracketed."""
    rows = [book.row(FIRST_QUALITY, gamma)]
    while rows[0]["bpp"] > rates[0] and rows[0]["quality"] - STEP >= 0:
        rows.insert(0, book.row(rows[0]["quality"] - STEP, gamma))
    while rows[-1]["quality"] + STEP <= 100 and (rows[-1]["bpp"] < rates[1] or len(rows) < FEWEST):
        rows.append(book.row(rows[-1]["quality"] + STEP, gamma))
    return rows


def along_best(book: Book, rows: Samples) -> Samples:
    """Encode at the γ foretold to be best at `TARGETS`, and once more where that turns out to be another γ."""
    tables = book.codec.bundle.tables
    sizes = book.pair.bytes_at(TARGETS)
    forecast = Forecast(rows, tables)
    first = [book.row(*forecast.best(size)) for size in sizes]
    forecast = Forecast(rows + first, tables)
    second = [
        book.row(*forecast.best(size)) if forecast.gain(size, row["gamma"]) > LEAST_GAIN else row
        for size, row in zip(sizes, first)
    ]
    return [{**row, "walk": name} for name, by in ((BEST, first), (MENDED, second)) for row in by]


def of_gamma(rows: Samples, gamma: float) -> Samples:
    """The rows of the walk at one γ."""
    return [row for row in rows if row["walk"] == str(gamma)]


def walks(rows: Samples) -> dict[str, Samples]:
    """Rows by their walk."""
    return {
        name: [row for row in rows if row["walk"] == name] for name in dict.fromkeys(r["walk"] for r in rows)
    }


def distinct(rows: Samples) -> Samples:
    """Each encoding once, though several walks may pass it."""
    return list({(row["quality"], row["gamma"]): row for row in rows}.values())


def joint(row: dict, measure: str) -> float:
    """The joint measure of one encoding: the mean of both images'."""
    return (row["optical"][measure] + row["sar"][measure]) / 2


def joint_curve(rows: Samples, measure: str, sizes: np.ndarray, size: str = "bytes") -> np.ndarray:
    """Return the joint measure of one walk at the wanted sizes in bytes."""
    return at_rates([row[size] for row in rows], [joint(row, measure) for row in rows], sizes)


def lone_rows(rows: Samples, modality: str) -> Samples:
    """Samples of a lone image as rows of its own curve."""
    return [{**row, **row[modality]} for row in rows]
