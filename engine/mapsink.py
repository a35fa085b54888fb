"""A map out: a paletted GeoTIFF with an attribute table of its classes and a style beside it; decides no class.

Band 1 holds class ids and NoData 255; band 2, on request, the share of certainty in per cent. The colour table lies in the
GeoTIFF, the attribute table in `.aux.xml` beside it (GDAL's way), the style in `.qml`: QGIS and GDAL show names and colours
without being told.
"""

from __future__ import annotations

import os

import numpy as np
from osgeo import gdal

from .areas import ClassShare
from .bands import Band
from .classes import NO_CLASS, ClassSet
from .grid import Grid
from .mapstyle import qml
from .sink import RasterSink
from .vsi import VsiFile

CLASS_BAND = Band(name="land cover", nodata=NO_CLASS, color="Palette")
CONFIDENCE_BAND = Band(name="confidence", nodata=NO_CLASS, unit="%")
COLUMNS = (
    ("Value", gdal.GFT_Integer, gdal.GFU_MinMax),
    ("Class", gdal.GFT_String, gdal.GFU_Name),
    ("Red", gdal.GFT_Integer, gdal.GFU_Red),
    ("Green", gdal.GFT_Integer, gdal.GFU_Green),
    ("Blue", gdal.GFT_Integer, gdal.GFU_Blue),
    ("Count", gdal.GFT_Real, gdal.GFU_PixelCount),
    ("Percent", gdal.GFT_Real, gdal.GFU_Generic),
)
AREA_COLUMN = ("Area_m2", gdal.GFT_Real, gdal.GFU_Generic)


class MapSink(RasterSink):
    """A map of `classes` at `path`; `confidence` adds the second band. Errors, temporary name and renaming as its base's."""

    def __init__(self, path: str, grid: Grid, classes: ClassSet, confidence: bool, block: int) -> None:
        self.classes = classes
        self._ids = np.array([land.id for land in classes.classes], np.uint8)
        self._confidence = confidence
        bands = [CLASS_BAND] + [CONFIDENCE_BAND] * confidence
        super().__init__(path, grid, bands, {}, block)
        self._style = os.path.splitext(self.temporary)[0] + ".qml"
        self.sidecars[self._style] = os.path.splitext(path)[0] + ".qml"

    def write_map(self, x: int, y: int, places: np.ndarray, certainty: np.ndarray, valid: np.ndarray) -> None:
        """Write a window (h,w): places in the class set, certainty 0..1 of each, and which pixels have a class."""
        layers = [self._ids[places]]
        if self._confidence:
            layers.append(np.rint(100 * certainty).astype(np.uint8))
        self.write(x, y, np.stack(layers), np.broadcast_to(valid, (len(layers), *valid.shape)))

    def describe_classes(self, shares: list[ClassShare]) -> None:
        """Write the attribute table and the style: the last thing to do."""
        columns = [*COLUMNS, AREA_COLUMN] if all(share.area_m2 is not None for share in shares) else COLUMNS
        table = gdal.RasterAttributeTable()
        for column in columns:
            table.CreateColumn(*column)
        table.SetRowCount(len(shares))
        for row, (share, land) in enumerate(zip(shares, self.classes.classes)):
            values = (share.id, share.name, *land.color, share.pixels, share.percent, share.area_m2)
            for place, (value, (_, kind, _)) in enumerate(zip(values, columns)):
                if kind == gdal.GFT_String:
                    table.SetValueAsString(row, place, str(value))
                elif kind == gdal.GFT_Integer:
                    table.SetValueAsInt(row, place, int(value or 0))
                else:
                    table.SetValueAsDouble(row, place, float(value or 0))
        self._decorate(table)

    def _decorate(self, table: gdal.RasterAttributeTable) -> None:
        self._check(self._dataset.GetRasterBand(1).SetDefaultRAT(table))
        text = qml(self.classes).encode()
        style = VsiFile(self._style, "wb", self.sidecars[self._style])
        try:
            style.write(0, text)
        finally:
            style.close()

    def _predictor(self) -> int:
        return 1  # neighbouring ids say nothing about each other

    def _describe(self, target: gdal.Band, band: Band) -> None:
        if band is CLASS_BAND:
            colors = gdal.ColorTable()
            for land in self.classes.classes:
                colors.SetColorEntry(land.id, (*land.color, 255))
            colors.SetColorEntry(NO_CLASS, (0, 0, 0, 0))
            target.SetColorTable(colors)
        super()._describe(target, band)
