"""Which bands of a raster with too many of them to code: a list to tick, then a layer of those bands; no pixel is copied."""

from __future__ import annotations

import html
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from ..engine.errors import DuetError
from ..engine.headerchecks import MAX_BANDS
from ..plugin.bandroles import BandFacts, label, roles
from ..plugin.bandsubset import likely_bands, write_subset
from ..plugin.paircheck import PairFacts, role_name
from ..plugin.translation import tr
from .aligning import free_name
from .layerchoice import LayerChoice

NUMBER = Qt.ItemDataRole.UserRole


class BandChoice(QDialog):
    """A list of bands with the likely ones ticked; *OK* wants one band at least and no more than can be coded."""

    def __init__(self, modality: str, bands: list[BandFacts], parent=None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Choose bands"))
        self.most = MAX_BANDS[modality]
        layout = QVBoxLayout(self)
        said = QLabel(tr("At most {} of {} bands can be coded:").format(self.most, len(bands)))
        layout.addWidget(said)
        self.list = QListWidget()
        self.list.setAccessibleName(said.text())
        likely = likely_bands(modality, bands)
        for band, role in zip(bands, roles(modality, bands)):
            item = QListWidgetItem(label(band, role_name(role)))
            item.setData(NUMBER, band.number)
            ticked = band.number in likely
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        layout.addWidget(self.list)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self.list.itemChanged.connect(self._count)
        self._count()

    def chosen(self) -> list[int]:
        """The numbers of the ticked bands."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(NUMBER) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _count(self, *_) -> None:
        fits = 1 <= len(self.chosen()) <= self.most
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fits)


class Bands(QObject):
    """Works the two lines of the panel `form` that name the bands; where there are too many, a link opens the list."""

    failed = pyqtSignal(str)

    def __init__(self, form, layers: LayerChoice, parent: QObject) -> None:
        super().__init__(parent)
        self.layers = layers
        self.lines = {"optical": form.opticalBands, "sar": form.sarBands}
        for modality, line in self.lines.items():
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            line.linkActivated.connect(lambda _, m=modality: self.choose(m))
            line.hide()
        layers.found.connect(self._found)

    def choose(self, modality: str) -> None:
        """Ask for bands and put a layer of them in the place of the one that has too many."""
        layer, bands = self.layers.layer(modality), self.layers.facts.too_many.get(modality)
        if layer is None or not bands:
            return
        dialog = BandChoice(modality, bands, self.lines[modality].window())
        if dialog.exec() == int(QDialog.DialogCode.Accepted):
            self.take(modality, dialog.chosen())

    def take(self, modality: str, bands: list[int]) -> None:
        """Go on with these bands of the chosen layer."""
        layers = self.layers.chosen()
        try:
            layers[modality] = add_subset(layers[modality], bands)
        except DuetError as error:
            self.failed.emit(str(error))
            return
        self.layers.choose(*(layer.id() if layer else "" for layer in layers.values()))

    def _found(self, facts: PairFacts) -> None:
        for modality, line in self.lines.items():
            many = facts.too_many.get(modality, [])
            text = html.escape(facts.bands.get(modality, ""))
            if many:
                said = tr("{} bands, at most {} can be coded:").format(len(many), MAX_BANDS[modality])
                text = f"{said} <a href='bands'>{html.escape(tr('choose bands…'))}</a>"
            line.setText(text)
            line.setVisible(bool(text))


def add_subset(layer: QgsRasterLayer, bands: list[int]) -> QgsRasterLayer:
    """Write a VRT of these bands beside the layer's file and add it to the project; a `DuetError` where that fails."""
    source = Path(layer.source().split("|")[0])
    folder = source.parent if source.parent.is_dir() else Path.home()
    out = free_name(folder / f"{source.stem}_bands_{'_'.join(map(str, bands))}.vrt")
    write_subset(layer.source(), bands, str(out))
    subset = QgsRasterLayer(
        str(out), tr("{} (bands {})").format(layer.name(), ", ".join(map(str, bands))), "gdal"
    )
    QgsProject.instance().addMapLayer(subset)
    return subset
