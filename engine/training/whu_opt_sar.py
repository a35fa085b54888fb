"""WHU-OPT-SAR in its published layout: which raster is what, and the authors' division; the pixels are read elsewhere.

100 scenes of Hubei, 5 m, about 5556 × 3704 pixels: ``optical/`` (GaoFen-1; blue, green, red, near-infrared in this order),
``sar/`` (GaoFen-3, one band) and ``lbl/`` (0 background, 10 farmland … 70 others), the same file name in each.  Li et al.,
"MCANet", JAG 2022, doi 10.1016/j.jag.2021.102638; github.com/AmberHen/WHU-OPT-SAR-dataset: README, "The division of the
dataset.txt", issue 2 (the optical folder is called ``image`` in one archive), issue 3 (band order).

The authors' file lists 80 scenes to train and 20 to test.  The 80 stand in two sorted runs of 60 and 20, which are the shares
6 : 2 : 2 that the paper and its reimplementations count their patches by: the second run is taken as validation.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..classes import WHU_OPT_SAR
from ..errors import InputError
from .datasets import DataSet, Item, folder_of

PATCH = 512
BANDS = (1, 2, 3, 4)
#: Names are those of map sheets.
SCENE = re.compile(r"N[HI](49|50)E0\d\d0\d\d")
VALIDATION = frozenset(
    """
    NH49E001013 NH49E002014 NH49E004013 NH49E006014 NH49E006017 NH49E007017 NH49E009012 NH49E010016 NH49E010022
    NH49E011011 NH49E011017 NH49E012009 NH49E013007 NH49E013021 NH49E014022 NH50E016002 NI49E021011 NI49E021012
    NI49E022014 NI49E024013
    """.split()
)
TEST = frozenset(
    """
    NH49E001014 NH49E001017 NH49E002012 NH49E002016 NH49E003014 NH49E003024 NH49E004011 NH49E005011 NH49E005019
    NH49E006019 NH49E007014 NH49E008013 NH49E009017 NH49E010020 NH49E011024 NH49E012020 NH49E013010 NH50E007002
    NH50E011005 NH50E014003
    """.split()
)


def whu_opt_sar(path: Path) -> DataSet:
    """The data set in a folder; scenes may be absent, labels too if their whole folder is; InputError for another layout."""
    optical, sar = folder_of(path, "optical", "image"), folder_of(path, "sar")
    labels = path / "lbl"
    scenes = sorted(file.name for file in optical.glob("*.tif"))
    if not scenes:
        raise InputError(f"{optical} holds no .tif files; unpack the optical images there.")
    items = []
    for name in scenes:
        scene = Path(name).stem
        if not SCENE.fullmatch(scene):
            raise InputError(
                f"{optical / name} is no scene of WHU-OPT-SAR, like NH49E001013.tif; move it elsewhere."
            )
        files = [optical / name, sar / name] + ([labels / name] if labels.is_dir() else [])
        for file in files:
            if not file.is_file():
                raise InputError(
                    f"{file} is missing beside {optical / name}; unpack it, or remove the others."
                )
        split = "test" if scene in TEST else "val" if scene in VALIDATION else "train"
        items.append(Item(scene, split, *map(str, files)))
    return DataSet(tuple(items), WHU_OPT_SAR, BANDS, PATCH)
