"""Looking for the machine's graphics cards as a task: a driver that hangs holds nobody up; nothing is chosen here."""

from __future__ import annotations

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from .graphics import Card, cards
from .tasks import KeptTask
from .translation import tr


class CardsTask(KeptTask):
    """`found(cards)` comes once, in the main thread."""

    found = pyqtSignal(list)

    def __init__(self) -> None:
        super().__init__(tr("EO-Duet: looking for graphics cards"), QgsTask.Flag.CanCancel)
        self._cards: list[Card] = []

    def run(self) -> bool:
        """Ask drivers and system."""
        self._cards = cards()
        return True

    def tell(self, result: bool) -> None:
        """Tell."""
        self.found.emit(self._cards)
