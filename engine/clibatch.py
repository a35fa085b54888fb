"""What the command `eoduet batch` needs beside the verb: where its pairs come from, its codecs, a line for each row."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from . import wording
from .batch import FAILED, RUNNING, WAITING, Job
from .batchfolders import match_folders
from .batchlist import PairList, read_list
from .bundle import Bundle
from .errors import DuetError, InputError
from .interface import TileCodecLike


def listing(paths: Sequence[str]) -> tuple[PairList, str]:
    """The pairs and the output folder that LIST.csv OUTDIR, or OPTICAL_FOLDER SAR_FOLDER OUTDIR, name."""
    if len(paths) == 2 and not os.path.isdir(paths[0]):
        return read_list(paths[0]), paths[1]
    if len(paths) == 3:
        return match_folders(paths[0], paths[1]), paths[2]
    raise InputError("Name LIST.csv and OUTDIR, or OPTICAL_FOLDER, SAR_FOLDER and OUTDIR.")


class LocalCodecs:
    """Tile codecs of a bundle in this very process, one profile at a time; `make(profile)` makes one."""

    def __init__(self, bundle: Bundle, make: Callable[[str], TileCodecLike]) -> None:
        self.digest = bundle.manifest_sha256
        self._make = make
        self._opened: tuple[str, TileCodecLike] | None = None

    def open(self, profile: str) -> TileCodecLike:
        """The codec in a profile."""
        if self._opened is None or self._opened[0] != profile:
            self._opened = None
            self._opened = profile, self._make(profile)
        return self._opened[1]

    def lost(self, error: DuetError) -> bool:
        """Never: were the networks to die, this process would."""
        return False


class RowLines:
    """Shows how far a batch is, and on standard error what became of each row."""

    def __init__(self, progress: wording.ProgressLine, count: int) -> None:
        self._progress, self._count = progress, count

    def __call__(self, job: Job) -> None:
        """Take note of a change."""
        if job.status in (WAITING, RUNNING):
            self._progress((job.number - 1 + job.fraction) / self._count)
            return
        self._progress.clear()
        reason = f" ({job.message})" if job.status == FAILED else ""
        print(wording.batch_row(asdict(job), self._count) + reason, file=sys.stderr)
