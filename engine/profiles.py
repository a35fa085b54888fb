"""The task profiles of a bundle: which float graphs a task replaces, which γ it learned, which map it is for; runs nothing.

A profile is the same codec trained further for a task (eq. 4 of the paper: rate and cross-entropy of a map, over encoder,
decoders, classifier and γ).  The entropy model is shared, so a profile shares the bitstream; a file's header names it, because
its decoders are needed to see what its encoder meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bundle import Bundle
from .errors import ModelError
from .mapchecks import IMAGE

#: γ where nobody has learned or said another.
EVEN = 500


@dataclass(frozen=True)
class Profile:
    """``graphs``: the replaced ones; ``gamma``: points (quality in tenths, γ in thousandths); ``segmenter`` "" = none."""

    name: str = IMAGE
    graphs: tuple[str, ...] = ()
    gamma: tuple[tuple[int, int], ...] = ()
    segmenter: str = ""

    def graph(self, name: str) -> str:
        """The name in the manifest of the graph that stands for ``name`` here."""
        return f"{name}_{self.name}" if name in self.graphs else name

    def gamma_at(self, quality: int) -> int:
        """The learned γ (thousandths) at a quality (tenths): linear between the points, level outside; 500 without any."""
        if not self.gamma:
            return EVEN
        qualities, gammas = np.array(self.gamma).T
        return round(float(np.interp(quality, qualities, gammas)))


def profile_names(bundle: Bundle) -> list[str]:
    """The profiles a bundle has, ``image`` first."""
    return [IMAGE, *bundle.manifest.get("profiles", {})]


def find_profile(bundle: Bundle, name: str) -> Profile:
    """A bundle's profile by name; ModelError with the choice where it has none of that name."""
    if name == IMAGE:
        return Profile()
    entry = bundle.manifest.get("profiles", {}).get(name)
    if entry is None:
        raise ModelError(
            f"The model '{bundle.id}' has no profile '{name}': choose {' or '.join(profile_names(bundle))}."
        )
    curve = tuple((int(quality), int(gamma)) for quality, gamma in entry.get("gamma", []))
    return Profile(name, tuple(entry.get("graphs", [])), curve, entry.get("segmenter") or "")
