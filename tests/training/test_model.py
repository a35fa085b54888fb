"""The joint codec: what is coded before cannot depend on what comes after, absent bands cost nothing, γ moves the rate."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine import lattice as engine_lattice
from eoduet.engine import tiles
from eoduet.engine.passes import passes_of
from eoduet.engine.training import lattice
from eoduet.engine.training.entropy_model import magnitude, quantise
from eoduet.engine.training.model import laplace_bits, round_dead_zone
from eoduet.engine.training.transforms import mirrored


def latents(model, conditions, seed=0, height=8, width=8):
    """Latents in steps about as large as their prior scales."""
    torch.manual_seed(seed)
    sigma = torch.exp2(model.entropy.prior) / model.steps(conditions)
    return torch.randn(1, model.preset.latents, height, width) * sigma


def order_of(group, preset, height, width):
    """Which pass codes each position, int (1, 1, h, w)."""
    order = np.full((height, width), -1)
    for number, one in enumerate(passes_of(group, preset.coarse_groups)):
        order[:: one.stride, :: one.stride][one.mask(height, width)] = number
    return torch.from_numpy(order)[None, None]


@torch.no_grad()
def test_shapes_and_bits(awake, conditions):
    given_conditions = conditions()
    coded = awake.code(latents(awake, given_conditions), given_conditions)
    assert coded.latents.shape == (1, 80, 8, 8) and coded.bits_by_channel.shape == (1, 80)
    torch.testing.assert_close(coded.bits, coded.bits_by_channel.sum(1))
    assert coded.bits > 0 and coded.bits_hyper > 0 and torch.isfinite(coded.bits_by_channel).all()


@torch.no_grad()
def test_absent_components_cost_nothing_and_come_back_as_zero(awake, conditions):
    for presence in ((1, 1, 1, 1, 0, 0), (0, 0, 0, 0, 1, 0), (1, 0, 0, 0, 1, 1)):
        given_conditions = conditions(presence=presence)
        coded = awake.code(latents(awake, given_conditions), given_conditions)
        absent = ~torch.tensor(presence).bool()[awake.component]
        assert not coded.latents[:, absent].any() and not coded.bits_by_channel[:, absent].any()
        assert coded.bits_by_channel[:, ~absent].sum() > 0


@torch.no_grad()
def test_later_symbols_cannot_change_earlier_ones(awake, conditions, preset):
    """A decoder has them not: change the last group and look before it."""
    given_conditions = conditions()
    scaled = latents(awake, given_conditions)
    awake.entropy.hyper_encoder.head.weight.zero_()  # else the hyper latents, sent first, would tell
    base = awake.code(scaled, given_conditions)
    changed = scaled.clone()
    changed[:, -preset.groups[-1] :] += 5
    other = awake.code(changed, given_conditions)
    before = preset.latents - preset.groups[-1]
    assert torch.equal(base.latents[:, :before], other.latents[:, :before])
    assert not torch.equal(base.latents, other.latents)


@torch.no_grad()
@pytest.mark.parametrize("group", [0, 1, 2])
def test_each_pass_sees_the_ones_before_it_and_no_later_one(awake, conditions, preset, group):
    given_conditions = conditions()
    scaled = latents(awake, given_conditions)
    awake.entropy.hyper_encoder.head.weight.zero_()
    base = awake.code(scaled, given_conditions)
    here = slice(sum(preset.groups[:group]), sum(preset.groups[: group + 1]))
    order = order_of(group, preset, *scaled.shape[2:])
    for number in range(1, int(order.max()) + 1):
        changed = scaled.clone()
        changed[:, here] += 5 * (order >= number)
        other = awake.code(changed, given_conditions)
        before = (order < number).expand_as(base.latents[:, here])
        assert torch.equal(base.latents[:, here][before], other.latents[:, here][before])
        changed = scaled.clone()
        changed[:, here] += 5 * (order == number - 1)
        other = awake.code(changed, given_conditions)
        now = (order == number).expand_as(base.latents[:, here])
        assert not torch.equal(base.latents[:, here][now], other.latents[:, here][now])


@torch.no_grad()
def test_gamma_and_quality_move_the_rate_of_each_modality(fresh, conditions):
    def bits(**prompts):
        given_conditions = conditions(**prompts)
        torch.manual_seed(0)
        raw = torch.randn(1, 80, 8, 8) * torch.exp2(fresh.entropy.prior)
        by_channel = fresh.code(raw / fresh.steps(given_conditions), given_conditions).bits_by_channel[0]
        return float(by_channel[~fresh.is_sar].sum()), float(by_channel[fresh.is_sar].sum())

    optical, sar = zip(*(bits(gamma=g) for g in (0.1, 0.5, 0.9)))
    assert optical[0] < optical[1] < optical[2] and sar[0] > sar[1] > sar[2]
    rates = [sum(bits(quality=q)) for q in (0.1, 0.5, 0.9)]
    assert rates[0] < rates[1] < rates[2]


def test_latents_are_mirrored_as_the_engine_does(fresh, layout):
    values = np.random.default_rng(0).integers(-99, 99, (80, 5, 4)).astype(np.float32)
    expected = tiles.pad_latents(values, 2, layout.row % 2, layout.column % 2)
    assert np.array_equal(mirrored(torch.from_numpy(values)[None], layout, 2)[0].numpy(), expected)


@pytest.mark.parametrize("log2_sigma", [-3.3, -1.0, 0.0, 2.0, 6.0])
def test_laplacian_rates_are_those_of_a_distribution(log2_sigma):
    reach = int(30 * 2**log2_sigma) + 3
    symbols = torch.arange(-reach, reach + 1).double()
    bits = laplace_bits(symbols, torch.tensor(log2_sigma).double())
    counted = bits < 30
    assert float((2 ** -bits[counted]).sum()) == pytest.approx(1, abs=1e-4)
    assert torch.all(bits[reach:].diff() >= 0)


def test_the_dead_zone_only_moves_the_threshold():
    values = torch.linspace(-3, 3, 601)
    wide, narrow = (round_dead_zone(values, torch.tensor(s)) for s in (5.0, -2.0))
    assert (wide - values).abs().max() <= 0.52 and (narrow - values).abs().max() <= 0.86
    assert narrow.abs().sum() < wide.abs().sum() and torch.equal(wide, wide.round())


def test_lattices_are_the_engines(fresh):
    table = np.minimum(np.floor(16 * np.log2(1 + np.arange(4096) / 16) + 0.5), 127)
    values = torch.arange(-5000, 5001) / 16
    expected = engine_lattice.magnitude_lattice((values * 16).int().numpy(), table)
    result = quantise(magnitude(values), 1 / 16, 127) * 16
    assert (
        np.abs(result.numpy() - expected).max() <= 1
    )  # float32 logarithms may fall on the other side of a tie


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_steps_stay_where_the_planes_can_tell_them_apart(quality, gamma):
    base, tilt = lattice.quality_table(), lattice.gamma_table()
    exponents = [int(base[quality] + tilt[g]) for g in (gamma, 1000 - gamma)]
    assert all(0 <= e // 2 <= 255 for e in exponents)
    assert base[1000] <= base[quality] <= base[0] and tilt[1000] <= tilt[gamma] <= tilt[0]


def test_scale_tables_are_the_engines():
    expected = 2.0 ** ((engine_lattice.TABLE_BASE + engine_lattice.TABLE_STEP * np.arange(64)) / 32)
    np.testing.assert_allclose(lattice.table_scales(), expected, rtol=1e-12)
