"""Bare weights: a run starts from them where it left off, and refuses the layout of another."""

import numpy as np
import pytest
import torch

from eoduet.engine.errors import InputError
from eoduet.engine.training import weights
from eoduet.engine.training.layout import layout_path
from eoduet.engine.training.train import Trainer


@pytest.fixture
def kept(data, preset, tmp_path):
    """(trainer, bare weights of what it has learned in two steps)."""
    trainer = Trainer(data, tmp_path / "first", "entropy", 1e-3, 1, preset)
    trainer.run(2, 2, 64)
    weights.write(data, tmp_path / "first" / "last.pt", tmp_path / "bare.npz", preset)
    return trainer, tmp_path / "bare.npz"


def test_a_new_run_starts_from_them_on_an_empty_folder(kept, preset, tmp_path):
    first, bare = kept
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    second = Trainer(elsewhere, tmp_path / "second", "joint", 1e-3, 1, preset, start=bare)
    assert second.total == first.total > 0
    for name, value in second.model.state_dict().items():
        torch.testing.assert_close(value, first.average.weights[name], rtol=1e-3, atol=1e-4)
        assert torch.equal(second.average.weights[name], value)


def test_a_run_with_a_checkpoint_goes_on_from_that(kept, data, preset, tmp_path):
    first, bare = kept
    again = Trainer(data, tmp_path / "first", "entropy", 1e-3, 1, preset, start=bare)
    assert again.step == 2
    for name, value in again.model.state_dict().items():
        assert torch.equal(value, first.model.state_dict()[name])


def test_another_layout_is_refused(kept, data, preset, tmp_path):
    with np.load(layout_path(data, preset)) as layout:
        arrays = {name: layout[name] for name in layout.files}
    np.savez(layout_path(tmp_path, preset), **arrays | {"sigma": arrays["sigma"] * 2})
    with pytest.raises(InputError, match="another layout"):
        weights.read(kept[1], tmp_path, preset)
