"""How the grids of two rasters differ, in words, and the SAR raster warped onto the optical one's grid by GDAL."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from osgeo import gdal, osr

from ..engine import vsi
from ..engine.errors import Cancelled, InputError, OutputError
from ..engine.gdalerrors import gdal_errors
from ..engine.grid import Grid, crs_name, same_crs
from ..engine.outputs import check_writable, refuse_overwriting
from ..engine.raster import RasterSource
from .translation import tr

COARSER = 1.5  # a target pixel this much larger than a source pixel takes the mean of all it covers


@dataclass(frozen=True)
class GridComparison:
    """`differences`: one phrase each, none where the grids are the same; `warpable`: a warp can cure them, as `resampling`."""

    differences: tuple[str, ...]
    warpable: bool
    resampling: str


def compare(optical: Grid, sar: Grid) -> GridComparison:
    """Say how the SAR grid differs from the optical one: CRS, resolution, shift, size."""
    if optical.difference(sar) is None:
        return GridComparison((), False, "")
    placed = all(grid.crs and grid.geotransform for grid in (optical, sar))
    if not placed:
        said = (str(optical.difference(sar)),)
        return GridComparison(said, False, "")
    found = []
    ours, theirs = _pixel_metres(optical), _pixel_metres(sar)
    one_crs = same_crs(optical.crs, sar.crs)
    if not one_crs:
        found.append(tr("CRS: optical {}, SAR {}").format(crs_name(optical.crs), crs_name(sar.crs)))
    if abs(theirs / ours - 1) > 1e-4:
        found.append(tr("Resolution: optical {}, SAR {}").format(_metres(ours), _metres(theirs)))
    if one_crs:
        found += _offsets(optical, sar)
    if (optical.width, optical.height) != (sar.width, sar.height):
        message = tr("Size: optical {} × {}, SAR {} × {} pixels")
        found.append(message.format(optical.width, optical.height, sar.width, sar.height))
    kind = "average" if ours > COARSER * theirs else "bilinear"
    return GridComparison(tuple(found or [str(optical.difference(sar))]), True, kind)


def warp(
    sar: str, optical: str, out: str, progress: Callable[[float], object], cancelled: Callable[[], bool]
) -> str:
    """Write `sar` on the grid of `optical` to the GeoTIFF `out` and return the resampling used.

    What the SAR raster does not cover is NoData (NaN where it has none of its own, and then float32). Nothing is left under
    the final name on InputError, OutputError or Cancelled.
    """
    refuse_overwriting(out, optical, sar)
    check_writable(out)
    source, target = RasterSource(sar, "sar"), RasterSource(optical, "optical").grid
    kind = compare(target, source.grid).resampling or "bilinear"
    left, bottom = target.corners().min(0).tolist()
    right, top = target.corners().max(0).tolist()
    nodata = next((band.nodata for band in source.bands if band.nodata is not None), None)
    temporary = vsi.temporary_name(out)

    def watch(share: float, message: str, data: object) -> int:
        progress(share)
        return 0 if cancelled() else 1

    try:
        with gdal_errors(
            lambda reason: OutputError(f"{out} could not be made{': ' + reason if reason else ''}."),
            strict=False,
        ):
            made = gdal.Warp(
                temporary,
                sar,
                format="GTiff",
                dstSRS=target.crs,
                outputBounds=(left, bottom, right, top),
                width=target.width,
                height=target.height,
                resampleAlg=kind,
                dstNodata=math.nan if nodata is None else nodata,
                outputType=gdal.GDT_Unknown if nodata is not None else gdal.GDT_Float32,
                creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"],
                callback=watch,
            )
            failed = made is None
            if not failed:
                for number, band in enumerate(source.bands, 1):
                    made.GetRasterBand(number).SetDescription(band.name)
                made.FlushCache()
            made = None
        if cancelled():
            raise Cancelled
        if failed:
            raise InputError(tr("GDAL could not warp {}: check its CRS.").format(sar))
        vsi.replace(temporary, out)
    finally:
        vsi.remove(temporary)
    return kind


def _offsets(optical: Grid, sar: Grid) -> list[str]:
    """The distance between the upper left corners, in metres (or degrees) and in pixels of the optical grid."""
    (x, y), (other_x, other_y) = optical.corners()[0], sar.corners()[0]
    _, dx, _, _, _, dy = optical.geotransform or (0, 1, 0, 0, 0, 1)
    right, down = (other_x - x) / abs(dx or 1), (y - other_y) / abs(dy or 1)
    if max(abs(right), abs(down)) < 0.01:
        return []
    return [
        tr("Corner: SAR starts {:+.2f} pixels right and {:+.2f} down of the optical image").format(
            right, down
        )
    ]


def _pixel_metres(grid: Grid) -> float:
    """The edge of a pixel in metres, roughly on a geographic CRS (at the raster's middle)."""
    _, dx, rx, _, ry, dy = grid.geotransform or (0, 1, 0, 0, 0, 1)
    area = abs(dx * dy - rx * ry)
    crs = osr.SpatialReference()
    crs.ImportFromWkt(grid.crs)
    if crs.IsGeographic():
        latitude = float(grid.corners().mean(0)[1])
        return math.sqrt(area * math.cos(math.radians(latitude))) * 111_320
    return math.sqrt(area) * crs.GetLinearUnits()


def _metres(size: float) -> str:
    return f"{size:.4g} m"
