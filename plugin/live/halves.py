"""Objects made in Python that QGIS owns: their Python halves live exactly as long as the C++ halves; nothing else.

Without that the Python half is collected, and QGIS goes on with an object that has lost all it was given here, or crashes. The
C++ half itself holds the Python one, as a property of a QObject: whether sip takes the object for deleted says nothing, for
QGIS wraps some objects anew, and the first wrapper then counts as deleted while QGIS still calls through to it.
"""

from __future__ import annotations

import weakref
from typing import Any

from qgis.PyQt import sip

PROPERTY = "eoduet_half"
_alive: weakref.WeakSet = weakref.WeakSet()


class _Held:
    """Hides an object from PyQt, which would store a pointer to the C++ half and hold nothing."""

    def __init__(self, made: Any) -> None:
        self.made = made


def keep(made: Any) -> Any:
    """Hand a QObject to QGIS and return it; safe in any thread."""
    made.setProperty(PROPERTY, _Held(made))
    _alive.add(made)
    sip.transferto(made, None)
    return made


def alive() -> int:
    """How many of them QGIS still has."""
    return len(_alive)
