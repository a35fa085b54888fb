"""A `.duet` file as live layers of one group in a project; decodes nothing and shows no message."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerMetadata, QgsProject, QgsRasterLayer

from ...engine.description import MODALITIES
from ...engine.errors import DuetError
from ...engine.livefile import LiveFile
from .. import facts
from ..results import DECODED, add_layers
from ..translation import marked, tr
from . import shared
from .image import LiveImage
from .looks import dress
from .uri import PROVIDER, LiveUri

LABELS = {"optical": marked("optical, live"), "sar": marked("SAR, live")}


def add_live(
    path: str, modalities: tuple[str, ...] = MODALITIES, project: QgsProject | None = None
) -> dict[str, QgsRasterLayer]:
    """Add the images of a file as a group at the top of the project's tree, by modality; DuetError where it cannot be read."""
    file = shared.open_file(path)
    shared.decoder().overviews.pause(file, False)
    held = [modality for modality in modalities if modality in file.description.transforms]
    made = {modality: live_layer(file, modality) for modality in held}  # all or none
    add_layers(made, Path(path).stem, project)
    return made


def live_layer(file: LiveFile, modality: str) -> QgsRasterLayer:
    """A layer of one image, in no project yet; DuetError where it cannot be shown."""
    image = LiveImage(file, modality)
    name = f"{Path(file.path).stem} ({tr(LABELS[modality])})"
    options = QgsRasterLayer.LayerOptions(False)  # a default style would be made from pixels
    layer = QgsRasterLayer(str(LiveUri(file.path, modality)), name, PROVIDER, options)
    if not layer.isValid():
        raise DuetError(tr("{} cannot be shown: {}").format(file.path, layer.error().summary()))
    dress(layer, image)
    certify(layer, file, modality)
    layer.setCustomProperty(DECODED, True)
    return layer


def certify(layer: QgsRasterLayer, file: LiveFile, modality: str) -> None:
    """Put what the file says of itself into the layer's metadata and its map tip."""
    said = file.facts()
    record = QgsLayerMetadata(layer.metadata())
    record.setTitle(layer.name())
    record.setAbstract("\n".join(f"{label}: {value}" for label, value in facts.rows(said)))
    record.setType("dataset")
    record.setKeywords({"eoduet": [modality, said["model"]["id"], said["profile"]]})
    record.setHistory([tr("Decoded by EO-Duet from {} while it is looked at").format(file.path)])
    record.setCrs(layer.crs())
    layer.setMetadata(record)
    layer.setAbstract(facts.summary(said))  # the layer tree's tooltip shows it
    if hasattr(layer, "setMapTipTemplate"):  # for rasters from QGIS 3.30
        layer.setMapTipTemplate(f"<table>{facts.table(said)}</table>")


def live_layers(project: QgsProject | None = None) -> list[QgsRasterLayer]:
    """The live layers of a project, those that could not be opened too."""
    layers = (project or QgsProject.instance()).mapLayers().values()
    return [one for one in layers if isinstance(one, QgsRasterLayer) and one.providerType() == PROVIDER]
