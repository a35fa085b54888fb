"""Size against entropy: real bytes over what the model's tables say the symbols cost, in the encodings of `samples`.

Over all encodings of at least 0.1 bpp: the coded streams alone (what the range coder adds, its words and precision),
and the whole file (head, index with two checksums a tile, masks). The head of a file is about fifty bytes, 3 % of a
256² pair at 0.1 bpp, so whole files are told by raster size.
"""

from __future__ import annotations

import numpy as np

from . import samples
from .setting import Setting

TITLE = "size"
BAR = "real bytes within 2 % of the entropy the model estimates at ≥ 0.1 bpp"
LIMIT = 0.02


def measure(setting: Setting) -> dict:
    """Return mean and largest excess over the entropy, of streams and of files, per raster size."""
    coded = samples.collect(setting)
    result = {}
    for edge in sorted({pair.size[1] for pair in setting.pairs}):
        rows = [
            row for pair in setting.pairs if pair.size[1] == edge for row in samples.distinct(coded[pair.id])
        ]
        rows = [row for row in rows if row["bpp"] >= samples.LOWEST]
        estimated = np.array([row["estimated_bytes"] for row in rows])
        result[str(edge)] = {"encodings": len(rows)}
        for name in ("stream_bytes", "bytes"):
            excess = np.array([row[name] for row in rows]) / estimated - 1
            result[str(edge)][name] = {
                "mean": float(excess.mean()),
                "least": float(excess.min()),
                "most": float(excess.max()),
            }
    return result


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed): the bar is on the streams."""
    rows = []
    for edge, values in result.items():
        stream, whole = values["stream_bytes"], values["bytes"]
        worst = max(abs(stream["least"]), abs(stream["most"]))
        text = (
            f"streams {stream['mean']:+.2%} ({stream['least']:+.2%} to {stream['most']:+.2%}), whole files "
            f"{whole['mean']:+.2%} (up to {whole['most']:+.2%})"
        )
        rows.append((f"{BAR}: {edge}² pairs ({values['encodings']} encodings)", text, worst <= LIMIT))
    return rows
