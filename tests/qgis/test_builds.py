"""Which build is suggested follows from the cards and the system; each build that exists has its pins."""

from __future__ import annotations

import re

import pytest

from eoduet.plugin import graphics
from eoduet.plugin.builds import BUILDS, offered, suggested
from eoduet.plugin.graphics import Card, cards, parse

NEW, OLD = Card("NVIDIA T4", "550.90", "15360 MiB"), Card("NVIDIA K80", "470.1", "11441 MiB")
OTHER = Card("Radeon RX 6600")


@pytest.mark.parametrize(
    ("found", "platform", "name", "word"),
    [
        ([], "linux", "cpu", "No graphics card"),
        ([NEW], "linux", "nvidia", "T4 with driver 550.90"),
        ([NEW], "win32", "nvidia", "T4"),
        ([NEW], "darwin", "cpu", "no build for this system"),
        ([OLD], "linux", "cpu", "renew the driver"),
        ([OLD], "win32", "directml", "renew the driver"),
        ([OTHER], "win32", "directml", "Radeon"),
        ([OTHER], "linux", "cpu", "Radeon"),
        ([OTHER, NEW], "win32", "nvidia", "T4"),
    ],
)
def test_the_suggestion_says_why(qgis, found, platform, name, word):
    build, why = suggested(found, platform)
    assert build.name == name and word in why
    assert build in offered(platform)


@pytest.mark.parametrize("build", BUILDS.values(), ids=str)
def test_every_package_is_pinned_with_hashes(build):
    text = build.pins.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[\w-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", line) for line in lines)
    runtimes = {line.split("==")[0] for line in lines if line.startswith("onnxruntime")}
    assert runtimes == {build.package}


def test_nvidia_smi_is_asked_and_not_waited_for(qgis, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert cards() == [] or cards()[0].name  # whatever this machine really has
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\necho 'NVIDIA T4, 550.90, 15360 MiB'\n", encoding="utf-8")
    program.chmod(0o755)
    assert cards() == [NEW]
    program.write_text("#!/bin/sh\necho 'Failed to talk to the driver'; exit 9\n", encoding="utf-8")
    assert cards() == []
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    monkeypatch.setattr(graphics, "SECONDS", 0.3)
    assert cards() == []


def test_a_line_that_is_no_card(qgis):
    assert parse("NVIDIA-SMI has failed") is None and parse("") is None
    assert Card("x", "unknown").major == 0
