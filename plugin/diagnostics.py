"""What a bug report needs, as text to copy: versions, environment, cards, last lines of the log. No secrets, no full paths."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, QSysInfo

from ..engine import __version__
from ..engine.bundle import DEFAULT_BUNDLE, find_bundle
from ..engine.errors import DuetError
from . import proxy, settings
from .environment import PrivateEnvironment
from .graphics import Card, cards

LINES = 60  # of the log
LOGIN = re.compile(r"(\w+://)[^/@\s]+@")


def without_secrets(text: str) -> str:
    """Text without the logins of addresses, such as a proxy's password."""
    return LOGIN.sub(r"\1***@", text)


def shortened(text: str) -> str:
    """Text with the home folder as ~: a user's name is nobody's business."""
    home = str(Path.home())
    return text if len(home) < 2 else text.replace(home, "~").replace(home.replace("\\", "/"), "~")


def diagnostics(log: Iterable[str] = (), found: list[Card] | None = None) -> str:
    """The text; asks nvidia-smi for the cards where they are not given, so it may take a moment."""
    environment = PrivateEnvironment()
    build = environment.build()
    versions = ", ".join(f"{name} {version}" for name, version in environment.versions().items())
    found = cards() if found is None else found
    rows = {
        "EO-Duet": f"{__version__}, {_model()}",
        "QGIS": f"{Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}, GDAL {gdal.__version__}",
        "Python": f"{platform.python_version()}, numpy {sys.modules['numpy'].__version__}",
        "System": f"{QSysInfo.prettyProductName()}, {platform.machine()}",
        "Environment": str(environment.folder),
        "Build": build.name if build else "none",
        "Installed": versions or "nothing",
        "Proved on": environment.device() or "nothing",
        "Problem": environment.problem() or "none",
        "Cards": "; ".join(" ".join(filter(None, (c.name, c.driver, c.memory))) for c in found) or "none",
        "Settings": f"device {settings.device()}, threads {settings.threads()}, python {settings.python() or 'found'}",
        "Proxy": "set in QGIS" if proxy.variables() else "not set in QGIS",
    }
    head = [f"{name}: {value}" for name, value in rows.items()]
    lines = [line for text in log for line in text.splitlines()][-LINES:]
    return shortened(without_secrets("\n".join([*head, "", *lines]))).rstrip() + "\n"


def _model() -> str:
    try:
        bundle = find_bundle(DEFAULT_BUNDLE)
    except DuetError as error:
        return str(error)
    return f"{bundle.id} {bundle.digest[:8]}"
