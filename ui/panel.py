"""The panel: puts its parts together, says what state it is in, and starts runs; each part's own work is in its own file."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt import uic
from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QFontDatabase
from qgis.PyQt.QtWidgets import QFileDialog, QFormLayout, QStyle, QWidget

from ..plugin import projectstate
from ..plugin.environment import PrivateEnvironment
from ..plugin.paircheck import PairFacts
from ..plugin.translation import tr
from .aligning import Aligning
from .bandchoice import Bands
from .layerchoice import LayerChoice
from .previewing import Previewing, words
from .ratechoice import RateChoice
from .runs import Run
from .wrappedlabel import WrappedLabel, say

FORM = Path(__file__).with_name("panel.ui")
ICON = 20  # pixels, of the banner
LINES = {1: "opticalBands", 3: "sarBands", 4: "alignment"}  # what is said under the boxes, by row of the form
SMALLER = 0.9  # what is said of a box, against the box itself
WIDE = 1.25  # wider than high by this: the preview goes beside the boxes


class DuetPanel(QgsDockWidget):
    """The dock. `canvas` is the map whose visible part is previewed, `bar` QGIS's message bar; either may be None."""

    asked_for_setup = pyqtSignal()
    asked_for_batch = pyqtSignal()

    def __init__(self, canvas=None, bar=None, parent=None) -> None:
        super().__init__("EO-Duet", parent)
        self.setObjectName("EODuetPanel")
        self.bar = bar
        self.form = QWidget()
        uic.loadUi(str(FORM), self.form)
        self.setWidget(self.form)
        self.run: Run | None = None
        self.problem = ""
        self._dress()
        self.rate = RateChoice(self.form, self)
        self.layers = LayerChoice(self.form, self)
        self.bands = Bands(self.form, self.layers, self)
        self.aligning = Aligning(self.form, self.layers, self)
        self.previewing = Previewing(self.form, self.layers, self.rate, canvas, self)
        self._connect()
        self.restore()
        self.look_at_environment()

    def _dress(self) -> None:
        form = self.form
        for row, name in LINES.items():
            setattr(form, name, WrappedLabel())
            form.formLayout.setWidget(row, QFormLayout.ItemRole.FieldRole, getattr(form, name))
        for label in (form.opticalBands, form.sarBands, form.alignment, form.estimate, form.previewText):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (form.opticalBands, form.sarBands, form.alignment, form.gammaSar, form.gammaOptical):
            font = label.font()
            font.setPointSizeF(SMALLER * font.pointSizeF())
            label.setFont(font)
        form.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        form.log.setAccessibleName(tr("Log"))
        form.output.setStorageMode(form.output.StorageMode.SaveFile)
        form.output.setFilter(tr("EO-Duet files (*.duet)"))
        form.output.setDialogTitle(tr("Compressed file"))
        form.output.setAccessibleName(tr("Compressed file"))
        form.estimate.setContentsMargins(4, 0, 4, 0)
        say(form.estimate, "")
        form.splitter.setStretchFactor(0, 0)
        form.splitter.setStretchFactor(1, 1)
        form.progress.setAccessibleName(tr("Progress"))
        for widget in (form.progress, form.cancel, form.banner, form.align):
            widget.hide()

    def _connect(self) -> None:
        form = self.form
        self.layers.found.connect(self._found)
        self.rate.changed.connect(self._rate_changed)
        self.aligning.said.connect(self._log)
        self.aligning.failed.connect(self.show_problem)
        self.bands.failed.connect(self.show_problem)
        self.previewing.estimated.connect(self._estimated)
        self.previewing.started_on.connect(self._started_on)
        self.previewing.failed.connect(lambda message: self._log(message, True))
        form.compress.clicked.connect(self.compress)
        form.decode.clicked.connect(lambda: self.decode())
        form.map.clicked.connect(self.map)
        form.cancel.clicked.connect(self.cancel)
        form.batch.clicked.connect(self.asked_for_batch)
        form.copyLog.clicked.connect(lambda: QgsApplication.clipboard().setText(form.log.toPlainText()))
        form.clearLog.clicked.connect(form.log.clear)
        form.bannerButton.clicked.connect(self._banner_pressed)
        form.output.fileChanged.connect(self._update)
        form.splitter.splitterMoved.connect(lambda *_: form.splitter.setProperty("moved", True))
        QgsProject.instance().readProject.connect(self._project_read)
        QgsProject.instance().writeProject.connect(self._project_written)

    # State

    def look_at_environment(self) -> None:
        """Say what is missing, or take back that anything is."""
        environment = PrivateEnvironment()
        self.problem = environment.problem()
        self.rate.set_found("" if self.problem else environment.device())
        why = tr("The preview needs the private environment.") if self.problem else ""
        self.previewing.set_enabled(not self.problem, why)
        if self.problem:
            self._banner(self.problem, "setup")
        elif self.form.bannerButton.property("does") == "setup":
            self.form.banner.hide()
        self._update()

    def restore(self) -> None:
        """Take the settings of the project."""
        state = projectstate.load(QgsProject.instance())
        self.rate.restore(state)
        self.form.decodeAfter.setChecked(state["decode"])
        self.form.reportAfter.setChecked(state["report"])
        self.form.previewOn.setChecked(state["preview"])
        ids = [state[m] if QgsProject.instance().mapLayer(state[m]) else "" for m in ("optical", "sar")]
        if any(ids):
            self.layers.choose(*ids)

    def remember(self) -> None:
        """Put the settings into the project."""
        chosen = {m: layer.id() if layer else "" for m, layer in self.layers.chosen().items()}
        after = {
            "decode": self.form.decodeAfter.isChecked(),
            "report": self.form.reportAfter.isChecked(),
            "preview": self.form.previewOn.isChecked(),
        }
        projectstate.save(QgsProject.instance(), {**self.rate.state(), **chosen, **after})

    def show_problem(self, sentence: str) -> None:
        """Show what went wrong, in the panel and in the log."""
        self._banner(sentence, "log")
        self._log(sentence, True)

    def close_down(self) -> None:
        """End whatever runs; the panel is of no use afterwards."""
        if self.run is not None:
            self.run.cancel()
            self.run.wait()
        self.previewing.stop()

    # Actions

    def compress(self) -> None:
        """Compress the chosen pair."""
        output = self.form.output.filePath()
        if not output.lower().endswith(".duet"):
            output += ".duet"
        run = self._begin()
        after = self.form.decodeAfter.isChecked(), self.form.reportAfter.isChecked()
        run.compress(self.layers.chosen(), self.rate.parameters(), output, *after)

    def decode(self, path: str = "") -> None:
        """Decode a file; ask for it where none is given."""
        if not path:
            files = tr("EO-Duet files (*.duet)")
            path, _ = QFileDialog.getOpenFileName(
                self, tr("Decode a .duet file"), self.form.output.filePath(), files
            )
        if path:
            self._begin().decode(path)

    def map(self) -> None:
        """Map the chosen pair with the chosen model."""
        output = str(Path(self.form.output.filePath()).with_suffix("")) + "_map.tif"
        self._begin().map(self.layers.chosen(), self.rate.bundle.id, output)

    def cancel(self) -> None:
        """Stop what runs."""
        if self.run is not None:
            self.run.cancel()

    def _begin(self) -> Run:
        self.remember()
        self.form.banner.hide()
        self.previewing.set_enabled(False)
        if self.form.estimate.text() == tr("Estimating…"):
            say(self.form.estimate, "")  # nothing is estimated meanwhile
        self.run = run = Run(self.rate.device, self)
        run.line.connect(self._log)
        run.step.connect(lambda title: self.form.progress.setFormat(f"{title}… %p %"))
        run.progressed.connect(lambda percent: self.form.progress.setValue(round(percent)))
        run.ended.connect(self._ended)
        self.form.progress.setValue(0)
        self._update()
        return run

    def _ended(self, well: bool, sentence: str) -> None:
        run, self.run = self.run, None
        self.previewing.set_enabled(not self.problem)
        self._update()
        if well:
            self._banner(sentence, "report" if run.report else "", run.report)
            self._log(sentence)
            if self.bar is not None:
                self.bar.pushSuccess("EO-Duet", sentence)
        elif sentence:
            self.show_problem(sentence)
        else:
            self._log(tr("Cancelled; nothing was written."))

    # Words

    def _found(self, facts: PairFacts) -> None:
        if facts.problem:
            self.show_problem(facts.problem)
        elif self.form.bannerButton.property("does") == "log" and self.run is None:
            self.form.banner.hide()
        self._share_room()
        self._suggest_output()
        say(self.form.estimate, "")
        self._update()

    def _suggest_output(self) -> None:
        """A name beside the first image, until the user gives another."""
        layer = self.layers.layer("optical") or self.layers.layer("sar")
        suggested = self.form.output.property("suggested") or ""
        if layer is not None and self.form.output.filePath() in ("", suggested):
            path = Path(layer.source().split("|")[0])
            folder = path.parent if path.parent.is_dir() else Path.home()
            self.form.output.setProperty("suggested", str(folder / f"{path.stem}.duet"))
            self.form.output.setFilePath(self.form.output.property("suggested"))

    def _rate_changed(self) -> None:
        if self.layers.facts.ready and not self.problem:
            say(self.form.estimate, tr("Estimating…"))
        self._share_room()  # a profile may have brought a box
        self._update()

    def _estimated(self, estimate) -> None:
        text = words(estimate, self.layers.facts.raw_bytes)
        if self.rate.target != "none":
            text = tr("{} at the chosen quality; the target is searched for when compressing").format(text)
        say(self.form.estimate, tr("Whole pair: {}").format(text))
        share = tr("Whole pair, {:.0%} of it coded in {} windows").format(
            estimate.exact_share, estimate.windows
        )
        self.form.estimate.setToolTip(share)

    def _started_on(self, versions: dict, device: str) -> None:
        self._log(tr("Preview on {} with ONNX Runtime {}").format(device, versions.get("onnxruntime")))

    def _update(self, *_) -> None:
        """Enable what can be done, and say of the rest why not."""
        form, running = self.form, self.run is not None
        for widget in (form.progress, form.cancel):
            widget.setVisible(running)
        ready = self.layers.facts.ready and self.rate.bundle is not None
        first = tr("Choose two images on one pixel grid first.")
        if self.layers.facts.too_many:
            first = tr("Choose the bands to code first.")
        why = self.problem or ("" if ready else first)
        why = why or ("" if form.output.filePath() else tr("Name a file to write."))
        form.compress.setEnabled(not running and not why)
        form.compress.setToolTip(why or tr("Write both images into one .duet file"))
        form.decode.setEnabled(not running and not self.problem)
        form.decode.setToolTip(self.problem or tr("Decode a .duet file and add its images"))
        no_map = "" if self.rate.maps else tr("The chosen model has no map model.")
        form.map.setEnabled(not running and not why and not no_map)
        form.map.setToolTip(why or no_map or tr("Map the land cover of the pair"))
        form.scroll.setEnabled(not running)

    def _banner(self, text: str, does: str, report: str = "") -> None:
        """Show a sentence; its button opens the set-up or the log of a problem, or the report of a success."""
        form = self.form
        buttons = {"setup": tr("&Set up…"), "log": tr("Sho&w log"), "report": tr("Open &report"), "": ""}
        good = does in ("report", "")
        icon = (
            QStyle.StandardPixmap.SP_DialogApplyButton if good else QStyle.StandardPixmap.SP_MessageBoxWarning
        )
        form.bannerIcon.setPixmap(self.style().standardIcon(icon).pixmap(ICON, ICON))
        form.bannerText.setText(text)
        form.bannerButton.setText(buttons[does])
        form.bannerButton.setVisible(bool(does))
        form.bannerButton.setProperty("does", does)
        form.bannerButton.setProperty("report", report)
        form.banner.show()

    def _banner_pressed(self) -> None:
        does = self.form.bannerButton.property("does")
        if does == "setup":
            self.asked_for_setup.emit()
        elif does == "report":
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.form.bannerButton.property("report")))
        else:
            self.form.tabs.setCurrentWidget(self.form.logTab)

    def _log(self, text: str, is_problem: bool = False) -> None:
        """In the panel's tab, and in QGIS's own, which outlives the panel."""
        level = Qgis.MessageLevel.Warning if is_problem else Qgis.MessageLevel.Info
        QgsMessageLog.logMessage(text, "EO-Duet", level, False)
        self.form.log.appendPlainText(("! " if is_problem else "") + text)

    # Qt

    def resizeEvent(self, event) -> None:
        """Wide and low: the preview beside the boxes; high and narrow: below them."""
        super().resizeEvent(event)
        wide = self.width() > WIDE * self.height()
        self.form.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self._share_room()

    def _share_room(self) -> None:
        """Above one another, the boxes get what they need and the preview the rest, unless the user has decided."""
        splitter, boxes = self.form.splitter, self.form.form
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.form.scroll.setMinimumWidth(
            boxes.minimumSizeHint().width() + bar
        )  # nothing is cut off at the right
        if splitter.orientation() == Qt.Orientation.Vertical and not splitter.property("moved"):
            needed = boxes.sizeHint().height()
            splitter.setSizes([needed, max(splitter.height() - needed, 1)])

    def showEvent(self, event) -> None:
        """The environment may have been set up since, or models installed."""
        super().showEvent(event)
        self.rate.look_for_models()
        self.look_at_environment()

    def _project_read(self, *_) -> None:
        self.layers.refresh()
        self.restore()

    def _project_written(self, *_) -> None:
        self.remember()
