"""The warp of a SAR raster onto an optical grid as a task of QGIS's own: progress, cancel, one sentence; no GDAL calls."""

from __future__ import annotations

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..engine.errors import Cancelled, DuetError
from .alignment import warp
from .tasks import KeptTask
from .translation import tr


class WarpTask(KeptTask):
    """Writes `out`; in the main thread then `warped(resampling)`, or `failed(sentence)`, "" after a cancel."""

    warped = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, sar: str, optical: str, out: str) -> None:
        super().__init__(tr("EO-Duet: aligning the SAR layer"), QgsTask.Flag.CanCancel)
        self._paths = sar, optical, out
        self._kind, self._sentence = "", ""

    def run(self) -> bool:
        """Warp."""
        try:
            self._kind = warp(*self._paths, lambda share: self.setProgress(100 * share), self.isCanceled)
        except Cancelled:
            return False
        except DuetError as error:
            self._sentence = str(error)
            return False
        return True

    def tell(self, result: bool) -> None:
        """Tell."""
        if result:
            self.warped.emit(self._kind)
        else:
            self.failed.emit(self._sentence)
