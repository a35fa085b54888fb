"""What live layers need of the main thread: repaints as overviews grow, messages once, and layers of projects mended."""

from __future__ import annotations

import time
from collections.abc import Callable

from qgis.core import Qgis, QgsDataProvider, QgsMessageLog, QgsProject, QgsTask
from qgis.PyQt.QtCore import QObject, QThreadPool, QTimer

from ...engine.errors import DuetError
from ...engine.livefile import LiveFile
from ..environment import PrivateEnvironment
from ..tasks import KeptTask
from ..translation import tr
from . import metadata, shared
from .layers import live_layers
from .uri import PROVIDER, parse

REPAINT_MS = 1500
QUIET_SECONDS = 60  # in which the same sentence is not said again
Say = Callable[[str, Qgis.MessageLevel], None]


def log(sentence: str, level: Qgis.MessageLevel) -> None:
    """Say it in the log, where there is no message bar."""
    QgsMessageLog.logMessage(sentence, "EO-Duet", level)


class Hub(QObject):
    """Made once by the plugin; `say` shows one sentence to the user. `close` ends all decoding."""

    def __init__(self, say: Say = log, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._said: dict[str, float] = {}
        self._grown: set[str] = set()
        self._tasks: dict[str, OverviewTask] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REPAINT_MS)
        self._timer.timeout.connect(self._repaint)
        metadata.register()
        decoder = shared.decoder()
        decoder.failed.connect(self._failed)
        decoder.damaged.connect(self._damaged)
        decoder.grown.connect(self._has_grown)
        QgsProject.instance().readProject.connect(self._project_read)
        self.revive()

    def close(self) -> None:
        """End the decoder and its worker."""
        QgsProject.instance().readProject.disconnect(self._project_read)
        for task in list(self._tasks.values()):
            task.cancel()
        shared.stop()

    def revive(self) -> None:
        """Open live layers that were read before their provider was known, and say what is missing of the others."""
        for layer in live_layers():
            if not layer.isValid():
                layer.setDataSource(layer.source(), layer.name(), PROVIDER, QgsDataProvider.ProviderOptions())
                layer.triggerRepaint()
        self._report_missing()

    def repaint(self) -> None:
        """Draw all live layers anew."""
        for layer in live_layers():
            layer.triggerRepaint()

    def _project_read(self, *_) -> None:
        self._report_missing()

    def _report_missing(self) -> None:
        problems = {}
        layers = live_layers()
        for layer in layers:
            if not layer.isValid():
                problems[parse(layer.source()).path] = _reason(layer.source())
        for reason in problems.values():
            self._tell(
                tr("{} Put it back, or show its new place by 'Handle Unavailable Layers'.").format(reason)
            )
        environment = PrivateEnvironment().problem() if len(layers) > len(problems) else ""
        if environment:
            self._tell(environment)

    def _failed(self, path: str, sentence: str) -> None:
        self._tell(sentence)

    def _damaged(self, path: str, tile: int, reason: str) -> None:
        self._tell(tr("{}, tile {}, shown as NoData: {}").format(path, tile, reason))

    def _tell(self, sentence: str) -> None:
        now = time.monotonic()
        if now > self._said.get(sentence, -QUIET_SECONDS) + QUIET_SECONDS:
            self._said[sentence] = now
            self._say(sentence, Qgis.MessageLevel.Warning)

    def _has_grown(self, path: str, done: bool) -> None:
        self._grown.add(path)
        if done:
            self._tasks.pop(path, None)
            self._repaint()
            return
        if path not in self._tasks:
            files = [file for file in shared.opened() if file.path == path]
            if files:
                self._tasks[path] = OverviewTask(files[0])
                self._tasks[path].start()
        if not self._timer.isActive():
            self._timer.start()

    def _repaint(self) -> None:
        grown, self._grown = self._grown, set()
        for layer in live_layers():
            if layer.isValid() and parse(layer.source()).path in grown:
                layer.triggerRepaint()


class OverviewTask(KeptTask):
    """Shows in QGIS's task list that an overview is on its way, and stops it when it is cancelled there."""

    def __init__(self, file: LiveFile) -> None:
        super().__init__(tr("EO-Duet: overview of {}").format(file.name), QgsTask.Flag.CanCancel)
        self._file, self._overviews = file, shared.decoder().overviews

    def run(self) -> bool:
        """Follow what the decoder does."""
        pool = QThreadPool.globalInstance()
        pool.releaseThread()  # this one sleeps; the canvas may draw
        try:
            most = max(1, self._overviews.lacking(self._file))
            while not self.isCanceled():
                left = self._overviews.lacking(self._file)
                if not left:
                    return True
                most = max(most, left)
                self.setProgress(100 * (1 - left / most))
                time.sleep(0.2)
            self._overviews.pause(self._file)
            return False
        finally:
            pool.reserveThread()

    def tell(self, result: bool) -> None:
        """Nothing to tell: the canvas shows it."""


def _reason(source: str) -> str:
    try:
        shared.open_file(parse(source).path)
    except (DuetError, ValueError) as error:
        return str(error)
    return tr("{} cannot be shown live.").format(source)
