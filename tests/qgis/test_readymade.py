"""The ready-made models: all in the toolbox, each run with the real engine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingModelAlgorithm

from eoduet.engine.batchlist import Row, write_list
from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.plugin import settings
from eoduet.plugin.provider import MODELS
from tests import mapbundle


@pytest.fixture
def run_model(provider, environment, recorder, tmp_path):
    """Run a ready-made model of the toolbox by its name; gives the outputs by their labels."""

    def run(name: str, **parameters) -> dict[str, str]:
        model = QgsApplication.processingRegistry().createAlgorithmById(f"eoduet:{name}")
        assert isinstance(model, QgsProcessingModelAlgorithm) and model.canExecute()[0], model.canExecute()
        wanted = {}
        for definition in model.destinationParameterDefinitions():
            suffix = {"fileDestination": ".duet", "folderDestination": ""}.get(definition.type(), ".tif")
            wanted[definition.name()] = str(tmp_path / (definition.description() + suffix))
        feedback = recorder()
        _, done = model.run({**parameters, **wanted}, QgsProcessingContext(), feedback)
        assert done, feedback.lines[-3:]
        return {Path(path).stem: path for path in wanted.values()}

    return run


@pytest.fixture
def maps(tmp_path):
    """A bundle with a map model among the installed ones; its id."""
    bundle = mapbundle.write(tmp_path / "bundles", find_bundle(DEFAULT_BUNDLE))
    settings.set_models(str(bundle.folder.parent))
    yield bundle.id
    settings.set_models("")


def test_they_are_in_the_toolbox_with_a_help_text(provider):
    models = [one for one in provider.algorithms() if isinstance(one, QgsProcessingModelAlgorithm)]
    assert len(models) == len(list(MODELS.glob("*.model3"))) == 4
    for model in models:
        assert model.group() == "Ready-made models" and model.provider() is provider
        assert model.shortHelpString() and model.canExecute()[0]
        assert model.destinationParameterDefinitions()


def test_align_compress_decode(run_model, sample, tmp_path):
    shifted = str(tmp_path / "shifted.tif")
    gdal.Warp(shifted, sample["SAR"], dstSRS="EPSG:4326")
    made = run_model("Align, compress, decode", OPTICAL=sample["OPTICAL"], SAR=shifted, QUALITY=30)
    assert set(made) == {"Compressed file", "Decoded optical image", "Decoded SAR image"}
    optical, sar = (gdal.Open(made[f"Decoded {name} image"]) for name in ("optical", "SAR"))
    assert optical.GetGeoTransform() == sar.GetGeoTransform() and (optical.RasterCount, sar.RasterCount) == (
        4,
        2,
    )


def test_compress_map_gives_the_bytes_of_the_toolbox(run_model, run, sample, maps, tmp_path):
    made = run_model("Compress, map", **sample, QUALITY=30, MAP_MODEL=maps)
    assert gdal.Open(made["Map"]).GetRasterBand(1).GetColorTable() is not None
    alone = str(tmp_path / "alone.duet")
    run("encode", **sample, QUALITY=30, OUTPUT=alone)
    assert Path(made["Compressed file"]).read_bytes() == Path(alone).read_bytes()


def test_decode_map(run_model, encoded, maps):
    made = run_model("Decode, map", INPUT=encoded, MAP_MODEL=maps)
    assert set(made) == {"Decoded optical image", "Decoded SAR image", "Map"}
    assert all(os.path.getsize(path) > 1000 for path in made.values())


def test_compress_a_list(run_model, sample, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        write_list([Row(sample["OPTICAL"], sample["SAR"], "one"), Row("none.tif")]), encoding="utf-8"
    )
    made = run_model("Compress a list", LIST=str(path), QUALITY=30)
    folder = Path(made["Folder of compressed files"])
    assert (folder / "one.duet").exists() and (folder / "batch.html").exists()
