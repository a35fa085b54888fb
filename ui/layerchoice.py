"""The two layer boxes: which layers they offer, the pair they start with, and what the pair is found to be; no coding."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..plugin.candidates import Candidate, candidate, why_not
from ..plugin.paircheck import PairCheckTask, PairFacts
from ..plugin.pairing import likely_pair
from ..plugin.results import DECODED
from ..plugin.translation import tr

MODALITIES = ("optical", "sar")


class LayerChoice(QObject):
    """Works the combo boxes of the panel `form`; `found(PairFacts)` comes once the files were looked at."""

    found = pyqtSignal(object)

    def __init__(self, form, parent: QObject) -> None:
        super().__init__(parent)
        self.boxes = {"optical": form.optical, "sar": form.sar}
        self.facts = PairFacts()
        self._task: PairCheckTask | None = None
        self._chosen_by_hand = False
        self._filling = False
        self._looked_at: dict[str, str] = {}
        for modality, box in self.boxes.items():
            box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
            box.setAllowEmptyLayer(True)
            box.setAccessibleName(tr("Optical image") if modality == "optical" else tr("SAR image"))
            box.layerChanged.connect(self._changed)
            box.activated.connect(self._by_hand)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(50)  # several layers arrive at a time
        self._later.timeout.connect(self.refresh)
        project = QgsProject.instance()
        project.layersAdded.connect(self._later_again)
        project.layersRemoved.connect(self._later_again)
        self.refresh()

    def layer(self, modality: str) -> QgsRasterLayer | None:
        """The chosen layer."""
        return self.boxes[modality].currentLayer()

    def chosen(self) -> dict[str, QgsRasterLayer | None]:
        """The chosen layers by modality."""
        return {modality: self.layer(modality) for modality in MODALITIES}

    def sources(self) -> dict[str, str]:
        """The files by modality, "" for none."""
        return {modality: layer.source() if layer else "" for modality, layer in self.chosen().items()}

    def choose(self, optical: str, sar: str) -> None:
        """Choose layers by their ids, as a user would."""
        self._chosen_by_hand = True
        self._set(optical, sar)

    def refresh(self) -> None:
        """Offer what can be used, say what cannot, and pair anew unless the user has chosen."""
        layers = [
            layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsRasterLayer)
        ]
        offered: dict[str, list[QgsRasterLayer]] = {}
        self._filling = True
        for modality, box in self.boxes.items():
            reasons = {layer: why_not(layer, modality) for layer in layers}
            offered[modality] = [layer for layer in layers if not reasons[layer]]
            box.setExceptedLayerList([layer for layer in layers if reasons[layer]])
            box.setToolTip(self._tip({layer.name(): reason for layer, reason in reasons.items() if reason}))
        self._filling = False
        if not self._chosen_by_hand and any(self.layer(m) is None for m in MODALITIES):
            self._set(*likely_pair(*(self._originals(offered[m]) for m in MODALITIES)))
        else:
            self._check_if_changed()

    def _check_if_changed(self) -> None:
        """Not anew for each layer that comes or goes."""
        if self.sources() != self._looked_at:
            self._check()

    def _originals(self, layers: list[QgsRasterLayer]) -> list[Candidate]:
        return [candidate(layer) for layer in layers if not layer.customProperty(DECODED)]

    def _later_again(self, *_) -> None:
        self._later.start()

    def _tip(self, reasons: dict[str, str]) -> str:
        if not reasons:
            return ""
        lines = [f"{name}: {reason}" for name, reason in list(reasons.items())[:12]]
        return "\n".join([tr("Not offered here:"), *lines])

    def _set(self, *ids: str) -> None:
        project = QgsProject.instance()
        self._filling = True
        for modality, layer_id in zip(MODALITIES, ids):
            self.boxes[modality].setLayer(project.mapLayer(layer_id) if layer_id else None)
        self._filling = False
        self._check()

    def _by_hand(self, *_) -> None:
        self._chosen_by_hand = True

    def _changed(self, *_) -> None:
        if not self._filling:
            self._check()

    def _check(self) -> None:
        """Have the files looked at in the background; what was on the way is dropped."""
        if self._task is not None:
            self._task.checked.disconnect()
            self._task.cancel()
            self._task = None
        self.facts = PairFacts()
        self.found.emit(self.facts)
        sources = self._looked_at = self.sources()
        if any(sources.values()):
            self._task = PairCheckTask(**sources)
            self._task.checked.connect(self._checked)
            self._task.start()

    def _checked(self, facts: PairFacts) -> None:
        self._task, self.facts = None, facts
        self.found.emit(facts)
