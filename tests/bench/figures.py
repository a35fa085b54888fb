"""The figures of the README, drawn from the results alone; nothing is measured here."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .drawing import begin, finish
from .measures import MEASURES, SCALES, WORDS
from .pairs import MODALITIES
from .peers import words

# Colours of Okabe and Ito, distinct under the common kinds of colour blindness.
STYLES = {
    "eoduet": ("EO-Duet", "#0072b2", "-"),
    "eoduet_gamma_half": ("EO-Duet, γ = 0.5", "#0072b2", ":"),
    "jpeg2000": ("JPEG 2000", "#e69f00", "-"),
    "jpeg2000_part1": ("JPEG 2000 without principal components", "#e69f00", ":"),
    "htj2k": ("HTJ2K", "#56b4e9", "--"),
    "jpegxl": ("JPEG XL", "#009e73", "-"),
    "independent": ("two independent models, best split", "#d55e00", "-"),
    "independent_common": ("two independent models, one quality", "#d55e00", ":"),
}
UNITS = {"psnr": "PSNR (dB)", "ms_ssim": "MS-SSIM, −10·log₁₀(1 − x) (dB)"}
NAMES = {"optical": "optical", "sar": "SAR"}
Panel = tuple[str, dict[str, list]]  # title, curves by coder


def draw(results: dict, folder: Path) -> None:
    """Write the figures for which there are results."""
    folder.mkdir(parents=True, exist_ok=True)
    if "joint" in results:
        for measure in MEASURES:
            panels = _by_source(results["joint"][measure]["sources"])
            _rate_curves(panels, results["joint"]["rates"], measure, folder / f"joint_{measure}.svg")
        _gammas(results["joint"], folder / "gamma.svg")
    if "lone" in results:
        panels = [
            (f"{NAMES[m]} alone, {title}", curves)
            for m in MODALITIES
            for title, curves in _by_source(results["lone"][m]["psnr"]["sources"])
            if title.startswith("all")
        ]
        _rate_curves(panels, results["lone"]["rates"], "psnr", folder / "lone.svg")
    if "independent" in results:
        by_protocol = [found["psnr"]["sources"] for found in results["independent"]["payload_bytes"].values()]
        panels = [
            (
                _titled(name, group),
                {k: v for by in by_protocol for k, v in by[name]["curves"].items()},
            )
            for name, group in by_protocol[0].items()
        ]
        _rate_curves(panels, results["independent"]["rates"], "psnr", folder / "independent.svg", "payloads")
    if results.get("raw"):
        panels = [
            (f"{split}: {title}", curves)
            for split, found in results["raw"].items()
            for title, curves in _by_source(found["psnr"]["sources"])
            if not title.startswith("all")
        ]
        rates = next(iter(results["raw"].values()))["rates"]
        _rate_curves(panels, rates, "psnr", folder / "raw.svg")
    if "prompts" in results:
        _ladders(results["prompts"], folder / "prompts.svg")


def _by_source(sources: dict[str, dict]) -> list[Panel]:
    return [(_titled(name, group), group["curves"]) for name, group in sources.items()]


def _titled(source: str, group: dict) -> str:
    """A source without its owner, so that the titles of neighbours do not meet."""
    return f"{source.split('/')[-1]} ({group['pairs']})"


def _rate_curves(
    panels: list[Panel], rates: list[float], measure: str, path: Path, counted: str = "files with all headers"
) -> None:
    columns = min(len(panels), 4)
    lines = -(-len(panels) // columns)
    legend = 0.2 * -(-max(len(curves) for _, curves in panels) // columns)  # inches: one name a panel's width
    height = 3.0 * lines + legend
    figure, axes = begin(lines, columns, figsize=(3.1 * columns, height), squeeze=False)
    for axis in axes.flat[len(panels) :]:
        axis.set_visible(False)
    for axis, (title, curves) in zip(axes.flat, panels):
        for coder, curve in curves.items():
            label, colour, line = STYLES.get(coder, (words(coder), None, "-."))
            axis.plot(rates, SCALES[measure](_numbers(curve)), line, color=colour, label=label)
        axis.set_title(title, fontsize=7)
        axis.set_xlabel(f"bpp, {counted}")
        axis.grid(alpha=0.3)
    axes[0][0].set_ylabel(UNITS[measure])
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="lower center", ncols=columns, frameon=False)
    _save(figure, path, below=legend / height)


def _gammas(joint: dict, path: Path) -> None:
    """Both measures of both images over the rate of the pair, one curve a γ, all pairs."""
    figure, axes = begin(2, 2, figsize=(6.4, 5.6), squeeze=False)
    for line, measure in zip(axes, MEASURES):
        for axis, modality in zip(line, MODALITIES):
            for gamma, curves in joint[measure]["gammas"]["all"].items():
                curve = SCALES[measure](_numbers(curves[modality]))
                axis.plot(joint["rates"], curve, label=f"γ = {gamma}")
            axis.set_title(f"{NAMES[modality]}, {WORDS[measure]}", fontsize=8)
            axis.set_xlabel("bpp of the pair")
            axis.grid(alpha=0.3)
        line[0].set_ylabel(UNITS[measure])
    axes[0][0].legend(frameon=False, fontsize=7)
    _save(figure, path)


def _numbers(curve: list) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in curve], float)


def _ladders(prompts: dict, path: Path) -> None:
    figure, axes = begin(1, 2, figsize=(6.4, 3.0), sharey=True)
    for axis, modality in zip(axes, MODALITIES):
        for name, values in prompts.items():
            curve = values["ladder"][modality]
            axis.plot([100 * i / (len(curve) - 1) for i in range(len(curve))], curve, label=name)
        axis.set_title(NAMES[modality])
        axis.set_xlabel("quality (γ = 0.5)")
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("PSNR (dB)")
    axes[0].legend(frameon=False, fontsize=6)
    _save(figure, path)


def _save(figure, path: Path, below: float = 0.0) -> None:
    """Write a figure; a share ``below`` of its height is left to a legend."""
    figure.tight_layout(rect=(0, below, 1, 1))
    finish(figure, path)
