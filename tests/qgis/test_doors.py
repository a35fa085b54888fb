"""One pair gives the same bytes through every door: panel, Processing, graphical model, qgis_process, list batch, command."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from eoduet.engine.batchlist import Row, write_list
from eoduet.engine.cli import main
from tests.qgis.waiting import until

QUALITY, GAMMA = 35, 0.6


def processing_door(sample, out, **_) -> None:
    import processing

    processing.run("eoduet:encode", {**sample, "QUALITY": QUALITY, "GAMMA": GAMMA, "OUTPUT": out})


def model_door(sample, out, **_) -> None:
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm("eoduet:encode")
    child.setChildId("encode")
    for name, value in {**sample, "QUALITY": QUALITY, "GAMMA": GAMMA}.items():
        child.addParameterSources(name, [source.fromStaticValue(value)])
    output = QgsProcessingModelOutput("file")
    output.setChildId("encode")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"file": output})
    model = QgsProcessingModelAlgorithm("one", "tests")
    model.addChildAlgorithm(child)
    name = model.destinationParameterDefinitions()[0].name()
    assert model.run({name: out}, QgsProcessingContext(), QgsProcessingFeedback())[1]


def headless_door(sample, out, headless, **_) -> None:
    given = [
        f"{key}={value}"
        for key, value in {**sample, "QUALITY": QUALITY, "GAMMA": GAMMA, "OUTPUT": out}.items()
    ]
    ran = headless("run", "eoduet:encode", "--", *given)
    assert ran.returncode == 0, ran.stderr


def list_door(sample, out, **_) -> None:
    import processing

    path = Path(out).with_suffix(".csv")
    row = Row(sample["OPTICAL"], sample["SAR"], Path(out).name, QUALITY, GAMMA)
    path.write_text(write_list([row]), encoding="utf-8")
    processing.run("eoduet:encodelist", {"LIST": str(path), "OUTPUT": str(path.parent)})


def command_door(sample, out, **_) -> None:
    prompts = ["--quality", str(QUALITY), "--gamma", str(GAMMA)]
    assert main(["encode", sample["OPTICAL"], sample["SAR"], out, *prompts]) == 0


def panel_door(sample, out, **_) -> None:
    from eoduet.ui.panel import DuetPanel

    QgsProject.instance().clear()
    panel = DuetPanel()
    try:
        layers = [QgsRasterLayer(path, name, "gdal") for name, path in sample.items()]
        QgsProject.instance().addMapLayers(layers)
        form = panel.form
        form.previewOn.setChecked(False)
        panel.layers.choose(*(layer.id() for layer in layers))
        form.qualityBox.setValue(QUALITY)
        form.gammaBox.setValue(GAMMA)
        form.output.setFilePath(out)
        form.decodeAfter.setChecked(False)
        form.reportAfter.setChecked(False)
        until(lambda: form.compress.isEnabled())
        form.compress.click()
        until(lambda: panel.run is None)
    finally:
        panel.close_down()
        QgsProject.instance().clear()
        panel.deleteLater()
        QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)


DOORS = (processing_door, model_door, headless_door, list_door, command_door, panel_door)


@pytest.fixture(scope="module")
def written(provider, environment, sample, headless, tmp_path_factory):
    """The bytes each door writes."""
    folder = tmp_path_factory.mktemp("doors")
    files = {}
    for door in DOORS:
        out = str(folder / f"{door.__name__}.duet")
        door(sample, out, headless=headless)
        files[door.__name__] = Path(out).read_bytes()
    return files


@pytest.mark.parametrize("door", [door.__name__ for door in DOORS])
def test_the_same_bytes(written, door):
    assert len(written[door]) > 1000
    assert written[door] == written["processing_door"]
