"""A large pair for the memory figures, put together from small real scenes; nothing is coded or measured here.

Cells of 224² pixels, each a scene cut, turned and mirrored at random (seeded): 4 optical bands uint16 and 2 SAR bands
float32 in decibels, with CRS and geotransform. Scenes come from the data folder's `raw` and `demo` (all with the bands
B02, B03, B04, B08 and VV, VH); the sample scene of the plugin serves where there are none.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .pairs import read
from .setting import SAMPLE

CELL = 224
BANDS = {"optical": 4, "sar": 2}
TYPES = {"optical": gdal.GDT_UInt16, "sar": gdal.GDT_Float32}


def scenes(data: Path) -> list[dict[str, np.ndarray]]:
    """Return the scenes that fill a cell and have all bands."""
    found = [SAMPLE]
    for optical in sorted(str(path) for path in (data / "raw").glob("*_S2*.tif")):
        stem = Path(optical).name.split("_S2")[0]
        sar = sorted(str(path) for path in (data / "raw").glob(f"{stem}_S1*.tif"))
        found += [(optical, sar[0])] if sar else []
    arrays = [dict(zip(("optical", "sar"), map(read, paths))) for paths in found]
    return [scene for scene in arrays if _fits(scene)]


def _fits(scene: dict[str, np.ndarray]) -> bool:
    enough = all(len(scene[m]) == n and min(scene[m].shape[1:]) >= CELL for m, n in BANDS.items())
    return enough and scene["optical"].dtype == np.uint16


def write(data: Path, edge: int, folder: Path) -> dict[str, str]:
    """Write the pair of `edge` × `edge` pixels as two GeoTIFFs and return their paths."""
    choice = np.random.default_rng(0)
    stock = scenes(data)
    paths = {modality: str(folder / f"{modality}.tif") for modality in BANDS}
    files = {modality: _create(path, edge, modality) for modality, path in paths.items()}
    for y in range(0, edge, CELL):
        height = min(CELL, edge - y)
        strips = {m: np.zeros((n, height, edge), files[m][1]) for m, n in BANDS.items()}
        for x in range(0, edge, CELL):
            width = min(CELL, edge - x)
            for modality, cell in _cell(stock, choice).items():
                strips[modality][:, :, x : x + width] = cell[:, :height, :width]
        for modality, strip in strips.items():
            files[modality][0].WriteArray(strip, 0, y)
    return paths


def _create(path: str, edge: int, modality: str) -> tuple[gdal.Dataset, type]:
    options = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(
        path, edge, edge, BANDS[modality], TYPES[modality], options
    )
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32719)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((300000.0, 10.0, 0.0, 7500000.0, 0.0, -10.0))
    return dataset, np.uint16 if modality == "optical" else np.float32


def _cell(stock: list[dict[str, np.ndarray]], choice: np.random.Generator) -> dict[str, np.ndarray]:
    """Cut, turn and mirror one scene, both images alike."""
    scene = stock[choice.integers(len(stock))]
    height, width = scene["optical"].shape[1:]
    y, x = choice.integers(height - CELL + 1), choice.integers(width - CELL + 1)
    turns, mirrored = choice.integers(4), bool(choice.integers(2))
    cells = {}
    for modality, values in scene.items():
        cell = np.rot90(values[:, y : y + CELL, x : x + CELL], turns, (1, 2))
        cells[modality] = cell[:, :, ::-1] if mirrored else cell
    return cells
