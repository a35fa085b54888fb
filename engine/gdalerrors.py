"""Turns GDAL's errors into the engine's own, whether the program around us has GDAL raise exceptions or not; no words.

GDAL reports an error by a return value, by its error handler, or by a RuntimeError, depending on a switch that belongs to
the whole process. A plugin must not turn that switch (QGIS and other plugins depend on it), so everything here works in
both positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from osgeo import gdal, osr

from .errors import DuetError

# libtiff's count of its own memory, off by some bytes when GDAL 3.13 closes a file with a mask inside: the file is whole.
HARMLESS = "TIFFCleanup:"


@contextmanager
def gdal_errors(error: Callable[[str], DuetError], strict: bool = True) -> Iterator[list[str]]:
    """Run a block of GDAL calls; on failure raise `error(reason)`, where the reason is GDAL's own message.

    Yields the list of messages so far. `strict`: a failure that GDAL only reported counts too; otherwise only an exception.
    GDAL's own output on the terminal is silenced.
    """
    messages: list[str] = []

    def collect(severity: int, _number: int, message: str) -> None:
        text = " ".join(message.split())
        if severity >= gdal.CE_Failure and not text.startswith(HARMLESS):
            messages.append(text)

    gdal.PushErrorHandler(collect)
    try:
        with _without_exceptions():
            yield messages
    except RuntimeError as failure:
        if isinstance(failure, (RecursionError, NotImplementedError)):
            raise
        raise error(" ".join(str(failure).split())) from failure
    finally:
        gdal.PopErrorHandler()
    if strict and messages:
        raise error(messages[0])


def _without_exceptions() -> AbstractContextManager:
    """From GDAL 3.7 the switch can be turned for this thread alone (which also spares the warning that nobody set it)."""
    stack = ExitStack()
    for module in (gdal, osr):
        if hasattr(module, "ExceptionMgr"):
            stack.enter_context(module.ExceptionMgr(useExceptions=False))
    return stack
