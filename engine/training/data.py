"""Training crops: an endless stream of augmented crops of the cached images, as components.

A crop is cut with the analysis margin around it, flipped and turned, its radiometry stretched, sometimes robbed of bands or
of a whole modality or given a synthetic further one, and rotated into its own principal components as the engine does per
file.  Values are 8-bit digital numbers, centred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from ..errors import InputError
from .cache import Pair
from .lattice import gamma_table, quality_table
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .synthetic import further_band, second_polarisation, speckle

T = TypeVar("T")


def principal_components(bands: np.ndarray) -> np.ndarray:
    """Bands (B, H, W) in digital numbers → centred components by falling variance, rotation quantised to 1/127."""
    flat = bands.reshape(len(bands), -1)
    centred = flat - flat.mean(1, keepdims=True)
    if len(bands) == 1:
        return centred.reshape(bands.shape)
    _, vectors = np.linalg.eigh(np.cov(flat))
    rotation = np.round(vectors[:, ::-1].T * 127) / 127
    rotation *= np.where(rotation.sum(1, keepdims=True) < 0, -1, 1)
    return (rotation @ centred).reshape(bands.shape)


def pad_components(components: np.ndarray, slots: int) -> np.ndarray:
    """(B, H, W) → (slots, H, W), absent components zero."""
    out = np.zeros((slots, *components.shape[1:]), np.float32)
    out[: len(components)] = components
    return out


def window(planes: np.ndarray, top: int, left: int, size: int, margin: int) -> np.ndarray:
    """(n, size + 2 margin, …) with real neighbours where there are any, mirrored beyond the image."""
    limits = [(start - margin, start + size + margin) for start in (top, left)]
    inside = [(max(a, 0), min(b, n)) for (a, b), n in zip(limits, planes.shape[1:])]
    beyond = [(a - low, high - b) for (low, high), (a, b) in zip(limits, inside)]
    (y0, y1), (x0, x1) = inside
    return np.pad(planes[:, y0:y1, x0:x1], [(0, 0), *beyond], mode="symmetric")


def ahead(make: Callable[[], T], depth: int) -> Iterator[T]:
    """What ``make`` gives, ``depth`` ahead, made by a thread that ends with the iterator; its errors come out here."""
    with ThreadPoolExecutor(1) as pool:
        waiting = deque(pool.submit(make) for _ in range(depth))
        while True:
            yield waiting.popleft().result()
            waiting.append(pool.submit(make))


class Crops:
    """Random crops of ``size`` pixels with ``margin`` around them, from the images that have one of the ``modalities``.

    ``quality`` in tenths fixes it for every crop: a model for a single λ.  ``speckled`` is the share of SAR
    crops that get more speckle.
    """

    def __init__(
        self,
        images: list[Pair],
        size: int,
        margin: int,
        seed: int,
        modalities: tuple[str, ...] = ("optical", "sar"),
        plain: float = 0.6,
        quality: int | None = None,
        speckled: float = 0.0,
    ):
        self.images = [image for image in images if any(image.counts[name] for name in modalities)]
        if not self.images:
            raise InputError(f"There is no {' or '.join(modalities)} image to train on; prepare other data.")
        for image in self.images:
            if min(image.planes.shape[1:]) <= size - 2 * margin:
                height, width = image.planes.shape[1:]
                raise InputError(f"{image.id} has {width} × {height} pixels, too few for crops of {size}.")
        self.size, self.margin, self.plain = size, margin, plain
        self.modalities, self.quality, self.speckled = modalities, quality, speckled
        self.rng = np.random.default_rng(seed)
        area = np.array([image.planes[0].size for image in self.images], float) ** 0.75
        self.weight = area / area.sum()

    def cut(self) -> tuple[np.ndarray, int]:
        """One geometrically augmented crop, float32 (bands, size + 2 margin, …), and how many bands are optical.

        Real neighbours are in the margin where there are any.
        """
        image, optical, *_ = self.images[self.rng.choice(len(self.images), p=self.weight)]
        whole = self.size + 2 * self.margin
        top, left = (
            int(self.rng.integers(-self.margin, n - self.size + self.margin + 1)) for n in image.shape[1:]
        )
        top, left = (
            min(max(t, 0), n - self.size) - self.margin if n < whole else min(max(t, 0), n - whole)
            for t, n in ((top, image.shape[1]), (left, image.shape[2]))
        )
        crop = window(image, top + self.margin, left + self.margin, self.size, self.margin).astype(np.float32)
        crop = np.rot90(crop, self.rng.integers(4), (1, 2))
        return (crop[:, :, ::-1] if self.rng.random() < 0.5 else crop), optical

    def sample(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(optical (4, …), SAR (2, …), presence (6,)) of one augmented crop."""
        rng, (crop, bands) = self.rng, self.cut()
        optical, sar = crop[:bands], crop[bands:]
        if self.speckled and len(sar) and rng.random() < self.speckled:
            sar = speckle(sar, rng)
        if rng.random() > self.plain:
            optical = optical * rng.uniform(0.6, 1.4) + rng.normal(0, 0.7, optical.shape)
            kind = rng.random()
            if kind < 0.5 and 0 < len(optical) < OPTICAL_COMPONENTS:
                optical = np.concatenate([optical, further_band(optical, rng)])
            elif kind < 0.75 and len(optical):
                optical = optical[rng.permutation(len(optical))[: rng.integers(1, len(optical) + 1)]]
            kind = rng.random()
            if kind < 0.7 and len(sar) == 1:
                sar = np.concatenate([sar, second_polarisation(sar, rng)])
            elif kind < 0.7 and len(sar) == SAR_COMPONENTS:
                sar = sar[rng.integers(SAR_COMPONENTS)][None]
            kind = rng.random()
            if len(self.modalities) > 1 and kind < 0.2 and len(optical) and len(sar):
                optical, sar = (optical, sar[:0]) if kind < 0.12 else (optical[:0], sar)
        optical, sar = (
            bands if name in self.modalities else bands[:0]
            for name, bands in (("optical", optical), ("sar", sar))
        )
        presence = np.zeros(OPTICAL_COMPONENTS + SAR_COMPONENTS, np.float32)
        presence[: len(optical)] = 1
        presence[OPTICAL_COMPONENTS : OPTICAL_COMPONENTS + len(sar)] = 1
        parts = [principal_components(bands) if len(bands) else bands for bands in (optical, sar)]
        return (
            pad_components(parts[0], OPTICAL_COMPONENTS),
            pad_components(parts[1], SAR_COMPONENTS),
            presence,
        )

    def batch(self, size: int) -> dict[str, np.ndarray]:
        """A batch with its prompts: γ uniform, quality too unless it is fixed; presence, and the step exponents implied."""
        optical, sar, presence = (np.stack(part) for part in zip(*(self.sample() for _ in range(size))))
        quality, gamma = self.rng.integers(0, 1001, size), self.rng.integers(0, 1001, size)
        if self.quality is not None:
            quality[:] = self.quality
        if len(self.modalities) == 1:
            gamma[:] = 500  # nothing to trade
        base, tilt = quality_table()[quality], gamma_table()
        exponents = np.stack([base + tilt[gamma], base + tilt[1000 - gamma]], 1)
        return {
            "optical": optical,
            "sar": sar,
            "presence": presence,
            "exponents": exponents.astype(np.float32),
            "quality": (quality / 1000).astype(np.float32),
            "gamma": (gamma / 1000).astype(np.float32),
        }

    def stream(self, size: int, depth: int = 4) -> Iterator[dict[str, np.ndarray]]:
        """Batches without end, made ``depth`` ahead."""
        return ahead(lambda: self.batch(size), depth)
