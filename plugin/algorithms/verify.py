"""`eoduet:verify`: is a `.duet` file whole, and which tiles are damaged; damage is a result here, not an
error."""

from __future__ import annotations

import json

from qgis.core import QgsProcessingOutputBoolean, QgsProcessingOutputString, QgsProcessingParameterBoolean

from ...engine.verify import verify
from ..environment import PrivateEnvironment
from ..remotecodec import codec_factory
from ..translation import marked
from ..workerclient import WorkerClient
from .base import DuetAlgorithm, hooks


class VerifyAlgorithm(DuetAlgorithm):
    algorithm_name = "verify"
    title = marked("Verify .duet")
    help_text = marked(
        "Checks every byte of a .duet file against its checksums and lists the damaged tiles.\n"
        "Damage is a result, not an error: the other tiles decode as before."
    )
    help_of = {"DAMAGED": marked("The number of damaged tiles.")}

    def initAlgorithm(self, configuration=None):
        self.add_input()
        label = self.tr("Decode and compare the symbols too")
        self.addParameter(QgsProcessingParameterBoolean("DECODE", label, defaultValue=False))
        self.add_device()
        self.addOutput(QgsProcessingOutputBoolean("SOUND", self.tr("Nothing is damaged")))
        self.add_numbers(TILES=marked("Tiles"), DAMAGED=marked("Damaged tiles"))
        self.addOutput(QgsProcessingOutputString("REPORT", self.tr("All of it as JSON")))

    def checkParameterValues(self, parameters, context):
        problem = PrivateEnvironment().problem()
        if problem and self.parameterAsBoolean(parameters, "DECODE", context):
            return False, problem
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        path = self.parameterAsFile(parameters, "INPUT", context)
        if self.parameterAsBoolean(parameters, "DECODE", context):
            device = self.parameterAsEnumString(parameters, "DEVICE", context)
            with WorkerClient(feedback.isCanceled) as worker:
                report = verify(path, codec_factory(worker, device), **hooks(feedback))
        else:
            report = verify(path, **hooks(feedback))
        for reason in [report.head] * bool(report.head):
            feedback.pushWarning(reason)
        for damage in report.damaged:
            feedback.pushWarning(self.tr("Tile {} is damaged: {}").format(damage.tile, damage.reason))
        if report.sound:
            feedback.pushInfo(self.tr("Sound; tiles checked: {}").format(report.tiles))
        return {
            "SOUND": report.sound,
            "TILES": report.tiles,
            "DAMAGED": len(report.damaged),
            "REPORT": json.dumps(report.to_dict()),
        }
