"""The panel with real layers, the real worker and the real model: every state it can be in, and what its buttons give.

With EODUET_PICTURES set to a folder, each state is kept there as a picture (README and help take theirs from it), in QGIS's
theme EODUET_THEME where that is set, such as "Night Mapping".
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsLayerTreeModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsLayerTreeView, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QHBoxLayout, QWidget

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.mapmodel import map_models
from eoduet.plugin import settings
from tests import mapbundle

BLOCKED = 0.1  # seconds of the main thread's own time that one turn of the event loop may take


class Turns:
    """Turns the event loop until a condition holds, and keeps the processor time of the longest turn."""

    def __init__(self) -> None:
        self.longest = 0.0

    def until(self, condition, seconds: float = 240) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "waited in vain"
            began = time.thread_time()
            QCoreApplication.processEvents()
            self.longest = max(self.longest, time.thread_time() - began)
            time.sleep(0.002)


def delete(widget: QWidget) -> None:
    """Now and not whenever Python collects it."""
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def turns() -> Turns:
    return Turns()


def keep(panel: QWidget, name: str) -> None:
    """A picture of the panel as it is now, where pictures are wanted."""
    folder = os.environ.get("EODUET_PICTURES")
    for _ in range(10):
        QCoreApplication.processEvents()
    assert not panel.grab().isNull()
    if folder:
        assert panel.grab().save(str(Path(folder) / f"panel-{name}.png"))


def keep_map(canvas: QgsMapCanvas, layer: QgsRasterLayer) -> None:
    """A picture of a map in the canvas with its legend beside it, where pictures are wanted."""
    if not os.environ.get("EODUET_PICTURES"):
        return
    window = QWidget()
    row = QHBoxLayout(window)
    tree = QgsLayerTreeView()
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    tree.setModel(model)
    tree.expandAll()
    row.addWidget(tree, 5)
    row.addWidget(canvas, 6)
    window.resize(860, 420)
    window.show()
    canvas.setLayers([layer])
    canvas.setExtent(layer.extent())
    canvas.waitWhileRendering()
    assert window.grab().save(str(Path(os.environ["EODUET_PICTURES"]) / "map.png"))
    row.removeWidget(canvas)
    canvas.setParent(None)
    delete(window)


@pytest.fixture
def canvas(qgis):
    made = QgsMapCanvas()
    yield made
    delete(made)


@pytest.fixture
def panel(provider, environment, canvas):
    """A panel of its own over an empty project."""
    from eoduet.ui.panel import DuetPanel

    QgsProject.instance().clear()
    if os.environ.get("EODUET_THEME"):
        QgsApplication.setUITheme(os.environ["EODUET_THEME"])
    bar = QgsMessageBar(canvas)
    made = DuetPanel(canvas, bar)
    made.setFloating(True)
    made.resize(430, 900)
    made.show()
    yield made
    made.close_down()
    made.close()
    QgsProject.instance().clear()
    delete(made)


@pytest.fixture
def scene(sample, tmp_path, canvas):
    """Put the sample scene, copied, into the project and on the canvas; gives its layers."""

    def add(sar: str | None = None) -> dict[str, QgsRasterLayer]:
        layers = {}
        for modality, source in (("sar", sar or sample["SAR"]), ("optical", sample["OPTICAL"])):
            path = tmp_path / Path(source).name
            if not path.exists():
                shutil.copyfile(source, path)
            layers[modality] = QgsRasterLayer(str(path), path.stem, "gdal")
            QgsProject.instance().addMapLayer(layers[modality])
        canvas.setDestinationCrs(layers["optical"].crs())
        canvas.setLayers([layers["optical"]])
        canvas.setExtent(layers["optical"].extent())
        return layers

    return add


def test_empty_it_says_what_to_do(panel):
    assert not panel.form.compress.isEnabled() and not panel.form.map.isEnabled()
    assert panel.form.decode.isEnabled()
    assert "Choose" in panel.form.compress.toolTip()
    assert panel.previewing.view.is_empty
    keep(panel, "empty")


def test_the_pair_is_found_and_its_bands_are_named(panel, scene, sample, turns):
    QgsProject.instance().addMapLayer(
        QgsRasterLayer(sample["OPTICAL"].replace("S2L2A", "lulc"), "chile_lulc", "gdal")
    )
    layers = scene()
    turns.until(lambda: panel.layers.facts.ready)
    assert {m: panel.layers.layer(m) for m in layers} == layers
    assert "B02 = blue" in panel.form.opticalBands.text() and "VV" in panel.form.sarBands.text()
    assert "px" in panel.form.alignment.text()
    assert panel.form.compress.isEnabled()
    assert "chile_lulc" in panel.form.optical.toolTip()
    assert panel.form.map.isEnabled()
    assert turns.longest < BLOCKED


def test_the_preview_follows_the_sliders(panel, scene, turns):
    shown, estimates = [], []
    panel.previewing.thread.shown.connect(shown.append)
    panel.previewing.estimated.connect(estimates.append)
    panel.form.qualityBox.setValue(30)
    scene()
    turns.until(lambda: len(shown) >= 2 and estimates)
    assert {one.modality for one in shown} == {"optical", "sar"}
    assert not panel.previewing.view.is_empty
    assert "Whole pair" in panel.form.estimate.text() and "kB" in panel.form.estimate.text()
    panel.form.output.setFilePath("chile.duet")  # for the picture: a path of this machine says nothing
    keep(panel, "preview")
    low = next(one for one in shown if one.modality == "optical")
    shown.clear(), estimates.clear()
    for step in range(31, 71):  # a drag: only where it stops counts
        panel.form.quality.setValue(10 * step)
        QCoreApplication.processEvents()
    turns.until(lambda: len(shown) >= 2 and estimates)
    assert panel.form.qualityBox.value() == 70
    assert shown[0].psnr > low.psnr + 2 and shown[0].bpp > low.bpp
    assert len(shown) <= 4
    panel.form.difference.setChecked(True)
    keep(panel, "difference")
    panel.form.previewModality.setCurrentIndex(1)
    assert "SAR" in panel.form.previewText.text()
    assert turns.longest < BLOCKED


def test_a_raster_of_many_bands_asks_which_ones(panel, scene, sample, tmp_path, canvas, turns):
    path = str(tmp_path / "chile_S2L2A.tif")
    gdal.Translate(path, sample["OPTICAL"], bandList=[1, 1, 2, 3, 4])
    scene()
    turns.until(lambda: panel.layers.facts.too_many)
    assert "5 bands" in panel.form.opticalBands.text() and "<a href" in panel.form.opticalBands.text()
    assert not panel.form.compress.isEnabled()
    keep(panel, "many-bands")
    panel.bands.take("optical", [2, 3, 4])
    turns.until(lambda: panel.layers.facts.ready)
    assert panel.layers.layer("optical").bandCount() == 3 and panel.form.compress.isEnabled()
    assert "<a href" not in panel.form.opticalBands.text()


def test_a_window_without_data_says_so(panel, scene, tmp_path, turns):
    scene()
    for name in ("chile_S2L2A.tif", "chile_S1RTC.tif"):
        held = gdal.Open(str(tmp_path / name), gdal.GA_Update)
        for number in range(1, held.RasterCount + 1):
            held.GetRasterBand(number).SetNoDataValue(0)
            held.GetRasterBand(number).WriteArray(np.zeros((112, 224)), 0, 0)
        held = None
    extent = panel.previewing.canvas.extent()
    extent.setYMinimum(extent.yMaximum() - 0.2 * extent.height())
    extent.setXMaximum(extent.xMinimum() + 0.2 * extent.width())
    panel.previewing.canvas.setExtent(extent)
    turns.until(lambda: "no data" in panel.previewing.view.message)


def test_the_divider_moves_by_mouse_and_keys(panel):
    view = panel.previewing.view
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    assert view.position == pytest.approx(0.5, abs=0.01)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.position == pytest.approx(0.55, abs=0.01)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.position == 0


def test_a_large_window_shows_its_centre_first(panel, scene, sample, tmp_path, canvas, turns, monkeypatch):
    from eoduet.plugin import previewthread

    for name in sample.values():
        gdal.Translate(str(tmp_path / Path(name).name), name, width=700, height=600)
    layers = scene()
    shown = []
    panel.previewing.thread.shown.connect(shown.append)
    turns.until(lambda: any(one.whole for one in shown))
    assert not shown[0].whole and shown[0].window.width == 256
    whole = next(one for one in shown if one.whole)
    assert (whole.window.width, whole.window.height) == (512, 512)
    monkeypatch.setattr(previewthread, "QUICK", 60)
    for quality in (60, 61):  # the first one is found to be quick, the second is shown as a whole at once
        shown.clear()
        panel.form.qualityBox.setValue(quality)
        turns.until(lambda: len([one for one in shown if one.whole]) == 2)
    assert all(one.whole for one in shown)
    extent = layers["optical"].extent()
    extent.setXMaximum(extent.xMinimum() + extent.width() / 4)
    canvas.setExtent(extent)
    assert panel.previewing.window().x < 100


def test_compress_gives_the_bytes_of_the_toolbox_and_shows_the_result(panel, scene, run, tmp_path, turns):
    layers = scene()
    layers["optical"].renderer().setRedBand(4)
    turns.until(lambda: panel.layers.facts.ready)
    panel.form.qualityBox.setValue(35)
    panel.form.gammaBox.setValue(0.6)
    panel.form.output.setFilePath(str(tmp_path / "panel.duet"))
    panel.form.compress.click()
    turns.until(lambda: panel.form.progress.value() > 5)
    assert panel.form.cancel.isVisible() and not panel.form.compress.isEnabled()
    keep(panel, "running")
    turns.until(lambda: panel.run is None)
    keep(panel, "done")
    other = str(tmp_path / "toolbox.duet")
    run("encode", OPTICAL=layers["optical"], SAR=layers["sar"], QUALITY=35, GAMMA=0.6, OUTPUT=other)
    assert (tmp_path / "panel.duet").read_bytes() == Path(other).read_bytes()
    group = QgsProject.instance().layerTreeRoot().findGroup("EO-Duet: panel")
    decoded = [node.layer() for node in group.findLayers()]
    assert [layer.crs() for layer in decoded] == [layers["optical"].crs()] * 2
    assert decoded[0].renderer().redBand() == 4
    said = decoded[0].metadata().abstract()
    assert "PSNR Optical" in said and "s1s2-lite" in said and "Device: CPU" in said
    assert panel.bar.currentItem().text() == panel.form.bannerText.text()
    assert panel.layers.layer("optical") == layers["optical"]  # results are no new originals
    report = (tmp_path / "panel.html").read_text(encoding="utf-8")
    if os.environ.get("EODUET_PICTURES"):
        shutil.copy(tmp_path / "panel.html", os.environ["EODUET_PICTURES"])
    assert report.count("data:image/png;base64,") == 4 and "PSNR" in report
    assert "eoduet:encode" in panel.form.log.toPlainText()
    assert turns.longest < BLOCKED


def test_cancel_leaves_nothing(panel, scene, tmp_path, turns):
    scene()
    turns.until(lambda: panel.layers.facts.ready)
    panel.form.output.setFilePath(str(tmp_path / "out" / "a.duet"))
    (tmp_path / "out").mkdir()
    panel.form.compress.click()
    panel.form.cancel.click()
    turns.until(lambda: panel.run is None)
    assert list((tmp_path / "out").iterdir()) == []
    assert "Cancelled" in panel.form.log.toPlainText()
    assert panel.form.compress.isEnabled()


def test_an_error_is_one_sentence(panel, scene, tmp_path, turns):
    scene()
    turns.until(lambda: panel.layers.facts.ready)
    panel.form.output.setFilePath(str(tmp_path / "nowhere" / "a.duet"))
    panel.form.compress.click()
    turns.until(lambda: panel.run is None)
    text = panel.form.bannerText.text()
    assert panel.form.banner.isVisible() and "nowhere" in text and "Traceback" not in text
    keep(panel, "error")
    panel.form.bannerButton.click()
    assert panel.form.tabs.currentWidget() is panel.form.logTab and text in panel.form.log.toPlainText()


def test_grids_that_differ_are_aligned_by_one_click(panel, scene, sample, tmp_path, turns):
    path = str(tmp_path / "chile_S1_4326.tif")
    gdal.Warp(path, sample["SAR"], dstSRS="EPSG:4326")
    layers = scene(path)
    turns.until(lambda: panel.form.align.isVisible())
    assert "EPSG:4326" in panel.form.alignment.text() and "bilinear" in panel.form.align.text()
    assert not panel.form.compress.isEnabled()
    keep(panel, "alignment")
    panel.form.align.click()
    turns.until(lambda: panel.layers.facts.ready)
    assert panel.layers.layer("sar") not in layers.values()
    assert (tmp_path / "chile_S1_4326_aligned.tif").exists()
    assert "bilinear" in panel.form.log.toPlainText()
    assert panel.form.compress.isEnabled()


def test_without_the_environment_it_offers_the_set_up(panel, scene, monkeypatch, tmp_path, turns):
    import eoduet.ui.panel as module
    from eoduet.plugin.environment import PrivateEnvironment

    monkeypatch.setattr(module, "PrivateEnvironment", lambda: PrivateEnvironment(tmp_path / "none"))
    scene()
    turns.until(lambda: panel.layers.facts.ready)
    panel.look_at_environment()
    assert "eoduet:setup" in panel.form.bannerText.text()
    assert not panel.form.compress.isEnabled() and not panel.form.decode.isEnabled()
    keep(panel, "no-environment")
    asked = []
    panel.asked_for_setup.connect(lambda: asked.append(True))
    panel.form.bannerButton.click()
    assert asked
    monkeypatch.undo()
    panel.look_at_environment()
    assert panel.form.compress.isEnabled() and not panel.form.banner.isVisible()


def test_the_devices_offered_are_those_that_are_there(panel):
    box = panel.form.device
    rows = lambda: [box.itemText(row) for row in range(box.count())]  # noqa: E731
    assert rows() == ["Automatic (CPU)", "CPU"]
    panel.rate.set_found("CUDA")
    assert rows() == ["Automatic (NVIDIA GPU (CUDA))", "CPU", "NVIDIA GPU (CUDA)"]
    box.setCurrentIndex(2)
    panel.rate.set_found("CPU")
    assert panel.rate.device == "auto"


def test_the_project_remembers(panel, tmp_path):
    panel.form.qualityBox.setValue(81)
    panel.form.gammaBox.setValue(0.25)
    panel.form.target.setCurrentIndex(panel.form.target.findData("size"))
    panel.form.targetValue.setValue(2.5)
    panel.form.decodeAfter.setChecked(False)
    project = QgsProject.instance()
    project.write(str(tmp_path / "a.qgz"))
    project.clear()
    panel.restore()
    assert panel.form.qualityBox.value() == 50 and panel.form.decodeAfter.isChecked()
    project.read(str(tmp_path / "a.qgz"))
    assert (panel.form.qualityBox.value(), panel.form.gammaBox.value()) == (81, 0.25)
    assert panel.rate.parameters()["TARGET"] == "size"
    assert panel.rate.parameters()["TARGET_VALUE"] == 2_500_000
    assert not panel.form.decodeAfter.isChecked()


def test_learned_trade_offs_are_marked_and_a_hand_outranks_them(panel, monkeypatch):
    bundle = panel.rate.bundle
    profiles = {"flood": {"graphs": [], "gamma": [[0, 600], [1000, 800]], "segmenter": "flood"}}
    monkeypatch.setitem(bundle.manifest, "profiles", profiles)
    panel.rate._model_changed()
    panel.form.profile.setCurrentIndex(panel.form.profile.findData("flood"))
    panel.form.learned.setChecked(True)
    panel.form.qualityBox.setValue(50)
    assert panel.rate.gamma.mark == pytest.approx(0.7) and panel.form.gammaBox.value() == pytest.approx(0.7)
    assert panel.rate.parameters()["GAMMA"] is None and panel.rate.parameters()["PROFILE"] == "flood"
    keep(panel, "learned")
    panel.rate.gamma.set_fraction(0.3)
    assert not panel.form.learned.isChecked() and panel.rate.parameters()["GAMMA"] == 0.3
    assert panel.rate.gamma.mark == pytest.approx(0.7)


def test_map_is_there_where_the_model_has_a_map(panel, scene, tmp_path, turns):
    tiny = mapbundle.write(tmp_path / "models", find_bundle(DEFAULT_BUNDLE))
    mapbundle.write_plain(tmp_path / "models" / "plain", find_bundle(DEFAULT_BUNDLE))
    settings.set_models(str(tmp_path / "models"))
    panel.hide()
    panel.show()
    index = panel.form.model.findData(tiny.id)
    assert index >= 0
    scene()
    turns.until(lambda: panel.layers.facts.ready)
    panel.form.model.setCurrentIndex(panel.form.model.findData("plain"))
    assert not panel.form.map.isEnabled() and "map model" in panel.form.map.toolTip()
    panel.form.model.setCurrentIndex(index)
    assert panel.form.map.isEnabled()
    panel.form.map.click()
    turns.until(lambda: panel.run is None)
    settings.set_models("")
    (group,) = QgsProject.instance().layerTreeRoot().findGroups()
    (shown,) = [node.layer() for node in group.findLayers()]
    assert shown.name().endswith("(map)") and shown.renderer().type() == "paletted"
    keep(panel, "mapped")
    panel.bar.clearWidgets()
    keep_map(panel.previewing.canvas, shown)


def test_the_shipped_model_maps(panel, scene, turns):
    scene()
    turns.until(lambda: panel.layers.facts.ready)
    panel.form.map.click()
    turns.until(lambda: panel.run is None)
    (group,) = QgsProject.instance().layerTreeRoot().findGroups()
    (shown,) = [node.layer() for node in group.findLayers()]
    labels = [entry.label for entry in shown.renderer().classes()]
    assert set(labels) == {known.name for known in map_models(panel.rate.bundle)[0].classes.classes}


def test_everything_has_a_name_for_screen_readers(panel):
    from qgis.PyQt.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox

    form = panel.form.form
    for kind in (QAbstractSlider, QComboBox, QAbstractSpinBox):
        for widget in form.findChildren(kind):
            assert widget.accessibleName() or widget.parent() is not form, widget.objectName()


def test_a_preview_picture_looks_as_the_layer(scene, qgis):
    from eoduet.plugin.pictures import picture

    layer = scene()["optical"]
    values = gdal.Open(layer.source()).ReadAsArray()
    drawn = picture(values, np.ones(values.shape, bool), layer.renderer().clone())
    layer_image = layer.previewAsImage(drawn.size())
    assert drawn.pixelColor(100, 100).isValid() and not layer_image.isNull()
    differences = [
        abs(drawn.pixelColor(x, y).green() - layer_image.pixelColor(x, y).green())
        for x in range(10, 210, 20)
        for y in range(10, 210, 20)
    ]
    assert np.median(differences) <= 2


def test_pictures_are_drawn_in_a_thread_while_the_main_one_works(scene, qgis):
    """Where each picture had a provider of its own, PyQt took one in two for the one before it, which had ended."""
    from eoduet.plugin.pictures import picture

    renderer = scene()["optical"].renderer().clone()
    values = np.full((4, 16, 16), 1000, np.uint16)
    shown, drawn, problems = np.ones(values.shape, bool), [], []

    def draw() -> None:
        try:
            for _ in range(600):
                drawn.append(picture(values, shown, renderer.clone()))
        except RuntimeError as error:
            problems.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    while thread.is_alive():
        QCoreApplication.processEvents()
        time.sleep(0.001)
    assert problems == [] and len(drawn) == 600
    assert {image.pixel(8, 8) for image in drawn} == {drawn[0].pixel(8, 8)}
