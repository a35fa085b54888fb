"""Opening `.duet` files in a real QGIS window, by dropping one.

With EODUET_PICTURES set to a folder, what a person sees is kept there (the help takes its picture from it).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "[PythonPlugins]\neoduet=true\nprocessing=true\n[qgis]\ncheckVersion=false\n"


def test_drops_of_other_files_are_left_alone(provider, environment, encoded):
    from eoduet.ui.opening import DropHandler

    opened = []
    handler = DropHandler(opened.append)
    assert not handler.handleFileDrop("/somewhere/image.tif")
    assert handler.handleFileDrop("/somewhere/PAIR.DUET") and opened == ["/somewhere/PAIR.DUET"]


# Runs inside QGIS's window: drops the file, waits for the picture, pans, and leaves as a user does.
SCRIPT = """
import json, os, time, traceback
from qgis.PyQt.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QPushButton
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.utils import iface, plugins, unloadPlugin

seen = dict(turns=0.0, errors=[])
window, canvas, project = iface.mainWindow(), iface.mapCanvas(), QgsProject.instance()
last = [time.thread_time()]

def turn():
    seen["turns"] = max(seen["turns"], time.thread_time() - last[0])
    last[0] = time.thread_time()

pulse = QTimer()
pulse.setInterval(10)
pulse.timeout.connect(turn)

def drop():
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(os.environ["DUET"])])
    seen["menu"] = window.findChild(QAction, "EODuetOpenAction") is not None
    canvas.renderErrorOccurred.connect(lambda error, layer: seen["errors"].append(error))
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, *held)
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *held)
    last[0] = time.thread_time()
    pulse.start()
    QApplication.sendEvent(window, enter)  # Qt gives a drop to whoever took the drag
    QApplication.sendEvent(window, event)

def drawn():
    return len(project.mapLayers()) == 2 and not canvas.isDrawing() and decoded() > 0

def decoded():
    from eoduet.plugin.live import shared
    return shared.decoder().decoded

def look():
    layers = list(project.mapLayers().values())
    seen["layers"] = sorted((layer.name(), layer.providerType(), layer.isValid()) for layer in layers)
    item = iface.messageBar().currentItem()
    seen["message"] = item.text() if item else ""
    seen["buttons"] = [button.text() for button in item.findChildren(QPushButton)] if item else []
    seen["crs"] = project.crs().authid()
    seen["decoded"] = decoded()
    canvas.zoomByFactor(0.5)

def pan():
    extent = canvas.extent()
    extent.setXMaximum(extent.xMaximum() + extent.width() / 10)
    extent.setXMinimum(extent.xMinimum() + extent.width() / 10)
    canvas.setExtent(extent)
    canvas.refresh()

def picture():
    seen["decoded_after"] = decoded()
    seen["pulse"] = seen["turns"]
    pulse.stop()
    window.resize(1100, 700)
    canvas.zoomToFullExtent()

def keep():
    window.grab().save(os.environ["PICTURE"])
    seen["saved"] = project.write(os.environ["SAVED"])
    seen["unloaded"] = unloadPlugin("eoduet")
    seen["valid_still"] = all(layer.isValid() for layer in project.mapLayers().values())

def end():
    with open(os.environ["SEEN"], "w") as file:
        json.dump(seen, file)
    project.setDirty(False)
    iface.actionExit().trigger()

def still():
    return not canvas.isDrawing()

steps = [(drop, lambda: True), (look, drawn), (pan, still), (picture, still), (keep, still), (end, lambda: True)]
until = time.monotonic() + 120

def go():
    step, ready = steps[0]
    if time.monotonic() > until:
        seen["error"] = "waited in vain before " + step.__name__
        steps[:] = [(end, lambda: True)]
        step, ready = steps[0]
    if ready():
        steps.pop(0)
        try:
            step()
        except Exception:
            seen["error"] = traceback.format_exc()
            steps[:] = [(end, lambda: True)]
    if steps:
        QTimer.singleShot(800, go)

QTimer.singleShot(3000, go)
"""


def test_a_file_dropped_on_qgis_shows_its_layers(environment, encoded, tmp_path):
    profile = tmp_path / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "eoduet").symlink_to(ROOT)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
    (profile / "eoduet").mkdir()
    (profile / "eoduet" / "env").symlink_to(environment.folder)
    script, picture = tmp_path / "script.py", tmp_path / "dropped.png"
    script.write_text(SCRIPT, encoding="utf-8")
    duet = shutil.copy(encoded, tmp_path / "chile.duet")
    variables = {**os.environ, "SEEN": str(tmp_path / "seen.json"), "DUET": str(duet)}
    variables.update(PICTURE=str(picture), SAVED=str(tmp_path / "saved.qgs"))
    variables.pop("QT_QPA_PLATFORM", None)  # the desktop refuses to start offscreen; Xvfb is its screen
    variables.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(tmp_path), "--code", str(script)]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24"]
    ran = subprocess.Popen(
        [*screen, *qgis],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        printed, _ = ran.communicate(timeout=600)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(ran.pid, signal.SIGKILL)  # xvfb-run, its screen and QGIS
    assert (tmp_path / "seen.json").exists(), printed
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "error" not in seen, seen["error"]
    assert ran.returncode == 0, printed
    assert seen["layers"] == [
        ["chile (SAR, live)", "eoduet", True],
        ["chile (optical, live)", "eoduet", True],
    ]
    assert seen["menu"] and "quality 50" in seen["message"] and "Decode to files…" in seen["buttons"]
    assert seen["crs"] == "EPSG:32718" and seen["errors"] == []
    assert seen["decoded"] == 2 == seen["decoded_after"]  # zooming and panning found both in the cache
    assert seen["saved"] and seen["unloaded"] and seen["valid_still"]
    assert seen["pulse"] < 0.5  # processor time of the main thread, QGIS's own drawing included
    if os.environ.get("EODUET_PICTURES"):
        shutil.copy(picture, Path(os.environ["EODUET_PICTURES"]) / "opening.png")
