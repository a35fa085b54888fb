"""A layer's style on its way through a `.duet` file: taken from the layer, kept as text, written beside the
decoded raster.

Only the symbology travels (how bands become colours), and only where the user chose one: a style equal to
what QGIS gives a fresh layer of the same file costs bytes and says nothing. Text from a file is foreign: it
is reduced to the two elements that a raster's symbology consists of before it is written where QGIS loads it
by itself."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsRasterLayer
from qgis.PyQt.QtCore import QFile, QSaveFile
from qgis.PyQt.QtXml import QDomDocument

SYMBOLOGY_ELEMENTS = ("pipe", "blendMode")
MAX_STYLE_CHARACTERS = 65_536


def chosen_style(layer: QgsRasterLayer) -> str:
    """The symbology of `layer` as minimal QML, or "" where the layer looks as QGIS would show it anyway.

    A `.qml` file beside the raster counts as the user's choice: the decoded file would not have it.
    """
    return unless_plain(symbology(layer), layer.source(), layer.providerType())


def unless_plain(style: str, source: str, provider: str = "gdal") -> str:
    """A layer's `symbology`, or "" where nobody chose it; loads the source, so a thread of its own is best."""
    if len(style) > MAX_STYLE_CHARACTERS:
        return ""
    if Path(source).with_suffix(".qml").exists():
        return style
    plain = QgsRasterLayer(source, Path(source).stem, provider)
    return "" if symbology(plain) == style else style


def remove_sidecar(raster_path: str) -> None:
    """Remove the `.qml` beside `raster_path`, if there is one."""
    QFile.remove(str(Path(raster_path).with_suffix(".qml")))


def write_sidecar(raster_path: str, style: str) -> bool:
    """Write a style from a `.duet` file beside `raster_path` as `.qml`; False where it is no usable style or
    not writable."""
    text = reduced(style)
    if not text:
        return False
    file = QSaveFile(str(Path(raster_path).with_suffix(".qml")))
    return file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(text.encode()) > 0 and file.commit()


def reduced(style: str) -> str:
    """QML with nothing but a raster's symbology in it; "" for text that is none, is too long, or defines
    entities."""
    if not isinstance(style, str) or len(style) > MAX_STYLE_CHARACTERS or "<!ENTITY" in style:
        return ""
    source, target = QDomDocument(), QDomDocument("qgis")
    if not source.setContent(style) or source.documentElement().tagName() != "qgis":
        return ""
    root = target.createElement("qgis")
    root.setAttribute("styleCategories", "Symbology")
    target.appendChild(root)
    for name in SYMBOLOGY_ELEMENTS:
        element = source.documentElement().firstChildElement(name)
        if not element.isNull():
            root.appendChild(target.importNode(element, True))
    return target.toString(-1) if root.hasChildNodes() else ""


def symbology(layer: QgsRasterLayer) -> str:
    """How the bands of a layer become colours, as minimal QML."""
    document = QDomDocument()
    layer.exportNamedStyle(document, categories=QgsMapLayer.StyleCategory.Symbology)
    return reduced(document.toString(-1))
