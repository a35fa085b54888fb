"""The private environment says what is wrong with it, in a sentence with the remedy, whatever state it was left in."""

from __future__ import annotations

import json

import pytest

from eoduet.plugin import environment as module
from eoduet.plugin.builds import BUILDS, CPU, NVIDIA
from eoduet.plugin.environment import PrivateEnvironment
from eoduet.plugin.interpreter import EnvironmentFault
from eoduet.plugin.workerclient import WorkerClient, WorkerFault


@pytest.fixture
def copy(qgis, environment, tmp_path):
    """A finished environment whose stamp and Python may be spoilt: those of the session's, by links."""
    made = PrivateEnvironment(tmp_path / "env")
    for name in ("bin", "lib", "pyvenv.cfg"):
        made.folder.mkdir(exist_ok=True)
        (made.folder / name).symlink_to(environment.folder / name)
    made.stamp.write_bytes(environment.stamp.read_bytes())
    assert made.problem() == ""
    return made


def test_ready_environment_lies_in_the_profile_and_not_in_the_plugin(qgis, environment):
    assert str(environment.folder).startswith(qgis.qgisSettingsDirPath())
    assert environment.problem() == ""
    assert {"numpy", "onnxruntime", "constriction", "python"} <= set(environment.versions())
    assert environment.build() == BUILDS[CPU] and environment.device() == "CPU"


def test_missing(qgis, tmp_path):
    missing = PrivateEnvironment(tmp_path / "env")
    assert "is missing" in missing.problem() and "eoduet:setup" in missing.problem()
    assert missing.build() is None and missing.versions() == {}


@pytest.mark.parametrize("stamp", ["", "{", "[1]", '{"build": "cpu"}'])
def test_never_finished(copy, stamp):
    copy.stamp.write_text(stamp, encoding="utf-8")
    assert "not finished" in copy.problem() and "eoduet:setup" in copy.problem()
    copy.stamp.unlink()
    assert "not finished" in copy.problem()


def test_python_gone(copy, tmp_path):
    (copy.folder / "bin").unlink()
    (copy.folder / "bin").mkdir()
    copy.python.symlink_to(tmp_path / "python3.8")
    assert "lost its Python" in copy.problem() and "eoduet:setup" in copy.problem()


@pytest.mark.parametrize(
    "change",
    [{"pins": "numpy==1.0"}, {"build": "tpu"}, {"build": NVIDIA}, {"requirements": "x", "pins": None}],
)
def test_made_for_another_version_of_the_plugin(copy, change):
    stamp = {**json.loads(copy.stamp.read_text(encoding="utf-8")), **change}
    copy.stamp.write_text(json.dumps(stamp), encoding="utf-8")
    assert "another version of the plugin" in copy.problem()


def test_a_comment_in_the_pins_asks_for_nothing():
    text = module.pins(BUILDS[CPU])
    assert "#" not in text and "numpy==" in text and "--hash=sha256:" in text


def test_a_worker_that_does_not_start_breaks_it_until_a_repair(copy):
    (copy.folder / "lib").unlink()  # as after an update of Python: another version's packages are not seen
    with pytest.raises(WorkerFault, match="No module named"):
        WorkerClient(environment=copy)
    assert "is broken" in copy.problem() and "No module named" in copy.problem()
    with pytest.raises(EnvironmentFault, match="is broken"):
        WorkerClient(environment=PrivateEnvironment(copy.folder))
