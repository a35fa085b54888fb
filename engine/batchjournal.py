"""The journal of a batch: which files of an output folder were finished, from what, with which checksum; codes none.

One JSON line is appended when a file is complete, so a kill at any moment costs at most the last line, and the file it would
have named is made again. A file counts as done only if it still has the bytes that the journal says, and its inputs (every
file GDAL reads for them: size and time) and settings are the same. The journal is locked while a batch runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from osgeo import gdal

from . import vsi
from .errors import InputError, OutputError
from .gdalerrors import gdal_errors

NAME = "eoduet-batch.jsonl"


class Journal:
    """The journal of `folder`, which is made; a context manager that holds the lock. InputError where another has it."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)
        self.path = os.path.join(self.folder, NAME)

    def __enter__(self) -> Journal:
        if self.folder.startswith("/vsi"):
            raise OutputError(f"{self.folder} is no local folder; a batch needs one to keep its journal in.")
        try:
            os.makedirs(self.folder, exist_ok=True)
            self._file = open(self.path, "a+", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {vsi.DISK_HINT}.") from error
        if not _lock(self._file):
            self._file.close()
            raise InputError(
                f"Another batch is writing into {self.folder}: wait for it, or choose another folder."
            )
        self._entries = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def finished(self, output: str, key: str) -> dict[str, Any] | None:
        """What encoding `output` came to, if that very file is there, made with `key`; else None."""
        entry = self._entries.get(output)
        if entry is None or entry["key"] != key or checksum(output) != entry["sha256"]:
            return None
        return dict(entry["report"])

    def add(self, output: str, key: str, report: dict[str, Any]) -> None:
        """Note a file as finished; OutputError where the disk is full."""
        entry = {"output": output, "key": key, "sha256": checksum(output), "report": report}
        try:
            self._file.write(json.dumps(entry) + "\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {vsi.DISK_HINT}.") from error
        self._entries[output] = entry

    def _read(self) -> dict[str, dict[str, Any]]:
        """The last entry of each output; lines that a kill cut short are passed over."""
        self._file.seek(0)
        text = self._file.read()
        if text and not text.endswith("\n"):
            self._file.write("\n")
        entries = {}
        for line in text.splitlines():
            try:
                entry = json.loads(line)
                entries[str(entry["output"])] = {
                    "key": entry["key"],
                    "sha256": entry["sha256"],
                    "report": dict(entry["report"]),
                }
            except (ValueError, TypeError, KeyError):
                continue
        return entries


def checksum(path: str) -> str:
    """SHA-256 of a file in hex; "" where there is none."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def key_of(images: tuple[str, str], settings: dict[str, Any]) -> str:
    """A fingerprint of the images as they are now and of the settings; two equal ones give equal files."""
    facts = {"images": [_state(path) for path in images], **settings}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _state(path: str) -> list:
    """Path, size and time of every file that GDAL reads for a raster; of one that it cannot open, its own."""
    if not path:
        return []
    files = [path]
    with contextlib.suppress(InputError), gdal_errors(InputError, strict=False):
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
        files = sorted(set((dataset.GetFileList() if dataset else None) or files))
    with gdal_errors(InputError, strict=False):
        stats = [gdal.VSIStatL(file) for file in files]
    return [path, *([file, stat and [stat.size, stat.mtime]] for file, stat in zip(files, stats))]


def _lock(file: IO[str]) -> bool:
    """Take an exclusive lock that the system releases when the process ends; whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def remove_leftovers(output: str) -> None:
    """Remove what an encoding of `output` left behind when its process was killed; only under the journal's lock."""
    stem, suffix = os.path.splitext(os.path.basename(output))
    folder = Path(os.path.dirname(output))
    for path in folder.iterdir() if folder.is_dir() else ():
        name = path.name
        if (
            name.startswith(f".{stem}-")
            and name.endswith(f".part{suffix}")
            and len(name) == len(stem + suffix) + 15
        ):
            vsi.remove(str(path))
