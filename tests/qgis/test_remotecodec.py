"""The remote tile codec and map model give what those in process give: streams, latents, components, scores, errors."""

from __future__ import annotations

import numpy as np
import pytest

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.errors import DuetError
from eoduet.engine.mapmodel import choose_map_model
from eoduet.engine.prompts import Prompts
from eoduet.engine.segmenter import Segmenter
from eoduet.engine.tilecodec import TileCodec
from eoduet.plugin.remotecodec import RemoteSegmenter, RemoteTileCodec, codec_factory
from eoduet.plugin.workerclient import WorkerClient, WorkerFault
from tests import mapbundle

PROMPTS, PRESENCE = Prompts(400, 500), (3, 1)


@pytest.fixture(scope="module")
def remote(environment):
    with WorkerClient() as client:
        yield RemoteTileCodec(client, find_bundle(DEFAULT_BUNDLE), "cpu")


def test_same_answers_as_in_process(remote):
    bundle = remote.bundle
    local = TileCodec(bundle, "cpu")
    size = 64 + 2 * bundle.margin
    generator = np.random.default_rng(1)
    optical, sar = (generator.normal(0, 40, (n, size, size)).astype(np.float32) for n in (4, 2))
    mine, theirs = (codec.encode(optical, sar, PRESENCE, PROMPTS) for codec in (local, remote))
    assert (mine.stream, mine.symbols_crc) == (theirs.stream, theirs.symbols_crc)
    assert len(mine.stream) > 10
    np.testing.assert_array_equal(mine.latents, theirs.latents)
    latents, crc = remote.decode(theirs.stream, (4, 4), PRESENCE, PROMPTS)
    assert crc == theirs.symbols_crc
    np.testing.assert_array_equal(latents, theirs.latents)
    padded = np.pad(latents, [(0, 0), *[(bundle.latent_margin,) * 2] * 2])
    for modality, count in (("optical", 4), ("sar", 2)):
        components = remote.synthesise(padded, modality, PRESENCE, PROMPTS)
        assert components.shape == (count, 64, 64)
        np.testing.assert_allclose(
            components, local.synthesise(padded, modality, PRESENCE, PROMPTS), rtol=1e-4, atol=1e-3
        )
    assert remote.device == local.device


def test_a_stream_that_is_none_is_an_error_and_the_worker_lives_on(remote):
    with pytest.raises((DuetError, WorkerFault)):
        remote.decode(b"", (1 << 40, 1 << 40), PRESENCE, PROMPTS)
    assert remote.synthesise(np.zeros((remote.bundle.channels, 6, 6), np.int32), "sar", PRESENCE, PROMPTS).any


def test_unknown_model_is_named(environment):
    with WorkerClient() as client, pytest.raises(DuetError, match="no-such-model"):
        codec_factory(client, "cpu")("no-such-model", "0" * 32, "image")


@pytest.fixture(scope="module")
def own_bundle(tmp_path_factory):
    return mapbundle.write(tmp_path_factory.mktemp("models"), find_bundle(DEFAULT_BUNDLE))


def test_a_remote_map_model_gives_the_same_scores_beside_a_codec_of_a_profile(environment, own_bundle):
    planes = np.random.default_rng(2).random((6, 48, 64), np.float32)
    model = choose_map_model(own_bundle)
    with WorkerClient() as client:
        codec = RemoteTileCodec(client, own_bundle, "cpu", "flood")
        remote = RemoteSegmenter(client, own_bundle, model, "cpu")
        scores = remote.scores(planes[:4], planes[4:], (3, 1))
        padded = np.zeros((own_bundle.channels, 10, 10), np.int32)
        sar = codec.synthesise(padded, "sar", PRESENCE, PROMPTS)
    local = Segmenter(own_bundle, model, "cpu")
    np.testing.assert_allclose(scores, local.scores(planes[:4], planes[4:], (3, 1)), rtol=1e-4, atol=1e-4)
    assert remote.device == local.device and scores.shape == (3, 48, 64)
    assert np.unique(sar).tolist() == [100]  # the profile's own decoder
