"""The worker process: talks despite stray prints, dies with a sentence, is really killed on cancel and ends
with QGIS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from qgis.PyQt.QtCore import QProcess

from eoduet.engine.errors import Cancelled, InputError, ModelError
from eoduet.plugin import workerclient
from eoduet.plugin.environment import PrivateEnvironment
from eoduet.plugin.interpreter import EnvironmentFault
from eoduet.plugin.workerclient import KilledWorker, WorkerClient, WorkerFault, explain

pytestmark = pytest.mark.usefixtures("environment")

TALKATIVE = (  # an operation that prints from Python and from below it, and one that never returns
    "import os, sys, time; sys.path.append({parent!r})\n"
    "from {name}.engine import worker\n"
    "def chatter(self, request):\n"
    "    print('stray'); os.write(1, b'stray bytes\\n'); os.system('echo stray child')\n"
    "    return {{'said': 1}}\n"
    "worker.OPERATIONS.update(chatter=chatter, sleep=lambda self, request: time.sleep(600),\n"
    "                         swallow=lambda self, request: bytearray(1 << 60))\n"
    "sys.exit(worker.main())\n"
)


@pytest.fixture
def talkative(monkeypatch):
    """A worker with three more operations, started the same way."""
    package = workerclient.PACKAGE
    code = TALKATIVE.format(parent=str(package.parent), name=package.name)
    monkeypatch.setattr(workerclient, "start_code", lambda: code)


def gone(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def test_hello_names_the_versions_of_the_environment(environment):
    with WorkerClient() as client:
        assert client.versions["onnxruntime"] == environment.versions()["onnxruntime"]
        assert not gone(client.process_id)
        exchange, process_id = client._exchange, client.process_id
    assert gone(process_id)
    assert not Path(exchange).exists()


def test_missing_environment_is_refused(tmp_path):
    with pytest.raises(EnvironmentFault, match="eoduet:setup"):
        WorkerClient(environment=PrivateEnvironment(tmp_path / "env"))


@pytest.mark.usefixtures("talkative")
def test_stray_prints_do_not_break_the_protocol():
    with WorkerClient() as client:
        for _ in range(3):
            assert client.request("chatter", {})[0]["said"] == 1


@pytest.mark.usefixtures("talkative")
def test_memory_that_runs_out_is_said():
    with WorkerClient() as client:
        with pytest.raises(WorkerFault, match="Memory ran out"):
            client.request("swallow", {})
        assert client.request("chatter", {})[0]["said"] == 1  # and the worker lives on


@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize(
    ("signal_sent", "sentence"), [(signal.SIGKILL, "memory ran out"), (signal.SIGSEGV, "crashed")]
)
def test_death_is_explained(signal_sent, sentence):
    asked = []

    def kill_then_wait():
        asked.append(True)
        if client is not None and len(asked) > 3:
            os.kill(client.process_id, signal_sent)
        return False

    client = None
    client = WorkerClient(kill_then_wait)
    asked.clear()
    with client, pytest.raises(WorkerFault, match=sentence):
        client.request("sleep", {})


@pytest.mark.usefixtures("talkative")
def test_cancel_kills_at_once():
    asked = []
    client = WorkerClient(lambda: bool(asked))
    process_id = client.process_id
    asked.append(True)
    begin = time.monotonic()
    with client, pytest.raises(Cancelled):
        client.request("sleep", {})
    assert time.monotonic() - begin < 30  # of the 600 it would sleep
    assert gone(process_id)


def test_worker_ends_when_its_input_ends(environment):
    process = QProcess()
    process.start(str(environment.python), ["-I", "-c", workerclient.start_code()])
    assert process.waitForStarted(300_000)
    process.closeWriteChannel()
    assert process.waitForFinished(300_000)
    assert process.exitCode() == 0


STARTS_A_WORKER = """
import os, sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from eoduet.plugin import workerclient
workerclient.start_code = lambda: sys.argv[1]
client = workerclient.WorkerClient()
print(client.process_id, client._exchange, flush=True)
client.request("sleep", {})
"""


@pytest.mark.usefixtures("talkative")
def test_a_killed_qgis_takes_its_worker_along(qgis, tmp_path):
    """QGIS itself dies by SIGKILL while the worker computes: worker and exchange file are gone with it."""
    code = ["-c", STARTS_A_WORKER, workerclient.start_code()]
    with subprocess.Popen([sys.executable, *code], stdout=subprocess.PIPE, text=True) as other:
        process_id, exchange = other.stdout.readline().split()
        assert Path(exchange).exists() and not gone(int(process_id))
        other.kill()
    end = time.monotonic() + 60
    while not gone(int(process_id)) or Path(exchange).exists():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.usefixtures("talkative")
def test_no_zombie_and_no_file_is_left():
    for _ in range(3):
        client = WorkerClient()
        process_id, exchange = client.process_id, client._exchange
        os.kill(process_id, signal.SIGKILL)
        with client, pytest.raises(KilledWorker):
            client.request("chatter", {})
        assert gone(process_id)  # a zombie would still answer
        assert not Path(exchange).exists()


def test_exchange_files_that_nobody_could_remove_go_after_a_day(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new, other = (tmp_path / name for name in ("eoduet-a.exchange", "eoduet-b.exchange", "c.exchange"))
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (time.time() - 2 * workerclient.LEFT_OVER,) * 2)
    workerclient.remove_left_over()
    assert set(tmp_path.iterdir()) == {new, other}


def test_a_worker_killed_while_it_starts_breaks_no_environment(environment, monkeypatch):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    monkeypatch.setattr(workerclient, "start_code", lambda: code)
    with pytest.raises(KilledWorker, match="memory ran out"):
        WorkerClient()
    assert environment.problem() == ""


def test_unknown_bundle_comes_back_as_the_engines_error(tmp_path):
    with WorkerClient() as client, pytest.raises(ModelError):
        client.request("load", {}, bundle=str(tmp_path), device="cpu", threads=1)


def test_errors_keep_their_class():
    assert type(explain({"error": "InputError", "message": "x"})) is InputError
    assert type(explain({"error": "Exception", "message": "x"})) is WorkerFault


def test_full_temporary_folder_is_explained(monkeypatch):
    with WorkerClient() as client, monkeypatch.context() as patch:
        patch.setattr(client, "_exchange", "/dev/full")
        with pytest.raises(WorkerFault, match="temporary folder"):
            client.request("load", {"x": np.zeros(1 << 20, np.float32)})
