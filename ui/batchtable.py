"""The table of a batch: a row a pair, what it is coded with, where it goes and what became of it; starts nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionProgressBar

from ..engine import batch
from ..engine.batch import DONE, FAILED, RUNNING, SKIPPED, WAITING, Job
from ..engine.batchlist import RANGES, Row
from ..engine.wording import decibels, ratio_words, size_words
from ..plugin.translation import tr

OPTICAL, SAR, FILE, QUALITY, GAMMA, SIZE, RATE, PSNR, STATE = range(9)
EDITABLE = {QUALITY: "quality", GAMMA: "gamma"}
ROOM = 12  # pixels
GAP = "\u2002\u2060"  # after a number: a space, and a joiner of no width, without which the style cuts the space off
ICONS = {
    DONE: QStyle.StandardPixmap.SP_DialogApplyButton,
    SKIPPED: QStyle.StandardPixmap.SP_DialogApplyButton,
    FAILED: QStyle.StandardPixmap.SP_MessageBoxWarning,
}
NUMBERS = (QUALITY, GAMMA, SIZE, RATE, PSNR)


class BatchTable(QAbstractTableModel):
    """The pairs as rows. `paused` changes only what the running one says; `locked` forbids changes by hand."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self.folder = ""
        self.usual: dict[
            int, str
        ] = {}  # what is shown, in italics, where a row says nothing: the batch's own
        self.paused = self.locked = False

    @property
    def rows(self) -> list[Row]:
        """The pairs alone."""
        return [job.row for job in self.jobs]

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show other pairs; what became of the old ones is forgotten."""
        self.beginResetModel()
        self.jobs = batch.plan(rows, self.folder)
        self.endResetModel()

    def set_folder(self, folder: str) -> None:
        """Another output folder."""
        self.folder = folder
        self.set_rows(self.rows)

    def set_usual(self, quality: str, gamma: str) -> None:
        """What rows are coded with that do not say it."""
        self.usual = {QUALITY: quality, GAMMA: gamma}
        self._changed(0, len(self.jobs) - 1, QUALITY, GAMMA)

    def note(self, job: Job) -> None:
        """Take what became of a job."""
        self.jobs[job.number - 1] = job
        self._changed(job.number - 1, job.number - 1)

    def set_paused(self, paused: bool) -> None:
        """Say so in the row that runs."""
        self.paused = paused
        self._changed(0, len(self.jobs) - 1, STATE, STATE)

    def _changed(self, first: int, last: int, left: int = OPTICAL, right: int = STATE) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    # Qt

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.jobs)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.DisplayRole:
            names = (tr("Optical"), tr("SAR"), tr("File"), tr("Quality"), "γ", tr("Size"), tr("Rate"))
            return (*names, tr("PSNR"), tr("State"))[section] + (GAP if section in NUMBERS else "")
        return None

    def flags(self, index):
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        editable = index.column() in EDITABLE and not self.locked
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        job, column = self.jobs[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(job, column)
        if role == Qt.ItemDataRole.EditRole and column in EDITABLE:
            value = getattr(job.row, EDITABLE[column])
            return "" if value is None else f"{value:g}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(job, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.FontRole and column in EDITABLE:
            font = QFont()
            font.setItalic(getattr(job.row, EDITABLE[column]) is None)
            return font
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return QApplication.style().standardIcon(ICONS[job.status]) if job.status in ICONS else None
        return None

    def setData(self, index, value, role=Qt.ItemDataRole.EditRole) -> bool:
        """A number of a row by hand; empty for the batch's own. What is out of range is not taken."""
        name = EDITABLE.get(index.column())
        if name is None or self.locked:
            return False
        text = str(value or "").strip().replace(",", ".")
        try:
            number = float(text) if text else None
        except ValueError:
            return False
        low, high = RANGES[name]
        if number is not None and not low <= number <= high:
            return False
        rows = self.rows
        rows[index.row()] = replace(rows[index.row()], **{name: number})
        job = batch.plan(rows, self.folder)[index.row()]
        self.note(job)
        return True

    def _text(self, job: Job, column: int) -> str:
        report = job.report or {}
        if column in (OPTICAL, SAR):
            return os.path.basename(job.row.optical if column == OPTICAL else job.row.sar) or "–"
        if column == FILE:
            return os.path.relpath(job.output, self.folder) if self.folder else os.path.basename(job.output)
        if column in EDITABLE:
            value = getattr(job.row, EDITABLE[column])
            return self.usual.get(column, "") if value is None else f"{value:g}"
        if column == STATE:
            return self._state(job)
        if not report:
            return ""
        if column == SIZE:
            return f"{size_words(report['bytes'])} (1 : {ratio_words(report['ratio'])})"
        if column == RATE:
            return f"{report['bpp']:.3f} bpp"
        psnr = report["psnr"] or {}
        return " | ".join(decibels(psnr[m], 1) for m in ("optical", "sar") if m in psnr)

    def _state(self, job: Job) -> str:
        if job.status == FAILED:
            message = job.message  # without folders, which the tip and the line below the table have
            for path in filter(None, (job.row.optical, job.row.sar)):
                message = message.replace(path, os.path.basename(path))
            return tr("failed: {}").format(message)
        if job.status == RUNNING:
            return tr("paused at {:.0%}").format(job.fraction) if self.paused else f"{job.fraction:.0%}"
        words = {WAITING: tr("waiting"), DONE: tr("done"), SKIPPED: tr("done before")}
        return words[job.status]

    def _tip(self, job: Job, column: int) -> str:
        if column in EDITABLE:
            return tr("Double click to set it for this pair alone; empty: as set below")
        if column == PSNR:
            return tr("Of the optical and of the SAR image as they decode")
        by_column = {OPTICAL: job.row.optical, SAR: job.row.sar, FILE: job.output, STATE: job.message}
        return by_column.get(column, "")


class BatchDelegate(QStyledItemDelegate):
    """Paints the state of the running row as a progress bar, and gives numbers room."""

    def initStyleOption(self, option, index) -> None:
        """The beginning of a reason says more than its middle; of a file's name both ends do."""
        super().initStyleOption(option, index)
        if index.column() == STATE:
            option.textElideMode = Qt.TextElideMode.ElideRight
        elif index.column() in NUMBERS and option.text:
            option.text += GAP

    def sizeHint(self, option, index):
        """Room between columns."""
        size = super().sizeHint(option, index)
        size.setWidth(size.width() + (ROOM if index.column() not in NUMBERS else 0))
        return size

    def paint(self, painter, option, index) -> None:
        """A bar, or as usual."""
        job = index.model().jobs[index.row()]
        if job.status != RUNNING or index.column() != STATE:
            super().paint(painter, option, index)
            return
        bar = QStyleOptionProgressBar()
        bar.rect = option.rect.adjusted(3, 3, -3, -3)
        bar.palette, bar.state = option.palette, option.state | QStyle.StateFlag.State_Horizontal
        bar.minimum, bar.maximum, bar.progress = 0, 1000, round(1000 * job.fraction)
        bar.text, bar.textVisible = index.data(), True
        bar.textAlignment = Qt.AlignmentFlag.AlignCenter
        QApplication.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    both = side | Qt.AlignmentFlag.AlignVCenter
    return both.value if hasattr(both, "value") else int(both)  # Qt 6, Qt 5
