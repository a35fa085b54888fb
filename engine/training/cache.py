"""Training images on disk: 8-bit pixels of a split in one flat file, read through a memory map; knows no data set.

``train.bin`` holds, image after image, the planes (optical bands first, then SAR, then the label plane if there is one), uint8
by rows.  ``train.npz`` beside it says where each begins and what it is.  So a split may be larger than memory, and what is
used stays in the system's page cache.  Caches of earlier versions, all images in one ``.npz``, are read as well.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..classes import ClassSet
from ..errors import InputError
from .classlists import from_text, to_text

COLUMNS = ("offset", "optical", "sar", "height", "width", "labelled")


class Pair(NamedTuple):
    """One image: uint8 planes (bands, H, W), the first ``optical`` of them optical, the others SAR; either may be absent.

    ``label`` uint8 (H, W): places in the cache's class set, ``NO_CLASS`` where unknown; None where the image has no label.
    """

    planes: np.ndarray
    optical: int
    label: np.ndarray | None = None
    id: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many bands of each modality."""
        return {"optical": self.optical, "sar": len(self.planes) - self.optical}


class CacheWriter:
    """Context manager that writes one cache; ``path`` (.npz) and its .bin appear when all is written, or not at all."""

    def __init__(self, path: Path, classes: ClassSet | None = None):
        self.path, self.classes = path, classes
        self.rows: list[tuple[int, ...]] = []
        self.ids: list[str] = []
        self.offset = 0

    def __enter__(self) -> CacheWriter:
        self._stream = open(self.path.with_suffix(".bin.part"), "wb")
        return self

    def add(self, pair: Pair) -> None:
        """Append one image."""
        labelled = pair.label is not None
        for part in (pair.planes, pair.label) if labelled else (pair.planes,):
            self._stream.write(np.ascontiguousarray(part, np.uint8).data)
        height, width = pair.planes.shape[1:]
        self.rows.append((self.offset, *pair.counts.values(), height, width, labelled))
        self.offset += (len(pair.planes) + labelled) * height * width
        self.ids.append(pair.id)

    def __exit__(self, failure: type | None, *_: object) -> None:
        self._stream.close()
        pixels, index = self.path.with_suffix(".bin.part"), self.path.with_suffix(".npz.part")
        if failure is not None:
            pixels.unlink()
            return
        table = np.array(self.rows, np.int64).reshape(-1, len(COLUMNS))
        with open(index, "wb") as stream:
            np.savez(
                stream,
                table=table,
                ids=np.array(self.ids),
                classes=to_text(self.classes) if self.classes else "",
            )
        os.replace(pixels, self.path.with_suffix(".bin"))
        os.replace(index, self.path)


def opened(path: Path) -> Any:
    """A file of arrays that ``prepare`` wrote, to be used in a ``with``; InputError where it is none."""
    try:
        return np.load(path)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; run prepare first.") from None
    except (ValueError, EOFError, zipfile.BadZipFile):
        raise InputError(f"{path} is not what prepare writes; run prepare again.") from None


def load_cache(path: Path) -> list[Pair]:
    """The images of a cache that ``prepare`` wrote; InputError where its two files do not belong together."""
    with opened(path) as stored:
        if "table" not in stored.files:  # earlier versions: three optical bands or fewer, then one of SAR
            names = sorted(stored.files, key=lambda name: int(name.split("_")[1]))
            return [Pair(planes, len(planes) - 1) for planes in map(stored.__getitem__, names)]
        table, ids = stored["table"], stored["ids"]
    flat = path.with_suffix(".bin")
    size = int(((table[:, 1] + table[:, 2] + table[:, 5]) * table[:, 3] * table[:, 4]).sum())
    if not flat.exists() or flat.stat().st_size != size:
        raise InputError(f"{flat} does not belong to {path}; run prepare again.")
    pixels = np.asarray(np.memmap(flat, np.uint8, "r")) if size else np.empty(0, np.uint8)
    pairs = []
    for (offset, optical, sar, height, width, labelled), name in zip(table.tolist(), ids.tolist()):
        planes = pixels[offset : offset + (optical + sar + labelled) * height * width]
        planes = planes.reshape(-1, height, width)
        pairs.append(Pair(planes[: optical + sar], optical, planes[-1] if labelled else None, name))
    return pairs


def class_set(path: Path) -> ClassSet | None:
    """The class set that the labels of a cache are places in; None where it has no labels."""
    with opened(path) as stored:
        text = str(stored["classes"]) if "classes" in stored.files else ""
    return from_text(text) if text else None
