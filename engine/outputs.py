"""Where results may go: not onto an input, not two to one place, not where nothing can be written; no writing."""

from __future__ import annotations

import os

from . import vsi
from .errors import InputError, OutputError


def refuse_overwriting(output: str, *inputs: str | None) -> None:
    """Raise InputError where `output` is the same file as one of `inputs` (None is skipped)."""
    for path in inputs:
        if path is not None and _same(output, path):
            raise InputError(f"The output {output} would overwrite an input; choose another name.")


def refuse_clash(first: str | None, second: str | None) -> None:
    """Raise InputError where two outputs are the same file (None is skipped)."""
    if first is not None and second is not None and _same(first, second):
        raise InputError(f"Both outputs are {first}; choose two names.")


def check_writable(path: str) -> None:
    """Raise OutputError, before any long work, where no file of this name can be written."""
    if not path:
        raise OutputError("An output has no name; give a file name.")
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder; give a file name.")
    if os.path.exists(path) and not os.path.isfile(path):  # renaming over it would replace the device itself
        raise OutputError(f"{path} is a device or a pipe; give a file name.")
    if path.startswith("/vsi"):
        return  # trying may cost a transfer
    temporary = vsi.temporary_name(path)
    try:
        vsi.VsiFile(temporary, "wb", path).close()
    finally:
        vsi.remove(temporary)


def _same(a: str, b: str) -> bool:
    try:
        return os.path.samefile(a, b)
    except (OSError, ValueError):  # one of them does not exist, or is a place only GDAL knows (/vsizip/…)
        return os.path.normcase(os.path.realpath(a)) == os.path.normcase(os.path.realpath(b))
