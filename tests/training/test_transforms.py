"""Analysis and synthesis: at step 0 the orthonormal linear codec, and the exported graphs are the torch modules."""

from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch

from eoduet.engine.training.export_transforms import decoder_graph, encoder_graph, hyper_encoder_graph
from eoduet.engine.training.layout import fit_layout
from eoduet.engine.training.model import JointCodec
from eoduet.engine.training.prepare import measure_energy
from eoduet.engine.training.transforms import mirrored


def pixels(height=64, width=48, margin=32, seed=0):
    """Smooth random components (optical (1,4,…), SAR (1,2,…)) whose margin is their mirror image, as at a border."""
    rng = np.random.default_rng(seed)
    parts = []
    for slots in (4, 2):
        plane = rng.normal(0, 40, (slots, height // 8, width // 8)).repeat(8, 1).repeat(8, 2)
        plane = plane + rng.normal(0, 5, plane.shape)
        padded = np.pad(plane, ((0, 0), (margin,) * 2, (margin,) * 2), mode="symmetric")
        parts.append(torch.from_numpy(padded).float()[None])
    return parts


def inner(x, margin=32):
    return x[:, :, margin:-margin, margin:-margin]


@pytest.fixture(scope="module")
def complete(preset, images):
    """A model that keeps all 256 coefficients of each component, at step 0: nothing may be lost."""
    whole = replace(preset, zones=(256,) * 6, groups=(512, 256, 512, 256))
    return JointCodec(whole, fit_layout(whole, measure_energy(images, whole, 2))).eval()


@torch.no_grad()
def test_at_step_0_the_latents_are_the_linear_coefficients(fresh, conditions, layout):
    optical, sar = pixels()
    given = conditions(presence=(1,) * 6)
    latents = fresh.analyse(optical, sar, given)
    linear = fresh.encoder.linear(torch.cat([optical, sar], 1)[:, :, 24:-24, 24:-24])
    assert latents.shape == (1, 80, 4, 3)
    torch.testing.assert_close(latents, linear / fresh.steps(given))


@torch.no_grad()
def test_with_all_coefficients_synthesis_undoes_analysis(complete, conditions):
    optical, sar = pixels()
    given = conditions(presence=(1,) * 6)
    decoded = complete.decode(complete.analyse(optical, sar, given), given)
    for result, original in zip(decoded.values(), (optical, sar)):
        torch.testing.assert_close(result, inner(original), atol=2e-3, rtol=0)


@torch.no_grad()
def test_at_step_0_the_model_reconstructs_as_the_linear_codec(fresh, conditions):
    """The error is the energy of the coefficients that are not kept: the basis is orthonormal."""
    optical, sar = pixels()
    given = conditions(presence=(1,) * 6)
    decoded = fresh.decode(fresh.analyse(optical, sar, given), given)
    latents = fresh.analyse(optical, sar, given) * fresh.steps(given)
    for result, original, own in zip(decoded.values(), (optical, sar), (~fresh.is_sar, fresh.is_sar)):
        lost = (inner(original) ** 2).sum() - (latents[:, own] ** 2).sum()
        torch.testing.assert_close(((result - inner(original)) ** 2).sum(), lost, rtol=1e-3, atol=0)


@torch.no_grad()
def test_the_decoders_are_independent(awake, conditions):
    given = conditions()
    latents = torch.randn(1, 80, 4, 4)
    optical, sar = awake.decode(latents, given).values()
    torch.nn.init.zeros_(awake.decoder_sar.stem.weight)
    again, other = awake.decode(latents, given).values()
    assert torch.equal(optical, again) and not torch.equal(sar, other)


@torch.no_grad()
def test_prompts_reach_both_transforms(awake, conditions):
    optical, sar = pixels()
    base, other = conditions(gamma=0.5), conditions(gamma=0.5)
    other.gamma = torch.tensor([0.9])  # the steps stay: only the networks' prompt moves
    assert not torch.equal(awake.analyse(optical, sar, base), awake.analyse(optical, sar, other))
    latents = awake.analyse(optical, sar, base)
    for before, after in zip(awake.decode(latents, base).values(), awake.decode(latents, other).values()):
        assert not torch.equal(before, after)


@torch.no_grad()
def test_at_step_0_a_tile_is_a_part_of_the_whole(fresh, conditions):
    """The margins hold all that the linear path reads, so that tiles meet without seams."""
    large, given = pixels(112, 96), conditions(presence=(1,) * 6)
    whole = fresh.analyse(*large, given)
    part = fresh.analyse(*(x[:, :, 32:-32, 16:-32] for x in large), given)
    torch.testing.assert_close(part, whole[:, :, 2:-2, 1:-2])
    step, own = fresh.steps(given), torch.ones(1, 1, 1, 1)
    padded = mirrored(whole, fresh.layout, 2)
    pictures = [
        fresh.decoder_optical(x, step, own, given.prompts()) for x in (padded, padded[:, :, 1:-2, 2:])
    ]
    torch.testing.assert_close(pictures[1], pictures[0][:, :, 16:-32, 32:], atol=1e-3, rtol=1e-4)


def session(content: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])


def half(module: torch.nn.Module) -> torch.nn.Module:
    """Weights as the bundle stores them."""
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(weight.half().float())
    return module


@torch.no_grad()
@pytest.mark.parametrize("gamma", [0.0, 0.7])
def test_the_exported_encoder_is_the_encoder(awake, conditions, layout, gamma):
    optical, sar = pixels(48, 80)
    given = conditions(gamma=gamma)
    half(awake.encoder)
    expected = awake.analyse(optical, sar, given)
    inputs = {
        "optical": optical,
        "sar": sar,
        "prompts": given.prompts()[:, :, None, None],
        "step": awake.steps(given),
    }
    (result,) = session(encoder_graph(awake.encoder, layout)).run(
        None, {k: v.numpy() for k, v in inputs.items()}
    )
    np.testing.assert_allclose(result, expected.numpy(), atol=2e-3)


@torch.no_grad()
@pytest.mark.parametrize("modality", ["optical", "sar"])
def test_the_exported_decoders_are_the_decoders(awake, conditions, layout, modality):
    module = half(getattr(awake, f"decoder_{modality}"))
    given = conditions(quality=0.3, gamma=0.2)
    latents = 3 * torch.randn(1, 80, 9, 10)
    own = 2.0 ** (given.exponents[:, ["optical", "sar"].index(modality)] / 32)[:, None, None, None]
    expected = module(latents, awake.steps(given), own, given.prompts())[:, :, 32:-32, 32:-32]
    inputs = {
        "latents": latents,
        "step": awake.steps(given),
        "own_step": own,
        "prompts": given.prompts()[:, :, None, None],
    }
    graph = session(decoder_graph(module, layout, f"decoder_{modality}"))
    (result,) = graph.run(None, {k: v.numpy() for k, v in inputs.items()})
    assert result.shape == (1, {"optical": 4, "sar": 2}[modality], 16, 32)
    np.testing.assert_allclose(result, expected.numpy(), atol=0.02)


@torch.no_grad()
def test_the_exported_hyper_encoder_is_the_hyper_encoder(awake, conditions, preset):
    module = half(awake.entropy.hyper_encoder)
    given = conditions()
    latents = 3 * torch.randn(1, 80, 8, 4)
    ratio = torch.exp2(awake.entropy.prior) / awake.steps(given)
    expected = module(latents, latents / ratio, given.integer_planes(8, 4))
    inputs = {"latents": latents, "ratio": ratio, "prompts": given.integer_planes(1, 1)}
    graph = session(hyper_encoder_graph(module, preset))
    (result,) = graph.run(None, {k: v.numpy() for k, v in inputs.items()})
    np.testing.assert_allclose(result, expected.numpy(), atol=2e-3)
