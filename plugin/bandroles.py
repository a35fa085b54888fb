"""What each band of a raster most likely shows, guessed from its name, wavelength and colour; reads no pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

OPTICAL = ("blue", "green", "red", "near-infrared")
POLARISATIONS = ("VV", "VH", "HH", "HV")
# Sentinel-2, then Landsat 8/9 by their SR_ names; plain words come last because "infrared" holds "red".
NAMES = {
    "blue": r"b0?2\b|sr_b2\b|blue",
    "green": r"b0?3\b|sr_b3\b|green",
    "near-infrared": r"b0?8a?\b|sr_b5\b|nir|near.?infra",
    "red": r"b0?4\b|sr_b4\b|\bred\b|red$",
}
# Micrometres, where the bands of Sentinel-2, Landsat and PlanetScope lie.
WAVELENGTHS = {
    "blue": (0.43, 0.52),
    "green": (0.52, 0.60),
    "red": (0.60, 0.69),
    "near-infrared": (0.76, 0.90),
}


@dataclass(frozen=True)
class BandFacts:
    """What a file says of one band: name, colour interpretation ("" = none) and wavelength in micrometres (0 = unknown)."""

    number: int
    name: str = ""
    colour: str = ""
    wavelength: float = 0.0


def optical_role(band: BandFacts) -> str:
    """One of `OPTICAL`, or "" where nothing says it; the wavelength outranks the name, the name the colour."""
    for role, (low, high) in WAVELENGTHS.items():
        if low <= band.wavelength < high:
            return role
    for role, pattern in NAMES.items():
        if re.search(pattern, band.name.lower().replace("band ", "b")):
            return role
    return band.colour.lower() if band.colour.lower() in OPTICAL else ""


def polarisation(band: BandFacts) -> str:
    """One of `POLARISATIONS`, or ""."""
    found = re.search(r"(?<![a-z])(vv|vh|hh|hv)(?![a-z])", band.name.lower().replace("_", " "))
    return found.group(1).upper() if found else ""


def roles(modality: str, bands: list[BandFacts]) -> list[str]:
    """The role of each band, "" where it is unknown; a role that two bands claim belongs to the first."""
    guess = optical_role if modality == "optical" else polarisation
    given: list[str] = []
    for band in bands:
        role = guess(band)
        given.append("" if role in given else role)
    return given


def words(modality: str, bands: list[BandFacts], say: Callable[[str], str] = str) -> str:
    """The mapping in a line, such as "1 B02 = blue · 2 B03 = green"; what is not known has a question mark.

    `say` puts a role into the user's language.
    """
    return " · ".join(label(band, say(role) or "?") for band, role in zip(bands, roles(modality, bands)))


def label(band: BandFacts, role: str) -> str:
    """One band in words, such as "2 B03 = green", or "1 B01" where it has no role."""
    name = band.name if band.name.lower() not in ("", role.lower()) else ""
    return f"{band.number}{' ' * bool(name)}{name}{' = ' * bool(role)}{role}"
