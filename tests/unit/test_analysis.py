"""From pixels to a tile's components: what lies beyond the raster's border."""

from __future__ import annotations

import numpy as np
import pytest

from eoduet.engine import codec as verbs
from eoduet.engine.analysis import TileEncoder
from eoduet.engine.encoder import describe
from eoduet.engine.prompts import Prompts
from eoduet.engine.raster import open_pair

MARGIN = 32


class Recorder:
    """A tile codec that keeps what it is given to encode."""

    def __init__(self, codec):
        self.codec, self.seen = codec, None

    def __getattr__(self, name):
        return getattr(self.codec, name)

    def encode(self, optical, sar, *rest):
        self.seen = optical.copy()
        return self.codec.encode(optical, sar, *rest)


@pytest.fixture
def analysed(tile_codec, make_raster):
    """(components of the only tile, what the transform made of the pixels) of a grey image of a size."""

    def analyse(width, height):
        values = np.random.default_rng(5).normal(120, 40, (1, height, width)).clip(0, 255).astype(np.uint8)
        pair = open_pair(make_raster("grey.tif", values), None)
        recorder = Recorder(tile_codec)
        description = describe(pair, tile_codec, Prompts(300, 500))
        TileEncoder(pair.sources, recorder).encode(description.tiles.tile(0), description)
        source = pair.sources["optical"]
        transform = description.transforms["optical"]
        planes, _ = transform.planes(*source.read(0, 0, width, height))
        return recorder.seen[0], transform.components_of(planes)[0]

    return analyse


def test_a_size_of_whole_latents_is_mirrored_all_round(analysed, tile_codec):
    assert tile_codec.bundle.margin == MARGIN
    seen, pixels = analysed(48, 32)
    np.testing.assert_array_equal(seen, np.pad(pixels, MARGIN, mode="symmetric"))


def test_beyond_the_border_contrast_is_half(analysed):
    seen, pixels = analysed(40, 32)
    whole = np.pad(pixels, ((0, 0), (0, 8)), mode="symmetric")
    inside = seen[MARGIN : MARGIN + 32, MARGIN : MARGIN + 48]
    np.testing.assert_array_equal(inside[:, :40], pixels)
    smooth = 2 * inside[:, 40:] - whole[:, 40:]
    assert smooth.std() < 0.6 * pixels.std()
    # It continues the picture, row by row.
    last, first = smooth.mean(1), pixels[:, 32:40].mean(1)
    assert np.corrcoef(last, first)[0, 1] > 0.4
    # It goes on beyond the last latent as the synthesis does: as the mirror image of what lies before.
    np.testing.assert_array_equal(seen[:, MARGIN + 48 :], seen[:, MARGIN + 16 : MARGIN + 48][:, ::-1])


def test_a_raster_that_ends_within_a_latent_takes_fewer_bytes(tile_codec, sample, tmp_path, monkeypatch):
    """At a PSNR that falls by less than the bytes are worth (6 dB a bit and sample)."""
    from osgeo import gdal

    from eoduet.engine import analysis

    part = str(tmp_path / "part.tif")
    gdal.Translate(part, sample["optical"], srcWin=[0, 0, 120, 120])

    def coded():
        report = verbs.encode(part, None, str(tmp_path / "a.duet"), tile_codec, quality=40)
        return report.bytes, report.psnr["optical"]

    calm = coded()
    monkeypatch.setattr(analysis, "_calm", lambda components, beyond: None)
    mirrored = coded()
    saved = np.log2(mirrored[0] / calm[0])
    assert saved > 0.04 and mirrored[1] - calm[1] < 3 * saved
