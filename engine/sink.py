"""Rasters out: writes a GeoTIFF window by window under a temporary name and renames it when complete; reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TypeVar

import numpy as np
from osgeo import gdal, osr

from . import vsi
from .bands import Band
from .errors import DuetError, OutputError
from .gdalerrors import gdal_errors
from .grid import Grid
from .nodata import NoData

GDAL_TYPES = {
    "uint8": gdal.GDT_Byte,
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
}
# By name; GDAL's own function for that is younger than GDAL 3.6.
COLORS = {gdal.GetColorInterpretationName(code): code for code in reversed(range(64))}
BLOCK = 512  # pixels
# Written before GDAL's block cache is emptied; by itself it grows to 5 % of the machine's memory.
CACHE_BYTES = 1 << 28
SIDECARS = (".aux.xml", ".ovr", ".msk")


Sink = TypeVar("Sink", bound="RasterSink")


class RasterSink:
    """A GeoTIFF at `path`, compressed without loss in blocks of `block` pixels; OutputError where it cannot be written.

    Each block should be written at once: what is written again takes its room again.

    Use as a context manager: renamed on a clean exit, removed on an error.
    """

    def __init__(
        self,
        path: str,
        grid: Grid,
        bands: list[Band],
        metadata: dict[str, str] | None = None,
        block: int = BLOCK,
    ) -> None:
        self.path = path
        self.bands = bands
        self._block = block
        self._nodata = NoData(bands)
        self.dtype = self._nodata.dtype
        self.temporary = vsi.temporary_name(
            path if path.lower().endswith((".tif", ".tiff")) else path + ".tif"
        )
        #: What may lie beside the raster, by its temporary name: the final one.
        self.sidecars = {self.temporary + suffix: path + suffix for suffix in SIDECARS}
        self.finished = False
        self._cached_bytes = 0
        self._mask: gdal.Band | None = None
        try:
            with gdal_errors(self._unwritable), vsi.random_write():
                self._dataset = self._create(grid)
            with gdal_errors(self._unwritable):
                self._georeference(grid)
                self._dataset.SetMetadata(metadata or {})
                for number, band in enumerate(bands, 1):
                    self._describe(self._dataset.GetRasterBand(number), band)
        except BaseException:
            self._discard()
            raise

    def write(self, x: int, y: int, values: np.ndarray, valid: np.ndarray) -> None:
        """Write a window: values (bands, h, w), valid bool of that shape.

        Invalid pixels get the NoData value, in a float raster without one NaN; elsewhere a mask excludes
        pixels of which no band is valid. A valid value equal to NoData is moved beside it, so that it stays
        valid.
        """
        with gdal_errors(self._unwritable):
            for number, (plane, known) in enumerate(zip(values, valid), 1):
                band = self._dataset.GetRasterBand(number)
                self._check(band.WriteArray(self._nodata.mark(plane, known), x, y))
            if self._needs_mask(valid):
                mask = self._mask_band()
                self._check(mask.WriteArray(valid.any(0).astype(np.uint8) * 255, x, y))
            self._cached_bytes += values.nbytes
            if self._cached_bytes > CACHE_BYTES:
                self._dataset.FlushCache()
                self._cached_bytes = 0

    def __enter__(self: Sink) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and not self.finished:
                finish_together([self])
        finally:
            self._discard()

    def _create(self, grid: Grid) -> gdal.Dataset:
        colors = [band.color for band in self.bands]
        options = [
            "TILED=YES",
            f"BLOCKXSIZE={self._block}",
            f"BLOCKYSIZE={self._block}",
            "COMPRESS=DEFLATE",
            f"PREDICTOR={self._predictor()}",
            "BIGTIFF=IF_SAFER",
            "INTERLEAVE=BAND",
            f"PHOTOMETRIC={'RGB' if colors[:3] == ['Red', 'Green', 'Blue'] else 'MINISBLACK'}",
            "ALPHA=NO",  # else GDAL takes the fourth of four 8-bit bands for an alpha band
        ]
        driver = gdal.GetDriverByName("GTiff")
        dataset = driver.Create(
            self.temporary, grid.width, grid.height, len(self.bands), GDAL_TYPES[self.dtype.name], options
        )
        if dataset is None:
            raise self._unwritable("")
        return dataset

    def _predictor(self) -> int:
        return 3 if self.dtype.kind == "f" else 2

    def _georeference(self, grid: Grid) -> None:
        if grid.crs:
            crs = osr.SpatialReference()
            crs.ImportFromWkt(grid.crs)
            # A geotransform counts x before y, whatever the order of the CRS's own axes.
            crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            if grid.epoch:
                crs.SetCoordinateEpoch(grid.epoch)
            self._dataset.SetSpatialRef(crs)
        if grid.geotransform is not None:
            self._dataset.SetGeoTransform(list(grid.geotransform))

    def _describe(self, target: gdal.Band, band: Band) -> None:
        target.SetDescription(band.name)
        if self._nodata.value is not None:
            target.SetNoDataValue(float(self._nodata.value))
        if band.unit:
            target.SetUnitType(band.unit)
        if band.scale != 1:
            target.SetScale(band.scale)
        if band.offset != 0:
            target.SetOffset(band.offset)
        color = COLORS.get(band.color, gdal.GCI_Undefined)
        if target.GetColorInterpretation() != color:
            target.SetColorInterpretation(color)
        if band.metadata:
            target.SetMetadata(band.metadata)

    def _needs_mask(self, valid: np.ndarray) -> bool:
        return self._mask is not None or (not self._nodata.marks and not valid.any(0).all())

    def _mask_band(self) -> gdal.Band:
        """The mask inside the file, made when the first pixel needs it."""
        if self._mask is None:
            before = gdal.GetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK")
            gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
            try:
                self._check(self._dataset.CreateMaskBand(gdal.GMF_PER_DATASET))
            finally:
                gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", before)
            self._mask = self._dataset.GetRasterBand(1).GetMaskBand()
            self._check(self._mask.Fill(255))
        return self._mask

    def close(self) -> None:
        """Bring everything to the disk, still under the temporary name; what a full disk did not take shows here."""
        if self._dataset is not None:
            with gdal_errors(self._unwritable):
                self._dataset.FlushCache()
                self._mask = None
                self._dataset = None

    def _discard(self) -> None:
        """Remove what is left under the temporary name; nothing is after a clean finish."""
        with gdal_errors(self._unwritable, strict=False):
            self._mask = None
            self._dataset = None
        for temporary in (self.temporary, *self.sidecars):
            vsi.remove(temporary)

    def _check(self, status: int) -> None:
        if status != gdal.CE_None:
            raise self._unwritable("")

    def _unwritable(self, _reason: str) -> DuetError:
        return OutputError(f"{self.path} cannot be written: {vsi.DISK_HINT}.")


def finish_together(sinks: Sequence[RasterSink]) -> None:
    """Give several sinks their final names: either all of them appear or, on an OutputError, none does."""
    moves = []
    for sink in sinks:
        sink.close()
        moves.append((sink.temporary, sink.path))
        moves += [(old, new) for old, new in sink.sidecars.items() if vsi.size_of(old) is not None]
    vsi.replace_together(moves)
    for sink in sinks:
        sink.finished = True
        for stale in set(sink.sidecars.values()) - {target for _, target in moves}:
            vsi.remove(stale)
