"""The figures of the README, drawn from the results alone; nothing is measured here."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

STYLES = {
    "eoduet": ("EO-Duet, best γ", "tab:blue", "-"),
    "eoduet_gamma_half": ("EO-Duet, γ = 0.5", "tab:blue", ":"),
    "jpeg2000": ("JPEG 2000, best share", "tab:orange", "-"),
}


def draw(results: dict, folder: Path) -> None:
    """Write the figures for which there are results."""
    folder.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update({"svg.hashsalt": "eoduet", "font.size": 9, "svg.fonttype": "none"})
    if "quality" in results:
        _rate_curves(results["quality"], folder / "quality.svg")
    if "prompts" in results:
        _ladders(results["prompts"], folder / "prompts.svg")


def _rate_curves(quality: dict, path: Path) -> None:
    groups = quality["sources"]
    figure, axes = plt.subplots(1, len(groups), figsize=(3.1 * len(groups), 3.0), squeeze=False)
    for axis, (name, values) in zip(axes[0], groups.items()):
        for coder, (label, colour, line) in STYLES.items():
            axis.plot(quality["rates"], values[coder], line, color=colour, label=label)
        axis.set_title(f"{name} ({values['pairs']} pairs)", fontsize=8)
        axis.set_xlabel("bpp, files with all headers")
        axis.grid(alpha=0.3)
    axes[0][0].set_ylabel("joint PSNR (dB)")
    axes[0][0].legend(frameon=False, fontsize=7)
    _save(figure, path)


def _ladders(prompts: dict, path: Path) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(6.4, 3.0), sharey=True)
    for axis, modality in zip(axes, ("optical", "sar")):
        for name, values in prompts.items():
            curve = values["ladder"][modality]
            axis.plot([100 * i / (len(curve) - 1) for i in range(len(curve))], curve, label=name)
        axis.set_title({"optical": "optical", "sar": "SAR"}[modality])
        axis.set_xlabel("quality (γ = 0.5)")
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("PSNR (dB)")
    axes[0].legend(frameon=False, fontsize=6)
    _save(figure, path)


def _save(figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
