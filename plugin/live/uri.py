"""How a live layer names its image: the file's path, a bar, the modality; opens nothing.

QGIS stores it in projects like any path, so a project moved together with its file finds it again.
"""

from __future__ import annotations

from typing import NamedTuple

from ...engine.description import MODALITIES

PROVIDER = "eoduet"
SEPARATOR = "|modality="


class LiveUri(NamedTuple):
    """A path and one of `MODALITIES`."""

    path: str
    modality: str

    def __str__(self) -> str:
        return f"{self.path}{SEPARATOR}{self.modality}"


def parse(uri: str) -> LiveUri:
    """Take a layer's source apart; ValueError for anything that `LiveUri` did not write."""
    path, separator, modality = uri.rpartition(SEPARATOR)
    if not separator or not path or modality not in MODALITIES:
        raise ValueError(f"{uri} names no image of a .duet file")
    return LiveUri(path, modality)
