"""`.duet` files in QGIS's Browser: an entry with what the file says of itself, pictures, and a menu.

QGIS makes entries in background threads; what needs widgets is in `GuiProvider`.
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
)
from qgis.gui import QgsDataItemGuiProvider, QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..engine import codec
from ..engine.errors import DuetError
from ..plugin import facts
from ..plugin.algorithms.base import ICON
from ..plugin.live.uri import PROVIDER
from ..plugin.translation import tr

POPULATED = (
    Qgis.BrowserItemState.Populated if hasattr(Qgis, "BrowserItemState") else QgsDataItem.State.Populated
)
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
        """Take the entries out of the Browser."""
        QgsApplication.dataItemProviderRegistry().removeProvider(self._items)
        QgsGui.dataItemGuiProviderRegistry().removeProvider(self._gui)


class ItemProvider(QgsDataItemProvider):
    """Finds the entries; made in the main thread, where icons are."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QIcon(str(ICON))
        # QGIS owns the items, and calls through to their Python halves until it deletes them: they must live as long.
        self._alive: list[QgsDataItem] = []

    def name(self):
        return "EO-Duet"

    def dataProviderKey(self):
        return PROVIDER

    def capabilities(self):
        return FILES

    def createDataItem(self, path, parent):
        if not path.lower().endswith(".duet") or not Path(path).is_file():
            return None
        item = QgsDataCollectionItem(None, Path(path).name, path, PROVIDER)
        item.setIcon(self._icon)
        try:
            item.setToolTip(facts.summary(codec.info(path)))
        except DuetError as error:
            item.setToolTip(str(error))
        item.setState(POPULATED)
        self._alive = [one for one in self._alive if not sip.isdeleted(one)] + [item]
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
        for label, act in ((tr("Open as layers"), self._open), (tr("Decode to files…"), self._decode)):
            action = QAction(label, menu)
            action.triggered.connect(_each(act, paths))
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

        return FileInfo(item.path(), self._open, self._decode)


def _each(act: Callable[[str], None], given: list[str]):
    def run(*_) -> None:
        for one in given:
            act(one)

    return run
