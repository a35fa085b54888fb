"""Quality at equal size: EO-Duet's joint PSNR against JPEG 2000's on the same pairs at the same total bytes.

Rate: bytes of the finished `.duet` file with all its headers, or of the two bare codestreams, · 8 / (2·H·W). Joint PSNR:
mean of the optical and the SAR PSNR, peak 255. JPEG 2000 may share its bytes between the two images as is best for each
pair and rate, on curves sampled every half decibel, with its colour transform or without, whichever is better there.
EO-Duet has the same freedom through γ (the envelope over the modality trade-off, as in the paper); a plain γ = 0.5 is
reported too. Means are over pairs, per source and over all.
"""

from __future__ import annotations

import numpy as np

from . import peers, samples
from .curves import bjontegaard, envelope
from .pairs import Pair
from .setting import Setting

TITLE = "quality"
BAR = "joint PSNR at 0.1–1.0 bpp no lower than JPEG 2000's on average"
TABLE_RATES = np.array([0.1, 0.2, 0.3, 0.5, 0.7, 1.0])
RATES = np.unique(np.concatenate([TABLE_RATES, samples.RATES]).round(9))
CODERS = ("eoduet", "eoduet_gamma_half", "jpeg2000")


def measure(setting: Setting) -> dict:
    """Return curves, differences and BD-rates per source and overall, and the table's rates per pair."""
    coded = samples.collect(setting)
    curves = {pair.id: pair_curves(pair, coded[pair.id], setting) for pair in setting.pairs}
    sources = {pair.source for pair in setting.pairs}
    groups = {source: [p for p in setting.pairs if p.source == source] for source in sorted(sources)}
    groups["all"] = setting.pairs
    in_table = np.isin(RATES, TABLE_RATES)
    return {
        "rates": RATES.tolist(),
        "table_rates": TABLE_RATES.tolist(),
        "sources": {name: average([curves[pair.id] for pair in group]) for name, group in groups.items()},
        "pairs": {
            name: {coder: np.round(values[coder][in_table], 3).tolist() for coder in CODERS}
            for name, values in sorted(curves.items())
        },
        "encodings": sum(map(len, coded.values())),
    }


def pair_curves(pair: Pair, coded: samples.Samples, setting: Setting) -> dict[str, np.ndarray]:
    """Return the joint PSNR of each coder at `RATES`, and the γ of EO-Duet's best."""
    gammas = sorted({row["gamma"] for row in coded})
    of_gamma = {g: samples.joint_curve([row for row in coded if row["gamma"] == g], RATES) for g in gammas}
    stack = np.stack(list(of_gamma.values()))
    most_bytes = pair.bytes_at(RATES[-1])
    optical, sar = peers.cached_curves(pair, most_bytes, setting.scratch / "jpeg2000")
    peer = [peers.best_joint(optical, sar, pair.bytes_at(rate))["joint"] for rate in RATES]
    return {
        "eoduet": envelope(list(of_gamma.values())),
        "eoduet_gamma_half": of_gamma[samples.MIDDLE_GAMMA],
        "jpeg2000": np.array(peer),
        "gamma": np.array(gammas)[np.argmax(np.nan_to_num(stack, nan=-np.inf), 0)],
    }


def average(group: list[dict[str, np.ndarray]]) -> dict:
    """Return the means over pairs at rates that both coders reach on them, and how many those pairs are."""
    stacks = {coder: np.stack([curves[coder] for curves in group]) for coder in (*CODERS, "gamma")}
    reached = np.isfinite(stacks["eoduet_gamma_half"]) & np.isfinite(stacks["jpeg2000"])
    count = reached.sum(0)
    if not count.all():
        raise SystemExit("No pair of a source reaches the lowest rate; the model is of no use there.")
    means = {name: (np.where(reached, stack, 0).sum(0) / count) for name, stack in stacks.items()}
    difference = means["eoduet"] - means["jpeg2000"]
    in_table = np.isin(RATES, TABLE_RATES)
    return {
        **{name: values.round(4).tolist() for name, values in means.items()},
        "pairs": len(group),
        "pairs_reached": count.tolist(),
        "difference_at_table_rates": difference[in_table].round(3).tolist(),
        "mean_difference": float(difference[in_table].mean()),
        **bjontegaard(RATES, means["jpeg2000"], means["eoduet"]),
    }


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed)."""
    rows = []
    for name, group in result["sources"].items():
        low, high = group["overlap_psnr"]
        text = (
            f"{group['mean_difference']:+.2f} dB on average ({group['difference_at_table_rates'][0]:+.2f} at 0.1, "
            f"{group['difference_at_table_rates'][-1]:+.2f} at 1.0 bpp), BD-rate {group['bd_rate_percent']:+.1f} % "
            f"over {low:.1f}–{high:.1f} dB"
        )
        rows.append((f"{BAR}: {name} ({group['pairs']} pairs)", text, group["mean_difference"] >= 0))
    return rows
