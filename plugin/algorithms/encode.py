"""`eoduet:encode`: a SAR-optical pair of raster layers (or one of the two) into one `.duet` file; only words
into calls.

The engine reads the rasters and writes the file, `plugin.remotecodec` computes in the worker, `plugin.styles`
keeps the layers' styles."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ...engine import codec
from ...engine.errors import DuetError
from ...engine.raster import open_pair
from ..models import find_model
from ..remotecodec import RemoteTileCodec
from ..translation import marked
from ..workerclient import WorkerClient
from .base import hooks
from .pair import ENCODED, PairAlgorithm


class EncodeAlgorithm(PairAlgorithm):
    algorithm_name = "encode"
    title = marked("Encode to .duet")
    needs_worker = True
    help_text = marked(
        "Compresses an optical and a SAR image of the same place, on one pixel grid, into one .duet file.\n"
        "Pixels of 8 bits, 16 bits or floating point; NoData is kept exactly, as are CRS, position, band names and a style "
        "that you chose. Either image may be left out."
    )

    def initAlgorithm(self, configuration=None):
        self.add_pair()
        self.add_prompts()
        self.add_target()
        self.add_device()
        files = self.tr("EO-Duet files (*.duet)")
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", self.tr("Compressed file"), files))
        self.add_numbers(**ENCODED, SECONDS=marked("Seconds"))
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))

    def checkParameterValues(self, parameters, context):
        try:
            open_pair(*self.pair_sources(parameters, context))
            self.target(parameters, context)
        except (DuetError, QgsProcessingException) as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        bundle = find_model(self.parameterAsString(parameters, "MODEL", context))
        profile = self.parameterAsString(parameters, "PROFILE", context)
        with WorkerClient(feedback.isCanceled) as worker:
            tile_codec = RemoteTileCodec(worker, bundle, device, profile)
            feedback.pushInfo(self.tr("Computing on {}").format(tile_codec.device))
            report = codec.encode(
                *self.sources,
                output,
                tile_codec,
                target=self.target(parameters, context),
                styles=self.styles,
                **self.prompts(parameters, context),
                **hooks(feedback),
            )
        numbers = self.encoded(report, feedback)
        return {"OUTPUT": output, **numbers, "SECONDS": report.seconds, "USED_DEVICE": report.device}
