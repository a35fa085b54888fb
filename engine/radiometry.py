"""From a modality's own numbers to the components the tile codec sees, and back; reads and writes no files.

bands (own type) → [0,1] by one transform a band → minus the mean → rotated to principal components → × 255.
The rotation is orthonormal, so for 8-bit data the components are in digital numbers and squared errors carry over unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bands import Band
from .raster import RasterSource

COMPONENTS = {"optical": 4, "sar": 2}


@dataclass(frozen=True)
class ModalityTransform:
    """The fitted transform of one modality; everything in it is stored in the file's header."""

    modality: str
    bands: tuple[Band, ...]
    metadata: dict[str, str]

    def forward(self, values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, int]:
        """(bands, h, w) in own type → components float32 (4 | 2, h, w), absent ones zero, and how many valid band-pixels clipped."""
        raise NotImplementedError

    def inverse(self, components: np.ndarray) -> np.ndarray:
        """Components (4 | 2, h, w) → (bands, h, w) in own type, rounded and clipped to what the type and the transform hold."""
        raise NotImplementedError

    def to_header(self) -> dict:
        """The `optical` or `sar` object of the file's header."""
        raise NotImplementedError

    @classmethod
    def from_header(cls, fields: dict, modality: str) -> ModalityTransform:
        raise NotImplementedError


def fit(source: RasterSource) -> ModalityTransform:
    """Fit to a raster from a sample of its valid pixels; InputError where none is valid."""
    raise NotImplementedError
