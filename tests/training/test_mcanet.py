"""Map models: what they see, how far, that nothing of it depends on the tile, and that their graphs give the same scores."""

import numpy as np
import onnxruntime
import pytest
import torch

from eoduet.engine.training.crossattention import CrossAttention
from eoduet.engine.training.mapmodels import PLANES, segmenter_graph
from eoduet.engine.training.mcanet import MCANet
from eoduet.engine.training.mcanet_lite import LiteMCANet
from eoduet.engine.training.resnet import ResNet, SceneClassifier, resnet50
from eoduet.engine.training.traced import graph_of

RGB_VV = torch.tensor([1.0, 1, 1, 0, 1, 0]).view(1, 6, 1, 1)


def lived_in(model):
    """Batch normalisations with statistics, and a head whose scores differ."""
    torch.manual_seed(0)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_var, 0.5, 2)
            torch.nn.init.normal_(module.running_mean, std=0.3)
    return model.eval()


@pytest.fixture(scope="module", params=["lite", "paper"])
def model(request):
    return lived_in(LiteMCANet(3) if request.param == "lite" else MCANet(3, width=4))


def picture(height, width):
    torch.manual_seed(1)
    return torch.rand(1, 4, height, width), torch.rand(1, 2, height, width)


def test_the_graph_gives_the_scores_of_the_module(model):
    session = onnxruntime.InferenceSession(segmenter_graph(model, 3), providers=["CPUExecutionProvider"])
    for height, width in ((model.align, 2 * model.align), (model.align, model.align)):  # any size
        optical, sar = picture(height, width)
        inputs = {"optical": optical, "sar": sar, "presence": RGB_VV}
        (found,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
        with torch.no_grad():
            expected = model(**inputs).numpy()
        assert found.shape == (1, 3, height, width)
        assert np.abs(found - expected).max() < 2e-3 * max(np.abs(expected).max(), 1)
    assert [i.name for i in session.get_inputs()] == list(PLANES)


def test_what_is_beyond_the_margin_changes_nothing(model):
    """A tile on the lattice scores as the whole image does, so a map has no seams."""
    align, margin = model.align, model.margin
    optical, sar = picture(align, align + 2 * margin)
    width = optical.shape[3]
    wide = [
        torch.cat([torch.rand_like(x[..., :align]), x, torch.rand_like(x[..., :align])], 3)
        for x in (optical, sar)
    ]
    with torch.no_grad():
        tile = model(optical, sar, RGB_VV)[..., margin : width - margin]
        whole = model(*wide, RGB_VV)[..., align + margin : align + width - margin]
    assert torch.allclose(tile, whole, atol=1e-5)


def test_the_margin_is_not_larger_than_it_must_be():
    """One window less would not do."""
    model = lived_in(LiteMCANet(3))
    optical, sar = picture(64, 5 * 64)
    with torch.no_grad():
        before = model(optical, sar, RGB_VV)[..., 128:192]
        optical[..., 128 - 64 - 1] += 1  # one pixel beyond the neighbouring window
        after = model(optical, sar, RGB_VV)[..., 128:192]
    assert not torch.equal(before, after)


def test_absent_bands_do_not_count(model):
    optical, sar = picture(model.align, model.align)
    with torch.no_grad():
        one = model(optical, sar, RGB_VV)
        optical[:, 3], sar[:, 1] = torch.rand_like(optical[:, 3]), 1
        assert torch.equal(model(optical, sar, RGB_VV), one)
        optical[:, 0] += 0.5
        assert not torch.equal(model(optical, sar, RGB_VV), one)


def test_attention_is_that_of_both_modalities_inside_windows():
    torch.manual_seed(0)
    module = CrossAttention(5, 3, 2)
    optical, sar = torch.randn(2, 5, 4, 6), torch.randn(2, 5, 4, 6)
    found = module(optical, sar)
    # One window by hand: rows 2..3, columns 4..5 of the second image.
    score, values = 0, []
    for name, x in (("optical", optical), ("sar", sar)):
        query, key, value = module.project[name](x)[1, :, 2:4, 4:6].flatten(1).split([3, 3, 5])
        score = score + query.T @ key / 3**0.5
        values.append(value)
    gathered = (torch.softmax(score, 1) @ torch.cat(values).T).T.reshape(10, 2, 2)
    assert torch.allclose(
        found[1, :, 2:4, 4:6], torch.cat([optical, sar], 1)[1, :, 2:4, 4:6] + gathered, atol=1e-6
    )


def test_residual_networks_have_the_published_size():
    count = lambda model: sum(p.numel() for p in model.parameters())  # noqa: E731
    assert count(resnet50(3)) == 23_508_032  # torchvision's resnet50 without its last layer
    assert count(ResNet(3, (2, 2, 2, 2), 1)) == 11_176_512
    low, high = resnet50(3, 8)(torch.rand(1, 3, 64, 96))
    assert low.shape == (1, 32, 16, 24) and high.shape == (1, 256, 4, 6)


def test_a_scene_classifier_trains_and_exports():
    torch.manual_seed(0)
    model = SceneClassifier(5, 8)
    optical, sar = torch.rand(6, 4, 64, 64), torch.rand(6, 2, 64, 64)
    truth = torch.arange(6) % 5
    presence = RGB_VV.expand(6, -1, -1, -1)
    optimiser = torch.optim.Adam(model.parameters(), 1e-2)
    losses = []
    for _ in range(12):
        loss = torch.nn.functional.cross_entropy(model(optical, sar, presence)[:, :, 0, 0], truth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]
    model.eval()
    session = onnxruntime.InferenceSession(graph_of("scene", model, PLANES, "scores", 5))
    one = {"optical": optical[:1], "sar": sar[:1], "presence": RGB_VV}
    (found,) = session.run(None, {name: value.numpy() for name, value in one.items()})
    with torch.no_grad():
        assert np.allclose(found, model(**one).numpy(), atol=0.02)


def test_a_layer_without_a_form_is_refused_at_export():
    class Odd(torch.nn.Module):
        def forward(self, optical, sar, presence):
            return torch.sin(optical)

    with pytest.raises(NotImplementedError, match="sin"):
        graph_of("odd", Odd(), PLANES, "scores", 4)
