"""SEN12MS in its published layout: which raster is what, and the authors' hold-out scenes; the pixels are read elsewhere.

A season's folder, such as ``ROIs1158_spring``, holds for each scene N the folders ``s1_N``, ``s2_N`` and ``lc_N`` with patches
of 256² at 10 m, ``ROIs1158_spring_s2_1_p30.tif`` and so on: S1 VV and VH in dB (float32), 13 bands of S2 L1C (uint16, B1 … B8,
B8A, B9 … B12) of which B2, B3, B4 and B8 are used, land cover in four bands of which the first is IGBP (1 … 17).  Schmitt et
al., ISPRS Annals IV-2/W7, 2019 (mediatum.ub.tum.de/1474000).

Split: github.com/schmitt-muc/SEN12MS, ``splits/SEN12MS_holdOutScenes.txt``; its test list is all patches of those scenes, its
training list all others but one damaged triplet, and it leaves validation to the user: here every eighth scene number.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..classes import IGBP_SIMPLIFIED
from ..errors import InputError
from .datasets import DataSet, Item, folder_of

SEASONS = {
    "spring": "ROIs1158_spring",
    "summer": "ROIs1868_summer",
    "fall": "ROIs1970_fall",
    "winter": "ROIs2017_winter",
}
HELD_OUT = {
    "spring": {15, 17, 63, 97, 124, 146},
    "summer": {15, 19, 43, 72, 79, 104, 131},
    "fall": {30, 35, 39, 47, 61, 120, 141, 144},
    "winter": {32, 64, 107, 135, 146},
}
#: Its SAR patch is damaged (README of the splits).
DAMAGED = "ROIs1868_summer_146_p202"
VALIDATION_EVERY = 8
#: Of the 13 bands, counted from 1: B2, B3, B4, B8.
BANDS = (2, 3, 4, 8)
TOLERATED = 20


def sen12ms(path: Path, season: str = "spring") -> DataSet:
    """One season below the folder that holds the seasons; scenes may be absent; InputError for another layout."""
    roi = SEASONS[season]
    root = folder_of(path, roi)
    numbers = (re.fullmatch(r"s2_(\d+)", folder.name) for folder in root.iterdir())
    scenes = sorted(int(match[1]) for match in numbers if match)
    if not scenes:
        raise InputError(f"{root} has no scene folders s2_1, s2_2 …; unpack the archives of SEN12MS there.")
    items = []
    for scene in scenes:
        split = "train" if scene % VALIDATION_EVERY else "val"
        split = "test" if scene in HELD_OUT[season] else split
        items += _patches(root, roi, scene, split)
    if not items:
        raise InputError(
            f"{root} has no patch named like {roi}_s2_1_p30.tif; unpack the archives of SEN12MS there."
        )
    return DataSet(tuple(items), IGBP_SIMPLIFIED, BANDS, tolerated=TOLERATED)


def _patches(root: Path, roi: str, scene: int, split: str) -> list[Item]:
    """The triplets of one scene by patch number; the label is optional where the scene has no lc folder at all."""
    items = []
    for file in sorted(
        (root / f"s2_{scene}").glob(f"{roi}_s2_{scene}_p*.tif"), key=lambda f: (len(f.name), f.name)
    ):
        name = file.stem.replace("_s2_", "_")
        sar, cover = (
            root / f"{kind}_{scene}" / file.name.replace("_s2_", f"_{kind}_") for kind in ("s1", "lc")
        )
        if name == DAMAGED:
            continue
        for other in (sar, cover) if cover.parent.is_dir() else (sar,):
            if not other.is_file():
                raise InputError(f"{other} is missing beside {file}; unpack it, or remove the others.")
        items.append(Item(name, split, str(file), str(sar), str(cover) if cover.parent.is_dir() else None))
    return items
