"""The paper's peers: any number of bands, the paper's widths, and real bytes from which alone the image comes back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.training import checkpoint, peers
from eoduet.engine.training.peers import PEERS, Peer

WIDTH = 12


class Louder(torch.nn.Module):
    """Untrained latents are all below one step; these have something to code."""

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        return 30 * latents


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A function: a checkpoint of a peer that was not trained, as ``train_peer`` writes it, opened."""

    def make(name: str, bands: int) -> Peer:
        torch.manual_seed(0)
        model = peers.build(name, bands, WIDTH)
        path = tmp_path_factory.mktemp(name) / "last.pt"
        identity = {"peer": name, "modality": "optical", "lmbda": 0.0128, "width": WIDTH, "bands": bands}
        checkpoint.save(path, average=model.state_dict(), **identity)
        peer = Peer(path)
        peer.model.g_a.append(Louder())
        return peer

    return make


def smooth(height: int, width: int, bands: int) -> np.ndarray:
    """A picture of blocks, uint8 (height, width, bands)."""
    small = np.random.default_rng(0).integers(0, 255, (height // 8 + 1, width // 8 + 1, bands), np.uint8)
    return small.repeat(8, 0).repeat(8, 1)[:height, :width]


@pytest.mark.parametrize("name, bands", [("elic", 4), ("hyperprior", 1), ("cheng2020", 2)])
def test_an_image_comes_back_from_its_bytes_alone(kept, name, bands):
    peer, image = kept(name, bands), smooth(100, 72, bands)
    size, decoded = peer.code(image)
    stream = peer.compress(image)
    assert size == len(stream) > 8
    assert decoded.dtype == np.uint8 and decoded.shape == image.shape and decoded.std() > 0
    other = kept(name, bands)  # a decoder that never saw the image
    assert np.array_equal(other.decompress(stream), decoded)
    assert peer.code(image[:64, :64])[0] < size


@torch.no_grad()
@pytest.mark.parametrize("name", PEERS)
def test_what_is_decoded_is_what_the_network_gives(kept, name):
    """The entropy decoder follows the encoder: else the latents would be garbage."""
    peer, image = kept(name, 3), smooth(64, 128, 3)
    pixels = torch.from_numpy(image.transpose(2, 0, 1).copy())[None].float() / 255
    latents = peer.model.g_a(pixels)
    assert latents.abs().max() > 3
    decoded = torch.from_numpy(peer.code(image)[1]).permute(2, 0, 1) / 255
    if name == "cheng2020":  # compressai's own forward rounds without the means that its coder takes off
        unrounded = peer.model.g_s(latents)[0].clamp(0, 1)
        assert float(torch.corrcoef(torch.stack([decoded.ravel(), unrounded.ravel()]))[0, 1]) > 0.95
    else:
        expected = peer.model(pixels)["x_hat"][0].clamp(0, 1)
        assert float((decoded - expected).abs().max()) <= 1 / 255


def test_elic_has_the_papers_sizes():
    assert peers.groups_of(192) == [16, 16, 32, 64, 192]
    assert peers.groups_of(96) == [8, 8, 16, 32, 96]
    model = peers.build("elic", 4, WIDTH)
    assert model.groups == [1, 1, 2, 4, 12] and model.g_a[0].in_channels == 4


def test_what_is_no_peer_or_no_image_of_it_is_named(kept):
    with pytest.raises(ValueError, match="no peer 'vtm': choose one of elic"):
        peers.build("vtm", 3, WIDTH)
    peer = kept("hyperprior", 3)
    for wrong in (smooth(64, 64, 1), smooth(64, 64, 3)[:, :, 0], smooth(64, 64, 3).astype(float)):
        with pytest.raises(ValueError, match=r"\(h, w, 3\)"):
            peer.code(wrong)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=12))
def test_strings_are_put_together_without_loss(strings):
    joined = peers.join(strings)
    assert peers.split(joined, len(strings)) == strings
    assert len(joined) <= sum(map(len, strings)) + 2 * (len(strings) - 1)
