"""A joint model made of an independent pair codes as the two do apart, and learns from there."""

from dataclasses import replace

import pytest
import torch

from eoduet.engine.errors import InputError
from eoduet.engine.training import assemble, checkpoint, train, weights
from eoduet.engine.training.apart import take_apart
from eoduet.engine.training.datasets import index_csv
from eoduet.engine.training.prepare import prepare
from eoduet.engine.training.preset import LITE, LITE_OPTICAL, LITE_SAR

PRESENCE = {"optical": (1, 1, 1, 0, 0, 0), "sar": (0, 0, 0, 0, 1, 1)}


@pytest.fixture(scope="module")
def folder(index, preset, alone, tmp_path_factory):
    made = tmp_path_factory.mktemp("assemble")
    prepare(index_csv(index), made, [preset, *alone.values()])
    return made


@pytest.fixture
def pair(folder, alone, wake):
    """Both models with every path awake."""
    return {modality: wake(checkpoint.build(folder, preset).eval()) for modality, preset in alone.items()}


@torch.no_grad()
def test_it_codes_as_the_pair_does(folder, preset, pair, conditions):
    joint = checkpoint.build(folder, preset).eval()
    assemble.assemble(joint, pair)
    torch.manual_seed(3)
    given = conditions(presence=tuple(map(max, *PRESENCE.values())))
    scaled = 2 * torch.randn(1, preset.latents, 8, 12) * torch.exp2(joint.entropy.prior) / joint.steps(given)
    together = joint.code(scaled, given)
    hyper = 0
    for modality, own in pair.items():
        mine = joint.is_sar.bool() == (modality == "sar")
        apart = own.code(scaled[:, mine], conditions(presence=PRESENCE[modality]))
        torch.testing.assert_close(together.bits_by_channel[:, mine], apart.bits_by_channel)
        torch.testing.assert_close(together.latents[:, mine], apart.latents, rtol=1e-4, atol=1e-4)
        hyper += apart.bits_hyper
    torch.testing.assert_close(together.bits_hyper, hyper)
    assert together.latents.any() and hyper > 0


@torch.no_grad()
def test_taken_apart_it_codes_as_the_pair_did(folder, preset, alone, pair, conditions):
    joint = checkpoint.build(folder, preset).eval()
    assemble.assemble(joint, pair)
    for context in joint.entropy.contexts[
        1:
    ]:  # what the joint model has learned of the other image stays behind
        context.past.weight.add_((context.past.weight == 0) * 0.1)
    torch.manual_seed(4)
    for modality, own in pair.items():
        again = take_apart(joint, modality, alone[modality]).eval()
        given = conditions(presence=PRESENCE[modality])
        scaled = 2 * torch.randn(1, own.preset.latents, 8, 12)
        scaled = scaled * torch.exp2(own.entropy.prior) / own.steps(given)
        torch.testing.assert_close(again.code(scaled, given), own.code(scaled, given))


def test_what_the_modalities_share_can_be_learned(folder, preset, pair, tmp_path):
    joint = checkpoint.build(folder, preset)
    assemble.assemble(joint, pair)
    weights.store(joint, 5, tmp_path / "joint.npz")
    trainer = train.Trainer(folder, tmp_path, "entropy", 1e-3, 1, preset, start=tmp_path / "joint.npz")
    second = trainer.model.entropy.contexts[1].past.weight
    other = slice(preset.hyper, preset.hyper + preset.groups[0])
    assert not second[:, other].any()
    trainer.run(2, 2, 64)
    assert trainer.total == 7 and second[:, other].any()


def test_other_latents_are_refused(folder, preset, pair):
    joint = checkpoint.build(folder, preset)
    joint.layout = replace(joint.layout, sigma=2 * joint.layout.sigma)
    with pytest.raises(InputError, match="prepare both together"):
        assemble.assemble(joint, pair)


def test_the_shipped_presets_fit_together():
    assert LITE.groups == tuple(n for sizes in zip(LITE_OPTICAL.groups, LITE_SAR.groups) for n in sizes)
    for width in ("hyper", "latents_hyper", "signed_groups", "coarse_groups"):
        assert getattr(LITE, width) == getattr(LITE_OPTICAL, width) + getattr(LITE_SAR, width)
    assert LITE.context == LITE_OPTICAL.context == LITE_SAR.context
