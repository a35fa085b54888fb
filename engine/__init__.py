"""The codec engine: everything that does not know QGIS, from the raster window to the `.duet` file and back."""
