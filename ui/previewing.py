"""The live preview in the panel: what of the canvas to show, when to ask for it, and the words under it; computes nothing."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, QRectF, QTimer, pyqtSignal

from ..engine.errors import InputError
from ..engine.preview import Estimate
from ..engine.tiles import STRIDE, Window
from ..engine.wording import decibels, ratio_words, size_words
from ..plugin.certificate import together
from ..plugin.extents import pixel_window
from ..plugin.pictures import AMPLIFIED
from ..plugin.previewthread import PreviewThread, Request, Shown
from ..plugin.translation import marked, tr
from .layerchoice import LayerChoice
from .ratechoice import RateChoice
from .swipeview import SwipeView
from .wrappedlabel import say

EDGE = 512  # pixels a side of the largest window
DEBOUNCE_MS = 150
MODALITIES = {"optical": marked("Optical"), "sar": marked("SAR")}


class Previewing(QObject):
    """Asks for a preview whenever the pair, the prompts or the visible extent change; `canvas` may be None."""

    started_on = pyqtSignal(dict, str)
    failed = pyqtSignal(str)
    estimated = pyqtSignal(object)

    def __init__(self, form, layers: LayerChoice, rate: RateChoice, canvas, parent: QObject) -> None:
        super().__init__(parent)
        self.form, self.layers, self.rate, self.canvas = form, layers, rate, canvas
        self.view = SwipeView()
        form.previewLayout.insertWidget(1, self.view, 1)
        self.thread = PreviewThread()
        self.thread.shown.connect(self._shown)
        self.thread.estimated.connect(self._estimated)
        self.thread.started_on.connect(self.started_on)
        self.thread.failed.connect(self._failed)
        self.thread.empty.connect(lambda: self._instead(tr("The visible part holds no data.")))
        self.enabled, self._why_not = True, ""
        self.request: Request | None = None
        self._pictures: dict[str, Shown] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DEBOUNCE_MS)
        self._later.timeout.connect(self._ask)
        for modality, label in MODALITIES.items():
            form.previewModality.addItem(tr(label), modality)
        form.previewModality.setAccessibleName(tr("Image to preview"))
        form.difference.setToolTip(tr("Shows what coding changed, {} times as strong").format(AMPLIFIED))
        form.previewModality.currentIndexChanged.connect(self._draw)
        form.difference.toggled.connect(self._draw)
        form.previewOn.toggled.connect(self.refresh)
        layers.found.connect(self._pair_changed)
        rate.changed.connect(self.refresh)
        if canvas is not None:
            canvas.extentsChanged.connect(self.refresh)
        self._say()

    def set_enabled(self, enabled: bool, why_not: str = "") -> None:
        """Off while a job needs the processor, or without the environment."""
        self.enabled, self._why_not = enabled, why_not or tr("The preview pauses.")
        self.refresh()

    def refresh(self, *_) -> None:
        """Ask anew in a moment; what is on the way is dropped at once."""
        self.thread.ask(None)
        self._later.start()
        self._say()

    def stop(self) -> None:
        """End the thread and its worker."""
        self._later.stop()
        self.thread.stop()

    def window(self) -> Window | None:
        """The visible part of the pair at full resolution, at most `EDGE` pixels a side; None where nothing is visible."""
        layer = self.layers.layer("optical") or self.layers.layer("sar")
        if layer is None:
            return None
        width, height = layer.width(), layer.height()
        visible = Window(0, 0, width, height)
        if self.canvas is not None and not self.canvas.extent().isEmpty():
            try:
                visible = self._visible(layer, self.canvas.extent())
            except (InputError, QgsCsException):
                return None
        size = [min(length, EDGE) for length in (visible.width, visible.height)]
        # On whole latents: what is beside them would be coded too.
        x = (visible.x + (visible.width - size[0]) // 2) // STRIDE * STRIDE
        y = (visible.y + (visible.height - size[1]) // 2) // STRIDE * STRIDE
        return Window(x, y, *size)

    def _visible(self, layer, extent: QgsRectangle) -> Window:
        settings = self.canvas.mapSettings()
        to_layer = QgsCoordinateTransform(settings.destinationCrs(), layer.crs(), QgsProject.instance())
        if settings.destinationCrs().isValid() and layer.crs().isValid():
            extent = to_layer.transformBoundingBox(extent)
        bounds = layer.extent()
        grid = LayerGrid(layer.width(), layer.height(), bounds)
        return Window(*pixel_window(extent, grid))

    def _pair_changed(self, facts) -> None:
        self._pictures = {}
        box = self.form.previewModality
        for index, modality in enumerate(MODALITIES):
            box.model().item(index).setEnabled(self.layers.layer(modality) is not None)
        if self.layers.layer(box.currentData()) is None and self.layers.layer("sar") is not None:
            box.setCurrentIndex(1)
        elif self.layers.layer("sar") is None:
            box.setCurrentIndex(0)
        self.refresh()

    def _ask(self) -> None:
        """Hand the thread what is wanted now."""
        if not (self.enabled and self.layers.facts.ready and self.rate.bundle):
            self._say()
            return
        sources = self.layers.sources()
        window = self.window() if self.form.previewOn.isChecked() else None
        renderers = {m: self.layers.layer(m).renderer().clone() for m in MODALITIES if sources[m]}
        self.request = Request(
            sources["optical"],
            sources["sar"],
            self.rate.bundle.id,
            self.rate.profile,
            self.rate.device,
            self.rate.prompts,
            window,
            renderers,
        )
        self.thread.ask(self.request)

    def _shown(self, shown: Shown) -> None:
        self._pictures[shown.modality] = shown
        if shown.modality == self.form.previewModality.currentData():
            self._draw()

    def _draw(self, *_) -> None:
        shown = self._pictures.get(self.form.previewModality.currentData())
        if shown is None or not self.form.previewOn.isChecked():
            self._say()
            return
        whole = self.request.window if self.request and self.request.window else shown.window
        right = shown.difference if self.form.difference.isChecked() else shown.decoded
        other = tr("Difference × {}").format(AMPLIFIED) if self.form.difference.isChecked() else tr("Decoded")
        frames = [QRectF(*window) for window in (shown.window, whole)]
        self.view.show_pictures(shown.original, right, (tr("Original"), other), *frames)
        text = tr("{} × {} pixels · {:.3f} bpp · {} {}").format(
            shown.window.width,
            shown.window.height,
            shown.bpp,
            tr(MODALITIES[shown.modality]),
            decibels(shown.psnr, 1),
        )
        say(self.form.previewText, text if shown.whole else tr("{} · centre first").format(text))

    def _say(self) -> None:
        """What to show while there is no picture to show."""
        ready = self.layers.facts.ready
        if self._pictures and ready and self.form.previewOn.isChecked() and self.enabled:
            return  # the last picture stays until the next one comes
        if not self.form.previewOn.isChecked():
            text = tr("The preview is off.")
        elif not any(self.layers.sources().values()):
            text = tr(
                "Choose an optical and a SAR layer: the visible part of the map is shown here, coded and decoded."
            )
        elif self.layers.facts.too_many:
            text = tr("Choose the bands to code first.")
        elif not ready:
            text = tr("The preview starts once the two images lie on one pixel grid.")
        elif not self.enabled:
            text = self._why_not
        elif self.window() is None:
            text = tr("The pair is outside the visible part of the map.")
        else:
            text = tr("Coding the visible part…")
        if not (self._pictures and text == tr("The preview pauses.")):
            self.view.show_message(text)
            say(self.form.previewText, "")

    def _estimated(self, request: Request, estimate: Estimate) -> None:
        if request == self.request:
            self.estimated.emit(estimate)

    def _failed(self, message: str) -> None:
        self._instead(message)
        self.failed.emit(message)

    def _instead(self, message: str) -> None:
        """Words in place of pictures that are of no use any more."""
        self._pictures = {}
        self.view.show_message(message)
        say(self.form.previewText, "")


def words(estimate: Estimate, raw_bytes: int) -> str:
    """An estimate in a line."""
    quality = ", ".join(
        f"{tr(MODALITIES[m])} {decibels(value, 1)}" for m, value in estimate.psnr.items() if m in MODALITIES
    )
    about = "" if estimate.exact_share == 1 else "≈ "
    ratio = f" · 1 : {ratio_words(raw_bytes / estimate.bytes)}" if raw_bytes else ""
    text = tr("{}{}{} · {:.3f} bpp · {}").format(
        about, size_words(estimate.bytes), ratio, estimate.bpp, quality
    )
    return together(text)


class LayerGrid:
    """A layer's grid as `pixel_window` wants it, from what QGIS holds of the layer."""

    def __init__(self, width: int, height: int, bounds: QgsRectangle) -> None:
        self.width, self.height = width, height
        step_x, step_y = bounds.width() / width, bounds.height() / height
        self.geotransform = (bounds.xMinimum(), step_x, 0, bounds.yMaximum(), 0, -step_y)
