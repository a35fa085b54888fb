"""`eoduet:encode`: a SAR-optical pair of raster layers (or one of the two) into one `.duet` file; only words
into calls.

The engine reads the rasters and writes the file, `plugin.remotecodec` computes in the worker, `plugin.styles`
keeps the layers' styles."""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)

from ...engine import codec, targets
from ...engine.bundle import DEFAULT_BUNDLE, find_bundle
from ...engine.errors import DuetError
from ...engine.raster import open_pair
from ..remotecodec import RemoteTileCodec
from ..styles import chosen_style
from ..workerclient import WorkerClient
from .base import DuetAlgorithm, hooks

MODALITIES = {"optical": "OPTICAL", "sar": "SAR"}
TARGETS = ("none", *targets.KINDS)


class EncodeAlgorithm(DuetAlgorithm):
    algorithm_name = "encode"
    title = "Encode to .duet"
    needs_worker = True
    help_text = (
        "Compresses an optical and a SAR image of the same place, on the same pixel grid, into one .duet "
        "file.\n\n"
        "OPTICAL: 1 to 4 bands (blue, green, red, near-infrared in any order). SAR: 1 or 2 polarisations. "
        "One of the two may be left out. 8-bit, 16-bit and floating point; NoData is kept exactly, as are "
        "CRS, band names and a chosen style.\n"
        "QUALITY: 0 (smallest) to 100 (best). GAMMA: which image gets the bits, 0 favours SAR, 1 favours "
        "optical.\n"
        "TARGET (advanced): instead of QUALITY, aim at bits per pixel (bpp), a file size in bytes (size) or "
        "a joint PSNR in dB (psnr) of TARGET_VALUE.\n\n"
        "Gives the size in bytes, the ratio to the uncompressed pixels, bits per pixel (of both images: "
        "total bits / (images × pixels)), PSNR per image in dB, and the device that computed."
    )

    def initAlgorithm(self, configuration=None):
        for name, label in (("OPTICAL", "Optical image"), ("SAR", "SAR image")):
            self.addParameter(QgsProcessingParameterRasterLayer(name, self.tr(label), optional=True))
        double = QgsProcessingParameterNumber.Double
        quality, gamma = self.tr("Quality (0–100)"), self.tr("Trade-off γ (0: favour SAR, 1: favour optical)")
        value = self.tr("Target (bpp, bytes or dB)")
        number = QgsProcessingParameterNumber
        self.addParameter(number("QUALITY", quality, double, 50, minValue=0, maxValue=100))
        self.addParameter(number("GAMMA", gamma, double, 0.5, minValue=0, maxValue=1))
        choice = QgsProcessingParameterEnum(
            "TARGET", self.tr("Aim at"), list(TARGETS), False, TARGETS[0], False, usesStaticStrings=True
        )
        self.add_advanced(choice)
        self.add_advanced(number("TARGET_VALUE", value, double, None, optional=True, minValue=0))
        self.add_device()
        files = self.tr("EO-Duet files (*.duet)")
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", self.tr("Compressed file"), files))
        self.add_numbers(
            BYTES="Size in bytes",
            RATIO="Ratio to the uncompressed pixels",
            BPP="Bits per pixel",
            PSNR_OPTICAL="PSNR of the optical image in dB",
            PSNR_SAR="PSNR of the SAR image in dB",
            PSNR_JOINT="Mean of the two PSNRs in dB",
            USED_QUALITY="Quality used",
            CLIPPED="Share of values outside the coded range (worse image)",
            SECONDS="Seconds",
        )
        self.addOutput(QgsProcessingOutputString("USED_DEVICE", self.tr("Device that computed")))

    def checkParameterValues(self, parameters, context):
        try:
            open_pair(*self._sources(parameters, context))
            self._target(parameters, context)
        except (DuetError, QgsProcessingException) as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):
        # Layers belong to the thread that prepares; the work below needs only their sources and styles.
        self.sources = self._sources(parameters, context)
        layers = [self.parameterAsRasterLayer(parameters, name, context) for name in MODALITIES.values()]
        styles = {modality: chosen_style(layer) for modality, layer in zip(MODALITIES, layers) if layer}
        self.styles = {modality: style for modality, style in styles.items() if style}
        return True

    def work(self, parameters, context, feedback):
        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        with WorkerClient(feedback.isCanceled) as worker:
            tile_codec = RemoteTileCodec(worker, find_bundle(DEFAULT_BUNDLE), device)
            feedback.pushInfo(self.tr("Computing on {}").format(tile_codec.device))
            report = codec.encode(
                *self.sources,
                output,
                tile_codec,
                quality=self.parameterAsDouble(parameters, "QUALITY", context),
                gamma=self.parameterAsDouble(parameters, "GAMMA", context),
                target=self._target(parameters, context),
                styles=self.styles,
                **hooks(feedback),
            )
        for modality, share in report.clipped.items():
            if share > 0:
                name = MODALITIES[modality]
                feedback.pushInfo(
                    self.tr("{}: {:.3%} of the values lie outside the coded range").format(name, share)
                )
        return {
            "OUTPUT": output,
            "BYTES": report.bytes,
            "RATIO": report.ratio,
            "BPP": report.bpp,
            **{f"PSNR_{name.upper()}": value for name, value in (report.psnr or {}).items()},
            "USED_QUALITY": report.quality,
            "CLIPPED": max(report.clipped.values()),
            "SECONDS": report.seconds,
            "USED_DEVICE": report.device,
        }

    def _sources(self, parameters, context) -> tuple[str | None, str | None]:
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

    def _target(self, parameters, context) -> targets.Target | None:
        kind = self.parameterAsEnumString(parameters, "TARGET", context)
        value = self.parameterAsDouble(parameters, "TARGET_VALUE", context)
        return None if kind == "none" else targets.Target(kind, value)
