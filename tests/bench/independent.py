"""Joint against independent: one bundle for the pair, or two that each code one image with the same blocks and budget.

`--independent OPTICAL SAR` names the two. Two questions are mixed in such a comparison, whether coding together saves bits
and who may choose how the bits are shared out between the two images, so it is made by three protocols:

- `paper`, as the paper measures it: the envelope of the joint codec over γ, against two independent codecs at one common λ
  (here: quality) for both, which leaves the independent pair no choice;
- `free`, the strict one: the same envelope, against the pair with the best share of the bytes at each rate and measure;
- `fixed`: no choice on either side, γ 0.5 against one common quality, which is the same weight of both errors.

Each file has a head of its own, about fifty bytes, and two files pay it twice, which on a 256² pair is worth a few per
cent; so everything is counted twice as well: payloads alone (masks and coded streams), and whole files.
"""

from __future__ import annotations

import sys

import numpy as np

from eoduet.engine.bundle import find_bundle

from . import samples
from .comparison import TABLE_RATES, compare, in_words
from .curves import best_share, envelope
from .joint import HALF, OURS, walk_curves
from .measures import MEASURES, WORDS
from .pairs import MODALITIES, Pair
from .samples import RATES
from .setting import Setting

TITLE = "independent"
LIMIT = -4.2  # %, the paper's on WHU-OPT-SAR
SIZES = {"payload_bytes": "payloads", "bytes": "whole files (one head against two)"}
FREE, COMMON = "independent", "independent_common"
PROTOCOLS = {  # joint curve, independent curve, words
    "paper": (OURS, COMMON, "as the paper measures it: joint envelope over γ against the independent pair at one common λ "
                            "(quality) for both"),
    "free": (OURS, FREE, "both free to share out their bytes: joint envelope over γ against the pair's best split"),
    "fixed": (HALF, COMMON, "neither free: γ 0.5 against the independent pair at one common λ (quality)"),
}  # fmt: skip
BARRED = ("paper", "free")


def measure(setting: Setting) -> dict | None:
    """Return curves and deltas per kind of bytes, protocol, measure and source; None where no two models are named."""
    if setting.independent is None:
        print("  not measured: name the two models by --independent OPTICAL SAR", file=sys.stderr)
        return None
    together = samples.collect(setting)
    apart = {
        m: samples.collect(setting, (m,), model, samples.SHARED_RANGE)
        for m, model in zip(MODALITIES, setting.independent)
    }
    result: dict = {
        "models": {m: _about(model) for m, model in zip(MODALITIES, setting.independent)},
        "rates": RATES.tolist(),
        "table_rates": list(TABLE_RATES),
    }
    for size in SIZES:
        result[size] = {protocol: {} for protocol in PROTOCOLS}
        for name in MEASURES:
            curves = {
                pair.id: pair_curves(
                    pair, together[pair.id], {m: apart[m][pair.id] for m in MODALITIES}, name, size
                )
                for pair in setting.pairs
            }
            for protocol, (ours, peer, _) in PROTOCOLS.items():
                two = {pair: {coder: by[coder] for coder in (ours, peer)} for pair, by in curves.items()}
                sources = compare(setting.groups(), two, ours, name, RATES)
                result[size][protocol][name] = {"sources": sources}
    return result


def pair_curves(
    pair: Pair, together: samples.Samples, apart: dict[str, samples.Samples], name: str, size: str
) -> dict[str, np.ndarray]:
    """Return the joint measure at `RATES`, counted in `size`: joint at its best γ and at 0.5, independent free and common."""
    totals = pair.bytes_at(RATES)
    of_walk = walk_curves(pair, together, name, size)
    rows = [samples.lone_rows(apart[modality], modality) for modality in MODALITIES]
    return {
        OURS: envelope(list(of_walk.values())),
        HALF: of_walk[str(samples.MIDDLE_GAMMA)],
        FREE: best_share(*rows, totals, name, size)["joint"],
        COMMON: samples.joint_curve(common(apart), name, totals, size),
    }


def common(apart: dict[str, samples.Samples]) -> samples.Samples:
    """Put the encodings of both lone images at each quality that both have together, as if they were one of the pair."""
    optical, sar = ({row["quality"]: row for row in apart[m]} for m in MODALITIES)
    return [
        {
            "quality": quality,
            **{size: optical[quality][size] + sar[quality][size] for size in SIZES},
            "optical": optical[quality]["optical"],
            "sar": sar[quality]["sar"],
        }
        for quality in sorted(optical.keys() & sar.keys())
    ]


def _about(model: str) -> dict:
    bundle = find_bundle(model)
    return {"id": bundle.id, "digest": bundle.digest, "trained": bundle.manifest.get("trained")}


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (bar or what, measured, passed or None where there is no bar): PSNR of all pairs first, by each protocol."""
    rows: list[tuple[str, str, bool | None]] = []
    for protocol, (_, peer, words) in PROTOCOLS.items():
        for size, counted in SIZES.items():
            group = result[size][protocol]["psnr"]["sources"]["all"]
            found = group["against"][peer]
            what = f"joint against two independent models of equal budget, {words}; {counted}: all {group['pairs']} pairs"
            if protocol not in BARRED:
                rows.append((what, in_words(found), None))
                continue
            percent = found["bd_rate_percent"]
            rows.append(
                (f"{what}; bar ≤ {LIMIT} %", in_words(found), percent is not None and percent <= LIMIT)
            )
    for protocol in BARRED:
        peer = PROTOCOLS[protocol][1]
        for name in MEASURES:
            for source, group in result["payload_bytes"][protocol][name]["sources"].items():
                if (name, source) != ("psnr", "all"):
                    what = f"the same, {_short(protocol)}, payloads, {WORDS[name]}: {source} ({group['pairs']} pairs)"
                    rows.append((what, in_words(group["against"][peer]), None))
    return rows


def _short(protocol: str) -> str:
    return PROTOCOLS[protocol][2].split(":")[0]
