"""What the evaluation measures and holds EO-Duet against: images, speckle, the peers' real bytes, counted multiplications."""

import json

import numpy as np
import pytest

from eoduet.engine.metrics import ms_ssim, psnr
from tests.bench import classical, coding, macs, measures, peers, samples, similarity, speckle
from tests.bench.pairs import Pair


@pytest.fixture
def make_pair(make_raster):
    """A function that writes two arrays (bands, h, w) and returns them as a pair."""

    def make(optical, sar, nodata=None):
        paths = make_raster("optical.tif", optical, nodata), make_raster("sar.tif", sar)
        return Pair("p", "s", *paths, optical.shape[1:])

    return make


def picture(bands, dtype=np.uint8, size=64, top=255):
    """Smooth bands that resemble each other, with a little noise."""
    random = np.random.default_rng(0)
    ramp = np.add.outer(np.sin(np.arange(size) / 9), np.cos(np.arange(size) / 7)) / 4 + 0.5
    planes = [ramp * (0.6 + 0.1 * band) + random.normal(0, 0.02, ramp.shape) for band in range(bands)]
    return (np.clip(planes, 0, 1) * top).astype(dtype)


def test_measures_of_8_bit_are_the_usual_ones(make_pair):
    optical, sar = picture(3), picture(1)
    pair = make_pair(optical, sar)
    image = pair.image("optical")
    worse = np.clip(optical.astype(int) + np.arange(-3, 4)[np.arange(64) % 7], 0, 255).astype(np.uint8)
    found = measures.measure(image, worse)
    assert image.samples is image.values and set(found) == {"psnr", "ms_ssim"}
    assert found["psnr"] == pytest.approx(psnr(worse, optical, 255), abs=1e-3)
    assert found["ms_ssim"] == pytest.approx(ms_ssim(worse, optical, 255), abs=1e-5)
    assert measures.measure(image, optical)["psnr"] == np.inf


def test_16_bit_goes_to_other_coders_over_their_full_range_and_back(make_pair):
    optical = picture(4, np.uint16, top=9000) + np.uint16(1000)
    optical[:, :5] = 0
    decibels = picture(2).astype(np.float32) / 10 - 25
    pair = make_pair(optical, decibels, nodata=0)
    for modality, values in (("optical", optical), ("sar", decibels)):
        image = pair.image(modality)
        assert image.samples.dtype == np.uint16 and np.ptp(image.samples) > 60000
        back = image.from_samples(image.samples)
        assert back.dtype == values.dtype
        assert np.abs(back - values.astype(float))[image.valid].max() <= 0.006 * np.ptp(values)
        assert measures.measure(image, back)["psnr"] > 60
    assert not pair.image("optical").valid[:, :5].any()


def test_looks_of_speckle_are_its_own(make_pair):
    random = np.random.default_rng(1)
    power = random.gamma(4, 1 / 4, (1, 256, 256))
    every = np.ones(len(speckle.blocks(power)), bool)
    assert speckle.looks(power, every) == pytest.approx(4, rel=0.05)
    decibels = (10 * np.log10(power) - 10).astype(np.float32)
    image = make_pair(picture(3, size=256), decibels).image("sar")
    assert speckle.power(image, decibels) == pytest.approx(power / 10, rel=1e-4)
    same = speckle.statistics(image, decibels)
    assert same == {
        "looks": pytest.approx(1),
        "ratio_mean": pytest.approx(1),
        "ratio_variance": pytest.approx(0),
    }
    flat = np.full_like(
        decibels, -10.0
    )  # speckle removed: the ratio image is the speckle, its variance 1 / looks
    removed = speckle.statistics(image, flat + random.normal(0, 0.01, flat.shape).astype(np.float32))
    assert removed["looks"] > 1000 and removed["ratio_mean"] == pytest.approx(1, abs=0.01)
    assert removed["ratio_variance"] == pytest.approx(1 / 4, rel=0.05)


def test_homogeneous_windows_are_valid_not_flat_and_the_calmest():
    values = np.ones((1, 64, 64)) + np.random.default_rng(2).normal(0, 0.3, (1, 64, 64))
    values[0, :16, :16] = 7  # saturated
    values[0, 16:32, :16] = 3 + 0.01 * (values[0, 16:32, :16] - 1)
    valid = np.ones(values.shape, bool)
    assert speckle.homogeneous(values, valid)[4] and not speckle.homogeneous(values, valid)[0]
    valid[0, 20, 3] = False
    assert not speckle.homogeneous(values, valid)[4]
    assert np.isnan(speckle.looks(values, np.zeros(16, bool)))


@pytest.mark.parametrize("coder", classical.SETTINGS)
@pytest.mark.parametrize(("bands", "dtype"), [(1, np.uint8), (3, np.uint8), (4, np.uint16), (2, np.uint16)])
def test_peers_get_better_with_bytes_and_give_all_bands_back(coder, bands, dtype):
    full = np.iinfo(dtype).max
    samples = picture(bands, dtype, top=full)
    for name, code in classical.variants(coder, samples).items():
        settings = classical.SETTINGS[coder]
        (few, rough), (many, fine) = (code(samples, settings[len(settings) * k // 10]) for k in (3, 8))
        assert rough.shape == fine.shape == samples.shape
        assert few < many < samples.nbytes, name
        assert 15 < psnr(rough, samples, full) < psnr(fine, samples, full), name


def test_principal_components_pay_where_bands_are_alike():
    samples = np.repeat(picture(1), 3, 0)
    codes = classical.variants("jpeg2000", samples)
    sizes = {name: code(samples, 40.0)[0] for name, code in codes.items()}
    assert sizes[classical.PRINCIPAL] < 0.7 * sizes["one codestream"]
    assert set(sizes) == {"one codestream", "colour transform", classical.PRINCIPAL}


def test_comments_are_dropped_and_the_rest_decodes_the_same():
    from imagecodecs import jpeg2k_decode, jpeg2k_encode

    whole = jpeg2k_encode(picture(1)[0], level=35, codecformat="j2k", reversible=False)
    bare = classical.without_comments(whole)
    assert b"OpenJPEG" in whole and b"OpenJPEG" not in bare and len(bare) < len(whole)
    assert (jpeg2k_decode(bare) == jpeg2k_decode(whole)).all()


@pytest.mark.parametrize("least", [100, 400])
def test_a_curve_covers_the_bytes_that_matter(make_pair, least):
    """From the middle of the settings on, and below it only as far as `least` asks for."""
    image = make_pair(picture(3, size=128), picture(1)).image("optical")
    rows = peers.curve("jpeg2000", image, least, 4000)
    settings = classical.SETTINGS["jpeg2000"]
    for variant, code in classical.variants("jpeg2000", image.samples).items():
        sizes = [row["bytes"] for row in rows if row["variant"] == variant]
        assert sizes == sorted(sizes) and sizes[-1] > 4000 and all(size <= 4000 for size in sizes[:-1])
        middle = sizes.index(code(image.samples, settings[len(settings) // 3])[0])
        assert all(size >= least for size in sizes[1 : middle + 1])
        assert sizes[0] < least or sizes[0] == code(image.samples, settings[0])[0]
    assert {"bytes", "psnr", "ms_ssim"} <= set(rows[0])


def test_learned_curves_are_read_and_foreign_files_refused(tmp_path):
    row = {"bytes": 100, "psnr": 30, "ms_ssim": 0.9, "note": "ignored"}
    path = tmp_path / "peer.json"
    path.write_text(json.dumps({"name": "balle2018", "curves": {"p": {"optical": [row], "sar": [row]}}}))
    name, found = peers.learned(path)
    assert name == "balle2018"
    assert found["p"]["sar"] == [{"bytes": 100.0, "psnr": 30.0, "ms_ssim": 0.9}]
    path.write_text('{"name": "balle2018", "curves": {"p": {"optical": [{"psnr": 30}]}}}')
    with pytest.raises(SystemExit, match="peer.json has no curves"):
        peers.learned(path)


@pytest.mark.parametrize(
    ("kind", "inputs", "outputs", "expected"),
    [
        ("Conv", [[1, 8, 10, 10], [16, 8, 3, 3], [16]], [[1, 16, 10, 10]], 16 * 8 * 9 * 100),
        ("Conv", [[1, 8, 10, 10], [8, 1, 5, 5]], [[1, 8, 5, 5]], 8 * 25 * 25),  # depthwise, stride 2
        ("ConvTranspose", [[1, 8, 5, 5], [8, 4, 4, 4]], [[1, 4, 10, 10]], 8 * 4 * 16 * 25),
        ("MatMul", [[3, 7, 5], [5, 2]], [[3, 7, 2]], 3 * 7 * 5 * 2),
        ("Add", [[1, 8, 10, 10], [1, 8, 10, 10]], [[1, 8, 10, 10]], 0),
    ],
)
def test_multiply_accumulates_of_a_node(kind, inputs, outputs, expected):
    assert macs.of_node(kind, inputs, outputs) == expected


def test_multiply_accumulates_of_a_real_graph(tile_codec):
    """The SAR decoder's, twice: a job that runs it twice on one shape costs twice one run of it."""
    from eoduet.engine.prompts import Prompts

    bundle = tile_codec.bundle
    edge = 2 + 2 * bundle.latent_margin
    latents = np.zeros((bundle.channels, edge, edge), np.int32)

    def job():
        tile_codec.synthesise(latents, "sar", (3, 1), Prompts(500, 500))

    once = macs.of_bundle(bundle, job)
    twice = macs.of_bundle(bundle, lambda: (job(), job()))
    assert set(once) == {"decoder_sar"} and once["decoder_sar"] > 1e6
    assert twice == {"decoder_sar": 2 * once["decoder_sar"]}


@pytest.mark.parametrize("shape", [(1, 16, 12), (2, 120, 120), (3, 200, 181)])
def test_ms_ssim_against_a_kept_original_is_the_engines(shape):
    random = np.random.default_rng(4)
    original = np.cumsum(random.normal(0, 0.02, shape), 2) + 0.5
    valid = np.ones(shape, bool)
    if shape[1] > 100:
        valid[0, 30:50, 20:90] = False
    reference = similarity.Reference(np.where(valid, original, np.nan), valid, 1.0)
    for noise in (0.01, 0.2):
        decoded = np.where(valid, original + random.normal(0, noise, shape), np.nan)
        expected = ms_ssim(decoded, original, 1.0, valid)
        assert reference.ms_ssim(decoded) == pytest.approx(expected, abs=1e-12)
    nothing = similarity.Reference(original, np.zeros(shape, bool), 1.0)
    assert np.isnan(nothing.ms_ssim(original))


@pytest.fixture
def holed_pair(make_pair):
    optical = picture(3)
    optical[:, :20, :9] = 0
    return make_pair(optical, picture(1), nodata=0)


@pytest.fixture
def small_pair(make_pair):
    return make_pair(picture(3), picture(1))


@pytest.mark.parametrize("modalities", [("optical", "sar"), ("optical",), ("sar",)])
@pytest.mark.parametrize("kind", ["small_pair", "holed_pair"])
def test_an_encoding_is_what_the_verbs_write_and_read(request, tile_codec, modalities, kind):
    row = coding.encode(request.getfixturevalue(kind), tile_codec, modalities, 45.5, 0.315, check=True)
    assert 0 < row["stream_bytes"] < row["payload_bytes"] < row["bytes"] < 3000
    assert row["bpp"] == pytest.approx(8 * row["bytes"] / (len(modalities) * 64 * 64))
    assert set(row) >= set(modalities) and all(20 < row[m]["psnr"] < 60 for m in modalities)


class Bent:
    """A tile codec that reads something else from a stream than was written."""

    def __init__(self, codec):
        self.inner = codec

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def decode(self, *arguments):
        latents, crc = self.inner.decode(*arguments)
        return latents + 64 * (np.abs(latents) == np.abs(latents).max()), crc


def test_an_encoding_that_decodes_to_something_else_is_an_error(small_pair, tile_codec):
    with pytest.raises(RuntimeError, match="the verb decode gives another"):
        coding.encode(small_pair, Bent(tile_codec), ("optical", "sar"), 45, 0.5, check=True)


def test_encodings_are_made_once_and_kept(holed_pair, tile_codec, tmp_path):
    path = tmp_path / "book.json"
    first = samples.Book(holed_pair, ("sar",), path, tile_codec)
    rows = [first.row(quality, 0.5) for quality in (24, 36)]
    again = samples.Book(holed_pair, ("sar",), path, codec=None)  # nothing left to code
    assert [again.row(quality, 0.5) for quality in (24, 36)] == rows
    assert rows[0]["bytes"] < rows[1]["bytes"]
    with pytest.raises(AttributeError):
        again.row(48, 0.5)


def test_a_pairs_name_changes_with_its_files(make_pair):
    names = {make_pair(picture(3) + np.uint8(k), picture(1)).name for k in (0, 1)}
    assert len(names) == 2 and all(name.startswith("p-") for name in names)
