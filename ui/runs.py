"""What a press of a button starts, one step after another: encode, decode, layers, report; map. No widget but the project's.

compress: eoduet:encode → eoduet:info → [eoduet:decode → layers] → [report]
decode:   eoduet:decode → layers                            map: eoduet:landcover → layer
"""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..engine import codec
from ..engine.errors import DuetError
from ..plugin.certificate import Certificate
from ..plugin.jobs import AlgorithmJob
from ..plugin.report import ReportTask, pictures_of
from ..plugin.results import LoadTask, add_layers, add_map, decoded_paths
from ..plugin.translation import tr

OUTPUTS = {"optical": "OPTICAL_OUTPUT", "sar": "SAR_OUTPUT"}


class Run(QObject):
    """One press of a button. `ended` comes exactly once; `line` is for the log, `progressed` in per cent of the step."""

    step = pyqtSignal(str)
    progressed = pyqtSignal(float)
    line = pyqtSignal(str, bool)
    ended = pyqtSignal(bool, str)  # well, one line for the message bar ("" = cancelled)

    def __init__(self, device: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.device = device
        self.certificate: Certificate | None = None
        self.layers: dict[str, QgsRasterLayer] = {}
        self.report = ""
        self._job: AlgorithmJob | None = None
        self._originals: dict[str, QgsRasterLayer | None] = {}
        self._after: tuple[bool, bool] = (False, False)

    def compress(
        self,
        originals: dict[str, QgsRasterLayer | None],
        parameters: dict,
        output: str,
        decode: bool,
        report: bool,
    ) -> None:
        """Encode layers by modality with parameters of `eoduet:encode` into `output`."""
        self._originals, self._after = originals, (decode, report)
        self._start(
            tr("Compressing"), "encode", {**_inputs(originals), **parameters, "OUTPUT": output}, self._encoded
        )

    def decode(self, path: str) -> None:
        """Decode both images of a file beside it and show them."""
        try:
            held = list(codec.info(path)["modalities"])
        except DuetError as error:
            self.ended.emit(False, str(error))
            return
        self._decode(path, held)

    def map(self, originals: dict[str, QgsRasterLayer | None], model: str, output: str) -> None:
        """Map the land cover of layers with a model's map model."""
        given = {**_inputs(originals), "MAP_MODEL": model, "DEVICE": self.device, "OUTPUT": output}
        self._start(tr("Mapping"), "landcover", given, self._mapped)

    def cancel(self) -> None:
        """Stop the step that runs."""
        if self._job is not None:
            self._job.cancel()

    def wait(self) -> None:
        """Block until what was cancelled has really ended; only for QGIS's own end."""
        if self._job is not None:
            self._job.wait()

    def _start(self, title: str, name: str, parameters: dict, then) -> None:
        self.step.emit(title)
        shown = {
            key: value.name() if isinstance(value, QgsRasterLayer) else value
            for key, value in parameters.items()
        }
        self.line.emit(f"eoduet:{name} {json.dumps(shown, ensure_ascii=False)}", False)
        self._job = AlgorithmJob(name, parameters, self)
        self._job.progressed.connect(self.progressed)
        self._job.line.connect(self.line)
        self._job.stage.connect(lambda text: self.step.emit(text or title))

        def ended(done: bool, results: dict, sentence: str) -> None:
            if not done:
                self.ended.emit(False, sentence)
                return
            then(results)

        self._job.ended.connect(ended)
        self._job.start()

    def _encoded(self, results: dict) -> None:
        try:
            said = codec.info(results["OUTPUT"])
        except DuetError as error:
            self.ended.emit(False, str(error))
            return
        originals = {m: layer.source() for m, layer in self._originals.items() if layer is not None}
        self.certificate = Certificate.of(results, said, originals)
        for label, value in self.certificate.rows():
            self.line.emit(f"{label}: {value}", False)
        if self._after[0]:
            self._decode(results["OUTPUT"], list(originals))
        else:
            self._write_report()

    def _decode(self, path: str, modalities: list[str]) -> None:
        paths = decoded_paths(path, modalities)
        given = {OUTPUTS[modality]: target for modality, target in paths.items()}
        self._start(
            tr("Decoding"),
            "decode",
            {"INPUT": path, "DEVICE": self.device, **given},
            lambda results: self._decoded(path, {m: p for m, p in paths.items() if OUTPUTS[m] in results}),
        )

    def _decoded(self, path: str, paths: dict[str, str]) -> None:
        name = Path(path).stem
        self._loading = LoadTask(paths, self._originals, self.certificate, name)
        self._loading.loaded.connect(lambda layers: self._loaded(layers, name))
        self._loading.start()

    def _loaded(self, layers: dict[str, QgsRasterLayer], name: str) -> None:
        self.layers = layers
        add_layers(layers, name)
        if self.certificate is None:
            self.ended.emit(True, tr("Decoded {}").format(f"{name}.duet"))
        else:
            QTimer.singleShot(0, self._write_report)  # adding layers is enough for one turn of the event loop

    def _write_report(self) -> None:
        if not self._after[1]:
            self._finish()
            return
        self.step.emit(tr("Writing the report"))
        path = str(Path(self.certificate.path).with_suffix(".html"))
        self._task = ReportTask(path, self.certificate, pictures_of(self._originals, self.layers))
        self._task.written.connect(self._reported)
        self._task.start()

    def _reported(self, path: str) -> None:
        self.report = path
        if path:
            self.line.emit(tr("Report: {}").format(path), False)
        else:
            self.line.emit(tr("The report could not be written beside the file."), True)
        self._finish()

    def _finish(self) -> None:
        self.ended.emit(True, self.certificate.line())

    def _mapped(self, results: dict) -> None:
        add_map(
            results["OUTPUT"], Path(results["OUTPUT"]).stem.removesuffix("_map")
        )  # beside what was decoded
        self.ended.emit(True, tr("Mapped: {}").format(Path(results["OUTPUT"]).name))


def _inputs(layers: dict[str, QgsRasterLayer | None]) -> dict[str, QgsRasterLayer]:
    """Layers by modality as the algorithms name them."""
    return {modality.upper(): layer for modality, layer in layers.items() if layer is not None}
