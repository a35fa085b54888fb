"""Bands that training images lack, made from those they have: a fourth optical band, a second polarisation, more speckle.

Almost every training image has three optical bands and one polarisation, and the codec shall serve four and two.  What
matters is that principal components of the made bands look as those of real ones do, because the entropy model sees
nothing else:

- a near-infrared band answers to vegetation against the visible ones, so differences of bands enter it enlarged, and it
  has some texture of its own;
- the other polarisation has the same fields and shores, but speckle of its own, as sharp as that of the first.  So it keeps
  the smooth part of the image, and takes the rest of it from elsewhere.  (Speckle drawn pixel by pixel has no neighbours
  in common; its second component was white noise, where that of a real pair of polarisations correlates by 0.7.)
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

#: From what size on two bands are alike: σ of the smoothing in pixels, drawn between the two evenly in octaves.
ALIKE = (1.5, 12.0)
#: How far the weights of the bands in a further one depart from a mean of them, and the most of its own texture.
CONTRAST, TEXTURE = 2.0, 1.5
#: How much of the first polarisation's own speckle the second has.
IN_COMMON = 0.3


def further_band(optical: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another band, float32 (1, H, W), 0 … 255, of optical ones (n > 0, H, W) in 8-bit digital numbers."""
    usual = np.tensordot(rng.dirichlet(np.ones(len(optical))), optical, 1)
    contrast = rng.normal(0, CONTRAST, len(optical))
    _, texture = smooth_and_rest(usual, rng)
    made = usual + np.tensordot(contrast - contrast.mean(), optical, 1) + rng.uniform(0, TEXTURE) * texture
    spread = rng.uniform(0.6, 1.5) * usual.std() / max(float(made.std()), 1.0)
    made = usual.mean() + spread * (made - made.mean())
    return (255 * np.clip(made / 255, 0, 1) ** rng.uniform(0.5, 2))[None].astype(np.float32)


def second_polarisation(sar: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The other polarisation, float32 (1, H, W), of a SAR image (1, H, W) in 8-bit digital numbers; not clipped to them."""
    smooth, elsewhere = smooth_and_rest(sar[0], rng)
    own = rng.uniform(0, IN_COMMON) * (sar[0] - smooth)
    made = rng.uniform(0.5, 1.2) * smooth + rng.uniform(0.7, 1.3) * elsewhere + own
    return made[None].astype(np.float32)


def smooth_and_rest(plane: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A plane (H, W) smoothed, and what smoothing took from it, moved elsewhere and round the borders; both (H, W)."""
    low, high = np.log2(ALIKE)
    smooth = ndimage.gaussian_filter(plane, 2 ** rng.uniform(low, high))
    move = tuple(int(rng.integers(n // 4, n - n // 4)) for n in plane.shape)
    return smooth, np.roll(plane - smooth, move, (0, 1))


def speckle(bands: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """SAR bands (n, H, W) in digital numbers with speckle put on: 1.5 to 20 looks, mostly correlated as after resampling.

    Intensities are gamma distributed, which adds in decibels; 8-bit SAR is taken to be a linear stretch of 25 dB.
    """
    looks = np.exp(rng.uniform(np.log(1.5), np.log(20)))
    field = rng.gamma(looks, 1 / looks, bands.shape)
    if rng.random() < 0.7:
        for axis in (1, 2):
            field = (np.roll(field, 1, axis) + 2 * field + np.roll(field, -1, axis)) / 4
    return np.clip(bands + 10 * np.log10(field) * (255 / 25), 0, 255).astype(np.float32)
