"""Results of the verbs in words for a terminal, numbers with units; computes nothing, knows no options."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from typing import Any, TextIO

NAMES = {"optical": "optical", "sar": "SAR", "joint": "joint"}

AREAS = {
    "plane": "Areas are measured in the plane of the CRS.",
    "ellipsoid": "Areas are measured on the ellipsoid of the CRS.",
    "unknown": "No areas: the image has no CRS and position that say how large a pixel is.",
}
BESIDE_DAMAGE = "Within 64 pixels of a damaged tile the picture is approximate, within 8 visibly so."


def encoded(facts: dict[str, Any]) -> list[str]:
    """Describe an `EncodeReport`."""
    lines = [
        f"{facts['path']}: {facts['bytes']:,} bytes, 1:{ratio_words(facts['ratio'])}, {facts['bpp']:.4f} bpp "
        f"(quality {facts['quality']:g}, γ {facts['gamma']:g}{_profile(facts, ', ')})"
    ]
    if facts["psnr"] is not None:
        lone = len(facts["psnr"]) == 2  # one modality and, equal to it, the joint figure
        shown = [(m, value) for m, value in facts["psnr"].items() if not (lone and m == "joint")]
        lines.append("PSNR: " + ", ".join(f"{NAMES[m]} {decibels(value, 2)}" for m, value in shown))
    clipped = {m: share for m, share in facts["clipped"].items() if share}
    if clipped:
        shares = ", ".join(f"{NAMES[m]} {100 * share:.2g} %" for m, share in clipped.items())
        lines.append(f"clipped to the coded range: {shares} of the valid values")
    return [*lines, f"encoded in {facts['seconds']:.1f} s on {facts['device']} with {facts['bundle']}"]


def decoded(facts: dict[str, Any]) -> list[str]:
    """Describe a `DecodeReport`."""
    x, y, width, height = facts["window"]
    written = [
        f"{path}: {NAMES[m]}, {width}×{height} pixels from {x} {y}" for m, path in facts["outputs"].items()
    ]
    return [*written, f"decoded in {facts['seconds']:.1f} s on {facts['device']} with {facts['bundle']}"]


def mapped(facts: dict[str, Any]) -> list[str]:
    """Describe a `MapReport`."""
    x, y, width, height = facts["window"]
    lines = [f"{facts['path']}: {width}×{height} pixels from {x} {y}"]
    for share in facts["classes"]:
        area = "" if share["area_m2"] is None else f", {share['area_m2']:,.0f} m²"
        lines.append(f"{share['id']:3d} {share['name']}: {share['percent']:.2f} %{area}")
    if facts["nodata_pixels"]:
        lines.append(f"NoData: {facts['nodata_pixels']:,} pixels")
    return [
        *lines,
        AREAS[facts["area_basis"]],
        f"mapped in {facts['seconds']:.1f} s on {facts['device']} with {facts['bundle']}, map {facts['map_model']}",
    ]


def _profile(facts: dict[str, Any], before: str) -> str:
    return "" if facts["profile"] == "image" else f"{before}profile {facts['profile']}"


def damage(damaged: Iterable[Any]) -> list[str]:
    """Say, tile by tile, what is damaged and which pixels it held."""
    return [
        f"tile {item['tile']} (pixels {' '.join(map(str, item['window']))}) is damaged: {item['reason']}"
        for item in damaged
    ]


def info(facts: dict[str, Any]) -> list[str]:
    """Describe what `codec.info` returns."""
    lines = [
        f"{facts['path']}: {facts['bytes']:,} bytes, 1:{ratio_words(facts['ratio'])}, {facts['bpp']:.4f} bpp",
        f"size: {facts['width']}×{facts['height']} pixels, {_tiles(facts['tiles'])} of {facts['tile']}",
        f"CRS: {facts['crs_name'] or 'none'}",
        f"geotransform: {facts['geotransform'] or 'none'}",
        f"model: {facts['model']['id']} {facts['model']['digest']}",
        f"quality: {facts['quality']:g}, γ {facts['gamma']:g}{_profile(facts, ', ')}",
        f"format: version {facts['format']}",
        f"written by: {facts['producer'] or 'an unnamed program'}",
    ]
    for modality, image in facts["modalities"].items():
        for number, band in enumerate(image["bands"], 1):
            words = [band["name"] or "unnamed", band["dtype"], band["unit"]]
            if band["nodata"] is not None:
                words.append(f"NoData {band['nodata']:g}")
            if band["enlarged"] > 1:
                words.append(f"enlarged: blocks of {band['enlarged']} × {band['enlarged']} equal pixels")
            lines.append(f"{NAMES[modality]} {number}: {', '.join(filter(None, words))}")
    return lines


def verified(facts: dict[str, Any]) -> list[str]:
    """Describe a `VerifyReport`."""
    if facts["sound"]:
        return [
            f"{facts['path']}: sound, {_tiles(facts['tiles'])} checked{' and decoded' * facts['decoded']}"
        ]
    if facts["head"]:  # it may be no .duet file at all, or one of a newer version
        return [f"{facts['path']}: not sound", facts["head"]]
    return [f"{facts['path']}: damaged", *damage(facts["damaged"])]


def _tiles(count: int) -> str:
    return f"{count} tile{'' if count == 1 else 's'}"


def models(facts: list[dict[str, Any]]) -> list[str]:
    """List the installed models."""
    lines = []
    for model in facts:
        lines.append(f"{model['id']}  {model['digest']}  {model['latents']} latents  {model['folder']}")
        if len(model["profiles"]) > 1:
            lines.append(f"  profiles: {', '.join(model['profiles'])}")
        lines += [f"  map {name}: {', '.join(classes)}" for name, classes in model["maps"].items()]
    return lines or ["No model is installed."]


def finite(value: Any) -> Any:
    """Replace what JSON cannot say (infinity, NaN) by null, at any depth."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def size_words(size: float) -> str:
    """Bytes in the unit that reads best, decimal: 4.2 kB, 1.3 MB."""
    for unit in ("bytes", "kB", "MB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.4g} GB"


def ratio_words(ratio: float) -> str:
    """How many times smaller a file is: 93.4; below 1, where the file is the larger of the two, 0.022."""
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"


def decibels(value: float, digits: int) -> str:
    """A PSNR: 28.75 dB; ∞ dB where nothing is lost."""
    return "∞ dB" if value == math.inf else f"{value:.{digits}f} dB"


def time_words(seconds: float) -> str:
    """Seconds as a person says them: 3.2 s, 4 min 05 s, 2 h 07 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def batched(facts: dict[str, Any]) -> list[str]:
    """Describe a `Summary` of a batch: what failed, and the totals."""
    lines = [
        f"row {job['number']} failed: {job['message']}" for job in facts["jobs"] if job["status"] == "failed"
    ]
    return [*lines, f"{facts['line']}, in {time_words(facts['seconds'])}; see {facts['page']}"]


def batch_row(job: dict[str, Any], count: int) -> str:
    """One line on a finished row of a batch of `count`."""
    head = f"{job['number']}/{count} {os.path.basename(job['output'])}: {job['status']}"
    report = job["report"]
    if not report:
        return head
    return f"{head}, {size_words(report['bytes'])}, 1:{ratio_words(report['ratio'])}, {report['bpp']:.3f} bpp"


class ProgressLine:
    """One line on a terminal that says how far the job is; silent where the stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._shown = stream, ""

    def __call__(self, fraction: float) -> None:
        """Show the fraction done, 0..1."""
        text = f"{100 * fraction:3.0f} % [{'#' * round(40 * fraction):<40}]"
        if text != self._shown and self._stream.isatty():
            print(f"\r{text}", end="", file=self._stream, flush=True)
            self._shown = text

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            print("\r" + " " * len(self._shown), end="\r", file=self._stream, flush=True)
            self._shown = ""
