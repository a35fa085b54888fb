"""Prediction between components in torch: what the engine computes, and what it is worth."""

import numpy as np
import torch

from eoduet.engine import crosscomponent
from eoduet.engine.training import model as models


def test_it_is_the_engines(fresh):
    predictions = [one for group in fresh.predictions for one in group]
    assert {int(c) for one in predictions for c in fresh.layout.component[one.targets]} >= {1, 2}
    latents = np.random.default_rng(0).integers(-3000, 3000, (2, 80, 5, 6)).astype(np.int32)
    for one in predictions:
        expected = np.stack([crosscomponent.predict(one, image) for image in latents])
        result = models.predict(one, torch.from_numpy(latents).float() / 16)
        assert np.array_equal(result.numpy() * 16, expected)


@torch.no_grad()
def test_components_that_follow_the_first_cost_less(fresh, conditions):
    """The same latents, once with the others proportional to the first and once with their signs shuffled."""
    given = conditions(quality=0.8)
    torch.manual_seed(0)
    scaled = torch.randn(1, 80, 8, 8) * torch.exp2(fresh.entropy.prior) / fresh.steps(given)
    predictions = [one for group in fresh.predictions for one in group]
    for one in predictions:
        scaled[:, one.others] = 0.8 * scaled[:, one.firsts]
        scaled[:, one.targets] = 0.8 * scaled[:, one.sources]
    targets = np.concatenate([one.targets for one in predictions])
    follows = fresh.code(scaled, given).bits_by_channel[:, targets].sum()
    scaled[:, targets] *= torch.sign(torch.randn(1, len(targets), 8, 8))
    assert follows < 0.8 * fresh.code(scaled, given).bits_by_channel[:, targets].sum()
