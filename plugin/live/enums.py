"""Names of QGIS's enumerations that moved between its versions, looked up once; no logic."""

from __future__ import annotations

import numpy as np
from qgis.core import Qgis, QgsRaster, QgsRasterInterface

TYPES = {
    "uint8": Qgis.DataType.Byte,
    "uint16": Qgis.DataType.UInt16,
    "int16": Qgis.DataType.Int16,
    "uint32": Qgis.DataType.UInt32,
    "int32": Qgis.DataType.Int32,
    "float32": Qgis.DataType.Float32,
    "float64": Qgis.DataType.Float64,
}
WIDE = ("uint32", "int32", "float64")  # with a scale they need a float64
FLOATS = {Qgis.DataType.Float32: np.dtype("float32"), Qgis.DataType.Float64: np.dtype("float64")}

if hasattr(Qgis, "RasterInterfaceCapability"):  # from QGIS 3.38
    _c = Qgis.RasterInterfaceCapability
    # Of the flags' own type: what `|` makes of the members is an int under PyQt5, and QGIS ends over it.
    CAPABILITIES = Qgis.RasterInterfaceCapabilities(_c.Identify | _c.IdentifyValue | _c.Size)
else:
    CAPABILITIES = int(
        QgsRasterInterface.Identify | QgsRasterInterface.IdentifyValue | QgsRasterInterface.Size
    )

IDENTIFY_VALUE = (
    Qgis.RasterIdentifyFormat.Value
    if hasattr(Qgis, "RasterIdentifyFormat")
    else QgsRaster.IdentifyFormatValue
)

if hasattr(Qgis, "RasterColorInterpretation"):  # from QGIS 3.30
    _k = Qgis.RasterColorInterpretation
    UNDEFINED = _k.Undefined
    COLOURS = {
        "Red": _k.RedBand,
        "Green": _k.GreenBand,
        "Blue": _k.BlueBand,
        "Gray": _k.GrayIndex,
        "Alpha": _k.AlphaBand,
    }
else:
    UNDEFINED = QgsRaster.UndefinedColorInterpretation
    COLOURS = {
        "Red": QgsRaster.RedBand,
        "Green": QgsRaster.GreenBand,
        "Blue": QgsRaster.BlueBand,
        "Gray": QgsRaster.GrayIndex,
        "Alpha": QgsRaster.AlphaBand,
    }
