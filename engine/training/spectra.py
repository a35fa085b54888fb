"""Between an image's bands and what the codec codes: the engine's rotation to principal components, in numpy and in torch.

A map model sees bands, the codec sees components; so an image in training carries its own means and rotations, rounded as
the engine stores them (``engine.radiometry``, ``engine.spectral``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..radiometry import PEAK
from ..spectral import principal_rotation, rotation_angles, rotation_matrix
from .cache import Pair
from .data import pad_components
from .transforms import SLOTS


class Spectrum(NamedTuple):
    """Mean of each band in digital numbers (n,), and the rotation (n, n): components = matrix · (bands − mean)."""

    mean: np.ndarray
    matrix: np.ndarray


def spectrum_of(planes: np.ndarray) -> Spectrum:
    """Of bands (n, H, W) in digital numbers, n ≥ 1."""
    flat = planes.reshape(len(planes), -1)
    rotation = rotation_angles(principal_rotation(flat / PEAK))
    return Spectrum(np.rint(flat.mean(1)), rotation_matrix(rotation, len(planes)))


def spectra_of(pair: Pair) -> dict[str, Spectrum]:
    """Of the modalities that a pair has."""
    return {
        name: spectrum_of(bands) for name, bands in bands_of(pair.planes, pair.optical).items() if len(bands)
    }


def bands_of(planes: np.ndarray, optical: int) -> dict[str, np.ndarray]:
    """Planes (n, H, W) by modality; empty where there is none."""
    return {"optical": planes[:optical], "sar": planes[optical:]}


def example(planes: np.ndarray, spectra: dict[str, Spectrum]) -> dict[str, np.ndarray]:
    """What a batch holds of one crop of bands (n, h, w), float32, all slots filled up with zeros.

    ``optical`` (4, h, w), ``sar`` (2, h, w): components; ``mean_…`` (slots,) and ``matrix_…`` (slots, slots): the way back;
    ``presence`` (6,).
    """
    made, flags = {}, []
    count = len(spectra["optical"].mean) if "optical" in spectra else 0
    for name, bands in bands_of(planes, count).items():
        slots = SLOTS[name]
        mean, matrix = np.zeros(slots, np.float32), np.zeros((slots, slots), np.float32)
        n = len(bands)
        if n:
            own = spectra[name]
            mean[:n], matrix[:n, :n] = own.mean, own.matrix
            centred = bands.astype(np.float32) - mean[:n, None, None]
            bands = np.tensordot(matrix[:n, :n], centred, 1)
        made |= {name: pad_components(bands, slots), f"mean_{name}": mean, f"matrix_{name}": matrix}
        flags += [1.0] * n + [0.0] * (slots - n)
    return made | {"presence": np.array(flags, np.float32)}


def band_planes(components: Tensor, mean: Tensor, matrix: Tensor) -> Tensor:
    """Components (B, slots, H, W) in digital numbers → bands in [0,1], absent ones 0."""
    bands = torch.einsum("bij,bihw->bjhw", matrix, components) + mean[:, :, None, None]
    return (bands / PEAK).clamp(0, 1)
