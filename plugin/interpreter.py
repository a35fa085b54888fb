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

    Inside QGIS `sys.executable` is QGIS's own program or whatever `python3` the search path has first, so the
    interpreter is looked for beside the libraries that QGIS's Python was loaded with.
    """
    named = settings.python()
    prefix = Path(sys.exec_prefix)
    names = ["python.exe"] if os.name == "nt" else [f"python3.{sys.version_info[1]}", "python3"]
    places = [prefix / name for name in names] + [prefix / "bin" / name for name in names]
    places += [Path(sys.executable).parent / "bin" / name for name in names]
    if Path(sys.executable).stem.lower().startswith("python"):
        places.append(Path(sys.executable))
    found = [Path(named)] if named else places
    for candidate in found:
        if candidate.is_file():
            return str(candidate)
    message = tr(
        "No Python was found to make the environment from (looked for {}): name one in the setting {}."
    )
    raise EnvironmentFault(message.format(found[0], "eoduet/python"))
