"""QGIS's desktop under a screen of its own, driven by a script that runs inside it; what the script saw comes back."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from pathlib import Path

GIVE_UP = 240  # seconds; a dialog that waits for a person waits for ever
# Steps run one after another, each after a wait that lets QGIS come to rest; what they put into `seen` comes back.
FRAME = """
import json, os, traceback
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface
seen = {}
steps = []

def step(wait):
    def add(function):
        steps.append((wait, function))
        return function
    return add

def go():
    if not steps:
        with open(os.environ["SEEN"], "w") as file:
            json.dump(seen, file)
        os._exit(0)
    wait, function = steps.pop(0)
    def run():
        try:
            function()
        except Exception:
            seen["error"] = traceback.format_exc()
            steps.clear()
        go()
    QTimer.singleShot(wait, run)

"""


def run_in_desktop(folder: Path, script: str, settings: str, **variables: str) -> dict:
    """Start QGIS in a fresh profile under `folder` with QGIS3.ini of `settings`, run `script`, and return its `seen`.

    The script declares steps with `@step(milliseconds)`; they may use `iface`.
    """
    return start_desktop(folder, FRAME + script + "\ngo()\n", settings, **variables)[0]


def start_desktop(
    folder: Path,
    code: str,
    settings: str,
    screen: str = "1600x1200x24",
    give_up: float = GIVE_UP,
    **variables: str,
) -> tuple[dict, subprocess.Popen, str]:
    """The same for a script with a clock of its own, which writes JSON to $SEEN: (that, the process, what it printed)."""
    profile = folder / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True, exist_ok=True)
    (profile / "QGIS" / "QGIS3.ini").write_text(settings, encoding="utf-8")
    script = folder / "script.py"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, **variables, "SEEN": str(folder / "seen.json")}
    environment.pop("QT_QPA_PLATFORM", None)  # the desktop refuses to start offscreen; Xvfb is its screen
    environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(folder), "--code", str(script)]
    ran = subprocess.Popen(
        ["xvfb-run", "-a", "-s", f"-screen 0 {screen}", *qgis],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    printed = ""
    try:
        printed, _ = ran.communicate(timeout=give_up)
    except subprocess.TimeoutExpired as error:
        printed = str(error.output)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(ran.pid, signal.SIGKILL)  # xvfb-run, its screen and QGIS
    assert (folder / "seen.json").exists(), printed
    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    assert "error" not in seen, seen["error"]
    return seen, ran, printed
