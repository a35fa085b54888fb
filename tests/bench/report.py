"""Results as text: the rows on the terminal, the README's and the model card's section between markers; nothing is
measured here."""

from __future__ import annotations

from types import ModuleType

from .comparison import bounds
from .measures import MEASURES, WORDS
from .pairs import MODALITIES
from .peers import words

FIGURES = "tests/bench/figures"
MARKS = {True: "yes", False: "**no**", None: "–"}
OURS = {"eoduet": "EO-Duet", "eoduet_gamma_half": "EO-Duet, γ 0.5"}
MAIN = ("eoduet", "jpeg2000", "jpegxl")  # of the tables per source; the others are in the results' file
DIGITS = {"psnr": 2, "ms_ssim": 4}
UNBARRED = ("speed", "enlarged")  # parts whose figures have no bar, and belong on the first page all the same
PICTURES = {  # by the part that they show
    "joint": (
        ("joint_psnr", "Joint PSNR over rate"),
        ("joint_ms_ssim", "Joint MS-SSIM over rate"),
        ("gamma", "PSNR of each image over the rate of the pair, by γ"),
    ),
    "lone": (("lone", "PSNR of each image alone over its rate"),),
    "independent": (("independent", "Joint model against two independent ones"),),
    "raw": (("raw", "Joint PSNR over rate on original radiometry"),),
    "prompts": (("prompts", "PSNR of both modalities over quality"),),
}


def lines(modules: list[ModuleType], results: dict) -> list[tuple[str, str, bool | None]]:
    """Return the rows (bar, measured, passed) of all parts that have results."""
    return [row for m in modules if m.TITLE in results for row in m.summary(results[m.TITLE])]


def print_rows(rows: list[tuple[str, str, bool | None]]) -> None:
    """Rows on the terminal."""
    for bar, measured, passed in rows:
        print(f"{ {True: 'pass', False: 'FAIL', None: '    '}[passed] }  {bar}\n        {measured}")


def markdown(modules: list[ModuleType], results: dict, brief: bool = False) -> str:
    """Return the section: conditions, bars and figures of the parts, tables over rate.

    `brief` is the README's: what has a bar, speeds, the joint PSNR of all pairs alone as a table, and the pictures.
    """
    parts = [_in_short(results)] if brief and {"joint", "lone"} <= set(results) else []
    parts += [_conditions(results["setting"]), "| what | measured | met |\n|---|---|---|"]
    rows = [row for m in modules for row in lines([m], results) if not brief or _is_brief(m, row)]
    parts[-1] += "".join(f"\n| {bar} | {measured} | {MARKS[passed]} |" for bar, measured, passed in rows)
    parts += tables(modules, results, brief)
    if brief:
        for title in (module.TITLE for module in modules if module.TITLE in results):
            parts += [_picture(*picture) for picture in PICTURES.get(title, ())]
    return "\n\n".join(parts)


def _is_brief(module: ModuleType, row: tuple[str, str, bool | None]) -> bool:
    return row[2] is not None or module.TITLE in UNBARRED


def tables(modules: list[ModuleType], results: dict, brief: bool = False) -> list[str]:
    """Return the tables over rate of the parts that have any."""
    found = []
    titles = [module.TITLE for module in modules if module.TITLE in results]
    if brief:
        if "joint" not in titles:
            return []
        joint = results["joint"]
        whole = {"sources": {"all": joint["psnr"]["sources"]["all"]}}
        return [_table(f"joint {WORDS['psnr']}", joint, "psnr", whole)]
    if "joint" in titles:
        found += [_table(f"joint {WORDS[m]}", results["joint"], m, results["joint"][m]) for m in MEASURES]
    if "lone" in titles:
        names, lone = {"optical": "optical image alone", "sar": "SAR image alone"}, results["lone"]
        found += [
            _table(f"{WORDS[n]}, {names[m]},", lone, n, lone[m][n]) for m in MODALITIES for n in MEASURES
        ]
    return found


def _in_short(results: dict) -> str:
    """What a reader who stops here should know."""
    found = [
        (f"{words} against {peer}", by["sources"]["all"]["against"][coder]["bd_rate_percent"])
        for words, by in (
            ("a pair", results["joint"]["psnr"]),
            ("a SAR image alone", results["lone"]["sar"]["psnr"]),
            ("an optical image alone", results["lone"]["optical"]["psnr"]),
        )
        for coder, peer in (("jpeg2000", "JPEG 2000"), ("jpegxl", "JPEG XL"))
    ]
    if "independent" in results:
        for protocol, words in (
            ("paper", "as the paper measures it"),
            ("free", "that share their bytes out freely (most of it one head instead of two)"),
        ):
            by_source = results["independent"]["bytes"][protocol]["psnr"]["sources"]
            (against,) = by_source["all"]["against"].values()
            what = f"a pair against two models of one image each, {words},"
            found.append((what, against["bd_rate_percent"]))
    saved = "; ".join(f"{what} {-rate:.0f} %" for what, rate in found if rate is not None)
    return f"**In short**, so many fewer bytes at the same PSNR: {saved}."


def _conditions(setting: dict) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in setting["packages"].items())
    steps = (setting.get("trained") or {}).get("steps")
    budget = "" if steps is None else f" ({steps:,} training steps)"
    return (
        f"Model `{setting['model']}` {setting['digest'][:8]}{budget}, {setting['pairs']} pairs of "
        f"the split `{setting['split']}`, {setting['cores']} cores of a {setting['machine']} machine, {packages}. "
        "Brackets after a BD-rate: its 90 % interval over other pairs (bootstrap). "
        "Written by `make bench DATA=folder` and `make evaluate DATA=folder` from `tests/bench/results.json`."
    )


def _table(title: str, part: dict, measure: str, compared: dict) -> str:
    """Mean curves at the table's rates, with EO-Duet's BD-rate against each peer: all coders over all pairs, the main
    ones per source."""
    at = [part["rates"].index(rate) for rate in part["table_rates"]]
    unit = "in dB " if measure == "psnr" else ""
    heads = " | ".join(f"{rate:g} bpp" for rate in part["table_rates"])
    rows = [
        f"| {title} {unit}at | {heads} | EO-Duet's BD-rate [90 %] (range) |",
        "|---" * (len(at) + 2) + "|",
    ]
    for name, group in compared["sources"].items():
        for coder, curve in group["curves"].items():
            if name == "all" or coder in MAIN:
                values = " | ".join(
                    "–" if curve[i] is None else f"{curve[i]:.{DIGITS[measure]}f}" for i in at
                )
                delta = "" if coder in OURS else _delta(group["against"][coder])
                rows.append(f"| {name}, {OURS.get(coder) or words(coder)} | {values} | {delta} |")
    return "\n".join(rows)


def _delta(found: dict) -> str:
    if found["bd_rate_percent"] is None:
        return "–"
    low, high = found["overlap_db"]
    return f"{found['bd_rate_percent']:+.1f} %{bounds(found)} ({low:.1f}–{high:.1f} dB)"


def _picture(name: str, caption: str) -> str:
    return f"![{caption}]({FIGURES}/{name}.svg)"
