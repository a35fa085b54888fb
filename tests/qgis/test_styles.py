"""Styles: only a chosen one travels, it comes back as QGIS loads it, and foreign text is cut down to
symbology."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsRasterLayer

from eoduet.plugin.styles import chosen_style, reduced, write_sidecar

pytestmark = pytest.mark.usefixtures("qgis")


def layer(path) -> QgsRasterLayer:
    made = QgsRasterLayer(str(path), "image", "gdal")
    assert made.isValid()
    return made


@pytest.fixture
def restyled(sample):
    """The optical sample shown as bands 4, 3, 2."""
    made = layer(sample["OPTICAL"])
    for setter, band in zip(("setRedBand", "setGreenBand", "setBlueBand"), (4, 3, 2)):
        getattr(made.renderer(), setter)(band)
    return made


def test_untouched_layer_costs_nothing(sample):
    assert chosen_style(layer(sample["OPTICAL"])) == ""
    assert chosen_style(layer(sample["SAR"])) == ""


def test_chosen_style_comes_back_beside_the_raster(restyled, sample, tmp_path):
    copy = tmp_path / "copy.tif"
    shutil.copyfile(sample["OPTICAL"], copy)
    assert write_sidecar(str(copy), chosen_style(restyled))
    renderer = layer(copy).renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (4, 3, 2)
    assert renderer.redContrastEnhancement().maximumValue() == pytest.approx(
        restyled.renderer().redContrastEnhancement().maximumValue()
    )
    assert chosen_style(layer(copy))  # a style file beside the raster is a choice too


def test_foreign_text_is_cut_down_to_symbology(restyled):
    style = chosen_style(restyled)
    extended = style.replace("<pipe>", "<actions><action>rm</action></actions><pipe>")
    assert extended != style
    assert "actions" not in reduced(extended)
    assert "redBand" in reduced(extended)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no markup",
        "<qgis><layerorder/></qgis>",
        "<svg><pipe/></svg>",
        '<!DOCTYPE qgis [<!ENTITY a "b">]><qgis><pipe>&a;</pipe></qgis>',
        "<qgis><pipe>" + "x" * 70_000 + "</pipe></qgis>",
        None,
        {"pipe": 1},
    ],
)
def test_what_is_no_style_is_not_written(text, tmp_path):
    assert not write_sidecar(str(tmp_path / "raster.tif"), text)
    assert list(Path(tmp_path).iterdir()) == []
