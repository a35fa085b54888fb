"""Which graphics cards this machine really has, as its drivers and Windows tell; nothing is chosen here."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass

from qgis.PyQt.QtCore import QSettings

from ..engine.errors import DuetError
from .process import run_program

QUERY = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
SECONDS = 5  # nvidia-smi is waited for: a driver that hangs must not hang QGIS
DISPLAY_ADAPTERS = (
    r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
)
NO_CARDS = ("microsoft basic", "microsoft remote", "virtual", "mirage")


@dataclass(frozen=True)
class Card:
    """A graphics card; `driver` is the version of NVIDIA's driver, empty for other makers'; `memory` as its driver says it."""

    name: str
    driver: str = ""
    memory: str = ""

    @property
    def major(self) -> int:
        """The driver's main version, 0 where there is none."""
        head = self.driver.split(".")[0]
        return int(head) if head.isdecimal() else 0


def cards() -> list[Card]:
    """NVIDIA's cards first, then those that only Windows knows of; empty where none is found."""
    nvidia = _nvidia()
    known = {card.name for card in nvidia}
    return nvidia + [Card(name) for name in _windows() if name not in known]


def _nvidia() -> list[Card]:
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    lines: list[str] = []
    end = time.monotonic() + SECONDS
    try:
        if run_program(program, QUERY, lines.append, lambda: time.monotonic() > end) != 0:
            return []
    except DuetError:  # a driver that does not answer is no driver
        return []
    return [card for card in map(parse, lines) if card is not None]


def parse(line: str) -> Card | None:
    """A card from a line of nvidia-smi: name, driver, memory."""
    parts = [part.strip() for part in line.split(",")]
    return Card(*parts) if len(parts) == 3 and parts[0] else None


def _windows() -> list[str]:
    if sys.platform != "win32":
        return []
    registry = QSettings(DISPLAY_ADAPTERS, QSettings.Format.NativeFormat)
    names = [str(registry.value(f"{group}/DriverDesc", "")) for group in registry.childGroups()]
    real = [name for name in names if name and not name.lower().startswith(NO_CARDS)]
    return list(dict.fromkeys(real))
