"""Land-cover class sets as data: names, ids and colours of what a map can show; no pixel is classified here.

A class's place in its set is what a network predicts; its ``id`` is what a map raster holds; ``sources`` are the values that
stand for it in the label rasters it is learned from.  Colours are Paul Tol's "muted" qualitative scheme and its pale grey
(Tol, "Colour schemes", SRON/EPS/TN/09-002, 2021), which stays distinct under the common kinds of colour blindness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NO_CLASS = 255  # where a label raster holds no class: not learned from, not counted

INDIGO, CYAN, TEAL = (51, 34, 136), (136, 204, 238), (68, 170, 153)
GREEN, OLIVE, SAND = (17, 119, 51), (153, 153, 51), (221, 204, 119)
ROSE, WINE, PURPLE, GREY = (204, 102, 119), (136, 34, 85), (170, 68, 153), (221, 221, 221)


@dataclass(frozen=True)
class LandClass:
    """One class: ``id`` 0..254 in a map, English name, RGB colour, values in label rasters (none given: its id)."""

    id: int
    name: str
    color: tuple[int, int, int]
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class ClassSet:
    """Classes in the order of a network's outputs."""

    name: str
    classes: tuple[LandClass, ...]

    def __len__(self) -> int:
        return len(self.classes)

    def indices(self, raster: np.ndarray) -> np.ndarray:
        """Values of a label raster (any shape and type) → uint8 places in the set, NO_CLASS for every other value."""
        found = np.full(raster.shape, NO_CLASS, np.uint8)
        for place, land in enumerate(self.classes):
            for value in land.sources or (land.id,):
                found[raster == value] = place
        return found


#: Ids: the authors' README and issue 2 of AmberHen/WHU-OPT-SAR-dataset on GitHub; MCANet, doi 10.1016/j.jag.2021.102638.
WHU_OPT_SAR = ClassSet(
    "whu-opt-sar",
    (
        LandClass(0, "background", GREY),
        LandClass(10, "farmland", SAND),
        LandClass(20, "city", WINE),
        LandClass(30, "village", ROSE),
        LandClass(40, "water", INDIGO),
        LandClass(50, "forest", GREEN),
        LandClass(60, "road", PURPLE),
        LandClass(70, "others", OLIVE),
    ),
)

#: Ten classes merged from the 17 of the International Geosphere-Biosphere Programme, numbered as in the 2020 Data Fusion
#: Contest: Yokoya et al., IEEE GRSM 8(1), 2020; Schmitt and Wu, ISPRS Annals V-2-2021.
IGBP_SIMPLIFIED = ClassSet(
    "igbp-simplified",
    (
        LandClass(1, "forest", GREEN, (1, 2, 3, 4, 5)),
        LandClass(2, "shrubland", OLIVE, (6, 7)),
        LandClass(3, "savanna", PURPLE, (8, 9)),
        LandClass(4, "grassland", TEAL, (10,)),
        LandClass(5, "wetland", CYAN, (11,)),
        LandClass(6, "cropland", SAND, (12, 14)),
        LandClass(7, "urban", WINE, (13,)),
        LandClass(8, "snow and ice", GREY, (15,)),
        LandClass(9, "barren", ROSE, (16,)),
        LandClass(10, "water", INDIGO, (17,)),
    ),
)

#: Ids of the land-cover maps that TerraMesh carries (Blumenstiel et al., arXiv 2504.11172, 2025).
TERRAMESH = ClassSet(
    "terramesh",
    (
        LandClass(1, "water", INDIGO),
        LandClass(2, "trees", GREEN),
        LandClass(3, "flooded vegetation", CYAN),
        LandClass(4, "crops", SAND),
        LandClass(5, "built", WINE),
        LandClass(6, "bare", ROSE),
        LandClass(7, "snow and ice", GREY),
        LandClass(9, "rangeland", OLIVE),
    ),
)

#: Copernicus EMS rapid mapping: what the event flooded; permanent water is not marked.
FLOOD = ClassSet("flood", (LandClass(0, "not flooded", GREY), LandClass(1, "flooded", INDIGO)))

CLASS_SETS = {classes.name: classes for classes in (WHU_OPT_SAR, IGBP_SIMPLIFIED, TERRAMESH, FLOOD)}
