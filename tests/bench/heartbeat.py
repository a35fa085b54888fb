"""How long the user interface stands still while the panel compresses, decodes, adds layers and writes its report.

A heart beats every few milliseconds in the event loop of an offscreen QGIS with canvas and panel. Two figures a beat: how
late it came (what a person feels; other programs count in it) and how much processor time the main thread itself spent
since the one before (its own work, whatever else runs). A watcher says where the main thread spent its own long turns.

    python -m tests.bench.heartbeat 10980 [DATA]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

BEAT_MS = 10
LATE = 0.1  # seconds that the main thread may be away: the product's bar


class Heart:
    """Beats in the event loop; a watcher notes where the main thread is in its longer turns."""

    def __init__(self) -> None:
        from qgis.PyQt.QtCore import Qt, QTimer

        self.longest, self.busiest = 0.0, 0.0
        self.busy_in: dict[str, float] = {}
        self._last, self._own = time.perf_counter(), time.thread_time()
        self._main = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._main)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        threading.Thread(target=self._watch, daemon=True).start()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.busiest = max(self.busiest, own - self._own)
        self._last, self._own = now, own

    def _watch(self) -> None:
        while True:
            time.sleep(0.01)
            busy = time.clock_gettime(self._clock) - self._own
            frame = sys._current_frames().get(self._main)
            if busy > LATE / 4 and frame is not None:
                stack = traceback.extract_stack(frame)
                ours = [one for one in stack if {"ui", "plugin"} & set(Path(one.filename).parts)]
                where = " > ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in ours[-3:])
                where = where or "Qt and QGIS"
                self.busy_in[where] = max(self.busy_in.get(where, 0.0), busy)


def start_qgis():
    """An offscreen QGIS in a fresh profile with its private environment, and the plugin in it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    profile = tempfile.mkdtemp(prefix="eoduet-heartbeat-")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    import eoduet
    from eoduet.plugin.environment import PrivateEnvironment
    from eoduet.plugin.installation import Installation

    borrowed = os.environ.get(
        "EODUET_ENVIRONMENT"
    )  # a folder with an environment, to save the time to make one
    environment = PrivateEnvironment()
    if borrowed:
        environment.folder.parent.mkdir(parents=True)
        environment.folder.symlink_to(borrowed)
    if environment.problem():
        Installation(environment, lambda percent: None, print, lambda: False).run()
    plugin = eoduet.classFactory(None)
    plugin.initProcessing()
    return application, plugin


def measure(edge: int, data: Path) -> Heart:
    """Compress a pair of `edge` × `edge` pixels from the panel, decode it, add the layers, write the report."""
    kept = start_qgis()  # noqa: F841 - the application and the provider live as long as this
    from qgis.core import QgsProject, QgsRasterLayer
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    from eoduet.ui.panel import DuetPanel

    from .mosaic import write

    folder = Path(tempfile.mkdtemp(prefix="eoduet-heartbeat-data-"))
    paths = write(data, edge, folder)
    canvas = QgsMapCanvas()
    canvas.show()
    panel = DuetPanel(canvas)
    panel.setFloating(True)
    panel.show()
    panel.form.previewOn.setChecked(False)
    layers = [QgsRasterLayer(path, modality, "gdal") for modality, path in paths.items()]
    QgsProject.instance().addMapLayers(layers)
    canvas.setLayers(layers[:1])
    canvas.setExtent(layers[0].extent())
    loop = QEventLoop()
    panel.layers.found.connect(lambda facts: loop.quit() if facts.ready else None)
    if not panel.layers.facts.ready:
        loop.exec()
    QTimer.singleShot(3000, loop.quit)  # let the first drawing and the estimate come to rest
    loop.exec()
    panel.form.output.setFilePath(str(folder / "pair.duet"))
    heart = Heart()
    panel.compress()
    panel.run.step.connect(lambda title: print(f"{title}: {_figures(heart)}", flush=True))
    panel.run.ended.connect(lambda well, said: (print(well, said), QTimer.singleShot(3000, loop.quit)))
    loop.exec()
    panel.close_down()
    return heart


def _figures(heart: Heart) -> str:
    return f"longest turn so far {1000 * heart.longest:.0f} ms, {1000 * heart.busiest:.0f} ms of the main thread's own work"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("edge", type=int, nargs="?", default=2048)
    parser.add_argument("data", type=Path, nargs="?", default=Path("shared/data"))
    chosen = parser.parse_args()
    begun = time.perf_counter()
    beaten = measure(chosen.edge, chosen.data)
    print(f"{chosen.edge}²: {_figures(beaten)}, in {time.perf_counter() - begun:.0f} s in all")
    for place, away in sorted(beaten.busy_in.items(), key=lambda item: -item[1])[:20]:
        print(f"  {1000 * away:5.0f} ms  {place}")
    os._exit(0)
