"""What is measured between an image and what a coder made of it, for every coder alike; nothing is coded here.

PSNR in dB and MS-SSIM on [0,1], the coded range of each band (peak 1; for 8-bit images exactly the usual figures with
peak 255), over valid pixels and all bands; of SAR also what became of the speckle. MS-SSIM is `engine.metrics`' (see
`similarity`): five scales where the image has 176 pixels or more a side, fewer with their weights rescaled where not (four
for 120²). A joint measure is the mean of both images', as in the paper's section on evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from eoduet.engine.metrics import psnr

from . import speckle
from .pairs import Image

MEASURES = ("psnr", "ms_ssim")
WORDS = {"psnr": "PSNR", "ms_ssim": "MS-SSIM"}


def measure(image: Image, values: np.ndarray) -> dict[str, float]:
    """Compare decoded values (bands, h, w) of the image's own type with the image."""
    unit = image.to_unit(values)
    found = {
        "psnr": psnr(unit, image.unit, 1.0, image.valid),
        "ms_ssim": image.similarity.ms_ssim(unit),
    }
    if image.transform.modality == "sar":
        found.update(speckle.statistics(image, values))
    return found


def _decibels(similarity: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -10 * np.log10(1 - np.asarray(similarity))


# On this scale curves are compared and drawn: MS-SSIM has no room left near 1.
SCALES: dict[str, Callable[[np.ndarray], np.ndarray]] = {"psnr": np.asarray, "ms_ssim": _decibels}


def round_off(value: float, digits: int = 4) -> float | None:
    """A number for JSON; None for what is not finite."""
    return round(float(value), digits) if math.isfinite(value) else None
