"""The set-up window: what state the private environment is in, one button that does what it needs, progress and log.

It starts `eoduet:setup` and shows what that says; making the environment stands in `plugin.installation`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt import uic
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import QDialog, QRadioButton, QStyle

from ..plugin import proxy
from ..plugin.builds import Build, offered, suggested
from ..plugin.cardstask import CardsTask
from ..plugin.diagnostics import diagnostics, without_secrets
from ..plugin.environment import PrivateEnvironment
from ..plugin.graphics import Card
from ..plugin.jobs import AlgorithmJob
from ..plugin.translation import tr

FORM = Path(__file__).with_name("setup.ui")
ICON = 32  # pixels
GOOD, BAD, PLAIN = (
    QStyle.StandardPixmap.SP_DialogApplyButton,
    QStyle.StandardPixmap.SP_MessageBoxWarning,
    QStyle.StandardPixmap.SP_MessageBoxInformation,
)


class SetupWindow(QDialog):
    """One window for a session; closed while it works, the work goes on."""

    changed = pyqtSignal()  # the environment is another than before

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        uic.loadUi(str(FORM), self)
        self.job: AlgorithmJob | None = None
        self.failure = ""
        self.found: list[Card] | None = None
        self._touched = False
        self._choices: dict[str, QRadioButton] = {}
        self._dress()
        self.go.clicked.connect(self._pressed)
        self.leave.clicked.connect(self.hide)
        self.copy.clicked.connect(self.copy_diagnostics)
        self.wheels.fileChanged.connect(lambda path: self.fromFolder.setChecked(bool(path)))
        self.fromFolder.toggled.connect(self.refresh)
        self.look()

    def _dress(self) -> None:
        font = self.heading.font()
        font.setBold(True)
        font.setPointSizeF(1.15 * font.pointSizeF())
        self.heading.setFont(font)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setAccessibleName(tr("Log"))
        self.progress.setAccessibleName(tr("Progress"))
        self.wheels.setStorageMode(self.wheels.StorageMode.GetDirectory)
        self.wheels.setDialogTitle(tr("Folder of wheels"))
        self.wheels.lineEdit().setPlaceholderText(tr("for a machine without a network"))
        self.wheels.lineEdit().setAccessibleName(tr("Folder of wheels"))
        for build in offered():
            choice = QRadioButton()
            choice.toggled.connect(self.refresh)
            choice.clicked.connect(self._chosen)
            self._choices[build.name] = choice
            self.buildsLayout.insertWidget(len(self._choices) - 1, choice)

    def look(self) -> None:
        """Look at the environment and for graphics cards."""
        self.found = None
        task = CardsTask()
        task.found.connect(self._found)
        self.refresh()
        task.start()

    @property
    def build(self) -> Build:
        """The build that is chosen."""
        return next((b for b in offered() if self._choices[b.name].isChecked()), offered()[0])

    def refresh(self, *_) -> None:
        """Show the state, and what the button would do about it."""
        environment = PrivateEnvironment()
        installed, problem = environment.build(), environment.problem()
        running, same = self.job is not None, self.build == installed
        if running:
            self._say(PLAIN, tr("Setting up…"), tr("QGIS can be used meanwhile, and this window be closed."))
        elif self.failure:
            self._say(BAD, tr("The set-up failed"), self.failure)
        elif not installed and problem:
            size = tr(
                "EO-Duet computes in a Python of its own. It is made once, takes a minute or two and downloads "
                "about {}."
            ).format(_size(self.build.megabytes))
            self._say(PLAIN, tr("Not set up yet"), f"{size} {tr('Nothing of QGIS is changed.')}")
        elif problem and not environment.versions():
            self._say(BAD, tr("Not finished"), problem)
        elif problem:
            self._say(BAD, tr("Needs a repair"), problem)
        else:
            versions = environment.versions()
            told = tr("{} with ONNX Runtime {}. A tile was coded and decoded on: {}.")
            self._say(
                GOOD, tr("Ready"), told.format(installed.title, versions["onnxruntime"], environment.device())
            )
        self._name_button(running, problem, installed is None, same)
        for box in (self.builds, self.sources):
            box.setEnabled(not running)
        self.progress.setVisible(running)

    def _name_button(self, running: bool, problem: str, first: bool, same: bool) -> None:
        if running:
            text = tr("&Cancel")
        elif first:
            text = tr("&Set up")
        elif not same:
            text = tr("&Change")
        else:
            text = tr("&Repair") if problem or self.failure else tr("C&heck")
            text = tr("&Go on") if problem and not PrivateEnvironment().versions() else text
        self.go.setText(text)
        self.go.setEnabled(running or not self.fromFolder.isChecked() or bool(self.wheels.filePath()))

    def _say(self, icon, heading: str, sentence: str) -> None:
        self.icon.setPixmap(self.style().standardIcon(icon).pixmap(ICON, ICON))
        self.heading.setText(heading)
        self.sentence.setText(sentence)

    def _found(self, cards: list[Card]) -> None:
        self.found = cards
        build, why = suggested(cards)
        installed = PrivateEnvironment().build()
        for other in offered():
            mark = tr(" (suggested)") if other == build else ""
            size = tr("{} to download").format(_size(other.megabytes))
            self._choices[other.name].setText(f"{other.title}{mark} · {size}")
        self.why.setText(why)
        if not self._touched and self.job is None:
            self._choices[(installed if installed in offered() else build).name].setChecked(True)
        self.proxy.setText(
            tr("The proxy set in QGIS is used.")
            if proxy.variables()
            else tr("QGIS has no proxy set (Settings ▸ Options ▸ Network).")
        )
        self.refresh()

    def _chosen(self) -> None:
        self._touched = True

    def _pressed(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.go.setEnabled(False)
            return
        self.start()

    def start(self, **parameters) -> None:
        """Make, finish, change, check or repair the environment, as its state asks for."""
        wheels = self.wheels.filePath() if self.fromFolder.isChecked() else ""
        self.failure = ""
        self.log.clear()
        self.progress.setValue(0)
        given = {"BUILD": self.build.name, "WHEELS": wheels, **parameters}
        self.job = AlgorithmJob("setup", given, self)
        self.job.line.connect(lambda text, bad: self.log.appendPlainText(without_secrets(text)))
        self.job.progressed.connect(lambda percent: self.progress.setValue(round(percent)))
        self.job.ended.connect(self._ended)
        self.refresh()
        self.job.start()

    def _ended(self, done: bool, results: dict, sentence: str) -> None:
        self.job, self._touched = None, False
        self.failure = sentence
        if not done and not sentence:
            self.log.appendPlainText(tr("Cancelled; the next set-up goes on from here."))
        self.refresh()
        self.changed.emit()

    def copy_diagnostics(self) -> None:
        """Put the text for a bug report into the clipboard."""
        text = diagnostics([self.log.toPlainText(), self.failure], self.found or [])
        QgsApplication.clipboard().setText(text)
        self.copy.setText(tr("Copied"))

    def close_down(self) -> None:
        """Stop what runs: QGIS ends, or the plugin is unloaded."""
        if self.job is not None:
            self.job.cancel()
            self.job.wait()
        self.hide()

    def showEvent(self, event) -> None:
        """The state may be another since."""
        super().showEvent(event)
        self.copy.setText(tr("Copy &diagnostics"))
        self.look()


def _size(megabytes: int) -> str:
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes} MB"
