"""The help in a window: contents on the left, a page on the right; the pages themselves come from `plugin.helppages`."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QSize, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices, QIcon, QImage, QTextDocument
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from ..plugin.algorithms.base import HELP_URL, ICON
from ..plugin.helppages import algorithm_page, algorithm_pages, guide_pages
from ..plugin.translation import tr

SCHEME = QUrl(HELP_URL).scheme()
SIZE = QSize(980, 760)  # room for some seventy characters a line
MARGIN = 20  # pixels around a page
ADDRESS = Qt.ItemDataRole.UserRole


class Page(QTextBrowser):
    """Shows Markdown files and, under the scheme `eoduet`, algorithms; pictures shrink to the width of the window."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setOpenExternalLinks(True)
        self.setObjectName("EODuetHelpPage")
        self.document().setDocumentMargin(MARGIN)

    def loadResource(self, kind: int, url: QUrl):
        """What stands at an address: ours, or a file as Qt reads it."""
        if url.scheme() == SCHEME:
            return algorithm_page(url.path().strip("/"))
        found = super().loadResource(kind, url)
        if kind == QTextDocument.ResourceType.ImageResource:
            return self._fitting(found)
        return found

    def _fitting(self, found):
        image = QImage()
        room = self.viewport().width() - 2 * MARGIN
        if image.loadFromData(found) and image.width() > room > 0:
            return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return found


class HelpWindow(QDialog):
    """A window of its own that stays beside QGIS's."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.resize(SIZE)
        self.setWindowTitle(tr("EO-Duet help"))
        self.setWindowIcon(QIcon(str(ICON)))
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setRootIsDecorated(False)
        self.contents.currentItemChanged.connect(self._chosen)
        self.page = Page()
        self.page.sourceChanged.connect(self._follow)
        splitter = QSplitter()
        splitter.addWidget(self.contents)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([230, 720])
        layout = QVBoxLayout(self)
        layout.addLayout(self._buttons())
        layout.addWidget(splitter)
        self.fill()

    def fill(self) -> None:
        """List every page there is now."""
        self.contents.blockSignals(True)
        self.contents.clear()
        for heading, pages in ((tr("Guide"), guide_pages()), (tr("Algorithms"), algorithm_pages())):
            top = QTreeWidgetItem(self.contents, [heading])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for title, address in pages:
                QTreeWidgetItem(top, [title]).setData(0, ADDRESS, address)
            top.setExpanded(True)
        self.contents.blockSignals(False)

    def open(self, address: QUrl) -> None:
        """Show a page."""
        self.page.setSource(address)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for arrow, words, go, available in (
            (Qt.ArrowType.LeftArrow, tr("Back"), self.page.backward, self.page.backwardAvailable),
            (Qt.ArrowType.RightArrow, tr("Forward"), self.page.forward, self.page.forwardAvailable),
        ):
            button = QToolButton()
            button.setArrowType(arrow)
            button.setAutoRaise(True)
            button.setEnabled(False)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(go)
            available.connect(button.setEnabled)
            row.addWidget(button)
        row.addStretch()
        return row

    def _chosen(self, item: QTreeWidgetItem | None, *_) -> None:
        if item is not None and item.data(0, ADDRESS):
            self.open(item.data(0, ADDRESS))

    def _follow(self, address: QUrl) -> None:
        """Mark in the contents where a link led."""
        self.contents.blockSignals(True)
        for row in range(self.contents.topLevelItemCount()):
            top = self.contents.topLevelItem(row)
            for item in (top.child(index) for index in range(top.childCount())):
                if item.data(0, ADDRESS) == address:
                    self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)


class Help(QObject):
    """Opens the window on request, from a menu or from an algorithm's *Help* button."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.window: HelpWindow | None = None
        # Qt calls a slot of a QObject by its name; any other callable ends in an error.
        QDesktopServices.setUrlHandler(SCHEME, self, "show_address")

    @pyqtSlot(QUrl)
    def show_address(self, address: QUrl) -> None:
        """Show the page at an address of ours."""
        if self.window is None:
            self.window = HelpWindow(self.parent())
        self.window.fill()
        self.window.open(address)
        self.window.show()
        self.window.raise_()

    def show_guide(self) -> None:
        """Show the guide's first page."""
        self.show_address(guide_pages()[0][1])

    def close(self) -> None:
        """Take window and handler away."""
        QDesktopServices.unsetUrlHandler(SCHEME)
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
