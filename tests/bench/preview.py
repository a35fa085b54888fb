"""How soon a preview of 512² is there after a slider has moved: from asking for it to the pictures of both images.

The panel's own thread in an offscreen QGIS, its worker process in the private environment and warm, a pair of the split. Every
move asks for another quality or γ, as a drag does where it rests; the panel's wait for that rest comes before and is not in
the figure. How busy the machine was stands beside it: the load average as the moves began.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time

from .heartbeat import start_qgis
from .setting import ROOT, Setting

TITLE = "preview"
BAR = "the preview of 512² under half a second after a slider has moved"
LIMIT = 0.5  # seconds
EDGE = 512
MOVES = [(quality, gamma) for gamma in (500, 700, 300) for quality in (300, 420, 540, 660, 780)]
PATIENCE = 120  # seconds


def measure(setting: Setting) -> dict:
    """Seconds of each move to the first picture and to all, and the load; in a process of its own, since QGIS ends with it."""
    pair = setting.large(1)[0]
    words = [sys.executable, "-m", __name__, pair.id, pair.optical, pair.sar, setting.model]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise SystemExit(f"The preview could not be measured:\n{ran.stdout}{ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Row (bar, measured, passed): the bar is on the median."""
    median = statistics.median(result["all"])
    text = (
        f"{median:.2f} s ({min(result['all']):.2f} to {max(result['all']):.2f}), the first picture after "
        f"{statistics.median(result['first']):.2f} s; load {result['load']:.1f} on {result['cores']} cores"
    )
    return [(BAR, text, median < LIMIT)]


def slide(pair: str, optical: str, sar: str, model: str) -> dict:
    """Move the sliders over a pair in a QGIS of this process."""
    kept = start_qgis()  # noqa: F841 - the application lives as long as this
    from qgis.core import QgsRasterLayer
    from qgis.PyQt.QtCore import QCoreApplication

    from eoduet.engine.mapchecks import IMAGE
    from eoduet.engine.prompts import Prompts
    from eoduet.engine.tiles import Window
    from eoduet.plugin.previewthread import PreviewThread, Request

    layers = {"optical": QgsRasterLayer(optical, "", "gdal"), "sar": QgsRasterLayer(sar, "", "gdal")}
    renderers = {modality: layer.renderer() for modality, layer in layers.items()}
    thread, came, failures = PreviewThread(), [], []
    thread.shown.connect(lambda shown: came.append((time.perf_counter(), shown)))
    thread.failed.connect(failures.append)
    corner = [(size - EDGE) // 2 // 16 * 16 for size in (layers["sar"].width(), layers["sar"].height())]

    def move(quality: int, gamma: int) -> tuple[float, float]:
        came.clear()
        asked = time.perf_counter()
        thread.ask(
            Request(
                optical, sar, model, IMAGE, "cpu", Prompts(quality, gamma),
                Window(*corner, EDGE, EDGE), renderers, estimate=False,
            )
        )  # fmt: skip
        while sum(shown.whole for _, shown in came) < len(renderers):
            QCoreApplication.processEvents()
            if failures or time.perf_counter() > asked + PATIENCE:
                raise SystemExit(failures[0] if failures else "The preview does not come.")
            time.sleep(0.002)
        return came[0][0] - asked, came[-1][0] - asked

    for quality, gamma in MOVES[:3]:  # the worker starts, its networks are opened
        move(quality + 10, gamma)
    load = os.getloadavg()[0]
    measured = [move(*one) for one in MOVES]
    thread.stop()
    first, everything = zip(*measured)
    return {"pair": pair, "first": first, "all": everything, "load": load, "cores": os.cpu_count()}


if __name__ == "__main__":
    print(json.dumps(slide(*sys.argv[1:])), flush=True)
    os._exit(0)  # QGIS's objects outlive the application, and collecting them afterwards crashes
