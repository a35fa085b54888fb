"""Where results may go: never onto an input and never two to one place; writes nothing."""

from __future__ import annotations

import os

from .errors import InputError


def refuse_overwriting(output: str, *inputs: str | None) -> None:
    """Raise InputError where `output` is the same file as one of `inputs` (None is skipped)."""
    for path in inputs:
        if path is not None and _same(output, path):
            raise InputError(f"The output {output} would overwrite an input; choose another name.")


def refuse_clash(first: str | None, second: str | None) -> None:
    """Raise InputError where two outputs are the same file (None is skipped)."""
    if first is not None and second is not None and _same(first, second):
        raise InputError(f"Both outputs are {first}; choose two names.")


def _same(a: str, b: str) -> bool:
    try:
        return os.path.samefile(a, b)
    except (OSError, ValueError):  # one of them does not exist, or is a place only GDAL knows (/vsizip/…)
        return os.path.normcase(os.path.realpath(a)) == os.path.normcase(os.path.realpath(b))
