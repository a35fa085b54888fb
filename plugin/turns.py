"""One job computes at a time: others wait for their turn, visibly, and can be cancelled while they wait. Knows no job.

Two jobs at once would share the processor and double the memory, and end later than one after the other. Only jobs in
background threads wait: one in QGIS's main thread (a script's, `qgis_process`'s) is waited for by a person already, and
waiting there would stop what it waits for. A job that starts another in its own thread has its turn already."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.PyQt.QtCore import QThreadPool

from ..engine.errors import Cancelled
from .translation import tr

POLL = 0.1  # seconds between two looks at the cancel button
_turn = threading.RLock()


@contextmanager
def turn(feedback) -> Iterator[None]:
    """Hold the turn; `Cancelled` where `feedback` is cancelled while waiting for it."""
    if threading.current_thread() is threading.main_thread():
        yield
        return
    if not _turn.acquire(blocking=False):
        _wait(feedback)
    try:
        yield
    finally:
        _turn.release()


def _wait(feedback) -> None:
    feedback.setProgressText(tr("Waiting for another EO-Duet job"))
    pool = QThreadPool.globalInstance()
    pool.releaseThread()  # who waits needs no thread of the pool: QGIS draws its maps with them
    try:
        while not _turn.acquire(timeout=POLL):
            if feedback.isCanceled():
                raise Cancelled
    finally:
        pool.reserveThread()
    feedback.setProgressText("")
