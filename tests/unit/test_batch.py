"""The batch with the shipped model: what is skipped and what is not, failures, pause, cancel, a kill, reports, the command."""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from osgeo import gdal

from eoduet.engine import batch
from eoduet.engine.batch import DONE, FAILED, SKIPPED, WAITING, Control, Settings
from eoduet.engine.batchjournal import NAME, Journal, checksum, key_of
from eoduet.engine.batchlist import Row, write_list
from eoduet.engine.cli import main
from eoduet.engine.clibatch import LocalCodecs
from eoduet.engine.encoder import encode
from eoduet.engine.errors import DuetError, InputError, ModelError
from eoduet.engine.tilecodec import TileCodec

EDGE = 48


@pytest.fixture(scope="module")
def tile_codec(tile_codec):
    """The shipped model on one thread: small tiles gain nothing by more."""
    return TileCodec(tile_codec.bundle, device="cpu", threads=1)


@pytest.fixture(scope="module")
def scenes(sample, tmp_path_factory):
    """Four pairs: windows of the sample scene."""
    folder = tmp_path_factory.mktemp("scenes")
    rows = []
    for number in range(4):
        paths = {m: str(folder / f"{m}_{number}.tif") for m in sample}
        for modality, path in paths.items():
            gdal.Translate(path, sample[modality], srcWin=[40 * number, 30, EDGE, EDGE])
        rows.append(Row(**paths))
    return rows


class Codecs(LocalCodecs):
    """The shipped model; `deaths` errors come before a codec is opened, as where its process was killed."""

    def __init__(self, tile_codec, deaths=0):
        super().__init__(tile_codec.bundle, lambda profile: tile_codec)
        self.deaths, self.opened = deaths, 0

    def open(self, profile):
        if profile != "image":
            raise ModelError(f"The model has no profile '{profile}': choose image.")
        self.opened += 1
        if self.deaths:
            self.deaths -= 1
            raise DuetError("The worker was killed.")
        return super().open(profile)

    def lost(self, error):
        return "killed" in str(error)


@pytest.fixture
def run(tile_codec, tmp_path):
    """Run rows into `out`; gives the summary and keeps every change."""

    def run_rows(rows, settings=None, codecs=None, **options):
        run_rows.codecs = codecs or Codecs(tile_codec)
        folder = str(tmp_path / "out")
        jobs = batch.plan(rows, folder)
        return batch.run(jobs, folder, run_rows.codecs, settings or Settings(30), **options)

    return run_rows


def statuses(summary):
    return [job["status"] for job in summary.jobs]


def state(folder):
    """Name and content of every .duet file, partial ones too."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.suffix == ".duet"}


def test_the_files_are_those_of_encode(run, scenes, tile_codec, tmp_path):
    rows = [*scenes[:2], Row(scenes[2].optical, "", "alone", 70, 0.3)]
    changes = []
    summary = run(rows, on_change=changes.append)
    assert statuses(summary) == [DONE] * 3
    assert set(state(tmp_path / "out")) == {"optical_0.duet", "optical_1.duet", "alone.duet"}
    for row, name, prompts in zip(
        rows, ("optical_0", "optical_1", "alone"), ({"quality": 30}, {"quality": 30}, {})
    ):
        prompts = prompts or {"quality": 70, "gamma": 0.3}
        encode(row.optical, row.sar or None, str(tmp_path / "one.duet"), tile_codec, **prompts)
        assert (tmp_path / "one.duet").read_bytes() == (tmp_path / "out" / f"{name}.duet").read_bytes()
    assert [job.status for job in changes if job.number == 1][:2] == ["waiting", "running"]
    assert changes[-1].status == DONE and changes[-1].report["bytes"] == os.path.getsize(changes[-1].output)
    assert summary.bytes == sum(map(len, state(tmp_path / "out").values()))


def test_what_is_done_is_skipped_and_what_changed_is_not(run, scenes, tmp_path):
    run(scenes)
    before = state(tmp_path / "out")
    assert statuses(run(scenes)) == [SKIPPED] * 4 and run.codecs.opened == 0
    (tmp_path / "out" / "optical_0.duet").unlink()
    (tmp_path / "out" / "optical_1.duet").write_bytes(before["optical_1.duet"][:-1])
    later = (
        os.stat(scenes[2].sar).st_mtime + 2
    )  # GDAL tells times in whole seconds, and all this may have passed in one
    os.utime(scenes[2].sar, (later, later))
    rows = [*scenes[:3], Row(scenes[3].optical, scenes[3].sar, quality=31)]
    summary = run(rows)
    assert statuses(summary) == [DONE] * 4
    after = state(tmp_path / "out")
    assert {n: after[n] == before[n] for n in after} == {
        "optical_0.duet": True,
        "optical_1.duet": True,
        "optical_2.duet": True,
        "optical_3.duet": False,
    }
    assert statuses(run(rows, redo=True)) == [DONE] * 4
    assert statuses(run(rows, Settings(50))) == [DONE] * 3 + [
        SKIPPED
    ]  # the last row has a quality of its own
    assert statuses(run(rows, Settings(50, gamma=0.9))) == [DONE] * 4


def test_a_bad_pair_stops_nothing(run, scenes, make_raster, tmp_path):
    (tmp_path / "text.tif").write_text("no raster", encoding="utf-8")
    rows = [
        Row(str(tmp_path / "none.tif"), scenes[0].sar),
        Row(str(tmp_path / "text.tif"), scenes[0].sar),
        Row(scenes[0].optical, scenes[1].sar),  # another grid
        Row(problem="The quality 'x' is no number."),
        Row(scenes[1].optical, scenes[1].sar, profile="roads"),
        Row(scenes[0].optical, scenes[0].sar, "same.duet"),
        Row(scenes[1].optical, scenes[1].sar, "SAME"),
        Row(scenes[2].optical, scenes[2].sar, "below/deeper/x.duet"),
        Row(scenes[3].optical, scenes[3].sar, os.path.join(scenes[3].optical, "y.duet")),
    ]
    summary = run(rows)
    assert statuses(summary) == [FAILED] * 5 + [DONE, FAILED, DONE, FAILED]
    for job in summary.jobs:
        if job["status"] == FAILED:
            assert job["message"].endswith(".") and "Traceback" not in job["message"]
    assert "Row 6" in summary.jobs[6]["message"] and "roads" in summary.jobs[4]["message"]
    assert (tmp_path / "out" / "below" / "deeper" / "x.duet").exists()
    assert "6 failed" not in summary.line() and "7 failed" in summary.line()
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []


def test_what_cannot_be_opened_has_a_key_whether_gdal_raises_or_not(tmp_path):
    missing, before = (str(tmp_path / "none.tif"), ""), gdal.GetUseExceptions()
    keys = set()
    try:
        for switch in (gdal.UseExceptions, gdal.DontUseExceptions):
            switch()
            keys.add(key_of(missing, {}))
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()
    assert len(keys) == 1


def test_names_are_free_and_stay_the_same(tmp_path):
    rows = [
        Row("/a/x.tif"),
        Row("/b/x.tif"),
        Row("/c/y.tif", output="x_2"),
        Row('NETCDF:"d.nc":s0'),
        Row("", "/e/X.tif"),
    ]
    names = [os.path.basename(job.output) for job in batch.plan(rows, str(tmp_path))]
    assert names == ["x.duet", "x_3.duet", "x_2.duet", "NETCDF_d.nc_s0.duet", "X_4.duet"]


def test_a_codec_that_dies_is_replaced_once(run, scenes, tile_codec):
    summary = run(scenes[:2], codecs=Codecs(tile_codec, deaths=1))
    assert statuses(summary) == [DONE, DONE] and run.codecs.opened == 3
    summary = run(scenes[:2], redo=True, codecs=Codecs(tile_codec, deaths=2))
    assert statuses(summary) == [FAILED, DONE] and "killed" in summary.jobs[0]["message"]
    assert statuses(run(scenes[:2])) == [SKIPPED, SKIPPED]  # the file made before is still there, and sound


def test_cancel_keeps_what_is_done(run, scenes, tmp_path):
    control = Control()

    def cancel_in_the_second(job):
        if job.number == 2 and job.status == "running":
            control.cancel()

    summary = run(scenes, control=control, on_change=cancel_in_the_second)
    assert statuses(summary) == [DONE, WAITING, WAITING, WAITING]
    assert set(state(tmp_path / "out")) == {"optical_0.duet"}
    assert statuses(run(scenes)) == [SKIPPED, DONE, DONE, DONE]


def test_pause_holds_and_resume_goes_on(run, scenes):
    control, done = Control(), []

    def note(job):
        if job.status == DONE:
            done.append(job.number)
            control.pause()

    thread = threading.Thread(target=lambda: run(scenes[:2], control=control, on_change=note))
    thread.start()
    while not control.paused:
        time.sleep(0.01)
    time.sleep(0.3)
    assert done == [1] and thread.is_alive()
    control.resume()
    while not control.paused:
        time.sleep(0.01)
    control.cancel()
    thread.join()
    assert done == [1, 2]


def test_cancelled_by_somebody_else_while_paused():
    asked = []
    control = Control(lambda: bool(asked))
    assert not control.cancelled()
    control.pause()
    asked.append(True)
    assert control.cancelled()


def test_one_batch_a_folder(run, scenes, tmp_path):
    with Journal(str(tmp_path / "out")), pytest.raises(InputError, match="Another batch"):
        run(scenes)
    assert statuses(run(scenes[:1])) == [DONE]


def test_a_journal_that_a_kill_cut_short_is_read(run, scenes, tmp_path):
    run(scenes[:2])
    path = tmp_path / "out" / NAME
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    path.write_text("5\n{}\n" + lines[0] + lines[1][:50], encoding="utf-8")
    assert statuses(run(scenes[:2])) == [SKIPPED, DONE]
    assert statuses(run(scenes[:2])) == [SKIPPED, SKIPPED]


def test_reports_have_numbers_with_units(run, scenes, tmp_path):
    rows = [scenes[0], Row(str(tmp_path / "<none>.tif"), "")]
    run(rows)
    page = (tmp_path / "out" / "batch.html").read_text(encoding="utf-8")
    assert "1 of 2 pairs done" in page and " dB" in page and " bpp" in page and "&lt;none&gt;" in page
    with open(tmp_path / "out" / "batch.csv", encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["status"] for row in table] == [DONE, FAILED]
    assert float(table[0]["bytes"]) == os.path.getsize(tmp_path / "out" / "optical_0.duet")
    assert 15 < float(table[0]["psnr_optical"]) < 60 and table[1]["message"].endswith(".")


@pytest.fixture
def listed(scenes, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(write_list([*scenes[:2], Row("/no/such.tif")]), encoding="utf-8")
    return str(path)


def test_the_command(listed, scenes, tmp_path, capsys):
    out = str(tmp_path / "out")
    assert main(["batch", listed, out, "--quality", "30", "--device", "cpu", "--json"]) == 1
    printed = capsys.readouterr()
    facts = json.loads(printed.out)
    assert [job["status"] for job in facts["jobs"]] == [DONE, DONE, FAILED] and facts["failed"] == 1
    assert "2/3 optical_1.duet: done" in printed.err and "/no/such.tif" in printed.err
    Path(listed).write_text(write_list(scenes[:2]), encoding="utf-8")
    assert main(["batch", listed, out, "--quality", "30"]) == 0
    assert "2 of 2 pairs done, 2 of them before" in capsys.readouterr().out
    assert main(["batch", listed]) == 2 and "OUTDIR" in capsys.readouterr().err
    assert main(["batch", os.path.dirname(scenes[0].optical), os.path.dirname(scenes[0].optical), out]) == 0
    assert "4 of 4" in capsys.readouterr().out


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_command_goes_on(listed, scenes, tmp_path, sent):
    out = tmp_path / "out"
    Path(listed).write_text(write_list(scenes), encoding="utf-8")
    program = (  # the shell of a test may have told its children to ignore Ctrl-C
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from eoduet.engine.cli import main; sys.exit(main(['batch', {listed!r}, {str(out)!r}, '--device', 'cpu']))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
    first = process.stderr.readline()
    assert "1/4" in first
    while not [path for path in out.iterdir() if ".part" in path.name] and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(sent)
    _, said = process.communicate()
    assert "Traceback" not in said
    finished = {name: content for name, content in state(out).items() if ".part" not in name}
    assert finished
    if sent == signal.SIGINT:
        assert process.returncode == 130 and "goes on" in said and (out / "batch.html").exists()
    assert main(["batch", listed, str(out), "--device", "cpu"]) == 0
    assert len(state(out)) == 4 and finished.items() <= state(out).items()
    assert all(checksum(str(out / name)) for name in state(out))
