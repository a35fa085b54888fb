"""`eoduet:setup`: makes or repairs the private environment, in the toolbox and headless; knows nothing of
rasters."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputFolder, QgsProcessingOutputString, QgsProcessingParameterBoolean

from ..environment import PACKAGES, PrivateEnvironment
from ..translation import marked
from .base import DuetAlgorithm


class SetupAlgorithm(DuetAlgorithm):
    algorithm_name = "setup"
    title = marked("Set up EO-Duet")
    help_text = marked(
        "Makes the private environment that EO-Duet computes in, or repairs it.\n"
        "It is a Python of its own in your QGIS profile, with NumPy, ONNX Runtime and constriction in fixed versions; QGIS's "
        "own Python is not touched. It is needed once, takes a minute or two and downloads about 50 MB. Cancelled or "
        "interrupted, it goes on where it stopped; run again on a complete environment, it checks it."
    )

    def initAlgorithm(self, configuration=None):
        self.addParameter(
            QgsProcessingParameterBoolean(
                "REBUILD", self.tr("Rebuild: remove it and make it anew"), defaultValue=False
            )
        )
        self.addOutput(QgsProcessingOutputFolder("ENVIRONMENT", self.tr("Folder of the environment")))
        for package in PACKAGES:
            self.addOutput(
                QgsProcessingOutputString(package.upper(), self.tr("Version of {}").format(package))
            )

    def work(self, parameters, context, feedback):
        environment = PrivateEnvironment()
        rebuild = self.parameterAsBoolean(parameters, "REBUILD", context)
        versions = environment.set_up(feedback.setProgress, feedback.pushInfo, feedback.isCanceled, rebuild)
        return {"ENVIRONMENT": str(environment.folder), **{name.upper(): versions[name] for name in PACKAGES}}
