"""The validation curve: figures of the average on fixed crops, which leave the training untouched."""

import numpy as np
import pytest
import torch

from eoduet.engine.training.cache import CacheWriter, Pair
from eoduet.engine.training.validate import (
    CROP,
    MOST,
    QUALITIES,
    fixed_conditions,
    fixed_crops,
    psnr,
    validate,
)


def test_figures_rise_with_quality_and_weights_stay(awake, data):
    own = {name: value.clone() for name, value in awake.state_dict().items()}
    average = {name: torch.zeros_like(value) if "head" in name else value for name, value in own.items()}
    awake.train()
    figures = validate(awake, average, data / "val.npz")
    names = [f"{kind}{q // 10}" for q in QUALITIES for kind in ("bpp", "psnr")]
    assert list(figures) == [*names, "score"]
    for kind in ("bpp", "psnr"):
        assert np.all(np.diff([figures[f"{kind}{q // 10}"] for q in QUALITIES]) > 0)
    assert awake.training and all(torch.equal(value, own[name]) for name, value in awake.state_dict().items())
    assert validate(awake, average, data / "val.npz") == figures
    assert validate(awake, own, data / "val.npz") != figures


def test_crops_are_the_centres_with_mirrored_margins(data):
    (crop,) = fixed_crops(data / "val.npz", 32)
    optical, sar, bands = crop
    assert bands == {"optical": 3, "sar": 1}
    assert optical.shape == (4, CROP + 64, CROP + 64) and sar.shape == (2, CROP + 64, CROP + 64)
    assert np.array_equal(optical[:, 31], optical[:, 32]) and not optical[3].any() and not sar[1].any()


def test_conditions_are_the_middle_ones():
    bands = [{"optical": 3, "sar": 1}, {"optical": 4, "sar": 2}, {"optical": 0, "sar": 2}]
    given = fixed_conditions(bands, 450, ("optical", "sar"))
    assert given.prompts().shape == (3, 8)
    assert given.presence.tolist() == [[1, 1, 1, 0, 1, 0], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1]]
    assert fixed_conditions(bands, 450, ("sar",)).presence[1].tolist() == [0, 0, 0, 0, 1, 1]
    assert torch.equal(given.exponents[:, 0], given.exponents[:, 1])


def test_psnr_is_on_the_8_bit_scale():
    x = torch.zeros(4, 5, 5)
    y = x.clone()
    y[0] = 2.55
    assert psnr(y, x, 1) == pytest.approx(40, abs=1e-4) and psnr(y, x, 3) == pytest.approx(44.77, abs=0.01)


def test_lone_images_small_ones_and_many(awake, tmp_path):
    """Mirrored to the crop's size where they are smaller; of many, some; each modality measured on the images that have it."""
    rng = np.random.default_rng(0)
    with CacheWriter(tmp_path / "val.npz") as cache:
        for number in range(3):
            planes = rng.integers(0, 256, (2 + number % 2, 100, 260), np.uint8)
            cache.add(Pair(planes, (0, 3, 1)[number]))
    crops = fixed_crops(tmp_path / "val.npz", 32)
    assert [crop[2] for crop in crops] == [
        {"optical": 0, "sar": 2}, {"optical": 3, "sar": 0}, {"optical": 1, "sar": 1}
    ]  # fmt: skip
    assert all(crop[0].shape[1:] == crop[1].shape[1:] == (CROP + 64, CROP + 64) for crop in crops)
    figures = validate(awake, awake.state_dict(), tmp_path / "val.npz")
    assert all(np.isfinite(figure) for figure in figures.values())
    with CacheWriter(tmp_path / "many.npz") as cache:
        for number in range(2 * MOST):
            cache.add(Pair(np.full((2, 32, 32), number, np.uint8), 1))
    assert len(fixed_crops(tmp_path / "many.npz", 32)) == MOST
