"""The store's package of this very tree: built, held against the store's rules, installed by QGIS's own installer, loaded."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.desktop import run_in_desktop

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "[PythonPlugins]\nprocessing=true\n[qgis]\ncheckVersion=false\n"
SCRIPT = """
import pyplugin_installer
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QTextBrowser
from qgis.utils import plugins, pluginMetadata, unloadPlugin

@step(3000)
def install():
    seen["before"] = "eoduet" in plugins
    pyplugin_installer.instance().installFromZipFile(os.environ["ZIP"])

@step(3000)
def look():
    seen["loaded"] = "eoduet" in plugins
    seen["version"] = pluginMetadata("eoduet", "version")
    algorithms = QgsApplication.processingRegistry().providerById("eoduet").algorithms()
    seen["algorithms"] = [algorithm.id() for algorithm in algorithms]
    seen["folder"] = plugins["eoduet"].__module__ and __import__("eoduet").__file__
    iface.mainWindow().findChild(QAction, "EODuetPanelAction").trigger()
    seen["panel"] = iface.mainWindow().findChild(QDockWidget, "EODuetPanel").isVisible()
    iface.mainWindow().findChild(QAction, "EODuetHelpAction").trigger()
    seen["help"] = iface.mainWindow().findChild(QTextBrowser, "EODuetHelpPage").toPlainText()

@step(1000)
def leave():
    seen["unloaded"] = unloadPlugin("eoduet")
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The zip, as `make package` makes it, of a copy of what git knows here."""
    copy = tmp_path_factory.mktemp("tree") / "eoduet"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=copy, check=True)
    spec = importlib.util.spec_from_file_location("ship", copy / ".ci" / "ship.py")
    ship = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ship)
    assert ship.package() == 0
    return next((copy / "build").glob("eoduet-*.zip"))


def test_the_zip_holds_what_runs_and_nothing_else(package):
    with zipfile.ZipFile(package) as held:
        names = set(held.namelist())
    for needed in (
        "metadata.txt",
        "LICENSE",
        "ui/panel.ui",
        "models/s1s2-lite/manifest.json",
        "resources/help/guide.md",
    ):
        assert f"eoduet/{needed}" in names
    assert not [name for name in names if "/tests/" in name or "training" in name or name.endswith(".pyc")]
    assert package.stat().st_size < 25_000_000


def test_qgis_installs_and_loads_it(package, tmp_path):
    seen = run_in_desktop(tmp_path, SCRIPT, SETTINGS, ZIP=str(package))
    installed = tmp_path / "profiles" / "default" / "python" / "plugins" / "eoduet"
    assert installed.is_dir() and str(installed) in seen["folder"]
    assert not seen["before"] and seen["loaded"] and seen["unloaded"] and seen["panel"]
    assert seen["version"] in package.name
    assert {"eoduet:encode", "eoduet:decode", "eoduet:landcover"} <= set(seen["algorithms"])
    assert "EO-Duet" in seen["help"]
