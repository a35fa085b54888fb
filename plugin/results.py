"""Decoded rasters as layers of one group, looking like their originals; computes nothing."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsRasterLayer, QgsTask
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtXml import QDomDocument

from .certificate import Certificate
from .tasks import KeptTask
from .translation import marked, tr

DECODED = "eoduet/decoded"  # marks a layer as ours: it is no original to start from
LABELS = {"optical": marked("optical, decoded"), "sar": marked("SAR, decoded")}


class LoadTask(KeptTask):
    """Opens decoded GeoTIFFs, by modality, as layers; `loaded(layers)` gives those that opened, in the main thread.

    A layer takes the symbology of its original where there is one, so that both can be compared at a glance. To open large
    rasters and to work out a default style takes too long for the main thread."""

    loaded = pyqtSignal(dict)

    def __init__(
        self,
        decoded: dict[str, str],
        originals: dict[str, QgsRasterLayer | None],
        certificate: Certificate | None,
        name: str,
    ) -> None:
        super().__init__(tr("EO-Duet: opening {}").format(name), QgsTask.Flag.CanCancel)
        self._decoded, self._certificate, self._name = decoded, certificate, name
        self._styles = {m: _style(layer) for m, layer in originals.items() if layer is not None}
        self._layers: dict[str, QgsRasterLayer] = {}

    def run(self) -> bool:
        """Open."""
        for modality, path in self._decoded.items():
            layer = self._open(modality, path)
            if layer.isValid():
                layer.moveToThread(QgsApplication.instance().thread())
                self._layers[modality] = layer
        return True

    def _open(self, modality: str, path: str) -> QgsRasterLayer:
        style = self._styles.get(modality)
        options = QgsRasterLayer.LayerOptions(style is None)  # a default style would be computed for nothing
        layer = QgsRasterLayer(path, f"{self._name} ({tr(LABELS[modality])})", "gdal", options)
        layer.setCustomProperty(DECODED, True)
        if style is not None:
            layer.importNamedStyle(style, QgsMapLayer.StyleCategory.Symbology)
        if self._certificate is not None:
            self._certificate.attach(layer, modality)
        return layer

    def tell(self, result: bool) -> None:
        """Tell."""
        self.loaded.emit(self._layers)


def add_layers(layers: dict[str, QgsRasterLayer], name: str, project: QgsProject | None = None) -> None:
    """Add layers as a group at the top of the project's tree."""
    project = project or QgsProject.instance()
    group = _group(project, tr("EO-Duet: {}").format(name))
    for layer in layers.values():
        project.addMapLayer(layer, False)
        group.addLayer(layer)


def add_map(path: str, name: str, project: QgsProject | None = None) -> QgsRasterLayer | None:
    """Add a land-cover map on top of the group, with its own style as legend; None where it does not open."""
    project = project or QgsProject.instance()
    layer = QgsRasterLayer(path, f"{name} ({tr('map')})", "gdal")
    if not layer.isValid():
        return None
    project.addMapLayer(layer, False)
    _group(project, tr("EO-Duet: {}").format(name)).insertLayer(0, layer)
    return layer


def copy_style(source: QgsRasterLayer, target: QgsRasterLayer) -> None:
    """Give `target` the symbology of `source`."""
    target.importNamedStyle(_style(source), QgsMapLayer.StyleCategory.Symbology)


def _style(layer: QgsRasterLayer) -> QDomDocument:
    document = QDomDocument()
    layer.exportNamedStyle(document, categories=QgsMapLayer.StyleCategory.Symbology)
    return document


def decoded_paths(duet: str, modalities: list[str]) -> dict[str, str]:
    """Where the images of a file go when nobody says: beside it, under its name."""
    stem = Path(duet).with_suffix("")
    return {modality: f"{stem}_{modality}.tif" for modality in modalities}


def _group(project: QgsProject, name: str) -> QgsLayerTreeGroup:
    root = project.layerTreeRoot()
    return root.findGroup(name) or root.insertGroup(0, name)
