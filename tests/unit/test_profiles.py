"""Task profiles at work: named in the header, decoded with their own graphs, γ learned per quality, one bitstream."""

from __future__ import annotations

import numpy as np
import pytest

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import load_bundle
from eoduet.engine.container import DuetReader
from eoduet.engine.errors import ModelError
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.verify import verify
from tests import mapbundle


@pytest.fixture(scope="module")
def flood(map_bundle):
    """The codec in its profile `flood`, whose SAR decoder gives 100 everywhere."""
    return TileCodec(map_bundle, device="cpu", profile="flood")


@pytest.fixture(scope="module")
def encoded(flood, sample, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("profile") / "flood.duet")
    report = verbs.encode(sample["optical"], sample["sar"], path, flood, quality=50, measure=False)
    return path, report


def test_the_header_names_the_profile_and_its_gamma(encoded):
    path, report = encoded
    assert (report.profile, report.gamma) == ("flood", 0.65)
    assert verbs.info(path)["profile"] == "flood"
    with DuetReader(path) as reader:
        assert (reader.header["profile"], reader.header["gamma"]) == ("flood", 650)


def test_the_image_profile_is_not_written_down(map_bundle, sample, tmp_path):
    path = str(tmp_path / "image.duet")
    codec = TileCodec(map_bundle, device="cpu")
    report = verbs.encode(sample["optical"], None, path, codec, quality=10, measure=False)
    assert (report.profile, report.gamma) == ("image", 0.5) and verbs.info(path)["profile"] == "image"
    with DuetReader(path) as reader:
        assert "profile" not in reader.header


def test_decoding_uses_the_profiles_decoders(encoded, map_bundle, tmp_path, read):
    asked = []

    def factory(model, digest, profile):
        asked.append((model, digest, profile))
        return TileCodec(map_bundle, device="cpu", profile=profile)

    out = str(tmp_path / "sar.tif")
    verbs.decode(encoded[0], factory, sar=out)
    assert asked == [("s1s2-maps", map_bundle.digest_of("flood")[:16], "flood")]
    assert np.ptp(read(out), axis=(1, 2)).max() == 0
    verbs.decode(encoded[0], lambda *_: TileCodec(map_bundle, device="cpu"), sar=out)
    assert np.ptp(read(out), axis=(1, 2)).min() > 1


def test_the_bitstream_is_shared(encoded, map_bundle):
    """Symbols do not depend on the profile: a codec of another one verifies them."""
    assert verify(encoded[0], lambda *_: TileCodec(map_bundle, device="cpu")).sound


def test_a_gamma_of_ones_own_goes_before_the_learned_one(flood, sample, tmp_path):
    path = str(tmp_path / "own.duet")
    report = verbs.encode(None, sample["sar"], path, flood, quality=20, gamma=0.1, measure=False)
    assert report.gamma == 0.1


@pytest.mark.parametrize("gamma", [None, 0.3])
def test_gamma_follows_the_quality_that_a_target_needs(flood, sample, tmp_path, gamma):
    path = str(tmp_path / "target.duet")
    target = verbs.Target("bpp", 0.4)
    report = verbs.encode(
        sample["optical"], sample["sar"], path, flood, gamma=gamma, target=target, measure=False
    )
    assert report.bpp == pytest.approx(0.4, rel=0.03)
    learned = round(700 - 100 * report.quality / 100) / 1000
    assert report.gamma == (learned if gamma is None else gamma)


def test_a_file_of_a_profile_that_the_bundle_lacks_is_refused(encoded, tile_codec, tmp_path):
    mapbundle.write_plain(tmp_path / "plain", tile_codec.bundle)
    plain = load_bundle(tmp_path / "plain")
    with pytest.raises(ModelError, match="no profile 'flood'"):
        verbs.decode(
            encoded[0],
            lambda *model: TileCodec(plain, "cpu", profile=model[2]),
            sar=str(tmp_path / "s.tif"),
        )
