"""`eoduet:info`: what a `.duet` file says of itself, without decoding a pixel; needs no private
environment."""

from __future__ import annotations

import json

from qgis.core import QgsProcessingOutputString

from ...engine import codec
from .base import DuetAlgorithm


class InfoAlgorithm(DuetAlgorithm):
    algorithm_name = "info"
    title = "Information on .duet"
    help_text = (
        "Tells what a .duet file holds: size in pixels and bytes, ratio, bits per pixel, bands, CRS, "
        "quality, trade-off γ and the model that decodes it. Only the head of the file is read.\n\n"
        "INFO is all of it as JSON, the same as the command 'eoduet info --json' gives."
    )

    def initAlgorithm(self, configuration=None):
        self.add_input()
        self.add_numbers(
            WIDTH="Width in pixels",
            HEIGHT="Height in pixels",
            OPTICAL_BANDS="Optical bands",
            SAR_BANDS="SAR bands",
            BYTES="Size in bytes",
            RATIO="Ratio to the uncompressed pixels",
            BPP="Bits per pixel",
            QUALITY="Quality",
            GAMMA="Trade-off γ",
            TILES="Tiles",
        )
        for name, label in (
            ("MODEL", "Model"),
            ("PROFILE", "Profile"),
            ("CRS", "CRS as WKT"),
            ("INFO", "All of it as JSON"),
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
            self.tr("{WIDTH} × {HEIGHT} pixels, {BYTES} bytes, {BPP:.3f} bpp, ratio {RATIO:.1f}").format(
                **results
            )
        )
        return results
