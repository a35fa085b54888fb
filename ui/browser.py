"""`.duet` files in QGIS's Browser: an entry with what the file says of itself, its images below it, pictures, a menu.

QGIS makes entries in background threads; what needs widgets is in `GuiProvider`. It owns them (`keep`) and may wrap them anew,
and then a Python half cannot reach its C++ half: all that `createChildren` needs is in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataCollectionItem,
    QgsDataItem,
    QgsDataItemProvider,
    QgsDataProvider,
    QgsLayerItem,
)
from qgis.gui import QgsDataItemGuiProvider, QgsGui
from qgis.PyQt.QtCore import QThreadPool
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..engine import codec
from ..engine.errors import DuetError
from ..plugin import facts
from ..plugin.algorithms.base import ICON
from ..plugin.certificate import NAMES
from ..plugin.live.halves import keep
from ..plugin.live.uri import PROVIDER, SEPARATOR, LiveUri
from ..plugin.translation import tr

POPULATED = (
    Qgis.BrowserItemState.Populated if hasattr(Qgis, "BrowserItemState") else QgsDataItem.State.Populated
)
READING_MS = 1000
RASTER = Qgis.BrowserLayerType.Raster if hasattr(Qgis, "BrowserLayerType") else QgsLayerItem.LayerType.Raster
FILES = (
    Qgis.DataItemProviderCapability.Files
    if hasattr(Qgis, "DataItemProviderCapability")
    else QgsDataProvider.File
)


class BrowserEntries:
    """Registers both halves; `open_live` and `decode` take a path. `remove` takes them away."""

    def __init__(self, open_live: Callable[[str], None], decode: Callable[[str], None]) -> None:
        self._items, self._gui = ItemProvider(), GuiProvider(open_live, decode)
        QgsApplication.dataItemProviderRegistry().addProvider(self._items)
        QgsGui.dataItemGuiProviderRegistry().addProvider(self._gui)

    def remove(self) -> None:
        """Take the entries out of the Browser; QGIS's threads that read folders call them, and are let come to an end."""
        QThreadPool.globalInstance().waitForDone(READING_MS)
        QgsApplication.dataItemProviderRegistry().removeProvider(self._items)
        QgsGui.dataItemGuiProviderRegistry().removeProvider(self._gui)


class ItemProvider(QgsDataItemProvider):
    """Finds the entries; made in the main thread, where icons are."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QIcon(str(ICON))

    def name(self):
        return "EO-Duet"

    def dataProviderKey(self):
        return PROVIDER

    def capabilities(self):
        return FILES

    def createDataItem(self, path, parent):
        if not path.lower().endswith(".duet") or not Path(path).is_file():
            return None
        item = keep(FileItem(path))
        item.setIcon(self._icon)
        return item


class FileItem(QgsDataCollectionItem):
    """A file; its images lie below it as layers that can be dragged and opened alone."""

    def __init__(self, path: str) -> None:
        super().__init__(None, Path(path).name, path, PROVIDER)
        self.duet = path
        self.bands: dict[str, str] = {}
        try:
            said = codec.info(path)
            self.setToolTip(facts.summary(said))
            self.bands = {m: facts.bands(held) for m, held in said["modalities"].items()}
        except DuetError as error:
            self.setToolTip(str(error))
            self.setState(POPULATED)  # with nothing

    def createChildren(self):
        return [keep(self._image(modality)) for modality in self.bands]

    def _image(self, modality: str) -> QgsLayerItem:
        uri = str(LiveUri(self.duet, modality))
        item = QgsLayerItem(None, tr(NAMES[modality]), uri, uri, RASTER, PROVIDER)
        item.setToolTip(self.bands[modality])
        item.setState(POPULATED)
        return item


class GuiProvider(QgsDataItemGuiProvider):
    """Menu, double click and information of the entries."""

    def __init__(self, open_live: Callable[[str], None], decode: Callable[[str], None]) -> None:
        super().__init__()
        self._open, self._decode = open_live, decode

    def name(self):
        return "EO-Duet"

    def populateContextMenu(self, item, menu, selected, context):
        if item is None or item.providerKey() != PROVIDER:
            return
        paths = [
            one.path() for one in selected or [item] if one is not None and one.providerKey() == PROVIDER
        ]
        files = list(dict.fromkeys(map(_file, paths)))
        for label, act, given in (
            (tr("Open as layers"), self._open, paths),
            (tr("Decode to files…"), self._decode, files),
        ):
            action = QAction(label, menu)
            action.triggered.connect(_each(act, given))
            menu.addAction(action)

    def handleDoubleClick(self, item, context):
        if item is None or item.providerKey() != PROVIDER:
            return False
        self._open(item.path())
        return True

    def createParamWidget(self, item, context):
        if item is None or item.providerKey() != PROVIDER:
            return None
        from .fileinfo import FileInfo

        return FileInfo(_file(item.path()), self._open, self._decode)


def _file(path: str) -> str:
    """The file of an entry, or of an image below one."""
    return path.partition(SEPARATOR)[0]


def _each(act: Callable[[str], None], given: list[str]):
    def run(*_) -> None:
        for one in given:
            act(one)

    return run
