"""The user's language: catalogues are loaded by QGIS's locale, reach forms and algorithms, and go with the plugin."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from eoduet.plugin import translation
from tests.desktop import run_in_desktop

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """[PythonPlugins]
eoduet=true
processing=true
[qgis]
checkVersion=false
[locale]
overrideFlag=true
userLocale={}
"""
SCRIPT = """
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QAction, QDockWidget

@step(3000)
def look():
    action = iface.mainWindow().findChild(QAction, "EODuetPanelAction")
    action.trigger()
    panel = iface.mainWindow().findChild(QDockWidget, "EODuetPanel")
    seen["action"], seen["button"] = action.text(), panel.form.compress.text()
    seen["algorithm"] = QgsApplication.processingRegistry().algorithmById("eoduet:landcover").displayName()
"""


@pytest.fixture
def language(qgis):
    """Load the catalogue of a locale for one test."""
    yield translation.install
    translation.uninstall()


@pytest.mark.parametrize(
    ("locale", "button", "algorithm"),
    [
        ("de", "&Komprimieren", "Landbedeckung kartieren"),
        ("de_AT", "&Komprimieren", "Landbedeckung kartieren"),
        ("es", "&Comprimir", "Cartografiar la cobertura del suelo"),
        ("es_MX", "&Comprimir", "Cartografiar la cobertura del suelo"),
    ],
)
def test_words_are_in_the_language_of_the_locale(language, provider, locale, button, algorithm):
    assert language(locale)
    form = QWidget()
    uic.loadUi(str(ROOT / "ui" / "panel.ui"), form)
    assert form.compress.text() == button
    landcover = provider.algorithm("landcover").create()
    assert landcover.displayName() == algorithm
    assert landcover.parameterDefinition("OUTPUT").help() not in ("", "The map to write, a GeoTIFF.")
    translation.uninstall()
    assert translation.tr("Map land cover") == "Map land cover"


@pytest.mark.parametrize("locale", ["de", "es"])
def test_the_compiled_catalogue_holds_what_the_source_says(language, locale):
    """`make translations` writes both; a .ts changed by hand alone would not be seen."""
    assert language(locale)
    other = []
    for context in ET.parse(translation.FOLDER / f"eoduet_{locale}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            source, said = message.findtext("source"), message.findtext("translation")
            if said and QCoreApplication.translate(context.findtext("name"), source) != said:
                other.append(source)
    assert other == []


def test_a_language_that_nobody_translated_is_english(language, provider):
    assert not language("fi")
    assert provider.algorithm("landcover").create().displayName() == "Map land cover"


def test_qgis_in_german_shows_the_plugin_in_german(tmp_path):
    plugins = tmp_path / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "eoduet").symlink_to(ROOT)
    seen = run_in_desktop(tmp_path, SCRIPT, SETTINGS.format("de"))
    assert seen == {
        "action": "EO-Duet-Bedienfeld",
        "button": "&Komprimieren",
        "algorithm": "Landbedeckung kartieren",
    }
