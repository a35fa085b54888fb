"""Original radiometry: the comparison of `joint` on scenes of digital numbers and decibels, apart from all others.

The splits `raw` and `demo` of the data folder: four optical bands uint16, two polarisations float32 in decibels. PSNR is on
each band's coded range, which the results name; the peers get the same range stretched to 16 bit. Whole files, which carry
CRS, geotransform and band names, are held against the peers' bare codestreams, which carry none of it; and, to be fair either
way, payloads alone against them, and whole files against JPEG 2000 in the boxes that give it CRS and geotransform (GeoJP2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from osgeo import gdal

from eoduet.engine import vsi

from . import classical, joint, pairs, peers, samples
from .comparison import compare, in_words
from .curves import best_share, envelope
from .joint import OURS
from .pairs import MODALITIES
from .samples import RATES
from .setting import Setting

TITLE = "raw"
SPLITS = ("raw", "demo")
LEAST_GAIN = 1.0  # dB
SIZE = b"\xff\x51"  # the marker that follows the start of a codestream
#: The fairer ways to count bytes, by the part of the result.
COUNTED = {
    "payload": "payloads alone",
    "georeferenced": "against files with CRS and geotransform, as ours are ({boxes} bytes a raster more),",
}
BAR = f"joint PSNR at equal bytes at least {LEAST_GAIN:g} dB above JPEG 2000's on average (of the rates 0.1–1.0 bpp)"


def measure(setting: Setting) -> dict:
    """Return what `joint` does per split, and the same comparison of payloads and of georeferenced files."""
    found = {}
    for split in SPLITS:
        if split in pairs.splits(setting.data):
            apart = replace(setting, split=split, every=1)
            found[split] = joint.measure(apart)
            found[split]["payload"] = _compare(apart, "payload_bytes", lambda path: 0)
            paths = [getattr(pair, modality) for pair in apart.pairs for modality in MODALITIES]
            boxed = {path: boxes(path) for path in paths}
            found[split]["georeferenced"] = _compare(apart, "bytes", boxed.__getitem__)
            found[split]["boxes"] = round(float(np.mean(list(boxed.values()))))
    return found


def _compare(setting: Setting, size_of_ours: str, further: Callable[[str], int]) -> dict:
    """Curves over our bytes of a kind, and over the codestreams of JPEG 2000 with `further` bytes for each raster."""
    coded, rivals = samples.collect(setting), peers.collect(setting)
    curves = {}
    for pair in setting.pairs:
        sizes = pair.bytes_at(RATES)
        ours = envelope(list(joint.walk_curves(pair, coded[pair.id], "psnr", size_of_ours).values()))
        rows = []
        for modality in MODALITIES:
            more = further(getattr(pair, modality))
            rows.append(
                [row | {"bytes": row["bytes"] + more} for row in rivals["jpeg2000"][pair.id][modality]]
            )
        peer = best_share(*rows, sizes, "psnr")["joint"]
        curves[pair.id] = {OURS: ours, "jpeg2000": peer}
    return compare(setting.groups(), curves, OURS, "psnr", RATES)


def boxes(path: str) -> int:
    """Return how many bytes GDAL writes around a JPEG 2000 codestream to give it the CRS and geotransform of a raster."""
    source = gdal.Open(path)
    small = gdal.GetDriverByName("MEM").Create("", 16, 16, 1)
    small.SetProjection(source.GetProjection())
    if source.GetGeoTransform(can_return_null=True):
        small.SetGeoTransform(source.GetGeoTransform())
    out = "/vsimem/boxes.jp2"
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(out, small, options=["GMLJP2=NO", "GeoJP2=YES"])
    file = vsi.VsiFile(out, "rb")
    try:
        return file.read(0, vsi.size_of(out)).index(classical.SOC + SIZE)
    finally:
        file.close()
        vsi.remove(out)


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
                text += f"; {in_words(deltas)}"
                for counted, words in COUNTED.items():
                    mean = found[counted]["all"]["against"][coder]["mean_difference"]
                    text += "" if mean is None else f"; {words.format(boxes=found['boxes'])} {mean:+.2f} dB"
                rows.append((f"{BAR}: {split} ({count} scenes)", text, bool(values.mean() >= LEAST_GAIN)))
            else:
                rows.append((f"joint PSNR at equal bytes, {split}, against {peers.words(coder)}", text, None))
    return rows
