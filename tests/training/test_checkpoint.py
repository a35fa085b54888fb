"""Checkpoints: whole or the one before, nothing but tensors, and an average that forgets the start."""

import pickle

import pytest
import torch
from torch import nn

from eoduet.engine.errors import InputError
from eoduet.engine.training import checkpoint


def test_what_is_saved_is_loaded(tmp_path):
    path = tmp_path / "last.pt"
    checkpoint.save(path, model={"w": torch.arange(3)}, step=7, stage="joint")
    state = checkpoint.load(path)
    assert (state["step"], state["stage"], state["model"]["w"].tolist()) == (7, "joint", [0, 1, 2])
    assert [file.name for file in tmp_path.iterdir()] == ["last.pt"]


def test_a_cut_leaves_the_last_one_whole(tmp_path, monkeypatch):
    path = tmp_path / "last.pt"
    checkpoint.save(path, step=1)
    monkeypatch.setattr(torch, "save", lambda state, file: file.write_bytes(b"half") and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        checkpoint.save(path, step=2)
    assert checkpoint.load(path)["step"] == 1


def test_code_is_not_loaded(tmp_path):
    path = tmp_path / "last.pt"
    torch.save({"model": print}, path)
    with pytest.raises(InputError, match="no checkpoint") as failure:
        checkpoint.load(path)
    assert isinstance(failure.value.__cause__, pickle.UnpicklingError)


def test_files_that_are_none_are_named(tmp_path):
    (tmp_path / "text.pt").write_text("the wrong file")
    for name, words in (("text.pt", "no checkpoint"), ("none.pt", "does not exist")):
        with pytest.raises(InputError, match=f"{name} .*{words}|{name} {words}"):
            checkpoint.load(tmp_path / name)


def test_the_average_follows_and_forgets_the_start():
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    average = checkpoint.Average(model, decay=0.9)
    nn.init.ones_(model.weight)
    values = []
    for step in range(60):
        average.update(model, step)
        values.append(float(average.weights["weight"]))
    assert values[0] == pytest.approx(0.9) and values[-1] == pytest.approx(1, abs=1e-3)
    assert values == sorted(values) and model.weight.item() == 1


def test_a_model_is_built_for_its_layout(data, preset):
    model = checkpoint.build(data, preset)
    assert model.preset is preset and model.entropy.prior.shape == (1, 80, 1, 1)
