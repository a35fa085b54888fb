"""What a data set is to training: items (rasters on disk, with a split), read one after another as 8-bit images or patches.

Each published layout has a module of its own that only lists its items; the ``index.csv`` loader is here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..classes import ClassSet
from ..errors import DuetError, InputError
from .cache import Pair
from .pictures import LabelRaster, Picture

#: Rasters that are cut into patches may differ by so many pixels at their right and lower borders.
SLACK = 8


@dataclass(frozen=True)
class Item:
    """One place: its rasters as GDAL opens them, on one pixel grid; None = there is none."""

    id: str
    split: str
    optical: str | None
    sar: str | None
    label: str | None = None


@dataclass(frozen=True)
class DataSet:
    """Items with the class set of their labels.

    ``bands``: which bands of the optical rasters are used, counted from 1; None: as the engine chooses.  ``patch``: large
    images are cut into whole patches of that edge, in pixels.  ``tolerated``: so many unusable items of a large download are
    named and left out before ``prepare`` gives up.  ``coded``: enlarged bands as a codec is shown them, not as a map model is.
    """

    items: tuple[Item, ...]
    classes: ClassSet | None = None
    bands: tuple[int, ...] | None = None
    patch: int | None = None
    tolerated: int = 0
    coded: bool = True

    def of(self, split: str) -> list[Item]:
        """The items of a split, in the data set's order."""
        return [item for item in self.items if item.split == split]

    def read(self, item: Item) -> Iterator[Pair]:
        """The image of an item, or its patches by rows; InputError names the item."""
        try:
            yield from self._patches(item)
        except DuetError as error:
            raise InputError(f"{item.id}: {error}") from error

    def _patches(self, item: Item) -> Iterator[Pair]:
        pictures = {"optical": Picture(item.optical, "optical", self.bands)} if item.optical else {}
        if item.sar:
            pictures["sar"] = Picture(item.sar, "sar")
        label = LabelRaster(item.label, self.classes) if item.label and self.classes else None
        sizes = [raster.size for raster in (*pictures.values(), label) if raster]
        width, height = (min(edge) for edge in zip(*sizes))
        if max(max(edge) - min(edge) for edge in zip(*sizes)) > (SLACK if self.patch else 0):
            words = ", ".join(f"{w} × {h}" for w, h in sizes)
            raise InputError(f"its rasters have different sizes ({words}); bring them onto one pixel grid.")
        optical = len(pictures["optical"].source.bands) if "optical" in pictures else 0
        for number, window in enumerate(_windows(width, height, self.patch)):
            planes = [picture.planes(*window, coded=self.coded) for picture in pictures.values()]
            name = f"{item.id}_{number}" if self.patch else item.id
            yield Pair(np.concatenate(planes), optical, label.window(*window) if label else None, name)


def _windows(width: int, height: int, patch: int | None) -> list[tuple[int, int, int, int]]:
    """(x, y, width, height) of the whole image, or of all whole patches, by rows."""
    if patch is None:
        return [(0, 0, width, height)]
    rows, columns = range(0, height - patch + 1, patch), range(0, width - patch + 1, patch)
    return [(x, y, patch, patch) for y in rows for x in columns]


def folder_of(path: Path, *names: str) -> Path:
    """The first of the folders ``names`` in ``path``; InputError where there is none."""
    for name in names:
        if (path / name).is_dir():
            return path / name
    raise InputError(
        f"{path} has no folder {names[0]}; name the folder that holds the data set's own folders."
    )


def index_csv(path: Path, classes: ClassSet | None = None) -> DataSet:
    """Pairs listed in a table with the columns id, split, optical, sar and, where wanted, mask; paths relative to it.

    Either image may be left empty: a lone one is trained on alone.  ``mask`` rasters are read where ``classes`` says what
    they hold.
    """
    if not path.is_file():
        raise InputError(f"{path} does not exist; name an index.csv.")
    with open(path, newline="", encoding="utf-8") as lines:
        table = csv.DictReader(lines)
        missing = {"id", "split", "optical", "sar"} - set(table.fieldnames or ())
        if missing:
            raise InputError(f"{path} lacks the columns {', '.join(sorted(missing))}.")
        rows = list(table)
    items = []
    for row in rows:
        names = [row.get(column) for column in ("optical", "sar", "mask")]
        optical, sar, mask = (str(path.parent / name) if name else None for name in names)
        if not (optical or sar):
            raise InputError(f"{path} names no image for {row['id']}; give optical, sar or both.")
        items.append(Item(row["id"], row["split"], optical, sar, mask))
    return DataSet(tuple(items), classes)
