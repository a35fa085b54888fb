"""Qt 6 from one code base with Qt 5: what PyQt6 no longer has is not in the sources that ship."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("plugin", "ui") for path in (ROOT / folder).rglob("*.py"))
FORMS = sorted((ROOT / "ui").glob("*.ui"))
# Values of enumerations begin with a capital, as enumerations do; methods do not.
QT_CLASSES = re.compile(r"Q(?!gs)[A-Z]\w+|Qt")
REMOVED = {
    "exec_": "exec()",
    "QRegExp": "QRegularExpression",
    "QDesktopWidget": "QScreen",
    "QTextCodec": "Python's codecs",
    "QMatrix": "QTransform",
    "globalPos": "globalPosition",
    "setMargin": "setContentsMargins",
    "qApp": "QApplication.instance()",
}


def trees() -> list[tuple[Path, ast.AST]]:
    assert len(SOURCES) > 20
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES]


def unscoped(tree: ast.AST) -> list[str]:
    """Values of Qt's enumerations that are not named through their enumeration: `Qt.AlignLeft`, `QSlider.TicksBelow`."""
    return [
        f"{node.lineno} {node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and QT_CLASSES.fullmatch(node.value.id)
        and node.attr[0].isupper()
        and not _is_enumeration(node, tree)
    ]


def _is_enumeration(node: ast.Attribute, tree: ast.AST) -> bool:
    """`Qt.Key` in `Qt.Key.Key_Left`, or bare as a type or a function: what comes after it is the value."""
    return any(
        (isinstance(other, ast.Attribute) and other.value is node)
        or (isinstance(other, ast.Call) and other.func is node)
        or (isinstance(other, (ast.arg, ast.AnnAssign)) and other.annotation is node)
        for other in ast.walk(tree)
    )


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("Qt.AlignLeft", 1),
        ("Qt.AlignmentFlag.AlignLeft", 0),
        ("f(QStyle.SP_DialogApplyButton)", 1),
        ("QSizePolicy.Policy.Expanding", 0),
        ("def f(side: Qt.AlignmentFlag): ...", 0),
        ("QFileDialog.getOpenFileName(a)", 0),
        ("QgsTask.CanCancel", 0),
    ],
)
def test_the_check_knows_values_from_enumerations(code, count):
    assert len(unscoped(ast.parse(code))) == count


def test_enumerations_are_scoped():
    assert {path.name: found for path, tree in trees() if (found := unscoped(tree))} == {}


def test_qt_comes_through_qgis():
    wrong = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
        if re.match(r"(PyQt|PySide|sip\b)", name)
    ]
    assert wrong == []


def test_nothing_is_used_that_qt_6_has_not():
    used = [
        f"{path.name}:{node.lineno} {name}: use {REMOVED[name]}"
        for path, tree in trees()
        for node in ast.walk(tree)
        for name in [getattr(node, "attr", getattr(node, "id", ""))]
        if name in REMOVED
    ]
    assert used == []


def test_forms_load_under_both():
    """PyQt6's loader wants no resource files, and QAction under no class of QtWidgets."""
    assert FORMS
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<include location|<iconset resource", text), path.name


def named(tree: ast.AST) -> set[tuple[str, str, tuple[str, ...]]]:
    """(module, class, attributes after it) of every name that comes from Qt: ("QtCore", "Qt", ("Key", "Key_Left"))."""
    origin = {
        alias.asname or alias.name: (node.module.rsplit(".", 1)[-1], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt.")
        for alias in node.names
    }
    found = {(module, name, ()) for module, name in origin.values()}
    for node in ast.walk(tree):
        chain, inner = [], node
        while isinstance(inner, ast.Attribute):
            chain.insert(0, inner.attr)
            inner = inner.value
        if chain and isinstance(inner, ast.Name) and inner.id in origin:
            found.add((*origin[inner.id], tuple(chain)))
    return found


# In a process of its own: the other tests run Qt 5 in this one.
LOOK_UP = """
import importlib, json, sys
lacking = []
for module, name, *chain in json.load(sys.stdin):
    # QGIS hands these on from where Qt 5 had them.
    place = "QtGui" if name in ("QAction", "QActionGroup", "QShortcut") else module
    held = importlib.import_module(f"PyQt6.{place}")
    for attribute in (name, *chain):
        held = getattr(held, attribute, None)
    if held is None:
        lacking.append(".".join([module, name, *chain]))
print(json.dumps(lacking))
"""


def test_every_name_is_in_pyqt6():
    """The names that the sources use, looked up in the real thing."""
    names = {(module, name, *chain) for _, tree in trees() for module, name, chain in named(tree)}
    assert ("QtCore", "Qt", "Key", "Key_Left") in names
    wrong = ("QtCore", "Qt", "AlignLeft")  # as Qt 5 had it
    asked = json.dumps(sorted(names | {wrong}))
    ran = subprocess.run(
        [sys.executable, "-c", LOOK_UP], input=asked, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == [".".join(wrong)]
