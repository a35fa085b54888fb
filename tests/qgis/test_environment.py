"""The private environment is made for real by venv and pip: ready, resumed, repaired, cancelled, and its
failures explained."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QLockFile

from eoduet.engine.errors import Cancelled
from eoduet.plugin import environment as module
from eoduet.plugin import interpreter
from eoduet.plugin.environment import PrivateEnvironment
from eoduet.plugin.interpreter import EnvironmentFault


def make(folder, steps=None, lines=None, cancelled=lambda: False, **options):
    steps = [] if steps is None else steps
    lines = [] if lines is None else lines
    return PrivateEnvironment(folder).set_up(steps.append, lines.append, cancelled, **options)


def test_ready_environment_lies_in_the_profile_and_not_in_the_plugin(qgis, environment):
    assert str(environment.folder).startswith(qgis.qgisSettingsDirPath())
    assert environment.problem() == ""
    assert set(environment.versions()) == {"numpy", "onnxruntime", "constriction", "python"}


def test_missing_environment_names_the_remedy(qgis, tmp_path):
    assert "eoduet:setup" in PrivateEnvironment(tmp_path / "env").problem()


def test_cancel_then_resume_then_check(qgis, tmp_path):
    folder = tmp_path / "a b" / "env"  # a space in the path, as in many user names
    lines: list[str] = []
    with pytest.raises(Cancelled):
        make(folder, lines=lines, cancelled=lambda: any("Collecting" in line for line in lines))
    assert "eoduet:setup" in PrivateEnvironment(folder).problem()
    steps: list[float] = []
    lines.clear()
    versions = make(folder, steps, lines)
    assert any(line.startswith("Going on") for line in lines)
    assert steps == sorted(steps) and steps[-1] == 100
    assert PrivateEnvironment(folder).problem() == ""
    assert make(folder) == versions


def test_other_requirements_ask_for_a_renewal(qgis, environment, monkeypatch, tmp_path):
    other = tmp_path / "requirements.txt"
    other.write_text("numpy\n", encoding="utf-8")
    monkeypatch.setattr(module, "REQUIREMENTS", other)
    assert "another version of the plugin" in environment.problem()


def test_damaged_environment_is_repaired(qgis, tmp_path):
    folder = tmp_path / "env"
    folder.mkdir()
    broken = PrivateEnvironment(folder)
    broken.python.parent.mkdir(parents=True)
    broken.python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.python.chmod(0o755)
    assert make(folder)["numpy"]
    assert broken.problem() == ""


def test_unavailable_package_is_one_sentence(qgis, environment, monkeypatch, tmp_path):
    impossible = tmp_path / "requirements.txt"
    impossible.write_text("numpy==0.0.1\n", encoding="utf-8")
    monkeypatch.setattr(module, "REQUIREMENTS", impossible)
    with pytest.raises(EnvironmentFault, match="No build of a needed package exists"):
        make(tmp_path / "env")
    assert not (tmp_path / "env" / "eoduet.json").exists()


def test_only_one_set_up_at_a_time(qgis, tmp_path):
    other = QLockFile(str(tmp_path / "setup.lock"))
    assert other.tryLock(0)
    with pytest.raises(EnvironmentFault, match="Another QGIS"):
        make(tmp_path / "env")
    other.unlock()


def test_unknown_interpreter_is_one_sentence(qgis, tmp_path, monkeypatch):
    monkeypatch.setattr(interpreter.settings, "python", lambda: str(tmp_path / "no-python"))
    with pytest.raises(EnvironmentFault, match="eoduet/python"):
        make(tmp_path / "env")
