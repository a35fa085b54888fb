"""The codec engine: everything that does not know QGIS.

From the raster window to the `.duet` file and back; torch stays in `engine.training`.
"""

__version__ = "0.1.0"
