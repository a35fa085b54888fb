"""Maps in the toolbox: from a file, from a pair, with compression in one step, by a model of the user's own folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.codec import info
from tests import mapbundle

OWN = "s1s2-maps"


def pixels(path: str) -> np.ndarray:
    return gdal.Open(str(path)).ReadAsArray()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A user's folder of bundles with one in it, whose map model is tiny."""
    top = tmp_path_factory.mktemp("own models")
    mapbundle.write(top, find_bundle(DEFAULT_BUNDLE), OWN)
    return top


@pytest.fixture
def own_models(run, folder):
    """The folder made known to the plugin as a user does it, for one test."""
    listed = run("models", FOLDER=str(folder))
    yield json.loads(listed["MODELS"])
    run("models", FORGET=True)


def test_a_folder_of_models_is_listed_and_forgotten(run, recorder, own_models, folder):
    assert own_models[0]["id"] == OWN and own_models[0]["folder"] == str(folder / OWN)
    assert own_models[0]["profiles"] == ["image", "flood"]
    assert own_models[0]["maps"] == {"flood": ["wet & low", 'dry "land"', "town"]}
    feedback = recorder()
    run("models", feedback)
    assert any(OWN in line for line in feedback.lines)
    forgotten = run("models", FORGET=True)
    assert OWN not in [model["id"] for model in json.loads(forgotten["MODELS"])]


def test_one_bundle_may_be_named_itself(run, folder):
    listed = json.loads(run("models", FOLDER=str(folder / OWN))["MODELS"])
    run("models", FORGET=True)
    assert [model["id"] for model in listed].count(OWN) == 1


def test_folders_that_are_no_models_are_refused(run, tmp_path):
    (tmp_path / "broken").mkdir()
    with pytest.raises(QgsProcessingException, match="holds no model"):
        run("models", FOLDER=str(tmp_path))
    (tmp_path / "broken" / "manifest.json").write_text("{")
    with pytest.raises(QgsProcessingException, match="not a model manifest"):
        run("models", FOLDER=str(tmp_path))


def test_a_file_of_a_profile_is_mapped_with_numbers_and_a_style(run, recorder, own_models, sample, tmp_path):
    duet, out = str(tmp_path / "a.duet"), str(tmp_path / "map.tif")
    encoded = run("encode", **sample, MODEL=OWN, PROFILE="flood", QUALITY=50, OUTPUT=duet)
    assert encoded["USED_GAMMA"] == 0.65 and info(duet)["profile"] == "flood"
    feedback = recorder()
    result = run("landcover", feedback, INPUT=duet, OUTPUT=out, CONFIDENCE=True)
    ids, certainty = pixels(out)
    assert result["OUTPUT"] == out and (result["WIDTH"], result["HEIGHT"]) == (224, 224)
    for name, value in (("WET_LOW", 3), ("DRY_LAND", 7), ("TOWN", 200)):
        count = int(np.count_nonzero(ids == value))
        assert result[f"AREA_{name}"] == pytest.approx(100 * count)
        assert result[f"PERCENT_{name}"] == pytest.approx(100 * count / ids.size)
    assert [item["id"] for item in json.loads(result["CLASSES"])] == [3, 7, 200]
    assert result["DAMAGED"] == result["NODATA_PIXELS"] == 0 and result["AREA_BASIS"] == "plane"
    assert certainty.max() <= 100 and feedback.steps[-1] == 100
    assert any("plane of the CRS" in line for line in feedback.lines)
    layer = QgsRasterLayer(out)  # it owns the renderer
    renderer = layer.renderer()
    assert renderer.type() == "paletted"
    shown = {item.value: (item.label, item.color.name()) for item in renderer.classes()}
    assert shown[3] == ("wet & low", "#332288") and shown[7] == ('dry "land"', "#ddcc77")


def test_a_pair_is_mapped_without_compressing_it(run, own_models, sample, tmp_path):
    whole, part = str(tmp_path / "map.tif"), str(tmp_path / "part.tif")
    run("landcover", **sample, OUTPUT=whole, MAP_MODEL=OWN)
    left, step, _, top, _, down = gdal.Open(whole).GetGeoTransform()
    extent = [left + 50 * step, left + 90 * step, top + 130 * down, top + 100 * down]
    place = "{},{},{},{} [{}]".format(*extent, QgsRasterLayer(whole).crs().authid())
    result = run("landcover", **sample, OUTPUT=part, MAP_MODEL=OWN, EXTENT=place)
    assert (result["WIDTH"], result["HEIGHT"]) == (40, 30)
    np.testing.assert_array_equal(pixels(part), pixels(whole)[100:130, 50:90])


def test_compress_and_map_in_one_step_gives_what_the_steps_give(run, own_models, sample, tmp_path):
    names = ("OUTPUT", "OPTICAL_OUTPUT", "SAR_OUTPUT", "MAP_OUTPUT")
    paths = {name: str(tmp_path / f"{name}.{'duet' if name == 'OUTPUT' else 'tif'}") for name in names}
    result = run("compressandmap", **sample, MODEL=OWN, QUALITY=40, **paths)
    assert {name: result[name] for name in names} == paths
    assert result["BYTES"] == os.path.getsize(paths["OUTPUT"]) and result["PSNR_JOINT"] > 20
    assert result["AREA_TOWN"] >= 0 and result["USED_GAMMA"] == 0.5
    apart = str(tmp_path / "apart.tif")
    again = run("landcover", INPUT=paths["OUTPUT"], OUTPUT=apart)
    np.testing.assert_array_equal(pixels(paths["MAP_OUTPUT"]), pixels(apart))
    assert again["CLASSES"] == result["CLASSES"]
    run("decode", INPUT=paths["OUTPUT"], SAR_OUTPUT=apart)
    np.testing.assert_array_equal(pixels(paths["SAR_OUTPUT"]), pixels(apart))


def test_compress_and_map_leaves_out_what_is_not_asked_for(run, own_models, sample, tmp_path):
    out = str(tmp_path / "map.tif")
    result = run("compressandmap", **sample, MODEL=OWN, GAMMA=0.3, PROFILE="flood", MAP_OUTPUT=out)
    assert "OUTPUT" not in result and result["USED_GAMMA"] == 0.3
    # Newer GDAL keeps the attribute table in the GeoTIFF itself.
    assert set(os.listdir(tmp_path)) - {"map.tif.aux.xml"} == {"map.qml", "map.tif"}
    dataset = gdal.Open(out)
    assert dataset.GetRasterBand(1).GetDefaultRAT().GetRowCount() == 3


def test_a_model_may_be_named_by_its_folder_without_being_listed(run, folder, sample, tmp_path):
    out = str(tmp_path / "map.tif")
    result = run("compressandmap", **sample, MODEL=str(folder / OWN), PROFILE="flood", MAP_OUTPUT=out)
    assert result["PERCENT_TOWN"] >= 0 and set(np.unique(pixels(out))) <= {3, 7, 200}


def refusals(sample, folder):
    """Algorithm, parameters, and what the sentence must say."""
    out, foreign = str(folder / "map.tif"), folder / "foreign.duet"
    same = {"SAR_OUTPUT": out, "MAP_OUTPUT": out}
    return {
        "nothing to map": ("landcover", {"OUTPUT": out}, "either INPUT"),
        "both": ("landcover", {**sample, "INPUT": str(foreign), "OUTPUT": out}, "either INPUT"),
        "foreign": ("landcover", {"INPUT": str(foreign), "OUTPUT": out}, "not a .duet file"),
        "no map model": ("landcover", {**sample, "OUTPUT": out, "MAP_MODEL": "none"}, "not installed"),
        "unknown map": (
            "landcover",
            {**sample, "OUTPUT": out, "MAP_MODEL": OWN, "MAP": "x"},
            "no map model 'x'",
        ),
        "nothing wanted": ("compressandmap", sample, "Nothing to write"),
        "one name for two": ("compressandmap", {**sample, "MODEL": OWN, **same}, "two names"),
        "onto the input": ("compressandmap", {**sample, "MAP_OUTPUT": sample["SAR"]}, "overwrite"),
        "no such image": ("compressandmap", {"SAR": sample["SAR"], "OPTICAL_OUTPUT": out}, "no such image"),
        "unknown profile": ("encode", {**sample, "PROFILE": "x", "OUTPUT": out + ".duet"}, "no profile 'x'"),
        "unknown model": ("encode", {**sample, "MODEL": "x", "OUTPUT": out + ".duet"}, "not installed"),
    }


@pytest.mark.parametrize("case", refusals({"SAR": ""}, Path()))
def test_bad_input_is_one_sentence(run, own_models, sample, tmp_path, case):
    (tmp_path / "foreign.duet").write_bytes(bytes(100))
    algorithm, parameters, words = refusals(sample, tmp_path)[case]
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run(algorithm, **parameters)
    sentence = str(caught.value).removeprefix("Unable to execute algorithm\n")
    assert "\n" not in sentence.strip() and sorted(os.listdir(tmp_path)) == before


def test_cancel_leaves_nothing(run, recorder, own_models, sample, tmp_path):
    feedback = recorder(cancel_at=40)
    with pytest.raises(QgsProcessingException, match="[Cc]ancel"):
        run("compressandmap", feedback, **sample, MODEL=OWN, MAP_OUTPUT=str(tmp_path / "map.tif"))
    assert os.listdir(tmp_path) == []
