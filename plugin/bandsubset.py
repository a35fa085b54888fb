"""Some bands of a raster that has more than can be coded, as a raster of their own: a VRT beside it, which copies no pixel."""

from __future__ import annotations

from osgeo import gdal

from ..engine import vsi
from ..engine.errors import InputError, OutputError
from ..engine.gdalerrors import gdal_errors
from ..engine.headerchecks import MAX_BANDS
from ..engine.outputs import check_writable
from .bandroles import BandFacts, roles
from .translation import tr


def likely_bands(modality: str, bands: list[BandFacts]) -> list[int]:
    """The numbers of the bands to start from: those whose role is known, else the first ones, as many as can be coded."""
    known = [band.number for band, role in zip(bands, roles(modality, bands)) if role]
    return (known or [band.number for band in bands])[: MAX_BANDS[modality]]


def write_subset(source: str, bands: list[int], out: str) -> None:
    """Write the VRT `out` with the given bands of `source`, in their order; InputError, OutputError."""
    if not bands:
        raise InputError(tr("Choose at least one band."))
    check_writable(out)
    temporary = vsi.temporary_name(out)
    try:
        with gdal_errors(lambda reason: OutputError(tr("{} could not be made: {}").format(out, reason))):
            made = gdal.Translate(temporary, source, format="VRT", bandList=bands)
            made.FlushCache()
            made = None
        vsi.replace(temporary, out)
    finally:
        vsi.remove(temporary)
