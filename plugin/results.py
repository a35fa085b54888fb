"""Decoded rasters as layers of one group, looking like their originals; computes nothing."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtXml import QDomDocument

from .certificate import Certificate
from .translation import marked, tr

DECODED = "eoduet/decoded"  # marks a layer as ours: it is no original to start from
LABELS = {"optical": marked("optical, decoded"), "sar": marked("SAR, decoded")}


def add_decoded(
    decoded: dict[str, str],
    originals: dict[str, QgsRasterLayer | None],
    certificate: Certificate | None,
    name: str,
    project: QgsProject | None = None,
) -> dict[str, QgsRasterLayer]:
    """Add GeoTIFFs by modality as a group at the top of the project's tree and return the layers that opened.

    A layer takes the symbology of its original where there is one, so that both can be compared at a glance.
    """
    project = project or QgsProject.instance()
    group = _group(project, tr("EO-Duet: {}").format(name))
    added = {}
    for modality, path in decoded.items():
        original = originals.get(modality)
        options = QgsRasterLayer.LayerOptions(
            original is None
        )  # a default style would be computed for nothing
        layer = QgsRasterLayer(path, f"{name} ({tr(LABELS[modality])})", "gdal", options)
        if not layer.isValid():
            continue
        layer.setCustomProperty(DECODED, True)
        if original is not None:
            copy_style(original, layer)
        if certificate is not None:
            certificate.attach(layer, modality)
        project.addMapLayer(layer, False)
        group.addLayer(layer)
        added[modality] = layer
    return added


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
    document = QDomDocument()
    source.exportNamedStyle(document, categories=QgsMapLayer.StyleCategory.Symbology)
    target.importNamedStyle(document, QgsMapLayer.StyleCategory.Symbology)


def decoded_paths(duet: str, modalities: list[str]) -> dict[str, str]:
    """Where the images of a file go when nobody says: beside it, under its name."""
    stem = Path(duet).with_suffix("")
    return {modality: f"{stem}_{modality}.tif" for modality in modalities}


def _group(project: QgsProject, name: str) -> QgsLayerTreeGroup:
    root = project.layerTreeRoot()
    return root.findGroup(name) or root.insertGroup(0, name)
