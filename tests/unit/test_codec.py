"""Encode and decode with the shipped model: exact windows, NoData, damage, cancelling, atomic outputs."""

import os

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.container import DuetReader, DuetWriter
from eoduet.engine.description import Description
from eoduet.engine.distortion import unit_values
from eoduet.engine.errors import Cancelled, FormatError, InputError, OutputError

EDGE = 64  # small tiles: the 224×224 sample has 4×4 of them, the last ones smaller
MODALITIES = ("optical", "sar")


@pytest.fixture(scope="module")
def encoded(tmp_path_factory, tile_codec, sample):
    """The sample scene as a file, and the report of encoding it."""
    path = str(tmp_path_factory.mktemp("encoded") / "sample.duet")
    return path, verbs.encode(sample["optical"], sample["sar"], path, tile_codec, quality=40, tile=EDGE)


@pytest.fixture
def decode(tmp_path, tile_codec, read):
    """Return a function that decodes both images of a file into arrays."""

    def decode_both(path, **options):
        outputs = {modality: str(tmp_path / f"{modality}.tif") for modality in MODALITIES}
        report = verbs.decode(path, lambda *_: tile_codec, **outputs, **options)
        return {modality: read(output) for modality, output in outputs.items()}, report

    return decode_both


@pytest.fixture(scope="module")
def flawed(tmp_path_factory, encoded):
    """The encoded sample with one byte of tile 5 (second row, second column) flipped."""
    path = str(tmp_path_factory.mktemp("flawed") / "flawed.duet")
    with open(encoded[0], "rb") as file:
        content = bytearray(file.read())
    with DuetReader(encoded[0]) as reader:
        place = content.index(reader.payload(5))
    content[place + 9] ^= 0x10
    with open(path, "wb") as file:
        file.write(content)
    return path


def test_the_report_tells_what_the_files_show(encoded, tile_codec, sample, decode, read):
    path, report = encoded
    assert report.bytes == os.path.getsize(path)
    assert report.raw_bytes == 224 * 224 * (4 * 2 + 2 * 4)
    assert report.ratio == pytest.approx(report.raw_bytes / report.bytes)
    assert report.bpp == pytest.approx(8 * report.bytes / (2 * 224 * 224))
    assert (report.quality, report.gamma, report.tiles) == (40, 0.5, 16)
    assert report.device == tile_codec.device and report.bundle == tile_codec.bundle.id
    decoded, _ = decode(path)
    with DuetReader(path) as reader:
        transforms = Description.from_header(reader.header).transforms
    for modality in MODALITIES:
        transform = transforms[modality]
        error = unit_values(transform, decoded[modality]) - unit_values(transform, read(sample[modality]))
        expected = -10 * np.log10(np.square(error, dtype=np.float64).mean())
        assert report.psnr[modality] == pytest.approx(expected, abs=1e-3)
        assert report.psnr[modality] > 20
    assert report.psnr["joint"] == pytest.approx((report.psnr["optical"] + report.psnr["sar"]) / 2)


def test_the_same_input_gives_the_same_bytes(tmp_path, encoded, tile_codec, sample):
    again = tmp_path / "again.duet"
    verbs.encode(
        sample["optical"], sample["sar"], str(again), tile_codec, quality=40, tile=EDGE, measure=False
    )
    with open(encoded[0], "rb") as file:
        assert again.read_bytes() == file.read()


@pytest.mark.parametrize(
    "window", [(0, 0, 224, 1), (60, 61, 70, 9), (64, 64, 64, 64), (223, 223, 1, 1), (0, 100, 33, 124)]
)
def test_a_window_is_the_crop_of_the_whole(encoded, decode, window):
    whole, _ = decode(encoded[0])
    part, report = decode(encoded[0], window=window)
    x, y, width, height = window
    assert tuple(report.window) == window
    for modality in MODALITIES:
        assert np.array_equal(part[modality], whole[modality][:, y : y + height, x : x + width])


def test_a_window_keeps_its_place_on_the_map(tmp_path, encoded, decode):
    decode(encoded[0], window=(10, 20, 30, 40))
    whole = gdal.Open(str(tmp_path / "optical.tif")).GetGeoTransform()
    decode(encoded[0])
    first = gdal.Open(str(tmp_path / "optical.tif")).GetGeoTransform()
    assert whole[0] == pytest.approx(first[0] + 10 * first[1] + 20 * first[2])
    assert whole[3] == pytest.approx(first[3] + 10 * first[4] + 20 * first[5])


def test_one_image_decodes_without_the_other(tmp_path, encoded, tile_codec, decode, read):
    both, _ = decode(encoded[0])
    alone = str(tmp_path / "alone.tif")
    verbs.decode(encoded[0], lambda *_: tile_codec, sar=alone)
    assert np.array_equal(read(alone), both["sar"])


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5, 17), (16, 16), (33, 130)])
def test_any_size_goes_through(tmp_path, tile_codec, sample, make_raster, read, decode, height, width):
    paths = [make_raster(f"{m}.in.tif", read(sample[m])[:, :height, :width]) for m in MODALITIES]
    out = str(tmp_path / "small.duet")
    report = verbs.encode(*paths, out, tile_codec, quality=60, tile=EDGE)
    decoded, _ = decode(out)
    for modality, path in zip(MODALITIES, paths):
        assert decoded[modality].shape == read(path).shape
        assert decoded[modality].dtype == read(path).dtype
    assert min(report.psnr.values()) > 20


@pytest.mark.parametrize("present", MODALITIES)
def test_a_lone_image_goes_through(tmp_path, tile_codec, sample, read, present):
    out, back = str(tmp_path / "lone.duet"), str(tmp_path / "back.tif")
    inputs = {modality: sample[modality] if modality == present else None for modality in MODALITIES}
    report = verbs.encode(inputs["optical"], inputs["sar"], out, tile_codec, quality=40)
    assert set(report.psnr) == {present, "joint"} and report.psnr["joint"] == report.psnr[present] > 20
    verbs.decode(out, lambda *_: tile_codec, **{present: back})
    assert read(back).shape == read(sample[present]).shape
    absent = MODALITIES[1 - MODALITIES.index(present)]
    with pytest.raises(InputError, match="holds no"):
        verbs.decode(out, lambda *_: tile_codec, **{absent: str(tmp_path / "absent.tif")})
    assert not (tmp_path / "absent.tif").exists()


def test_nodata_comes_back_exactly_and_empty_tiles_cost_a_byte(
    tmp_path, tile_codec, sample, make_raster, read, decode
):
    optical, sar = read(sample["optical"]).copy(), read(sample["sar"]).copy()
    optical[:, :70, :70] = 0
    optical[1:, 100:110, 150:160] = 0
    sar[:, :64, :200] = np.nan
    sar[0, 130, 131] = np.nan
    paths = make_raster("o.tif", optical, 0), make_raster("s.tif", sar, np.nan)
    out = str(tmp_path / "holes.duet")
    verbs.encode(*paths, out, tile_codec, quality=40, tile=EDGE)
    decoded, _ = decode(out)
    assert np.array_equal(decoded["optical"] == 0, optical == 0)
    assert np.array_equal(np.isnan(decoded["sar"]), np.isnan(sar))
    with DuetReader(out) as reader:
        assert len(reader.payload(0)) == 1


def test_a_damaged_tile_costs_that_tile_only(tile_codec, encoded, flawed, decode):
    sound, _ = decode(encoded[0])
    damaged, report = decode(flawed)
    assert [(item.tile, tuple(item.window)) for item in report.damaged] == [(5, (64, 64, 64, 64))]
    assert np.isnan(damaged["sar"][:, 64:128, 64:128]).all()
    reach = 16 * tile_codec.bundle.latent_margin
    changed = damaged["sar"] != sound["sar"]
    changed[:, 64 - reach : 128 + reach, 64 - reach : 128 + reach] = False
    assert not changed.any()
    assert np.isfinite(np.delete(damaged["sar"].reshape(2, -1), tile_pixels(5), axis=1)).all()


def test_damage_elsewhere_does_not_trouble_a_window(flawed, decode):
    assert decode(flawed, window=(192, 192, 32, 32))[1].damaged == []
    assert [item.tile for item in decode(flawed, window=(120, 120, 30, 30))[1].damaged] == [5]


def test_other_symbols_than_encoded_are_damage(encoded, tile_codec, decode):
    class Miscounting:
        """A tile codec on a machine that decodes one symbol wrongly."""

        bundle, device = tile_codec.bundle, tile_codec.device
        synthesise = tile_codec.synthesise

        def decode(self, *arguments):
            latents, crc = tile_codec.decode(*arguments)
            return latents, crc ^ 1

    report = verbs.decode(encoded[0], lambda *_: Miscounting(), sar="/vsimem/other.tif")
    gdal.Unlink("/vsimem/other.tif")
    assert len(report.damaged) == 16 and "symbols" in report.damaged[0].reason


@pytest.mark.parametrize("kind", ["empty", "zeros", "ones", "noise", "no masks", "half"])
def test_a_forged_stream_with_right_checksums_is_damage(tmp_path, encoded, decode, kind):
    """A hostile file can carry any bytes under a right CRC: no crash, no hang, the tile is reported."""
    rng = np.random.default_rng(1)
    with DuetReader(encoded[0]) as reader:
        header, payloads = reader.header, [reader.payload(index) for index in range(16)]
        crcs = [reader.symbols_crc(index) for index in range(16)]
    payloads[0] = {
        "empty": b"",
        "zeros": bytes(800),
        "ones": b"\0" + b"\xff" * 800,
        "noise": b"\0" + rng.bytes(801),
        "no masks": b"\3" + rng.bytes(40),
        "half": payloads[0][: len(payloads[0]) // 2],
    }[kind]
    forged = str(tmp_path / "forged.duet")
    with DuetWriter(forged, header, 16) as writer:
        for payload, crc in zip(payloads, crcs):
            writer.add(payload, crc)
    assert [item.tile for item in decode(forged)[1].damaged] == [0]


def test_progress_rises_to_one(tmp_path, encoded, tile_codec, sample):
    told = []
    out = str(tmp_path / "p.duet")
    verbs.encode(sample["optical"], sample["sar"], out, tile_codec, tile=EDGE, progress=told.append)
    assert told == sorted(told) and told[-1] == 1 and len(told) >= 16
    told = []
    verbs.decode(out, lambda *_: tile_codec, sar=str(tmp_path / "s.tif"), progress=told.append)
    assert told == sorted(told) and told[-1] == 1 and len(told) >= 16


def test_cancelling_leaves_what_was_there(tmp_path, encoded, tile_codec, sample):
    out = tmp_path / "kept.duet"
    out.write_bytes(b"before")
    answers = iter([False] * 5)
    with pytest.raises(Cancelled):
        verbs.encode(
            sample["optical"],
            sample["sar"],
            str(out),
            tile_codec,
            tile=EDGE,
            cancelled=lambda: next(answers, True),
        )
    answers = iter([False] * 9)
    tif = str(tmp_path / "kept.tif")
    with pytest.raises(Cancelled):
        verbs.decode(encoded[0], lambda *_: tile_codec, optical=tif, cancelled=lambda: next(answers, True))
    assert out.read_bytes() == b"before" and os.listdir(tmp_path) == ["kept.duet"]


def test_two_outputs_appear_together_or_not_at_all(tmp_path, encoded, tile_codec):
    (tmp_path / "optical.tif").write_bytes(b"before")
    for unwritable in (tmp_path / "missing" / "sar.tif", tmp_path):
        with pytest.raises(OutputError):
            verbs.decode(
                encoded[0], lambda *_: tile_codec, optical=str(tmp_path / "optical.tif"), sar=str(unwritable)
            )
        assert (tmp_path / "optical.tif").read_bytes() == b"before"
        assert os.listdir(tmp_path) == ["optical.tif"]


def test_inputs_are_never_overwritten(tmp_path, encoded, tile_codec, sample, monkeypatch):
    with pytest.raises(InputError, match="overwrite"):
        verbs.encode(sample["optical"], sample["sar"], sample["sar"], tile_codec)
    monkeypatch.chdir(os.path.dirname(encoded[0]))
    with pytest.raises(InputError, match="overwrite"):
        verbs.decode(encoded[0], lambda *_: tile_codec, optical="sample.duet")
    os.symlink(encoded[0], tmp_path / "link.tif")
    with pytest.raises(InputError, match="overwrite"):
        verbs.decode(encoded[0], lambda *_: tile_codec, sar=str(tmp_path / "link.tif"))
    with pytest.raises(InputError, match="two names"):
        verbs.decode(encoded[0], lambda *_: tile_codec, optical="a.tif", sar="./a.tif")
    with pytest.raises(InputError, match="name an output"):
        verbs.decode(encoded[0], lambda *_: tile_codec)


@pytest.mark.parametrize("window", [(0, 0, 0, 4), (200, 0, 25, 4), (-1, 0, 4, 4)])
def test_a_window_outside_is_refused(tmp_path, encoded, tile_codec, window):
    with pytest.raises(InputError, match="224×224"):
        verbs.decode(encoded[0], lambda *_: tile_codec, sar=str(tmp_path / "s.tif"), window=window)
    assert not os.listdir(tmp_path)


@pytest.fixture(scope="module")
def strip(tmp_path_factory, sample):
    """A strip of 17 tiles, one more than a search tries."""
    paths = {}
    for modality in MODALITIES:
        source = gdal.Open(sample[modality])
        path = str(tmp_path_factory.mktemp("strip") / f"{modality}.tif")
        kind = source.GetRasterBand(1).DataType
        target = gdal.GetDriverByName("GTiff").Create(path, 17 * EDGE, EDGE, source.RasterCount, kind)
        for x in range(0, 17 * EDGE, 216):
            width = min(216, 17 * EDGE - x)
            target.WriteArray(source.ReadAsArray(0, x % 150, width, EDGE), x, 0)
        target.FlushCache()
        paths[modality] = path
    return paths


@pytest.mark.parametrize("many_tiles", [False, True], ids=["one tile", "17 tiles"])
@pytest.mark.parametrize(("kind", "more"), [("bpp", 0.6), ("size", 1.5), ("psnr", 0.77)])
def test_targets_are_met(tmp_path, tile_codec, sample, strip, kind, more, many_tiles):
    """The target lies off what quality 45 gives: a factor of the rate, or so many dB more."""
    images, edge = (strip, EDGE) if many_tiles else (sample, 512)
    out = str(tmp_path / "target.duet")
    inputs = (images["optical"], images["sar"], out, tile_codec)
    start = verbs.encode(*inputs, quality=45, tile=edge)
    value = {"bpp": start.bpp * more, "size": start.bytes * more, "psnr": start.psnr["joint"] + more}[kind]
    report = verbs.encode(*inputs, target=verbs.Target(kind, value), tile=edge)
    if kind == "psnr":
        assert value <= report.psnr["joint"] <= value + 0.2
    else:
        got = os.path.getsize(out) if kind == "size" else report.bpp
        assert got == pytest.approx(value, rel=0.03)


@pytest.mark.parametrize("target", [("size", 200), ("bpp", 900), ("psnr", 5), ("psnr", 120)])
def test_a_target_out_of_reach_names_the_range(tmp_path, tile_codec, sample, target):
    with pytest.raises(InputError, match="at quality 0 to .* at quality 100"):
        verbs.encode(
            sample["optical"],
            sample["sar"],
            str(tmp_path / "no.duet"),
            tile_codec,
            target=verbs.Target(*target),
        )
    assert not os.listdir(tmp_path)


def test_info_tells_what_is_in_the_file(encoded, tile_codec):
    facts = verbs.info(encoded[0])
    assert (facts["width"], facts["height"], facts["tile"], facts["tiles"]) == (224, 224, EDGE, 16)
    assert facts["bytes"] == encoded[1].bytes and facts["bpp"] == encoded[1].bpp
    assert facts["model"] == {"id": tile_codec.bundle.id, "digest": tile_codec.bundle.digest[:16]}
    assert (facts["quality"], facts["gamma"]) == (40, 0.5)
    assert "UTM" in facts["crs_name"]
    bands = {modality: len(image["bands"]) for modality, image in facts["modalities"].items()}
    assert bands == {"optical": 4, "sar": 2}


def test_a_foreign_file_is_named(tmp_path, tile_codec, sample):
    for verb in (verbs.info, lambda path: verbs.decode(path, lambda *_: tile_codec, sar="/vsimem/x.tif")):
        with pytest.raises(FormatError, match=r"is not a \.duet file"):
            verb(sample["sar"])


def tile_pixels(index):
    """Flat positions of the pixels of a tile of the sample."""
    rows, columns = np.mgrid[:EDGE, :EDGE]
    return ((rows + index // 4 * EDGE) * 224 + columns + index % 4 * EDGE).ravel()
