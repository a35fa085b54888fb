"""What a batch needs of QGIS: tile codecs in a worker process that is replaced when it dies, and the styles of the images.

The engine's batch calls both; rasters, files and the order of the work are its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer

from ..engine.batchlist import Row
from ..engine.errors import DuetError
from .models import find_model
from .remotecodec import RemoteTileCodec
from .styles import chosen_style, symbology, unless_plain
from .workerclient import WorkerClient, WorkerFault


class WorkerCodecs:
    """`engine.batch.Codecs` of a model on a device; a context manager that ends the worker. For one thread."""

    def __init__(self, model: str, device: str, cancelled: Callable[[], bool]) -> None:
        self._bundle, self._device, self._cancelled = find_model(model), device, cancelled
        self.digest = self._bundle.manifest_sha256
        self._client: WorkerClient | None = None
        self._codec: RemoteTileCodec | None = None

    def __enter__(self) -> WorkerCodecs:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def open(self, profile: str) -> RemoteTileCodec:
        """The codec in a profile; it takes the place of the one before."""
        if self._codec is None or self._codec.profile.name != profile:
            self._codec = None
            if self._client is None:
                self._client = WorkerClient(self._cancelled)
            self._codec = RemoteTileCodec(self._client, self._bundle, self._device, profile)
        return self._codec

    def lost(self, error: DuetError) -> bool:
        """Whether the worker died or failed: it is given up then."""
        if not isinstance(error, WorkerFault):
            return False
        self.close()
        return True

    def close(self) -> None:
        """End the worker, if there is one."""
        self._codec = None
        if self._client is not None:
            self._client.close()
            self._client = None


class RowStyles:
    """The styles that `eoduet:encode` keeps of a row's images; made in the main thread, where layers are, called in any."""

    def __init__(self, rows: Iterable[Row], project: QgsProject | None) -> None:
        wanted = {path for row in rows for path in (row.optical, row.sar) if path}
        layers = list(project.mapLayers().values()) if project else []
        self._known: dict[str, str] = {}
        for layer in layers:
            if isinstance(layer, QgsRasterLayer) and layer.source() in wanted - set(self._known):
                self._known[layer.source()] = symbology(layer)

    def __call__(self, row: Row) -> dict[str, str]:
        """Styles by modality, of images that have one."""
        found = {
            modality: self._style(path)
            for modality, path in (("optical", row.optical), ("sar", row.sar))
            if path
        }
        return {modality: style for modality, style in found.items() if style}

    def _style(self, path: str) -> str:
        if path in self._known:
            return unless_plain(self._known[path], path)
        if not Path(path).with_suffix(".qml").exists():
            return ""  # QGIS shows the file as it shows any: no reason to load it for that
        return chosen_style(QgsRasterLayer(path, Path(path).stem, "gdal"))
