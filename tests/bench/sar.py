"""What coding does to SAR beyond PSNR: number of looks of homogeneous areas and the ratio image, beside JPEG 2000.

Both coders at the same bytes of the pair: EO-Duet at γ 0.5, JPEG 2000 at its best share for the joint PSNR. Means over
the pairs of a source, the raw scenes (true decibels) among them; `speckle` says what the measures are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import pairs, peers, samples, speckle
from .curves import Rows, along, best_share, clean
from .measures import round_off
from .raw import SPLITS
from .setting import Setting

TITLE = "sar"
RATES = np.array([0.2, 0.5, 1.0])
COLUMNS = ("looks", "ratio_mean", "ratio_variance")


def measure(setting: Setting) -> dict:
    """Return, per source, the original number of looks and each coder's measures at `RATES`."""
    settings = [setting]
    present = pairs.splits(setting.data) - {setting.split}
    settings += [replace(setting, split=split, every=1) for split in SPLITS if split in present]
    result: dict = {"rates": RATES.tolist(), "assumption": speckle.ASSUMPTION, "sources": {}}
    for each in settings:
        coded, rivals = samples.collect(each), peers.collect(each)
        for source, group in each.groups().items():
            if source != "all":
                result["sources"][f"{source} ({each.split})"] = _of_source(group, coded, rivals)
    return result


def _of_source(group: list[pairs.Pair], coded: dict, rivals: dict) -> dict:
    tables: dict[str, list[dict]] = {"eoduet": [], "jpeg2000": []}
    for pair in group:
        tables["eoduet"].append(ours(pair, coded[pair.id]))
        tables["jpeg2000"].append(peer(pair, rivals["jpeg2000"][pair.id]))
    return {
        "pairs": len(group),
        "looks_of_originals": round_off(float(np.mean([original_looks(pair) for pair in group]))),
        **{
            coder: {key: [round_off(v) for v in np.mean([table[key] for table in by], 0)] for key in COLUMNS}
            for coder, by in tables.items()
        },
    }


def original_looks(pair: pairs.Pair) -> float:
    """Equivalent number of looks of the homogeneous windows of the original."""
    image = pair.image("sar")
    power = speckle.power(image, image.values)
    return speckle.looks(power, speckle.homogeneous(power, image.valid))


def ours(pair: pairs.Pair, coded: samples.Samples) -> dict[str, np.ndarray]:
    """EO-Duet's measures at `RATES`, γ 0.5."""
    rows = samples.of_gamma(coded, samples.MIDDLE_GAMMA)
    sizes = [row["bytes"] for row in rows]
    return {key: along(sizes, [row["sar"][key] for row in rows], pair.bytes_at(RATES)) for key in COLUMNS}


def peer(pair: pairs.Pair, curves: dict[str, Rows]) -> dict[str, np.ndarray]:
    """A peer's measures where it shares the bytes of `RATES` out for the best joint PSNR."""
    totals = pair.bytes_at(RATES)
    share = best_share(curves["optical"], curves["sar"], totals, "psnr")["share"]
    kept, _ = clean([row["bytes"] for row in curves["sar"]], [row["psnr"] for row in curves["sar"]])
    rows = [row for row in curves["sar"] if row["bytes"] in set(kept)]
    sizes = [row["bytes"] for row in rows]
    return {key: along(sizes, [row[key] for row in rows], totals * (1 - share)) for key in COLUMNS}


def summary(result: dict) -> list[tuple[str, str, bool | None]]:
    """Rows (what, measured, None: there is no bar)."""
    rows: list[tuple[str, str, bool | None]] = []
    at = RATES.tolist().index(0.5)
    for source, found in result["sources"].items():
        texts = []
        for coder, words in (("eoduet", "EO-Duet"), ("jpeg2000", "JPEG 2000")):
            values = [found[coder][key][at] for key in COLUMNS]
            if None in values:
                texts.append(f"{words}: out of reach")
            else:
                texts.append(
                    f"{words}: looks × {values[0]:.2f}, ratio {values[1]:.3f} ± {values[2] ** 0.5:.3f}"
                )
        what = f"speckle at 0.5 bpp, {source}: {found['looks_of_originals']:.1f} looks in homogeneous areas"
        rows.append((what, "; ".join(texts), None))
    return rows
