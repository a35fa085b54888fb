"""Rasters in: opens a SAR-optical pair through GDAL, checks it and reads windows with their validity; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from .bands import Band, fits
from .errors import DuetError, InputError
from .gdalerrors import gdal_errors
from .grid import WKT2, Grid, crs_name
from .headerchecks import MAX_BANDS

# Read before GDAL's block cache is emptied; by itself it grows to 5 % of the machine's memory.
CACHE_BYTES = 1 << 28
ALPHA_SAMPLE = 512  # pixels a side that an alpha band is looked at with
SOFT_EDGES = 0.1  # share of half transparent pixels that a real alpha band may have
NAMES = {"optical": "optical", "sar": "SAR"}
WHICH_BANDS = {"optical": "blue, green, red and near-infrared", "sar": "one or two polarisations"}
NUMPY_NAMES = {
    gdal.GDT_Byte: "uint8",
    gdal.GDT_UInt16: "uint16",
    gdal.GDT_Int16: "int16",
    gdal.GDT_UInt32: "uint32",
    gdal.GDT_Int32: "int32",
    gdal.GDT_Float32: "float32",
    gdal.GDT_Float64: "float64",
}


class RasterSource:
    """One modality ("optical" or "sar") of a pair; InputError where it cannot be used.

    `bands` leaves out an alpha band, which counts as a validity mask; all have `dtype`, the smallest type that holds every
    band. `metadata` is the dataset's own.
    """

    def __init__(self, path: str, modality: str) -> None:
        self.path = path
        self.modality = modality
        self._cached_bytes = 0
        with gdal_errors(self._unreadable, strict=False):
            self._dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
            if self._dataset is None:
                raise self._unreadable("")
            self._bands = self._choose_bands()
            self.dtype = np.dtype(np.result_type(*(NUMPY_NAMES[band.DataType] for band in self._bands)))
            self.grid = self._read_grid()
            self.bands = [self._describe(band) for band in self._bands]
            self._masked = [_has_mask(band) for band in self._bands]
            self.metadata = _metadata(self._dataset)

    def read(self, x: int, y: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """A window inside the raster: values (bands, height, width) in `dtype`, valid bool of that shape.

        Not valid: NoData, what a mask or alpha band excludes, NaN and infinity.
        """
        values = np.empty((len(self.bands), height, width), self.dtype)
        valid = np.empty(values.shape, bool)
        with gdal_errors(self._unreadable):
            for i, band in enumerate(self._bands):
                values[i] = self._array(band, x, y, width, height)
                valid[i] = np.isfinite(values[i])
                if self._masked[i]:
                    valid[i] &= self._array(band.GetMaskBand(), x, y, width, height) != 0
                nodata = self.bands[i].nodata
                if nodata is not None:
                    valid[i] &= values[i] != self.dtype.type(nodata)
            self._cached_bytes += values.nbytes
            if self._cached_bytes > CACHE_BYTES:
                self._dataset.FlushCache()
                self._cached_bytes = 0
        return values, valid

    def _array(self, band: gdal.Band, x: int, y: int, width: int, height: int) -> np.ndarray:
        array = band.ReadAsArray(x, y, width, height)
        if array is None:
            raise self._unreadable("")
        return np.asarray(array)

    def _choose_bands(self) -> list[gdal.Band]:
        every = [self._dataset.GetRasterBand(i + 1) for i in range(self._dataset.RasterCount)]
        bands = [band for band in every if band.GetColorInterpretation() != gdal.GCI_AlphaBand]
        for band in every:
            if band.GetColorInterpretation() == gdal.GCI_AlphaBand and self._holds_measurements(band):
                raise InputError(
                    f"Band {band.GetBand()} of {self.path} is marked as alpha (transparency) but holds measurements; mark it "
                    f"as undefined, for example with gdal_edit.py -colorinterp_{band.GetBand()} undefined, or leave it out."
                )
        most = MAX_BANDS[self.modality]
        if not bands:
            raise InputError(f"{self.path} has no raster band; choose a raster, or one of its subdatasets.")
        if len(bands) > most:
            picks = " ".join(f"-b {i + 1}" for i in range(most))
            raise InputError(
                f"{self.path} has {len(bands)} bands, but the {NAMES[self.modality]} image may have at most {most} "
                f"({WHICH_BANDS[self.modality]}); choose them, for example with gdal_translate {picks}."
            )
        for band in bands:
            if band.DataType not in NUMPY_NAMES:
                raise InputError(
                    f"{self.path} has the data type {gdal.GetDataTypeName(band.DataType)}, which is not supported; "
                    "convert it, for example with gdal_translate -ot Float32 (complex SAR: to its intensity first)."
                )
            if band.GetColorInterpretation() == gdal.GCI_PaletteIndex:
                raise InputError(
                    f"{self.path} holds palette indices, not measurements; expand them with gdal_translate -expand rgb."
                )
        return bands

    def _holds_measurements(self, band: gdal.Band) -> bool:
        """GDAL takes the fourth 8-bit band of a plain GeoTIFF for alpha: but a real one is opaque or not nearly everywhere."""
        width, height = (min(size, ALPHA_SAMPLE) for size in (band.XSize, band.YSize))
        with gdal_errors(self._unreadable):
            sample = np.asarray(band.ReadAsArray(buf_xsize=width, buf_ysize=height))
        opaque = np.iinfo(sample.dtype).max if sample.dtype.kind in "iu" else sample.max()
        return float(np.mean((sample != 0) & (sample != opaque))) > SOFT_EDGES

    def _read_grid(self) -> Grid:
        dataset = self._dataset
        crs = dataset.GetSpatialRef()
        geotransform = dataset.GetGeoTransform(can_return_null=True)
        if geotransform is None and dataset.GetGCPCount() > 0:
            raise InputError(
                f"{self.path} is placed by ground control points only; warp it onto a regular grid first, "
                "for example with gdalwarp."
            )
        return Grid(
            dataset.RasterXSize,
            dataset.RasterYSize,
            "" if crs is None else crs.ExportToWkt(WKT2),
            None if geotransform is None else tuple(geotransform),
            0.0 if crs is None else float(crs.GetCoordinateEpoch()),
        )

    def _describe(self, band: gdal.Band) -> Band:
        color = band.GetColorInterpretation()
        nodata = band.GetNoDataValue()
        scale, offset = band.GetScale(), band.GetOffset()
        return Band(
            dtype=self.dtype.name,
            name=_text(band.GetDescription()),
            nodata=nodata if nodata is not None and fits(nodata, self.dtype.name) else None,
            unit=_text(band.GetUnitType() or ""),
            scale=1.0 if scale is None else scale,
            offset=0.0 if offset is None else offset,
            color="" if color == gdal.GCI_Undefined else gdal.GetColorInterpretationName(color),
            metadata=_metadata(band),
        )

    def _unreadable(self, reason: str) -> DuetError:
        if gdal.VSIStatL(self.path) is None and ":" not in self.path[2:]:
            return InputError(f"{self.path} does not exist; check the name.")
        return InputError(
            f"{self.path} cannot be read as a raster{': ' + reason if reason else ''}; choose another."
        )


@dataclass(frozen=True)
class Pair:
    """The rasters of a pair by modality, "optical" before "sar", on one grid; one of them may be missing."""

    sources: dict[str, RasterSource]
    grid: Grid


def open_pair(optical: str | None, sar: str | None) -> Pair:
    """Open and check a pair; InputError in one sentence for anything that does not fit."""
    sources = {m: RasterSource(path, m) for m, path in (("optical", optical), ("sar", sar)) if path}
    if not sources:
        raise InputError("There is nothing to encode; name an optical image, a SAR image, or both.")
    first, last = (list(sources.values())[at] for at in (0, -1))
    grid = first.grid
    difference = grid.difference(last.grid)
    if difference is not None:
        raise InputError(f"{optical} and {sar} are not on one grid: {difference}; {_remedy(grid, last)}.")
    return Pair(sources, grid)


def _remedy(grid: Grid, sar: RasterSource) -> str:
    """How to bring the SAR image onto the optical image's grid, as `eoduet:align` does."""
    other = sar.grid
    if bool(grid.crs) != bool(other.crs) or (grid.geotransform is None) != (other.geotransform is None):
        return "give both their CRS and position, for example with gdal_translate -a_srs and -a_ullr"
    if grid.geotransform is None:
        return "cut both to the same pixels, for example with gdal_translate -srcwin"
    left, bottom = grid.corners().min(0).tolist()
    right, top = grid.corners().max(0).tolist()
    srs = f"-t_srs {crs_name(grid.crs)} " if grid.crs and ":" in crs_name(grid.crs) else ""
    # Without NoData gdalwarp fills what the SAR image does not cover with zeros, which are measurements in dB.
    empty = "" if any(band.nodata is not None for band in sar.bands) else " -ot Float32 -dstnodata nan"
    return (
        "align the SAR image to the optical one, in QGIS with eoduet:align or with gdalwarp "
        f"{srs}-te {left!r} {bottom!r} {right!r} {top!r} -ts {grid.width} {grid.height} -r bilinear{empty}"
    )


def _has_mask(band: gdal.Band) -> bool:
    """Whether GDAL's mask says more than comparing with NoData does (for floats it compares with a tolerance)."""
    plain = (
        gdal.GMF_NODATA if band.DataType not in (gdal.GDT_Float32, gdal.GDT_Float64) else gdal.GMF_ALL_VALID
    )
    return band.GetMaskFlags() not in (gdal.GMF_ALL_VALID, plain)


def _metadata(item: gdal.MajorObject) -> dict[str, str]:
    """The default domain without what is a default, or was measured on pixels that will not come back exactly."""
    metadata = {key: _text(value) for key, value in (item.GetMetadata() or {}).items()}
    if metadata.get("AREA_OR_POINT") == "Area":
        del metadata["AREA_OR_POINT"]
    return {key: value for key, value in metadata.items() if not key.startswith("STATISTICS_")}


def _text(value: str | bytes) -> str:
    """A file's text, which GDAL gives as bytes or with surrogates where it is not UTF-8: then mostly Latin-1."""
    stored = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("latin-1")
