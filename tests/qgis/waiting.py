"""What tests of the interface share: turning the event loop until something holds."""

from __future__ import annotations

import time
from collections.abc import Callable

from qgis.PyQt.QtCore import QCoreApplication


def until(condition: Callable[[], object], seconds: float = 600) -> None:
    """Turn the event loop until a condition holds; AssertionError where it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.002)
