"""Catalogues of the plugin's strings: resources/i18n/eoduet_LANGUAGE.ts brought up to date and compiled; translates nothing.

The strings are the literals in `tr()` and `marked()` of plugin/ and ui/ (context EODuet), the texts of the .ui files
(context: the form's class) and the sentences of the engine's wording that QGIS shows. Python's own parser finds them:
pylupdate would give each class a context of its own, and `tr` is one function for all. What was translated stays; what
is gone from the sources goes.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("de", "es")
CONTEXT = "EODuet"
FUNCTIONS = ("tr", "marked")
ENGINE = {"engine/wording.py": ("AREAS", "BESIDE_DAMAGE")}

Strings = dict[tuple[str, str], str]  # (context, source): translation, "" where there is none


def literals(tree: ast.AST) -> Iterator[str]:
    """The strings that are handed to `tr` and `marked` as they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FUNCTIONS and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def built(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `tr` and `marked` on a string that is put together there, which no catalogue can hold."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FUNCTIONS and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                yield node


def sources() -> list[tuple[str, str]]:
    """(context, source) of every string, each once, sorted."""
    found = set()
    for folder in ("plugin", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            found |= {(CONTEXT, text) for text in literals(ast.parse(path.read_text(encoding="utf-8")))}
        for path in (ROOT / folder).rglob("*.ui"):
            form = ET.parse(path).getroot()
            texts = (node.text for node in form.iter("string") if node.text and node.get("notr") != "true")
            found |= {(form.findtext("class") or "", text) for text in texts}
    for name, variables in ENGINE.items():
        for node in ast.parse((ROOT / name).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and node.targets[0].id in variables:
                value = ast.literal_eval(node.value)
                texts = value.values() if isinstance(value, dict) else [value]
                found |= {(CONTEXT, text) for text in texts}
    return sorted(found)


def read(path: Path) -> Strings:
    """What a catalogue holds."""
    if not path.exists():
        return {}
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): message.findtext("translation")
        or ""
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def write(path: Path, language: str, strings: Strings) -> None:
    """Write a catalogue in Qt's format, untranslated strings marked unfinished."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for (name, source), translation in sorted(strings.items()):
        if name not in contexts:
            contexts[name] = ET.SubElement(root, "context")
            ET.SubElement(contexts[name], "name").text = name
        message = ET.SubElement(contexts[name], "message")
        ET.SubElement(message, "source").text = source
        translated = ET.SubElement(message, "translation")
        translated.text = translation
        if not translation:
            translated.set("type", "unfinished")
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def main() -> int:
    """Update and compile each language; 1 where strings are not translated yet."""
    FOLDER.mkdir(exist_ok=True)
    wanted, missing = sources(), 0
    for language in LANGUAGES:
        path = FOLDER / f"eoduet_{language}.ts"
        held = read(path)
        strings = {key: held.get(key, "") for key in wanted}
        write(path, language, strings)
        subprocess.run(["lrelease", "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True)
        open_ones = [source for (_, source), translation in strings.items() if not translation]
        missing += len(open_ones)
        print(f"{path.name}: {len(strings) - len(open_ones)} of {len(strings)} strings translated")
        for source in open_ones:
            print(f"  not yet: {source!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
