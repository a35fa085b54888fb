"""Opening `.duet` files in a real QGIS window, by dropping one.

With EODUET_PICTURES set to a folder, what a person sees is kept there (the help takes its picture from it).
"""

from __future__ import annotations

import gc
import inspect
import os
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsBrowserModel, QgsMimeDataUtils, QgsSettings
from qgis.gui import QgsDataItemGuiContext, QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QMimeData, QModelIndex, Qt, QThreadPool
from qgis.PyQt.QtWidgets import QMenu, QPushButton, QTextBrowser

from eoduet.plugin.live import halves
from eoduet.ui.opening import DropHandler
from tests.desktop import start_desktop
from tests.qgis.livefiles import browse
from tests.qgis.waiting import until

ROOT = Path(__file__).resolve().parents[2]
MODELS: list[QgsBrowserModel] = []  # they read folders in threads, which must not find them gone
SETTINGS = "[PythonPlugins]\neoduet=true\nprocessing=true\n[qgis]\ncheckVersion=false\n"


@pytest.fixture(scope="module")
def registered(provider, environment):
    """The Browser's entries in place."""
    from eoduet.plugin.live import metadata, shared
    from eoduet.ui.browser import BrowserEntries

    metadata.register()
    asked = {"open": [], "decode": []}
    made = BrowserEntries(asked["open"].append, asked["decode"].append)
    yield made, asked
    QThreadPool.globalInstance().waitForDone()
    MODELS.clear()
    for _ in range(10):  # items below items
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made.remove()
    shared.stop()


@pytest.fixture
def entries(registered):
    """The Browser's entries, with what they were asked to open and to decode."""
    for asked in registered[1].values():
        asked.clear()
    return registered


@pytest.fixture
def model(registered):
    """What QGIS's Browser shows. (Not `QgsDataItem.children()`: Python takes the items that it gives for its own.)"""
    QgsSettings().setValue(
        "/qgis/monitorDirectoriesInBrowser", False
    )  # the folders of tests change all the time
    made = QgsBrowserModel()
    made.initialize()
    MODELS.append(made)
    return made


def place_of(model: QgsBrowserModel, path: str) -> QModelIndex:
    """Where a file, or an image below one, lies in the model."""
    until(lambda: browse(model, path))
    return browse(model, path)


def test_the_browser_has_an_entry(model, encoded):
    file = model.dataItem(place_of(model, encoded))
    assert "224 × 224" in file.toolTip() and "quality 50" in file.toolTip() and not file.icon().isNull()


def test_a_foreign_file_is_an_entry_that_says_so(model, tmp_path):
    (tmp_path / "foreign.duet").write_bytes(b"not one")
    place = place_of(model, str(tmp_path / "foreign.duet"))
    assert "is not a .duet file" in model.dataItem(place).toolTip() and not model.hasChildren(place)


def test_below_the_entry_lie_its_images(entries, model, encoded):
    """As layers that are dragged and opened alone; they outlive refreshing and the collector."""
    _, asked = entries
    file, sar = place_of(model, encoded), place_of(model, f"{encoded}/SAR")
    assert [model.data(model.index(row, 0, file)) for row in range(model.rowCount(file))] == [
        "Optical",
        "SAR",
    ]
    assert "VV, VH" in model.data(sar, Qt.ItemDataRole.ToolTipRole)
    assert model.flags(sar) & Qt.ItemFlag.ItemIsDragEnabled
    dragged = model.mimeData([sar])
    (uri,) = QgsMimeDataUtils.decodeUriList(dragged)
    assert (uri.layerType, uri.providerKey, uri.uri) == ("raster", "eoduet", f"{encoded}|modality=sar")
    assert DropHandler(asked["open"].append).handleMimeDataV2(dragged)
    (gui,) = [p for p in QgsGui.dataItemGuiProviderRegistry().providers() if p.name() == "EO-Duet"]
    assert gui.handleDoubleClick(model.dataItem(sar), QgsDataItemGuiContext())
    assert asked["open"] == [uri.uri] * 2
    held = halves.alive()
    for _ in range(5):
        model.refresh(place_of(model, encoded))
        gc.collect()
        place_of(model, f"{encoded}/SAR")
    until(lambda: halves.alive() == held)


def test_the_entrys_menu_opens_and_decodes(entries, model, encoded):
    (_, asked), menu = entries, QMenu()
    file, folder = (model.dataItem(place_of(model, str(path))) for path in (encoded, Path(encoded).parent))
    image = model.dataItem(place_of(model, f"{encoded}/Optical"))
    for provider in QgsGui.dataItemGuiProviderRegistry().providers():
        if provider.name() == "EO-Duet":
            provider.populateContextMenu(file, menu, [file], QgsDataItemGuiContext())
            assert provider.handleDoubleClick(file, QgsDataItemGuiContext())
            assert not provider.handleDoubleClick(folder, QgsDataItemGuiContext())
            provider.populateContextMenu(image, menu, [image], QgsDataItemGuiContext())
    for action in menu.actions():
        action.trigger()
    assert asked == {"open": [encoded, encoded, f"{encoded}|modality=optical"], "decode": [encoded, encoded]}


def test_the_entrys_information_has_pictures(entries, model, encoded):
    made, asked = entries
    file = model.dataItem(place_of(model, encoded))
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
    opened = []
    handler = DropHandler(opened.append)
    assert not handler.handleMimeDataV2(QMimeData())
    other = QgsMimeDataUtils.encodeUriList([QgsMimeDataUtils.Uri("raster:gdal:image:/somewhere/image.tif")])
    assert not handler.handleMimeDataV2(other)
    assert not handler.handleFileDrop("/somewhere/image.tif")
    assert handler.handleFileDrop("/somewhere/PAIR.DUET") and opened == ["/somewhere/PAIR.DUET"]


# Runs inside QGIS's window: drops the file, waits for the picture, pans, and leaves as a user does.
SCRIPT = """
import json, os, time, traceback
from pathlib import Path
from qgis.PyQt.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QPushButton
from qgis.core import QgsProject
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
    iface.messageBar().widgetAdded.connect(told)
    last[0] = time.thread_time()
    pulse.start()
    let_go(data)

def let_go(data):
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, *held)
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *held)
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
    canvas.zoomByFactor(0.5)

def pan():
    extent = canvas.extent()
    extent.setXMaximum(extent.xMaximum() + extent.width() / 10)
    extent.setXMinimum(extent.xMinimum() + extent.width() / 10)
    canvas.setExtent(extent)
    canvas.refresh()

def image():
    return browse(iface.browserModel(), os.environ["DUET"] + "/SAR")

def drag():
    before = set(project.mapLayers())
    let_go(iface.browserModel().mimeData([image()]))
    (layer,) = [layer for key, layer in project.mapLayers().items() if key not in before]
    seen["dragged"] = layer.name(), layer.providerType(), "quality 50" in layer.abstract()
    project.removeMapLayer(layer)

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

steps = [(drop, lambda: True), (look, drawn), (pan, still), (picture, still), (drag, image), (keep, still)]
steps.append((end, lambda: True))
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
    code = inspect.getsource(browse) + SCRIPT
    seen, ran, printed = start_desktop(tmp_path, code, SETTINGS, "1280x800x24", 600, **files)
    assert ran.returncode == 0, printed
    assert seen["layers"] == [
        ["chile (SAR, live)", "eoduet", True],
        ["chile (optical, live)", "eoduet", True],
    ]
    assert seen["dragged"] == ["chile (SAR, live)", "eoduet", True]
    assert seen["menu"] and "quality 50" in seen["message"] and "Decode to files…" in seen["buttons"]
    assert seen["crs"] == "EPSG:32718" and seen["errors"] == []
    assert seen["decoded"] == 2 == seen["decoded_after"]  # zooming and panning found both in the cache
    assert seen["saved"] and seen["unloaded"] and seen["valid_still"]
    assert seen["pulse"] < 0.5  # processor time of the main thread, QGIS's own drawing included
    if os.environ.get("EODUET_PICTURES"):
        shutil.copy(picture, Path(os.environ["EODUET_PICTURES"]) / "opening.png")
