"""The validation curve: figures of the average on fixed crops, which leave the training untouched."""

import numpy as np
import pytest
import torch

from eoduet.engine.training.validate import CROP, QUALITIES, fixed_conditions, fixed_crops, psnr, validate


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
    optical, sar = crop
    assert optical.shape == (4, CROP + 64, CROP + 64) and sar.shape == (2, CROP + 64, CROP + 64)
    assert np.array_equal(optical[:, 31], optical[:, 32]) and not optical[3].any() and not sar[1].any()


def test_conditions_are_the_middle_ones():
    given = fixed_conditions(3, 450, ("optical", "sar"))
    assert given.prompts().shape == (3, 8) and given.presence[0].tolist() == [1, 1, 1, 0, 1, 0]
    assert torch.equal(given.exponents[:, 0], given.exponents[:, 1])


def test_psnr_is_on_the_8_bit_scale():
    x = torch.zeros(4, 5, 5)
    y = x.clone()
    y[0] = 2.55
    assert psnr(y, x, 1) == pytest.approx(40, abs=1e-4) and psnr(y, x, 3) == pytest.approx(44.77, abs=0.01)
