"""Running another program from QGIS through QProcess: a clean environment, its output line by line, a cancel
that kills.

Nothing here knows what the program is. QProcess and not Python's own process module: it is Qt's, works inside
every QGIS, and dies with it. The calls block and need no event loop, so they are safe in any thread; a
process belongs to the thread that started it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QIODevice, QProcess, QProcessEnvironment

from ..engine.errors import Cancelled, DuetError

POLL_MS = 100
# QGIS sets these for its own Python; any of them makes another Python load the wrong libraries.
FOREIGN_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")
# The user's, for his own packages; any of them sends pip past the environment.
FOREIGN_VARIABLES += ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


class ProgramError(DuetError):
    """Another program could not be started."""


def start_process(program: str, arguments: list[str], variables: dict[str, str] | None = None) -> QProcess:
    """Start a program without QGIS's Python settings, with more `variables`, and return it running;
    `ProgramError` where it does not start."""
    process = QProcess()
    environment = QProcessEnvironment.systemEnvironment()
    for name in FOREIGN_VARIABLES:
        environment.remove(name)
    for name, value in {"PYTHONIOENCODING": "utf-8", **(variables or {})}.items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    process.start(program, arguments, QIODevice.OpenModeFlag.ReadWrite)
    if not process.waitForStarted(30_000):
        raise ProgramError(f"The program {program} could not be started ({process.errorString()}).")
    return process


def stop_process(process: QProcess) -> None:
    """Kill a process and wait until it is gone; harmless on one that has ended."""
    if process.state() != QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(10_000)


def run_program(
    program: str,
    arguments: list[str],
    on_line: Callable[[str], None],
    cancelled: Callable[[], bool],
    variables: dict[str, str] | None = None,
) -> int:
    """Run a program to its end, handing each line it prints to `on_line`; return its exit code (-1 after a
    crash).

    Raises `ProgramError` where it does not start and `Cancelled`, with the program killed, when `cancelled()`
    says so."""
    process = start_process(program, arguments, variables)
    process.closeWriteChannel()
    pending = b""
    try:
        running = True
        while running:
            if cancelled():
                raise Cancelled("Cancelled.")
            running = not process.waitForFinished(POLL_MS)
            pending += bytes(process.readAllStandardOutput()) + bytes(process.readAllStandardError())
            *lines, pending = pending.split(b"\n")
            for line in lines:
                on_line(line.decode("utf-8", "replace").rstrip())
        if pending:
            on_line(pending.decode("utf-8", "replace").rstrip())
    finally:
        stop_process(process)
    return process.exitCode() if process.exitStatus() == QProcess.ExitStatus.NormalExit else -1
