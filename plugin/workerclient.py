"""The QGIS side of the worker process: starts it, sends one request at a time, waits, explains its death,
kills on cancel.

It knows requests and arrays, not what they mean (`plugin.remotecodec` does). The worker runs `engine.worker`
in the private environment's Python; requests and replies are JSON lines, arrays lie in a temporary exchange
file. A client belongs to the thread that made it and needs no event loop. Closing it, or QGIS's end of whatever kind,
ends the worker."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from qgis.PyQt.QtCore import QProcess

from ..engine import errors
from ..engine.exchange import read_arrays, write_arrays
from .environment import PrivateEnvironment
from .interpreter import EnvironmentFault
from .process import POLL_MS, start_process, stop_process
from .translation import tr

PACKAGE = Path(__file__).resolve().parent.parent
STDERR_KEPT = 4096
SIGNAL_KILL = 9
PREFIX, SUFFIX = "eoduet-", ".exchange"
LEFT_OVER = 86_400  # seconds: no worker is silent for a day


class WorkerFault(errors.DuetError):
    """The worker process died, ran out of memory, or failed in a way that no `DuetError` describes."""


class KilledWorker(WorkerFault):
    """The system, or somebody, killed the worker: nothing is wrong with the environment."""


class WorkerClient:
    """A running worker process; use as a context manager.

    `environment` defaults to the profile's private environment and must be ready (`EnvironmentFault` if not).
    `cancelled()` is asked ten times a second while waiting; when it says so the worker is killed and
    `Cancelled` raised."""

    def __init__(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        environment: PrivateEnvironment | None = None,
        unproved: bool = False,
    ) -> None:
        environment = environment or PrivateEnvironment()
        problem = "" if unproved else environment.problem()
        if problem:
            raise EnvironmentFault(problem)
        self._cancelled = cancelled
        self._stderr = b""
        remove_left_over()
        handle, self._exchange = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX)
        os.close(handle)
        try:
            self._process = start_process(str(environment.python), ["-I", "-c", start_code()])
            self.versions, _ = self.request("hello", {}, exchange=self._exchange)
        except errors.DuetError as error:
            self.close()
            raise self._not_started(environment, error) from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def process_id(self) -> int:
        """The worker's process id; 0 once it has ended."""
        return int(self._process.processId())

    def request(
        self, operation: str, arrays: dict[str, np.ndarray | bytes], **fields: object
    ) -> tuple[dict, dict[str, np.ndarray]]:
        """Send one request and wait: (the reply's fields, its arrays). The worker's `DuetError`s are raised
        here again."""
        try:
            table = write_arrays(self._exchange, arrays)
        except OSError as error:
            raise WorkerFault(
                tr("The temporary folder {} cannot be written ({}): free some space there.").format(
                    tempfile.gettempdir(), error.strerror
                )
            ) from error
        line = json.dumps({"op": operation, "arrays": table, **fields}).encode() + b"\n"
        self._process.write(line)
        reply = json.loads(self._wait_for_line())
        if not reply["ok"]:
            raise explain(reply)
        return reply, read_arrays(self._exchange, reply.get("arrays", {}))

    def close(self) -> None:
        """End the worker and remove the exchange file; safe to call again."""
        if hasattr(self, "_process"):
            stop_process(self._process)
        if os.path.exists(self._exchange):
            os.remove(self._exchange)

    def _wait_for_line(self) -> bytes:
        while not self._process.canReadLine():
            if self._cancelled():
                self.close()
                raise errors.Cancelled
            self._process.waitForReadyRead(POLL_MS)
            self._stderr = (self._stderr + bytes(self._process.readAllStandardError()))[-STDERR_KEPT:]
            ended = self._process.state() == QProcess.ProcessState.NotRunning
            if ended and not self._process.canReadLine():
                raise self._death()
        return bytes(self._process.readLine())

    def _not_started(self, environment: PrivateEnvironment, error: errors.DuetError) -> errors.DuetError:
        """What to say of a worker that did not start; unless it was stopped, the environment is broken from now on."""
        if isinstance(error, (errors.Cancelled, KilledWorker)):
            return error
        environment.note_fault(self._last_line() or str(error))
        return WorkerFault(environment.problem() or str(error))

    def _death(self) -> WorkerFault:
        """Why the worker is gone, in one sentence."""
        crashed = self._process.exitStatus() == QProcess.ExitStatus.CrashExit
        if crashed and self._process.exitCode() == SIGNAL_KILL:
            return KilledWorker(
                tr(
                    "The worker process was killed by the system, most likely because memory ran out: close "
                    "other programs, or use the device 'cpu', and try again."
                )
            )
        last = self._last_line() or tr("it printed nothing")
        if crashed:
            message = tr(
                "The worker process crashed ({}): try the device 'cpu', or repair it with 'Set up EO-Duet'."
            )
            return WorkerFault(message.format(last))
        return WorkerFault(
            tr("The worker process ended unexpectedly ({}): repair it with 'Set up EO-Duet'.").format(last)
        )

    def _last_line(self) -> str:
        lines = [line for line in self._stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else ""


def remove_left_over() -> None:
    """Remove the exchange files that nobody could remove: QGIS and its worker were both killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):  # another user's, or one that somebody else has just removed
            if time.time() - path.stat().st_mtime > LEFT_OVER:
                path.unlink()


def start_code() -> str:
    """The Python line the worker runs. The plugin's parent folder comes last on its path, so that no
    neighbour's module can stand in for one of the environment's."""
    parent, name = str(PACKAGE.parent), PACKAGE.name
    return (
        f"import sys, importlib; sys.path.append({parent!r}); "
        f"sys.exit(importlib.import_module({name + '.engine.worker'!r}).main())"
    )


def explain(reply: dict) -> errors.DuetError:
    """The exception a failed reply stands for: the same `DuetError` the worker raised, or a `WorkerFault`."""
    name, message = reply["error"], reply["message"]
    if name == "MemoryError":
        return WorkerFault(
            tr(
                "Memory ran out in the worker process: close other programs, or use the device 'cpu', and "
                "try again."
            )
        )
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.DuetError):
        return kind(message)
    return WorkerFault(tr("The worker process failed: {}").format(message))
