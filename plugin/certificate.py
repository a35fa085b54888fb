"""What an encoding came to, as one record: put into words, into a layer's metadata, and read back; no files, no pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qgis.core import QgsLayerMetadata, QgsRasterLayer
from qgis.PyQt.QtCore import QDateTime, Qt

from ..engine.wording import decibels, ratio_words, size_words
from .translation import marked, tr

NAMES = {"optical": marked("Optical"), "sar": marked("SAR"), "joint": marked("Joint")}


def together(text: str) -> str:
    """The text with spaces that no line breaks at beside its numbers: "28.8 dB", "1 : 105", "SAR 25.2 dB"."""
    return re.sub(r"(?<=\d) (?=[^\W\d]|:)|(?<=:) (?=\d)|(?<=[^\W\d]) (?=\d)", "\u00a0", text)


@dataclass(frozen=True)
class Certificate:
    """`psnr` in dB per modality and joint (may be empty), `model` with its digest, `device` what really computed."""

    path: str
    bytes: int
    ratio: float
    bpp: float
    quality: float
    gamma: float
    psnr: dict[str, float]
    model: str
    profile: str
    device: str
    seconds: float
    originals: dict[str, str] = field(default_factory=dict)
    made: str = ""

    @classmethod
    def of(cls, results: dict, said: dict, originals: dict[str, str]) -> Certificate:
        """From the outputs of `eoduet:encode` and what `engine.codec.info` says of its file."""
        psnr = {m: results[f"PSNR_{m.upper()}"] for m in NAMES if f"PSNR_{m.upper()}" in results}
        model = said["model"]
        return cls(
            results["OUTPUT"],
            int(results["BYTES"]),
            results["RATIO"],
            results["BPP"],
            results["USED_QUALITY"],
            said["gamma"],
            psnr if len(psnr) != 2 else {m: v for m, v in psnr.items() if m != "joint"},
            f"{model['id']} {model['digest']}",
            said.get("profile", "image"),
            results["USED_DEVICE"],
            results["SECONDS"],
            originals,
            QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate),
        )

    def rows(self) -> list[tuple[str, str]]:
        """Label and value, in the order to read them."""
        return [
            (tr("File"), self.path),
            (tr("Size"), tr("{:,} bytes (1 : {})").format(self.bytes, ratio_words(self.ratio))),
            (tr("Rate"), tr("{:.3f} bits per pixel and image").format(self.bpp)),
            *[(tr("PSNR {}").format(tr(NAMES[m])), decibels(value, 2)) for m, value in self.psnr.items()],
            (tr("Quality, γ"), f"{self.quality:g}, {self.gamma:g}"),
            (tr("Model"), self.model),
            (tr("Profile"), self.profile),
            (tr("Device"), self.device),
            (tr("Time"), tr("{:.1f} s").format(self.seconds)),
            *[(tr("{} original").format(tr(NAMES[m])), source) for m, source in self.originals.items()],
            (tr("Made"), self.made),
        ]

    def line(self) -> str:
        """One line for the message bar."""
        quality = ", ".join(
            f"{tr(NAMES[m])} {decibels(value, 1)}" for m, value in self.psnr.items() if m != "joint"
        )
        size = size_words(self.bytes)
        return together(
            tr("{} · 1 : {} · {:.3f} bpp · {}").format(size, ratio_words(self.ratio), self.bpp, quality)
        )

    def attach(self, layer: QgsRasterLayer, modality: str) -> None:
        """Put the record into the metadata of a decoded layer."""
        metadata = QgsLayerMetadata(layer.metadata())
        metadata.setTitle(layer.name())
        metadata.setAbstract("\n".join(f"{label}: {value}" for label, value in self.rows()))
        metadata.setType("dataset")
        metadata.setKeywords({"eoduet": [modality, self.model.split()[0], self.profile]})
        source = self.originals.get(modality, "")
        metadata.setHistory(
            [tr("Decoded by EO-Duet from {}, which was encoded from {}").format(self.path, source)]
        )
        metadata.setCrs(layer.crs())
        layer.setMetadata(metadata)
