"""What the panel was last set to, kept in the project; knows no widget."""

from __future__ import annotations

from qgis.core import QgsProject

SCOPE = "eoduet"
DEFAULTS: dict[str, object] = {
    "optical": "",
    "sar": "",
    "quality": 50.0,
    "gamma": 0.5,
    "learned_gamma": True,
    "target": "none",
    "target_value": 0.5,
    "model": "",
    "profile": "image",
    "device": "auto",
    "decode": True,
    "report": True,
    "preview": True,
}


def load(project: QgsProject) -> dict:
    """The settings stored in a project, with defaults for the rest."""
    state = {}
    for key, default in DEFAULTS.items():
        read = {bool: project.readBoolEntry, float: project.readDoubleEntry}.get(
            type(default), project.readEntry
        )
        state[key] = read(SCOPE, key, default)[0]
    return state


def save(project: QgsProject, state: dict) -> None:
    """Store settings in a project, marking it changed only where one changed."""
    before = load(project)
    for key, value in state.items():
        if before[key] != value:
            if isinstance(value, float):
                project.writeEntryDouble(SCOPE, key, value)
            else:
                project.writeEntry(SCOPE, key, value)
