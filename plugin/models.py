"""Which model bundles the plugin can use: its own, those of EODUET_MODELS, and those of the user's folder; runs none."""

from __future__ import annotations

from ..engine.bundle import Bundle, find_bundle, find_bundles
from ..engine.mapchecks import IMAGE
from . import settings


def find_model(identifier: str, digest: str | None = None, profile: str = IMAGE) -> Bundle:
    """As `engine.bundle.find_bundle`, the user's folder included."""
    return find_bundle(identifier, digest, settings.models(), profile)


def installed_models() -> list[Bundle]:
    """Every readable bundle, first found first."""
    return find_bundles(settings.models())
