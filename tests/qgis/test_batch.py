"""The batch in QGIS: a worker killed again and again, and the window with real layers, the real worker and the real model.

With EODUET_PICTURES set to a folder, the window half-way is kept there as a picture (README and help take theirs from it).
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt

from eoduet.engine import batch
from eoduet.engine.batch import DONE, FAILED, RUNNING, SKIPPED, WAITING, Settings
from eoduet.engine.batchlist import Row, write_list
from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.codec import encode, info
from eoduet.engine.tilecodec import TileCodec
from eoduet.plugin.batchcodecs import WorkerCodecs
from eoduet.plugin.environment import PrivateEnvironment
from tests.qgis.waiting import until

EDGE, KILLS, PAIRS = 32, 10, 20


def cut(
    sample: dict[str, str], folder: Path, number: int, edge: int = EDGE, name: str = "pair_{}", **more
) -> Row:
    """A pair of windows of the sample scene as files of their own."""
    paths = {
        m: str(folder / f"{kind}_{name.format(number)}.tif") for m, kind in (("optical", "S2"), ("sar", "S1"))
    }
    for modality, path in paths.items():
        window = [8 * number, 5 * number, edge, edge]
        gdal.Translate(path, sample[modality.upper()], srcWin=window, **more)
    return Row(**paths)


def workers() -> list[int]:
    """The worker processes of this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and b"engine.worker" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except (OSError, ValueError, IndexError):  # it ended while we looked
            continue
    return found


class Killer(threading.Thread):
    """Kills `count` workers, each at a random moment of its life, which undisturbed takes `life` seconds."""

    def __init__(self, count: int, seed: int, life: float) -> None:
        super().__init__(daemon=True)
        self.left, self.random, self.over, self.life = count, random.Random(seed), threading.Event(), life

    def run(self) -> None:
        known: set[int] = set()
        while self.left and not self.over.wait(0.01):
            for process in set(workers()) - known:
                known.add(process)
                if not self.over.wait(self.random.uniform(0, self.life)) and process in workers():
                    os.kill(process, signal.SIGKILL)
                    self.left -= 1


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".duet"}


def test_ten_kills_lose_no_file_and_leave_no_partial_one(environment, sample, tmp_path):
    sources = tmp_path / "in"
    sources.mkdir()
    rows = [cut(sample, sources, number) for number in range(PAIRS)]
    codec = TileCodec(find_bundle(DEFAULT_BUNDLE), "cpu", threads=1)
    wanted = {}
    for row in rows:
        path = tmp_path / "one.duet"
        encode(row.optical, row.sar, str(path), codec, quality=40, measure=False)
        wanted[Path(row.optical).stem + ".duet"] = path.read_bytes()
    out = tmp_path / "out"
    jobs = batch.plan(rows, str(out))
    began = time.monotonic()
    with WorkerCodecs(DEFAULT_BUNDLE, "cpu", lambda: False) as codecs:
        undisturbed = batch.plan(rows, str(tmp_path / "undisturbed"))
        batch.run(undisturbed, str(tmp_path / "undisturbed"), codecs, Settings(40, measure=False))
    killer = Killer(KILLS, seed=20, life=time.monotonic() - began)
    killer.start()
    runs, kept = 0, {}
    while killer.left or not runs:
        with WorkerCodecs(DEFAULT_BUNDLE, "cpu", lambda: False) as codecs:
            summary = batch.run(jobs, str(out), codecs, Settings(40, measure=False), redo=True)
        runs += 1
        assert {job["status"] for job in summary.jobs} <= {DONE, FAILED}
        for job in summary.jobs:
            if job["status"] == FAILED:
                assert job["message"].startswith("The worker process") and job["message"].endswith(".")
        there = contents(out)
        assert there.items() <= wanted.items()  # whole ones only, and no other names
        assert kept.keys() <= there.keys()
        kept = there
        assert {path.name for path in out.iterdir() if path.name.startswith(".")} == set()
    killer.over.set()
    killer.join()
    assert runs <= 10 * KILLS  # it did come to work; how often in time is the machine's affair
    with WorkerCodecs(DEFAULT_BUNDLE, "cpu", lambda: False) as codecs:
        summary = batch.run(jobs, str(out), codecs, Settings(40, measure=False))
    assert {job["status"] for job in summary.jobs} <= {DONE, SKIPPED}
    assert contents(out) == wanted


@pytest.fixture
def window(provider, environment):
    """A window of its own over an empty project."""
    from eoduet.ui.batchwindow import BatchWindow

    QgsProject.instance().clear()
    made = BatchWindow()
    made.show()
    yield made
    made.close_down()
    made.close()
    QgsProject.instance().clear()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def keep(window, name: str) -> None:
    """A picture of the window as it is now, where pictures are wanted."""
    folder = os.environ.get("EODUET_PICTURES")
    for _ in range(10):
        QCoreApplication.processEvents()
    picture = window.grab()
    assert not picture.isNull()
    if folder:
        assert picture.save(str(Path(folder) / f"{name}.png"))


def statuses(window) -> list[str]:
    return [job.status for job in window.table.jobs]


@pytest.fixture
def pairs(sample, tmp_path):
    """Four small pairs in `in`."""
    (tmp_path / "in").mkdir()
    return [cut(sample, tmp_path / "in", number) for number in range(4)]


def test_empty_it_says_what_to_do(window):
    form = window.form
    assert not form.start.isEnabled() and "Add pairs" in form.start.toolTip()
    form.fromProject.click()
    assert "no optical and SAR" in form.said.text()
    assert not form.pause.isVisible() and not form.retry.isVisible()


def test_the_projects_layers_are_paired(window, pairs, sample):
    layers = [
        QgsRasterLayer(path, Path(path).stem, "gdal") for row in pairs for path in (row.sar, row.optical)
    ]
    layers.append(QgsRasterLayer(sample["OPTICAL"].replace("S2L2A", "lulc"), "chile_lulc", "gdal"))
    QgsProject.instance().addMapLayers(layers)
    window.form.fromProject.click()
    assert window.table.rows == pairs
    assert window.form.output.filePath().endswith("duet") and window.form.start.isEnabled()
    window.form.fromProject.click()
    assert window.table.rows == pairs and "0 pairs added" in window.form.said.text()
    window.form.table.selectRow(1)
    window.form.remove.click()
    assert window.table.rows == [pairs[0], *pairs[2:]]


def test_folders_and_lists_and_numbers_of_a_row(window, pairs, tmp_path):
    window.add_folders(str(tmp_path / "in"), str(tmp_path / "in"))
    assert window.table.rows == pairs
    window.form.remove.click()
    assert window.table.rows == []
    (tmp_path / "list.csv").write_text(
        write_list([Row(pairs[0].optical, quality=20.0)]) + "x.tif,,,999,,\n", encoding="utf-8"
    )
    window.add_list(str(tmp_path / "list.csv"))
    table = window.table
    assert statuses(window) == [WAITING, FAILED] and "999" in table.jobs[1].message
    quality = table.index(0, 3)
    assert quality.data() == "20" and table.setData(quality, "33,5") and quality.data() == "33.5"
    assert not table.setData(quality, "101") and table.setData(quality, "") and table.rows[0].quality is None
    window.form.qualityBox.setValue(61)
    assert quality.data() == "61" and quality.data(Qt.ItemDataRole.FontRole).italic()
    window.add_list(str(tmp_path / "none.csv"))
    assert "cannot be read" in window.form.said.text()


def test_it_runs_pauses_goes_on_and_is_done(window, pairs, tmp_path):
    window.add(batch_list(pairs))
    window.table.setData(window.table.index(3, 3), "70")
    window.form.qualityBox.setValue(30)
    window.form.start.click()
    assert window.form.pause.isVisible() and not window.form.settings.isVisible()
    until(lambda: DONE in statuses(window))
    window.form.pause.click()
    assert "ume" in window.form.pause.text()
    until(lambda: True)
    time.sleep(0.5)
    held = statuses(window)
    time.sleep(0.5)
    QCoreApplication.processEvents()
    assert window.task is not None and statuses(window).count(DONE) <= held.count(DONE) + 1
    window.form.pause.click()
    until(lambda: window.task is None)
    assert statuses(window) == [DONE] * 4
    assert "4 of 4 pairs done" in window.form.said.text() and window.form.report.isVisible()
    out = tmp_path / "in" / "duet"
    assert [info(str(out / f"S2_pair_{n}.duet"))["quality"] for n in range(4)] == [30, 30, 30, 70]
    assert "dB" in window.table.index(0, 7).data() and "bpp" in window.table.index(0, 6).data()
    window.form.start.click()
    until(lambda: window.task is None)
    assert statuses(window) == [SKIPPED] * 4


def batch_list(rows):
    from eoduet.engine.batchlist import PairList

    return PairList(list(rows))


def test_a_bad_pair_is_said_and_retried(window, pairs, sample, tmp_path):
    hidden = tmp_path / "away.tif"
    os.rename(pairs[1].sar, hidden)
    window.add(batch_list(pairs[:3]))
    window.form.start.click()
    until(lambda: window.task is None)
    assert statuses(window) == [DONE, FAILED, DONE]
    window.form.table.selectRow(1)
    assert pairs[1].sar in window.form.detail.text() and window.form.detail.isVisible()
    assert window.form.retry.isVisible()
    os.rename(hidden, pairs[1].sar)
    window.form.retry.click()
    until(lambda: window.task is None)
    assert statuses(window) == [SKIPPED, DONE, SKIPPED] and not window.form.retry.isVisible()


def test_cancel_stops_and_keeps_what_is_done(window, pairs, tmp_path):
    window.add(batch_list(pairs))
    window.form.start.click()
    until(lambda: DONE in statuses(window))
    window.form.cancel.click()
    until(lambda: window.task is None)
    assert WAITING in statuses(window) and RUNNING not in statuses(window)
    done = sum(status == DONE for status in statuses(window))
    assert len(contents(tmp_path / "in" / "duet")) == done
    assert window.form.start.isVisible()


def test_without_the_environment_it_says_why(window, pairs, monkeypatch):
    window.add(batch_list(pairs))
    monkeypatch.setattr(
        PrivateEnvironment, "problem", lambda self: "The private environment is missing: run it."
    )
    window.hide(), window.show()
    assert not window.form.start.isEnabled() and "private environment" in window.form.start.toolTip()


def test_half_way_it_looks_well(window, sample, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # for the picture: a path of this machine says nothing
    folder = Path("Biobio")
    folder.mkdir()
    days = "20240108 20240120 20240201 20240213 20240225 20240308 20240320 20240401 20240413".split()
    rows = [cut(sample, folder, number, 64, day) for number, day in enumerate(days)]
    rows[2] = Row(rows[2].optical, rows[1].sar)
    big = {"width": 1100, "height": 1100, "resampleAlg": "bilinear"}
    rows[4] = cut(sample, folder, 4, 180, days[4], **big)
    window.add(batch_list(rows))
    window.table.setData(window.table.index(5, 3), "70")
    window.form.output.setFilePath(str(folder / "duet"))
    window.form.start.click()

    def half_way() -> bool:
        return window.table.jobs[4].status == RUNNING and window.table.jobs[4].fraction > 0.4

    until(half_way)
    window.task.control.pause()
    window.form.table.selectRow(2)
    assert statuses(window) == [DONE, DONE, FAILED, DONE, RUNNING, *[WAITING] * 4]
    keep(window, "batch")
    window.cancel()
    until(lambda: window.task is None)
    keep(window, "batch-cancelled")
