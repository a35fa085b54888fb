"""Class sets that are not the product's own: read from a JSON file or found in label rasters, and written as a list.

A list entry is ``{"id": 3, "name": "orchard", "colour": "#ddcc77"}`` as in a bundle's manifest; ``values`` may name what
stands for the class in label rasters, where that is not its id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .. import classes as sets
from ..classes import CLASS_SETS, NO_CLASS, ClassSet, LandClass
from ..errors import InputError

#: A map raster holds ids 0..254.
MOST = NO_CLASS
#: The product's colours, in the order in which nameless classes take them; darker from the eleventh on.
PALETTE = (
    sets.GREY,
    sets.INDIGO,
    sets.SAND,
    sets.GREEN,
    sets.ROSE,
    sets.CYAN,
    sets.WINE,
    sets.TEAL,
    sets.OLIVE,
    sets.PURPLE,
)


def listed(classes: ClassSet) -> list[dict[str, Any]]:
    """The classes as a manifest holds them."""
    return [
        {"id": land.id, "name": land.name, "colour": "#{:02x}{:02x}{:02x}".format(*land.color)}
        for land in classes.classes
    ]


def class_set_of(given: str | list[dict[str, Any]]) -> ClassSet:
    """The product's class set of this name, or the one that a list describes; InputError where it describes none."""
    if isinstance(given, str):
        if given not in CLASS_SETS:
            raise InputError(f"There is no class set {given}; choose one of {', '.join(CLASS_SETS)}.")
        return CLASS_SETS[given]
    if not isinstance(given, list) or not 2 <= len(given) <= MOST:
        raise InputError(f"A class list has 2 to {MOST} entries; give each class one.")
    return ClassSet("own", tuple(_class(entry) for entry in given))


def to_text(classes: ClassSet) -> str:
    """A class set as caches and checkpoints name it: by its name if it is the product's own, else by its list."""
    return classes.name if CLASS_SETS.get(classes.name) == classes else json.dumps(listed(classes))


def from_text(text: str) -> ClassSet:
    """The way back."""
    return class_set_of(json.loads(text) if text.startswith("[") else text)


def read_class_set(given: str) -> ClassSet:
    """A class set by name, or from a JSON file."""
    if given in CLASS_SETS:
        return CLASS_SETS[given]
    try:
        return class_set_of(json.loads(Path(given).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        names = ", ".join(CLASS_SETS)
        raise InputError(f"{given} is no class set ({names}) and cannot be read as a list: {error}") from None


def found(values: Iterable[int]) -> ClassSet:
    """One class for each value that label rasters hold, 0..254; names and colours can be given in a file instead."""
    ids = sorted(set(values) - {NO_CLASS})
    if not 2 <= len(ids) <= MOST or ids[0] < 0 or ids[-1] > MOST - 1:
        raise InputError(
            f"The label rasters hold {len(ids)} values from {ids[0] if ids else 'none'} to {ids[-1] if ids else 'none'}; "
            f"class ids are 2 to {MOST} different integers from 0 to {MOST - 1}, and {NO_CLASS} is NoData."
        )
    lands = []
    for place, number in enumerate(ids):
        again, at = divmod(place, len(PALETTE))
        red, green, blue = (round(part * 0.8**again) for part in PALETTE[at])
        lands.append(LandClass(number, f"class {number}", (red, green, blue)))
    return ClassSet("own", tuple(lands))


def _class(entry: Any) -> LandClass:
    fields = entry if isinstance(entry, dict) else {}
    number, name, colour = (fields.get(key) for key in ("id", "name", "colour"))
    values = fields.get("values", [])
    sound = isinstance(number, int) and 0 <= number < MOST and isinstance(name, str) and name
    sound = sound and isinstance(colour, str) and re.fullmatch("#[0-9a-fA-F]{6}", colour)
    if not sound or not isinstance(values, list) or not all(isinstance(value, int) for value in values):
        raise InputError(
            f'{entry!r} is no class; write it like {{"id": 3, "name": "orchard", "colour": "#ddcc77"}}.'
        )
    red, green, blue = bytes.fromhex(colour[1:])
    return LandClass(number, name, (red, green, blue), tuple(values))
