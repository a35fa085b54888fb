"""The desktop: a real QGIS window loads the plugin without its dependencies, offers the set-up, and unloads it."""

from __future__ import annotations

from pathlib import Path

from eoduet.plugin.provider import ALGORITHMS, MODELS
from tests.desktop import start_desktop

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "[PythonPlugins]\neoduet=true\nprocessing=true\n[qgis]\ncheckVersion=false\n"
# Runs inside QGIS; QTimer lets the start finish and the dialog open before the next look.
SCRIPT = """
import json, os, traceback
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QDockWidget, QPushButton
from qgis.core import QgsApplication
from qgis.utils import iface, plugins, unloadPlugin

def provider():
    return QgsApplication.processingRegistry().providerById("eoduet")

seen = dict(loaded="eoduet" in plugins)

def press():
    items = iface.messageBar().items()
    item = next(one for one in items if "eoduet:setup" in one.text())  # QGIS may have put one of its own on top
    seen.update(message=item.text(), algorithms=len(provider().algorithms()))
    item.findChildren(QPushButton)[0].click()

def dock():
    action = iface.mainWindow().findChild(QAction, "EODuetPanelAction")
    seen.update(shortcut=action.shortcut().toString(), tool_tip=action.toolTip())
    action.trigger()
    panel = iface.mainWindow().findChild(QDockWidget, "EODuetPanel")
    seen.update(panel=panel.isVisible(), banner=panel.form.bannerText.text(), can=panel.form.compress.isEnabled())
    action.trigger()
    seen.update(hidden=not panel.isVisible())
    action.trigger()
    iface.mainWindow().findChild(QAction, "EODuetBatchAction").trigger()
    batch = iface.mainWindow().findChild(QDialog, "EODuetBatch")
    seen.update(batch=batch.isVisible(), batch_tip=batch.form.start.toolTip())

def leave():
    seen["docked"] = iface.mainWindow().findChild(QDockWidget, "EODuetPanel").isVisible()
    seen["titles"] = [widget.windowTitle() for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    seen.update(unloaded=unloadPlugin("eoduet"), provider_left=provider() is not None)
    seen["action_left"] = iface.mainWindow().findChild(QAction, "EODuetPanelAction") in iface.rasterToolBar().actions()

def guarded(step, wait, after):
    def run():
        try:
            step()
        except Exception:
            seen["error"] = traceback.format_exc()
        after()
    QTimer.singleShot(wait, run)

def end():
    with open(os.environ["SEEN"], "w") as file:
        json.dump(seen, file)
    os._exit(0)

guarded(press, 3000, lambda: guarded(dock, 3000, lambda: guarded(leave, 1000, end)))
"""


def test_plugin_offers_its_set_up_and_goes_away(tmp_path):
    profile = tmp_path / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "eoduet").symlink_to(ROOT)
    seen, _, _ = start_desktop(tmp_path, SCRIPT, SETTINGS, give_up=600)
    assert seen["loaded"] and seen["unloaded"] and not seen["provider_left"]
    assert "eoduet:setup" in seen["message"]
    assert seen["algorithms"] == len(ALGORITHMS) + len(list(MODELS.glob("*.model3")))
    assert "Set up EO-Duet" in seen["titles"]
    assert seen["panel"] and seen["hidden"] and seen["docked"] and not seen["action_left"]
    assert seen["batch"] and "eoduet:setup" in seen["batch_tip"]
    assert seen["shortcut"] == "Ctrl+Alt+U"
    assert "eoduet:setup" in seen["banner"] and not seen["can"]
