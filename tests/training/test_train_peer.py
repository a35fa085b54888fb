"""Training of the peers: it learns at its λ, goes on where it was cut, stops when told to, and codes as it estimated."""

import os
import signal
import sys
import threading
import time

import numpy as np
import pytest
import torch

from eoduet.engine.errors import InputError
from eoduet.engine.training import checkpoint, train_peer
from eoduet.engine.training.peers import PEERS, Peer
from eoduet.engine.training.train_peer import Images, PeerTrainer, images_of


@pytest.fixture
def trainer(data, tmp_path):
    """A function: a trainer of a narrow peer in one run folder."""

    def make(peer="hyperprior", modality="optical", lmbda=0.0128, rate=2e-3, start=None) -> PeerTrainer:
        torch.manual_seed(0)
        run = tmp_path / "next" if start else tmp_path
        run.mkdir(exist_ok=True)
        return PeerTrainer(data, run, peer, modality, lmbda, 12, rate, seed=1, start=start)

    return make


def batch_of(student: PeerTrainer, count: int = 2) -> dict[str, torch.Tensor]:
    crops = Images(student.images, 64, 5)
    return {name: torch.from_numpy(value) for name, value in crops.batch(count).items()}


def test_crops_are_bands_of_one_modality(data):
    for modality, bands in (("optical", 3), ("sar", 1)):
        batch = Images(images_of(data / "train.npz", modality), 64, 3).batch(4)["image"]
        assert batch.shape == (4, bands, 64, 64) and batch.dtype == np.float32
        assert 0 <= batch.min() < 0.3 and 0.5 < batch.max() <= 1
        assert not np.array_equal(batch[0], batch[1])


@pytest.mark.parametrize("peer", PEERS)
def test_a_few_steps_lower_the_cost(trainer, peer):
    student = trainer(peer, "sar")
    batch = batch_of(student)

    def cost() -> float:
        torch.manual_seed(2)
        with torch.no_grad():
            return float(student.costs(batch)[0])

    before, ends = cost(), student.model.aux_loss().item()
    for _ in range(15):
        student.update(batch, 1000)
    assert student.total == 15 and cost() < 0.95 * before and student.model.aux_loss().item() != ends


def test_the_cost_is_rate_plus_lambda_times_the_8_bit_error(trainer, tmp_path):
    student = trainer()
    batch = batch_of(student)

    def cost(lmbda: float) -> float:
        student.lmbda = lmbda
        torch.manual_seed(2)
        with torch.no_grad():
            return float(student.costs(batch)[0])

    torch.manual_seed(2)
    with torch.no_grad():
        result = student.model(batch["image"])["x_hat"]
    squared = float(((255 * (result - batch["image"])) ** 2).mean())
    assert cost(0.02) - cost(0.01) == pytest.approx(0.01 * squared, rel=1e-3)
    assert cost(0) > 0


def test_a_run_that_was_cut_goes_on(trainer):
    student = trainer()
    batch = batch_of(student)
    for _ in range(3):
        student.update(batch, 10)
    student.keep()
    again = trainer()
    assert (again.step, again.total) == (3, 3)
    again.usual = student.usual
    for trained in (student, again):  # the same next step, moments of both optimisers included
        torch.manual_seed(3)
        trained.update(batch, 10)
    after = again.model.state_dict()
    assert all(torch.equal(value, after[name]) for name, value in student.model.state_dict().items())


def test_a_folder_of_another_peer_is_refused(trainer):
    trainer().keep()
    with pytest.raises(InputError, match="choose another folder"):
        trainer(lmbda=0.0064)


def test_a_run_starts_from_the_average_of_another_lambda_of_the_same_peer(trainer, tmp_path):
    first = trainer(lmbda=0.0512)
    first.update(batch_of(first), 10)
    first.keep()
    second = trainer(lmbda=0.0128, start=tmp_path)
    weights = second.model.state_dict()
    assert second.total == 0 and second.lmbda == 0.0128
    assert all(torch.equal(value, weights[name]) for name, value in first.average.weights.items())
    with pytest.raises(InputError, match="another peer"):
        trainer("elic", start=tmp_path)


def test_a_run_told_to_stop_keeps_what_it_has(trainer, tmp_path):
    student = trainer()

    def stop() -> None:
        while not student.step:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop, daemon=True).start()
    student.run(100_000, batch_size=1, size=64)
    assert 0 < student.step < 100_000 and checkpoint.load(tmp_path / "last.pt")["step"] == student.step


def test_the_command_trains_what_then_codes(data, tmp_path, monkeypatch, capsys):
    words = (
        "--peer elic --modality optical --lmbda 0.0128 --width 12 --steps 12 --batch 2 --size 64 --rate 2e-3"
    )
    monkeypatch.setattr(sys, "argv", ["train_peer", str(data), str(tmp_path / "run"), *words.split()])
    train_peer.main()
    said = capsys.readouterr().out
    assert "elic optical 12 (12): bpp" in said
    peer = Peer(tmp_path / "run" / "last.pt")
    assert (peer.modality, peer.bands, peer.lmbda) == ("optical", 3, 0.0128)
    image = np.rint(255 * train_peer.centre(images_of(data / "val.npz", "optical")[0].planes)).astype(
        np.uint8
    )
    size, decoded = peer.code(np.ascontiguousarray(image.transpose(1, 2, 0)))
    figures = dict(zip(said.split()[4::2], map(float, said.split()[5::2])))
    error = ((decoded.transpose(2, 0, 1) - image.astype(float)) ** 2).mean()
    assert 10 * np.log10(255**2 / error) == pytest.approx(figures["psnr"], abs=0.1)
    assert size * 8 / 256**2 == pytest.approx(figures["bpp"], rel=0.1, abs=0.02)
