"""The house itself: sizes of files, folders, the plugin's metadata and one version everywhere."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest
import tomllib

from eoduet.engine import __version__

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"plugin", "ui", "engine", "models", "resources", "tests", ".ci"}
WRITTEN_BY_HAND = {".py", ".md", ".toml", ".ui", ".svg", ".txt", ""}
LONGEST_FILE = 500  # lines
LONGEST_FUNCTION = 60  # lines: a screen


def tracked() -> list[Path]:
    """Files that git tracks, relative to the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def metadata() -> dict[str, str]:
    """metadata.txt, read the way QGIS and the plugin store read it."""
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string((ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return dict(parser["general"])


def test_no_file_is_over_500_lines():
    lengths = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in tracked()
        if path.suffix in WRITTEN_BY_HAND and path.parent.name != "figures"  # those are drawn by the bench
    }
    assert len(lengths) > 10
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_every_function_fits_a_screen():
    lengths = {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in tracked()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(lengths) > 10
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_readme_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert "LICENSE" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_top_level_folders_are_the_designs():
    assert {path.parts[0] for path in tracked() if len(path.parts) > 1} <= FOLDERS


def test_every_module_says_what_belongs_in_it():
    modules = [path for path in tracked() if path.suffix == ".py"]
    silent = [p for p in modules if not ast.get_docstring(ast.parse((ROOT / p).read_text(encoding="utf-8")))]
    assert silent == []


def test_metadata_is_as_the_store_wants_it():
    spec = importlib.util.spec_from_file_location("store", ROOT / ".ci" / "store.py")
    store = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(store)
    assert store.metadata_problems((ROOT / "metadata.txt").read_text(encoding="utf-8")) == []


def test_metadata_says_where_the_plugin_runs(metadata):
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert (ROOT / metadata["icon"]).is_file()


def test_about_names_the_external_dependencies(metadata):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in project["dependencies"]}
    assert names == {"numpy", "onnxruntime", "constriction"}
    assert [name for name in names if name not in metadata["about"]] == []


def test_one_version_everywhere(metadata):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert {project["version"], metadata["version"], newest, __version__} == {metadata["version"]}
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])


def test_packages_are_all_listed():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    folders = {p.parent for p in tracked() if p.name == "__init__.py" and p.parts[0] not in ("tests", ".ci")}
    assert {".".join(["eoduet", *folder.parts]) for folder in folders} == set(listed)


def test_licence_is_the_gpl_version_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 2, June 1991" in text
    assert "END OF TERMS AND CONDITIONS" in text
