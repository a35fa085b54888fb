"""Live layers with the real worker and model: they show what *decode* writes, decode it once, and never hang."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

import numpy as np
import pytest
from qgis.core import (
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRaster,
    QgsRasterBlockFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
)
from qgis.PyQt.QtCore import QSize

from eoduet.engine.container import DuetReader
from tests.qgis import livefiles
from tests.qgis.livefiles import EDGE
from tests.qgis.waiting import until


class Live:
    """The plugin's part for live layers, and what it says."""

    def __init__(self) -> None:
        from eoduet.plugin.live.hub import Hub

        self.said: list[str] = []
        self.hub = Hub(lambda sentence, level: self.said.append(sentence))

    @property
    def decoder(self):
        from eoduet.plugin.live import shared

        return shared.decoder()

    def add(self, path) -> dict[str, QgsRasterLayer]:
        from eoduet.plugin.live.layers import add_live

        return add_live(str(path))


@pytest.fixture
def live(provider, environment):
    QgsProject.instance().clear()
    QgsSettings().setValue("eoduet/threads", 1)  # tiles are small: more threads only wait for one another
    made = Live()
    yield made
    QgsProject.instance().clear()
    folder = made.decoder.overviews.folder
    made.hub.close()
    QgsSettings().remove("eoduet/threads")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def files(qgis, sample, tmp_path_factory):
    return livefiles.make(tmp_path_factory.mktemp("live"), sample)


@pytest.fixture
def path(files, tmp_path):
    """The file, in a folder of its own."""
    return str(shutil.copy(files[0], tmp_path / "pair.duet"))


def window(layer, x: int, y: int, width: int, height: int) -> QgsRectangle:
    """Pixels as an extent."""
    across, down = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    left, top = layer.extent().xMinimum() + x * across, layer.extent().yMaximum() - y * down
    return QgsRectangle(left, top - height * down, left + width * across, top)


def numbers(layer, band: int, extent: QgsRectangle, shape: tuple[int, int], feedback=None) -> np.ndarray:
    """A block as float64 with NaN for NoData; with a feedback, so that the provider waits for all of it."""
    block = layer.dataProvider().block(band, extent, shape[1], shape[0], feedback or QgsRasterBlockFeedback())
    cells = [block.isNoData(i) for i in range(shape[0] * shape[1])]
    values = np.array([block.value(i) for i in range(shape[0] * shape[1])])
    return np.where(cells, np.nan, values).reshape(shape)


def job(layers, extent: QgsRectangle, size: int = 200, partial: bool = True) -> QgsMapRendererParallelJob:
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(size, size))
    settings.setExtent(extent)
    settings.setFlag(QgsMapSettings.Flag.RenderPartialOutput, partial)
    return QgsMapRendererParallelJob(settings)


def draw(layers, extent, size: int = 200, partial: bool = True):
    drawing = job(layers, extent, size, partial)
    drawing.start()
    until(lambda: not drawing.isActive())
    return drawing.renderedImage(), [error.message for error in drawing.errors()]


@pytest.mark.parametrize("modality", ["optical", "sar"])
def test_it_shows_what_decode_writes(live, path, files, modality):
    layer, copy = live.add(path)[modality], QgsRasterLayer(files[1][modality])
    assert (layer.extent(), layer.crs(), layer.bandCount()) == (copy.extent(), copy.crs(), copy.bandCount())
    mine, theirs = layer.dataProvider(), copy.dataProvider()
    for band in range(1, copy.bandCount() + 1):
        assert (mine.dataType(band), mine.sourceDataType(band)) == (
            theirs.dataType(band),
            theirs.sourceDataType(band),
        )
        assert mine.sourceHasNoDataValue(band) == theirs.sourceHasNoDataValue(band)
        assert layer.bandName(band) == copy.bandName(band)
        for place in ((70, 40, 60, 50), (-10, -10, 40, 30), (270, 220, 60, 40)):
            extent = window(layer, *place)
            np.testing.assert_array_equal(
                numbers(layer, band, extent, place[3:1:-1]), numbers(copy, band, extent, place[3:1:-1])
            )
    empty = numbers(layer, 1, window(layer, 10, 10, 20, 20), (20, 20))
    assert np.isnan(empty).all()


def test_both_images_come_grouped_with_their_certificate(live, path):
    layers = live.add(path)
    group = QgsProject.instance().layerTreeRoot().findGroup("EO-Duet: pair")
    assert set(group.findLayerIds()) == {layer.id() for layer in layers.values()}
    assert "bits per pixel" in layers["sar"].metadata().abstract()
    assert "quality 15" in layers["optical"].abstract()
    assert "s1s2-lite" in layers["sar"].htmlMetadata()
    assert layers["optical"].renderer().usesBands() == [3, 2, 1]


def test_panning_back_decodes_nothing_again(live, path):
    layer = live.add(path)["optical"]
    here, there = window(layer, 100, 100, 50, 50), window(layer, 150, 100, 50, 50)
    picture, errors = draw([layer], here)
    first = live.decoder.decoded
    assert first and errors == []
    again, _ = draw([layer], here)
    assert live.decoder.decoded == first and again == picture
    draw([layer], there)
    assert 0 < live.decoder.decoded - first < first
    assert live.decoder.cache.bytes <= live.decoder.cache.limit


def test_a_tiny_cache_still_shows_everything(live, path, files):
    live.decoder.cache.limit = 1000
    layer, copy = live.add(path)["sar"], QgsRasterLayer(files[1]["sar"])
    extent = window(layer, 80, 60, 70, 70)
    np.testing.assert_array_equal(numbers(layer, 1, extent, (70, 70)), numbers(copy, 1, extent, (70, 70)))
    assert live.decoder.cache.bytes <= 1000


def test_both_layers_are_drawn_at_once_from_many_threads(live, path, files):
    layers = list(live.add(path).values())
    jobs = [job(layers, window(layers[0], 30 * n, 20 * n, 60, 60)) for n in range(5)]
    for one in jobs:
        one.start()
    jobs[2].cancelWithoutBlocking()
    until(lambda: not any(one.isActive() for one in jobs))
    whole, errors = draw(layers, window(layers[0], 60, 40, 80, 80))
    assert errors == [] and whole.pixelColor(150, 150) != whole.pixelColor(0, 0)


def test_drawing_can_be_waited_for_in_the_main_thread(live, path):
    layer = live.add(path)["optical"]
    drawing = job([layer], window(layer, 120, 100, 40, 40))
    drawing.start()
    drawing.waitForFinished()  # holds no lock that the drawing thread needs
    assert drawing.errors() == [] and live.decoder.decoded


def test_cancelling_ends_a_wait_at_once(live, path):
    layer = live.add(path)["optical"]
    feedback = QgsRasterBlockFeedback()
    threading.Timer(0.2, feedback.cancel).start()
    block = layer.dataProvider().block(1, layer.extent(), 300, 240, feedback)
    assert feedback.isCanceled() and live.decoder.decoded < 20
    assert block.isNoData(0) and block.isNoData(300 * 230)


def test_identify_answers_from_what_is_decoded_and_never_waits(live, path, files):
    layer, copy = live.add(path)["optical"], QgsRasterLayer(files[1]["optical"])
    point = window(layer, 150, 100, 1, 1).center()

    def asked():
        began = time.thread_time()
        result = layer.dataProvider().identify(point, QgsRaster.IdentifyFormatValue)
        assert time.thread_time() - began < 0.1
        return result

    until(lambda: asked().isValid())
    expected = copy.dataProvider().identify(point, QgsRaster.IdentifyFormatValue).results()
    assert asked().results() == pytest.approx(expected)
    statistics = layer.dataProvider().bandStatistics(1)
    assert statistics.minimumValue < statistics.maximumValue
    hole = layer.dataProvider()
    until(lambda: hole.identify(window(layer, 5, 5, 1, 1).center(), QgsRaster.IdentifyFormatValue).isValid())
    assert (
        hole.identify(window(layer, 5, 5, 1, 1).center(), QgsRaster.IdentifyFormatValue).results()[1] is None
    )


def test_zoomed_out_an_overview_fills_in_the_background_and_is_kept(live, path, files):
    from eoduet.plugin.live.hub import Hub

    layer = live.add(path)["sar"]
    repaints = []
    layer.repaintRequested.connect(lambda *_: repaints.append(1))
    first, errors = draw([layer], layer.extent(), 100)
    assert errors == []
    overview = live.decoder.overviews.of(layer.dataProvider().image.file, "sar")
    until(lambda: overview.complete and repaints)
    decoded = live.decoder.decoded
    whole, _ = draw([layer], layer.extent(), 100)
    assert live.decoder.decoded == decoded and whole.pixelColor(80, 80).alpha() == 255
    copy = numbers(QgsRasterLayer(files[1]["sar"]), 1, window(layer, 200, 120, 4, 4), (4, 4))
    assert overview.values[0, 30, 50] == pytest.approx(copy.mean(), rel=1e-5)
    assert np.isnan(overview.values[0, 2, 2]) and not overview.valid[0, 2, 2]

    live.hub.close()  # as when QGIS ends: the overview lies on the disk
    live.hub = Hub(lambda sentence, level: live.said.append(sentence))
    later, _ = draw([layer], layer.extent(), 100)
    assert live.decoder.decoded == 0 and later == whole


def test_a_layout_or_an_algorithm_gets_no_holes(live, path, files):
    layer = live.add(path)["sar"]
    values = numbers(layer, 1, layer.extent(), (60, 76))
    copy = numbers(QgsRasterLayer(files[1]["sar"]), 1, layer.extent(), (60, 76))
    assert np.isfinite(values[25:, 35:]).all()
    near = np.abs(values - copy)[25:, 35:]
    assert near.mean() < 3  # cells are means where the copy gives nearest pixels


def test_a_project_opens_again(live, path, tmp_path):
    layers = live.add(path)
    layers["sar"].renderer().setOpacity(0.4)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "project.qgs"))
    assert "./pair.duet|modality=sar" in (tmp_path / "project.qgs").read_text()
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("project.qgs", "pair.duet"):
        shutil.move(tmp_path / name, moved / name)
    assert project.read(str(moved / "project.qgs"))
    again = {layer.name(): layer for layer in project.mapLayers().values()}
    assert all(layer.isValid() for layer in again.values()) and len(again) == 2
    assert again["pair (SAR, live)"].renderer().opacity() == pytest.approx(0.4)
    picture, errors = draw(list(again.values()), window(again["pair (SAR, live)"], 120, 100, 40, 40))
    assert errors == [] and live.said == []


def test_a_project_says_which_file_is_missing(live, path, tmp_path):
    live.add(path)
    project = QgsProject.instance()
    project.write(str(tmp_path / "project.qgs"))
    os.remove(path)
    project.read(str(tmp_path / "project.qgs"))
    assert len(live.said) == 1 and "pair.duet does not exist" in live.said[0]
    shutil.copy(tmp_path / "project.qgs", tmp_path / "kept.qgs")
    project.write(str(tmp_path / "kept.qgs"))
    assert "pair.duet|modality=sar" in (tmp_path / "kept.qgs").read_text()


def test_layers_read_before_the_plugin_come_to_life_with_it(live, path, tmp_path):
    from eoduet.plugin.live.hub import Hub

    live.add(path)["sar"].renderer().setOpacity(0.4)
    project = QgsProject.instance()
    project.write(str(tmp_path / "project.qgs"))
    os.rename(path, tmp_path / "away.duet")
    project.read(str(tmp_path / "project.qgs"))  # as without the plugin: no provider, so not valid
    os.rename(tmp_path / "away.duet", path)
    live.hub.close()
    live.hub = Hub(lambda sentence, level: live.said.append(sentence))
    sar = next(layer for layer in project.mapLayers().values() if "SAR" in layer.name())
    assert sar.isValid() and sar.renderer().opacity() == pytest.approx(0.4)
    assert draw([sar], window(sar, 120, 100, 40, 40))[1] == []


def test_a_damaged_tile_is_nodata_and_is_said_once(live, path, files):
    with DuetReader(path) as reader:
        start, stop = int(reader._offsets[13]), int(reader._offsets[14])
    with open(path, "r+b") as file:
        file.seek((start + stop) // 2)
        file.write(bytes(8))
    layer = live.add(path)["sar"]
    row, column = divmod(13, 5)
    inside = window(layer, column * EDGE, row * EDGE, EDGE, EDGE)
    assert np.isnan(numbers(layer, 1, inside, (EDGE, EDGE))).all()
    beyond = window(layer, (column - 2) * EDGE + 2, row * EDGE, 40, 40)
    copy = QgsRasterLayer(files[1]["sar"])
    np.testing.assert_array_equal(numbers(layer, 1, beyond, (40, 40)), numbers(copy, 1, beyond, (40, 40)))
    until(lambda: live.said)
    draw([layer], inside)
    assert len(live.said) == 1 and "tile 13" in live.said[0]


def test_a_killed_worker_is_replaced(live, path):
    layer = live.add(path)["optical"]
    draw([layer], window(layer, 150, 100, 30, 30))
    os.kill(live.decoder._client.process_id, signal.SIGKILL)
    picture, errors = draw([layer], window(layer, 30, 180, 40, 40))
    assert errors == [] and picture.pixelColor(100, 100).alpha() == 255


def test_a_worker_that_cannot_live_ends_in_one_sentence(live, path, environment, monkeypatch):
    from eoduet.plugin import workerclient

    stamp = environment.stamp.read_text()
    monkeypatch.setattr(workerclient, "start_code", lambda: "import os; os.abort()")
    layer = live.add(path)["optical"]
    try:
        _, errors = draw([layer], window(layer, 120, 100, 50, 50))
        assert errors and "Set up EO-Duet" in errors[0]
        until(lambda: live.said)
        assert len(set(live.said)) == 1
    finally:
        environment.stamp.write_text(stamp)  # it was noted there


def test_without_the_environment_the_sentence_names_the_remedy(live, path, monkeypatch):
    from eoduet.plugin.environment import PrivateEnvironment

    monkeypatch.setattr(PrivateEnvironment, "problem", lambda self: "Run 'Set up EO-Duet' once.")
    layer = live.add(path)["optical"]
    picture, errors = draw([layer], window(layer, 150, 100, 30, 30))
    assert "Set up EO-Duet" in errors[0]
    until(lambda: live.said)


def test_a_file_that_was_replaced_is_not_mixed_up(live, path, encoded):
    layer = live.add(path)["sar"]
    shutil.copy(encoded, path)
    _, errors = draw([layer], window(layer, 150, 100, 30, 30))
    assert errors and "another file" in errors[0]
    assert draw([live.add(path)["sar"]], layer.extent())[1] == []


def test_providers_are_let_go(live, path):
    from eoduet.plugin.live.halves import alive

    layer = live.add(path)["sar"]
    before = alive()
    for _ in range(5):
        draw([layer], window(layer, 150, 100, 30, 30))
    assert alive() <= before + 1
