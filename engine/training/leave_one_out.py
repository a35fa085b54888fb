"""Multi-class training on a few labelled chips, honestly measured: each chip is mapped by a model that never saw it.

``python -m eoduet.engine.training.leave_one_out INDEX.csv CLASSES OUT.json --ids ID ID ID --steps N``

Beside the held-out chip's figures stand those on the chips trained on, which show that training works, and what mapping the
commonest class of these everywhere would have scored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from ..classes import ClassSet
from ..errors import InputError
from . import checkpoint
from .cache import CacheWriter, Pair
from .classlists import read_class_set
from .commandline import command, parser_of
from .confusion import confusion, scores
from .datasets import index_csv
from .mapmodels import LITE_MAP
from .train_map import MapTrainer, mapped


def chips_of(index: Path, classes: ClassSet, ids: Sequence[str]) -> list[Pair]:
    """The labelled images of these ids."""
    dataset = index_csv(index, classes)
    items = {item.id: item for item in dataset.items if item.label}
    if missing := [name for name in ids if name not in items]:
        raise InputError(f"{index} has no labelled pair {missing[0]}; choose of {', '.join(items)}.")
    return [pair for name in ids for pair in dataset.read(items[name])]


def fold(chips: list[Pair], held: int, classes: ClassSet, folder: Path, steps: int, size: int) -> dict:
    """Train on all chips but one; figures of that one, of the others, and of their commonest class on it."""
    others = [chip for at, chip in enumerate(chips) if at != held]
    for split, pairs in (("train", others), ("val", [chips[held]])):
        with CacheWriter(folder / f"{split}.npz", classes) as cache:
            for pair in pairs:
                cache.add(pair)
    trainer = MapTrainer(folder, folder, LITE_MAP, 2e-3, 1)
    trainer.run(steps, 4, size)
    count = len(classes)
    with checkpoint.using(trainer.model, trainer.average.weights):
        maps = [confusion(c.label, mapped(trainer.model["map"], c.planes, c.optical), count) for c in chips]
    seen = sum(matrix for at, matrix in enumerate(maps) if at != held)
    commonest = int(seen.sum(1).argmax())
    flat = confusion(chips[held].label, np.full_like(chips[held].label, commonest), count)
    return {
        "held_out": chips[held].id,
        "figures": scores(maps[held]),
        "on_training_chips": scores(seen),
        "commonest_class": {"name": classes.classes[commonest].name, **scores(flat)},
        "shares": dict(zip((land.name for land in classes.classes), _shares(maps[held]))),
    }


def _shares(matrix: np.ndarray) -> list[float]:
    return (matrix.sum(1) / matrix.sum()).round(4).tolist()


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("classes", help="a class set of the product, or a JSON list")
    parser.add_argument("out", type=Path)
    parser.add_argument("--ids", nargs="+", required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--size", type=int, default=192)
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    classes = read_class_set(given.classes)
    chips, folds = chips_of(given.index, classes, given.ids), []
    for held in range(len(chips)):
        with TemporaryDirectory() as folder:
            folds.append(fold(chips, held, classes, Path(folder), given.steps, given.size))
        print(json.dumps(folds[-1], ensure_ascii=False))
    given.out.write_text(json.dumps({"steps": given.steps, "folds": folds}, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
