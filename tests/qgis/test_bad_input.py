"""Bad input: each case is refused by one clear sentence that names the remedy, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsProcessingException, QgsVectorLayer


@pytest.fixture
def raster(tmp_path):
    """Write a small GeoTIFF and return its path."""

    def write(name, bands=3, size=64, epsg=32719, shift=0.0, fill=None, kind=gdal.GDT_Byte):
        path = str(tmp_path / f"{name}.tif")
        dataset = gdal.GetDriverByName("GTiff").Create(path, size, size, bands, kind)
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
        dataset.SetGeoTransform((500_000 + shift, 10, 0, 6_000_000, 0, -10))
        noise = np.random.default_rng(0).integers(1, 255, (bands, size, size))
        for number in range(bands):
            band = dataset.GetRasterBand(number + 1)
            band.SetNoDataValue(0)
            band.WriteArray(noise[number] if fill is None else np.full((size, size), fill))
        dataset.FlushCache()
        return path

    return write


def refused(run, tmp_path, algorithm, **parameters) -> str:
    """The sentence an algorithm refuses with; no file may have appeared."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, **parameters)
    after = [path for path in tmp_path.rglob("*") if path.suffix != ".xml"]  # GDAL's statistics
    assert sorted(after) == before
    # Processing puts this line before what checkParameterValues says.
    sentence = str(caught.value).removeprefix("Unable to execute algorithm\n")
    assert "Traceback" not in sentence and "\n" not in sentence.strip()
    return sentence


CASES = {
    "CRS": ({"epsg": 32718}, "CRS"),
    "shifted": ({"shift": 3.0}, "grid"),
    "size": ({"size": 80}, "grid|size"),
    "too many bands": ({"bands": 3}, "bands|polari"),
    "all NoData": ({"fill": 0}, "NoData|valid"),
    "complex": ({"kind": gdal.GDT_CFloat32}, "complex|type"),
}


@pytest.mark.parametrize("case", CASES)
def test_encode_refuses(run, raster, tmp_path, case):
    options, said = CASES[case]
    optical, sar = raster("optical"), raster("sar", **{"bands": 1, **options})
    sentence = refused(run, tmp_path, "encode", OPTICAL=optical, SAR=sar, OUTPUT=str(tmp_path / "a.duet"))
    assert any(word.lower() in sentence.lower() for word in said.split("|")), sentence


def test_encode_needs_an_image(run, tmp_path, qgis):
    assert refused(run, tmp_path, "encode", OUTPUT=str(tmp_path / "a.duet"))


def test_encode_names_a_missing_file(run, tmp_path):
    missing = str(tmp_path / "missing.tif")
    sentence = refused(run, tmp_path, "encode", OPTICAL=missing, OUTPUT=str(tmp_path / "a.duet"))
    assert "missing.tif" in sentence


def test_encode_refuses_a_target_without_a_value(run, raster, tmp_path):
    optical = raster("optical")
    sentence = refused(
        run, tmp_path, "encode", OPTICAL=optical, TARGET="bpp", OUTPUT=str(tmp_path / "a.duet")
    )
    assert "positive" in sentence


def test_encode_names_an_unwritable_place(run, raster, tmp_path):
    optical = raster("optical")
    (tmp_path / "file").write_text("in the way")
    sentence = refused(run, tmp_path, "encode", OPTICAL=optical, OUTPUT=str(tmp_path / "file" / "a.duet"))
    assert "a.duet" in sentence or "file" in sentence


def test_encode_refuses_to_overwrite_its_input(run, raster, tmp_path):
    optical = raster("optical")
    content = Path(optical).read_bytes()
    refused(run, tmp_path, "encode", OPTICAL=optical, OUTPUT=optical)
    assert Path(optical).read_bytes() == content


@pytest.mark.parametrize("algorithm", ["decode", "info"])
@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + bytes(500), b"DUET\x01\x00" + bytes(8), b"DUET\x02" + bytes(9), None]
)
def test_foreign_files_are_refused(run, tmp_path, encoded, algorithm, content):
    path = tmp_path / "foreign.duet"
    path.write_bytes(Path(encoded).read_bytes()[:300] if content is None else content)
    outputs = {"OPTICAL_OUTPUT": str(tmp_path / "a.tif")} if algorithm == "decode" else {}
    assert refused(run, tmp_path, algorithm, INPUT=str(path), **outputs)


def test_newer_version_is_named(run, tmp_path, encoded):
    content = bytearray(Path(encoded).read_bytes())
    content[4] = 9
    path = tmp_path / "newer.duet"
    path.write_bytes(content)
    assert "9" in refused(run, tmp_path, "info", INPUT=str(path))


def test_decode_needs_an_output(run, tmp_path, encoded):
    assert "OPTICAL_OUTPUT" in refused(run, tmp_path, "decode", INPUT=encoded)


def test_decode_refuses_an_extent_elsewhere(run, tmp_path, encoded):
    output = str(tmp_path / "a.tif")
    sentence = refused(run, tmp_path, "decode", INPUT=encoded, SAR_OUTPUT=output, EXTENT="0,1,0,1")
    assert "EXTENT" in sentence


def test_decode_refuses_one_name_for_both(run, tmp_path, encoded):
    output = str(tmp_path / "a.tif")
    refused(run, tmp_path, "decode", INPUT=encoded, OPTICAL_OUTPUT=output, SAR_OUTPUT=output)


def test_layer_without_a_raster_file_is_refused(run, tmp_path, provider):
    layer = QgsVectorLayer("Point", "points", "memory")
    refused(run, tmp_path, "encode", OPTICAL=layer, OUTPUT=str(tmp_path / "a.duet"))
