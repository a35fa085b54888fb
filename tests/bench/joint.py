"""Joint quality over rate: EO-Duet against JPEG 2000, HTJ2K, JPEG XL and learned peers on the same pairs, from real bytes.

Rate: bytes of the finished `.duet` file with all its headers, or of the two bare codestreams, · 8 / (2·H·W). Joint
PSNR and joint MS-SSIM: means of the optical and the SAR image's. Every coder has the same freedom of the modality
trade-off: a peer shares its bytes out between the two images as is best for each pair, rate and measure, with its best
variant at each rate; EO-Duet takes the best γ (the envelope, as in the paper), among γ chosen for the joint PSNR (see
`samples`), so that its envelope of MS-SSIM is a lower bound. Single γ are reported per modality, over the rate of the whole
pair.
"""

from __future__ import annotations

import numpy as np

from . import peers, samples
from .comparison import TABLE_RATES, compare, in_words, mean_curve, numbers
from .curves import along, at_rates, best_share, envelope
from .measures import MEASURES
from .pairs import MODALITIES, Pair
from .samples import RATES
from .setting import Setting

TITLE = "joint"
BAR = "joint PSNR at 0.1–1.0 bpp no lower than JPEG 2000's on average"
OURS, HALF = "eoduet", "eoduet_gamma_half"


def measure(setting: Setting) -> dict:
    """Return curves, deltas and single γ per measure and source, and the table's rates per pair."""
    coded, rivals = samples.collect(setting), peers.collect(setting)
    groups = setting.groups()
    result: dict = {"rates": RATES.tolist(), "table_rates": list(TABLE_RATES)}
    for name in MEASURES:
        curves = {pair.id: pair_curves(pair, coded[pair.id], rivals, name) for pair in setting.pairs}
        result[name] = {
            "sources": compare(groups, curves, OURS, name, RATES),
            "gammas": {source: single_gammas(pairs, coded, name) for source, pairs in groups.items()},
            "best_gamma": {source: best_gamma(pairs, coded, name) for source, pairs in groups.items()},
            "pairs": {pair: _at_table(by) for pair, by in sorted(curves.items())},
        }
    by_walk = [samples.walks(rows) for rows in coded.values()]
    result["encodings"] = sum(len(samples.distinct(rows)) for rows in coded.values())
    result["fewest_encodings_of_a_curve"] = min(len(rows) for walks in by_walk for rows in walks.values())
    result["ranges"] = {pair.id: {m: pair.image(m).ranges() for m in MODALITIES} for pair in setting.pairs
                        if pair.image("optical").values.dtype != np.uint8}  # fmt: skip
    return result


def pair_curves(pair: Pair, coded: samples.Samples, rivals: dict, name: str) -> dict[str, np.ndarray]:
    """Return the joint measure of each coder at `RATES`."""
    of_walk = walk_curves(pair, coded, name)
    curves = {OURS: envelope(list(of_walk.values())), HALF: of_walk[str(samples.MIDDLE_GAMMA)]}
    for coder, by_pair in rivals.items():
        if pair.id in by_pair:
            rows = [by_pair[pair.id][modality] for modality in MODALITIES]
            curves[coder] = best_share(*rows, pair.bytes_at(RATES), name)["joint"]
    return curves


def walk_curves(pair: Pair, coded: samples.Samples, name: str, size: str = "bytes") -> dict[str, np.ndarray]:
    """Return EO-Duet's joint measure at `RATES` along each walk, counted in `size`."""
    sizes = pair.bytes_at(RATES)
    return {walk: samples.joint_curve(rows, name, sizes, size) for walk, rows in samples.walks(coded).items()}


def best_gamma(pairs: list[Pair], coded: dict[str, samples.Samples], name: str) -> list[float | None]:
    """Return the mean over pairs of the γ that the envelope takes at each rate."""
    chosen = []
    for pair in pairs:
        stack = np.stack(list(walk_curves(pair, coded[pair.id], name).values()))
        walks = samples.walks(coded[pair.id]).values()
        gammas = [
            along([row["bpp"] for row in rows], [row["gamma"] for row in rows], RATES) for rows in walks
        ]
        best = np.argmax(np.nan_to_num(stack, nan=-np.inf), 0)
        chosen.append(np.where(np.isnan(stack).all(0), np.nan, np.stack(gammas)[best, np.arange(len(RATES))]))
    return numbers(mean_curve(chosen))


def single_gammas(pairs: list[Pair], coded: dict[str, samples.Samples], name: str) -> dict[str, dict]:
    """Return, for γ 0.1, 0.5 and 0.9, the mean curves of both images over the rate of the pair."""
    found = {}
    for gamma in samples.SHOWN_GAMMAS:
        curves: dict[str, list[np.ndarray]] = {modality: [] for modality in MODALITIES}
        for pair in pairs:
            rows = samples.of_gamma(coded[pair.id], gamma)
            for modality in MODALITIES:
                values = [row[modality][name] for row in rows]
                curves[modality].append(at_rates([row["bpp"] for row in rows], values, RATES))
        found[str(gamma)] = {modality: numbers(mean_curve(by)) for modality, by in curves.items()}
    return found


def _at_table(curves: dict[str, np.ndarray]) -> dict[str, list]:
    return {coder: numbers(values[np.isin(RATES, TABLE_RATES)]) for coder, values in curves.items()}


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed); what has no bar is in the tables of `report`."""
    rows = []
    for name, group in result["psnr"]["sources"].items():
        found = group["against"]["jpeg2000"]
        mean = found["mean_difference"]
        if mean is None:
            rows.append((f"{BAR}: {name} ({group['pairs']} pairs)", "no common rate", False))
            continue
        rows.append(
            (f"{BAR}: {name} ({group['pairs']} pairs)", f"{mean:+.2f} dB; {in_words(found)}", mean >= 0)
        )
    return rows
