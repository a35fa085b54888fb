"""What a batch came to: totals, a table (CSV) and a page (HTML) with numbers in units; encodes nothing.

`batch.csv` and `batch.html` lie in the output folder and are written anew at the end of every run.
"""

from __future__ import annotations

import csv
import html
import io
import os
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from . import vsi
from .wording import decibels, ratio_words, size_words, time_words

CSV_NAME, HTML_NAME = "batch.csv", "batch.html"
COLUMNS = (
    "row",
    "optical",
    "sar",
    "output",
    "status",
    "message",
    "bytes",
    "ratio",
    "bpp",
    "quality",
    "gamma",
)
MORE_COLUMNS = ("profile", "psnr_optical", "psnr_sar", "psnr_joint", "seconds", "device")
WORDS = {
    "done": "✓ done",
    "skipped": "✓ done before",
    "failed": "✕ failed",
    "waiting": "– not done",
    "running": "– not done",
}
STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } .lead { font-size: 1.1rem; margin-top: 0; opacity: .8; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; } th, td { padding: .3rem .6rem; border-bottom: 1px solid #8885; }
td { vertical-align: top; }
.n { text-align: right; white-space: nowrap; } .s { white-space: nowrap; } .failed { font-weight: 600; }
.why { font-weight: 400; white-space: normal; opacity: .85; } small { opacity: .7; }
"""


@dataclass(frozen=True)
class Summary:
    """`jobs` as dictionaries of `engine.batch.Job`, in the list's order; `seconds` of this run alone."""

    jobs: list[dict[str, Any]]
    folder: str
    seconds: float

    def count(self, *statuses: str) -> int:
        """How many jobs have one of these statuses."""
        counted = Counter(job["status"] for job in self.jobs)
        return sum(counted[status] for status in statuses)

    @property
    def finished(self) -> int:
        """How many files are there: made now or before."""
        return self.count("done", "skipped")

    @property
    def bytes(self) -> int:
        """Bytes of the files that are there."""
        return sum(job["report"]["bytes"] for job in self.jobs if job["report"])

    @property
    def raw_bytes(self) -> int:
        """Bytes of the uncompressed samples in them."""
        return sum(job["report"]["raw_bytes"] for job in self.jobs if job["report"])

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        totals = {"finished": self.finished, "skipped": self.count("skipped"), "failed": self.count("failed")}
        said = {"line": self.line(), "page": os.path.join(self.folder, HTML_NAME)}
        return {**totals, "bytes": self.bytes, "raw_bytes": self.raw_bytes, **said, **asdict(self)}

    def line(self) -> str:
        """The whole of it in a line."""
        parts = [f"{self.finished} of {len(self.jobs)} pairs done"]
        if self.count("skipped"):
            parts.append(f"{self.count('skipped')} of them before")
        if self.count("failed"):
            parts.append(f"{self.count('failed')} failed")
        if self.bytes:
            ratio = self.raw_bytes / self.bytes
            parts.append(
                f"{size_words(self.raw_bytes)} became {size_words(self.bytes)} (1 : {ratio_words(ratio)})"
            )
        return ", ".join(parts)


def write_reports(summary: Summary) -> None:
    """Write table and page into the summary's folder; OutputError."""
    for name, text in ((CSV_NAME, table(summary)), (HTML_NAME, page(summary))):
        path = os.path.join(summary.folder, name)
        temporary = vsi.temporary_name(path)
        try:
            file = vsi.VsiFile(temporary, "wb", path)
            file.write(0, text.encode("utf-8-sig" if name == CSV_NAME else "utf-8"))
            file.close()
            vsi.replace(temporary, path)
        finally:
            vsi.remove(temporary)


def table(summary: Summary) -> str:
    """The CSV table: a row a pair; numbers without units, seconds and dB, bits per pixel and image."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *MORE_COLUMNS])
    for job in summary.jobs:
        report = job["report"] or {}
        facts = {
            **report,
            **{f"psnr_{name}": f"{value:.2f}" for name, value in (report.get("psnr") or {}).items()},
            "row": job["number"],
            "optical": job["row"]["optical"],
            "sar": job["row"]["sar"],
            "output": os.path.relpath(job["output"], summary.folder) if report else "",
            "status": job["status"],
            "message": job["message"],
        }
        writer.writerow([_cell(facts.get(column, "")) for column in (*COLUMNS, *MORE_COLUMNS)])
    return text.getvalue()


def _cell(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float) else value


def page(summary: Summary) -> str:
    """The HTML page, in one file without links but to the files beside it."""
    heads = ("", "Pair", "File", "Size", "Ratio", "Rate", "Optical", "SAR", "Quality, γ", "Time", "State")
    head = "".join(f"<th{' class=n' if 2 < i < 10 else ''}>{name}</th>" for i, name in enumerate(heads))
    rows = "".join(_row(job, summary.folder) for job in summary.jobs)
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>EO-Duet batch</title>"
        f"<style>{STYLE}</style></head><body><h1>EO-Duet batch</h1>"
        f"<p class='lead'>{html.escape(summary.line())}, in {time_words(summary.seconds)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "<p><small>Size: of the .duet file. Ratio: to the uncompressed samples. Rate: bits per pixel and image (bpp). "
        "Optical, SAR: PSNR of what decodes.</small></p></body></html>"
    )


def _row(job: dict[str, Any], folder: str) -> str:
    report = job["report"]
    images = (os.path.basename(path) for path in (job["row"]["optical"], job["row"]["sar"]) if path)
    state = html.escape(WORDS[job["status"]])
    if job["message"]:
        state += f"<br><span class='why'>{html.escape(job['message'])}</span>"
    numbers = [""] * 7
    name = ""
    if report:
        name = html.escape(os.path.relpath(job["output"], folder))
        psnr = report["psnr"] or {}
        numbers = [
            size_words(report["bytes"]),
            f"1 : {ratio_words(report['ratio'])}",
            f"{report['bpp']:.3f} bpp",
            *(decibels(psnr[image], 1) if image in psnr else "" for image in ("optical", "sar")),
            f"{report['quality']:g}, {report['gamma']:g}",
            time_words(report["seconds"]),
        ]
    cells = "".join(f"<td class=n>{number}</td>" for number in numbers)
    return (
        f"<tr><td class=n>{job['number']}</td><td>{'<br>'.join(map(html.escape, images))}</td><td>{name}</td>{cells}"
        f"<td class='{'s failed' if job['status'] == 'failed' else 's'}'>{state}</td></tr>"
    )
