"""A thread with a worker process of its own: waits for work, keeps the worker warm, lets it go when idle; does no work.

A thread and not a `QgsTask`, because the worker's pipe belongs to the thread that opened it, and starting a worker takes
longer than most of what it is asked for.
"""

from __future__ import annotations

import threading
from typing import Any

from qgis.PyQt.QtCore import QThread

from .workerclient import WorkerClient

IDLE_SECONDS = 120
END_MS = 15_000


class WorkerThread(QThread):
    """Started by the first work, ended by `stop`. A kind of it says what there is to do (`_take`) and does it (`_serve`).

    What `_take` looks at changes under the lock `_state`, which is then notified.
    """

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._state = threading.Condition()
        self._stopped = False
        self._client: WorkerClient | None = None

    def stop(self) -> None:
        """End the thread and the worker; what is asked for is dropped."""
        with self._state:
            self._stopped = True
            self._state.notify_all()
        self.wait(END_MS)

    def run(self) -> None:
        """Serve until stopped."""
        try:
            while not self._stopped:
                work = self._next()
                if work is not None:
                    self._serve(work)
        finally:
            self._close()

    def _begin(self) -> None:
        with self._state:
            if not self._stopped and not self.isRunning():
                self.start(QThread.Priority.LowPriority)

    def _next(self) -> Any:
        """What to do now; None at the end, and where nothing was to do for a while, after which there is no worker."""
        with self._state:
            # What there is to do is looked at, and not whether a call woke us: what comes as the time runs out counts too.
            work = self._state.wait_for(lambda: self._stopped or self._take(), IDLE_SECONDS)
        if not work:
            self._close()  # not in the lock: who asks for something must never wait for a worker's end
        return None if self._stopped else work

    def _take(self) -> Any:
        """What to do next, under the lock; None for nothing."""
        raise NotImplementedError

    def _serve(self, work: Any) -> None:
        raise NotImplementedError

    def _close(self) -> None:
        """Let the worker go."""
        if self._client is not None:
            self._client.close()
        self._client = None
