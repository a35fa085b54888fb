"""The text for a bug report names what matters and nothing that is secret or private."""

from __future__ import annotations

from pathlib import Path

from eoduet.plugin.diagnostics import LINES, diagnostics, without_secrets
from eoduet.plugin.graphics import Card


def test_versions_cards_and_the_last_lines(environment):
    text = diagnostics([f"line {number}" for number in range(500)], [Card("NVIDIA T4", "550.90", "15 GiB")])
    for word in ("QGIS: 3.", "onnxruntime 1.", "s1s2-lite", "Build: cpu", "Proved on: CPU", "T4 550.90"):
        assert word in text
    assert text.rstrip().endswith("line 499") and "line 400" not in text
    assert len(text.splitlines()) < LINES + 20


def test_no_secrets_and_no_home(environment, monkeypatch):
    line = f"Proxy http://me:hidden@proxy:3128 for {Path.home()}/x and https://token@host/simple"
    text = diagnostics([line], [])
    assert "hidden" not in text and "token" not in text and "http://***@proxy:3128" in text
    assert "~/x" in text and "Cards: none" in text
    assert without_secrets("user@example.org") == "user@example.org"
