"""What several tests share: the shipped model on the CPU, the sample scene, small rasters made by GDAL."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from osgeo import gdal

settings.register_profile("eoduet", deadline=None)  # a busy machine is no failure
settings.load_profile("eoduet")
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


@pytest.fixture(scope="session")
def tile_codec():
    """The shipped model on the CPU provider."""
    from eoduet.engine.bundle import find_bundle
    from eoduet.engine.tilecodec import TileCodec

    return TileCodec(find_bundle("s1s2-lite"), device="cpu")


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Copies of the sample scene, 224×224: four bands uint16 and two bands float32 in dB."""
    folder = tmp_path_factory.mktemp("sample")
    names = {"optical": "chile_S2L2A.tif", "sar": "chile_S1RTC.tif"}
    return {modality: str(shutil.copy(SAMPLE / name, folder / name)) for modality, name in names.items()}


@pytest.fixture
def make_raster(tmp_path):
    """Return a function that writes an array (bands,h,w) as a GeoTIFF and returns its path."""

    def make(name, array, nodata=None):
        path = str(tmp_path / name)
        codes = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}
        bands, height, width = array.shape
        raster = gdal.GetDriverByName("GTiff").Create(path, width, height, bands, codes[array.dtype.name])
        raster.SetGeoTransform((500000, 10, 0, 4000000, 0, -10))
        for number, band in enumerate(array, 1):
            raster.GetRasterBand(number).WriteArray(band)
            if nodata is not None:
                raster.GetRasterBand(number).SetNoDataValue(nodata)
        return path

    return make


@pytest.fixture
def read():
    """Return a function that reads all bands of a raster as an array (bands,h,w)."""

    def read_all(path):
        array = gdal.Open(str(path)).ReadAsArray()
        return array if array.ndim == 3 else array[None]

    return read_all


@pytest.fixture(scope="session")
def map_bundle(tile_codec, tmp_path_factory):
    """The shipped codec with a tiny map model and a profile `flood` beside it."""
    from tests import mapbundle

    return mapbundle.write(tmp_path_factory.mktemp("models"), tile_codec.bundle)


@pytest.fixture(scope="session")
def map_model(map_bundle):
    """The tiny map model at work."""
    from eoduet.engine.mapmodel import choose_map_model
    from eoduet.engine.segmenter import Segmenter

    return Segmenter(map_bundle, choose_map_model(map_bundle), "cpu", threads=1)
