"""The Processing provider `eoduet`: which algorithms there are and what rasters they write; no work of its
own."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.base import ICON
from .algorithms.decode import DecodeAlgorithm
from .algorithms.encode import EncodeAlgorithm
from .algorithms.info import InfoAlgorithm
from .algorithms.setup import SetupAlgorithm
from .algorithms.verify import VerifyAlgorithm


class EODuetProvider(QgsProcessingProvider):
    """Registered by the plugin under the id `eoduet`."""

    def id(self):
        return "eoduet"

    def name(self):
        return "EO-Duet"

    def icon(self):
        return QIcon(str(ICON))

    def loadAlgorithms(self):
        for algorithm in (EncodeAlgorithm, DecodeAlgorithm, InfoAlgorithm, VerifyAlgorithm, SetupAlgorithm):
            self.addAlgorithm(algorithm())

    def defaultRasterFileExtension(self):
        return "tif"

    def supportedOutputRasterLayerExtensions(self):
        return ["tif", "tiff"]
