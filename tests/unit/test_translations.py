"""Catalogues: which strings are found in the sources, what of an old catalogue stays, and that no string is put together."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogues():
    """The module .ci/translations.py."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".ci" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_literals_are_found_however_they_are_written(catalogues):
    code = 'a = tr("one" " string")\nself.tr("two").format(b)\nmarked(\n    "three"\n)\ntr(name)\nprint("four")\n'
    assert sorted(catalogues.literals(ast.parse(code))) == ["one string", "three", "two"]


def test_forms_and_the_engines_words_belong_to_it(catalogues):
    found = catalogues.sources()
    assert ("DuetPanel", "&Compress") in found
    assert any(context == "EODuet" and "NoData" in source for context, source in found)
    assert ("EODuet", "No areas: the image has no CRS and position that say how large a pixel is.") in found
    assert len(found) == len(set(found))


def test_no_string_is_put_together_where_it_is_translated(catalogues):
    """A catalogue holds what the source says: f-strings and sums cannot be in it."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("plugin", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for call in catalogues.built(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_what_was_translated_stays_and_what_is_gone_goes(catalogues, tmp_path):
    path = tmp_path / "a.ts"
    catalogues.write(path, "de", {("EODuet", "Map"): "Karte <1>", ("EODuet", "File & more"): ""})
    assert catalogues.read(path) == {("EODuet", "Map"): "Karte <1>", ("EODuet", "File & more"): ""}
    assert path.read_text(encoding="utf-8").count("unfinished") == 1


def fields(text: str) -> list[tuple[str, str]] | None:
    """What `format` would fill in, None where the text is no format."""
    try:
        return sorted(
            (name or "", spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None
        )
    except ValueError:
        return None


@pytest.mark.parametrize("language", ["de", "es"])
def test_translations_fill_in_what_their_sources_fill_in(catalogues, language):
    strings = catalogues.read(catalogues.FOLDER / f"eoduet_{language}.ts")
    assert len(strings) > 100
    wrong = [
        source
        for (_, source), said in strings.items()
        if said and fields(source) and fields(source) != fields(said)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_no_two_boxes_of_the_panel_share_a_key(catalogues, language):
    log_tab = {"&Copy", "C&lear"}  # not seen beside the others
    sources = [
        text for context, text in catalogues.sources() if context == "DuetPanel" and text not in log_tab
    ]
    said = catalogues.read(catalogues.FOLDER / f"eoduet_{language}.ts")
    shown = [said.get(("DuetPanel", text)) or text for text in sources]
    keys = [text[text.index("&") + 1].lower() for text in shown if "&" in text]
    assert len(keys) > 10
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_string_is_translated(catalogues, language):
    """After new strings: `make translations`, then fill in what it lists."""
    said = catalogues.read(catalogues.FOLDER / f"eoduet_{language}.ts")
    assert [source for source in catalogues.sources() if not said.get(source)] == []
