"""The validation curve: rounded rate and PSNR of the moving average on fixed crops of ``val``, at three qualities, γ = 0.5.

An image of one modality counts with its one PSNR; a model of one modality sees only the images that have it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import checkpoint
from .cache import load_cache
from .data import pad_components, principal_components
from .loss import rate_per_pixel
from .model import Conditions, JointCodec
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .transforms import SLOTS

QUALITIES = (200, 450, 700)
CROP = 256
BATCH = 7
#: Of a larger split so many images are taken, evenly over it.
MOST = 64


@lru_cache(maxsize=2)
def fixed_crops(path: Path, margin: int) -> list[tuple[np.ndarray, np.ndarray, dict[str, int]]]:
    """The central crop of every image as components with margin, (4, …) and (2, …), and its bands by modality."""
    images, crops = load_cache(path), []
    for at in np.linspace(0, len(images) - 1, min(MOST, len(images))).round().astype(int):
        image = images[at]
        lacking = [max(CROP - n, 0) for n in image.planes.shape[1:]]
        top, left = (max(n - CROP, 0) // 2 for n in image.planes.shape[1:])
        centre = image.planes[:, top : top + CROP, left : left + CROP].astype(np.float32)
        centre = np.pad(centre, ((0, 0), *((margin, margin + n) for n in lacking)), mode="symmetric")
        parts = [centre[: image.optical], centre[image.optical :]]
        optical, sar = (
            pad_components(principal_components(bands) if len(bands) else bands, slots)
            for bands, slots in zip(parts, SLOTS.values())
        )
        crops.append((optical, sar, image.counts))
    return crops


def fixed_conditions(bands: list[dict[str, int]], quality: int, modalities: tuple[str, ...]) -> Conditions:
    """Quality in tenths, γ = 0.5, and what each image has of the modalities of the model."""
    presence = torch.zeros(len(bands), OPTICAL_COMPONENTS + SAR_COMPONENTS)
    for flags, own in zip(presence, bands):
        for modality, slots in zip(SLOTS, flags.split(list(SLOTS.values()))):
            slots[: own[modality] if modality in modalities else 0] = 1
    return Conditions.at(presence, quality, 500)


def psnr(reconstruction: Tensor, original: Tensor, bands: int) -> float:
    """PSNR in dB on the 8-bit scale from components (orthonormal: their error is the bands' error)."""
    error = ((reconstruction - original) ** 2).sum(0).mean() / bands
    return 10 * math.log10(255**2 / float(error))


@torch.no_grad()
def validate(model: JointCodec, average: dict[str, Tensor], path: Path) -> dict[str, float]:
    """bpp and joint PSNR (dB) by quality, and ``score``: mean log2 of the rate minus PSNR in bits, lower is better."""
    with checkpoint.using(model, average):
        return measure(model, path)


def measure(model: JointCodec, path: Path) -> dict[str, float]:
    """The figures of ``validate``, of a model as it is."""
    margin, figures, score = model.preset.margin, {}, []
    for quality in QUALITIES:
        rates, values = [], []
        crops = [crop for crop in fixed_crops(path, margin) if any(map(crop[2].get, model.preset.modalities))]
        for first in range(0, len(crops), BATCH):
            *parts, bands = zip(*crops[first : first + BATCH])
            inputs = [torch.from_numpy(np.stack(part)) for part in parts]
            conditions = fixed_conditions(bands, quality, model.preset.modalities)
            coded = model.code(model.analyse(*inputs, conditions), conditions)
            decoded = model.decode(coded.latents, conditions)
            inner = {name: x[:, :, margin:-margin, margin:-margin] for name, x in zip(SLOTS, inputs)}
            rates += (rate_per_pixel(coded, CROP * CROP) / 2).tolist()
            for at, count in enumerate(bands):
                present = [(name, image[at]) for name, image in decoded.items() if count[name]]
                values.append(np.mean([psnr(x, inner[name][at], count[name]) for name, x in present]))
        figures[f"bpp{quality // 10}"], figures[f"psnr{quality // 10}"] = (
            float(np.mean(rates)),
            float(np.mean(values)),
        )
        score.append(np.mean(np.log2(rates)) - np.mean(values) / 5.0)
    figures["score"] = float(np.mean(score))
    return figures
