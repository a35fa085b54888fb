"""The set-up window over a real installation: every state it can be in, one button that fits it, and what it says.

With EODUET_PICTURES set to a folder, each state is kept there as a picture (the help takes its own from it).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from eoduet.plugin.builds import BUILDS, CPU, NVIDIA
from eoduet.plugin.environment import PrivateEnvironment
from eoduet.plugin.graphics import Card
from tests.qgis.waiting import until


def keep(window, name: str) -> None:
    """A picture of the window as it is now, where pictures are wanted."""
    for _ in range(10):
        QCoreApplication.processEvents()
    folder = os.environ.get("EODUET_PICTURES")
    assert not window.grab().isNull()
    if folder:
        assert window.grab().save(str(Path(folder) / f"setup-{name}.png"))


@pytest.fixture
def place(qgis, tmp_path, monkeypatch):
    """Where the environment lies for this test: empty, and not the session's."""
    from eoduet.plugin.algorithms import setup
    from eoduet.ui import setupwindow

    folder = tmp_path / "env"
    for module in (setup, setupwindow):
        monkeypatch.setattr(module, "PrivateEnvironment", lambda: PrivateEnvironment(folder))
    return folder


@pytest.fixture
def window(provider, place):
    from eoduet.ui.setupwindow import SetupWindow

    made = SetupWindow()
    made.show()
    until(lambda: made.found is not None)
    yield made
    made.close_down()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def borrow(environment, place) -> None:
    """The session's environment in this place, with a stamp of its own."""
    place.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (place / name).symlink_to(environment.folder / name)
    (place / "eoduet.json").write_bytes(environment.stamp.read_bytes())


def test_from_nothing_to_ready_with_a_cancel_on_the_way(window, place):
    assert window.heading.text() == "Not set up yet" and window.go.text() == "&Set up"
    assert window.build == BUILDS[CPU] and "suggested" in window._choices[CPU].text()
    assert not window.progress.isVisible()
    keep(window, "new")
    changes = []
    window.changed.connect(lambda: changes.append(True))
    window.go.click()
    until(lambda: window.progress.value() > 10)
    assert window.heading.text() == "Setting up…" and window.go.text() == "&Cancel"
    assert not window.builds.isEnabled()
    window.go.click()
    until(lambda: window.job is None)
    assert "Cancelled" in window.log.toPlainText() and window.failure == ""
    assert window.heading.text() == "Not finished" and window.go.text() == "&Go on"
    keep(window, "cancelled")
    window.go.click()
    until(lambda: window.progress.value() > 50)
    keep(window, "running")
    until(lambda: window.job is None)
    assert window.heading.text() == "Ready" and "CPU" in window.sentence.text()
    assert window.go.text() == "C&heck" and len(changes) == 2
    assert PrivateEnvironment(place).problem() == ""
    keep(window, "done")


def test_a_failure_is_one_sentence_and_goes_into_the_diagnostics(window, tmp_path):
    (tmp_path / "wheels").mkdir()
    window.wheels.setFilePath(str(tmp_path / "wheels"))
    assert window.fromFolder.isChecked()
    window.go.click()
    until(lambda: window.job is None)
    assert window.heading.text() == "The set-up failed" and "holds no wheels" in window.sentence.text()
    keep(window, "failed")
    window.copy.click()
    text = QgsApplication.clipboard().text()
    assert "holds no wheels" in text and "QGIS: 3." in text and "Cards:" in text
    assert window.copy.text() == "Copied"
    window.fromIndex.setChecked(True)
    assert window.go.isEnabled()
    window.wheels.setFilePath("")
    window.fromFolder.setChecked(True)
    assert not window.go.isEnabled()  # which folder?


def test_what_is_installed_is_chosen_and_another_build_is_a_change(environment, place, window):
    borrow(environment, place)
    window.look()
    until(lambda: window.found is not None)
    assert window.heading.text() == "Ready" and window.build == BUILDS[CPU]
    window._found([Card("NVIDIA T4", "550.90", "15360 MiB")])
    assert window.build == BUILDS[CPU], "a suggestion changes nothing by itself"
    assert "suggested" in window._choices[NVIDIA].text() and "T4" in window.why.text()
    assert "1.9 GB" in window._choices[NVIDIA].text()
    window._choices[NVIDIA].click()
    assert window.go.text() == "&Change"
    keep(window, "change")


def test_a_broken_environment_asks_for_a_repair(environment, place, window):
    borrow(environment, place)
    PrivateEnvironment(place).note_fault("ModuleNotFoundError: No module named 'numpy'")
    window.look()
    assert window.heading.text() == "Needs a repair" and "numpy" in window.sentence.text()
    assert window.go.text() == "&Repair"
    keep(window, "broken")


def test_everything_has_a_name_for_screen_readers(window):
    for widget in (window.log, window.progress, window.wheels.lineEdit()):
        assert widget.accessibleName()
