"""Running one of the plugin's algorithms from a button: the same code as the toolbox, in a task, with a log; no widgets.

So the panel gives the bytes that `eoduet:encode` gives: it *is* `eoduet:encode`."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .environment import PrivateEnvironment
from .translation import tr


class LoggingFeedback(QgsProcessingFeedback):
    """A feedback that hands on every line; the signals cross threads."""

    line = pyqtSignal(str, bool)  # text, whether it is a problem
    stage = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def setProgressText(self, text: str) -> None:
        self.stage.emit(text)
        if text:
            self.line.emit(text, False)

    def pushInfo(self, info: str) -> None:
        self.line.emit(info, False)

    def pushWarning(self, warning: str) -> None:
        self.line.emit(warning, True)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)
        self.line.emit(error, True)


class AlgorithmJob(QObject):
    """One run of `eoduet:<name>`; emits `ended` exactly once."""

    progressed = pyqtSignal(float)  # per cent
    line = pyqtSignal(str, bool)
    stage = pyqtSignal(
        str
    )  # what it does now where that is not its work, such as waiting for its turn; "" again after it
    ended = pyqtSignal(bool, dict, str)  # done, the outputs, one sentence where not done ("" = cancelled)

    def __init__(self, name: str, parameters: dict, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name, self.parameters = name, parameters
        self._feedback = LoggingFeedback()
        self._feedback.line.connect(self.line)
        self._feedback.stage.connect(self.stage)
        self._feedback.progressChanged.connect(self.progressed)
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        self._task: QgsProcessingAlgRunnerTask | None = None

    def start(self) -> None:
        """Hand the work to QGIS's task manager."""
        registry = QgsApplication.processingRegistry()
        self._algorithm = registry.createAlgorithmById(f"eoduet:{self.name}")
        problem = PrivateEnvironment().problem() if self._algorithm.needs_worker else ""
        if problem:
            self.ended.emit(False, {}, problem)
            return
        self._task = QgsProcessingAlgRunnerTask(
            self._algorithm, self.parameters, self._context, self._feedback
        )
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Stop it: the worker is killed and nothing is left under a final name."""
        self._feedback.cancel()

    def wait(self) -> None:
        """Block until a cancelled job has ended, at most five seconds: its algorithm must not go before it."""
        if self._task is not None and self._feedback.isCanceled():
            self._task.waitForFinished(5000)

    def _executed(self, done: bool, results: dict) -> None:
        cancelled = self._feedback.isCanceled()
        errors = self._feedback.errors
        sentence = errors[-1] if errors else tr("The job failed without saying why: see the log.")
        self.ended.emit(done and not cancelled, dict(results), "" if done or cancelled else sentence)
