"""Live previews: the newest request wins, the worker stays warm, nothing waits in the main thread; shows nothing.

The centre comes first where the whole window takes a while. Between any two steps (centre, whole
window, each window of the estimate) the thread looks whether something newer is wanted.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QImage

from ..engine.errors import Cancelled, DuetError
from ..engine.preview import Preview, Scene
from ..engine.prompts import Prompts
from ..engine.tiles import STRIDE, Window
from .models import find_model
from .pictures import difference_picture, picture
from .remotecodec import RemoteTileCodec
from .translation import tr
from .workerclient import WorkerClient
from .workerthread import WorkerThread

CENTRE = 256  # pixels a side of the first picture: a quarter of the work of 512
QUICK = 0.5  # seconds: a window that took less is shown at once the next time


@dataclass(frozen=True)
class Request:
    """What to show: files, model, prompts, the visible window (None: only the estimate), renderers by modality."""

    optical: str
    sar: str
    model: str
    profile: str
    device: str
    prompts: Prompts
    window: Window | None
    renderers: dict = field(default_factory=dict, compare=False)
    estimate: bool = True

    @property
    def scene(self) -> tuple:
        """What must be opened anew when it changes."""
        return self.optical, self.sar, self.model, self.profile, self.device


@dataclass(frozen=True)
class Shown:
    """Pictures of a window of one modality, with its measures; `whole` says that it is all that was asked for."""

    modality: str
    window: Window
    original: QImage
    decoded: QImage
    difference: QImage
    bpp: float
    psnr: float
    whole: bool
    seconds: float


class PreviewThread(WorkerThread):
    """Started by the first `ask`."""

    shown = pyqtSignal(object)  # Shown
    estimated = pyqtSignal(object, object)  # Request, Estimate
    started_on = pyqtSignal(dict, str)  # versions and providers of the worker, the device that really runs
    empty = pyqtSignal()  # nothing in the window is valid
    failed = pyqtSignal(str)
    busy = pyqtSignal(bool)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._wanted: Request | None = None
        self._newer = False
        self._scene: Scene | None = None
        self._opened: tuple = ()
        self._quick = False  # whether the whole window of this scene comes quickly

    def ask(self, request: Request | None) -> None:
        """Show this next and drop what is on the way; None only drops."""
        with self._state:
            self._wanted = request
            self._newer = True
            self._state.notify_all()
        if request is not None:
            self._begin()

    def _take(self) -> Request | None:
        request, self._wanted, self._newer = self._wanted, None, False
        return request

    def _serve(self, request: Request) -> None:
        self.busy.emit(True)
        try:
            scene = self._open(request)
            if request.window is not None:
                centre = _centre(request.window)
                if centre != request.window and not self._quick:
                    self._show(scene, request, centre, whole=False)
                self._show(scene, request, request.window, whole=True)
            if request.estimate:
                for estimate in scene.estimate(request.prompts):
                    self._look_up()
                    self.estimated.emit(request, estimate)
        except Cancelled:
            return
        except DuetError as error:
            self._close()
            self.failed.emit(str(error))
        except Exception as error:  # an exception that leaves a thread ends QGIS
            QgsMessageLog.logMessage(traceback.format_exc(), "EO-Duet", Qgis.MessageLevel.Critical)
            self._close()
            self.failed.emit(tr("The preview failed: {}").format(f"{type(error).__name__}: {error}"))
        finally:
            self.busy.emit(False)

    def _open(self, request: Request) -> Scene:
        if self._client is None:
            self._client = WorkerClient(lambda: self._stopped)
            self._opened = ()
        if self._opened != request.scene:
            codec = RemoteTileCodec(self._client, find_model(request.model), request.device, request.profile)
            self.started_on.emit(self._client.versions, codec.device)
            self._look_up()
            self._scene = Scene(request.optical or None, request.sar or None, codec)
            self._opened, self._quick = request.scene, False
        if self._scene is None:
            raise DuetError(tr("Nothing is open to preview."))
        return self._scene

    def _show(self, scene: Scene, request: Request, window: Window, whole: bool) -> None:
        began = time.perf_counter()
        self._look_up()
        nothing = True
        for preview in scene.preview(window, request.prompts):
            self._look_up()
            nothing = False
            shown = self._pictures(scene, request, preview, whole)
            if shown is not None:
                seconds = time.perf_counter() - began
                self.shown.emit(Shown(*shown, preview.bpp, preview.psnr, whole, seconds))
        if whole:
            self._quick = time.perf_counter() - began < QUICK
            if nothing:
                self.empty.emit()

    def _pictures(self, scene: Scene, request: Request, preview: Preview, whole: bool):
        renderer = request.renderers.get(preview.modality)
        if renderer is None:
            return None
        images = [
            picture(values, preview.valid, renderer.clone()) for values in (preview.original, preview.decoded)
        ]
        transform = scene.transforms[preview.modality]
        difference = difference_picture(transform, preview.original, preview.decoded, preview.valid)
        return preview.modality, preview.window, *images, difference

    def _look_up(self) -> None:
        """Leave what is being done where something newer is wanted."""
        if self._newer or self._stopped:
            raise Cancelled

    def _close(self) -> None:
        super()._close()
        self._scene, self._opened = None, ()


def _centre(window: Window) -> Window:
    """The middle of a window, at most `CENTRE` pixels a side."""
    width, height = min(window.width, CENTRE), min(window.height, CENTRE)
    x, y = (window.width - width) // 2 // STRIDE * STRIDE, (window.height - height) // 2 // STRIDE * STRIDE
    return Window(window.x + x, window.y + y, width, height)
