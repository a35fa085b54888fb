"""Sections of a page that a measurement writes: what stands between a pair of markers, and nothing else of the page."""

from __future__ import annotations

from pathlib import Path


def fill(page: Path, section: str, name: str = "results") -> None:
    """Put the section between the markers of that name; SystemExit where they are missing."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{page.name} has no section between {begin} and {end}.")
    page.write_text(f"{before}{begin}\n{section}\n{end}{after}", encoding="utf-8")
