"""The one thread that decodes for all live layers: newest request first, overviews when nobody waits; no layers here.

Renderers ask from QGIS's own threads and wait in slices, so they can be cancelled; nobody waits for a request that failed.
A request whose askers have all gone away is not begun. A worker that died is replaced once, and where that dies too, requests
fail at once with its reason for some seconds.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QThreadPool, pyqtSignal

from ...engine.bytecache import ByteCache
from ...engine.errors import Cancelled, DuetError
from ...engine.interface import TileCodecLike
from ...engine.livefile import LiveFile, Pixels
from .. import settings
from ..remotecodec import codec_factory
from ..translation import tr
from ..workerclient import WorkerClient, WorkerFault
from ..workerthread import WorkerThread
from .overviews import Overviews

CACHE_BYTES = 256_000_000  # of decoded tiles and their latents, for all live layers together
SLICE = 0.05  # seconds between two looks at whether a waiting renderer is still wanted
PATIENCE = 180  # seconds that a worker may take for one tile before it counts as stuck
SULK = 15  # seconds for which requests fail at once after two workers in a row have died


@dataclass(eq=False)
class Request:
    """One tile that somebody waits for, or an overview lacks; `pixels` or `problem` is set when it is `done`."""

    file: LiveFile
    modality: str
    index: int
    background: bool = False
    waiting: int = 0
    done: bool = False
    pixels: Pixels | None = None
    problem: str = ""


class Decoder(WorkerThread):
    """Started by the first request; who waits when it is stopped gets nothing."""

    failed = pyqtSignal(str, str)  # path, one sentence
    damaged = pyqtSignal(str, int, str)  # path, tile, reason
    grown = pyqtSignal(
        str, bool
    )  # path of a file whose overview has more tiles now, whether nothing is left to do

    def __init__(self) -> None:
        super().__init__()
        self.cache = ByteCache(CACHE_BYTES)
        self.overviews = Overviews()
        self.decoded = 0  # tiles, since the start: what a cache saves shows here
        self._requests: dict[tuple, Request] = {}
        self._codec: TileCodecLike | None = None
        self._loaded: tuple = ()
        self._deadline = 0.0
        self._sulking = (0.0, "")

    def tile(self, file: LiveFile, modality: str, index: int, gone: Callable[[], bool]) -> Pixels | None:
        """A tile, from the cache or decoded now; None where `gone()` said so first. `DuetError` where it cannot be had."""
        pixels = self.known(file, modality, index)
        if pixels is not None:
            return pixels
        key = file.key(modality, index)
        with self._state:
            request = self._requests.pop(key, None) or Request(file, modality, index)
            self._requests[key] = request  # the newest stands last
            request.waiting += 1
            self._state.notify_all()
        self._begin()
        try:
            self._wait(request, gone)
        finally:
            with self._state:
                request.waiting -= 1
        if request.problem:
            raise DuetError(request.problem)
        return request.pixels

    def known(self, file: LiveFile, modality: str, index: int) -> Pixels | None:
        """A tile that is in the cache."""
        return self.cache.get(file.key(modality, index))

    def fill(self, file: LiveFile, modality: str, indexes: list[int]) -> None:
        """Decode these tiles for the overview when nobody waits for anything else."""
        self.overviews.want(file, modality, indexes)
        with self._state:
            self._state.notify_all()
        self._begin()

    def run(self) -> None:
        """Serve until stopped, then keep the overviews."""
        try:
            super().run()
        finally:
            self.overviews.save_all()

    def _wait(self, request: Request, gone: Callable[[], bool]) -> None:
        pool = QThreadPool.globalInstance()
        pool.releaseThread()  # another layer may draw while this one waits
        try:
            with self._state:
                while not request.done and not self._stopped and not gone():
                    self._state.wait(SLICE)
        finally:
            pool.reserveThread()

    def _take(self) -> Request | None:
        """The newest request that is waited for, else a tile that an overview lacks."""
        for key, request in reversed(list(self._requests.items())):
            if request.waiting:
                return request
            del self._requests[key]
        wanted = self.overviews.next()
        return None if wanted is None else Request(*wanted, background=True)

    def _serve(self, request: Request) -> None:
        file, key = request.file, request.file.key(request.modality, request.index)
        before = set(file.damaged)
        try:
            request.pixels = self.known(file, request.modality, request.index) or self._decode(request)
            new = self.overviews.take(file, request.modality, request.index, request.pixels)
            if new and request.background:
                self.grown.emit(file.path, not self.overviews.lacking(file))
        except Cancelled:
            request.problem = tr("EO-Duet is closing.")
        except DuetError as error:
            request.problem = str(error)
        except Exception as error:  # an exception that leaves a thread ends QGIS
            QgsMessageLog.logMessage(traceback.format_exc(), "EO-Duet", Qgis.MessageLevel.Critical)
            request.problem = tr("Decoding failed: {}").format(f"{type(error).__name__}: {error}")
        finally:
            with self._state:
                self._requests.pop(key, None)
                request.done = True
                self._state.notify_all()
        if request.problem and not self._stopped:
            self.overviews.give_up(file)
            self.failed.emit(file.path, request.problem)
        for index in sorted(file.damaged.keys() - before):
            self.damaged.emit(file.path, index, file.damaged[index])

    def _decode(self, request: Request) -> Pixels:
        until, reason = self._sulking
        if time.monotonic() < until:
            raise WorkerFault(reason)
        try:
            return self._once(request)
        except WorkerFault:
            self._close()
        try:
            return self._once(request)
        except WorkerFault as fault:
            self._close()
            self._sulking = time.monotonic() + SULK, str(fault)
            raise

    def _once(self, request: Request) -> Pixels:
        self._deadline = time.monotonic() + PATIENCE
        try:
            codec = self._codec_for(request.file)
            pixels = request.file.decode(codec, request.modality, request.index, self.cache)
        except Cancelled as cancelled:
            self._close()
            if self._stopped:
                raise
            raise WorkerFault(
                tr("The worker process did not answer for {} s: close other programs and try again.").format(
                    PATIENCE
                )
            ) from cancelled
        self.decoded += 1
        return pixels

    def _codec_for(self, file: LiveFile) -> TileCodecLike:
        if self._client is None:
            self._client = WorkerClient(lambda: self._stopped or time.monotonic() > self._deadline)
        said = file.description
        wanted = said.bundle_id, said.bundle_digest, said.profile, settings.device()
        if self._codec is None or self._loaded != wanted:
            self._codec = codec_factory(self._client, wanted[3])(*wanted[:3])
            self._loaded = wanted
        return self._codec

    def _close(self) -> None:
        super()._close()
        self._codec, self._loaded = None, ()
