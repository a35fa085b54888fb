"""The map models of a bundle: which graph shows which classes and how far around a pixel it looks; runs nothing.

A map model (``segmenter``) reads band planes (`engine.planes`) and gives a score per class and pixel.  Its attention works in
windows of ``align`` pixels counted from the raster's origin and sees at most ``margin`` pixels beyond, so a block whose origin
is a multiple of ``align`` scores as the whole raster would: maps have no seams.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .bundle import Bundle
from .classes import CLASS_SETS, ClassSet, LandClass
from .errors import ModelError
from .mapchecks import IMAGE
from .profiles import find_profile, profile_names


@dataclass(frozen=True)
class MapModel:
    """A map model: ``graph`` by its name in the manifest, ``classes`` in the order of its scores, distances in pixels."""

    name: str
    graph: str
    classes: ClassSet
    margin: int
    align: int


def map_models(bundle: Bundle) -> list[MapModel]:
    """Every map model of a bundle, in the manifest's order."""
    return [_map_model(name, entry) for name, entry in bundle.manifest.get("segmenters", {}).items()]


def choose_map_model(bundle: Bundle, name: str = "", profile: str = IMAGE) -> MapModel:
    """The map model of this name; without one the profile's, or the only one there is. ModelError with the choice."""
    models = {model.name: model for model in map_models(bundle)}
    if not models:
        raise ModelError(
            f"The model '{bundle.id}' has no map model: name a bundle that has one (`eoduet models` lists them)."
        )
    wanted = (
        name or find_profile(bundle, profile).segmenter or (next(iter(models)) if len(models) == 1 else "")
    )
    if wanted not in models:
        problem = f"no map model '{wanted}'" if wanted else "several map models"
        raise ModelError(f"The model '{bundle.id}' has {problem}: choose {' or '.join(models)}.")
    return models[wanted]


def describe_bundle(bundle: Bundle) -> dict[str, Any]:
    """What a list of models says of one, JSON-ready: what it is, its profiles, its maps with their classes."""
    return {
        "id": bundle.id,
        "digest": bundle.digest,
        "latents": bundle.channels,
        "profiles": profile_names(bundle),
        "maps": {model.name: [land.name for land in model.classes.classes] for model in map_models(bundle)},
        "folder": str(bundle.folder),
    }


def _map_model(name: str, entry: dict[str, Any]) -> MapModel:
    return MapModel(name, entry["graph"], _classes(name, entry["classes"]), entry["margin"], entry["align"])


def _classes(name: str, stored: str | list[dict[str, Any]]) -> ClassSet:
    """A class set of the product by its name, or the user's own as the manifest spells it out."""
    if isinstance(stored, str):
        return CLASS_SETS[stored]
    return ClassSet(
        name,
        tuple(LandClass(c["id"], c["name"], tuple(bytes.fromhex(c["colour"][1:]))) for c in stored),  # type: ignore[arg-type]
    )
