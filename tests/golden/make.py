"""Makes the golden files and writes down what decoding them must give; to be run for a new bundle or format only.

    python tests/golden/make.py

A golden file must decode to the same symbols for ever. Remaking one hides exactly the mistake that it is there to
find, so those that are there stay: a new bundle, version or case adds files, beside those of the former ones, whose bundles
lie in `models` here from then on.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import find_bundle
from eoduet.engine.container import DuetReader
from eoduet.engine.payload import TilePayload
from eoduet.engine.tilecodec import TileCodec

#: Between the name of a case, the start of its bundle's digest, and the version of the format (from 2).
MARK = "-"
GOLDEN = Path(__file__).resolve().parent
SAMPLE = GOLDEN.parents[1] / "resources" / "sample"
TYPES = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}


def cases():
    """Return {name: (optical, sar, encode's options)}: arrays (bands,h,w) of the sample scene, or None."""
    optical = gdal.Open(str(SAMPLE / "chile_S2L2A.tif")).ReadAsArray()
    sar = gdal.Open(str(SAMPLE / "chile_S1RTC.tif")).ReadAsArray()
    rgb = np.clip(optical[2::-1, 100:150, 60:130] / 16, 0, 255).astype(np.uint8)
    holes = sar[:, 20:116, 100:196].copy()
    holes[:, :64, :64] = np.nan
    holes[0, 70:75, 80:96] = np.nan
    stack = rgb.copy()
    stack[0] = np.kron(rgb[0, :18, :25], np.ones((3, 3), np.uint8))[1:51, 2:72]
    return {
        "pair": (optical, sar, {"quality": 35, "gamma": 0.5, "tile": 128}),
        "rgb_vv": (rgb, sar[:1, 100:150, 60:130], {"quality": 80, "gamma": 0.9}),
        "sar_holes": (None, holes, {"quality": 10, "gamma": 0.2, "tile": 64}),
        "stack": (stack, sar[:1, 100:150, 60:130], {"quality": 55, "gamma": 0.6, "tile": 64}),
        "grey": (rgb[:1, :17, :33], None, {"quality": 100, "gamma": 1.0}),
    }


def write_raster(path, array):
    """Write an array (bands,h,w) as a GeoTIFF, NaN as NoData; returns the path, None for None."""
    if array is None:
        return None
    bands, height, width = array.shape
    raster = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, TYPES[array.dtype.name])
    for number, band in enumerate(array, 1):
        raster.GetRasterBand(number).WriteArray(band)
        if array.dtype == np.float32:
            raster.GetRasterBand(number).SetNoDataValue(float("nan"))
    return str(path)


def main():
    """Write the files of the bundle that ships, and add them to `expected.json`."""
    codec = TileCodec(find_bundle("s1s2-lite"), device="cpu")
    expected = json.loads((GOLDEN / "expected.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        for name, (optical, sar, options) in cases().items():
            inputs = [
                write_raster(Path(folder) / f"{i}.tif", array) for i, array in enumerate((optical, sar))
            ]
            made = Path(folder) / f"{name}.duet"
            report = verbs.encode(*inputs, str(made), codec, **options)
            with DuetReader(str(made)) as reader:
                version = reader.version
                stored = [reader.symbols_crc(index) for index in range(reader.tile_count)]
                payloads = [reader.payload(index) for index in range(reader.tile_count)]
            out = GOLDEN / f"{name}{MARK}{codec.bundle.digest[:8]}{MARK}{version}.duet"
            if out.exists():
                continue
            shutil.copyfile(made, out)
            empty = [TilePayload.from_bytes(payload, version).stream is None for payload in payloads]
            expected[out.name] = {
                "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
                "symbols_crc": [None if skip else crc for crc, skip in zip(stored, empty)],
                "psnr": {modality: round(value, 3) for modality, value in report.psnr.items()},
            }
            print(f"{out.name}: {report.bytes:,} bytes, {report.tiles} tiles, {report.psnr['joint']:.2f} dB")
    (GOLDEN / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


if __name__ == "__main__":
    main()
