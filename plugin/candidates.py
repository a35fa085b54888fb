"""Which raster layers can be the optical or the SAR image of a pair, and why not; chooses none.

Only what QGIS already holds of a layer is asked, never the file: this runs while the panel is on the screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)

from ..engine.headerchecks import MAX_BANDS
from ..engine.names import date_in, has_word
from .bandroles import BandFacts, optical_role, polarisation
from .translation import tr


@dataclass(frozen=True)
class Candidate:
    """One raster layer: `bands` without alpha, `extent` in degrees (null if unknown), `date` YYYYMMDD or ""."""

    layer_id: str
    name: str
    bands: tuple[BandFacts, ...]
    extent: QgsRectangle
    date: str

    def likeness(self, modality: str) -> int:
        """How much speaks for an optical (or SAR) image less what speaks for the other: above 0 for, below against."""
        return self._signs(modality) - self._signs("sar" if modality == "optical" else "optical")

    def _signs(self, modality: str) -> int:
        role = optical_role if modality == "optical" else polarisation
        many = 2 if modality == "optical" and len(self.bands) > MAX_BANDS["sar"] else 0
        return many + 2 * has_word(self.name, modality) + 3 * any(role(band) for band in self.bands)


def candidate(layer: QgsRasterLayer) -> Candidate:
    """What is known of a layer."""
    provider = layer.dataProvider()
    bands = []
    for number in range(1, layer.bandCount() + 1):
        colour = provider.colorInterpretationName(number)
        if colour != "Alpha":
            name = provider.generateBandName(number)
            name = re.sub(r"^Band 0*\d+(: )?", "", name)
            bands.append(BandFacts(number, name, "" if colour == "Undefined" else colour))
    date = date_in(f"{layer.name()} {layer.source()}")
    return Candidate(layer.id(), layer.name(), tuple(bands), _degrees(layer), date)


def why_not(layer: QgsRasterLayer, modality: str) -> str:
    """Why a layer cannot be this image, a short phrase; "" where it can."""
    if not layer.isValid() or layer.providerType() != "gdal":
        return tr("no raster file")
    known = candidate(layer)
    if not known.bands or any(band.colour == "Palette" for band in known.bands):
        return tr("classes, not measurements")
    if _is_complex(layer):
        return tr("complex numbers: convert to intensity first")
    unlike = not any(optical_role(band) or polarisation(band) for band in known.bands)
    if has_word(known.name, "neither") and len(known.bands) == 1 and unlike:
        return tr("a map or a terrain model, not an image")
    if known.likeness(modality) < 0:
        return tr("looks like an optical image") if modality == "sar" else tr("looks like a SAR image")
    return ""


def _is_complex(layer: QgsRasterLayer) -> bool:
    kind = layer.dataProvider().sourceDataType(1)
    return kind in (
        Qgis.DataType.CInt16,
        Qgis.DataType.CInt32,
        Qgis.DataType.CFloat32,
        Qgis.DataType.CFloat64,
    )


def _degrees(layer: QgsRasterLayer) -> QgsRectangle:
    if not layer.crs().isValid():
        return QgsRectangle()
    to_degrees = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    try:
        return to_degrees.transformBoundingBox(layer.extent())
    except QgsCsException:
        return QgsRectangle()
