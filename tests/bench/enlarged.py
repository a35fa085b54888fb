"""What it brings to code enlarged bands as what they are (`engine.blocks`): optical images that have some, with and without.

Of the split's images those are taken in which the encoder finds bands of blocks of equal pixels. The files without it are
those that an encoder blind to blocks would write, at the same qualities.
"""

from __future__ import annotations

from eoduet.engine.enlarged import find
from eoduet.engine.raster import RasterSource

from . import peers, samples
from .coding import encode
from .comparison import TABLE_RATES, compare, in_words
from .curves import read
from .joint import OURS
from .samples import RATES
from .setting import Setting

TITLE = "enlarged"
MODALITY = "optical"
BLIND = "blind"


def measure(setting: Setting) -> dict | None:
    """Return curves and deltas of the images that have enlarged bands; None where there are none."""
    found = [pair for pair in setting.pairs if find(RasterSource(pair.optical, MODALITY))]
    if not found:
        print("no image of this split has a band that was enlarged pixel by pixel")
        return None
    rivals, coded = peers.collect(setting), samples.collect(setting, (MODALITY,))
    curves = {}
    for pair in found:
        rows = samples.lone_rows(coded[pair.id], MODALITY)
        again = [
            encode(pair, setting.codec, (MODALITY,), row["quality"], row["gamma"], blind=True) for row in rows
        ]
        both = {OURS: rows, BLIND: samples.lone_rows(again, MODALITY)}
        both["jpeg2000"] = rivals["jpeg2000"][pair.id][MODALITY]
        curves[pair.id] = {
            coder: read(one, "psnr", pair.bytes_at(RATES, images=1)) for coder, one in both.items()
        }
    return {
        "rates": RATES.tolist(),
        "table_rates": list(TABLE_RATES),
        "images": len(setting.pairs),
        "sources": compare({"all": found}, curves, OURS, "psnr", RATES),
    }


def summary(result: dict) -> list[tuple[str, str, None]]:
    """Rows (what, measured, None): there is no bar."""
    group = result["sources"]["all"]
    what = (
        f"optical images alone with a band enlarged pixel by pixel ({group['pairs']} of {result['images']})"
    )
    return [
        (f"{what}: {words}", in_words(group["against"][coder]), None)
        for coder, words in ((BLIND, "against coding it like any other"), ("jpeg2000", "against JPEG 2000"))
    ]
