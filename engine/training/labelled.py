"""Crops of labelled pairs: what a classifier is trained on, with the codec before it or without; knows no network.

A crop is cut with the codec's margin around it, flipped, turned, its radiometry stretched and sometimes robbed of a whole
modality; its label is cut, flipped and turned alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..classes import NO_CLASS
from ..errors import InputError
from .cache import Pair
from .data import ahead, window
from .spectra import bands_of, example, spectra_of

#: How often a crop keeps its radiometry, and how often one modality is taken away.
PLAIN, ALONE = 0.5, 0.1


class LabelledCrops:
    """Random crops of ``size`` pixels with ``margin`` around them, from the images that have a label.

    ``variants``: further versions of an image (decoded ones) by its id; a crop comes from any of them.
    """

    def __init__(
        self,
        images: list[Pair],
        size: int,
        margin: int,
        seed: int,
        variants: dict[str, list[Pair]] | None = None,
    ):
        self.images = [
            image for image in images if image.label is not None and (image.label != NO_CLASS).any()
        ]
        if not self.images:
            raise InputError("No image has a label of one of the classes; check mask and --classes.")
        smallest = min(min(image.planes.shape[1:]) for image in self.images)
        if smallest < size:
            raise InputError(
                f"An image has an edge of {smallest} pixels, too few for crops of {size}; make --size smaller."
            )
        self.size, self.margin, self.variants = size, margin, variants or {}
        self.rng = np.random.default_rng(seed)
        area = np.array([image.label.size for image in self.images], float) ** 0.75
        self.weight = area / area.sum()

    def sample(self) -> dict[str, np.ndarray]:
        """One augmented crop as ``spectra.example`` gives it, with its ``label`` uint8 (size, size)."""
        rng = self.rng
        image = self.images[rng.choice(len(self.images), p=self.weight)]
        versions = [image, *self.variants.get(image.id, [])]
        version = versions[rng.integers(len(versions))]
        top, left = (int(rng.integers(0, n - self.size + 1)) for n in image.label.shape)
        planes = window(version.planes, top, left, self.size, self.margin).astype(np.float32)
        label = image.label[top : top + self.size, left : left + self.size]
        turn, flip = rng.integers(4), rng.random() < 0.5
        planes, label = np.rot90(planes, turn, (1, 2)), np.rot90(label, turn)
        if flip:
            planes, label = planes[:, :, ::-1], label[:, ::-1]
        if rng.random() > PLAIN:
            planes = np.concatenate(list(map(self.stretched, bands_of(planes, image.optical).values())))
        spectra = spectra_of(Pair(planes, image.optical))
        made = example(planes, spectra)
        if len(spectra) == 2 and rng.random() < ALONE:
            gone = ("optical", "sar")[rng.integers(2)]
            for key in (gone, f"mean_{gone}", f"matrix_{gone}"):
                made[key] = np.zeros_like(made[key])
            made["presence"][slice(0, 4) if gone == "optical" else slice(4, 6)] = 0
        return made | {"label": np.ascontiguousarray(label)}

    def stretched(self, bands: np.ndarray) -> np.ndarray:
        """Another gain, offset and gamma of one modality's bands."""
        gain, offset, bend = self.rng.uniform(0.7, 1.3), self.rng.normal(0, 8), self.rng.uniform(0.8, 1.25)
        return 255 * np.clip((gain * bands + offset) / 255, 0, 1) ** np.float32(bend)

    def batch(self, size: int) -> dict[str, np.ndarray]:
        """So many crops, stacked, and for each a ``quality`` in tenths, uniform."""
        samples = [self.sample() for _ in range(size)]
        made = {key: np.stack([sample[key] for sample in samples]) for key in samples[0]}
        return made | {"draw": self.rng.random(size).astype(np.float32)}

    def stream(self, size: int, depth: int = 4) -> Iterator[dict[str, np.ndarray]]:
        """Batches without end, made ``depth`` ahead."""
        return ahead(lambda: self.batch(size), depth)


def class_weights(images: list[Pair], classes: int, balance: float) -> np.ndarray:
    """Weight of each class in the loss, float32 (K,): its share of the pixels to the power −``balance``, mean 1 a pixel."""
    counts = np.zeros(classes)
    for image in images:
        if image.label is not None:
            counts += np.bincount(image.label.ravel(), minlength=256)[:classes]
    share = counts / counts.sum()
    weight = np.where(counts > 0, np.maximum(share, 1e-9) ** -balance, 0)
    return (weight / (weight * share).sum()).astype(np.float32)
