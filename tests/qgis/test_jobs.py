"""Jobs in QGIS's task manager: one computes, the next waits and says so, cancel stops either."""

from __future__ import annotations

import os
import signal
import time

import pytest

from eoduet.plugin import workerclient
from eoduet.plugin.jobs import AlgorithmJob
from tests.qgis.waiting import until


@pytest.fixture(scope="module")
def large(make_ramp) -> str:
    """An 8-bit raster of 1536×1536: nine tiles, so that there is something to wait for."""
    return make_ramp(1536, 1536)


class Watched:
    """A job with all that it said, when."""

    def __init__(self, raster: str, output) -> None:
        self.output = output
        self.steps, self.stages, self.ends = [], [], []
        self.job = AlgorithmJob("encode", {"OPTICAL": raster, "OUTPUT": str(output), "QUALITY": 30})
        self.job.progressed.connect(lambda percent: self.steps.append((time.monotonic(), percent)))
        self.job.stage.connect(self.stages.append)
        self.job.ended.connect(lambda *said: self.ends.append((time.monotonic(), *said)))
        self.job.start()


@pytest.fixture
def watch(provider, environment, large, tmp_path):
    return lambda name: Watched(large, tmp_path / name)


@pytest.fixture
def workers(monkeypatch):
    """The ids of the workers that are started."""
    started = []
    start = workerclient.start_process

    def remember(*arguments, **options):
        process = start(*arguments, **options)
        started.append(int(process.processId()))
        return process

    monkeypatch.setattr(workerclient, "start_process", remember)
    return started


def test_the_second_waits_visibly_for_the_first(watch):
    first = watch("a.duet")
    until(lambda: first.steps)
    second = watch("b.duet")
    until(lambda: second.stages)
    assert "Waiting" in second.stages[0] and not first.ends
    until(lambda: first.ends and second.ends)
    assert second.stages[1:] == [""] and first.stages == []
    assert second.steps[0][0] > first.ends[0][0] - 1  # the signal that it has ended comes a little later
    assert first.ends[0][1] and second.ends[0][1]
    assert first.output.read_bytes() == second.output.read_bytes()


def test_one_that_waits_can_be_cancelled_and_the_first_goes_on(watch, tmp_path):
    first = watch("a.duet")
    until(lambda: first.steps)
    second = watch("b.duet")
    until(lambda: second.stages)
    second.job.cancel()
    until(lambda: second.ends)
    assert second.ends[0][1:] == (False, {}, "") and not first.ends
    until(lambda: first.ends)
    assert first.ends[0][1]
    assert [path.name for path in tmp_path.iterdir()] == ["a.duet"]


def test_cancel_ends_the_worker_at_once(watch, workers, tmp_path):
    """Each time at another moment: while the worker starts, loads, computes."""
    for moment in (0.0, 0.3, 1.0, 2.5):
        job = watch("a.duet")
        begin = time.monotonic()
        until(lambda: time.monotonic() - begin > moment)  # noqa: B023
        if job.ends:
            continue
        job.job.cancel()
        until(lambda: job.ends)  # noqa: B023
        assert job.ends[0][1:] == (False, {}, "")
        for process_id in workers:
            with pytest.raises(ProcessLookupError):
                os.kill(process_id, 0)
    assert not list(tmp_path.glob("*.duet*"))


def test_a_killed_worker_is_a_sentence_and_leaves_nothing(watch, workers, tmp_path):
    job = watch("a.duet")
    until(lambda: job.steps)
    os.kill(workers[-1], signal.SIGKILL)
    until(lambda: job.ends)
    _, done, _, sentence = job.ends[0]
    assert not done and "memory ran out" in sentence and "Traceback" not in sentence
    assert list(tmp_path.iterdir()) == []
    again = watch("b.duet")
    until(lambda: again.ends)
    assert again.ends[0][1] and again.output.exists()
