"""Which Python the private environment is made from; only the search, nothing is run or written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..engine.errors import DuetError
from . import settings
from .translation import tr


class EnvironmentFault(DuetError):
    """The private environment is missing or cannot be made."""


def base_python() -> str:
    """The Python to make the environment from: the user's choice, else the one QGIS itself runs on.

    Inside QGIS `sys.executable` is often QGIS's own program, so the interpreter is looked for beside its
    libraries.
    """
    named = settings.python()
    folders = [Path(sys.exec_prefix), Path(sys.exec_prefix) / "bin", Path(sys.executable).parent / "bin"]
    names = ["python.exe"] if os.name == "nt" else [f"python3.{sys.version_info[1]}", "python3"]
    found = [named] if named else [str(folder / name) for folder in folders for name in names]
    if not named and Path(sys.executable).stem.lower().startswith("python"):
        found.insert(0, sys.executable)
    for candidate in found:
        if Path(candidate).is_file():
            return candidate
    message = tr(
        "No Python was found to make the environment from (looked for {}): name one in the setting {}."
    )
    raise EnvironmentFault(message.format(found[0], "eoduet/python"))
