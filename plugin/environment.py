"""The private environment: where it lies, what it holds and whether it is ready. How it is made stands in `installation`.

ONNX Runtime and constriction live in a virtual environment of their own, beside and never inside QGIS's
Python, in the user's profile and not in the plugin folder (an update of the plugin replaces that folder). A
stamp tells which build it is for and, once it is finished, what was installed from which pins. A worker that
does not start in it notes why in the stamp, and only a repair takes that back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication

from .builds import BUILDS, CPU, Build
from .translation import tr


class PrivateEnvironment:
    """The virtual environment in `folder` (default: `eoduet/env` in the user's QGIS profile)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(QgsApplication.qgisSettingsDirPath()) / "eoduet" / "env"
        windows = sys.platform == "win32"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self.stamp = self.folder / "eoduet.json"

    def versions(self) -> dict:
        """The versions that were installed, empty where the environment was never finished."""
        return self._stamped().get("versions", {})

    def build(self) -> Build | None:
        """The build that is, or half is, installed; None where nothing of the kind was begun."""
        return BUILDS.get(self._stamped().get("build", ""))

    def device(self) -> str:
        """The device that coded the tile of the proof."""
        return self._stamped().get("device", "")

    def problem(self) -> str:
        """Why inference cannot run, in one sentence with the remedy; empty when it can. Quick: nothing is run."""
        stamped = self._stamped()
        if not self.folder.exists():
            return tr(
                "The private environment is missing: run 'Set up EO-Duet' (eoduet:setup) once; it downloads "
                "about {} MB."
            ).format(BUILDS[CPU].megabytes)
        if "versions" not in stamped:
            return tr(
                "The set-up of the private environment was not finished: run 'Set up EO-Duet' (eoduet:setup); it "
                "goes on where it stopped."
            )
        if not self.python.exists():
            return tr(
                "The private environment has lost its Python, as after an update of QGIS or the system: repair it with "
                "'Set up EO-Duet' (eoduet:setup)."
            )
        build = self.build()
        if build is None or stamped.get("pins") != pins(build):
            return tr(
                "The private environment was made for another version of the plugin: run 'Set up EO-Duet' "
                "(eoduet:setup) to renew it."
            )
        fault = stamped.get("fault", "")
        if fault:
            return tr(
                "The private environment is broken ({}): repair it with 'Set up EO-Duet' (eoduet:setup)."
            ).format(fault)
        return ""

    def begin(self, build: Build) -> None:
        """Say what it is going to be; it is not ready until `finish`."""
        self.stamp.write_text(json.dumps({"build": build.name}), encoding="utf-8")

    def finish(self, build: Build, versions: dict, device: str) -> None:
        """Say that it is ready, with what, and which device coded the tile of the proof."""
        content = {"build": build.name, "pins": pins(build), "versions": versions, "device": device}
        self.stamp.write_text(json.dumps(content), encoding="utf-8")

    def note_fault(self, fault: str) -> None:
        """Say that its worker does not start any more, and why; an environment that cannot be written stays as it is."""
        stamped = self._stamped()
        try:
            if stamped:
                self.stamp.write_text(json.dumps({**stamped, "fault": fault}), encoding="utf-8")
        except OSError:
            return

    def _stamped(self) -> dict:
        try:
            stamped = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamped if isinstance(stamped, dict) else {}


def pins(build: Build) -> str:
    """What of a build's pins decides what is installed: its lines with their hashes, without comments."""
    lines = build.pins.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
