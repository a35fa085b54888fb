"""The list of a batch from two folders: which optical and SAR raster go together by their names; opens none of them."""

from __future__ import annotations

import os
from pathlib import Path

from .batchlist import PairList, Row
from .errors import InputError
from .names import date_in, has_word, nearness, own_words, shared_words

RASTERS = (".tif", ".tiff", ".vrt", ".jp2", ".img", ".nc", ".h5")
ALIKE = 0.5  # share of their words that two names have in common at least, where no dates speak for them


def match_folders(optical: str, sar: str) -> PairList:
    """Pair the rasters of two folders (or of one with both) by their names and dates; what finds no partner is noted.

    Names that are equal but for words such as S1, S2, VV go together first; then those nearest in day and words, where at
    least half of the words agree or the days lie less than a month apart. Each raster is used once; rasters whose names say
    that they are maps or terrain models are left out. InputError where nothing matches.
    """
    found = {"optical": _rasters(optical), "sar": _rasters(sar)}
    if os.path.realpath(optical) == os.path.realpath(sar):
        found["sar"] = [path for path in found["sar"] if has_word(path.stem, "sar")]
        found["optical"] = [path for path in found["optical"] if path not in found["sar"]]
    pairs = _same_words(found["optical"], found["sar"])
    used = {path for pair in pairs for path in pair}
    pairs += _nearest(*([path for path in found[m] if path not in used] for m in ("optical", "sar")))
    if not pairs:
        raise InputError(
            f"No raster of {optical} has a partner in {sar}: give partners like names, or dates, or write a list."
        )
    used = {path for pair in pairs for path in pair}
    alone = [path.name for m in found for path in found[m] if path not in used]
    notes = [f"Without a partner: {', '.join(sorted(alone))}."] if alone else []
    return PairList([Row(str(one), str(other)) for one, other in sorted(pairs)], notes)


def _rasters(folder: str) -> list[Path]:
    try:
        files = [path for path in Path(folder).iterdir() if path.suffix.lower() in RASTERS and path.is_file()]
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be read ({error.strerror}); check the name.") from error
    return sorted(
        path for path in files if not path.name.startswith(".") and not has_word(path.stem, "neither")
    )


def _same_words(optical: list[Path], sar: list[Path]) -> list[tuple[Path, Path]]:
    """Pairs whose own words are the same, where they are so of one raster in either folder."""
    keys: list[dict[frozenset[str], list[Path]]] = [{}, {}]
    for group, by_key in zip((optical, sar), keys):
        for path in group:
            by_key.setdefault(frozenset(own_words(path.stem)), []).append(path)
    shared = (key for key in keys[0] if len(keys[0][key]) == len(keys[1].get(key, [])) == 1)
    return [(keys[0][key][0], keys[1][key][0]) for key in shared]


def _nearest(optical: list[Path], sar: list[Path]) -> list[tuple[Path, Path]]:
    scored = []
    for one in optical:
        for other in sar:
            likeness = shared_words(one.stem, other.stem)
            days = nearness(date_in(one.stem), date_in(other.stem))
            if likeness >= ALIKE or days > 0:
                scored.append((-likeness - days, one, other))
    pairs: list[tuple[Path, Path]] = []
    used: set[Path] = set()
    for _, one, other in sorted(scored):
        if not {one, other} & used:
            pairs.append((one, other))
            used |= {one, other}
    return pairs
