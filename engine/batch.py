"""The verb *batch*: encodes a list of pairs into one folder, one after another; no words of a report, no interface.

    rows → plan → jobs (what goes where) → run → jobs (what became of them), journal, reports

A pair that fails stops no other. What is done already (see `engine.batchjournal`) is skipped, so the same call goes on after a
kill, a cancel or failures. The networks run behind the codecs that the caller passes in; where they die, the pair is tried
once more with new ones.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from .batchjournal import Journal, key_of, remove_leftovers
from .batchlist import Row
from .batchreport import Summary, write_reports
from .encoder import encode
from .errors import Cancelled, DuetError
from .interface import TileCodecLike
from .mapchecks import IMAGE
from .prompts import Prompts
from .targets import Target

WAITING, RUNNING, DONE, SKIPPED, FAILED = "waiting", "running", "done", "skipped", "failed"
ATTEMPTS = 2  # at a pair, where the networks' process dies under it


@dataclass(frozen=True)
class Settings:
    """How rows are coded that do not say it themselves, as `encode` takes it; a row's quality outranks the target."""

    quality: float = 50.0
    gamma: float | None = None
    profile: str = IMAGE
    target: Target | None = None
    measure: bool = True

    def __post_init__(self) -> None:
        """InputError for a quality or γ that is none: once, not for every row."""
        Prompts.from_floats(self.quality, 0.5 if self.gamma is None else self.gamma)


@dataclass(frozen=True)
class Job:
    """One row on its way: `output` absolute, `fraction` 0..1, `message` why it failed, `report` the encoding's, JSON-ready."""

    number: int
    row: Row
    output: str
    status: str = WAITING
    fraction: float = 0.0
    message: str = ""
    report: dict[str, Any] | None = None


class Codecs(Protocol):
    """Where a batch gets its tile codecs from: all of one model, and `digest` tells any two models apart."""

    @property
    def digest(self) -> str: ...

    def open(self, profile: str) -> TileCodecLike:
        """A codec in a profile; one opened before may be closed by it. ModelError for an unknown profile."""
        ...

    def lost(self, error: DuetError) -> bool:
        """Whether an error means that the codec itself died, so that `open` gives a new one that may do better."""
        ...


class Control:
    """Pause, resume and cancel of a batch, from any thread; `also_cancelled` is asked too."""

    def __init__(self, also_cancelled: Callable[[], bool] = lambda: False) -> None:
        self._go = threading.Event()
        self._go.set()
        self._stopped = False
        self._also = also_cancelled

    def pause(self) -> None:
        """Hold the batch where it is, within a tile's time."""
        self._go.clear()

    def resume(self) -> None:
        """Go on."""
        self._go.set()

    def cancel(self) -> None:
        """Stop for good; what runs leaves no file."""
        self._stopped = True
        self._go.set()

    @property
    def paused(self) -> bool:
        """Whether the batch is held."""
        return not self._go.is_set()

    def cancelled(self) -> bool:
        """Whether to stop; returns only once the batch is not held any more."""
        while not self._go.wait(0.1):
            if self._also():
                return True
        return self._stopped or self._also()


def plan(rows: Iterable[Row], folder: str) -> list[Job]:
    """Say which row goes where in `folder`: under the name it gives, or its image's, numbered where that is taken."""
    rows = list(rows)
    jobs: list[Job] = []
    taken = {_named(row.output, folder).casefold() for row in rows if row.output}
    given: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        output = _named(row.output, folder) if row.output else _free(_stem(row), folder, taken)
        job = Job(number, row, output)
        earlier = given.setdefault(output.casefold(), number)
        problem = row.problem
        if not problem and earlier != number:
            problem = f"Row {earlier} of the list writes {os.path.basename(output)} too; give one of them another name."
        jobs.append(replace(job, status=FAILED, message=problem) if problem else job)
    return jobs


def _named(output: str, folder: str) -> str:
    path = os.path.abspath(os.path.join(folder, output))
    return path if path.lower().endswith(".duet") else path + ".duet"


def _stem(row: Row) -> str:
    """The name of a row's first image without its ending; of what is no file name (NETCDF:"a.nc":b), the usable letters."""
    name = os.path.basename(row.optical or row.sar)
    name = name if ":" in name else os.path.splitext(name)[0]
    return re.sub(r"[^\w.+ -]+", "_", name).strip("._ ") or "pair"


def _free(stem: str, folder: str, taken: set[str]) -> str:
    number, output = 2, _named(stem + ".duet", folder)
    while output.casefold() in taken:
        output, number = _named(f"{stem}_{number}.duet", folder), number + 1
    taken.add(output.casefold())
    return output


def run(
    jobs: Sequence[Job],
    folder: str,
    codecs: Codecs,
    settings: Settings,
    *,
    styles: Callable[[Row], dict[str, str]] = lambda row: {},
    redo: bool = False,
    control: Control | None = None,
    on_change: Callable[[Job], object] = lambda job: None,
) -> Summary:
    """Encode the jobs of `plan` in turn; `on_change` is told each change of one, in the thread that runs.

    `styles` gives what `encode` takes; `redo` encodes what is done as well. Reports are written into `folder` at the end, a
    cancelled one too. InputError or OutputError where the folder cannot be used or another batch is writing there.
    """
    began, control = time.perf_counter(), control or Control()
    done = list(jobs)
    with Journal(folder) as journal:
        try:
            for index, job in enumerate(done):
                on_change(job)
                if job.status == FAILED:
                    continue
                if control.cancelled():
                    break
                attempt = _Attempt(job, codecs, settings, styles, journal, control, on_change)
                done[index] = attempt.run(redo)
                on_change(done[index])
        finally:
            summary = Summary([asdict(job) for job in done], folder, time.perf_counter() - began)
            write_reports(summary)
    return summary


class _Attempt:
    """One job, from what is known of it to its file."""

    def __init__(
        self,
        job: Job,
        codecs: Codecs,
        settings: Settings,
        styles: Callable[[Row], dict[str, str]],
        journal: Journal,
        control: Control,
        on_change: Callable[[Job], object],
    ) -> None:
        self.job, self.codecs, self.styles = job, codecs, styles
        self.journal, self.control, self.on_change = journal, control, on_change
        row = job.row
        self.measure = settings.measure
        self.how: dict[str, Any] = {
            "quality": settings.quality if row.quality is None else row.quality,
            "gamma": settings.gamma if row.gamma is None else row.gamma,
            "target": settings.target if row.quality is None else None,
        }
        self.profile = row.profile or settings.profile

    def run(self, redo: bool) -> Job:
        """The job as it ends: done, skipped, failed, or waiting again after a cancel."""
        try:
            return self._run(redo)
        except Cancelled:
            return self.job
        except MemoryError:
            message = "Out of memory: close other programs and try again."
        except DuetError as error:
            message = str(error)
        except Exception as error:  # whatever is wrong with one pair, the others go on
            message = f"Unexpected {type(error).__name__} ({error}): please report it."
        return replace(self.job, status=FAILED, message=message)

    def _run(self, redo: bool) -> Job:
        styles = self.styles(self.job.row)
        target = self.how["target"]
        settings = {
            **self.how,
            "target": target and asdict(target),
            "profile": self.profile,
            "styles": styles,
        }
        key = key_of((self.job.row.optical, self.job.row.sar), {**settings, "model": self.codecs.digest})
        known = None if redo else self.journal.finished(self.job.output, key)
        if known is not None:
            return replace(self.job, status=SKIPPED, fraction=1.0, report=known)
        os.makedirs(os.path.dirname(self.job.output), exist_ok=True)
        remove_leftovers(self.job.output)
        report = self._encode(styles)
        self.journal.add(self.job.output, key, report)
        return replace(self.job, status=DONE, fraction=1.0, report=report)

    def _encode(self, styles: dict[str, str]) -> dict[str, Any]:
        attempts = 0
        while True:
            self._tell(0.0)
            attempts += 1
            try:
                report = encode(
                    self.job.row.optical or None,
                    self.job.row.sar or None,
                    self.job.output,
                    self.codecs.open(self.profile),
                    measure=self.measure,
                    styles=styles,
                    progress=self._tell,
                    cancelled=self.control.cancelled,
                    **self.how,
                )
                return report.to_dict()
            except DuetError as error:
                if not self.codecs.lost(error) or attempts == ATTEMPTS:
                    raise

    def _tell(self, fraction: float) -> None:
        self.on_change(replace(self.job, status=RUNNING, fraction=fraction))
