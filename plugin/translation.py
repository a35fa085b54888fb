"""Source strings into the user's language: the catalogue for QGIS's locale, and the two functions that name strings.

Strings are English and literal where `tr` or `marked` takes them, so that `make translations` finds them."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "i18n"
CONTEXT = "EODuet"
_installed: list[QTranslator] = []  # Qt keeps no reference


def tr(text: str) -> str:
    """Translate a source string of the plugin (English where there is no translation)."""
    return QCoreApplication.translate(CONTEXT, text)


def marked(text: str) -> str:
    """The string as it is, found by `make translations`: for tables whose strings go through `tr` when they are shown."""
    return text


def install(locale: str = "") -> bool:
    """Load the catalogue of a locale such as "de_AT" (default: QGIS's own); False where there is none."""
    translator = QTranslator()
    name = locale or QgsApplication.instance().locale()
    # Qt tries eoduet_de_AT.qm, then eoduet_de.qm.
    if not translator.load(f"eoduet_{name}", str(FOLDER)):
        return False
    _installed.append(translator)
    return QCoreApplication.installTranslator(translator)


def uninstall() -> None:
    """Take every catalogue away again."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
