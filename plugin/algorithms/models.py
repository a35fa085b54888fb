"""`eoduet:models`: which models there are, and the user's own folder of them; runs none, needs no private environment."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
)

from ...engine.bundle import bundle_folders, folders_in, load_bundle
from ...engine.errors import InputError, ModelError
from ...engine.mapmodel import describe_bundle
from .. import settings
from ..translation import marked
from .base import DuetAlgorithm


class ModelsAlgorithm(DuetAlgorithm):
    algorithm_name = "models"
    title = marked("List models")
    help_text = marked(
        "Lists the models that are installed, with their profiles and the classes that they map.\n"
        "These are the models of the plugin, those of the environment variable EODUET_MODELS, and those of a folder of your "
        "own."
    )

    def initAlgorithm(self, configuration=None):
        folder = QgsProcessingParameterFile(
            "FOLDER", self.tr("Folder of your own models"), QgsProcessingParameterFile.Folder, optional=True
        )
        self.addParameter(folder)
        label = self.tr("Forget the folder")
        self.add_advanced(QgsProcessingParameterBoolean("FORGET", label, defaultValue=False))
        self.add_numbers(COUNT=marked("Number of models"))
        self.addOutput(QgsProcessingOutputString("MODELS", self.tr("All of it as JSON")))

    def work(self, parameters, context, feedback):
        folder = self.parameterAsString(parameters, "FOLDER", context)
        if self.parameterAsBoolean(parameters, "FORGET", context):
            settings.set_models("")
        elif folder:
            self._remember(folder)
        found = []
        for place in bundle_folders(settings.models()):
            try:
                found.append(describe_bundle(load_bundle(place)))
            except ModelError as error:
                feedback.pushWarning(str(error))
        for model in found:
            feedback.pushInfo(f"{model['id']} ({model['folder']})")
            feedback.pushInfo(self.tr("    profiles: {}").format(", ".join(model["profiles"])))
            for name, classes in model["maps"].items():
                feedback.pushInfo(self.tr("    map {}: {}").format(name, ", ".join(classes)))
        return {"COUNT": len(found), "MODELS": json.dumps(found)}

    def _remember(self, folder: str) -> None:
        """Keep the folder, if at least one bundle in it can be used; else InputError or what is wrong with them."""
        own = folders_in(Path(folder))
        if not own:
            raise InputError(
                self.tr("{} holds no model: choose a folder of bundles, each with a manifest.json.").format(
                    folder
                )
            )
        problems = []
        for place in own:
            try:
                load_bundle(place)
            except ModelError as error:
                problems.append(error)
        if len(problems) == len(own):
            raise problems[0]
        settings.set_models(folder)
