"""The private environment is made for real by venv and pip: from the index, from a folder of wheels, resumed, changed,
repaired, cancelled; and its failures are explained."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from qgis.PyQt.QtCore import QLockFile

from eoduet.engine.errors import Cancelled
from eoduet.plugin import builds, interpreter
from eoduet.plugin import installation as module
from eoduet.plugin.builds import BUILDS, CPU, Build
from eoduet.plugin.environment import PrivateEnvironment
from eoduet.plugin.installation import Installation
from eoduet.plugin.interpreter import EnvironmentFault

PINNED = "--only-binary :all: --require-hashes".split()


@pytest.fixture(scope="module")
def wheels(environment, tmp_path_factory):
    """A folder filled as the help tells: the wheels for this machine, hashes checked."""
    folder = tmp_path_factory.mktemp("wheels")
    download = [str(environment.python), "-m", "pip", "download", "--quiet", "--dest", str(folder)]
    subprocess.run([*download, *PINNED, "-r", str(BUILDS[CPU].pins)], check=True)
    return folder


@pytest.fixture
def make(qgis, tmp_path):
    """Make an environment in a folder with a space in its path, as in many user names; `make.lines`, `make.steps`."""

    def make(cancelled=lambda lines: False, **options):
        make.lines, make.steps = lines, steps = [], []
        given = (steps.append, lines.append, lambda: cancelled(lines))
        return Installation(make.environment, *given, **options).run()

    make.environment = PrivateEnvironment(tmp_path / "a b" / "env")
    return make


@pytest.fixture(scope="module")
def bare(qgis, tmp_path_factory):
    """A virtual environment without packages: making one takes longer than all that these tests look at."""
    folder = tmp_path_factory.mktemp("bare") / "env"
    subprocess.run([interpreter.base_python(), "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def half_made(make, bare):
    """As `make`, over an environment whose set-up stopped before the packages; nothing may be installed into it."""
    make.environment.folder.mkdir(parents=True)
    for name in ("bin", "lib", "pyvenv.cfg"):
        (make.environment.folder / name).symlink_to(bare / name)
    make.environment.begin(BUILDS[CPU])
    return make


@pytest.fixture
def pinned(monkeypatch, tmp_path):
    """Other pins for the CPU's build."""

    def pinned(text: str) -> Build:
        monkeypatch.setattr(builds, "FOLDER", tmp_path)
        (tmp_path / "cpu.txt").write_text(text, encoding="utf-8")
        return BUILDS[CPU]

    return pinned


def test_cancel_then_resume_from_wheels_then_check_then_repair(make, wheels):
    with pytest.raises(Cancelled):
        make(lambda lines: any("Processing" in line for line in lines), wheels=wheels)
    assert "not finished" in make.environment.problem()
    proof = make(wheels=wheels)
    assert any(line.startswith("Going on") for line in make.lines)
    assert any("Looking in links" in line for line in make.lines)
    assert not any("Looking in indexes" in line or "Downloading" in line for line in make.lines)
    assert make.steps == sorted(make.steps) and make.steps[-1] == 100
    assert make.environment.problem() == "" and proof.device == "CPU" and proof.bytes > 10
    before = make.environment.stamp.read_text(encoding="utf-8")
    make(wheels=wheels)
    assert make.environment.stamp.read_text(encoding="utf-8") == before
    # A file that pip does not miss: only the proof finds it, and the environment is made anew.
    (package,) = make.environment.folder.glob("lib/python*/site-packages/onnxruntime/__init__.py")
    package.unlink()
    make(wheels=wheels)
    assert any("making it anew" in line for line in make.lines) and package.exists()
    assert make.environment.problem() == ""


def test_another_build_is_made_anew(make, wheels, monkeypatch):
    monkeypatch.setattr(
        Installation, "_install", lambda self: (_ for _ in ()).throw(EnvironmentFault("stop"))
    )
    make.environment.folder.mkdir(parents=True)
    make.environment.begin(BUILDS[builds.NVIDIA])
    (make.environment.folder / "left over").touch()
    with pytest.raises(EnvironmentFault, match="stop"):
        make(wheels=wheels)
    assert make.environment.build() == BUILDS[CPU]
    assert not (make.environment.folder / "left over").exists()


def test_a_wheel_that_was_changed_is_refused(half_made, wheels, tmp_path):
    changed = shutil.copytree(wheels, tmp_path / "changed")
    (wheel,) = changed.glob("constriction*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"!")
    with pytest.raises(EnvironmentFault, match="not the one that was pinned"):
        half_made(wheels=changed)
    assert "not finished" in half_made.environment.problem()


def test_a_folder_that_lacks_wheels_is_named(half_made, wheels, tmp_path):
    empty, partial = tmp_path / "empty", tmp_path / "partial"
    empty.mkdir()
    with pytest.raises(EnvironmentFault, match="empty holds no wheels"):
        half_made(wheels=empty)
    shutil.copytree(wheels, partial, ignore=shutil.ignore_patterns("numpy*"))
    with pytest.raises(EnvironmentFault, match="partial lacks a wheel"):
        half_made(wheels=partial)


def test_an_unavailable_package_is_one_sentence(half_made, pinned):
    with pytest.raises(EnvironmentFault, match="No build of a needed package exists"):
        half_made(build=pinned("numpy==0.0.1 --hash=sha256:" + 64 * "0"))


def test_a_proxy_of_qgis_is_used_and_explained(half_made, monkeypatch):
    from eoduet.plugin import proxy

    monkeypatch.setattr(proxy, "variables", lambda: {"https_proxy": "http://me:hidden@127.0.0.1:9"})
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(EnvironmentFault, match="proxy refused"):
        half_made()
    assert not any("hidden" in line for line in half_made.lines)


def test_a_full_disk_is_seen_before_anything_is_made(make, monkeypatch):
    monkeypatch.setattr(module.QStorageInfo, "bytesAvailable", lambda self: 10_000_000)
    with pytest.raises(EnvironmentFault, match="needs 300 MB and 10 MB are free"):
        make()
    assert not make.environment.folder.exists()


def test_only_one_set_up_at_a_time(make):
    make.environment.folder.parent.mkdir()
    other = QLockFile(str(make.environment.folder.parent / "setup.lock"))
    assert other.tryLock(0)
    with pytest.raises(EnvironmentFault, match="Another QGIS"):
        make()
    other.unlock()


def test_an_unknown_interpreter_is_one_sentence(make, tmp_path, monkeypatch):
    monkeypatch.setattr(interpreter.settings, "python", lambda: str(tmp_path / "no-python"))
    with pytest.raises(EnvironmentFault, match="eoduet/python"):
        make()
