"""Progress and cancelling of a long job, counted in steps; knows no job and no user interface."""

from __future__ import annotations

from .errors import Cancelled
from .interface import IsCancelled, Progress


class Steps:
    """Tells `progress` the fraction done, never backwards, and turns `cancelled` into `errors.Cancelled`."""

    def __init__(self, progress: Progress, cancelled: IsCancelled) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._fraction, self._per_step = 0.0, 0.0

    def plan(self, remaining: float) -> None:
        """Spread what is left of the bar over `remaining` steps: a job may learn its length as it goes."""
        self._per_step = (1.0 - self._fraction) / max(remaining, 1)

    def check(self) -> None:
        """Raise Cancelled if the user has asked to stop."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled()

    def step(self) -> None:
        """Count one step as done, and check."""
        self._fraction = min(1.0, self._fraction + self._per_step)
        if self._progress is not None:
            self._progress(self._fraction)
        self.check()

    def done(self) -> None:
        """Fill the bar."""
        if self._progress is not None:
            self._progress(1.0)
