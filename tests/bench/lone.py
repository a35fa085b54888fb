"""Each image alone: the same bundle codes the optical or the SAR image without the other, against the same peers.

The bits of a joint file have no owner: one latent serves both images. So what one modality costs is measured where it
is certain, on files that hold that image alone (the other modality declared absent), written by the same bundle: real
bytes with all headers, over H·W of that one image. What coding both together saves on top is in the joint figures of
`joint`, which stand beside these.
"""

from __future__ import annotations

import numpy as np

from . import peers, samples
from .comparison import TABLE_RATES, compare, in_words
from .curves import read
from .joint import OURS
from .measures import MEASURES
from .pairs import MODALITIES, Pair
from .samples import RATES
from .setting import Setting

TITLE = "lone"
DEFINITION = (
    "rate of a modality: bits of a file that holds this image alone, written by the same bundle with the other modality "
    "absent, headers included, over its height x width"
)
BARS = (("optical", "jpeg2000", -30.0), ("sar", "jpeg2000", -15.0), ("optical", "jpegxl", -10.0))
NAMES = {"optical": "optical image", "sar": "SAR image"}


def measure(setting: Setting) -> dict:
    """Return curves and deltas per modality, measure and source."""
    rivals = peers.collect(setting)
    result: dict = {"definition": DEFINITION, "rates": RATES.tolist(), "table_rates": list(TABLE_RATES)}
    for modality in MODALITIES:
        coded = samples.collect(setting, (modality,))
        result[modality] = {}
        for name in MEASURES:
            curves = {
                pair.id: pair_curves(pair, coded[pair.id], rivals, modality, name) for pair in setting.pairs
            }
            result[modality][name] = {"sources": compare(setting.groups(), curves, OURS, name, RATES)}
    return result


def pair_curves(
    pair: Pair, coded: samples.Samples, rivals: dict, modality: str, name: str
) -> dict[str, np.ndarray]:
    """Return the measure of one image by each coder at `RATES` of that image."""
    rows = {OURS: samples.lone_rows(coded, modality)}
    rows |= {coder: by[pair.id][modality] for coder, by in rivals.items() if pair.id in by}
    sizes = pair.bytes_at(RATES, images=1)
    return {coder: read(curve, name, sizes) for coder, curve in rows.items()}


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed); what has no bar is in the tables of `report`."""
    rows = []
    for modality, coder, bar in BARS:
        group = result[modality]["psnr"]["sources"]["all"]
        found = group["against"][coder]
        percent = found["bd_rate_percent"]
        what = (
            f"{NAMES[modality]} alone against {peers.words(coder)} ≤ {bar:g} %: all ({group['pairs']} pairs)"
        )
        rows.append((what, in_words(found), percent is not None and percent <= bar))
    return rows
