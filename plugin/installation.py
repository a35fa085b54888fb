"""Making, changing and repairing the private environment: venv, pip with pinned hashes, proof, stamp; no choice of build here.

What was interrupted goes on where it stopped. Another build, or an environment that does not prove itself, is made anew:
the builds of ONNX Runtime share files, so one installed over another is neither."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile, QStorageInfo

from ..engine.errors import Cancelled, DuetError
from . import proxy
from .builds import BUILDS, CPU, Build
from .diagnostics import without_secrets
from .environment import PrivateEnvironment
from .interpreter import EnvironmentFault, base_python
from .process import run_program
from .proof import Proof, prove
from .remedies import remedy
from .translation import tr

Progress = Callable[[float], None]
Log = Callable[[str], None]
VENV, INSTALLED, PROVED = 10, 85, 100  # per cent, when each is done
SIZE = re.compile(r"\(([\d.]+) (kB|MB|GB)\)")
UNSAID = (
    "Ignoring ",
    "WARNING: Location ",
)  # the pins of other Pythons; an index that lacks one of several packages
UNITS = {"kB": 1e-3, "MB": 1.0, "GB": 1e3}


@dataclass
class Installation:
    """One set-up of `environment` with a build, from the package index or a folder of wheels.

    `run` returns what was proved; it raises `EnvironmentFault` with the remedy, or `Cancelled`."""

    environment: PrivateEnvironment
    progress: Progress
    log: Log
    cancelled: Callable[[], bool]
    build: Build = BUILDS[CPU]
    wheels: Path | None = None
    rebuild: bool = False
    _megabytes: float = field(default=0.0, init=False)

    def run(self) -> Proof:
        """Make, finish, change or repair the environment; progress goes 0..100."""
        folder = self.environment.folder
        self._look_at_wheels()
        self._try(lambda: folder.parent.mkdir(parents=True, exist_ok=True))
        lock = QLockFile(str(folder.parent / "setup.lock"))
        if not lock.tryLock(0):
            raise EnvironmentFault(
                tr("Another QGIS is setting up EO-Duet at this moment: wait until it is done.")
            )
        try:
            if self.rebuild or self.environment.build() not in (None, self.build):
                self._remove()
            return self._make()
        finally:
            lock.unlock()

    def _make(self) -> Proof:
        found = self.environment.folder.exists()
        self._look_at_disk()
        self._make_venv()
        self._try(lambda: self.environment.begin(self.build))
        self.progress(VENV)
        self._install()
        self.progress(INSTALLED)
        self.log(tr("Coding and decoding a tile"))
        try:
            proof = prove(self.environment, self.cancelled)
        except Cancelled:
            raise
        except DuetError as error:
            if not found:
                raise
            self.log(tr("What was there cannot be repaired ({}): making it anew").format(error))
            self._remove()
            return self._make()
        versions = {name: text for name, text in proof.versions.items() if isinstance(text, str)}
        self._try(lambda: self.environment.finish(self.build, versions, proof.device))
        self.log(tr("Ready: {}").format(", ".join(f"{name} {text}" for name, text in versions.items())))
        self.log(tr("Coded and decoded a tile on {}: the symbols agree").format(proof.device))
        self.progress(PROVED)
        return proof

    def _look_at_wheels(self) -> None:
        if self.wheels is not None and not any(self.wheels.glob("*.whl")):
            raise EnvironmentFault(
                tr(
                    "The folder {} holds no wheels: fill it on a machine with a network ('pip download', see the help)."
                ).format(self.wheels)
            )

    def _look_at_disk(self) -> None:
        """A download that fills the disk takes minutes to fail, and other programs with it."""
        free = QStorageInfo(str(self.environment.folder.parent)).bytesAvailable() / 1e6
        if 0 <= free < self.build.disk and not self.environment.python.exists():
            raise EnvironmentFault(
                tr(
                    "The disk is too full: {} needs {} MB and {:.0f} MB are free. Free some, then try again."
                ).format(self.build.title, self.build.disk, free)
            )

    def _make_venv(self) -> None:
        if self.environment.python.exists() and self._pip_runs():
            self.log(tr("Going on with the environment in {}").format(self.environment.folder))
            return
        base = base_python()
        self.log(tr("Making the environment in {} with {}").format(self.environment.folder, base))
        self._do(base, ["-I", "-m", "venv", "--clear", str(self.environment.folder)], self.log)

    def _pip_runs(self) -> bool:
        pip = ["-I", "-m", "pip", "--version"]
        try:
            return run_program(str(self.environment.python), pip, lambda line: None, self.cancelled) == 0
        except Cancelled:
            raise
        except DuetError:  # a Python that does not start
            return False

    def _install(self) -> None:
        pip = ["-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
        where = ["--no-index", "--find-links", str(self.wheels)] if self.wheels else []
        pinned = ["--only-binary", ":all:", "--require-hashes", "-r", str(self.build.pins)]
        self._do(str(self.environment.python), [*pip, *where, *pinned], self._watch)

    def _watch(self, line: str) -> None:
        """Log a line of pip, and tell from the sizes in it how far it is."""
        if line.startswith(UNSAID):
            return
        size = SIZE.search(line)
        if size:
            self._megabytes += float(size[1]) * UNITS[size[2]]
        elif line.startswith("Processing "):
            path = line.split(" ", 1)[1]
            self._megabytes += _megabytes(path)
            line = f"Processing {Path(path).name}"
        self.log(line)
        share = min(self._megabytes / self.build.megabytes, 0.9)
        if line.startswith(("Installing collected", "Successfully installed")):
            share = 0.95
        self.progress(VENV + (INSTALLED - VENV) * share)

    def _remove(self) -> None:
        try:
            if self.environment.folder.exists():
                shutil.rmtree(self.environment.folder)
        except OSError as error:
            raise EnvironmentFault(
                tr(
                    "The old environment in {} cannot be removed ({}): close other QGIS windows and try "
                    "again."
                ).format(self.environment.folder, error.strerror)
            ) from error

    def _try(self, write: Callable[[], None]) -> None:
        """Do something to the disk; `EnvironmentFault` where it cannot be done."""
        try:
            write()
        except OSError as error:
            raise EnvironmentFault(remedy([error.strerror or str(error)])) from error

    def _do(self, program: str, arguments: list[str], on_line: Log) -> None:
        """Run one step; its failure becomes `EnvironmentFault` with the remedy its output points to."""
        tail: list[str] = []

        def keep(line: str) -> None:
            line = without_secrets(line)
            tail.append(line)
            on_line(line)

        variables = proxy.variables()
        if run_program(program, arguments, keep, self.cancelled, variables) != 0:
            raise EnvironmentFault(remedy(tail, self.wheels, variables.values()))


def _megabytes(path: str) -> float:
    try:
        return Path(path).stat().st_size / 1e6
    except OSError:
        return 0.0
