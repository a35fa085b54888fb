"""Which optical and which SAR layer most likely show the same place: by extent, name and date; asks no file."""

from __future__ import annotations

import datetime
import re
from itertools import product

from .candidates import WORDS, Candidate

TOLERATED_DAYS = 30  # a pair this far apart in time gets no credit for its dates


def likely_pair(optical: list[Candidate], sar: list[Candidate]) -> tuple[str, str]:
    """The layer ids of the pair that fits best; "" where there is none for that side.

    A layer offered for both goes to the one side only. Two images that do not overlap are no pair.
    """
    best, chosen = 0.0, ("", "")
    for one, other in product(optical, sar):
        score = fit(one, other)
        if one.layer_id != other.layer_id and score > best:
            best, chosen = score, (one.layer_id, other.layer_id)
    if chosen != ("", ""):
        return chosen
    firsts = [
        max(group, key=lambda c: c.likeness(m)) if group else None
        for group, m in ((optical, "optical"), (sar, "sar"))
    ]
    # No pair: what is plainly of one kind is still offered for it.
    alone = [c.layer_id if c and c.likeness(m) > 0 else "" for c, m in zip(firsts, ("optical", "sar"))]
    return (alone[0], "") if alone[0] else ("", alone[1])


def fit(optical: Candidate, sar: Candidate) -> float:
    """How well two layers fit: 0 for none, more for shared area, likeness of names and nearness in time."""
    area = overlap(optical, sar)
    if area == 0:
        return 0.0
    kind = 0.2 * (min(optical.likeness("optical"), 5) + min(sar.likeness("sar"), 5))
    return max(0.05, area + kind + shared_words(optical.name, sar.name) + _nearness(optical.date, sar.date))


def overlap(one: Candidate, other: Candidate) -> float:
    """Shared area over the area of both together, 0..1; 0.5 where either has no CRS to say."""
    if one.extent.isEmpty() or other.extent.isEmpty():
        return 0.5
    shared = one.extent.intersect(other.extent)
    if shared.isEmpty():
        return 0.0
    area = shared.width() * shared.height()
    areas = [c.extent.width() * c.extent.height() for c in (one, other)]
    return area / (sum(areas) - area)


def shared_words(one: str, other: str) -> float:
    """Share of the words of two names that they have in common, 0..1, without those that say optical or SAR."""
    kinds = re.compile(f"({WORDS['optical']}|{WORDS['sar']}).*")
    words = [
        {word for word in re.split(r"[^a-z0-9]+", name.lower()) if word and not kinds.fullmatch(word)}
        for name in (one, other)
    ]
    together = words[0] | words[1]
    return len(words[0] & words[1]) / len(together) if together else 0.0


def _nearness(one: str, other: str) -> float:
    """1 on one day, down to 0 a month apart, or where a date is unknown or none."""
    try:
        days = [datetime.datetime.strptime(date, "%Y%m%d") for date in (one, other)]
    except ValueError:
        return 0.0
    return max(0.0, 1 - abs((days[0] - days[1]).days) / TOLERATED_DAYS)
