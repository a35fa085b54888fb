"""`eoduet:landcover`: a `.duet` file, or a pair of raster layers, into a map of classes; only words into calls."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
)

from ...engine.bundle import DEFAULT_BUNDLE
from ...engine.container import DuetReader
from ...engine.description import Description
from ...engine.errors import DuetError
from ...engine.landcover import map_file, map_pair
from ...engine.mapchecks import IMAGE
from ...engine.raster import open_pair
from ..remotecodec import codec_factory, segmenter_factory
from ..translation import marked
from ..workerclient import WorkerClient
from .base import hooks
from .classes import add_class_outputs, add_map_choice, class_results
from .pair import PairAlgorithm


class LandcoverAlgorithm(PairAlgorithm):
    algorithm_name = "landcover"
    title = marked("Map land cover")
    needs_worker = True
    help_text = marked(
        "Maps the classes that a model knows, such as flooded and not flooded, from a .duet file or from two images.\n"
        "A file is mapped straight from its decoded tiles; a pair of images on one pixel grid may never have been "
        "compressed. The map is a paletted GeoTIFF with the names and colours of the classes (an attribute table in .aux.xml "
        "and a style in .qml beside it); 255 is NoData."
    )
    help_of = {
        "INPUT": marked("The .duet file to map, or nothing where the two images below are given."),
        "OPTICAL": marked("The optical image, where no .duet file is given; it may be left out."),
        "SAR": marked("The SAR image, where no .duet file is given; it may be left out."),
        "OUTPUT": marked("The map to write, a GeoTIFF."),
    }

    def initAlgorithm(self, configuration=None):
        label = self.tr("Compressed file (or the two images below)")
        self.addParameter(QgsProcessingParameterFile("INPUT", label, extension="duet", optional=True))
        self.add_pair()
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", self.tr("Map")))
        whole = self.tr("Extent (empty: all of it)")
        self.add_advanced(QgsProcessingParameterExtent("EXTENT", whole, optional=True))
        add_map_choice(self, self.tr("Model (empty: the one that the file names)"))
        self.add_device()
        self.add_numbers(
            WIDTH=marked("Width in pixels"), HEIGHT=marked("Height in pixels"), SECONDS=marked("Seconds")
        )
        add_class_outputs(self)
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))

    def checkParameterValues(self, parameters, context):
        try:
            sources = self.pair_sources(parameters, context)
            has_file = bool(self.parameterAsString(parameters, "INPUT", context))
            if has_file == any(sources):
                return False, self.tr("Name either INPUT, a .duet file, or OPTICAL and SAR.")
            if any(sources):
                open_pair(*sources)
        except (DuetError, QgsProcessingException) as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        path = self.parameterAsString(parameters, "INPUT", context)
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        words = [self.parameterAsString(parameters, name, context) for name in ("MAP_MODEL", "MAP")]
        options = {
            "confidence": self.parameterAsBoolean(parameters, "CONFIDENCE", context),
            "window": self.window(parameters, context, self._grid(path)),
            **hooks(feedback),
        }
        with WorkerClient(feedback.isCanceled) as worker:
            segmenters = segmenter_factory(worker, device, *words)
            if path:
                report = map_file(path, output, codec_factory(worker, device), segmenters, **options)
            else:
                report = map_pair(*self.sources, output, segmenters(DEFAULT_BUNDLE, None, IMAGE), **options)
        return {
            "OUTPUT": output,
            "WIDTH": report.window.width,
            "HEIGHT": report.window.height,
            "SECONDS": report.seconds,
            "USED_DEVICE": report.device,
            **class_results(self, report, feedback),
        }

    def _grid(self, path: str):
        if not path:
            return open_pair(*self.sources).grid
        with DuetReader(path) as reader:
            return Description.from_header(reader.header).grid
