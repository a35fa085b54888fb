"""Fixtures of the tests in a real, offscreen QGIS: fresh profile, private environment, provider, sample."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingFeedback

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
# Debian's wrapper script passes an option that the program does not know.
PROGRAM = next(p for p in ("/usr/bin/qgis_process.bin", "/usr/bin/qgis_process") if os.path.exists(p))


class Recorder(QgsProcessingFeedback):
    """A feedback that keeps what it was told; `cancel_at` cancels once the progress (percent) reaches it."""

    def __init__(self, cancel_at: float | None = None) -> None:
        super().__init__(False)
        self.steps: list[float] = []
        self.lines: list[str] = []
        self.cancel_at = cancel_at
        self.progressChanged.connect(self._step)

    def _step(self, percent: float) -> None:
        self.steps.append(percent)
        if self.cancel_at is not None and percent >= self.cancel_at:
            self.cancel()

    def pushInfo(self, info):
        self.lines.append(info)

    def pushWarning(self, warning):
        self.lines.append(warning)

    def reportError(self, error, fatalError=False):
        self.lines.append(error)


@pytest.fixture(scope="session")
def qgis(tmp_path_factory):
    """The running QGIS application with Processing started, in a fresh profile: no test sees the user's."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(tmp_path_factory.mktemp("profile"))
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    # No exitQgis(): Python objects of Processing outlive it, and collecting them afterwards crashes.
    return application


@pytest.fixture(scope="session")
def environment(qgis):
    """The profile's private environment, made for real once."""
    from eoduet.plugin.environment import PrivateEnvironment
    from eoduet.plugin.installation import Installation

    made = PrivateEnvironment()
    Installation(made, lambda percent: None, lambda line: None, lambda: False).run()
    return made


@pytest.fixture(scope="session")
def provider(qgis):
    """The plugin, started as `qgis_process` starts it; gives its provider."""
    import eoduet

    plugin = eoduet.classFactory(None)
    plugin.initProcessing()
    yield plugin.provider
    plugin.unload()


@pytest.fixture
def recorder():
    """The class of feedback that remembers."""
    return Recorder


@pytest.fixture(scope="session")
def sample() -> dict[str, str]:
    """The sample scene (Chile, 224×224): OPTICAL four bands uint16, SAR two bands float32."""
    return {"OPTICAL": str(SAMPLE / "chile_S2L2A.tif"), "SAR": str(SAMPLE / "chile_S1RTC.tif")}


@pytest.fixture
def run(provider, environment, recorder):
    """Run an algorithm of the provider as the toolbox does; QgsProcessingException where it refuses."""
    import processing

    def run(name: str, feedback=None, **parameters):
        return processing.run(f"eoduet:{name}", parameters, feedback=feedback or recorder())

    return run


@pytest.fixture(scope="session")
def encoded(provider, environment, sample, tmp_path_factory) -> str:
    """The sample scene as a `.duet` file, encoded in QGIS."""
    import processing

    path = str(tmp_path_factory.mktemp("encoded") / "sample.duet")
    processing.run("eoduet:encode", {**sample, "QUALITY": 50, "OUTPUT": path}, feedback=Recorder())
    return path


@pytest.fixture(scope="session")
def make_ramp(tmp_path_factory):
    """Return a function that writes an 8-bit raster of a size, which takes a while to encode, and returns its path."""

    def make(width: int, height: int) -> str:
        path = str(tmp_path_factory.mktemp("large") / "large.tif")
        dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, gdal.GDT_Byte)
        ramp = np.add.outer(np.arange(height), np.arange(width)) // 17
        dataset.GetRasterBand(1).WriteArray(ramp.astype(np.uint8))
        dataset.FlushCache()
        return path

    return make


@pytest.fixture(scope="module")
def headless(tmp_path_factory, environment):
    """Call `qgis_process` in a profile that has the plugin and borrows the session's private environment."""
    top = tmp_path_factory.mktemp("headless")
    profile = top / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "duet_under_another_name").symlink_to(ROOT)
    (profile / "eoduet").symlink_to(environment.folder.parent)
    variables = {"QGIS_CUSTOM_CONFIG_PATH": str(top), "QT_QPA_PLATFORM": "offscreen"}

    def call(*arguments: str) -> subprocess.CompletedProcess:
        command = [PROGRAM, *arguments]
        return subprocess.run(
            command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
        )

    enabled = call("plugins", "enable", "duet_under_another_name")
    assert enabled.returncode == 0, enabled.stderr
    return call
