"""The raster data provider `eoduet`: one image of a `.duet` file to QGIS, its blocks decoded when they are asked for.

QGIS clones a provider for every drawing and asks the clone from a background thread. A clone made in Python must be kept
alive from Python: QGIS owns only the C++ half, and a provider without its Python half answers zeros, silently.

Whoever asks for a block gets it whole, however long that takes, and can cancel. Two exceptions: a canvas zoomed out over
a large file gets what the overview has, while the rest is decoded in the background; and who asks in the main thread without
a feedback (QGIS's own statistics do) gets what is decoded already, for nothing may make the window wait.
"""

from __future__ import annotations

import time
import traceback

import numpy as np
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsError,
    QgsMessageLog,
    QgsRasterBlock,
    QgsRasterDataProvider,
    QgsRasterIdentifyResult,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QThread

from ...engine.errors import DuetError
from ..facts import table
from ..translation import tr
from . import shared
from .enums import CAPABILITIES, COLOURS, FLOATS, IDENTIFY_VALUE, TYPES, UNDEFINED, WIDE
from .halves import keep
from .image import Answer, LiveImage
from .uri import PROVIDER, parse

STEP = 256  # cells a side of the pieces that QGIS draws one after another
MOMENT = 0.06  # seconds that the main thread may wait


class ImageProvider(QgsRasterDataProvider):
    """One image of one file; not valid, and `error()` says why, where it cannot be shown."""

    def __init__(self, uri: str, *options, image: LiveImage | None = None) -> None:
        super().__init__(uri, *options)
        self.image = image
        if image is None:
            try:
                path, modality = parse(uri)
                self.image = LiveImage(shared.open_file(path), modality)
            except (DuetError, ValueError) as error:
                self.setError(QgsError(str(error), PROVIDER))
        for number in range(1, self.bandCount() + 1):
            self.setUseSourceNoDataValue(number, True)

    def clone(self):
        return keep(self.twin(type(self)))

    def twin(self, kind: type[ImageProvider]) -> ImageProvider:
        """Another provider of the same image."""
        twin = kind(self.dataSourceUri(), image=self.image)
        twin.copyBaseSettings(self)
        return twin

    # What it is

    def isValid(self):
        return self.image is not None

    def name(self):
        return PROVIDER

    def description(self):
        return tr("EO-Duet live layers")

    def crs(self):
        wkt = self.image.grid.crs if self.image else ""
        return QgsCoordinateReferenceSystem.fromWkt(wkt) if wkt else QgsCoordinateReferenceSystem()

    def extent(self):
        return QgsRectangle(*self.image.box) if self.image else QgsRectangle()

    def xSize(self):
        return self.image.grid.width if self.image else 0

    def ySize(self):
        return self.image.grid.height if self.image else 0

    def xBlockSize(self):
        return self.image.file.description.tiles.edge if self.image else 0

    def yBlockSize(self):
        return self.xBlockSize()

    def stepWidth(self):
        return STEP

    def stepHeight(self):
        return STEP

    def bandCount(self):
        return len(self.image.bands) if self.image else 0

    def capabilities(self):
        return CAPABILITIES

    def dataType(self, number):
        """The type after scale and offset; QGIS's own provider calls that the source's too."""
        if self.image is None:
            return Qgis.DataType.UnknownDataType
        name = self.image.rule.dtype.name
        if not self.image.scaled(number):
            return TYPES[name]
        return Qgis.DataType.Float64 if name in WIDE else Qgis.DataType.Float32

    def sourceDataType(self, number):
        return self.dataType(number)

    def bandScale(self, number):
        return self.image.bands[number - 1].scale

    def bandOffset(self, number):
        return self.image.bands[number - 1].offset

    def sourceHasNoDataValue(self, number):
        return self.image is not None and self.image.rule.value is not None

    def sourceNoDataValue(self, number):
        return float(self.image.rule.value) if self.sourceHasNoDataValue(number) else float("nan")

    def colorInterpretation(self, number):
        return COLOURS.get(self.image.bands[number - 1].color, UNDEFINED)

    def generateBandName(self, number):
        name = self.image.bands[number - 1].name
        return tr("Band {}").format(number) + (f": {name}" if name else "")

    def lastErrorTitle(self):
        return "EO-Duet"

    def lastError(self):
        return self.error().summary()

    def htmlMetadata(self):
        return table(self.image.file.facts()) if self.image else ""

    # What it shows

    def block(self, number, extent, width, height, feedback=None):
        block = QgsRasterBlock(self.dataType(number), width, height)
        marked = self.sourceHasNoDataValue(number) and self.useSourceNoDataValue(number)
        if marked and not self.image.scaled(number):
            block.setNoDataValue(self.sourceNoDataValue(number))
        answer = self._answer(extent, (height, width), feedback) if self.image else None
        if answer is None:
            block.setIsNoData()
            return block
        self._lay(block, number, answer)
        if self.userNoDataValues(number):
            block.applyNoDataValues(self.userNoDataValues(number))
        return block

    def _answer(self, extent, shape, feedback) -> Answer | None:
        box = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
        if feedback is None:
            gone, partial, wait = never, False, not in_main_thread()
        else:
            gone, partial, wait = (
                feedback.isCanceled,
                feedback.renderPartialOutput(),
                not feedback.isPreviewOnly(),
            )
        try:
            return self.image.answer(box, shape, gone, partial, wait)
        except DuetError as error:
            problem = str(error)
        except Exception as error:  # an exception that leaves QGIS's drawing thread ends QGIS
            QgsMessageLog.logMessage(traceback.format_exc(), "EO-Duet", Qgis.MessageLevel.Critical)
            problem = tr("Decoding failed: {}").format(f"{type(error).__name__}: {error}")
        if feedback is not None:
            feedback.appendError(problem)
        return None

    def _lay(self, block: QgsRasterBlock, number: int, answer: Answer) -> None:
        """Put a band's numbers into a block, and NoData where numbers cannot say it."""
        values, valid = answer.values[number - 1], answer.valid[number - 1]
        if self.image.scaled(number):
            values = self.image.physical(number, values, valid, FLOATS[block.dataType()])
        block.setData(values.tobytes())
        if not self.image.rule.marks and not valid.all():
            if not valid.any():
                block.setIsNoData()
            else:
                for index in np.flatnonzero(~valid.ravel()).tolist():
                    block.setIsNoData(index)

    # What is asked of one place and of all

    def identify(self, point, form, *view):
        if self.image is None or form != IDENTIFY_VALUE or not self.extent().contains(point):
            return super().identify(point, form, *view)
        gone = after(MOMENT) if in_main_thread() else never
        try:
            answer = self.image.pixel_at(point.x(), point.y(), gone)
        except DuetError as error:
            return QgsRasterIdentifyResult(QgsError(str(error), PROVIDER))
        if answer is None:
            text = tr("This tile is being decoded: click again in a moment.")
            return QgsRasterIdentifyResult(QgsError(text, PROVIDER))
        results = {}
        for number in range(1, self.bandCount() + 1):
            values, valid = answer.values[number - 1], answer.valid[number - 1]
            if self.image.scaled(number):
                values = self.image.physical(number, values, valid, np.dtype("float64"))
            results[number] = float(values[0, 0]) if valid[0, 0] else None
        return QgsRasterIdentifyResult(form, results)


class LiveProvider(ImageProvider):
    """The same with statistics that come at once: of what is decoded so far, and before that of the range the file names."""

    def bandStatistics(self, number, *asked):
        """QGIS's own, of another provider: they are kept with a provider, but these change in the main thread.

        (Not by `super()`: where QGIS has an overload for plain integers, as 3.40 has, that calls this method again.)
        """
        found = self.twin(ImageProvider).bandStatistics(number, *asked)
        if self.image is not None and in_main_thread() and not found.elementCount:
            found.minimumValue, found.maximumValue = self.image.range(number)
        return found


def never() -> bool:
    """Nobody leaves."""
    return False


def after(seconds: float):
    """Says True once that much time has passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def in_main_thread() -> bool:
    """Whether QGIS's window waits for this thread."""
    return QThread.currentThread() == QgsApplication.instance().thread()
