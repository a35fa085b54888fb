"""How the bench draws: one look, and the same file from the same figures; what is drawn is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

LOOK = {"svg.hashsalt": "eoduet", "font.size": 9, "svg.fonttype": "none"}


def begin(*args: Any, **options: Any) -> tuple[Any, Any]:
    """Return a figure and its axes, as `pyplot.subplots` does, in the bench's look."""
    plt.rcParams.update(LOOK)
    return plt.subplots(*args, **options)


def finish(figure, path: Path) -> None:
    """Write a figure, without the date."""
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
