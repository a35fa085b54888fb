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
    """Send the requests to a new process and return its replies; it ends when its input ends."""
    lines = "".join(
        f"{request if isinstance(request, str) else json.dumps(request)}\n" for request in requests
    )
    ran = subprocess.run(RUN, input=lines, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_hello_names_the_versions(tmp_path):
    (reply,) = ask({"op": "hello", "exchange": str(tmp_path / "x")})
    assert reply["ok"] and {"python", "numpy", "onnxruntime", "providers"} <= set(reply)


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
