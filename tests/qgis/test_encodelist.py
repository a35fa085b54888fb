"""`eoduet:encodelist` and `eoduet:align`: lists and folders, a bad row, styles, skipping; a shifted image put right."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProject, QgsRasterLayer

from eoduet.engine.batchlist import Row, write_list
from eoduet.engine.codec import info
from eoduet.engine.container import DuetReader


@pytest.fixture(scope="module")
def pairs(sample, tmp_path_factory):
    """A folder with two pairs, windows of the sample scene: place_N_S2.tif, place_N_S1.tif."""
    folder = tmp_path_factory.mktemp("pairs")
    for number in range(2):
        for name, kind in (("OPTICAL", "S2"), ("SAR", "S1")):
            out = str(folder / f"place_{number}_{kind}.tif")
            gdal.Translate(out, sample[name], srcWin=[60 * number, 40, 64, 64])
    return folder


def test_a_list_with_a_bad_row_and_rows_of_their_own(run, pairs, recorder, tmp_path):
    rows = [
        Row("place_0_S2.tif", "place_0_S1.tif", "first", 20, 0.25),
        Row("place_1_S2.tif", "place_0_S1.tif"),
        Row("place_1_S2.tif", output="alone"),
    ]
    path = shutil.copytree(pairs, tmp_path / "in") / "list.csv"
    path.write_text(write_list(rows), encoding="utf-8")
    out, feedback = tmp_path / "out", recorder()
    results = run("encodelist", feedback, LIST=str(path), QUALITY=30, OUTPUT=str(out))
    assert (results["PAIRS"], results["FINISHED"], results["FAILED"], results["SKIPPED"]) == (3, 2, 1, 0)
    assert any("Row 2 failed" in line and line.endswith(".") for line in feedback.lines)
    said = info(str(out / "first.duet"))
    assert (said["quality"], said["gamma"]) == (20, 0.25)
    assert list(info(str(out / "alone.duet"))["modalities"]) == ["optical"]
    with open(results["TABLE"], encoding="utf-8-sig", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["done", "failed", "done"]
    again = run("encodelist", LIST=str(path), QUALITY=30, OUTPUT=str(out))
    assert (again["FINISHED"], again["SKIPPED"], again["BYTES"]) == (2, 2, results["BYTES"])
    assert feedback.steps[-1] > 60 and feedback.steps == sorted(feedback.steps)


def test_two_folders_and_the_styles_of_layers(run, pairs, tmp_path):
    layer = QgsRasterLayer(str(pairs / "place_0_S1.tif"), "styled", "gdal")
    layer.setOpacity(0.5), layer.renderer().setOpacity(0.5)
    QgsProject.instance().addMapLayer(layer)
    try:
        folders = {"OPTICAL_FOLDER": str(pairs), "SAR_FOLDER": str(pairs)}
        run("encodelist", **folders, QUALITY=30, OUTPUT=str(tmp_path))
    finally:
        QgsProject.instance().clear()
    headers = []
    for number in range(2):
        with DuetReader(str(tmp_path / f"place_{number}_S2.duet")) as reader:
            headers.append(reader.header)
    assert "style" in headers[0]["sar"] and "style" not in headers[0]["optical"]
    assert "style" not in headers[1]["sar"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "LIST"),
        ({"LIST": "none.csv"}, "cannot be read"),
        ({"LIST": "none.csv", "SAR_FOLDER": "/tmp"}, "either LIST"),
    ],
)
def test_without_a_list_it_says_what_to_do(run, tmp_path, given, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run("encodelist", **given, OUTPUT=str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_where_every_pair_fails_it_fails(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("optical,sar\nnone.tif,-\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="None of the 1 pairs"):
        run("encodelist", LIST=str(path), OUTPUT=str(tmp_path / "out"))


def test_cancel_leaves_whole_files_only(provider, environment, pairs, recorder, tmp_path):
    import processing

    given = {"OPTICAL_FOLDER": str(pairs), "SAR_FOLDER": str(pairs), "OUTPUT": str(tmp_path)}
    processing.run("eoduet:encodelist", given, feedback=recorder(cancel_at=60))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".duet"] == ["place_0_S2.duet"]


def test_align_puts_a_shifted_image_onto_the_grid(run, sample, recorder, tmp_path):
    shifted, out = str(tmp_path / "shifted.tif"), str(tmp_path / "aligned.tif")
    gdal.Warp(shifted, sample["SAR"], dstSRS="EPSG:4326")
    feedback = recorder()
    results = run("align", feedback, OPTICAL=sample["OPTICAL"], SAR=shifted, OUTPUT=out)
    assert results["RESAMPLING"] == "bilinear" and "CRS" in results["DIFFERENCES"]
    assert any("bilinear" in line for line in feedback.lines)
    made, wanted = gdal.Open(out), gdal.Open(sample["OPTICAL"])
    assert made.GetGeoTransform() == pytest.approx(wanted.GetGeoTransform())
    assert (made.RasterXSize, made.RasterYSize) == (wanted.RasterXSize, wanted.RasterYSize)
    path = str(tmp_path / "a.duet")
    assert run("encode", OPTICAL=sample["OPTICAL"], SAR=out, QUALITY=30, OUTPUT=path)["BYTES"] > 0


def test_align_leaves_an_aligned_image_as_it_is(run, sample, tmp_path):
    out = str(tmp_path / "aligned.tif")
    results = run("align", OPTICAL=sample["OPTICAL"], SAR=sample["SAR"], OUTPUT=out)
    assert results["DIFFERENCES"] == ""
    np.testing.assert_array_equal(gdal.Open(out).ReadAsArray(), gdal.Open(sample["SAR"]).ReadAsArray())


def test_align_says_what_it_cannot_do(run, sample, tmp_path):
    bare = str(tmp_path / "bare.tif")
    gdal.GetDriverByName("GTiff").Create(bare, 20, 20, 1, gdal.GDT_Float32).FlushCache()
    with pytest.raises(QgsProcessingException, match="CRS"):
        run("align", OPTICAL=sample["OPTICAL"], SAR=bare, OUTPUT=str(tmp_path / "out.tif"))
