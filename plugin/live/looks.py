"""How a live layer looks before a pixel is decoded: the style that the file carries, else one from the ranges in its head."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsContrastEnhancement,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtXml import QDomDocument

from ...engine.radiometry import PEAK, ModalityTransform
from ..bandroles import BandFacts, optical_role
from ..styles import reduced
from .image import LiveImage

SPREAD = 2.5  # times its mean: how bright a band's white is, where its largest value is an outlier's


def dress(layer: QgsRasterLayer, image: LiveImage) -> None:
    """Give `layer` the look of its original."""
    style = reduced(image.file.description.styles.get(image.modality, ""))
    document = QDomDocument()
    if style and document.setContent(style)[0]:
        done, _ = layer.importNamedStyle(document, QgsMapLayer.StyleCategory.Symbology)
        if done and layer.renderer() is not None:
            return
    _from_ranges(layer, image)


def ranges(transform: ModalityTransform) -> list[tuple[float, float]]:
    """For each band the values to show black and white, in its own numbers."""
    found = []
    for scale, mean in zip(transform.scales, transform.mean):
        ends = np.array([0, mean / PEAK, 1], np.float64)
        low, middle, high = scale.inverse(ends, np.dtype("float64")).tolist()
        found.append((low, min(high, low + SPREAD * (middle - low)) if middle > low else high))
    return found


def _from_ranges(layer: QgsRasterLayer, image: LiveImage) -> None:
    provider = layer.dataProvider()
    limits = ranges(image.file.description.transforms[image.modality])
    colours = _colours(image)
    if colours is None:
        renderer = QgsSingleBandGrayRenderer(provider, 1)
        renderer.setContrastEnhancement(_stretch(provider, image, 1, limits))
    else:
        renderer = QgsMultiBandColorRenderer(provider, *colours)
        renderer.setRedContrastEnhancement(_stretch(provider, image, colours[0], limits))
        renderer.setGreenContrastEnhancement(_stretch(provider, image, colours[1], limits))
        renderer.setBlueContrastEnhancement(_stretch(provider, image, colours[2], limits))
    layer.setRenderer(renderer)


def _colours(image: LiveImage) -> tuple[int, int, int] | None:
    """The bands to show as red, green and blue; None for grey."""
    if len(image.bands) < 3:
        return None
    roles = {
        optical_role(BandFacts(number, band.name, band.color)): number
        for number, band in reversed(list(enumerate(image.bands, 1)))
    }
    named = [roles.get(role) for role in ("red", "green", "blue")]
    return tuple(named) if all(named) else (1, 2, 3)


def _stretch(provider, image: LiveImage, number: int, limits) -> QgsContrastEnhancement:
    band = image.bands[number - 1]
    stretch = QgsContrastEnhancement(provider.dataType(number))
    low, high = (value * band.scale + band.offset for value in limits[number - 1])
    stretch.setMinimumValue(low)
    stretch.setMaximumValue(high)
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    )
    return stretch
