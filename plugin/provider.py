"""The Processing provider `eoduet`: which algorithms there are and what rasters they write; no work of its
own."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.align import AlignAlgorithm
from .algorithms.base import ICON
from .algorithms.compressandmap import CompressAndMapAlgorithm
from .algorithms.decode import DecodeAlgorithm
from .algorithms.encode import EncodeAlgorithm
from .algorithms.encodelist import EncodeListAlgorithm
from .algorithms.info import InfoAlgorithm
from .algorithms.landcover import LandcoverAlgorithm
from .algorithms.models import ModelsAlgorithm
from .algorithms.setup import SetupAlgorithm
from .algorithms.verify import VerifyAlgorithm

ALGORITHMS = (
    AlignAlgorithm,
    EncodeAlgorithm,
    EncodeListAlgorithm,
    DecodeAlgorithm,
    LandcoverAlgorithm,
    CompressAndMapAlgorithm,
    InfoAlgorithm,
    VerifyAlgorithm,
    ModelsAlgorithm,
    SetupAlgorithm,
)


class EODuetProvider(QgsProcessingProvider):
    """Registered by the plugin under the id `eoduet`."""

    def id(self):
        return "eoduet"

    def name(self):
        return "EO-Duet"

    def icon(self):
        return QIcon(str(ICON))

    def loadAlgorithms(self):
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def defaultRasterFileExtension(self):
        return "tif"

    def supportedOutputRasterLayerExtensions(self):
        return ["tif", "tiff"]
