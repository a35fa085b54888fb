"""The Processing provider `eoduet`: which algorithms and ready-made models there are and what rasters they write; no work of
its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingProvider
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

MODELS = Path(__file__).resolve().parents[1] / "resources" / "models"
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
        # A model asks the registry for its steps, which knows them once this provider is in it: on the second loading.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self._load_models()

    def _load_models(self) -> None:
        """Add the ready-made models."""
        for path in sorted(MODELS.glob("*.model3")):
            model = QgsProcessingModelAlgorithm()
            if model.fromFile(str(path)):
                model.setSourceFilePath(str(path))
                self.addAlgorithm(model)

    def defaultRasterFileExtension(self):
        return "tif"

    def supportedOutputRasterLayerExtensions(self):
        return ["tif", "tiff"]
