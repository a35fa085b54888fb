"""What ships, and that the store scan sees what the store would refuse."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
METADATA = """[general]
name=A
description=B
version=1.2.3
qgisMinimumVersion=3.22
qgisMaximumVersion=4.99
author=C
email=a@b.org
about=D
tracker=https://b.org/a
repository=https://b.org/a
homepage=https://b.org/a
"""
DIGEST = hashlib.sha256(b"a graph").hexdigest()


@pytest.fixture
def ship(tmp_path, monkeypatch):
    """The module .ci/ship.py, working on a small plugin in `tmp_path`."""
    spec = importlib.util.spec_from_file_location("ship", ROOT / ".ci" / "ship.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name, text in {
        "__init__.py": "",
        "metadata.txt": METADATA,
        "LICENSE": "GPL",
        "engine/codec.py": "QUALITY = 50\n",
        "engine/__pycache__/codec.pyc": "",
        "engine/training/model.py": "assert True\n",
        "tests/unit/test_codec.py": "assert True\n",
        "models/small/.part": "",
        ".gitignore": "__pycache__/\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "engine" / "left.aux.xml").write_text("by some program")
    return module


def test_tests_training_caches_and_hidden_files_stay_behind(ship):
    assert [p.as_posix() for p in ship.shipped()] == [
        "LICENSE",
        "__init__.py",
        "engine/codec.py",
        "metadata.txt",
    ]


def test_a_clean_plugin_passes(ship, capsys):
    assert ship.scan() == 0
    assert "4 files, no finding" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("assert 1 < 2\n", "B101"),
        ("import pickle\n", "B403"),
        ("import subprocess\n", "B404"),
        ("try:\n    x = 1\nexcept Exception:\n    pass\n", "B110"),
        ("def broken(:\n", "could not read"),
        ("API_KEY = 'f3b1c09d77e24a1c8d5e6f708192a3b4'\n", "detect-secrets"),
    ],
)
def test_a_finding_fails(ship, capsys, code, finding):
    (ship.ROOT / "engine" / "codec.py").write_text(code)
    assert ship.scan() == 1
    out = capsys.readouterr().out
    assert "eoduet/engine/codec.py" in out
    assert finding in out


def test_baseline_accepts_digests_of_models_and_nothing_else(ship, capsys):
    (ship.ROOT / "models" / "small" / "manifest.json").write_text(json.dumps({"sha256": DIGEST}, indent=1))
    subprocess.run(["git", "add", "models"], cwd=ship.ROOT, check=True)
    assert ship.scan() == 1
    assert "make baseline" in capsys.readouterr().out
    assert ship.baseline() == 0
    (ship.ROOT / "engine" / "codec.py").write_text(f"KEY = '{DIGEST}'\n")
    assert ship.baseline() == 1


def test_package_is_one_folder_and_the_same_every_time(ship):
    assert ship.package() == 0
    target = ship.ROOT / "build" / "eoduet-1.2.3.zip"
    first = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"eoduet"}
        assert "eoduet/metadata.txt" in archive.namelist()
    assert ship.package() == 0
    assert target.read_bytes() == first


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("engine/fast.so", "", "binary"),
        ("engine/tests/test_codec.py", "", "no test"),
        ("LICENSE", None, "LICENSE is missing"),
        ("metadata.txt", METADATA.replace("author=C\n", ""), "author is missing"),
        ("metadata.txt", METADATA.replace("author=C", "author=C/D"), "slash"),
        ("metadata.txt", METADATA + "experimental=no\n", "neither True nor False"),
        ("metadata.txt", METADATA.replace("1.2.3", "1.2.3-beta"), "sorts"),
        ("metadata.txt", METADATA.replace("4.99", "3.99"), "QGIS 4"),
        ("metadata.txt", METADATA.replace("https://b.org/a", "b.org", 1), "https"),
    ],
)
def test_a_zip_that_the_store_refuses_is_refused_here(ship, capsys, name, text, said):
    path = ship.ROOT / name
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    subprocess.run(["git", "add", "-Af"], cwd=ship.ROOT, check=True)
    assert ship.package() == 1
    assert said in capsys.readouterr().out


def test_the_size_limit_counts(ship, capsys, monkeypatch):
    monkeypatch.setattr(ship.store, "LIMIT", 100)
    assert ship.package() == 1
    assert "over 100" in capsys.readouterr().out
