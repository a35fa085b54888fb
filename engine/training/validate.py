"""The validation curve: rounded rate and PSNR of the moving average on fixed crops of ``val``, at three qualities, γ = 0.5."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import checkpoint
from .data import load_cache, pad_components, principal_components
from .lattice import quality_table
from .loss import rate_per_pixel
from .model import Conditions, JointCodec
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .transforms import SLOTS

QUALITIES = (200, 450, 700)
#: Bands of every validation pair.
BANDS = {"optical": 3, "sar": 1}
CROP = 256
BATCH = 7


@lru_cache(maxsize=2)
def fixed_crops(path: Path, margin: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The central crop of every pair as components with margin."""
    crops = []
    for image in load_cache(path):
        top = (image.shape[1] - CROP) // 2
        centre = image[:, top : top + CROP, top : top + CROP].astype(np.float32)
        centre = np.pad(centre, ((0, 0), (margin, margin), (margin, margin)), mode="symmetric")
        optical = pad_components(principal_components(centre[:-1]), OPTICAL_COMPONENTS)
        crops.append((optical, pad_components(principal_components(centre[-1:]), SAR_COMPONENTS)))
    return crops


def fixed_conditions(count: int, quality: int, modalities: tuple[str, ...]) -> Conditions:
    """Quality in tenths, γ = 0.5, three optical bands and one polarisation."""
    exponents = torch.full((count, 2), float(quality_table()[quality]))
    optical, sar = ("optical" in modalities), ("sar" in modalities)
    presence = torch.tensor([optical, optical, optical, False, sar, False]).float().expand(count, 6)
    return Conditions(exponents, torch.full((count,), 0.5), torch.full((count,), quality / 1000), presence)


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
        crops = fixed_crops(path, margin)
        for first in range(0, len(crops), BATCH):
            inputs = [torch.from_numpy(np.stack(part)) for part in zip(*crops[first : first + BATCH])]
            conditions = fixed_conditions(len(inputs[0]), quality, model.preset.modalities)
            coded = model.code(model.analyse(*inputs, conditions), conditions)
            decoded = model.decode(coded.latents, conditions)
            inner = {name: x[:, :, margin:-margin, margin:-margin] for name, x in zip(SLOTS, inputs)}
            rates += (rate_per_pixel(coded, CROP * CROP) / 2).tolist()
            for at in range(len(inputs[0])):
                values.append(
                    np.mean(
                        [psnr(image[at], inner[name][at], BANDS[name]) for name, image in decoded.items()]
                    )
                )
        figures[f"bpp{quality // 10}"], figures[f"psnr{quality // 10}"] = (
            float(np.mean(rates)),
            float(np.mean(values)),
        )
        score.append(np.mean(np.log2(rates)) - np.mean(values) / 5.0)
    figures["score"] = float(np.mean(score))
    return figures
