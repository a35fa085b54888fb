"""Enlarged bands are found exactly where every pixel repeats, and nothing but bytes changes by it."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine import codec, enlarged, wording
from eoduet.engine.blocks import Enlargement
from eoduet.engine.container import DuetReader
from eoduet.engine.errors import Cancelled
from eoduet.engine.preview import Scene
from eoduet.engine.prompts import Prompts
from eoduet.engine.raster import RasterSource
from eoduet.engine.tiles import Window


def texture(height, width, seed=0):
    """A band that resembles land: smooth noise, uint8."""
    rng = np.random.default_rng(seed)
    plane = sum(
        np.kron(rng.normal(0, 8 * k, (height // k + 1, width // k + 1)), np.ones((k, k)))[:height, :width]
        for k in (1, 4, 16)
    )
    return (110 + plane / 3).clip(0, 255).astype(np.uint8)


def enlarge(band, factor, row, column, height, width):
    """Repeat pixels; the first block is cut so that one begins at (row, column)."""
    big = np.kron(band, np.ones((factor, factor), band.dtype))
    return big[(-row) % factor :][:height, (-column) % factor :][:, :width]


def stack(height, width, factor, row, column):
    """Three bands, the second of them enlarged."""
    coarse = texture(height // factor + 2, width // factor + 2, 9)
    return np.stack(
        [
            texture(height, width, 1),
            enlarge(coarse, factor, row, column, height, width),
            texture(height, width, 2),
        ]
    )


@pytest.mark.parametrize("factor", [2, 3, 6, 8])
def test_the_factor_and_the_place_of_blocks_are_found(make_raster, factor):
    row, column = 1, factor - 1
    source = RasterSource(make_raster("a.tif", stack(300, 90, factor, row, column)), "optical")
    assert enlarged.find(source) == (None, Enlargement(factor, row, column), None)


@pytest.mark.parametrize("pixel", [(0, 0), (255, 17), (256, 17), (299, 89)])
def test_one_other_pixel_anywhere_and_a_band_is_not_enlarged(make_raster, pixel):
    bands = stack(300, 90, 2, 0, 0)
    bands[1][pixel] += 1
    source = RasterSource(make_raster("a.tif", bands), "optical")
    assert enlarged.find(source) == ()
    # Windows that do not have it cannot know.
    far = [Window(30, 100, 40, 50)]
    assert enlarged.find(source, far) == (None, Enlargement(2, 0, 0), None)


def test_masks_may_cut_blocks(make_raster):
    bands = stack(64, 64, 4, 0, 0)
    rows, columns = np.mgrid[:64, :64]
    bands[1, (rows - 30) ** 2 + (columns - 25) ** 2 < 150] = 0
    bands[1, 7, 50] = 0
    masked = RasterSource(make_raster("a.tif", bands, nodata=0), "optical")
    assert enlarged.find(masked) == (None, Enlargement(4, 0, 0), None)


def test_a_step_that_nodata_hides_within_a_block_is_found(make_raster):
    """7, NoData, 9 in one block: no two neighbours differ."""
    band = np.kron(texture(16, 16), np.ones((4, 4), np.uint8))[None].copy()
    band[0, 20:24, 40:44] = [[7, 0, 9, 9]] * 4
    source = RasterSource(make_raster("a.tif", band, nodata=0), "optical")
    assert enlarged.find(source) == ()
    assert enlarged.find(source, [Window(32, 16, 32, 32)]) == (Enlargement(4, 0, 0),), (
        "a preview reads no more"
    )
    band[0, 20:24, 40:44] = [[7, 0, 7, 7]] * 4
    assert enlarged.find(RasterSource(make_raster("b.tif", band, nodata=0), "optical")) == (
        Enlargement(4, 0, 0),
    )


@pytest.mark.parametrize("rows", [4, 7, 30])
def test_hidden_steps_are_found_across_reads(make_raster, monkeypatch, rows):
    monkeypatch.setattr(enlarged, "ROWS", rows)
    band = enlarge(texture(30, 30), 3, 2, 1, 80, 80)[None].copy()
    band[0, 3, 5] = 0
    assert enlarged.find(RasterSource(make_raster("a.tif", band, nodata=0), "optical")) == (
        Enlargement(3, 2, 1),
    )
    band[0, 77, 40:43], band[0, 78, 40:43], band[0, 79, 40:43] = (
        band[0, 76, 40],
        0,
        (band[0, 76, 40] + 9) % 250 + 1,
    )
    assert enlarged.find(RasterSource(make_raster("b.tif", band, nodata=0), "optical")) == ()


def test_masked_blocks_are_coded_as_what_is_valid_of_them(tile_codec, make_raster, tmp_path):
    bands = stack(96, 96, 2, 1, 0).clip(1, 255)
    rows, columns = np.mgrid[:96, :96]
    bands[:, (rows - 40) ** 2 + (columns - 50) ** 2 < 400] = 0
    path, out = str(tmp_path / "a.duet"), str(tmp_path / "o.tif")
    report = codec.encode(make_raster("a.tif", bands, nodata=0), None, path, tile_codec, quality=60)
    assert codec.info(path)["modalities"]["optical"]["bands"][1]["enlarged"] == 2
    back = decoded(path, tile_codec, out)
    np.testing.assert_array_equal(back == 0, bands == 0)
    error = [((back[i].astype(float) - bands[i])[bands[i] > 0] ** 2).mean() for i in range(3)]
    assert error[1] < min(error[0], error[2]) and report.psnr["optical"] > 30


def test_floats_that_are_not_numbers_repeat(make_raster):
    band = enlarge(texture(20, 20).astype(np.float32), 2, 0, 0, 40, 40)
    band[4:6, 8:12] = np.nan
    source = RasterSource(make_raster("a.tif", band[None]), "sar")
    assert enlarged.find(source) == (Enlargement(2, 0, 0),)


@pytest.mark.parametrize(
    "bands", [np.full((1, 64, 64), 7, np.uint8), texture(7, 7)[None], texture(64, 64)[None]]
)
def test_constant_small_and_ordinary_rasters_are_not_enlarged(make_raster, bands):
    assert enlarged.find(RasterSource(make_raster("a.tif", bands), "optical")) == ()


def test_a_small_raster_is_enlarged_by_what_it_has_room_for(make_raster):
    band = enlarge(np.arange(16, dtype=np.uint8).reshape(4, 4), 2, 0, 0, 8, 8)
    assert enlarged.find(RasterSource(make_raster("a.tif", band[None]), "optical")) == (Enlargement(2, 0, 0),)
    assert enlarged.find(RasterSource(make_raster("b.tif", band[None, :6]), "optical")) == ()


def test_the_search_ends_where_nothing_is_left_to_find_and_can_be_cancelled(make_raster):
    calls = []
    ordinary = RasterSource(make_raster("a.tif", texture(2000, 40)[None]), "optical")
    assert enlarged.find(ordinary, check=lambda: calls.append(1)) == () and len(calls) == 1

    def stop():
        raise Cancelled()

    with pytest.raises(Cancelled):
        enlarged.find(ordinary, check=stop)


@pytest.fixture
def coded(tile_codec, make_raster, tmp_path):
    """(bands, path of the file, report) of a raster of several tiles whose blocks begin at odd pixels."""
    bands = stack(150, 200, 2, 1, 1)
    path = str(tmp_path / "a.duet")
    report = codec.encode(make_raster("e.tif", bands), None, path, tile_codec, quality=60, tile=64)
    return bands, path, report


def decoded(path, tile_codec, out, window=None):
    codec.decode(path, lambda *_: tile_codec, optical=out, window=window)
    return gdal.Open(out).ReadAsArray()


def test_what_is_decoded_is_enlarged_as_well_but_at_the_borders_of_tiles(coded, tile_codec, tmp_path):
    bands, path, report = coded
    back = decoded(path, tile_codec, str(tmp_path / "o.tif"))
    for axis in (0, 1):
        steps = np.flatnonzero(np.diff(back[1].astype(int), axis=axis).any(1 - axis)) + 1
        assert all(step % 2 == 1 or step % 64 == 0 for step in steps)
    error = ((back.astype(float) - bands) ** 2).mean((1, 2))
    assert error[1] < min(error[0], error[2]), "noise is averaged away"
    assert report.psnr["optical"] == pytest.approx(10 * np.log10(255**2 / error.mean()), abs=1e-6)


def test_windows_are_parts_of_the_whole(coded, tile_codec, tmp_path):
    _, path, _ = coded
    whole = decoded(path, tile_codec, str(tmp_path / "o.tif"))
    for x, y, width, height in ((0, 0, 1, 1), (63, 63, 2, 2), (62, 10, 35, 70), (199, 149, 1, 1)):
        part = decoded(path, tile_codec, str(tmp_path / f"{x}.tif"), (x, y, width, height))
        np.testing.assert_array_equal(part, whole[:, y : y + height, x : x + width])


def test_the_file_says_so_and_takes_fewer_bytes(coded, tile_codec, tmp_path, monkeypatch):
    _, path, report = coded
    with DuetReader(path) as reader:
        assert reader.version == 3
    facts = codec.info(path)
    assert [band["enlarged"] for band in facts["modalities"]["optical"]["bands"]] == [1, 2, 1]
    told = [line for line in wording.info(facts) if "blocks of 2 × 2 equal pixels" in line]
    assert len(told) == 1 and told[0].startswith("optical 2:")
    monkeypatch.setattr(enlarged, "find", lambda *_: ())
    raster, out = str(tmp_path / "e.tif"), str(tmp_path / "p.duet")
    plain = codec.encode(raster, None, out, tile_codec, quality=60, tile=64)
    assert report.bytes < plain.bytes and report.psnr["optical"] > plain.psnr["optical"]
    with DuetReader(plain.path) as reader:
        assert reader.version == 2


def test_previews_put_blocks_back_wherever_they_begin(tile_codec, make_raster):
    bands = stack(96, 112, 3, 2, 1)
    scene = Scene(make_raster("a.tif", bands), None, tile_codec)
    for window in (Window(0, 0, 112, 96), Window(32, 16, 48, 64)):
        (preview,) = scene.preview(window, Prompts(600, 500))
        steps = np.flatnonzero(np.diff(preview.decoded[1].astype(int)).any(0)) + 1 + window.x
        assert set(steps % 3) == {1}


def test_a_preview_looks_again_where_the_raster_is_of_another_kind(tile_codec, make_raster):
    """All that the estimate looks at has blocks, the window has none: its pixels stay apart."""
    bands = stack(600, 600, 2, 0, 0)
    bands[1, :64, :64] = texture(64, 64, 7)
    scene = Scene(make_raster("a.tif", bands), None, tile_codec)
    assert all(window.x > 63 or window.y > 63 for window in scene.probes())
    (preview,) = scene.preview(Window(0, 0, 64, 64), Prompts(1000, 500))
    within = np.diff(preview.decoded[1].astype(int))[:, 0::2]
    assert np.abs(within).mean() > 1


def test_wide_rasters_are_read_in_few_rows_at_a_time(make_raster, monkeypatch):
    monkeypatch.setattr(enlarged, "PIXELS", 2000)
    source = RasterSource(make_raster("a.tif", stack(64, 400, 4, 0, 0)), "optical")
    sizes, read = [], source.read
    monkeypatch.setattr(source, "read", lambda *window: sizes.append(window[2:]) or read(*window))
    assert enlarged.find(source) == (None, Enlargement(4, 0, 0), None)
    assert all(width * (height - 1) <= 2000 for width, height in sizes)


def test_several_factors_types_and_masks_at_once(tile_codec, make_raster, tmp_path):
    """uint16 bands of factors 1, 2 and 3 with gaps of whole blocks, and SAR in decibels of factor 4 with NaN."""
    bands = np.stack(
        [
            texture(96, 120, 3),
            enlarge(texture(60, 70, 4), 2, 1, 1, 96, 120),
            enlarge(texture(40, 50, 5), 3, 2, 0, 96, 120),
        ]
    ).astype(np.uint16)
    bands = 40 * bands + 1
    bands[1, 1:9, 1:21] = bands[2, 2:11, 3:30] = 0
    sar = enlarge(texture(30, 40, 6).astype(np.float32) / 20 - 20, 4, 0, 0, 96, 120)[None].copy()
    sar[0, 8:16, 12:40] = np.nan
    optical, radar = make_raster("o.tif", bands, nodata=0), make_raster("s.tif", sar, nodata=float("nan"))
    path = str(tmp_path / "a.duet")
    codec.encode(optical, radar, path, tile_codec, quality=80, tile=64)
    outputs = {m: str(tmp_path / f"{m}_out.tif") for m in ("optical", "sar")}
    codec.decode(path, lambda *_: tile_codec, **outputs)
    back, heard = (gdal.Open(outputs[m]).ReadAsArray() for m in ("optical", "sar"))
    np.testing.assert_array_equal(back == 0, bands == 0)
    np.testing.assert_array_equal(np.isnan(heard), np.isnan(sar[0]))
    for plane, factor, row, column in (
        (back[1], 2, 1, 1),
        (back[2], 3, 2, 0),
        (np.nan_to_num(heard), 4, 0, 0),
    ):
        for axis, start in enumerate((row, column)):
            steps = np.flatnonzero(np.diff(plane.astype(float), axis=axis).any(1 - axis)) + 1
            assert all(step % factor == start or step % 64 == 0 for step in steps)
