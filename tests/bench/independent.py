"""Joint against independent: one bundle for the pair, or two that each code one image with the same blocks and budget.

`--independent OPTICAL SAR` names the two. Both sides have the same freedom of the modality trade-off: the joint bundle
through γ (the envelope), the independent pair through any share of the bytes. Each file has a head of its own, about a
hundred bytes, and two files pay it twice, which on a 256² pair is worth several per cent; so the main figure counts the
payloads alone (masks and coded streams), and whole files stand beside it.
"""

from __future__ import annotations

import sys

import numpy as np

from eoduet.engine.bundle import find_bundle

from . import samples
from .comparison import TABLE_RATES, compare, in_words
from .curves import best_share, envelope
from .joint import OURS, gamma_curves
from .measures import MEASURES, WORDS
from .pairs import MODALITIES, Pair
from .samples import RATES
from .setting import Setting

TITLE = "independent"
LIMIT = -4.2  # %, the paper's on WHU-OPT-SAR
BAR = f"joint against two independent models of equal budget ≤ {LIMIT} %, payload bytes"
SIZES = {"payload_bytes": "payload bytes", "bytes": "whole files"}
PEER = "independent"


def measure(setting: Setting) -> dict | None:
    """Return curves and deltas per kind of bytes, measure and source; None where no two models are named."""
    if setting.independent is None:
        print("  not measured: name the two models by --independent OPTICAL SAR", file=sys.stderr)
        return None
    together = samples.collect(setting)
    apart = {m: samples.collect(setting, (m,), model) for m, model in zip(MODALITIES, setting.independent)}
    result: dict = {
        "models": {m: _about(model) for m, model in zip(MODALITIES, setting.independent)},
        "rates": RATES.tolist(),
        "table_rates": list(TABLE_RATES),
    }
    for size in SIZES:
        result[size] = {}
        for name in MEASURES:
            curves = {
                pair.id: pair_curves(
                    pair, together[pair.id], {m: apart[m][pair.id] for m in MODALITIES}, name, size
                )
                for pair in setting.pairs
            }
            result[size][name] = {"sources": compare(setting.groups(), curves, OURS, name, RATES)}
    return result


def pair_curves(
    pair: Pair, together: samples.Samples, apart: dict[str, samples.Samples], name: str, size: str
) -> dict[str, np.ndarray]:
    """Return the joint measure of both sides at `RATES`, counted in `size`."""
    totals = pair.bytes_at(RATES)
    of_gamma = gamma_curves(pair, together, name, size)
    rows = [samples.lone_rows(apart[modality], modality) for modality in MODALITIES]
    return {OURS: envelope(list(of_gamma.values())), PEER: best_share(*rows, totals, name, size)["joint"]}


def _about(model: str) -> dict:
    bundle = find_bundle(model)
    return {"id": bundle.id, "digest": bundle.digest, "trained": bundle.manifest.get("trained")}


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (bar or what, measured, passed or None where there is no bar)."""
    rows: list[tuple[str, str, bool | None]] = []
    for size, words in SIZES.items():
        for name in MEASURES:
            for source, group in result[size][name]["sources"].items():
                found = group["against"][PEER]
                percent = found["bd_rate_percent"]
                if (size, name, source) == ("payload_bytes", "psnr", "all"):
                    passed = percent is not None and percent <= LIMIT
                    rows.insert(0, (f"{BAR}: all {group['pairs']} pairs", in_words(found), passed))
                elif source == "all" or (size, name) == ("payload_bytes", "psnr"):
                    what = f"joint against independent, {words}, {WORDS[name]}: {source} ({group['pairs']} pairs)"
                    rows.append((what, in_words(found), None))
    return rows
