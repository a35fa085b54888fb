"""The alignment help: how two grids differ, one button that cures it, and the shift of two images on one grid."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.registration import Shift
from ..plugin.paircheck import PairFacts
from ..plugin.results import copy_style
from ..plugin.translation import tr
from ..plugin.warptask import WarpTask
from .layerchoice import LayerChoice

TOO_FAR = 1.5  # pixels; beyond that the two images are not registered


class Aligning(QObject):
    """Works the alignment row of the panel `form`."""

    said = pyqtSignal(str, bool)
    failed = pyqtSignal(str)

    def __init__(self, form, layers: LayerChoice, parent: QObject) -> None:
        super().__init__(parent)
        self.form, self.layers = form, layers
        self._task: WarpTask | None = None
        form.align.clicked.connect(self.align)
        layers.found.connect(self._found)
        self._found(layers.facts)

    def align(self) -> None:
        """Warp the SAR layer onto the optical one's grid, into a file beside it, and choose the result."""
        optical, sar = (self.layers.layer(m) for m in ("optical", "sar"))
        if optical is None or sar is None:
            return
        source = Path(sar.source().split("|")[0])
        folder = source.parent if source.parent.is_dir() else Path(optical.source()).parent
        out = free_name(folder / f"{source.stem}_aligned.tif")
        self.form.align.setEnabled(False)
        self._task = WarpTask(sar.source(), optical.source(), str(out))
        self._task.progressChanged.connect(self._progress)
        self._task.warped.connect(lambda kind: self._warped(optical, sar, str(out), kind))
        self._task.failed.connect(self._failed)
        self._task.start()

    def _progress(self, percent: float) -> None:
        self.form.alignment.setText(tr("Aligning… {:.0f} %").format(percent))

    def _warped(self, optical: QgsRasterLayer, sar: QgsRasterLayer, out: str, kind: str) -> None:
        self.form.align.setEnabled(True)
        layer = QgsRasterLayer(out, tr("{} (aligned)").format(sar.name()), "gdal")
        copy_style(sar, layer)
        QgsProject.instance().addMapLayer(layer)
        self.said.emit(
            tr("Aligned {} onto {} with {} resampling: {}").format(sar.name(), optical.name(), kind, out),
            False,
        )
        self.layers.choose(optical.id(), layer.id())

    def _failed(self, sentence: str) -> None:
        self.form.align.setEnabled(True)
        self._found(self.layers.facts)
        if sentence:
            self.failed.emit(sentence)

    def _found(self, facts: PairFacts) -> None:
        grids = facts.grids
        differ = grids is not None and bool(grids.differences)
        self.form.align.setVisible(differ and grids.warpable)
        text = ""
        if differ:
            text = "\n".join([tr("The grids differ:"), *(f"• {one}" for one in grids.differences)])
            if grids.warpable:
                self.form.align.setToolTip(
                    tr("Warps the SAR layer onto the optical grid with GDAL, {} resampling").format(
                        grids.resampling
                    )
                )
                self.form.align.setText(tr("Align t&he SAR layer ({})").format(grids.resampling))
        elif facts.shift is not None:
            text = shift_words(facts.shift)
        self.form.alignment.setText(text)
        self.form.alignment.setVisible(bool(text))


def shift_words(shift: Shift) -> str:
    """A shift in a line."""
    if not shift.sure:
        return tr("One grid; the shift between the two images cannot be told here.")
    across = tr("right") if shift.right >= 0 else tr("left")
    along = tr("down") if shift.down >= 0 else tr("up")
    text = tr("One grid; SAR lies {:.1f} px {}, {:.1f} px {}").format(
        abs(shift.right), across, abs(shift.down), along
    )
    if max(abs(shift.right), abs(shift.down)) > TOO_FAR:
        return text + tr(". Check the registration: more than a pixel or so costs quality.")
    return text


def free_name(path: Path) -> Path:
    """The path, or with a number where it is taken."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
