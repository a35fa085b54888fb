"""`eoduet:compressandmap`: a pair into a `.duet` file, the images decoded from it, and the map of it, in one
step; only words into calls.

Every output may be left out; without OUTPUT the file lives in a temporary folder until the map is made."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
)

from ...engine import codec
from ...engine.bundle import Bundle
from ...engine.errors import DuetError
from ...engine.landcover import map_file
from ...engine.mapchecks import IMAGE
from ...engine.mapmodel import MapModel, choose_map_model
from ...engine.outputs import check_writable, refuse_clash, refuse_overwriting
from ...engine.raster import open_pair
from ..models import find_model
from ..remotecodec import RemoteSegmenter, RemoteTileCodec
from ..translation import marked
from ..workerclient import WorkerClient
from .base import hooks
from .classes import add_class_outputs, add_map_choice, class_results
from .decode import OUTPUTS, restyle
from .pair import ENCODED, PairAlgorithm

WANTED = ("OUTPUT", *OUTPUTS.values(), "MAP_OUTPUT")


class CompressAndMapAlgorithm(PairAlgorithm):
    algorithm_name = "compressandmap"
    title = marked("Compress and map")
    needs_worker = True
    help_text = marked(
        "Compresses two images of one place into a .duet file, decodes them from it and maps them from it, in one step.\n"
        "What is left in the file is what the map is made from. Every output may be left out, and is then not computed. The "
        "map is a paletted GeoTIFF with the names and colours of the classes; 255 is NoData."
    )

    def initAlgorithm(self, configuration=None):
        self.add_pair()
        self.add_prompts()
        add_map_choice(self, self.tr("Model of the map (empty: the one to code with)"))
        self.add_device()
        files = self.tr("EO-Duet files (*.duet)")
        self.addParameter(
            QgsProcessingParameterFileDestination("OUTPUT", self.tr("Compressed file"), files, optional=True)
        )
        labels = (marked("Decoded optical image"), marked("Decoded SAR image"), marked("Map"))
        for name, label in zip((*OUTPUTS.values(), "MAP_OUTPUT"), labels):
            self.addParameter(QgsProcessingParameterRasterDestination(name, self.tr(label), optional=True))
        self.add_numbers(**ENCODED, SECONDS=marked("Seconds"))
        add_class_outputs(self)
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))

    def checkParameterValues(self, parameters, context):
        try:
            pair = open_pair(*self.pair_sources(parameters, context))
        except (DuetError, QgsProcessingException) as error:
            return False, str(error)
        if not any(self.asked(parameters, name) for name in WANTED):
            return False, self.tr("Nothing to write: name {}.").format(", ".join(WANTED))
        for modality, name in OUTPUTS.items():
            if modality not in pair.sources and self.asked(parameters, name):
                return False, self.tr("{}: there is no such image to decode; leave it out.").format(name)
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback):
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        bundle = find_model(self.parameterAsString(parameters, "MODEL", context))
        profile = self.parameterAsString(parameters, "PROFILE", context)
        paths = self._paths(parameters, context)
        images = {modality: paths[name] for modality, name in OUTPUTS.items() if name in paths}
        steps = QgsProcessingMultiStepFeedback(1 + bool(images) + ("MAP_OUTPUT" in paths), feedback)
        with ExitStack() as stack:
            worker = stack.enter_context(WorkerClient(feedback.isCanceled))
            tile_codec = RemoteTileCodec(worker, bundle, device, profile)
            segmenter = None
            if "MAP_OUTPUT" in paths:  # what it lacks is said before the work
                model = self._map_model(parameters, context, bundle, profile)
                segmenter = RemoteSegmenter(worker, *model, device)
            path = paths.get("OUTPUT")
            if path is None:
                path = str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "pair.duet")
            prompts = self.prompts(parameters, context)
            report = codec.encode(
                *self.sources, path, tile_codec, styles=self.styles, **prompts, **hooks(steps)
            )
            results = {**paths, **self.encoded(report, feedback), "USED_DEVICE": report.device}
            seconds = report.seconds
            if images:
                steps.setCurrentStep(1)
                seconds += codec.decode(path, lambda *_: tile_codec, **images, **hooks(steps)).seconds
                for modality, output in images.items():
                    restyle(output, self.styles.get(modality, ""), feedback)
            if segmenter is not None:
                steps.setCurrentStep(1 + bool(images))
                confidence = self.parameterAsBoolean(parameters, "CONFIDENCE", context)
                factories = (lambda *_: tile_codec, lambda *_: segmenter)
                out = paths["MAP_OUTPUT"]
                made = map_file(path, out, *factories, confidence=confidence, **hooks(steps))
                seconds += made.seconds
                results.update(class_results(self, made, feedback))
        return {**results, "SECONDS": seconds}

    def _map_model(self, parameters, context, bundle: Bundle, profile: str) -> tuple[Bundle, MapModel]:
        """The map model that was asked for: by default of the bundle that codes, and of its profile."""
        other, name = (self.parameterAsString(parameters, word, context) for word in ("MAP_MODEL", "MAP"))
        if other:
            bundle, profile = find_model(other), IMAGE
        return bundle, choose_map_model(bundle, name, profile)

    def _paths(self, parameters, context) -> dict[str, str]:
        """The paths of the outputs that are wanted: each can be written, and overwrites no input and no other."""
        paths = {}
        for name in WANTED:
            if self.asked(parameters, name):
                as_path = self.parameterAsFileOutput if name == "OUTPUT" else self.parameterAsOutputLayer
                paths[name] = as_path(parameters, name, context)
                check_writable(paths[name])
                refuse_overwriting(paths[name], *self.sources)
        for one, other in combinations(paths.values(), 2):
            refuse_clash(one, other)
        return paths
