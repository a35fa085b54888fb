"""The remote tile codec gives what the tile codec gives: the same streams, latents, components and errors."""

from __future__ import annotations

import numpy as np
import pytest

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.errors import DuetError
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.plugin.remotecodec import RemoteTileCodec, codec_factory
from eoduet.plugin.workerclient import WorkerClient, WorkerFault

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
        codec_factory(client, "cpu")("no-such-model", "0" * 32)
