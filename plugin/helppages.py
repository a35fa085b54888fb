"""The pages of the help: the Markdown files of resources/help in reading order, and a page for each algorithm, written from
the algorithm itself, so that it cannot be out of date; shows nothing."""

from __future__ import annotations

import html
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QUrl

from .algorithms.base import HELP_URL, DuetAlgorithm
from .translation import tr

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "help"
FIRST = "guide"
ORDER = (FIRST, "opening", "batch", "landcover", "setup", "format")
STYLE = (
    "<style>th { text-align: left; } td { padding: 3px 12px 3px 0; } code { white-space: pre-wrap; }</style>"
)


def guide_pages() -> list[tuple[str, QUrl]]:
    """Title (the first heading) and address of each written page."""
    pages = []
    for path in (FOLDER / f"{name}.md" for name in ORDER):
        if path.exists():
            with open(path, encoding="utf-8") as file:
                title = next(
                    (line[2:].strip().replace("`", "") for line in file if line.startswith("# ")), path.stem
                )
            pages.append((title, QUrl.fromLocalFile(str(path))))
    return pages


def algorithm_pages() -> list[tuple[str, QUrl]]:
    """Title and address of each algorithm's page, sorted by title; none before the provider is registered."""
    provider = QgsApplication.processingRegistry().providerById("eoduet")
    every = provider.algorithms() if provider is not None else []
    own = [one for one in every if isinstance(one, DuetAlgorithm)]  # not the ready-made models
    return sorted((one.displayName(), QUrl(HELP_URL + one.name())) for one in own)


def algorithm_page(name: str) -> str:
    """The page of `eoduet:<name>` as HTML; a sentence where there is no such algorithm."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"eoduet:{name}")
    if algorithm is None:
        return html.escape(tr("There is no algorithm {}.").format(name))
    said = "".join(f"<p>{html.escape(line)}</p>" for line in tr(algorithm.help_text).split("\n"))
    hidden = QgsProcessingParameterDefinition.FlagHidden
    parameters = [one for one in algorithm.parameterDefinitions() if not one.flags() & hidden]
    inputs = [(one.name(), one.description(), algorithm.meaning(one.name(), False)) for one in parameters]
    taken = {one.name() for one in parameters}
    outputs = [
        (one.name(), one.description(), algorithm.meaning(one.name(), True))
        for one in algorithm.outputDefinitions()
        if one.name() not in taken
    ]
    return (
        f"<html><head>{STYLE}</head><body><h1>{html.escape(algorithm.displayName())}</h1>{said}"
        f"<h2>{html.escape(tr('Parameters'))}</h2>{_table(inputs)}"
        f"<h2>{html.escape(tr('Results'))}</h2>{_table(outputs)}"
        f"<h2>{html.escape(tr('Without a window'))}</h2><p><code>{html.escape(_command(algorithm))}</code></p></body></html>"
    )


def _table(rows: list[tuple[str, str, str]]) -> str:
    cells = "".join(
        f"<tr><td><b>{html.escape(label)}</b><br><code>{name}</code></td><td>{html.escape(said)}</td></tr>"
        for name, label, said in rows
    )
    return f"<table>{cells}</table>"


def _command(algorithm: QgsProcessingAlgorithm) -> str:
    """The call through `qgis_process`, with what cannot be left out."""
    optional = QgsProcessingParameterDefinition.FlagOptional
    needed = [
        one.name()
        for one in algorithm.parameterDefinitions()
        if not one.flags() & optional and one.defaultValue() is None
    ]
    if algorithm.parameterDefinition("SAR") is not None:
        needed = [*dict.fromkeys(["OPTICAL", "SAR", *needed])]
    given = "".join(f" {name}=…" for name in needed)
    return f"qgis_process run {algorithm.id()}" + (f" --{given}" if given else "")
