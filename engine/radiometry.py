"""From a modality's own numbers to the components the tile codec sees, and back; how a scale is chosen and a sample
taken is said elsewhere.

bands (own type) → planes in [0,1] by one transform a band → minus the mean → rotated to principal components → × 255.
The rotation is orthonormal, so for 8-bit data the components are in digital numbers and squared errors carry over unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .bands import Band
from .bandscale import BandScale, choose_scale, undeclared_nodata
from .blocks import Enlarged, Enlargement
from .errors import InputError
from .fill import fill
from .raster import RasterSource
from .sampling import sample
from .spectral import principal_rotation, rotation_angles, rotation_matrix

COMPONENTS = {"optical": 4, "sar": 2}
PEAK = 255.0  # of the components: one unit is one digital number of an 8-bit image


@dataclass(frozen=True)
class ModalityTransform:
    """The transform of one modality; everything in it is stored in the file's header.

    `mean` per band in 1/255 of [0,1]; `rotation` as `spectral.rotation_angles` gives it. `metadata` is the dataset's.
    `enlarged`, () where no band was, changes nothing here: `engine.blocks` smooths planes by it and puts them back.
    """

    modality: str
    bands: tuple[Band, ...]
    metadata: dict[str, str]
    scales: tuple[BandScale, ...]
    mean: tuple[int, ...]
    rotation: tuple[int, ...] = ()
    enlarged: Enlarged = ()

    @property
    def dtype(self) -> np.dtype:
        """The type of `values_of`."""
        return np.dtype(np.result_type(*(band.dtype for band in self.bands)))

    def planes(self, values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, int]:
        """Bands to planes.

        `values` (bands, h, w) in own type, `valid` bool of that shape → planes float32 in [0,1], invalid pixels filled
        smoothly, and how many valid values lay outside the range and were clipped.
        """
        planes = np.empty(values.shape, np.float32)
        clipped = 0
        for i, (scale, mean) in enumerate(zip(self.scales, self.mean)):
            unit = scale.forward(np.where(valid[i], values[i], values.dtype.type(1)))
            clipped += int(np.count_nonzero(valid[i] & ((unit < -1e-9) | (unit > 1 + 1e-9))))
            planes[i] = fill(np.clip(unit, 0, 1), valid[i], mean / PEAK)
        return planes, clipped

    def components_of(self, planes: np.ndarray) -> np.ndarray:
        """Planes float32 (bands, h, w), in [0,1] or near it → components float32 (4 | 2, h, w), absent ones zero."""
        centred = PEAK * planes - np.array(self.mean, np.float32)[:, None, None]
        components = np.zeros((COMPONENTS[self.modality], *planes.shape[1:]), np.float32)
        components[: len(planes)] = np.tensordot(self._matrix().astype(np.float32), centred, 1)
        return components

    def planes_of(self, components: np.ndarray) -> np.ndarray:
        """Components (4 | 2, h, w), absent ones ignored → planes (n, h, w) in [0,1], clipped."""
        with np.errstate(invalid="ignore"):
            planes = np.tensordot(self._matrix().T, components[: len(self.bands)].astype(np.float64), 1)
        mean = np.array(self.mean)[:, None, None]
        # A network's output may be anything; what is not finite becomes the mean.
        return np.asarray(np.clip(np.where(np.isnan(planes), mean, planes + mean) / PEAK, 0, 1))

    def values_of(self, planes: np.ndarray) -> np.ndarray:
        """Planes (n, h, w) in [0,1] → bands (n, h, w) in own type, rounded."""
        values = np.empty(planes.shape, self.dtype)
        for i, scale in enumerate(self.scales):
            values[i] = scale.inverse(planes[i], self.dtype)
        return values

    def moved(self, x: int, y: int) -> ModalityTransform:
        """The same for an image whose first pixel is (x, y) of this one."""
        return replace(self, enlarged=tuple(blocks and blocks.moved(x, y) for blocks in self.enlarged))

    def to_header(self) -> dict[str, Any]:
        """The `optical` or `sar` object of the file's header."""
        bands = [{**band.to_header(), **scale.to_header()} for band, scale in zip(self.bands, self.scales)]
        for band, blocks in zip(bands, self.enlarged):
            if blocks is not None:
                band["enlarged"] = list(blocks)
        fields: dict[str, Any] = {"bands": bands, "mean": list(self.mean)}
        if self.rotation:
            fields["rotation"] = list(self.rotation)
        if self.metadata:
            fields["metadata"] = dict(self.metadata)
        return fields

    @classmethod
    def from_header(cls, fields: dict[str, Any], modality: str) -> ModalityTransform:
        """From the `optical` or `sar` object of a checked header (`headerchecks`)."""
        bands: Sequence[dict[str, Any]] = fields["bands"]
        enlarged = tuple(Enlargement(*b["enlarged"]) if "enlarged" in b else None for b in bands)
        return cls(
            modality,
            tuple(map(Band.from_header, bands)),
            dict(fields.get("metadata", {})),
            tuple(
                BandScale(b.get("kind", "linear"), float(b.get("low", 0)), float(b.get("high", 255)))
                for b in bands
            ),
            tuple(fields["mean"]),
            tuple(fields.get("rotation", ())),
            enlarged if any(enlarged) else (),
        )

    def _matrix(self) -> np.ndarray:
        return rotation_matrix(self.rotation, len(self.bands))


def fit(source: RasterSource) -> ModalityTransform:
    """Fit to a sample of the raster's valid pixels; InputError where none is valid or NoData seems not to be declared."""
    values, valid = sample(source)
    scales = []
    for i, band in enumerate(source.bands):
        known = values[i][valid[i]]
        if source.dtype != np.uint8:
            _refuse_undeclared(source, band.name or f"band {i + 1}", known)
        scales.append(choose_scale(known, source.modality, source.dtype))
    units = [
        np.clip(s.forward(v), 0, 1) for s, v in zip(scales, np.where(valid, values, values.dtype.type(1)))
    ]
    mean = [
        round(PEAK * float(unit[known].mean())) if known.any() else 0 for unit, known in zip(units, valid)
    ]
    together = valid.all(0)
    rotation = rotation_angles(principal_rotation(np.stack([unit[together] for unit in units])))
    return ModalityTransform(
        source.modality, tuple(source.bands), source.metadata, tuple(scales), tuple(mean), tuple(rotation)
    )


def _refuse_undeclared(source: RasterSource, band: str, known: np.ndarray) -> None:
    nodata = undeclared_nodata(known)
    if nodata is not None:
        raise InputError(
            f"{source.path} has many pixels of {nodata:g} in {band}, far from all others; declare that as NoData, for example "
            f"with gdal_edit.py -a_nodata {nodata:.10g}."
        )
