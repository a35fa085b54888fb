"""Windows of pixels as pictures, in the style of the layer they come from or as a map of differences; no layers, no widgets.

A picture goes through QGIS's own renderer, which is given the pixels as they are, so that it looks as the canvas shows it.
Safe in any thread, with a renderer of its own (`clone()`). No data provider is made for it: providers are QObjects, and PyQt
tells the main thread of the end of every one by its address, where a worker thread has made the next one meanwhile; that one
then counts as deleted.
"""

from __future__ import annotations

import numpy as np
from qgis.core import QgsRasterBlock, QgsRasterInterface, QgsRasterRenderer, QgsRectangle
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QImage

from ..engine.distortion import unit_values
from ..engine.radiometry import ModalityTransform
from .live.enums import TYPES

AMPLIFIED = 8  # differences are shown this many times as large
# From black over purple and orange to pale yellow: rises in lightness, so it reads without colour vision too.
RAMP = ((0, 0, 4), (66, 10, 104), (147, 38, 103), (221, 81, 58), (252, 165, 10), (252, 255, 164))


class Pixels(QgsRasterInterface):
    """Values (bands, h, w) as the source of a renderer, which asks for all of them at once, or for a coarser look at them."""

    def __init__(self, values: np.ndarray) -> None:
        super().__init__()
        self.values = values

    def clone(self):
        twin = Pixels(self.values)
        sip.transferto(twin, None)  # whoever asks for it owns it
        return twin

    def bandCount(self):
        return len(self.values)

    def dataType(self, number):
        return TYPES[self.values.dtype.name]

    def block(self, number, extent, width, height, feedback=None):
        plane = self.values[number - 1]
        rows, columns = (np.arange(n) * size // n for n, size in zip((height, width), plane.shape))
        block = QgsRasterBlock(self.dataType(number), width, height)
        block.setData(plane[rows][:, columns].tobytes())
        return block


def picture(values: np.ndarray, valid: np.ndarray, renderer: QgsRasterRenderer) -> QImage:
    """Values (bands, h, w), transparent where nothing is valid, through a layer's renderer (which is used up)."""
    height, width = values.shape[1:]
    pixels = Pixels(values)
    renderer.setInput(pixels)
    block = renderer.block(1, QgsRectangle(0, 0, width, height), width, height, None)
    image = block.image().convertToFormat(QImage.Format.Format_ARGB32)
    return _without_invalid(image, valid.any(0))


def difference_picture(
    transform: ModalityTransform, original: np.ndarray, decoded: np.ndarray, valid: np.ndarray
) -> QImage:
    """The mean absolute difference of the bands on the coded range, `AMPLIFIED` times, in a ramp from black to yellow."""
    error = np.abs(unit_values(transform, original) - unit_values(transform, decoded))
    share = np.clip(AMPLIFIED * np.where(valid, error, 0).mean(0), 0, 1)
    positions = np.linspace(0, 1, len(RAMP))
    rgb = [np.interp(share, positions, channel).astype(np.uint8) for channel in np.array(RAMP).T]
    return _without_invalid(
        _image(np.stack([*rgb[::-1], np.full(share.shape, 255, np.uint8)], -1)), valid.any(0)
    )


def _without_invalid(image: QImage, shown: np.ndarray) -> QImage:
    if shown.all():
        return image
    pointer = image.bits()
    pointer.setsize(image.sizeInBytes())
    pixels = np.frombuffer(pointer, np.uint8).reshape(image.height(), image.width(), 4).copy()
    pixels[~shown] = 0
    return _image(pixels)


def _image(pixels: np.ndarray) -> QImage:
    """(h, w, 4) in the order blue, green, red, alpha."""
    height, width = pixels.shape[:2]
    return QImage(
        np.ascontiguousarray(pixels).tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32
    ).copy()
