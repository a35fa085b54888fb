"""What a `.duet` file says of itself, with pictures and two buttons: the Browser's information panel for such a file."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QPixmap
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ..engine.description import MODALITIES
from ..engine.errors import DuetError
from ..engine.livefile import LiveFile
from ..engine.overview import is_large
from ..plugin import facts
from ..plugin.certificate import NAMES
from ..plugin.environment import PrivateEnvironment
from ..plugin.live import shared
from ..plugin.live.layers import live_layer
from ..plugin.translation import tr

EDGE = 200  # pixels of the longer side of a thumbnail
STYLE = "<style>td { padding: 1px 6px 1px 0; } .highlight { font-weight: bold; white-space: nowrap; }</style>"


class FileInfo(QWidget):
    """The panel; pictures are drawn in the background and appear when they are there."""

    def __init__(self, path: str, open_live: Callable[[str], None], decode: Callable[[str], None]) -> None:
        super().__init__()
        self._thumbnails: list[Thumbnail] = []
        layout = QVBoxLayout(self)
        try:
            file = shared.open_file(path)
        except DuetError as error:
            label = QLabel(str(error))
            label.setWordWrap(True)
            layout.addWidget(label)
            layout.addStretch()
            return
        layout.addLayout(self._pictures(file))
        text = QTextBrowser()
        text.setHtml(f"{STYLE}<table>{facts.table(file.facts())}</table>")
        text.setAccessibleName(tr("What the file says of itself"))
        layout.addWidget(text)
        buttons = QHBoxLayout()
        for label, act in ((tr("Open as layers"), open_live), (tr("Decode to files…"), decode)):
            button = QPushButton(label)
            button.clicked.connect(lambda *_, act=act: act(path))
            buttons.addWidget(button)
        buttons.addStretch()
        layout.addLayout(buttons)

    @property
    def ready(self) -> bool:
        """Whether every picture is there."""
        return all(one.ready for one in self._thumbnails)

    def _pictures(self, file: LiveFile) -> QHBoxLayout:
        row = QHBoxLayout()
        for modality in MODALITIES:
            if modality in file.description.transforms:
                self._thumbnails.append(Thumbnail(file, modality))
                row.addWidget(self._thumbnails[-1])
        row.addStretch()
        return row


class Thumbnail(QWidget):
    """One image of a file: all of it, or of a large file that was never seen whole the tile in its middle."""

    def __init__(self, file: LiveFile, modality: str) -> None:
        super().__init__()
        self.ready = False
        self._job: QgsMapRendererParallelJob | None = None
        self._picture, caption = QLabel(), QLabel(tr(NAMES[modality]))
        self._picture.setFixedSize(EDGE, EDGE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setWordWrap(True)
        self._picture.setAccessibleName(tr("Picture of the {} image").format(tr(NAMES[modality])))
        caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture)
        layout.addWidget(caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        problem = PrivateEnvironment().problem()
        try:
            layer = live_layer(file, modality)
        except DuetError as error:
            problem = str(error)
        if problem:
            self._picture.setText(tr("No picture: {}").format(problem))
            self.ready = True
            return
        whole = not is_large(file) or shared.decoder().overviews.of(file, modality).complete
        if not whole:
            caption.setText(tr("{}, middle of the image").format(tr(NAMES[modality])))
        self._picture.setText(tr("Decoding…"))
        self._draw(layer, layer.extent() if whole else _middle(layer, file.description.tiles.edge))

    def _draw(self, layer: QgsRasterLayer, extent: QgsRectangle) -> None:
        self._layer = layer
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(layer.crs())
        settings.setBackgroundColor(QColor(0, 0, 0, 0))
        shrink = EDGE / max(extent.width(), extent.height())
        settings.setOutputSize(
            QSize(max(1, round(extent.width() * shrink)), max(1, round(extent.height() * shrink)))
        )
        settings.setExtent(extent)
        self._job = QgsMapRendererParallelJob(settings)
        self._job.finished.connect(self._drawn)
        self.destroyed.connect(self._job.cancelWithoutBlocking)
        self._job.start()

    def _drawn(self) -> None:
        self._picture.setPixmap(QPixmap.fromImage(self._job.renderedImage()))
        self.ready = True


def _middle(layer: QgsRasterLayer, pixels: int) -> QgsRectangle:
    """The extent of one tile in the middle."""
    across, down = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    grid = QgsRectangle(layer.extent())
    column, row = layer.width() // 2 // pixels * pixels, layer.height() // 2 // pixels * pixels
    left, top = grid.xMinimum() + column * across, grid.yMaximum() - row * down
    right, bottom = min(left + pixels * across, grid.xMaximum()), max(top - pixels * down, grid.yMinimum())
    return QgsRectangle(left, bottom, right, top)
