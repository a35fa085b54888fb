"""The worker process by itself: every request gets one reply line, and nothing else reaches its output."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from eoduet.engine import worker
from eoduet.engine.errors import InputError

RUN = [sys.executable, "-c", "import sys; from eoduet.engine import worker; sys.exit(worker.main())"]


def ask(*requests: object) -> list[dict]:
    """Send the requests to a new process, one after another, and return its replies; it ends when its input ends."""
    with subprocess.Popen(RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        replies = []
        for request in requests:
            line = request if isinstance(request, str) else json.dumps(request)
            print(line, file=process.stdin, flush=True)
            replies.append(json.loads(process.stdout.readline()))
        assert process.communicate(timeout=300)[0] == "" and process.returncode == 0
    return replies


def test_hello_names_the_versions(tmp_path):
    (reply,) = ask({"op": "hello", "exchange": str(tmp_path / "x")})
    assert reply["ok"] and {"python", "numpy", "onnxruntime", "providers"} <= set(reply)


def start(code: str) -> subprocess.Popen:
    code = f"import sys, time; from eoduet.engine import worker; {code}"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def hello(process: subprocess.Popen, path) -> None:
    path.touch()
    print(json.dumps({"op": "hello", "exchange": str(path)}), file=process.stdin, flush=True)
    assert json.loads(process.stdout.readline())["ok"]


def test_it_leaves_in_the_middle_of_a_computation_when_its_input_ends(tmp_path):
    code = "worker.OPERATIONS['sleep'] = lambda self, request: time.sleep(600); worker.main()"
    with start(code) as process:
        hello(process, tmp_path / "x.exchange")
        print('{"op": "sleep"}', file=process.stdin, flush=True)
        process.stdin.close()
        assert process.wait(timeout=300) == 0  # of the 600 it would sleep
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_when_nobody_asks(tmp_path):
    with start("worker.main(idle_seconds=0.5)") as process:
        hello(process, tmp_path / "x.exchange")
        assert process.wait(timeout=300) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_makes_no_sense_is_answered_and_the_talk_goes_on(tmp_path):
    requests = ["no JSON", "[]", '{"op": "no such thing"}', "{}", {"op": "decode"}]
    replies = ask(*requests, {"op": "hello", "exchange": str(tmp_path / "x")})
    assert [reply["ok"] for reply in replies] == [False] * 5 + [True]
    assert all(reply["error"] == "Unexpected" for reply in replies[:5])


def test_a_missing_model_is_the_engines_error(tmp_path):
    (reply,) = ask({"op": "load", "bundle": str(tmp_path), "device": "cpu", "threads": 1})
    assert (reply["ok"], reply["error"]) == (False, "ModelError")


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (InputError("a sentence"), "InputError"),
        (MemoryError(), "MemoryError"),
        (RuntimeError("std::bad_alloc"), "MemoryError"),
        (RuntimeError("CUDA out of memory"), "MemoryError"),
        (ZeroDivisionError("x"), "Unexpected"),
    ],
)
def test_failures_become_replies(monkeypatch, capsys, raised, error):
    def fail(self, request):
        raise raised

    monkeypatch.setitem(worker.OPERATIONS, "fail", fail)
    reply = worker.answer(worker.Worker(), b'{"op": "fail"}')
    assert (reply["ok"], reply["error"]) == (False, error)
    assert capsys.readouterr().out == ""
