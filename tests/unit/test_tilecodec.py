"""One tile through the networks: identity of symbols on a real scene, and prompts that do what they say."""

import itertools

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine.errors import InputError, ModelError
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.tiles import pad_latents

PRESENCES = [p for p in itertools.product(range(5), range(3)) if p != (0, 0)]
SLOTS = {"optical": 4, "sar": 2}


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture(scope="module")
def bands(sample):
    """The sample scene stretched to 8-bit digital numbers, {modality: (bands, 224, 224)}."""
    stretched = {}
    for modality, path in sample.items():
        raster = gdal.Open(path).ReadAsArray().astype(float)
        low, high = np.nanpercentile(raster, [0.5, 99.5], axis=(1, 2), keepdims=True)
        stretched[modality] = np.clip((np.nan_to_num(raster) - low) / (high - low), 0, 1) * 255
    return stretched


def components(bands, presence, size, margin) -> list[np.ndarray]:
    """Principal components of the first bands of each modality in a window with its margin."""
    parts = []
    for (modality, slots), count in zip(SLOTS.items(), presence):
        crop = np.pad(bands[modality], ((0, 0), (margin,) * 2, (margin,) * 2), mode="symmetric")
        crop = crop[:count, : size[0] + 2 * margin, : size[1] + 2 * margin]
        centred = crop - crop.mean((1, 2), keepdims=True)
        turn = (
            np.linalg.eigh(np.cov(centred.reshape(count, -1)))[1].T[::-1]
            if count > 1
            else np.ones((count, count))
        )
        part = np.zeros((slots, *crop.shape[1:]), np.float32)
        part[:count] = np.tensordot(turn, centred, 1)
        parts.append(part)
    return parts


def psnr(codec, tile, inputs, presence, prompts) -> dict[str, float]:
    """PSNR of each modality that is there, from synthesised components (their error is the bands' error)."""
    bundle, margin = codec.bundle, codec.bundle.margin
    padded = pad_latents(tile.latents, bundle.latent_margin, bundle.parity_y, bundle.parity_x)
    figures = {}
    for modality, count, original in zip(SLOTS, presence, inputs):
        if count:
            result = codec.synthesise(padded, modality, presence, prompts)
            error = ((result - original[:, margin:-margin, margin:-margin]) ** 2).sum(0).mean() / count
            figures[modality] = 10 * np.log10(255**2 / error)
    return figures


@pytest.mark.parametrize("size", [(16, 16), (16, 112), (80, 48), (224, 224)])
def test_a_tile_of_any_size_comes_back(tile_codec, bands, bundle, size):
    inputs = components(bands, (4, 2), size, bundle.margin)
    tile = tile_codec.encode(*inputs, (4, 2), Prompts(500, 500))
    shape = size[0] // 16, size[1] // 16
    assert tile.latents.shape == (bundle.channels, *shape) and tile.latents.dtype == np.int32
    latents, crc = tile_codec.decode(tile.stream, shape, (4, 2), Prompts(500, 500))
    assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc
    padded = pad_latents(latents, bundle.latent_margin, bundle.parity_y, bundle.parity_x)
    for modality, slots in SLOTS.items():
        result = tile_codec.synthesise(padded, modality, (4, 2), Prompts(500, 500))
        assert result.shape == (slots, *size) and result.dtype == np.float32 and np.isfinite(result).all()


@pytest.mark.parametrize("presence", PRESENCES)
def test_any_bands_may_be_absent(tile_codec, bands, bundle, presence):
    inputs, prompts = components(bands, presence, (96, 96), bundle.margin), Prompts(650, 500)
    tile = tile_codec.encode(*inputs, presence, prompts)
    latents, crc = tile_codec.decode(tile.stream, (6, 6), presence, prompts)
    assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc
    flags = [slot < count for slots, count in zip(SLOTS.values(), presence) for slot in range(slots)]
    assert not latents[~np.array(flags)[bundle.tables["component"]]].any()
    for modality, figure in psnr(tile_codec, tile, inputs, presence, prompts).items():
        assert figure > 24, modality


@pytest.mark.parametrize("quality, gamma", [(0, 0), (0, 1000), (1000, 0), (1000, 1000)])
def test_the_ends_of_the_prompts_work(tile_codec, bands, bundle, quality, gamma):
    inputs, prompts = components(bands, (3, 1), (48, 64), bundle.margin), Prompts(quality, gamma)
    tile = tile_codec.encode(*inputs, (3, 1), prompts)
    latents, crc = tile_codec.decode(tile.stream, (3, 4), (3, 1), prompts)
    assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc


def test_more_quality_is_more_bytes_and_more_decibels(tile_codec, bands, bundle):
    inputs = components(bands, (4, 2), (224, 224), bundle.margin)
    sizes, figures = [], []
    for quality in range(100, 1000, 200):
        tile = tile_codec.encode(*inputs, (4, 2), Prompts(quality, 500))
        sizes.append(len(tile.stream))
        figures.append(psnr(tile_codec, tile, inputs, (4, 2), Prompts(quality, 500)))
    assert np.all(np.diff(sizes) > 0)
    for modality in SLOTS:
        assert np.all(np.diff([figure[modality] for figure in figures]) > 0)


def test_gamma_moves_decibels_between_the_modalities(tile_codec, bands, bundle):
    inputs = components(bands, (4, 2), (224, 224), bundle.margin)
    low, high = (
        psnr(tile_codec, tile_codec.encode(*inputs, (4, 2), prompts), inputs, (4, 2), prompts)
        for prompts in (Prompts(500, 100), Prompts(500, 900))
    )
    assert high["optical"] - low["optical"] >= 1.5 and low["sar"] - high["sar"] >= 1.5


@pytest.mark.parametrize("quality", [100, 800])
def test_a_tile_and_its_neighbour_agree_on_every_pixel(tile_codec, bands, bundle, quality):
    """No seams: what a part of the picture decodes to does not depend on where it was cut from the whole."""
    inputs, prompts, k = (
        components(bands, (4, 2), (160, 224), bundle.margin),
        Prompts(quality, 500),
        bundle.latent_margin,
    )
    tile = tile_codec.encode(*inputs, (4, 2), prompts)
    padded = pad_latents(tile.latents, k, bundle.parity_y, bundle.parity_x)
    for modality in SLOTS:
        whole = tile_codec.synthesise(padded, modality, (4, 2), prompts)
        part = tile_codec.synthesise(padded[:, 3 : 7 + 2 * k, 5 : 9 + 2 * k], modality, (4, 2), prompts)
        assert np.abs(part - whole[:, 48:112, 80:144]).max() < 0.02


def test_the_stream_is_within_2_percent_of_the_estimate(tile_codec, bands, bundle):
    inputs = components(bands, (4, 2), (224, 224), bundle.margin)
    for quality in (400, 700):
        tile = tile_codec.encode(*inputs, (4, 2), Prompts(quality, 500))
        bpp = len(tile.stream) * 8 / (2 * 224 * 224)
        assert bpp > 0.1 and len(tile.stream) * 8 == pytest.approx(tile.estimated_bits, rel=0.02)


def test_threads_and_graph_rewriting_change_no_symbol(tile_codec, bands, bundle):
    inputs = components(bands, (4, 2), (96, 128), bundle.margin)
    tile = tile_codec.encode(*inputs, (4, 2), Prompts(500, 500))
    for threads, optimise in itertools.product((1, 2), (True, False)):
        other = TileCodec(bundle, "cpu", threads, optimise)
        latents, crc = other.decode(tile.stream, (6, 8), (4, 2), Prompts(500, 500))
        assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc


def test_values_that_are_not_finite_are_refused(tile_codec, bands, bundle):
    optical, sar = components(bands, (4, 2), (32, 32), bundle.margin)
    optical[0, 40, 40] = np.nan
    with pytest.raises(ModelError, match="not finite"):
        tile_codec.encode(optical, sar, (4, 2), Prompts(500, 500))


def test_too_many_bands_are_refused(tile_codec):
    with pytest.raises(InputError, match="leave some out"):
        tile_codec.decode(b"", (1, 1), (5, 1), Prompts(500, 500))


def test_a_stream_may_end_inside_a_word(tile_codec):
    whole = [tile_codec.decode(stream, (1, 1), (3, 1), Prompts(500, 500)) for stream in (b"abc", b"abc\0")]
    assert whole[0][1] == whole[1][1]
