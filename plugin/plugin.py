"""The plugin object QGIS loads: registers the provider and, in the desktop, says what is missing. No work of
its own.

`qgis_process` calls `initProcessing` only; the desktop calls `initGui`. Neither needs the private
environment."""

from __future__ import annotations

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtWidgets import QPushButton

from . import translation
from .environment import PrivateEnvironment
from .provider import EODuetProvider
from .translation import tr


class EODuetPlugin:
    """Made by `classFactory`; `iface` is the running `QgisInterface`, or None outside the desktop."""

    def __init__(self, iface=None):
        translation.install()
        self.iface = iface
        self.provider = None

    def initProcessing(self):
        """Register the provider."""
        self.provider = EODuetProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        self.provider.refreshAlgorithms()  # the ready-made models among them, see there

    def initGui(self):
        """Register the provider and offer the set-up where the private environment is missing."""
        self.initProcessing()
        problem = PrivateEnvironment().problem()
        if problem:
            self._offer_setup(problem)

    def unload(self):
        """Take the provider away again."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        translation.uninstall()

    def _offer_setup(self, problem: str) -> None:
        bar = self.iface.messageBar()
        message = bar.createMessage("EO-Duet", problem)
        button = QPushButton(tr("Set up…"))
        button.clicked.connect(open_setup_dialog)
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)


def open_setup_dialog() -> None:
    """Open the dialog of `eoduet:setup`, beside QGIS's window and not in its way."""
    import processing  # there only once QGIS has started its Processing plugin

    processing.createAlgorithmDialog("eoduet:setup").show()
