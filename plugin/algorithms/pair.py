"""What algorithms share that take an optical and a SAR layer, or compress: those parameters; no work of its own.

Layers belong to the thread that prepares, so they become file names and styles there."""

from __future__ import annotations

from functools import cached_property

from qgis.core import (
    QgsMapLayer,
    QgsProcessingException,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)

from ...engine import targets
from ...engine.bundle import DEFAULT_BUNDLE
from ...engine.mapchecks import IMAGE
from ...engine.profiles import profile_names
from ..models import installed_models
from ..styles import symbology, unless_plain
from ..translation import marked
from .base import DuetAlgorithm

TARGETS = ("none", *targets.KINDS)
MODALITIES = {"optical": "OPTICAL", "sar": "SAR"}
ENCODED = {
    "BYTES": marked("Size in bytes"),
    "RATIO": marked("Ratio to the uncompressed pixels"),
    "BPP": marked("Bits per pixel"),
    "PSNR_OPTICAL": marked("PSNR of the optical image in dB"),
    "PSNR_SAR": marked("PSNR of the SAR image in dB"),
    "PSNR_JOINT": marked("Mean of the two PSNRs in dB"),
    "USED_QUALITY": marked("Quality used"),
    "USED_GAMMA": marked("Trade-off γ used"),
    "CLIPPED": marked("Share of values outside the coded range (worse image)"),
}


class PairAlgorithm(DuetAlgorithm):
    """Base of those algorithms; `sources` and `styles` are there once it is prepared."""

    def prepareAlgorithm(self, parameters, context, feedback):
        self.sources = self.pair_sources(parameters, context)
        layers = [self.parameterAsRasterLayer(parameters, name, context) for name in MODALITIES.values()]
        self._looks = {
            modality: (symbology(layer), layer.source(), layer.providerType())
            for modality, layer in zip(MODALITIES, layers)
            if layer
        }
        return True

    @cached_property
    def styles(self) -> dict[str, str]:
        """The symbology of those layers whose user chose one, by modality; found out in the thread that works."""
        styles = {modality: unless_plain(*look) for modality, look in self._looks.items()}
        return {modality: style for modality, style in styles.items() if style}

    def add_pair(self) -> None:
        """Add OPTICAL and SAR, either of which may be left out."""
        for name, label in (("OPTICAL", marked("Optical image")), ("SAR", marked("SAR image"))):
            self.addParameter(QgsProcessingParameterRasterLayer(name, self.tr(label), optional=True))

    def add_prompts(self) -> None:
        """Add QUALITY, GAMMA, PROFILE and MODEL."""
        number, double = QgsProcessingParameterNumber, QgsProcessingParameterNumber.Double
        quality = self.tr("Quality (0–100)")
        gamma = self.tr("Trade-off γ (0: favour SAR, 1: favour optical; empty: the profile's, or 0.5)")
        self.addParameter(number("QUALITY", quality, double, 50, minValue=0, maxValue=100))
        self.addParameter(number("GAMMA", gamma, double, None, optional=True, minValue=0, maxValue=1))
        models = installed_models()
        profiles = list(dict.fromkeys(name for model in models for name in profile_names(model)))
        self.add_choice("PROFILE", self.tr("Profile"), IMAGE, profiles)
        self.add_choice("MODEL", self.tr("Model"), DEFAULT_BUNDLE, [model.id for model in models])

    def add_target(self) -> None:
        """Add TARGET and TARGET_VALUE, which can take the place of QUALITY."""
        choice = QgsProcessingParameterEnum(
            "TARGET", self.tr("Aim at"), list(TARGETS), False, TARGETS[0], False, usesStaticStrings=True
        )
        self.add_advanced(choice)
        number, value = QgsProcessingParameterNumber, self.tr("Target (bpp, bytes or dB)")
        self.add_advanced(number("TARGET_VALUE", value, number.Double, None, optional=True, minValue=0))

    def target(self, parameters, context) -> targets.Target | None:
        """What TARGET and TARGET_VALUE ask for; InputError where they make no sense."""
        kind = self.parameterAsEnumString(parameters, "TARGET", context)
        value = self.parameterAsDouble(parameters, "TARGET_VALUE", context)
        return None if kind == "none" else targets.Target(kind, value)

    def pair_sources(self, parameters, context) -> tuple[str | None, str | None]:
        """The data sources of the two layers; `QgsProcessingException` for one that GDAL does not read."""
        sources = []
        for name in MODALITIES.values():
            layer = self.parameterAsRasterLayer(parameters, name, context)
            given = parameters.get(name)
            if layer is None and given:
                shown = given.name() if isinstance(given, QgsMapLayer) else given
                message = self.tr("{}: {} is no raster that QGIS can read: choose another file or layer.")
                raise QgsProcessingException(message.format(name, shown))
            if layer is not None and layer.providerType() != "gdal":
                message = self.tr("{}: the layer {} is no raster file: save it as GeoTIFF first.")
                raise QgsProcessingException(message.format(name, layer.name()))
            sources.append(layer.source() if layer else None)
        return tuple(sources)

    def prompts(self, parameters, context) -> dict[str, float | None]:
        """QUALITY and GAMMA as the engine takes them; an empty γ is None."""
        empty = parameters.get("GAMMA") in (None, "")
        gamma = None if empty else self.parameterAsDouble(parameters, "GAMMA", context)
        return {"quality": self.parameterAsDouble(parameters, "QUALITY", context), "gamma": gamma}

    def encoded(self, report, feedback) -> dict:
        """The numbers of an `EncodeReport`; what was clipped is said."""
        for modality, share in report.clipped.items():
            if share > 0:
                message = self.tr("{}: {:.3%} of the values lie outside the coded range")
                feedback.pushInfo(message.format(MODALITIES[modality], share))
        return {
            "BYTES": report.bytes,
            "RATIO": report.ratio,
            "BPP": report.bpp,
            **{f"PSNR_{name.upper()}": value for name, value in (report.psnr or {}).items()},
            "USED_QUALITY": report.quality,
            "USED_GAMMA": report.gamma,
            "CLIPPED": max(report.clipped.values()),
        }
