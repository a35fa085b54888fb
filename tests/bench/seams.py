"""Seams: is the error at tile borders larger than inside? At quality 10, on the largest pairs.

Mean absolute error (digital numbers, 8 bit) of pixels within 2 px of a border between tiles, over that of all other
pixels. Borders hit the same features of a picture for every tile size, so the error at the same pixels without any
border (the whole picture one tile) is told beside it: their ratio is free of the picture's content.
"""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.tiles import MAX_EDGE

from .pairs import read
from .setting import Setting

TITLE = "seams"
BAR = "at quality 10, mean absolute error on tile borders within 5 % of that inside"
LIMIT = 0.05
QUALITY = 10
REACH = 2  # pixels on either side
EDGES = (512, 128)


def measure(setting: Setting) -> dict:
    """Return, per tile edge and modality, error at borders over error inside, and over that without borders."""
    pairs = setting.large(5)
    sums = {edge: {m: np.zeros(3) for m in ("optical", "sar")} for edge in EDGES}
    for pair in pairs:
        whole = errors(pair, MAX_EDGE, setting)
        for edge in EDGES:
            at_border = border_mask(*pair.size, edge)
            for modality, error in errors(pair, edge, setting).items():
                parts = (error[:, at_border], error[:, ~at_border], whole[modality][:, at_border])
                sums[edge][modality] += [part.mean() for part in parts]
    return {
        "pairs": len(pairs),
        "edges": {
            str(edge): {
                m: dict(zip(("border", "inside", "unbordered"), s / len(pairs))) for m, s in by.items()
            }
            for edge, by in sums.items()
        },
    }


def errors(pair, edge: int, setting: Setting) -> dict[str, np.ndarray]:
    """Encode with tiles of `edge`, decode, and return the absolute errors (bands, h, w) of each modality."""
    path = "/vsimem/seams.duet"
    verbs.encode(pair.optical, pair.sar, path, setting.codec, quality=QUALITY, tile=edge, measure=False)
    outputs = {modality: f"/vsimem/seams.{modality}.tif" for modality in ("optical", "sar")}
    verbs.decode(path, lambda *_: setting.codec, **outputs)
    found = {}
    for modality, output in outputs.items():
        found[modality] = np.abs(read(output).astype(float) - read(getattr(pair, modality)))
        gdal.Unlink(output)
    gdal.Unlink(path)
    return found


def border_mask(height: int, width: int, edge: int) -> np.ndarray:
    """Return bool (height, width): within `REACH` pixels of a border between two tiles."""
    near = [np.zeros(size, bool) for size in (height, width)]
    for flags in near:
        for border in range(edge, len(flags), edge):
            flags[border - REACH : border + REACH] = True
    return near[0][:, None] | near[1][None, :]


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed)."""
    rows = []
    for edge, by_modality in result["edges"].items():
        texts, worst = [], 0.0
        for modality, values in by_modality.items():
            excess, clean = (
                values["border"] / values["inside"] - 1,
                values["border"] / values["unbordered"] - 1,
            )
            texts.append(f"{modality} {excess:+.1%} (against the same pixels without a border {clean:+.1%})")
            worst = max(worst, excess)
        rows.append((f"{BAR}: tiles of {edge}, {result['pairs']} pairs", ", ".join(texts), worst <= LIMIT))
    return rows
