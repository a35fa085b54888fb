"""The three import rules: ui → plugin → engine, an engine without QGIS or torch, training apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_USE = {"engine": {"engine"}, "plugin": {"plugin", "engine"}, "ui": {"ui", "plugin", "engine"}}
NOT_FOR_ENGINE = {"qgis", "PyQt5", "PyQt6", "PySide2", "PySide6", "torch", "torchvision", "compressai"}


def imported(source: str, package: list[str]) -> tuple[set[str], set[str]]:
    """(modules from outside, modules of this repository as dotted paths from its root) that `source` imports.

    `package` is the path of the folder that holds the file, from the root: ["plugin", "algorithms"].
    Every name after `from … import` counts as a module too: `from . import training` imports one.
    """
    outside, inside = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            outside.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            outside.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            inside.update(".".join([*base, alias.name]) for alias in node.names)
    return outside, inside


def broken_rules(path: str, source: str) -> list[str]:
    """The rules that a file of the package breaks; `path` is relative to the root, with forward slashes."""
    package = path.split("/")[:-1]
    training = package[:2] == ["engine", "training"]
    outside, inside = imported(source, package)
    found = [f"{name}: import it relatively" for name in outside if name.split(".")[0] == "eoduet"]
    for name in inside:
        top = name.split(".")[0]
        if package and top in MAY_USE and top not in MAY_USE[package[0]]:
            found.append(f"{name}: {package[0]} must not know {top}")
        if not training and name.startswith("engine.training"):
            found.append(f"{name}: nothing imports the training side")
    for name in outside:
        allowed = {"torch", "torchvision", "compressai"} if training else set()
        if package[:1] == ["engine"] and name.split(".")[0] in NOT_FOR_ENGINE - allowed:
            found.append(f"{name}: the engine does not know it")
    return found


def sources() -> list[str]:
    folders = [path for top in MAY_USE for path in (ROOT / top).rglob("*.py")]
    return ["__init__.py", *sorted(path.relative_to(ROOT).as_posix() for path in folders)]


@pytest.mark.parametrize("path", sources())
def test_file_keeps_the_rules(path):
    assert broken_rules(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("engine/codec.py", "import torch.nn"),
        ("engine/codec.py", "def f():\n    from qgis.core import QgsProject"),
        ("engine/codec.py", "from PyQt5 import QtCore"),
        ("engine/codec.py", "from ..plugin import tasks"),
        ("engine/codec.py", "from . import training"),
        ("engine/codec.py", "from .training.model import Codec"),
        ("engine/codec.py", "import eoduet.engine.tiles"),
        ("engine/training/model.py", "from qgis import core"),
        ("engine/training/model.py", "from ...plugin import tasks"),
        ("plugin/algorithms/encode.py", "from ...ui.panel import Panel"),
        ("plugin/tasks.py", "from ..engine.training import export"),
        ("ui/panel.py", "from ..engine import training"),
        ("__init__.py", "from .engine.training import export"),
    ],
)
def test_a_broken_rule_is_seen(path, source):
    assert broken_rules(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("engine/codec.py", "import numpy\nfrom . import tiles\nfrom .errors import DuetError"),
        (
            "engine/training/model.py",
            "import torch\nfrom ..prompts import Prompts\nfrom .fusion import Fusion",
        ),
        ("plugin/algorithms/encode.py", "from qgis.core import Qgis\nfrom ...engine.codec import encode"),
        (
            "ui/panel.py",
            "from qgis.PyQt import QtWidgets\nfrom ..plugin import tasks\nfrom ..engine import codec",
        ),
    ],
)
def test_what_is_allowed_is_not_blamed(path, source):
    assert broken_rules(path, source) == []


def test_entry_point_imports_nothing_at_load_time():
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]


LOAD_ENGINE = """
import importlib, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ImportError(f"{name} was imported")

sys.meta_path.insert(0, Refuse())
for name in MODULES:
    importlib.import_module(name)
print(len(MODULES), "modules")
"""


def test_what_the_worker_runs_needs_no_gdal(tmp_path):
    """The private environment has none: rasters stay in QGIS's process."""
    (tmp_path / "some_plugin_folder").symlink_to(ROOT, target_is_directory=True)
    modules = [
        f"some_plugin_folder.engine.{name}" for name in ("worker", "tilecodec", "segmenter", "mapmodel")
    ]
    program = f"REFUSED = {['osgeo', 'qgis']!r}\nMODULES = {modules!r}\n{LOAD_ENGINE}"
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_engine_loads_under_any_folder_name_without_torch_or_qgis(tmp_path):
    (tmp_path / "some_plugin_folder").symlink_to(ROOT, target_is_directory=True)
    modules = [f"some_plugin_folder.engine.{path.stem}" for path in sorted((ROOT / "engine").glob("*.py"))]
    program = f"REFUSED = {NOT_FOR_ENGINE!r}\nMODULES = {modules!r}\n{LOAD_ENGINE}"
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == f"{len(modules)} modules\n"
