"""Training: each stage moves only what it may and lowers its loss, and a run that was cut goes on as if it had not been."""

import os
import signal
import threading
import time

import pytest
import torch

from eoduet.engine.training import checkpoint, train
from eoduet.engine.training.data import Crops


@pytest.fixture
def trainer(data, preset, tmp_path):
    """A function: a trainer of a stage in one run folder."""

    def make(stage: str, rate: float = 3e-3) -> train.Trainer:
        torch.manual_seed(0)
        return train.Trainer(data, tmp_path, stage, rate, seed=1, preset=preset)

    return make


@pytest.fixture
def batch(images):
    made = Crops(images, 64, 32, 5).batch(4)
    return {name: torch.from_numpy(value) for name, value in made.items()}


@pytest.mark.parametrize("stage", train.STAGES)
def test_a_few_steps_lower_the_loss(trainer, batch, stage):
    student = trainer(stage)
    student.model.eval()

    def loss() -> float:
        with torch.no_grad():
            return float(train.step_cost(student.passes, batch, stage, half=False)[0].log().mean())

    before = loss()
    student.model.train()
    for _ in range(30):
        student.update(batch, 3000)
    student.model.eval()
    assert student.total == 30 and loss() < before - 0.005


@pytest.mark.parametrize("stage", train.STAGES)
def test_a_stage_moves_only_its_part(trainer, batch, stage):
    student = trainer(stage)
    before = {name: value.clone() for name, value in student.model.state_dict().items()}
    for _ in range(3):
        student.update(batch, 10)
    moved = {
        name for name, value in student.model.state_dict().items() if not torch.equal(value, before[name])
    }
    assert any(name.startswith("entropy.contexts") for name in moved)
    assert any(name.startswith(("encoder", "decoder")) for name in moved) == (stage == "joint")
    assert student.model.entropy.contexts[0].mix.quantised == (stage == "exact")


def test_presence_and_gamma_reach_the_loss(trainer, batch):
    model = trainer("joint").model.eval()

    @torch.no_grad()
    def costs(**changed):
        return train.step_cost(train.Passes(model), {**batch, **changed}, "joint", half=False)[0]

    base = costs()
    sar_alone, both = batch["presence"].clone(), batch["presence"][:, 0] * batch["presence"][:, 4] > 0
    sar_alone[:, :4] = 0
    assert both.any()
    assert torch.all(costs(presence=sar_alone, optical=torch.zeros_like(batch["optical"]))[both] < base[both])
    finer = batch["exponents"].clone()
    finer[:, 0] -= 32
    assert not torch.equal(costs(exponents=finer), base)


def test_a_step_that_jumps_or_is_not_finite_is_left_out(trainer, batch):
    student = trainer("entropy")
    student.update(batch, 10)
    before = {name: value.clone() for name, value in student.model.state_dict().items()}
    student.usual /= 100  # what follows is now a jump
    student.update(batch, 10)
    student.usual *= 100
    broken = {**batch, "optical": batch["optical"] * float("nan")}
    student.update(broken, 10)
    assert (student.step, student.total) == (3, 1)
    assert all(torch.equal(value, before[name]) for name, value in student.model.state_dict().items())


def test_a_run_that_was_cut_goes_on(trainer, batch):
    student = trainer("entropy")
    for _ in range(4):
        student.update(batch, 10)
    student.keep()
    again = trainer("entropy")
    assert (again.step, again.total) == (4, 4)
    for one, other in (
        (student.model.state_dict(), again.model.state_dict()),
        (student.average.weights, again.average.weights),
    ):
        assert all(torch.equal(value, other[name]) for name, value in one.items())
    again.usual = student.usual
    for trained in (student, again):  # the same next step, moments of the optimiser included
        torch.manual_seed(3)
        trained.update(batch, 10)
    after = again.model.state_dict()
    assert all(torch.equal(value, after[name]) for name, value in student.model.state_dict().items())


def test_the_next_stage_starts_from_the_average(trainer, batch):
    student = trainer("entropy")
    for _ in range(3):
        student.update(batch, 10)
    student.keep()
    following = trainer("joint")
    assert (following.step, following.total) == (0, 3)
    weights = following.model.state_dict()
    assert all(torch.equal(value, weights[name]) for name, value in student.average.weights.items())


def test_a_run_ends_with_a_checkpoint_and_curves(trainer, tmp_path):
    trainer("entropy").run(3, batch_size=2, size=64)
    state = checkpoint.load(tmp_path / "last.pt")
    assert (state["stage"], state["step"]) == ("entropy", 3)
    assert any(file.name.startswith("events") for file in tmp_path.iterdir())
    trainer("entropy").run(3, batch_size=2, size=64)  # nothing left to do
    assert checkpoint.load(tmp_path / "last.pt")["step"] == 3


def test_a_run_told_to_stop_keeps_what_it_has(trainer, tmp_path):
    student = trainer("entropy")
    before = signal.getsignal(signal.SIGTERM)

    def stop() -> None:
        while not student.step:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop, daemon=True).start()
    student.run(100_000, batch_size=1, size=64)
    assert 0 < student.step < 100_000 and checkpoint.load(tmp_path / "last.pt")["step"] == student.step
    assert signal.getsignal(signal.SIGTERM) is before
