"""One raster as training sees it: the engine's own transform of its bands, in 8-bit digital numbers; and its label raster.

What a network meets at a user is what ``engine.radiometry`` makes of the file, band by band, so training takes the same way:
8-bit data as they are, SAR power in dB, everything else linear between robust extremes of the whole file, NoData filled, and
bands that were enlarged pixel by pixel made smooth for a codec (``engine.blocks``), not for a map model.
Rounding the result to whole digital numbers adds an error of 59 dB, below what any quality keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np
from osgeo import gdal

from ..blocks import smooth
from ..classes import ClassSet
from ..enlarged import find
from ..errors import InputError
from ..gdalerrors import gdal_errors
from ..radiometry import PEAK, fit
from ..raster import RasterSource

#: The edge of a tile that no raster has two of.
NO_TILES = 1 << 31


class Picture:
    """One modality ("optical" or "sar") of one place, opened; InputError where the engine could not code it either.

    ``bands``, counted from 1: these, whatever colours the file gives them (a fourth 8-bit band often passes as alpha).
    """

    def __init__(self, path: str, modality: str, bands: Sequence[int] | None = None):
        if bands:
            with _chosen(path, bands) as chosen:
                self.source = RasterSource(chosen, modality)
        else:
            self.source = RasterSource(path, modality)
        self.transform = fit(self.source)
        self.enlarged = find(self.source)
        self.size = self.source.grid.width, self.source.grid.height

    def planes(self, x: int, y: int, width: int, height: int, coded: bool = True) -> np.ndarray:
        """A window as uint8 (bands, height, width): ``coded`` as an encoder is shown it, else as a map model is."""
        values, valid = self.source.read(x, y, width, height)
        planes, _ = self.transform.planes(values, valid)
        if coded:
            smooth(planes, valid, self.enlarged, x, y, NO_TILES)
        return np.rint(PEAK * planes).astype(np.uint8)


@contextmanager
def _chosen(path: str, bands: Sequence[int]) -> Iterator[str]:
    """The name, for as long as the block runs, of a virtual raster of some bands."""
    name = f"/vsimem/{uuid4()}/{Path(path).name}"
    words = f"{path} cannot be read with its bands {', '.join(map(str, bands))}"
    with gdal_errors(lambda reason: InputError(f"{words}: {reason}.")):
        colors = ["-colorinterp", ",".join(["undefined"] * len(bands))]
        made = gdal.Translate(name, path, format="VRT", bandList=bands, options=colors)
        if made is None:
            raise InputError(f"{words}; check the file.")
        del made
    try:
        yield name
    finally:
        gdal.Unlink(name)


class LabelRaster:
    """The first band of a raster of class ids."""

    def __init__(self, path: str, classes: ClassSet):
        self.classes = classes
        with gdal_errors(lambda reason: InputError(f"{path} cannot be read as a label raster: {reason}.")):
            self._dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
            if self._dataset is None:
                raise InputError(f"{path} cannot be read as a label raster; check the name.")
        self.size = self._dataset.RasterXSize, self._dataset.RasterYSize

    def window(self, x: int, y: int, width: int, height: int) -> np.ndarray:
        """Places in the class set, uint8 (height, width), NO_CLASS where the raster holds none of them."""
        return self.classes.indices(self._dataset.GetRasterBand(1).ReadAsArray(x, y, width, height))

    def values(self) -> set[int]:
        """Every value that the raster holds but its NoData; InputError where one is no integer."""
        band = self._dataset.GetRasterBand(1)
        values = np.unique(band.ReadAsArray())
        whole = values.astype(np.int64)
        if not np.array_equal(values, whole):
            raise InputError(
                f"{self._dataset.GetDescription()} holds values that are no integers; labels are class ids."
            )
        return set(whole.tolist()) - {band.GetNoDataValue()}
