"""What the tests of live layers share: a pair in many small tiles with its decoded copies, and the Browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.PyQt.QtCore import QModelIndex

from eoduet.engine import codec
from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.tilecodec import TileCodec

WIDTH, HEIGHT, EDGE = 300, 240, 64  # 5 × 4 tiles: over 16, so the file counts as large


def make(folder: Path, sample: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Encode the sample, enlarged and with a corner that is empty: (the file, its decoded copies by modality).

    The optical image has a NoData value, a scale and an offset; the SAR image has neither and says NaN.
    """
    paths = {name: str(folder / f"{name}.tif") for name in sample}
    for name, source in sample.items():
        options = (
            {"resampleAlg": "bilinear", "noData": 0} if name == "OPTICAL" else {"resampleAlg": "bilinear"}
        )
        made = gdal.Translate(paths[name], source, width=WIDTH, height=HEIGHT, **options)
        for number in range(1, made.RasterCount + 1):
            band = made.GetRasterBand(number)
            values = band.ReadAsArray()
            values[:60, :100] = 0 if name == "OPTICAL" else np.nan
            band.WriteArray(values)
            if name == "OPTICAL":
                band.SetScale(0.0001)
                band.SetOffset(-0.1)
        del band, made
    path = str(folder / "small_tiles.duet")
    bundle = find_bundle(DEFAULT_BUNDLE)
    networks = TileCodec(bundle, "cpu", threads=1)
    codec.encode(paths["OPTICAL"], paths["SAR"], path, networks, quality=15, tile=EDGE, measure=False)
    copies = {"optical": str(folder / "optical_copy.tif"), "sar": str(folder / "sar_copy.tif")}
    codec.decode(path, lambda *named: networks, **copies)
    return path, copies


def browse(model, path: str):
    """Where a path lies in QGIS's Browser, below its entry "/"; None while what leads there is being read."""
    place = QModelIndex()
    for name in ("/", *Path(path).parts[1:]):
        if model.canFetchMore(place):
            model.fetchMore(place)
        rows = [model.index(row, 0, place) for row in range(model.rowCount(place))]
        place = next((one for one in rows if model.data(one) == name), None)
        if place is None:
            return None
    return place
