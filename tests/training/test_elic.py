"""The paper preset: its sizes, branches that see each other, joint latents that keep the format's rules, learning."""

import numpy as np
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.lattice import Steps
from eoduet.engine.prompts import Prompts
from eoduet.engine.reference import Reference
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training import checkpoint, train
from eoduet.engine.training.data import Crops
from eoduet.engine.training.elic import Attention, Bottleneck, analysis, synthesis
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.fusion import TokenFusion
from eoduet.engine.training.layout import fit_layout
from eoduet.engine.training.prepare import measure_energy
from eoduet.engine.training.preset import PAPER, PRESETS
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes

MODALITIES = ("optical", "sar")


def pixels(height=64, width=64, margin=32, seed=0):
    """Smooth random components, optical (1, 4, …) and SAR (1, 2, …)."""
    rng = np.random.default_rng(seed)
    shape = (height + 2 * margin) // 8, (width + 2 * margin) // 8
    planes = [rng.normal(0, 40, (slots, *shape)).repeat(8, 1).repeat(8, 2) for slots in (4, 2)]
    return [torch.from_numpy(plane).float()[None] for plane in planes]


@pytest.fixture
def model(paper_data, paper_preset, wake):
    torch.manual_seed(0)
    return wake(checkpoint.build(paper_data, paper_preset).eval())


def test_the_sizes_are_the_papers():
    assert PRESETS["paper"] is PAPER
    assert (PAPER.elic, PAPER.latents, PAPER.groups) == (192, 320, (16, 16, 32, 64, 192))
    assert (PAPER.hyper, PAPER.latents_hyper) == (192, 192)


def test_transforms_scale_by_two_four_times():
    x, shapes = torch.zeros(1, 3, 64, 32), []
    for scale in analysis(3, 8, 20):
        x = scale(x)
        shapes.append(tuple(x.shape[1:]))
    assert shapes == [(8, 32, 16), (8, 16, 8), (8, 8, 4), (20, 4, 2)]
    assert synthesis(20, 8)(x).shape == (1, 8, 32, 16)


@torch.no_grad()
def test_attention_is_the_identity_under_a_closed_mask():
    torch.manual_seed(0)
    block, x = Attention(8), torch.randn(1, 8, 5, 4)
    assert not torch.equal(block(x), x)
    torch.nn.init.zeros_(block.mask[-1].weight)
    torch.nn.init.constant_(block.mask[-1].bias, -1e9)
    assert torch.equal(block(x), x)
    bottleneck = Bottleneck(8)
    torch.testing.assert_close(bottleneck(x) - bottleneck.body(x), x)
    assert {tuple(c.weight.shape) for c in bottleneck.body if hasattr(c, "weight")} == {
        (4, 8, 1, 1), (4, 4, 3, 3), (8, 4, 1, 1)
    }  # fmt: skip


def test_the_layout_has_a_half_for_each_image(model, paper_preset):
    layout = model.layout
    assert sorted(set(layout.component)) == [0, 4] and layout.is_sar.sum() * 2 == paper_preset.latents
    assert not layout.row.any() and not layout.column.any()
    assert np.all(np.diff(layout.sigma) <= 0) and layout.sigma[0] > 3 * layout.sigma[-1]


@torch.no_grad()
def test_the_latents_are_joint_through_the_fusion_alone(model, conditions):
    """Either image reaches both halves, at each scale; what γ tells reaches them without any change of step."""
    (optical, sar), given = pixels(), conditions()
    halves = [~model.is_sar, model.is_sar]
    before = model.analyse(optical, sar, given)
    assert before.shape == (1, model.preset.latents, 4, 4)
    for changed in ((optical + 9, sar), (optical, sar + 9)):
        after = model.analyse(*changed, given)
        assert all(not torch.equal(before[:, half], after[:, half]) for half in halves)
    assert len(model.encoder.fusions) == 4 and all(isinstance(f, TokenFusion) for f in model.encoder.fusions)
    other = conditions()
    other.gamma = torch.tensor([0.9])
    assert not torch.equal(before, model.analyse(optical, sar, other))


@torch.no_grad()
def test_each_scale_fuses(model, conditions):
    """Without the joint branch in the head, and without a fusion's values, the SAR image cannot reach the optical branch."""
    (optical, sar), given = pixels(), conditions()
    latents = model.preset.latents
    model.encoder.head.weight[:, latents:] = 0  # the optical branch alone is read
    weights = [
        (f.project.weight[-f.features :], f.project.bias[-f.features :]) for f in model.encoder.fusions
    ]
    kept = [(w.clone(), b.clone()) for w, b in weights]

    def crosses() -> bool:
        return not torch.equal(model.analyse(optical, sar, given), model.analyse(optical, sar + 9, given))

    for weight, bias in weights:
        weight.zero_(), bias.zero_()
    assert not crosses()
    for (weight, bias), (own_weight, own_bias) in zip(weights, kept):
        weight.copy_(own_weight), bias.copy_(own_bias)
        assert crosses()
        weight.zero_(), bias.zero_()


@torch.no_grad()
def test_each_decoder_reads_both_halves_and_stands_alone(model, conditions):
    given = conditions()
    latents = torch.randn(1, model.preset.latents, 4, 4)
    before = model.decode(latents, given)
    assert [tuple(x.shape) for x in before.values()] == [(1, 4, 64, 64), (1, 2, 64, 64)]
    for half in (model.is_sar, ~model.is_sar):
        after = model.decode(torch.where(half[None, :, None, None], latents, latents + 1), given)
        assert all(not torch.equal(before[name], after[name]) for name in MODALITIES)
    torch.nn.init.zeros_(model.decoder_sar.head.weight)
    after = model.decode(latents, given)
    assert torch.equal(before["optical"], after["optical"]) and not torch.equal(before["sar"], after["sar"])


@torch.no_grad()
def test_a_missing_image_costs_nothing(model, conditions):
    (optical, sar), given = pixels(), conditions(quality=1.0, presence=(1, 1, 1, 0, 0, 0))
    coded = model.code(model.analyse(optical, torch.zeros_like(sar), given), given)
    assert not coded.latents[:, model.is_sar].any() and not coded.bits_by_channel[:, model.is_sar].any()
    assert coded.latents[:, ~model.is_sar].any()


@torch.no_grad()
def test_a_finer_step_gives_more_steps(model, conditions):
    optical, sar = pixels()
    coarse, fine = conditions(), conditions()
    fine.exponents = coarse.exponents - 32  # one octave, and no other prompt
    torch.testing.assert_close(
        model.analyse(optical, sar, fine), 2 * model.analyse(optical, sar, coarse), rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("stage", train.STAGES)
def test_every_stage_lowers_the_loss(paper_data, paper_preset, images, tmp_path, stage):
    torch.manual_seed(0)
    student = train.Trainer(paper_data, tmp_path, stage, 3e-3, seed=1, preset=paper_preset)
    made = Crops(images, 64, paper_preset.margin, 5).batch(1)
    batch = {name: torch.from_numpy(value) for name, value in made.items()}

    def loss() -> float:
        with torch.no_grad():
            return float(train.step_cost(student.passes, batch, stage, half=False)[0].log().mean())

    student.model.eval()
    before = loss()
    student.model.train()
    for _ in range(8 if stage == "joint" else 20):  # the rate warms up
        student.update(batch, 3000)
    student.model.eval()
    assert loss() < before - 0.002


def test_the_whole_paper_preset_steps_exports_and_codes(index, images, wake, tmp_path):
    """At its full widths: 45 million weights, one step of training, a bundle, and a tile of 64 × 64 pixels both ways."""
    torch.manual_seed(0)
    np.savez(tmp_path / "layout-paper.npz", **fit_layout(PAPER, measure_energy(images, PAPER, 2)).to_arrays())
    student = train.Trainer(tmp_path, tmp_path, "joint", 1e-4, seed=1, preset=PAPER)
    made = Crops(images, 64, PAPER.margin, 5).batch(1)
    student.update({name: torch.from_numpy(value) for name, value in made.items()}, 10)
    assert (student.step, student.total) == (1, 1)
    model = wake(student.model.eval())
    model.entropy.quantised()
    tables = model_tables(model) | frequency_tables(table_shapes(model))
    write_bundle(tmp_path / "bundle", "paper", model, all_graphs(model), tables, {})
    bundle = load_bundle(tmp_path / "bundle")
    codec, prompts = TileCodec(bundle, "cpu", threads=1), Prompts(500, 500)
    components = [made[name][0] for name in MODALITIES]
    tile = codec.encode(*components, (3, 1), prompts)
    assert np.count_nonzero(tile.latents) > 100
    for coder in (codec._coder, EntropyCoder(bundle, Reference(bundle))):
        latents, crc = coder.decode(tile.stream, (4, 4), Steps.of(bundle, prompts, (3, 1)))
        assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc
    around = np.pad(tile.latents[:, 2:3, 2:3], ((0, 0), (9, 9), (9, 9)))
    picture = codec.synthesise(around, "sar", (3, 1), prompts)
    assert picture.shape == (2, 16, 16) and np.isfinite(picture).all() and picture.std() > 0
