"""Overviews of the large files that are open, kept on disk between sessions, and which of their tiles are wanted."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
from qgis.core import Qgis, QgsApplication, QgsMessageLog

from ...engine.livefile import LiveFile, Pixels
from ...engine.overview import Overview, is_large, trim
from ..translation import tr

DISK_BYTES = 500_000_000  # of overviews in the user's profile
SAVE_SECONDS = 60


class Overviews:
    """Safe in any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._made: dict[tuple[str, str], Overview] = {}
        self._wanted: dict[tuple[str, str], tuple[LiveFile, set[int]]] = {}
        self._paused: set[str] = set()
        self._saved_at = time.monotonic()

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return Path(QgsApplication.qgisSettingsDirPath()) / "eoduet" / "overviews"

    def of(self, file: LiveFile, modality: str) -> Overview:
        """The overview of one image of a file, as far as it is known."""
        key = file.fingerprint, modality
        with self._lock:
            if key not in self._made:
                self._made[key] = Overview(file, modality)
                self._made[key].load(self._path(key))
            return self._made[key]

    def take(self, file: LiveFile, modality: str, index: int, pixels: Pixels) -> bool:
        """Put a decoded tile in; True where it was not known."""
        if not is_large(file):
            return False
        overview = self.of(file, modality)
        with self._lock:
            new = not overview.known[index]
            if new:
                overview.put(index, pixels)
            if time.monotonic() > self._saved_at + SAVE_SECONDS or overview.complete:
                self.save_all()
        return new

    def want(self, file: LiveFile, modality: str, indexes: list[int]) -> None:
        """Have these tiles decoded too, and those of this image before others."""
        with self._lock:
            if file.fingerprint not in self._paused:
                key = file.fingerprint, modality
                _, before = self._wanted.pop(key, (file, set()))
                self._wanted[key] = file, before | set(indexes)

    def next(self) -> tuple[LiveFile, str, int] | None:
        """The next tile to decode: of the image wanted last the one nearest to the middle of what is wanted."""
        with self._lock:
            while self._wanted:
                key, (file, wanted) = next(reversed(self._wanted.items()))
                left = np.array(sorted(wanted), np.int64)
                left = left[~self.of(file, key[1]).known[left]]
                if left.size:
                    places = np.stack(np.divmod(left, file.description.tiles.columns))
                    distances = np.square(places - places.mean(1, keepdims=True)).sum(0)
                    return file, key[1], int(left[distances.argmin()])
                del self._wanted[key]
        return None

    def lacking(self, file: LiveFile) -> int:
        """How many tiles are still wanted of a file."""
        with self._lock:
            return sum(
                int(np.count_nonzero(~self.of(file, modality).known[sorted(wanted)]))
                for (fingerprint, modality), (_, wanted) in self._wanted.items()
                if fingerprint == file.fingerprint and wanted
            )

    def give_up(self, file: LiveFile) -> None:
        """Want nothing more of a file for now."""
        with self._lock:
            for key in [key for key in self._wanted if key[0] == file.fingerprint]:
                del self._wanted[key]

    def pause(self, file: LiveFile, paused: bool = True) -> None:
        """Decode nothing for the overviews of a file until it is opened again."""
        with self._lock:
            (self._paused.add if paused else self._paused.discard)(file.fingerprint)
        if paused:
            self.give_up(file)

    def save_all(self) -> None:
        """Save what has grown; a disk that takes nothing costs only that."""
        with self._lock:
            self._saved_at = time.monotonic()
            for key, overview in self._made.items():
                if overview.known.sum() > overview.saved:
                    try:
                        overview.save(self._path(key))
                    except OSError as error:
                        text = tr("The overview could not be kept in {} ({}).").format(
                            self.folder, error.strerror
                        )
                        QgsMessageLog.logMessage(text, "EO-Duet", Qgis.MessageLevel.Warning)
            trim(self.folder, DISK_BYTES)

    def _path(self, key: tuple[str, str]) -> Path:
        return self.folder / "{}-{}.npz".format(*key)
