"""Opening `.duet` files in a real QGIS window, by dropping one.

With EODUET_PICTURES set to a folder, what a person sees is kept there (the help takes its picture from it).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsDataItem, QgsDirectoryItem
from qgis.gui import QgsDataItemGuiContext, QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMenu, QPushButton, QTextBrowser

from tests.desktop import start_desktop
from tests.qgis.livefiles import until

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "[PythonPlugins]\neoduet=true\nprocessing=true\n[qgis]\ncheckVersion=false\n"


@pytest.fixture
def entries(provider, environment):
    """The Browser's entries, with what they were asked to open and to decode."""
    from eoduet.plugin.live import metadata, shared
    from eoduet.ui.browser import BrowserEntries

    metadata.register()
    asked = {"open": [], "decode": []}
    made = BrowserEntries(asked["open"].append, asked["decode"].append)
    yield made, asked
    made.remove()
    shared.stop()


def entry_of(path: str) -> tuple[QgsDirectoryItem, QgsDataItem]:
    """The folder's item, which owns the other, and the file's, as QGIS's Browser makes them."""
    folder = QgsDirectoryItem(None, "folder", str(Path(path).parent))
    folder.populate(True)
    (file,) = [item for item in folder.children() if item.name() == Path(path).name]
    return folder, file


def test_the_browser_has_an_entry(entries, encoded):
    _folder, file = entry_of(encoded)
    assert "224 × 224" in file.toolTip() and "quality 50" in file.toolTip() and not file.icon().isNull()


def test_a_foreign_file_is_an_entry_that_says_so(entries, tmp_path):
    (tmp_path / "foreign.duet").write_bytes(b"not one")
    _folder, file = entry_of(str(tmp_path / "foreign.duet"))
    assert "is not a .duet file" in file.toolTip()


def test_the_entrys_menu_opens_and_decodes(entries, encoded):
    (_, asked), menu = entries, QMenu()
    folder, file = entry_of(encoded)
    for provider in QgsGui.dataItemGuiProviderRegistry().providers():
        if provider.name() == "EO-Duet":
            provider.populateContextMenu(file, menu, [file], QgsDataItemGuiContext())
            assert provider.handleDoubleClick(file, QgsDataItemGuiContext())
            assert not provider.handleDoubleClick(folder, QgsDataItemGuiContext())
    for action in menu.actions():
        action.trigger()
    assert asked == {"open": [encoded, encoded], "decode": [encoded]}


def test_the_entrys_information_has_pictures(entries, encoded):
    made, asked = entries
    _folder, file = entry_of(encoded)
    (gui,) = [p for p in QgsGui.dataItemGuiProviderRegistry().providers() if p.name() == "EO-Duet"]
    panel = gui.createParamWidget(file, QgsDataItemGuiContext())
    panel.resize(460, 560)
    panel.show()
    until(lambda: panel.ready)
    text = panel.findChild(QTextBrowser).toPlainText()
    assert "224 × 224 pixels" in text and "s1s2-lite" in text and "bits per pixel" in text
    for thumbnail in panel._thumbnails:
        picture = thumbnail._picture.pixmap().toImage()
        colours = {picture.pixel(x, y) for x in range(0, 200, 9) for y in range(0, 200, 9)}
        assert len(colours) > 50
    panel.findChildren(QPushButton)[0].click()
    assert asked["open"] == [encoded]
    if os.environ.get("EODUET_PICTURES"):
        assert panel.grab().save(str(Path(os.environ["EODUET_PICTURES"]) / "browser-info.png"))
    panel.close()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)


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
from qgis.core import QgsDirectoryItem, QgsProject
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
    iface.messageBar().widgetAdded.connect(told)
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, *held)
    seen["folder"] = QgsDirectoryItem(None, "folder", os.path.dirname(os.environ["DUET"]))
    seen["folder"].populate()  # in the background, as the Browser does
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *held)
    last[0] = time.thread_time()
    pulse.start()
    QApplication.sendEvent(window, enter)  # Qt gives a drop to whoever took the drag
    QApplication.sendEvent(window, event)

def told(item):  # when it comes: on a busy machine it has gone before the picture is there
    if item.title() == "EO-Duet":
        seen["message"] = item.text()
        seen["buttons"] = [button.text() for button in item.findChildren(QPushButton)]

def drawn():
    return len(project.mapLayers()) == 2 and not canvas.isDrawing() and decoded() > 0

def decoded():
    from eoduet.plugin.live import shared
    return shared.decoder().decoded

def look():
    layers = list(project.mapLayers().values())
    seen["layers"] = sorted((layer.name(), layer.providerType(), layer.isValid()) for layer in layers)
    seen["crs"] = project.crs().authid()
    seen["decoded"] = decoded()
    seen["entries"] = [(one.name(), one.toolTip()) for one in seen.pop("folder").children() if one.providerKey() == "eoduet"]
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
    seen.pop("folder", None)
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
    (profile / "eoduet").mkdir()
    (profile / "eoduet" / "env").symlink_to(environment.folder)
    picture, duet = tmp_path / "dropped.png", shutil.copy(encoded, tmp_path / "chile.duet")
    files = {"DUET": str(duet), "PICTURE": str(picture), "SAVED": str(tmp_path / "saved.qgs")}
    seen, ran, printed = start_desktop(tmp_path, SCRIPT, SETTINGS, "1280x800x24", 600, **files)
    assert ran.returncode == 0, printed
    assert seen["layers"] == [
        ["chile (SAR, live)", "eoduet", True],
        ["chile (optical, live)", "eoduet", True],
    ]
    assert [name for name, _ in seen["entries"]] == ["chile.duet"] and "quality 50" in seen["entries"][0][1]
    assert seen["menu"] and "quality 50" in seen["message"] and "Decode to files…" in seen["buttons"]
    assert seen["crs"] == "EPSG:32718" and seen["errors"] == []
    assert seen["decoded"] == 2 == seen["decoded_after"]  # zooming and panning found both in the cache
    assert seen["saved"] and seen["unloaded"] and seen["valid_still"]
    assert seen["pulse"] < 0.5  # processor time of the main thread, QGIS's own drawing included
    if os.environ.get("EODUET_PICTURES"):
        shutil.copy(picture, Path(os.environ["EODUET_PICTURES"]) / "opening.png")
