"""Results as text: the rows on the terminal and the README's section between its markers; nothing is measured here."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

BEGIN, END = "<!-- results:begin -->", "<!-- results:end -->"
FIGURES = "tests/bench/figures"
MARKS = {True: "yes", False: "**no**", None: "–"}


def lines(modules: list[ModuleType], results: dict) -> list[tuple[str, str, bool | None]]:
    """Return the rows (bar, measured, passed) of all parts that have results."""
    return [row for m in modules if m.TITLE in results for row in m.summary(results[m.TITLE])]


def print_rows(rows: list[tuple[str, str, bool | None]]) -> None:
    """Rows on the terminal."""
    for bar, measured, passed in rows:
        print(f"{ {True: 'pass', False: 'FAIL', None: '    '}[passed] }  {bar}\n        {measured}")


def markdown(modules: list[ModuleType], results: dict) -> str:
    """Return the README's section."""
    parts = [_conditions(results["setting"]), "| what | measured | met |\n|---|---|---|"]
    parts[-1] += "".join(
        f"\n| {bar} | {measured} | {MARKS[passed]} |" for bar, measured, passed in lines(modules, results)
    )
    if "quality" in results:
        parts += [_quality_table(results["quality"]), _picture("quality", "Joint PSNR over rate")]
    if "prompts" in results:
        parts.append(_picture("prompts", "PSNR of both modalities over quality"))
    return "\n\n".join(parts)


def fill(readme: Path, section: str) -> None:
    """Put the section between the markers; SystemExit where they are missing."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{readme.name} has no section between {BEGIN} and {END}.")
    readme.write_text(f"{before}{BEGIN}\n{section}\n{END}{after}", encoding="utf-8")


def _conditions(setting: dict) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in setting["packages"].items())
    steps = (setting.get("trained") or {}).get("steps")
    return (
        f"Model `{setting['model']}` {setting['digest'][:8]} ({steps:,} training steps), {setting['pairs']} pairs of "
        f"the split `{setting['split']}`, {setting['cores']} cores of a {setting['machine']} machine, {packages}. "
        "Written by `make bench DATA=folder` into [tests/bench/results.json](tests/bench/results.json)."
    )


def _quality_table(quality: dict) -> str:
    rates = quality["table_rates"]
    at = [quality["rates"].index(rate) for rate in rates]
    rows = ["| joint PSNR in dB at | " + " | ".join(f"{rate:g} bpp" for rate in rates) + " | BD-rate |"]
    rows.append("|---" * (len(rates) + 2) + "|")
    for name, group in quality["sources"].items():
        for coder, label in (
            ("eoduet", "EO-Duet"),
            ("eoduet_gamma_half", "EO-Duet, γ 0.5"),
            ("jpeg2000", "JPEG 2000"),
        ):
            values = " | ".join(f"{group[coder][i]:.2f}" for i in at)
            delta = f"{group['bd_rate_percent']:+.1f} %" if coder == "eoduet" else ""
            rows.append(f"| {name}, {label} | {values} | {delta} |")
    return "\n".join(rows)


def _picture(name: str, words: str) -> str:
    return f"![{words}]({FIGURES}/{name}.svg)"
