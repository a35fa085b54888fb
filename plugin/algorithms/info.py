"""`eoduet:info`: what a `.duet` file says of itself, without decoding a pixel; needs no private
environment."""

from __future__ import annotations

import json

from qgis.core import QgsProcessingOutputString

from ...engine import codec
from ...engine.wording import ratio_words
from ..translation import marked
from .base import DuetAlgorithm


class InfoAlgorithm(DuetAlgorithm):
    algorithm_name = "info"
    title = marked("Information on .duet")
    help_text = marked(
        "Tells what a .duet file holds: size, ratio, bands, CRS, quality, trade-off γ and the model that decodes it.\n"
        "Only the head of the file is read, and no private environment is needed."
    )

    def initAlgorithm(self, configuration=None):
        self.add_input()
        self.add_numbers(
            WIDTH=marked("Width in pixels"),
            HEIGHT=marked("Height in pixels"),
            OPTICAL_BANDS=marked("Optical bands"),
            SAR_BANDS=marked("SAR bands"),
            BYTES=marked("Size in bytes"),
            RATIO=marked("Ratio to the uncompressed pixels"),
            BPP=marked("Bits per pixel"),
            QUALITY=marked("Quality"),
            GAMMA=marked("Trade-off γ"),
            TILES=marked("Tiles"),
        )
        for name, label in (
            ("MODEL", marked("Model")),
            ("PROFILE", marked("Profile")),
            ("CRS", marked("CRS as WKT")),
            ("INFO", marked("All of it as JSON")),
        ):
            self.addOutput(QgsProcessingOutputString(name, self.tr(label)))

    def work(self, parameters, context, feedback):
        said = codec.info(self.parameterAsFile(parameters, "INPUT", context))
        for modality, held in said["modalities"].items():
            names = ", ".join(f"{band['name'] or '?'} ({band['dtype']})" for band in held["bands"])
            feedback.pushInfo(f"{modality}: {names}")
        bands = {modality: len(held["bands"]) for modality, held in said["modalities"].items()}
        numbers = ("width", "height", "bytes", "ratio", "bpp", "quality", "gamma", "tiles", "crs")
        results = {name.upper(): said[name] for name in numbers}
        results["OPTICAL_BANDS"], results["SAR_BANDS"] = bands.get("optical", 0), bands.get("sar", 0)
        results["MODEL"], results["PROFILE"] = said["model"]["id"], said["profile"]
        results["INFO"] = json.dumps(said)
        feedback.pushInfo(
            self.tr(
                "{WIDTH} × {HEIGHT} pixels, {BYTES} bytes, {BPP:.3f} bpp, ratio 1 : {RATIO_WORDS}"
            ).format(RATIO_WORDS=ratio_words(said["ratio"]), **results)
        )
        return results
