"""`eoduet:setup`: makes, changes or repairs the private environment, in the toolbox and headless; knows nothing of
rasters."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputFolder,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ..builds import BUILDS, Build, offered, suggested
from ..environment import PrivateEnvironment
from ..installation import Installation
from ..interpreter import EnvironmentFault
from ..translation import marked
from .base import DuetAlgorithm

AUTO = "auto"
PACKAGES = ("numpy", "onnxruntime", "constriction")


class SetupAlgorithm(DuetAlgorithm):
    algorithm_name = "setup"
    title = marked("Set up EO-Duet")
    help_text = marked(
        "Makes the private environment that EO-Duet computes in, changes or repairs it.\n"
        "It is a Python of its own in your QGIS profile, with NumPy, ONNX Runtime and constriction in fixed versions, every "
        "wheel checked against its pinned hash; QGIS's own Python is not touched. It is needed once, takes a minute or two, "
        "downloads about 50 MB and ends with a proof: a tile is coded and decoded. Cancelled or interrupted, it goes on where "
        "it stopped; run again on a complete environment, it checks it and repairs it where needed. The proxy set in QGIS "
        "(Settings, Options, Network) is used."
    )

    def initAlgorithm(self, configuration=None):
        builds = [AUTO, *BUILDS]
        self.addParameter(
            QgsProcessingParameterEnum(
                "BUILD", self.tr("ONNX Runtime"), builds, False, AUTO, True, usesStaticStrings=True
            )
        )
        behaviour = QgsProcessingParameterFile.Behavior.Folder
        wheels = self.tr("Folder of wheels (empty: from the package index)")
        self.addParameter(QgsProcessingParameterFile("WHEELS", wheels, behaviour, optional=True))
        self.addParameter(
            QgsProcessingParameterBoolean(
                "REBUILD", self.tr("Rebuild: remove it and make it anew"), defaultValue=False
            )
        )
        self.addOutput(QgsProcessingOutputFolder("ENVIRONMENT", self.tr("Folder of the environment")))
        self.addOutput(QgsProcessingOutputString("USED_BUILD", self.tr("Build that is installed")))
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))
        for package in PACKAGES:
            self.addOutput(
                QgsProcessingOutputString(package.upper(), self.tr("Version of {}").format(package))
            )

    def work(self, parameters, context, feedback):
        environment = PrivateEnvironment()
        build = self._build(parameters, context, environment, feedback)
        wheels = self.parameterAsFile(parameters, "WHEELS", context)
        proof = Installation(
            environment,
            feedback.setProgress,
            feedback.pushInfo,
            feedback.isCanceled,
            build,
            Path(wheels) if wheels else None,
            self.parameterAsBoolean(parameters, "REBUILD", context),
        ).run()
        named = {"USED_BUILD": build.name, "USED_DEVICE": proof.device}
        versions = {name.upper(): proof.versions[name] for name in PACKAGES}
        return {"ENVIRONMENT": str(environment.folder), **named, **versions}

    def _build(self, parameters, context, environment: PrivateEnvironment, feedback) -> Build:
        name = self.parameterAsEnumString(parameters, "BUILD", context) or AUTO
        if name == AUTO:
            if environment.build() in offered():
                return environment.build()
            build, why = suggested()
            feedback.pushInfo(self.tr("{}: {}").format(build.title, why))
            return build
        if BUILDS[name] not in offered():
            raise EnvironmentFault(
                self.tr("There is no build '{}' for this system: use {}.").format(
                    name, self.tr(" or ").join(build.name for build in offered())
                )
            )
        return BUILDS[name]
