"""How QGIS shows a map: the classes' names and colours as a QML style; no pixels, no file.

Only the symbology: a raster that is opened with this text beside it (same name, `.qml`) shows its classes by name.
"""

from __future__ import annotations

from html import escape

from .classes import ClassSet, LandClass

FRAME = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis styleCategories="Symbology">
 <pipe>
  <rasterrenderer type="paletted" band="1" alphaBand="-1" opacity="1" nodataColor="">
   <rasterTransparency/>
   <colorPalette>
{entries}
   </colorPalette>
  </rasterrenderer>
  <brightnesscontrast/>
  <huesaturation/>
  <rasterresampler/>
 </pipe>
 <blendMode>0</blendMode>
</qgis>
"""


def qml(classes: ClassSet) -> str:
    """Return the style of a map of these classes."""
    return FRAME.format(entries="\n".join(map(_entry, classes.classes)))


def _entry(land: LandClass) -> str:
    color = "#{:02x}{:02x}{:02x}".format(*land.color)
    return f'    <paletteEntry value="{land.id}" label="{escape(land.name)}" color="{color}" alpha="255"/>'
