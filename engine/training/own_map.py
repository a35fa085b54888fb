"""A map model of one's own classes, from an index of labelled pairs to a bundle that the product lists: one command.

``python -m eoduet.engine.training.own_map INDEX.csv BUNDLE OUT NAME --steps N [--classes LIST.json]``

INDEX.csv has the columns id, split (train and val), optical, sar and mask (label rasters); LIST.json says what the labels mean
(see ``classlists``), else every value is a class.  OUT becomes a copy of BUNDLE with the map model NAME.  Caches and
checkpoints lie in OUT-training: called again, training goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from ..classes import ClassSet
from ..errors import InputError
from . import classlists, weights
from .commandline import command, parser_of
from .datasets import DataSet, index_csv
from .decoded import QUALITIES, write_decoded
from .export_map import export_map
from .mapmodels import LITE_MAP, MAP_MODELS
from .pictures import LabelRaster
from .prepare import prepare
from .train_map import MapTrainer

SPLITS = ("train", "val")


def labelled_set(index: Path, classes: str | None) -> DataSet:
    """The pairs of the index that have a label, with the classes named or found."""
    dataset = index_csv(index, ClassSet("any", ()))
    items = tuple(item for item in dataset.items if item.label and item.split in SPLITS)
    if not items:
        raise InputError(
            f"{index} names no label raster in its column mask for the splits train and val; add some."
        )
    dataset = replace(dataset, items=items)
    if classes:
        return replace(dataset, classes=classlists.read_class_set(classes))
    values = (LabelRaster(item.label, dataset.classes).values() for item in items)
    return replace(dataset, classes=classlists.found(set().union(*values)))


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    for name in ("index", "bundle", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("name", help="of the map model")
    parser.add_argument("--steps", type=int, required=True, help="a few thousand; about half a second each")
    parser.add_argument("--classes", help="a JSON list, or a class set of the product")
    parser.add_argument(
        "--codec", type=Path, help="bare weights: the map is then taught decoded pairs as well"
    )
    parser.add_argument("--map", choices=MAP_MODELS, default=LITE_MAP)
    parser.add_argument("--size", type=int, default=192, help="crop edge in pixels")
    parser.add_argument("--batch", type=int, default=8)
    given = parser.parse_args(arguments)
    work = given.out.with_name(f"{given.out.name}-training")
    torch.set_flush_denormal(True)
    prepare(labelled_set(given.index, given.classes), work, (), SPLITS)
    if given.codec:
        codecs = [weights.codec_of(given.codec)]
        for split in SPLITS:
            write_decoded(work, split, codecs, QUALITIES)
    trainer = MapTrainer(work, work, given.map, 2e-3, 1)
    trainer.run(given.steps, given.batch, given.size)
    export_map(given.bundle, work / "last.pt", given.name, given.out)
    print(f"{given.out} has the map model {given.name}.")


if __name__ == "__main__":
    sys.exit(main())
