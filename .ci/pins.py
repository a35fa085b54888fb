"""The pins of the private environment: every package with the hashes of its wheels, for each build of ONNX Runtime.

`write` resolves `.ci/requirements/BUILD.in` for all Pythons and systems into `plugin/requirements/BUILD.txt`; `check` asks,
without installing anything, whether each Python on each system finds a wheel of every package with a pinned hash.
Linux on ARM is left out: constriction has no wheels for it.
Needs uv (`pip install uv`), which is no part of the test environment: pins change rarely. Afterwards: `make baseline`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / ".ci" / "requirements"
TARGETS = ROOT / "plugin" / "requirements"
PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
HEAD = "# Written by .ci/pins.py from .ci/requirements/{}.in: change that file, not this one.\n"
LINUX, WINDOWS, APPLE, INTEL_MAC = "linux", "windows", "aarch64-apple-darwin", "x86_64-apple-darwin"
SYSTEMS = {
    "cpu": (LINUX, WINDOWS, APPLE, INTEL_MAC),
    "nvidia": (LINUX, WINDOWS),
    "directml": (WINDOWS,),
}
# No ONNX Runtime was ever built for these.
NONE_BUILT = {("cpu", "3.14", INTEL_MAC)}


def uv(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "uv", "pip", *arguments, "--no-python-downloads"]
    variables = {
        **os.environ,
        "MACOSX_DEPLOYMENT_TARGET": "14.0",
    }  # what ONNX Runtime asks for on Apple's own processors
    return subprocess.run(command, env=variables, capture_output=True, text=True)


def write(build: str) -> bool:
    """Resolve one build into its file of pins."""
    options = ("--universal", "--python-version", PYTHONS[0], "--only-binary", ":all:", "--generate-hashes")
    ran = uv("compile", *options, "--no-header", "--no-annotate", str(SOURCES / f"{build}.in"))
    if ran.returncode:
        print(ran.stderr)
        return False
    TARGETS.mkdir(exist_ok=True)
    (TARGETS / f"{build}.txt").write_text(HEAD.format(build) + ran.stdout, encoding="utf-8")
    return True


def check(build: str) -> bool:
    """Whether every Python on every system of a build finds its wheels."""
    well = True
    for system in SYSTEMS[build]:
        for python in PYTHONS:
            with tempfile.TemporaryDirectory() as empty:
                where = ("--python-version", python, "--python-platform", system, "--target", empty)
                pins = ("--require-hashes", "--only-binary", ":all:", "-r", str(TARGETS / f"{build}.txt"))
                ran = uv("install", "--dry-run", *where, *pins)
            found, expected = ran.returncode == 0, (build, python, system) not in NONE_BUILT
            print(f"{build:9} Python {python:5} {system:26} {'found' if found else 'none'}")
            if found != expected:
                print(ran.stderr)
                well = False
    return well


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["write", "check"])
    parser.add_argument("builds", nargs="*", help=f"of {', '.join(SYSTEMS)}; all without any")
    chosen = parser.parse_args()
    do = {"write": write, "check": check}[chosen.command]
    results = [do(build) for build in chosen.builds or SYSTEMS]
    sys.exit(0 if all(results) else 1)
