"""Which optical and which SAR layer most likely show the same place: by extent, name and date; asks no file."""

from __future__ import annotations

from itertools import product

from ..engine.names import nearness, shared_words
from .candidates import Candidate


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


def all_pairs(optical: list[Candidate], sar: list[Candidate]) -> list[tuple[str, str]]:
    """Pairs of layer ids, best fit first given away; a layer is used once, and in the order of the optical ones."""
    scored = [(fit(one, other), one.layer_id, other.layer_id) for one, other in product(optical, sar)]
    used: set[str] = set()
    found: dict[str, str] = {}
    for score, one, other in sorted(scored, key=lambda entry: -entry[0]):
        if score > 0 and one != other and not {one, other} & used:
            found[one] = other
            used |= {one, other}
    return [(c.layer_id, found[c.layer_id]) for c in optical if c.layer_id in found]


def fit(optical: Candidate, sar: Candidate) -> float:
    """How well two layers fit: 0 for none, more for shared area, likeness of names and nearness in time."""
    area = overlap(optical, sar)
    if area == 0:
        return 0.0
    kind = 0.2 * (min(optical.likeness("optical"), 5) + min(sar.likeness("sar"), 5))
    return max(0.05, area + kind + shared_words(optical.name, sar.name) + nearness(optical.date, sar.date))


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
