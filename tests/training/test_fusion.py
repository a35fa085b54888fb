"""Three-token attention: per pixel, the same for each branch, and nothing but the identity without values."""

import pytest
import torch

from eoduet.engine.training.fusion import TokenFusion


@pytest.fixture
def module():
    torch.manual_seed(0)
    return TokenFusion(6)


def branches(batch=2, height=4, width=5):
    torch.manual_seed(1)
    return [torch.randn(batch, 6, height, width) for _ in range(3)]


def test_shapes_stay(module):
    assert [f.shape for f in module(branches())] == [(2, 6, 4, 5)] * 3


def test_it_is_attention_over_three_tokens(module):
    given = branches(1, 1, 1)
    tokens = torch.stack([b[0, :, 0, 0] for b in given])
    weight, bias = module.project.weight[:, :, 0, 0], module.project.bias
    key, query, value = (tokens @ weight.T + bias).chunk(3, 1)
    expected = tokens + torch.softmax(query @ key.T / 6**0.5, 1) @ value
    torch.testing.assert_close(torch.stack([f[0, :, 0, 0] for f in module(given)]), expected)


def test_only_the_same_pixel_counts(module):
    given = branches()
    changed = [b.clone() for b in given]
    changed[1][:, :, 2, 3] += 1
    for before, after in zip(module(given), module(changed)):
        moved = (before != after).any(1)
        assert moved[:, 2, 3].all() and moved.sum() == 2


def test_branches_are_treated_alike(module):
    a, b, c = branches()
    for one, other in zip(module([c, a, b]), [module([a, b, c])[i] for i in (2, 0, 1)]):
        torch.testing.assert_close(one, other)


def test_without_values_it_is_the_identity(module):
    with torch.no_grad():
        module.project.weight[12:], module.project.bias[12:] = 0, 0
    for own, fused in zip(branches(), module(branches())):
        assert torch.equal(own, fused)
