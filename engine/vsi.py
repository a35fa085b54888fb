"""Files through GDAL's virtual file system (local, /vsimem/, /vsizip/, /vsicurl/, /vsis3/ …): checked reads, atomic writes.

Bytes only; what they mean is the container's business.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator

from osgeo import gdal

from .errors import FormatError, OutputError
from .gdalerrors import gdal_errors

DISK_HINT = "check that the folder exists, that you may write there and that the disk has room"


def size_of(path: str) -> int | None:
    """Size in bytes, or None where there is no such file."""
    with gdal_errors(lambda _: FormatError(f"{path} cannot be read."), strict=False):
        stat = gdal.VSIStatL(path)
    return None if stat is None or stat.IsDirectory() else int(stat.size)


def _followed(path: str) -> str:
    """What a symbolic link points to (the link stays, its target is replaced); any other path as it is."""
    return os.path.realpath(path) if os.path.islink(path) else path


def temporary_name(path: str) -> str:
    """A free name in the folder of `path` with the same extension, so that renaming it stays on one disk."""
    folder, name = os.path.split(_followed(path))
    stem, extension = os.path.splitext(name)
    return os.path.join(folder, f".{stem}-{uuid.uuid4().hex[:8]}.part{extension}")


def remove(path: str) -> None:
    """Delete a file if it is there."""
    with contextlib.suppress(OutputError), gdal_errors(OutputError, strict=False):
        gdal.Unlink(path)


def replace(source: str, target: str) -> None:
    """Rename `source` to `target`, over an existing file or what a link points to; OutputError."""
    target = _followed(target)
    failure = OutputError(
        f"{target} cannot be written: it may be open in another program, or a folder of that name."
    )
    with contextlib.suppress(OutputError), gdal_errors(OutputError, strict=False):
        if gdal.Rename(source, target) == 0:
            return
    # Windows does not rename over an existing file.
    if size_of(target) is None:
        raise failure
    remove(target)
    with gdal_errors(lambda _: failure, strict=False):
        if gdal.Rename(source, target) != 0:
            raise failure


def replace_together(moves: list[tuple[str, str]]) -> None:
    """Rename several files, over existing ones, or none of them: on an OutputError the old files are back."""
    undo: list[tuple[str, str | None]] = []
    try:
        for source, target in ((source, _followed(target)) for source, target in moves):
            # One file alone is replaced in one stroke; of several the old ones are needed until the last is in place.
            backup = temporary_name(target) if len(moves) > 1 and size_of(target) is not None else None
            if backup is not None:
                replace(target, backup)
            undo.append((target, backup))
            replace(source, target)
    except OutputError:
        for target, backup in reversed(undo):
            remove(target)
            if backup is not None:
                replace(backup, target)
        raise
    for _, backup in undo:
        if backup is not None:
            remove(backup)


@contextlib.contextmanager
def random_write() -> Iterator[None]:
    """Let file systems that only write front to back (/vsis3/ …) go through a local temporary file."""
    option = "CPL_VSIL_USE_TEMP_FILE_FOR_RANDOM_WRITE"
    before = gdal.GetThreadLocalConfigOption(option)
    gdal.SetThreadLocalConfigOption(option, "YES")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(option, before)


class VsiFile:
    """An open file. Reading raises FormatError, writing OutputError, each in one sentence that names `name`."""

    def __init__(self, path: str, mode: str, name: str = "") -> None:
        self.name = name or path
        self._writing = mode != "rb"
        with gdal_errors(self._error, strict=False), random_write():
            self._file = gdal.VSIFOpenL(path, mode)
        if self._file is None:
            raise self._error("")

    def read(self, offset: int, length: int) -> bytes:
        """Exactly `length` bytes from `offset`; FormatError where the file ends before."""
        with gdal_errors(self._error, strict=False):
            gdal.VSIFSeekL(self._file, offset, os.SEEK_SET)
            data = gdal.VSIFReadL(1, length, self._file) if length else b""
        if data is None or len(data) != length:
            raise self._error("it ends too early")
        return bytes(data)

    def write(self, offset: int, data: bytes) -> None:
        """Write `data` at `offset`."""
        with gdal_errors(self._error, strict=False):
            sought = gdal.VSIFSeekL(self._file, offset, os.SEEK_SET)
            written = gdal.VSIFWriteL(data, 1, len(data), self._file) if data else 0
        if sought != 0 or written != len(data):
            raise self._error("")

    def close(self) -> None:
        """Flush and close; what a full disk did not take shows here at the latest."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with gdal_errors(self._error, strict=False):
            status = gdal.VSIFCloseL(file)
        if status != 0 and self._writing:
            raise self._error("")

    def _error(self, reason: str) -> OutputError | FormatError:
        if self._writing:
            return OutputError(f"{self.name} cannot be written: {DISK_HINT}.")
        return FormatError(f"{self.name} cannot be read{': ' + reason if reason else ''}.")
