"""Bands made for training: their principal components must look as those of real ones do."""

import numpy as np
import pytest
from scipy import ndimage

from eoduet.engine.training.data import Crops, principal_components
from eoduet.engine.training.synthetic import further_band, second_polarisation, speckle


def neighbours(plane: np.ndarray) -> float:
    """Correlation of horizontal neighbours."""
    centred = plane - plane.mean()
    return float((centred[:, 1:] * centred[:, :-1]).mean() / centred.var())


def image(rng: np.random.Generator, size: int = 192) -> np.ndarray:
    """Fields of 32 pixels and speckle as sharp as that of Sentinel-1 (H, W)."""
    fields = np.kron(rng.uniform(60, 180, (size // 32, size // 32)), np.ones((32, 32)))
    speckle = 60 * ndimage.gaussian_filter(rng.normal(0, 1, (size, size)), 0.9)
    return (fields + speckle).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_the_second_polarisation_shares_fields_and_has_sharp_speckle_of_its_own(seed):
    rng = np.random.default_rng(seed)
    sar = image(rng)[None]
    other = second_polarisation(sar, rng)
    assert other.shape == sar.shape and other.dtype == np.float32
    assert 0.2 < np.corrcoef(sar.ravel(), other.ravel())[0, 1] < 0.99
    first, second = principal_components(np.concatenate([sar, other]))
    assert second.std() > 0.2 * first.std()
    assert neighbours(second) > 0.45  # that of noise drawn pixel by pixel is 0


def unexplained(made: np.ndarray, optical: np.ndarray) -> float:
    """Share of a band's standard deviation that no linear mixture of the others, with an offset, gives."""
    others = np.stack([*optical.reshape(len(optical), -1), np.ones(made.size)], 1)
    rest = made.ravel() - others @ np.linalg.lstsq(others, made.ravel(), rcond=None)[0]
    return float(rest.std() / made.std())


@pytest.mark.parametrize(("bands", "least"), [(1, 0.2), (2, 0.1), (3, 0.08)])
def test_a_further_band_has_something_of_its_own(bands, least):
    shares = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        optical = np.stack([image(rng) for _ in range(bands)])
        made = further_band(optical, rng)
        assert made.shape == (1, 192, 192) and made.dtype == np.float32
        assert made.min() >= 0 and made.max() <= 255
        shares.append(unexplained(made, optical))
    assert np.mean(shares) > least  # a mixture on a curve, as bands once were made, has half as much


def test_a_flat_image_gives_a_finite_band():
    flat = np.full((2, 64, 64), 90, np.float32)
    rng = np.random.default_rng(0)
    assert (
        np.isfinite(further_band(flat, rng)).all() and np.isfinite(second_polarisation(flat[:1], rng)).all()
    )


def test_speckle_is_multiplicative_noise_of_few_looks_in_decibels():
    rng = np.random.default_rng(3)
    flat = np.full((2, 96, 96), 120, np.float32)
    seen = [speckle(flat, rng) for _ in range(40)]
    assert all(one.shape == flat.shape and 0 <= one.min() and one.max() <= 255 for one in seen)
    power = [10 ** ((one[0].astype(float) - 120) * 25 / 255 / 10) for one in seen]
    looks = np.array([one.mean() ** 2 / one.var() for one in power])
    assert 1.4 < looks.min() < 5 and 15 < looks.max() < 150
    assert np.median([one.mean() for one in power]) == pytest.approx(1, abs=0.1)
    alike = [np.corrcoef(one[0, :, 1:].ravel(), one[0, :, :-1].ravel())[0, 1] for one in seen]
    assert min(alike) < 0.1 and max(alike) > 0.5


def test_crops_are_speckled_on_request_alone(images):
    plain, again, speckled = (Crops(images, 64, 32, 5, ("sar",), 1.0, speckled=s) for s in (0.0, 0.0, 1.0))
    crops = [one.sample()[1] for one in (plain, again, speckled)]
    assert np.array_equal(crops[0], crops[1]) and not np.array_equal(crops[0], crops[2])
