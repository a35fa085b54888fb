"""Objects made in Python that QGIS owns: their Python halves are kept until QGIS has deleted the C++ halves; nothing else.

Without that the Python half is collected, and QGIS goes on with an object that has lost all it was given here.
"""

from __future__ import annotations

import threading
from typing import Any

from qgis.PyQt import sip

_alive: list[Any] = []
_lock = threading.Lock()


def keep(made: Any) -> Any:
    """Hand an object to QGIS and return it; safe in any thread."""
    with _lock:
        _alive[:] = [one for one in _alive if not sip.isdeleted(one)]
        _alive.append(made)
    sip.transferto(made, None)
    return made


def alive() -> int:
    """How many of them QGIS still has."""
    with _lock:
        return sum(not sip.isdeleted(one) for one in _alive)
