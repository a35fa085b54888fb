"""The builds of ONNX Runtime that the private environment may hold, exactly one at a time, and which of them fits a machine.

Each has its file of pins, written by `.ci/pins.py`. Nothing is installed or run here."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .graphics import Card, cards
from .translation import tr

CPU, NVIDIA, DIRECTML = "cpu", "nvidia", "directml"
FOLDER = Path(__file__).with_name("requirements")
OLDEST_DRIVER = 525  # of NVIDIA, for CUDA 12


@dataclass(frozen=True)
class Build:
    """One build: its package at the index, about what it downloads and what it takes on the disk, in MB."""

    name: str
    package: str
    megabytes: int
    disk: int
    systems: tuple[str, ...]  # values of sys.platform, by their beginning

    @property
    def pins(self) -> Path:
        """The requirements with their hashes."""
        return FOLDER / f"{self.name}.txt"

    @property
    def title(self) -> str:
        """What a person calls it."""
        return {
            CPU: tr("Processor (CPU)"),
            NVIDIA: tr("NVIDIA graphics card (CUDA 12)"),
            DIRECTML: tr("Any graphics card (DirectML)"),
        }[self.name]


BUILDS = {
    CPU: Build(CPU, "onnxruntime", 50, 300, ("linux", "win32", "darwin")),
    NVIDIA: Build(NVIDIA, "onnxruntime-gpu", 1900, 4500, ("linux", "win32")),
    DIRECTML: Build(DIRECTML, "onnxruntime-directml", 60, 300, ("win32",)),
}


def offered(platform: str = sys.platform) -> list[Build]:
    """The builds that exist for a system, the one that runs anywhere first."""
    return [build for build in BUILDS.values() if platform.startswith(build.systems)]


def suggested(found: list[Card] | None = None, platform: str = sys.platform) -> tuple[Build, str]:
    """The build that suits the cards of this machine, and why, in a sentence."""
    found = cards() if found is None else found
    names = {build.name for build in offered(platform)}
    nvidia = next((card for card in found if card.driver), None)
    if nvidia is not None and NVIDIA in names:
        if nvidia.major >= OLDEST_DRIVER:
            return BUILDS[NVIDIA], tr("{} with driver {} was found.").format(nvidia.name, nvidia.driver)
        old = tr("{} was found, but its driver {} is older than {}: renew the driver to use it.")
        why = old.format(nvidia.name, nvidia.driver, OLDEST_DRIVER)
        return BUILDS[DIRECTML if DIRECTML in names else CPU], why
    if found and DIRECTML in names:
        return BUILDS[DIRECTML], tr("{} was found.").format(found[0].name)
    if found:
        return BUILDS[CPU], tr("{} was found, which no build for this system can use.").format(found[0].name)
    return BUILDS[CPU], tr("No graphics card was found that could be used.")
