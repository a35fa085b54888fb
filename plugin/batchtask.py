"""A batch as a task of QGIS's own: the engine's batch in a thread, its changes as signals; no widgets, no words of its own."""

from __future__ import annotations

import time

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..engine import batch
from ..engine.batch import RUNNING, Control, Job, Settings
from ..engine.batchreport import Summary
from ..engine.errors import DuetError
from .batchcodecs import RowStyles, WorkerCodecs
from .tasks import KeptTask
from .translation import tr
from .turns import turn

OFTEN = 0.1  # seconds between two words on the progress of one row


class BatchTask(KeptTask):
    """Runs `jobs` of `engine.batch.plan` into `folder`; emits `changed(Job)` as it goes and `ended(Summary, why)` at last.

    The summary is None where nothing could be begun, and `why` says so in one sentence.
    """

    changed = pyqtSignal(object)
    stage = pyqtSignal(
        str
    )  # what it does now where that is not its work, such as waiting for its turn; "" again after it
    ended = pyqtSignal(object, str)

    def __init__(
        self,
        jobs: list[Job],
        folder: str,
        settings: Settings,
        model: str,
        device: str,
        styles: RowStyles,
        redo: bool,
    ) -> None:
        super().__init__(tr("EO-Duet: batch of {} pairs").format(len(jobs)), QgsTask.Flag.CanCancel)
        self.jobs, self.folder, self.settings = jobs, folder, settings
        self.model, self.device, self.styles, self.redo = model, device, styles, redo
        self.control = Control()
        self.summary: Summary | None = None
        self.why = ""
        self._told = 0.0

    def run(self) -> bool:
        """Encode, once no other job computes."""
        try:
            with turn(self), WorkerCodecs(self.model, self.device, self.control.cancelled) as codecs:
                self.summary = batch.run(
                    self.jobs,
                    self.folder,
                    codecs,
                    self.settings,
                    styles=self.styles,
                    redo=self.redo,
                    control=self.control,
                    on_change=self._note,
                )
        except DuetError as error:
            self.why = str(error)
        return self.summary is not None

    def cancel(self) -> None:
        """Stop: what runs leaves no file, what is done stays."""
        self.control.cancel()
        super().cancel()

    def setProgressText(self, text: str) -> None:
        """What `turn` has to say."""
        self.stage.emit(text)

    def tell(self, result: bool) -> None:
        """Tell."""
        self.ended.emit(self.summary, self.why)

    def _note(self, job: Job) -> None:
        self.setProgress(100 * (job.number - 1 + job.fraction) / len(self.jobs))
        now = time.monotonic()
        if job.status != RUNNING or job.fraction == 0 or now - self._told > OFTEN:
            self._told = now
            self.changed.emit(job)
