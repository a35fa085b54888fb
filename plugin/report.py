"""The HTML report of an encoding: the certificate and pictures of originals and results, in one file without links.

The pictures are drawn in a task, from the files, through the layers' own renderers."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsProviderRegistry, QgsRasterLayer, QgsRasterRenderer, QgsTask
from qgis.PyQt.QtCore import QBuffer, QByteArray, QFile, QIODevice, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ..engine.wording import decibels
from .certificate import NAMES, Certificate
from .tasks import KeptTask
from .translation import tr

EDGE = 480  # pixels of the longer side of a picture
STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.lead { font-size: 1.1rem; margin-top: 0; opacity: .8; }
table { border-collapse: collapse; width: 100%; } td { padding: .3rem .6rem; border-top: 1px solid #8885; }
td:first-child { white-space: nowrap; opacity: .75; } td:last-child { word-break: break-all; }
.pair { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; flex: 1 1 20rem; }
img { width: 100%; image-rendering: pixelated; border-radius: 4px; background: #8882; } figcaption { opacity: .8; }
"""


@dataclass(frozen=True)
class Picture:
    """One picture to draw: a raster file and the renderer to draw it with."""

    modality: str
    caption: str
    path: str
    renderer: QgsRasterRenderer


def pictures_of(
    originals: dict[str, QgsRasterLayer | None], decoded: dict[str, QgsRasterLayer]
) -> list[Picture]:
    """What a report shows: each original that is a layer, and beside it what was decoded."""
    pictures = []
    for modality in NAMES:
        for layers, caption in ((originals, tr("Original")), (decoded, tr("Decoded"))):
            layer = layers.get(modality)
            if layer is not None and layer.renderer() is not None:
                pictures.append(Picture(modality, caption, layer.source(), layer.renderer().clone()))
    return pictures


class ReportTask(KeptTask):
    """Writes `path`; `written(path)` comes in the main thread, with "" where it could not be written."""

    written = pyqtSignal(str)

    def __init__(self, path: str, certificate: Certificate, pictures: list[Picture]) -> None:
        super().__init__(tr("EO-Duet: report"), QgsTask.Flag.CanCancel)
        self._path, self._certificate, self._pictures = path, certificate, pictures

    def run(self) -> bool:
        """Draw and write."""
        drawn = []
        for one in self._pictures:
            if self.isCanceled():
                return False
            drawn.append((one.modality, one.caption, draw(one.path, one.renderer)))
        text = page(self._certificate, drawn).encode()
        file = QFile(self._path)
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            return False
        whole = file.write(text) == len(text)
        file.close()
        return whole

    def tell(self, result: bool) -> None:
        """Tell in the main thread."""
        self.written.emit(self._path if result else "")


def draw(path: str, renderer: QgsRasterRenderer) -> QImage:
    """A raster file at `EDGE` pixels; an empty image where it does not open."""
    provider = QgsProviderRegistry.instance().createProvider("gdal", path)
    if provider is None or not provider.isValid():
        return QImage()
    shrink = min(1.0, EDGE / max(provider.xSize(), provider.ySize()))
    size = [max(1, round(length * shrink)) for length in (provider.xSize(), provider.ySize())]
    renderer.setInput(provider)
    block = renderer.block(1, provider.extent(), *size, None)
    return block.image().copy()


def page(certificate: Certificate, drawn: list[tuple[str, str, QImage]]) -> str:
    """The report as HTML."""
    name = html.escape(Path(certificate.path).name)
    rows = "".join(
        f"<tr><td>{html.escape(a)}</td><td>{html.escape(b)}</td></tr>" for a, b in certificate.rows()
    )
    parts = [
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{name}</title><style>{STYLE}</style></head><body>",
        f"<h1>{name}</h1><p class='lead'>{html.escape(certificate.line())}</p>",
    ]
    for modality, label in NAMES.items():
        figures = "".join(
            _figure(caption, image) for m, caption, image in drawn if m == modality and not image.isNull()
        )
        if figures:
            psnr = certificate.psnr.get(modality)
            noted = "" if psnr is None else f", PSNR {decibels(psnr, 2)}"
            parts.append(f"<h2>{html.escape(tr(label))}{noted}</h2><div class='pair'>{figures}</div>")
    return "".join([*parts, f"<h2>{html.escape(tr('Certificate'))}</h2><table>{rows}</table></body></html>"])


def _figure(caption: str, image: QImage) -> str:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    data = base64.b64encode(bytes(content)).decode()
    alt = html.escape(caption)
    image_tag = f"<img alt='{alt}' src='data:image/png;base64,{data}'>"
    return f"<figure>{image_tag}<figcaption>{alt}</figcaption></figure>"
