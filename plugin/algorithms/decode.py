"""`eoduet:decode`: a `.duet` file, or a window of it, back into GeoTIFFs with their styles; only words to
calls."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
)

from ...engine import codec, wording
from ...engine.container import DuetReader
from ...engine.description import Description
from ...engine.errors import InputError
from ..remotecodec import codec_factory
from ..styles import remove_sidecar, write_sidecar
from ..translation import marked, tr
from ..workerclient import WorkerClient
from .base import DuetAlgorithm, hooks

OUTPUTS = {"optical": "OPTICAL_OUTPUT", "sar": "SAR_OUTPUT"}


class DecodeAlgorithm(DuetAlgorithm):
    algorithm_name = "decode"
    title = marked("Decode .duet")
    needs_worker = True
    help_text = marked(
        "Gives the optical and the SAR image of a .duet file back as GeoTIFFs, each on its own.\n"
        "CRS, position, NoData, band names, data type and a kept style come back too. A damaged tile becomes NoData and is "
        "reported."
    )

    def initAlgorithm(self, configuration=None):
        self.add_input()
        for name, label in (("OPTICAL_OUTPUT", marked("Optical image")), ("SAR_OUTPUT", marked("SAR image"))):
            self.addParameter(QgsProcessingParameterRasterDestination(name, self.tr(label), optional=True))
        whole = self.tr("Extent (empty: all of it)")
        self.add_advanced(QgsProcessingParameterExtent("EXTENT", whole, optional=True))
        self.add_device()
        self.add_numbers(
            WIDTH=marked("Width in pixels"),
            HEIGHT=marked("Height in pixels"),
            DAMAGED=marked("Damaged tiles"),
            SECONDS=marked("Seconds"),
        )
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))

    def checkParameterValues(self, parameters, context):
        if not any(self.asked(parameters, name) for name in OUTPUTS.values()):
            return False, self.tr("Nothing to decode: name OPTICAL_OUTPUT, SAR_OUTPUT, or both.")
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        path = self.parameterAsFile(parameters, "INPUT", context)
        with DuetReader(path) as reader:
            description = Description.from_header(reader.header)
        paths = self._paths(parameters, context, feedback, description)
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        with WorkerClient(feedback.isCanceled) as worker:
            report = codec.decode(
                path,
                codec_factory(worker, device),
                window=self.window(parameters, context, description.grid),
                **paths,
                **hooks(feedback),
            )
        for modality, output in paths.items():
            restyle(output, description.styles.get(modality, ""), feedback)
        for damage in report.damaged:
            feedback.pushWarning(self.tr("Tile {} is NoData: {}").format(damage.tile, damage.reason))
        if report.damaged:
            feedback.pushWarning(self.tr(wording.BESIDE_DAMAGE))
        return {
            **{OUTPUTS[modality]: output for modality, output in paths.items()},
            "WIDTH": report.window.width,
            "HEIGHT": report.window.height,
            "DAMAGED": len(report.damaged),
            "SECONDS": report.seconds,
            "USED_DEVICE": report.device,
        }

    def _paths(self, parameters, context, feedback, description: Description) -> dict[str, str]:
        """The output paths of what is asked for and in the file; what the file lacks is said, not silently
        left out."""
        paths = {}
        for modality, name in OUTPUTS.items():
            if not self.asked(parameters, name):
                continue
            if modality in description.transforms:
                paths[modality] = self.parameterAsOutputLayer(parameters, name, context)
            else:
                feedback.pushWarning(self.tr("{} stays empty: the file has no such image.").format(name))
        if not paths:
            raise InputError(self.tr("The file does not hold the image asked for: ask for the other output."))
        return paths


def restyle(output: str, style: str, feedback) -> None:
    """Lay the style that the layer had beside a decoded raster, in place of the one of a raster that was replaced."""
    remove_sidecar(output)
    if style and not write_sidecar(output, style):
        feedback.pushWarning(tr("The style of {} could not be written.").format(output))
