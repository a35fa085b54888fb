"""The pairs among a project's layers, as rows of a batch; opens no file."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer

from ..engine.batchlist import Row
from .candidates import candidate, why_not
from .pairing import all_pairs
from .results import DECODED


def project_rows(project: QgsProject) -> list[Row]:
    """Every optical layer of a project with the SAR layer that fits it best, by place, name and date."""
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsRasterLayer)]
    originals = sorted(
        (layer for layer in layers if not layer.customProperty(DECODED)), key=QgsRasterLayer.name
    )
    offered = [[candidate(layer) for layer in originals if not why_not(layer, m)] for m in ("optical", "sar")]
    source = {layer.id(): layer.source() for layer in originals}
    return [Row(source[one], source[other]) for one, other in all_pairs(*offered)]
