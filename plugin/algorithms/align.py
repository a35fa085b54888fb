"""`eoduet:align`: a SAR layer warped onto the pixel grid of an optical one; only words into calls."""

from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ...engine.errors import DuetError
from ...engine.raster import RasterSource
from ..alignment import compare, warp
from ..translation import marked
from .base import hooks
from .pair import PairAlgorithm


class AlignAlgorithm(PairAlgorithm):
    algorithm_name = "align"
    title = marked("Align SAR to optical")
    help_text = marked(
        "Warps a SAR image onto the pixel grid of an optical image with GDAL, so that the two can be encoded together.\n"
        "Where the optical pixels are larger by half or more, each takes the average of the SAR pixels under it; otherwise "
        "values are interpolated bilinearly. What the SAR image does not cover becomes NoData. A SAR image that lies on the "
        "grid already keeps its values."
    )
    help_of: ClassVar[dict[str, str]] = {
        "OPTICAL": marked("The optical image whose CRS, size and pixels the result takes."),
        "SAR": marked("The SAR image to warp."),
        "OUTPUT": marked("The SAR image on the optical grid, a GeoTIFF."),
    }

    def initAlgorithm(self, configuration=None):
        for name, label in (("OPTICAL", self.tr("Optical image")), ("SAR", self.tr("SAR image"))):
            self.addParameter(QgsProcessingParameterRasterLayer(name, label))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", self.tr("Aligned SAR image")))
        self.addOutput(QgsProcessingOutputString("RESAMPLING", self.tr("Resampling")))
        self.addOutput(QgsProcessingOutputString("DIFFERENCES", self.tr("How the grids differed")))

    def prepareAlgorithm(self, parameters, context, feedback):
        self.sources = self.pair_sources(parameters, context)
        return True

    def checkParameterValues(self, parameters, context):
        try:
            optical, sar = self.pair_sources(parameters, context)
            grids = [RasterSource(path, m).grid for path, m in ((optical, "optical"), (sar, "sar")) if path]
        except (DuetError, QgsProcessingException) as error:
            return False, str(error)
        if len(grids) == 2:
            found = compare(*grids)
            if found.differences and not found.warpable:
                message = self.tr(
                    "The SAR image cannot be aligned: {}; give both a CRS and a position first."
                )
                return False, message.format("; ".join(found.differences))
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        optical, sar = self.sources
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        found = compare(RasterSource(optical, "optical").grid, RasterSource(sar, "sar").grid)
        for difference in found.differences or [self.tr("The grids are the same.")]:
            feedback.pushInfo(difference)
        resampling = warp(sar, optical, output, **hooks(feedback))
        feedback.pushInfo(self.tr("Aligned with {} resampling").format(resampling))
        return {"OUTPUT": output, "RESAMPLING": resampling, "DIFFERENCES": "; ".join(found.differences)}
