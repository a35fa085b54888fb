"""Original radiometry: the comparison of `joint` on scenes of digital numbers and decibels, apart from all others.

The splits `raw` and `demo` of the data folder: four optical bands uint16, two polarisations float32 in decibels. PSNR is on
each band's coded range, which the results name; the peers get the same range stretched to 16 bit. Beside whole files,
which carry CRS, geotransform and band names, the payloads alone are held against the peers' bare codestreams.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import joint, pairs, peers, samples
from .comparison import compare, in_words
from .curves import best_share, envelope
from .joint import OURS
from .pairs import MODALITIES
from .samples import RATES
from .setting import Setting

TITLE = "raw"
SPLITS = ("raw", "demo")
LEAST_GAIN = 1.0  # dB
BAR = f"joint PSNR at equal bytes at least {LEAST_GAIN:g} dB above JPEG 2000's on average (of the rates 0.1–1.0 bpp)"


def measure(setting: Setting) -> dict:
    """Return what `joint` does per split, and the same comparison with payload bytes."""
    found = {}
    for split in SPLITS:
        if split in pairs.splits(setting.data):
            apart = replace(setting, split=split, every=1)
            found[split] = joint.measure(apart)
            found[split]["payload"] = _payload(apart)
    return found


def _payload(setting: Setting) -> dict:
    coded, rivals = samples.collect(setting), peers.collect(setting)
    curves = {}
    for pair in setting.pairs:
        sizes = pair.bytes_at(RATES)
        ours = envelope(list(joint.walk_curves(pair, coded[pair.id], "psnr", "payload_bytes").values()))
        rows = rivals["jpeg2000"][pair.id]
        peer = best_share(*(rows[m] for m in MODALITIES), sizes, "psnr")["joint"]
        curves[pair.id] = {OURS: ours, "jpeg2000": peer}
    return compare(setting.groups(), curves, OURS, "psnr", RATES)


def differences(split: dict, coder: str) -> tuple[np.ndarray, dict[str, float]]:
    """Return the mean difference in dB per pair to a coder, over the table's rates that both reach, and it by pair."""
    by_pair = {}
    for pair, curves in split["psnr"]["pairs"].items():
        known = [(a, b) for a, b in zip(curves[OURS], curves[coder]) if a is not None and b is not None]
        if known:
            by_pair[pair] = float(np.mean([a - b for a, b in known]))
    return np.array(list(by_pair.values())), by_pair


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (bar or what, measured, passed or None where there is no bar)."""
    rows: list[tuple[str, str, bool | None]] = []
    for split, found in result.items():
        count = len(found["psnr"]["pairs"])
        for coder in ("jpeg2000", peers.PART_1, "jpegxl"):
            values, by_pair = differences(found, coder)
            if not len(values):
                rows.append((f"{split} against {peers.words(coder)}", "no common rate", None))
                continue
            worst = min(by_pair, key=by_pair.get)
            text = f"{values.mean():+.2f} dB on average of {len(values)}, {by_pair[worst]:+.2f} at worst ({worst})"
            if coder == "jpeg2000":
                deltas = found["psnr"]["sources"]["all"]["against"][coder]
                bare = found["payload"]["all"]["against"][coder]["mean_difference"]
                text += f"; {in_words(deltas)}"
                text += "" if bare is None else f"; payloads alone {bare:+.2f} dB"
                rows.append((f"{BAR}: {split} ({count} scenes)", text, bool(values.mean() >= LEAST_GAIN)))
            else:
                rows.append((f"joint PSNR at equal bytes, {split}, against {peers.words(coder)}", text, None))
    return rows
