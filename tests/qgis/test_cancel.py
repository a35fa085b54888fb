"""Cancel is real, in a background task as in the foreground: the worker is gone at once and nothing is left
behind."""

from __future__ import annotations

import time

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
)
from qgis.PyQt.QtCore import QCoreApplication


@pytest.fixture(scope="module")
def large(make_ramp) -> str:
    """An 8-bit raster of 1024×1536: six tiles, so that there is something to cancel."""
    return make_ramp(1024, 1536)


def test_cancel_in_the_foreground(run, recorder, large, tmp_path):
    feedback = recorder(cancel_at=10)
    with pytest.raises(QgsProcessingException, match="[Cc]ancel"):
        run("encode", feedback, OPTICAL=large, OUTPUT=str(tmp_path / "a.duet"))
    assert max(feedback.steps) < 50
    assert list(tmp_path.iterdir()) == []


def test_background_task_encodes_and_can_be_cancelled(provider, environment, recorder, large, tmp_path):
    algorithm = provider.algorithm("encode")
    finished: list[bool] = []
    for cancel in (True, False):
        output = tmp_path / f"{cancel}.duet"
        context, feedback = QgsProcessingContext(), recorder()
        parameters = {"OPTICAL": large, "OUTPUT": str(output)}
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        task.executed.connect(lambda done, results: finished.append(done))
        QgsApplication.taskManager().addTask(task)
        begin = time.monotonic()
        while len(finished) < (1 if cancel else 2):
            QCoreApplication.processEvents()
            if cancel and feedback.steps:
                task.cancel()
            assert time.monotonic() - begin < 600
            time.sleep(0.01)
        assert output.exists() is not cancel
    assert finished == [False, True]
    assert [path.name for path in tmp_path.iterdir()] == ["False.duet"]
