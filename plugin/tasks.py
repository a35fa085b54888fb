"""Starting tasks of one's own: QGIS runs them, Python keeps them alive until they have told their end; no task's work."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsTask

_alive: list[KeptTask] = []


class KeptTask(QgsTask):
    """A `QgsTask` in Python. Without a reference its Python side would be collected while QGIS still runs it."""

    over = False

    def start(self) -> None:
        """Hand the task to QGIS."""
        _alive[:] = [task for task in _alive if not task.over]
        _alive.append(self)
        QgsApplication.taskManager().addTask(self)

    def finished(self, result: bool) -> None:
        """In the main thread, at the very end."""
        self.tell(result)
        self.over = True

    def tell(self, result: bool) -> None:
        """Emit what became of it."""
        raise NotImplementedError
