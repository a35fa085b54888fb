"""Source strings into the user's language; no strings of its own."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate a source string of the plugin (English where there is no translation)."""
    return QCoreApplication.translate("EODuet", text)
