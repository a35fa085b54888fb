"""What every EO-Duet algorithm shares: its face in Processing, progress and cancel, and errors turned into
sentences.

No algorithm's own parameters here. All of them are background-safe: they use no `iface`, no widget and no
layer outside `prepareAlgorithm`, so the same code runs in the toolbox, in models and in `qgis_process`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import ClassVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ...engine.errors import DuetError
from ...engine.grid import Grid
from .. import settings
from ..environment import PrivateEnvironment
from ..extents import pixel_window
from ..translation import tr
from ..turns import turn
from .parameterhelp import meaning

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
ICON = ICONS / "eoduet.svg"
HELP_URL = "eoduet://algorithm/"  # the desktop opens it in the plugin's own help window


class DuetAlgorithm(QgsProcessingAlgorithm):
    """Base class: a subclass sets the three texts, declares its parameters and writes `work`.

    `help_text` says what it does, its first sentence in short; `help_of` what those parameters and outputs mean that
    `parameterhelp` says nothing of, or something else. `needs_worker` says that it cannot run without the private
    environment; `work(parameters, context, feedback)` returns the outputs and may raise any `DuetError`."""

    algorithm_name = ""
    title = ""
    help_text = ""
    help_of: ClassVar[dict[str, str]] = {}
    needs_worker = False

    @staticmethod
    def tr(text: str) -> str:
        """Translate a source string of the plugin."""
        return tr(text)

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.algorithm_name

    def displayName(self):
        return self.tr(self.title)

    def shortDescription(self):
        return self.tr(self.help_text).split("\n")[0]

    def shortHelpString(self):
        said = {"ALG_DESC": self.tr(self.help_text).strip().replace("\n", "<br>")}
        said |= {one.name(): self.meaning(one.name(), False) for one in self.parameterDefinitions()}
        # A destination is a parameter and an output: its parameter says what it is.
        said |= {
            one.name(): self.meaning(one.name(), True)
            for one in self.outputDefinitions()
            if not said.get(one.name())
        }
        return QgsProcessingUtils.formatHelpMapAsHtml(said, self)

    def meaning(self, name: str, is_output: bool) -> str:
        """What a parameter or an output means, in the user's language."""
        return self.tr(self.help_of.get(name) or meaning(name, is_output))

    def helpUrl(self):
        return HELP_URL + self.algorithm_name

    def addParameter(self, definition, *options):
        """As QGIS's own, with the meaning for the dialog's tool tip."""
        definition.setHelp(self.meaning(definition.name(), False))
        return super().addParameter(definition, *options)

    def icon(self):
        own = ICONS / f"{self.algorithm_name}.svg"
        return QIcon(str(own if own.exists() else ICON))

    def tags(self):
        return ["eo-duet", "duet", "compression", "codec", "sar", "sentinel"]

    def canExecute(self):
        problem = PrivateEnvironment().problem() if self.needs_worker else ""
        return not problem, problem

    def processAlgorithm(self, parameters, context, feedback):
        try:
            with turn(feedback) if self.needs_worker else nullcontext():
                return self.work(parameters, context, feedback)
        except DuetError as error:
            raise QgsProcessingException(str(error)) from error
        except MemoryError as error:
            message = self.tr("Out of memory: close other programs and try again.")
            raise QgsProcessingException(message) from error

    def work(self, parameters, context, feedback):
        """Do the work and return {output name: value}."""
        raise NotImplementedError

    def add_input(self) -> None:
        """Add INPUT, a `.duet` file; it takes the OUTPUT of `eoduet:encode` in a model."""
        self.addParameter(QgsProcessingParameterFile("INPUT", self.tr("Compressed file"), extension="duet"))

    def add_advanced(self, parameter) -> None:
        """Add a parameter to the folded part of the dialog."""
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)

    def add_device(self) -> None:
        """Add DEVICE, whose values are words (`--DEVICE=cpu`) and not numbers."""
        choice = QgsProcessingParameterEnum(
            "DEVICE",
            self.tr("Device"),
            list(settings.DEVICES),
            False,
            settings.device(),
            False,
            usesStaticStrings=True,
        )
        self.add_advanced(choice)

    def add_choice(self, name: str, label: str, default: str, choice: list[str]) -> None:
        """Add an advanced text that may be any, with the usual ones to choose from where QGIS shows such hints."""
        text = QgsProcessingParameterString(name, label, default, optional=not default)
        text.setMetadata({"widget_wrapper": {"value_hints": [*[""] * (not default), *choice]}})
        self.add_advanced(text)

    def asked(self, parameters, name: str) -> bool:
        """Whether the user wants this output: named in any way, a temporary one included."""
        return parameters.get(name) not in (None, "")

    def window(self, parameters, context, grid: Grid) -> tuple[int, int, int, int] | None:
        """The pixels of `grid` that EXTENT touches; None for all of them."""
        crs = QgsCoordinateReferenceSystem.fromWkt(grid.crs)
        extent = self.parameterAsExtent(parameters, "EXTENT", context, crs)
        return None if extent.isNull() else pixel_window(extent, grid)

    def add_numbers(self, **outputs: str) -> None:
        """Declare numeric outputs: NAME=description."""
        for name, description in outputs.items():
            self.addOutput(QgsProcessingOutputNumber(name, self.tr(description)))


def hooks(feedback) -> dict:
    """`progress` (0..1) and `cancelled` for the engine, from a `QgsProcessingFeedback`."""
    return {
        "progress": lambda share: feedback.setProgress(100 * share),
        "cancelled": feedback.isCanceled,
    }
