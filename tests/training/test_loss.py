"""Equation 3: rate plus γ-weighted errors, per sample, and no error where a modality is absent."""

import pytest
import torch

from eoduet.engine.training.loss import BALANCE, balanced, cost, rate_per_pixel, squared_error
from eoduet.engine.training.model import SLOPE, Coded


def test_errors_are_summed_over_components_and_averaged_over_pixels():
    x = torch.zeros(2, 3, 4, 5)
    y = torch.ones(2, 3, 4, 5) * torch.tensor([1.0, 2.0])[:, None, None, None]
    assert squared_error(y, x).tolist() == [3, 12]


def test_the_rate_counts_hyper_latents():
    coded = Coded(torch.zeros(1), torch.tensor([90.0]), torch.tensor([10.0]), torch.zeros(1))
    assert rate_per_pixel(coded, 50).tolist() == [2]


def test_without_errors_it_is_the_rate(conditions):
    rate = torch.tensor([0.7])
    assert torch.equal(cost(rate, {}, conditions()), rate)


def test_gamma_weights_the_errors_as_it_moves_the_steps(conditions):
    rate, error = torch.zeros(1), torch.tensor([1.0])

    def weights(gamma):
        given = conditions(gamma=gamma)
        return [float(cost(rate, {modality: error}, given)) for modality in ("optical", "sar")]

    optical, sar = weights(0.8)
    assert optical / sar == pytest.approx(4, rel=0.05)
    assert (
        weights(0.5)[0]
        == weights(0.5)[1]
        == pytest.approx(SLOPE / float(2 ** (2 * conditions().exponents[0, 0] / 32)))
    )


def test_quality_raises_lambda(conditions):
    errors = {"optical": torch.ones(1), "sar": torch.ones(1)}
    costs = [float(cost(torch.zeros(1), errors, conditions(quality=q))) for q in (0.0, 0.5, 1.0)]
    assert costs[0] < costs[1] < costs[2]


def test_balancing_weights_by_size_alone():
    costs = torch.tensor([0.1, 10.0], requires_grad=True)
    balanced(costs).backward()
    expected = (costs.detach() + 0.02) ** -BALANCE / 2
    torch.testing.assert_close(costs.grad, expected)
