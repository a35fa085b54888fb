"""The batch window: pairs from the project, folders or a list, coded into one folder; each part's own work is elsewhere."""

from __future__ import annotations

import os
import time
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt import uic
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QHeaderView, QPushButton, QVBoxLayout, QWidget

from ..engine import batch
from ..engine.batch import FAILED, Job
from ..engine.batchfolders import match_folders
from ..engine.batchlist import PairList, read_list, write_list
from ..engine.batchreport import HTML_NAME, Summary
from ..engine.errors import DuetError
from ..engine.targets import Target
from ..engine.wording import time_words
from ..plugin import projectstate
from ..plugin.batchcodecs import RowStyles
from ..plugin.batchtask import BatchTask
from ..plugin.environment import PrivateEnvironment
from ..plugin.projectpairs import project_rows
from ..plugin.translation import tr
from .batchtable import FILE, NUMBERS, OPTICAL, SAR, STATE, BatchDelegate, BatchTable
from .ratechoice import RateChoice

FORM = Path(__file__).with_name("batch.ui")
SIZE = (1260, 660)  # pixels at first
STATE_WIDTH = 170  # pixels
LISTS = "CSV (*.csv)"


class BatchWindow(QDialog):
    """The window. It runs one batch at a time, as a task of QGIS's own, which goes on when the window is closed."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("EODuetBatch")
        self.setWindowTitle(tr("EO-Duet batch"))
        self.form = QWidget(self)
        uic.loadUi(str(FORM), self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.resize(*SIZE)
        self.task: BatchTask | None = None
        self.summary: Summary | None = None
        self.table = BatchTable(self)
        self.rate = RateChoice(self.form, self)
        self.rate.restore(projectstate.load(QgsProject.instance()))
        self._began = 0.0
        self._dress()
        self._connect()
        self._rate_changed()
        self.output_changed()

    def _dress(self) -> None:
        form = self.form
        for button in form.findChildren(QPushButton):
            button.setAutoDefault(button is form.start)
        table = form.table
        table.setModel(self.table)
        table.setItemDelegate(BatchDelegate(table))
        table.setAccessibleName(tr("Pairs"))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column in (OPTICAL, SAR, FILE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(STATE, STATE_WIDTH)
        for column in NUMBERS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        for part in (form.rateForm, form.moreForm):
            form.settingsLayout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        form.output.setStorageMode(form.output.StorageMode.GetDirectory)
        form.output.setDialogTitle(tr("Folder of compressed files"))
        form.output.setAccessibleName(tr("Folder of compressed files"))
        form.progress.setAccessibleName(tr("Progress of the batch"))
        form.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.fromProject.setToolTip(tr("Pair the project's layers by place, name and date"))
        form.fromFolders.setToolTip(tr("Pair the rasters of two folders by name and date"))
        form.fromList.setToolTip(tr("Columns optical and sar; if you like output, quality, gamma, profile"))
        form.skip.setToolTip(
            tr("A whole file that was made from the same images with the same settings is not made again")
        )

    def _connect(self) -> None:
        form = self.form
        form.fromProject.clicked.connect(self.add_project)
        form.fromFolders.clicked.connect(self._ask_for_folders)
        form.fromList.clicked.connect(self._ask_for_list)
        form.saveList.clicked.connect(self._save_list)
        form.remove.clicked.connect(self.remove)
        form.output.fileChanged.connect(self.output_changed)
        form.start.clicked.connect(lambda: self.start(not form.skip.isChecked()))
        form.retry.clicked.connect(lambda: self.start(False))
        form.pause.clicked.connect(self.pause)
        form.cancel.clicked.connect(self.cancel)
        form.report.clicked.connect(self._open_report)
        form.table.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())
        self.rate.changed.connect(self._rate_changed)
        self.table.modelReset.connect(self._update)

    # Pairs

    def add(self, listed: PairList) -> None:
        """Add pairs that are not there yet."""
        known = {(row.optical, row.sar) for row in self.table.rows}
        new = [row for row in listed.rows if (row.optical, row.sar) not in known or row.problem]
        self.table.set_rows([*self.table.rows, *new])
        added = tr("{} pairs added.").format(len(new))
        self._say(" ".join([added, *listed.notes]))
        self._suggest_output()

    def add_project(self) -> None:
        """Add the pairs among the project's layers."""
        rows = project_rows(QgsProject.instance())
        if rows:
            self.add(PairList(rows))
        else:
            self._say(
                tr(
                    "The project has no optical and SAR layers of one place: add some, or use folders or a list."
                )
            )

    def add_list(self, path: str) -> None:
        """Add the pairs of a CSV list."""
        self._add_from(read_list, path)

    def add_folders(self, optical: str, sar: str) -> None:
        """Add the pairs of two folders."""
        self._add_from(match_folders, optical, sar)

    def _add_from(self, source, *paths: str) -> None:
        try:
            self.add(source(*paths))
        except DuetError as error:
            self._say(str(error))

    def remove(self) -> None:
        """Remove the chosen pairs from the table, or all where none is chosen."""
        chosen = {index.row() for index in self.form.table.selectionModel().selectedRows()}
        left = [row for place, row in enumerate(self.table.rows) if chosen and place not in chosen]
        self.table.set_rows(left)

    def _ask_for_list(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("List of pairs"), "", LISTS)
        if path:
            self.add_list(path)

    def _ask_for_folders(self) -> None:
        optical = QFileDialog.getExistingDirectory(self, tr("Folder of optical images"))
        sar = optical and QFileDialog.getExistingDirectory(self, tr("Folder of SAR images"), optical)
        if sar:
            self.add_folders(optical, sar)

    def _save_list(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save the list"), "pairs.csv", LISTS)
        if path:
            try:
                Path(path).write_text(write_list(self.table.rows), encoding="utf-8")
            except OSError as error:
                self._say(tr("{} cannot be written ({}).").format(path, error.strerror))

    def _suggest_output(self) -> None:
        """A folder beside the first image, until the user gives another."""
        images = [path for row in self.table.rows for path in (row.optical, row.sar) if os.path.isfile(path)]
        if images and not self.form.output.filePath():
            self.form.output.setFilePath(str(Path(images[0]).parent / "duet"))

    def output_changed(self, *_) -> None:
        """Take the output folder from its box."""
        self.table.set_folder(self.form.output.filePath())

    # Running

    def start(self, redo: bool) -> None:
        """Code the pairs; those that are done only with `redo`."""
        given = self.rate.parameters()
        target = Target(given["TARGET"], given["TARGET_VALUE"]) if "TARGET" in given else None
        settings = batch.Settings(given["QUALITY"], given["GAMMA"], given["PROFILE"], target)
        self.table.set_rows(self.table.rows)
        self.summary, self._began = None, time.monotonic()
        styles = RowStyles(self.table.rows, QgsProject.instance())
        self.task = BatchTask(
            list(self.table.jobs), self.table.folder, settings, given["MODEL"], given["DEVICE"], styles, redo
        )
        self.task.changed.connect(self._changed)
        self.task.ended.connect(self._ended)
        self.task.stage.connect(self._say)
        self.task.progressChanged.connect(self._progressed)
        self._progressed(0)
        self._say("")
        self._update()
        self.task.start()

    def pause(self) -> None:
        """Hold the batch, or let it go on."""
        control = self.task.control
        if control.paused:
            control.resume()
        else:
            control.pause()
        self.table.set_paused(control.paused)
        self._update()

    def cancel(self) -> None:
        """Stop the batch; what is done stays."""
        if self.task is not None:
            self.task.cancel()

    def close_down(self) -> None:
        """End what runs, for the plugin's own end."""
        if self.task is not None:
            self.task.cancel()
            self.task.waitForFinished(5000)

    def _changed(self, job: Job) -> None:
        self.table.note(job)
        if job.number - 1 in {index.row() for index in self.form.table.selectionModel().selectedRows()}:
            self._show_detail()

    def _progressed(self, percent: float) -> None:
        self.form.progress.setValue(round(10 * percent))
        count = len(self.table.jobs)
        done = sum(job.status in (batch.DONE, batch.SKIPPED) for job in self.table.jobs)
        failed = sum(job.status == FAILED for job in self.table.jobs)
        parts = [tr("{} of {} done").format(done, count)]
        if failed:
            parts.append(tr("{} failed").format(failed))
        spent = time.monotonic() - self._began
        if 5 < percent < 100 and spent > 5:
            parts.append(tr("about {} left").format(time_words(spent * (100 - percent) / percent)))
        self.form.progress.setFormat(", ".join(parts))

    def _ended(self, summary: Summary | None, why: str) -> None:
        self.task, self.summary = None, summary
        self.table.set_paused(False)
        if summary is not None:
            for job in self.table.jobs:
                if job.status == batch.RUNNING:  # cancelled under way
                    self.table.note(batch.plan(self.table.rows, self.table.folder)[job.number - 1])
            self._progressed(100 * (1 - summary.count("waiting") / max(len(summary.jobs), 1)))
            why = summary.line()
        self._say(why)
        self._update()

    # Words

    def _rate_changed(self) -> None:
        given = self.rate.parameters()
        quality = tr("aimed at") if "TARGET" in given else f"{given['QUALITY']:g}"
        gamma = tr("learned") if given["GAMMA"] is None else f"{given['GAMMA']:g}"
        self.table.set_usual(quality, gamma)

    def _say(self, text: str) -> None:
        self.form.said.setText(text)

    def _show_detail(self) -> None:
        """Say in full what the table has no room for."""
        chosen = self.form.table.selectionModel().selectedRows()
        text = self.table.jobs[chosen[0].row()].message if len(chosen) == 1 else ""
        self.form.detail.setText(text)
        self.form.detail.setVisible(bool(text))

    def _update(self) -> None:
        """Enable what can be done, and say of the rest why not."""
        form, running, jobs = self.form, self.task is not None, self.table.jobs
        self.table.locked = running
        for widget in (
            form.fromProject,
            form.fromFolders,
            form.fromList,
            form.remove,
            form.output,
            form.skip,
        ):
            widget.setEnabled(not running)
        form.saveList.setEnabled(bool(jobs))
        form.remove.setEnabled(bool(jobs) and not running)
        why = PrivateEnvironment().problem() or ("" if jobs else tr("Add pairs first."))
        why = why or ("" if self.table.folder else tr("Name a folder to write into."))
        form.start.setEnabled(not running and not why)
        form.start.setToolTip(why or tr("Compress the pairs, one after another"))
        for widget in (form.pause, form.cancel, form.progress):
            widget.setVisible(running)
        form.start.setVisible(not running)
        form.settings.setVisible(not running)  # the table has its room then
        form.pause.setText(tr("Res&ume") if running and self.task.control.paused else tr("Pa&use"))
        form.retry.setVisible(
            not running and any(job.status == FAILED and not job.row.problem for job in jobs)
        )
        form.retry.setEnabled(not why)
        form.report.setVisible(not running and self.summary is not None)
        self._show_detail()

    def _open_report(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.join(self.table.folder, HTML_NAME)))

    def showEvent(self, event) -> None:
        """The environment may have been set up since, or models installed."""
        super().showEvent(event)
        self.rate.look_for_models()
        self.rate.set_found(PrivateEnvironment().device())
        self._update()
