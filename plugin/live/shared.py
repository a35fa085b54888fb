"""What all live layers of a QGIS share: one decoder and the files that are open; made when first asked for."""

from __future__ import annotations

import atexit
import threading
import weakref

from ...engine.errors import DuetError
from ...engine.livefile import LiveFile
from ..translation import tr
from .decoder import Decoder

_lock = threading.Lock()
_decoder: Decoder | None = None
_off = False
_files: weakref.WeakValueDictionary[str, LiveFile] = weakref.WeakValueDictionary()


def decoder() -> Decoder:
    """The decoder; DuetError while the plugin is switched off."""
    global _decoder
    with _lock:
        if _off:
            raise DuetError(tr("EO-Duet is switched off: switch it on in QGIS's plugin manager."))
        if _decoder is None:
            _decoder = Decoder()
            atexit.register(stop)
        return _decoder


def start() -> None:
    """Let there be a decoder (again)."""
    global _off
    _off = False


def stop() -> None:
    """End the decoder and its worker; layers stay and show nothing until `start`."""
    global _decoder, _off
    with _lock:
        ended, _decoder, _off = _decoder, None, True
    atexit.unregister(stop)
    if ended is not None:
        ended.stop()


def open_file(path: str) -> LiveFile:
    """The file at `path`, one object for one content, so that both its images share it; FormatError."""
    file = LiveFile(path)
    with _lock:
        return _files.setdefault(f"{path}|{file.fingerprint}", file)


def opened() -> list[LiveFile]:
    """The files that something still looks at."""
    with _lock:
        return list(_files.values())
