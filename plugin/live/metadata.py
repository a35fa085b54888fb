"""How QGIS comes by a provider: registered once for the process, since QGIS cannot take one away again."""

from __future__ import annotations

import importlib

from qgis.core import QgsProviderMetadata, QgsProviderRegistry

from ..translation import tr
from . import shared
from .halves import keep
from .uri import PROVIDER


class LiveProviderMetadata(QgsProviderMetadata):
    """Makes providers of the kind `eoduet`."""

    def __init__(self) -> None:
        super().__init__(PROVIDER, tr("EO-Duet live layers"))

    def createProvider(self, uri, options, *flags):
        # By name, because this object outlives a plugin that is loaded anew.
        current = importlib.import_module(".provider", __package__)
        return keep(current.LiveProvider(uri, options, *flags))


def register() -> None:
    """Make the provider known, unless it is, and let it decode."""
    shared.start()
    registry = QgsProviderRegistry.instance()
    if PROVIDER not in registry.providerList():
        metadata = LiveProviderMetadata()
        registry.registerProvider(metadata)
        _kept.append(metadata)


_kept: list[LiveProviderMetadata] = []
