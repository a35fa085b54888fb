"""The private environment: where it lies, whether it is ready, and how it is made and repaired. Not what runs
in it.

ONNX Runtime and constriction live in a virtual environment of their own, beside and never inside QGIS's
Python, in the user's profile and not in the plugin folder (an update of the plugin replaces that folder). It
is made with `venv` and `pip`. A stamp written last holds the requirements that were installed, so an
interrupted set-up is seen as such, goes on where it stopped, and a plugin update that needs other versions
asks for a repair."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QLockFile

from .interpreter import EnvironmentFault, base_python
from .process import run_program
from .remedies import remedy
from .translation import tr

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PACKAGES = ("numpy", "onnxruntime", "constriction")
PROBE = (
    "import json, sys\n"
    f"versions = {{name: __import__(name).__version__ for name in {PACKAGES[:2]!r}}}\n"
    "from importlib.metadata import version\n"
    f"versions[{PACKAGES[2]!r}] = (__import__({PACKAGES[2]!r}), version({PACKAGES[2]!r}))[1]\n"
    "print(json.dumps(dict(versions, python=sys.version.split()[0])))\n"
)
Progress = Callable[[float], None]
Log = Callable[[str], None]
Cancelled = Callable[[], bool]


class PrivateEnvironment:
    """The virtual environment in `folder` (default: `eoduet/env` in the user's QGIS profile)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(QgsApplication.qgisSettingsDirPath()) / "eoduet" / "env"
        windows = sys.platform == "win32"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self.stamp = self.folder / "eoduet.json"

    def versions(self) -> dict:
        """The versions that were installed, empty where the environment was never finished."""
        return self._stamped("versions") or {}

    def problem(self) -> str:
        """Why inference cannot run, in one sentence with the remedy; empty when it can."""
        if not self.python.exists() or not self.stamp.exists():
            return tr(
                "The private environment is missing: run 'Set up EO-Duet' (eoduet:setup) once; it downloads "
                "about 50 MB."
            )
        if self._stamped("requirements") != REQUIREMENTS.read_text(encoding="utf-8"):
            return tr(
                "The private environment was made for another version of the plugin: run 'Set up EO-Duet' "
                "(eoduet:setup) to renew it."
            )
        return ""

    def _stamped(self, key: str):
        try:
            return json.loads(self.stamp.read_text(encoding="utf-8"))[key]
        except (OSError, ValueError, KeyError):
            return None

    def set_up(self, progress: Progress, log: Log, cancelled: Cancelled, rebuild: bool = False) -> dict:
        """Make, finish or repair the environment and return its versions; progress goes 0..100.

        What is there already is kept unless `rebuild`. Raises `EnvironmentFault` with the remedy, or
        `Cancelled`; either way the next call goes on from what was done."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(str(self.folder.parent / "setup.lock"))
        if not lock.tryLock(0):
            raise EnvironmentFault(
                tr("Another QGIS is setting up EO-Duet at this moment: wait until it is done.")
            )
        try:
            if rebuild:
                self._remove()
            self._make_venv(log, cancelled)
            progress(15)
            self._install(progress, log, cancelled)
            versions = self._probe(log, cancelled)
            content = {"versions": versions, "requirements": REQUIREMENTS.read_text(encoding="utf-8")}
            self.stamp.write_text(json.dumps(content), encoding="utf-8")
            progress(100)
            return versions
        finally:
            lock.unlock()

    def _remove(self) -> None:
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            raise EnvironmentFault(
                tr(
                    "The old environment in {} cannot be removed ({}): close other QGIS windows and try "
                    "again."
                ).format(self.folder, error.strerror)
            ) from error

    def _make_venv(self, log: Log, cancelled: Cancelled) -> None:
        if self.python.exists() and self._runs(["-m", "pip", "--version"], cancelled):
            log(tr("Going on with the environment in {}").format(self.folder))
            return
        base = base_python()
        log(tr("Making the environment in {} with {}").format(self.folder, base))
        self._do(base, ["-I", "-m", "venv", "--clear", str(self.folder)], log, cancelled)

    def _install(self, progress: Progress, log: Log, cancelled: Cancelled) -> None:
        begun: set[str] = set()

        def watch(line: str) -> None:
            if line.startswith("Ignoring "):  # the requirements of other Pythons
                return
            log(line)
            begun.update(name for name in PACKAGES if name in line)
            installing = line.startswith(("Installing collected", "Successfully installed"))
            progress(85 if installing else 15 + 20 * len(begun))

        pip = ["-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off", "--only-binary", ":all:"]
        self._do(str(self.python), [*pip, "-r", str(REQUIREMENTS)], watch, cancelled)

    def _probe(self, log: Log, cancelled: Cancelled) -> dict:
        lines: list[str] = []
        self._do(str(self.python), ["-I", "-c", PROBE], lines.append, cancelled)
        versions = json.loads(lines[-1])
        log(tr("Ready: {}").format(", ".join(f"{name} {version}" for name, version in versions.items())))
        return versions

    def _runs(self, arguments: list[str], cancelled: Cancelled) -> bool:
        return run_program(str(self.python), ["-I", *arguments], lambda line: None, cancelled) == 0

    def _do(self, program: str, arguments: list[str], on_line: Log, cancelled: Cancelled) -> None:
        """Run one step; its failure becomes `EnvironmentFault` with the remedy its output points to."""
        tail: list[str] = []

        def keep(line: str) -> None:
            tail.append(line)
            on_line(line)

        if run_program(program, arguments, keep, cancelled) != 0:
            raise EnvironmentFault(remedy(tail))
