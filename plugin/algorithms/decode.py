"""`eoduet:decode`: a `.duet` file, or a window of it, back into GeoTIFFs with their styles; only words into
calls."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
)

from .base import DuetAlgorithm

OUTPUTS = {"optical": "OPTICAL_OUTPUT", "sar": "SAR_OUTPUT"}


class DecodeAlgorithm(DuetAlgorithm):
    algorithm_name = "decode"
    title = "Decode .duet"
    needs_worker = True
    help_text = (
        "Gives the optical and the SAR image of a .duet file back as GeoTIFFs, each on its own: leave an "
        "output out and that image is not computed. CRS, position, NoData, band names, data type and a kept "
        "style come back too.\n\n"
        "INPUT may be anything GDAL can open, /vsicurl/ and /vsizip/ paths included. EXTENT gives only the "
        "pixels it touches, which reads and computes only their tiles.\n\n"
        "A damaged tile becomes NoData and is reported; DAMAGED is the number of such tiles."
    )

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFile("INPUT", self.tr("Compressed file"), extension="duet"))
        for name, label in (("OPTICAL_OUTPUT", "Optical image"), ("SAR_OUTPUT", "SAR image")):
            output = QgsProcessingParameterRasterDestination(name, self.tr(label), optional=True)
            self.addParameter(output)
        extent = QgsProcessingParameterExtent("EXTENT", self.tr("Extent (all of it if empty)"), optional=True)
        self.add_advanced(extent)
        self.add_device()
        self.add_numbers(
            WIDTH="Width in pixels", HEIGHT="Height in pixels", DAMAGED="Damaged tiles", SECONDS="Seconds"
        )
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))
