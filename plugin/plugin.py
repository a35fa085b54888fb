"""The plugin object QGIS loads: registers the provider. No work of its own, and nothing of the desktop (`ui.desktop`).

`qgis_process` calls `initProcessing` only. Nothing here needs the private environment."""

from __future__ import annotations

from qgis.core import QgsApplication

from . import translation
from .live import metadata, shared
from .provider import EODuetProvider


class EODuetPlugin:
    """Made by `classFactory`; `iface` is the running `QgisInterface`, or None outside the desktop."""

    def __init__(self, iface=None):
        translation.install()
        self.iface = iface
        self.provider = None

    def initProcessing(self):
        """Register the provider of algorithms and that of live layers."""
        self.provider = EODuetProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        self.provider.refreshAlgorithms()  # the ready-made models among them, see there
        metadata.register()

    def unload(self):
        """Take the provider away again."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        shared.stop()
        translation.uninstall()
