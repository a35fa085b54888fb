"""Opening `.duet` files in QGIS's window: by dropping them, from the menu, from the Browser; how they open is elsewhere."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsMimeDataUtils, QgsProject, QgsSettings
from qgis.gui import QgsCustomDropHandler
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QPushButton

from ..engine.description import MODALITIES
from ..engine.errors import DuetError
from ..plugin import facts
from ..plugin.algorithms.base import ICON
from ..plugin.environment import PrivateEnvironment
from ..plugin.live import hub, shared
from ..plugin.live.layers import add_live
from ..plugin.live.uri import PROVIDER, parse
from ..plugin.translation import tr
from .browser import BrowserEntries

FOLDER = "eoduet/folder"


class OpeningFiles:
    """What QGIS's window needs to open files; `iface` is the running `QgisInterface`. `remove` takes all of it away."""

    def __init__(self, iface, menu: str, show_setup) -> None:
        self.iface, self._menu, self._show_setup = iface, menu, show_setup
        self._hub = hub.Hub(self.say)
        self._drops = DropHandler(self.open)
        self._entries = BrowserEntries(self.open, decode_to_files)
        self._action = QAction(QIcon(str(ICON)), tr("Open .duet file…"), iface.mainWindow())
        self._action.setObjectName("EODuetOpenAction")
        self._action.triggered.connect(self.choose)
        iface.addPluginToRasterMenu(menu, self._action)
        iface.registerCustomDropHandler(self._drops)

    def remove(self) -> None:
        """Take everything away; live layers stay in the project and show nothing until the plugin is back."""
        self.iface.unregisterCustomDropHandler(self._drops)
        self.iface.removePluginRasterMenu(self._menu, self._action)
        self._entries.remove()
        self._hub.close()

    def choose(self, *_) -> None:
        """Ask for files and open them."""
        paths, _ = QFileDialog.getOpenFileNames(
            self.iface.mainWindow(),
            tr("Open .duet files"),
            str(QgsSettings().value(FOLDER, "")),
            tr("EO-Duet files (*.duet)"),
        )
        for path in paths:
            QgsSettings().setValue(FOLDER, str(Path(path).parent))
            self.open(path)

    def open(self, source: str) -> None:
        """Open a file, or one image of it, as live layers, and say so in one line."""
        try:
            path, *modalities = parse(source)
        except ValueError:
            path, modalities = source, MODALITIES
        first = not QgsProject.instance().mapLayers()
        try:
            layers = add_live(path, tuple(modalities))
        except DuetError as error:
            self.say(str(error), Qgis.MessageLevel.Critical)
            return
        if first:
            canvas = self.iface.mapCanvas()
            canvas.setDestinationCrs(next(iter(layers.values())).crs())
            canvas.setExtent(next(iter(layers.values())).extent())
            canvas.refresh()
        problem = PrivateEnvironment().problem()
        if problem:
            self._offer(problem, tr("Set up…"), self._show_setup)
            return
        line = facts.summary(shared.open_file(path).facts())
        self._offer(line, tr("Decode to files…"), lambda: decode_to_files(path), Qgis.MessageLevel.Info)

    def environment_changed(self) -> None:
        """Draw live layers again: what could not be decoded before may be now."""
        self._hub.repaint()

    def say(self, sentence: str, level) -> None:
        """Show a sentence above the map."""
        self.iface.messageBar().pushMessage("EO-Duet", sentence, level)

    def _offer(self, sentence: str, label: str, act, level=Qgis.MessageLevel.Warning) -> None:
        bar = self.iface.messageBar()
        item = bar.createMessage("EO-Duet", sentence)
        button = QPushButton(label)
        button.clicked.connect(lambda *_: act())
        item.layout().addWidget(button)
        bar.pushWidget(item, level, 15)


class DropHandler(QgsCustomDropHandler):
    """Takes `.duet` files dropped on QGIS, and single images of them that are dragged out of the Browser."""

    def __init__(self, act) -> None:
        super().__init__()
        self._act = act

    def handleFileDrop(self, file):
        if not file.lower().endswith(".duet"):
            return False
        self._act(file)
        return True

    def handleMimeDataV2(self, data):
        """Not left to QGIS: layers made here come in a group, in the file's style, with what it says of itself."""
        images = QgsMimeDataUtils.decodeUriList(data) if QgsMimeDataUtils.isUriList(data) else []
        if not images or any(image.providerKey != PROVIDER for image in images):
            return False
        for image in images:
            self._act(image.uri)
        return True


def decode_to_files(path: str) -> None:
    """Open the dialog of `eoduet:decode` for a file, beside QGIS's window."""
    import processing  # there only once QGIS has started its Processing plugin

    processing.createAlgorithmDialog("eoduet:decode", {"INPUT": path}).show()
