"""The plugin in QGIS's desktop: toolbar button, menu entry, shortcut and the panel they show, loaded when first asked for."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..plugin.algorithms.base import ICON, ICONS
from ..plugin.environment import PrivateEnvironment
from ..plugin.plugin import EODuetPlugin
from ..plugin.translation import tr
from .helpwindow import Help
from .opening import OpeningFiles

SHORTCUT = "Ctrl+Alt+U"
MENU = "EO-Duet"


class DesktopPlugin(EODuetPlugin):
    """`EODuetPlugin` with a face; `iface` is the running `QgisInterface`."""

    def __init__(self, iface) -> None:
        super().__init__(iface)
        self.panel = None
        self.action = None
        self.opening = None
        self.help_action = None
        self.help = None
        self.batch_window = None
        self.batch_action = None
        self.setup_action = None
        self.setup = None

    def initGui(self) -> None:
        """Register the provider, add buttons and menu entries, and offer the set-up where the environment is missing."""
        self.initProcessing()
        self.action = QAction(QIcon(str(ICON)), tr("EO-Duet panel"), self.iface.mainWindow())
        self.action.setObjectName("EODuetPanelAction")
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Compress a SAR and an optical layer into one file (EO-Duet)"))
        self.action.toggled.connect(self.show_panel)
        self.iface.registerMainWindowAction(self.action, SHORTCUT)
        self.iface.addRasterToolBarIcon(self.action)
        self.iface.addPluginToRasterMenu(MENU, self.action)
        self.opening = OpeningFiles(self.iface, MENU, self.show_setup)
        self.help = Help(self.iface.mainWindow())
        self.help_action = QAction(QIcon(str(ICONS / "help.svg")), tr("Help"), self.iface.mainWindow())
        self.help_action.setObjectName("EODuetHelpAction")
        self.help_action.triggered.connect(self.help.show_guide)
        self.iface.addPluginToRasterMenu(MENU, self.help_action)
        self.setup_action = QAction(QIcon(str(ICONS / "setup.svg")), tr("Set up…"), self.iface.mainWindow())
        self.setup_action.setObjectName("EODuetSetupAction")
        self.setup_action.triggered.connect(self.show_setup)
        self.iface.addPluginToRasterMenu(MENU, self.setup_action)
        self._offer_setup(PrivateEnvironment().problem())
        self.batch_action = QAction(
            QIcon(str(ICONS / "encodelist.svg")), tr("Batch…"), self.iface.mainWindow()
        )
        self.batch_action.setObjectName("EODuetBatchAction")
        self.batch_action.setToolTip(tr("Compress many pairs, one after another (EO-Duet)"))
        self.batch_action.triggered.connect(self.show_batch)
        self.iface.addPluginToRasterMenu(MENU, self.batch_action)

    def unload(self) -> None:
        """Take everything away again."""
        if self.opening is not None:
            self.opening.remove()
            self.opening = None
        if self.batch_window is not None:
            self.batch_window.close_down()
            self.batch_window.deleteLater()
            self.batch_window = None
        if self.batch_action is not None:
            self.iface.removePluginRasterMenu(MENU, self.batch_action)
            self.batch_action = None
        if self.panel is not None:
            self.panel.close_down()
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
        if self.action is not None:
            self.iface.unregisterMainWindowAction(self.action)
            self.iface.removeRasterToolBarIcon(self.action)
            self.iface.removePluginRasterMenu(MENU, self.action)
            self.action = None
        if self.help is not None:
            self.iface.removePluginRasterMenu(MENU, self.help_action)
            self.help.close()
            self.help = self.help_action = None
        if self.setup_action is not None:
            self.iface.removePluginRasterMenu(MENU, self.setup_action)
            self.setup_action = None
        if self.setup is not None:
            self.setup.close_down()
            self.setup.deleteLater()
            self.setup = None
        super().unload()

    def show_setup(self, *_) -> None:
        """Show the set-up window, made on the first call."""
        if self.setup is None:
            from .setupwindow import SetupWindow

            self.setup = SetupWindow(self.iface.mainWindow())
            self.setup.changed.connect(self._environment_changed)
        self.setup.show()
        self.setup.raise_()
        self.setup.activateWindow()

    def _environment_changed(self) -> None:
        if self.panel is not None:
            self.panel.look_at_environment()
        if self.opening is not None:
            self.opening.environment_changed()

    def _offer_setup(self, problem: str) -> None:
        if not problem:
            return
        bar = self.iface.messageBar()
        message = bar.createMessage("EO-Duet", problem)
        button = QPushButton(tr("Set up…"))
        button.clicked.connect(self.show_setup)
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)

    def show_panel(self, shown: bool = True) -> None:
        """Show or hide the panel, made on the first call."""
        if self.panel is None and shown:
            from .panel import DuetPanel

            self.panel = DuetPanel(self.iface.mapCanvas(), self.iface.messageBar(), self.iface.mainWindow())
            self.panel.asked_for_batch.connect(self.show_batch)
            self.panel.asked_for_setup.connect(self.show_setup)
            self.panel.visibilityChanged.connect(self._visibility_changed)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        if self.panel is not None:
            self.panel.setUserVisible(shown)

    def show_batch(self, *_) -> None:
        """Show the batch window, made on the first call."""
        if self.batch_window is None:
            from .batchwindow import BatchWindow

            self.batch_window = BatchWindow(self.iface.mainWindow())
        self.batch_window.show()
        self.batch_window.raise_()
        self.batch_window.activateWindow()

    def _visibility_changed(self, *_) -> None:
        if self.action is not None and self.panel is not None:
            self.action.blockSignals(True)
            self.action.setChecked(not self.panel.isHidden())
            self.action.blockSignals(False)
