"""Maps: no seams whatever the blocks, windows are crops, NoData and damage have no class, and what is written says so."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.areas import Tally
from eoduet.engine.container import DuetReader
from eoduet.engine.errors import Cancelled, FormatError, InputError, ModelError, OutputError
from eoduet.engine.grid import Grid
from eoduet.engine.landcover import _Job, decide, map_file, map_pair
from eoduet.engine.mapmodel import MapModel, choose_map_model
from eoduet.engine.planes import TilePlanes
from eoduet.engine.progress import Steps
from eoduet.engine.segmenter import Segmenter
from eoduet.engine.tiles import TileGrid, Window, reflect
from tests import mapbundle

EDGE = 112  # the 224×224 sample has 2×2 tiles


class ArrayPlanes:
    """Planes of an array (6,h,w) in tiles of `edge`, with what was asked for."""

    def __init__(self, array: np.ndarray, valid: np.ndarray, edge: int) -> None:
        self.array, self.mask = array, valid
        self.tiles = TileGrid(array.shape[2], array.shape[1], edge)
        self.presence, self.damaged = (4, 2), {}

    def tile(self, index: int) -> TilePlanes:
        x, y, width, height = self.tiles.tile(index).window
        return TilePlanes(
            self.array[:, y : y + height, x : x + width], self.mask[y : y + height, x : x + width]
        )

    def forget(self, row: int) -> None:
        pass


def whole(segmenter, planes: np.ndarray) -> np.ndarray:
    """Scores of the raster in one go, mirrored far beyond its border, from its origin on."""
    model = segmenter.model
    height, width = planes.shape[1:]
    rows, columns = (
        reflect(np.arange(-model.margin, -(-size // model.align) * model.align + model.margin), size)[0]
        for size in (height, width)
    )
    big = planes[:, rows][:, :, columns]
    scores = segmenter.scores(big[:4], big[4:], (4, 2))
    return scores[:, model.margin : model.margin + height, model.margin : model.margin + width]


@settings(max_examples=20)
@given(
    size=st.tuples(st.integers(1, 150), st.integers(1, 150)),
    edges=st.tuples(st.sampled_from([16, 64, 80]), st.integers(1, 5)),
    data=st.data(),
)
def test_blocks_leave_no_seams_and_windows_are_crops(map_model, size, edges, data):
    height, width = size
    tile, blocks = edges[0], edges[1] * mapbundle.ALIGN
    random = np.random.default_rng(height * 151 + width)
    array = random.random((6, height, width), np.float32)
    valid = random.random(size) > 0.1
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    window = Window(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))
    job = _Job(ArrayPlanes(array, valid, tile), map_model, Grid(width, height), window, Steps(None, None))
    job.blocks = TileGrid(width, height, blocks)
    scores = whole(map_model, array)
    ranked = np.sort(scores, axis=0)
    clear = ranked[-1] - ranked[-2] > 1e-4  # elsewhere the order of additions decides
    seen = np.zeros(size, int)
    for part, places, certainty, known in job.pieces():
        at = np.s_[part.y : part.y + part.height, part.x : part.x + part.width]
        seen[at] += 1
        expected, share = decide(scores[(slice(None), *at)])
        assert np.array_equal(places[clear[at]], expected[clear[at]])
        assert np.allclose(certainty, share, atol=1e-4) and np.array_equal(known, valid[at])
    inside = np.zeros(size, int)
    inside[window.y : window.y + window.height, window.x : window.x + window.width] = 1
    assert np.array_equal(seen, inside)


@pytest.fixture(scope="module")
def encoded(tmp_path_factory, tile_codec, sample):
    """The sample scene in 2×2 tiles, by the shipped model."""
    path = str(tmp_path_factory.mktemp("maps") / "sample.duet")
    verbs.encode(sample["optical"], sample["sar"], path, tile_codec, quality=60, tile=EDGE, measure=False)
    return path


@pytest.fixture
def mapped(tmp_path, tile_codec, map_model):
    """Return a function that maps a file and returns (report, band 1, all bands)."""

    def run(path, name="map.tif", **options):
        out = str(tmp_path / name)
        report = map_file(path, out, lambda *_: tile_codec, lambda *_: map_model, **options)
        array = gdal.Open(out).ReadAsArray()
        return report, array if array.ndim == 2 else array[0], array

    return run


def test_a_file_is_mapped_with_names_colours_and_areas(tmp_path, encoded, mapped):
    report, ids, _ = mapped(encoded)
    assert ids.shape == (224, 224) and set(np.unique(ids)) <= {3, 7, 200}
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == 255 and band.GetColorInterpretation() == gdal.GCI_PaletteIndex
    assert band.GetColorTable().GetColorEntry(200) == (0x88, 0x22, 0x55, 255)
    assert dataset.RasterCount == 1 and dataset.GetSpatialRef().IsProjected()
    table = band.GetDefaultRAT()
    assert [table.GetValueAsInt(row, 0) for row in range(3)] == [3, 7, 200]
    assert table.GetValueAsString(1, table.GetColOfUsage(gdal.GFU_Name)) == 'dry "land"'
    counts = [int(np.count_nonzero(ids == value)) for value in (3, 7, 200)]
    assert [share.pixels for share in report.classes] == counts
    assert [table.GetValueAsInt(row, table.GetColOfUsage(gdal.GFU_PixelCount)) for row in range(3)] == counts
    assert [share.area_m2 for share in report.classes] == pytest.approx([100.0 * n for n in counts])
    assert sum(share.percent for share in report.classes) == pytest.approx(100)
    assert report.area_basis == "plane" and report.nodata_pixels == 0 and report.damaged == []
    assert (report.map_model, report.bundle) == ("flood", "s1s2-maps")
    assert sorted(os.listdir(tmp_path)) == ["map.qml", "map.tif", "map.tif.aux.xml"]
    style = (tmp_path / "map.qml").read_text()
    assert 'label="wet &amp; low" color="#332288"' in style and "dry &quot;land&quot;" in style


def test_the_map_is_that_of_the_decoded_images(tmp_path, encoded, mapped, tile_codec, map_model):
    """One pass straight from tiles gives what decoding first gives, but for the rounding of pixels in between."""
    _, ids, _ = mapped(encoded)
    decoded = {m: str(tmp_path / f"{m}.tif") for m in ("optical", "sar")}
    verbs.decode(encoded, lambda *_: tile_codec, **decoded)
    map_pair(decoded["optical"], decoded["sar"], str(tmp_path / "pair.tif"), map_model)
    apart = gdal.Open(str(tmp_path / "pair.tif")).ReadAsArray()
    assert np.mean(ids == apart) > 0.9  # the pair's range of values is fitted anew


def test_a_window_is_the_crop_of_the_whole(encoded, mapped):
    _, ids, _ = mapped(encoded)
    for window in ((60, 61, 70, 9), (223, 200, 1, 24)):
        report, part, _ = mapped(encoded, "part.tif", window=window)
        x, y, width, height = window
        assert np.array_equal(np.atleast_2d(part), ids[y : y + height, x : x + width])
        assert sum(share.pixels for share in report.classes) == width * height


def test_confidence_is_a_band_in_per_cent(tmp_path, encoded, mapped):
    _, plain, _ = mapped(encoded)
    _, ids, bands = mapped(encoded, "both.tif", confidence=True)
    assert np.array_equal(ids, plain) and bands.shape == (2, 224, 224)
    assert bands[1].min() >= 33 and bands[1].max() <= 100 and len(np.unique(bands[1])) > 20
    dataset = gdal.Open(str(tmp_path / "both.tif"))
    assert dataset.GetRasterBand(2).GetUnitType() == "%"


def test_a_damaged_tile_has_no_class(encoded, mapped, tmp_path):
    _, sound, _ = mapped(encoded)
    with open(encoded, "rb") as file:
        content = bytearray(file.read())
    with DuetReader(encoded) as reader:
        content[content.index(reader.payload(1)) + 9] ^= 0x10
    flawed = tmp_path / "flawed.duet"
    flawed.write_bytes(content)
    report, ids, _ = mapped(str(flawed), "flawed.tif")
    assert [item.tile for item in report.damaged] == [1] and report.nodata_pixels == EDGE * EDGE
    assert (ids[:EDGE, EDGE:] == 255).all()
    assert np.count_nonzero(ids == 255) == EDGE * EDGE
    reach = 64 + 16 + mapbundle.ALIGN  # of the lost latents, and of the map model
    assert np.array_equal(ids[EDGE + reach :], sound[EDGE + reach :])
    assert np.array_equal(ids[:, : EDGE - reach], sound[:, : EDGE - reach])


def test_nodata_of_either_image_has_no_class(tmp_path, tile_codec, map_model, sample, make_raster, read):
    optical, sar = read(sample["optical"]).copy(), read(sample["sar"]).copy()
    optical[:, :70, :70] = 0
    sar[0, 130, 131] = np.nan
    paths = make_raster("o.tif", optical, 0), make_raster("s.tif", sar, np.nan)
    lost = (optical == 0).any(0) | np.isnan(sar).any(0)
    duet, out = str(tmp_path / "holes.duet"), str(tmp_path / "map.tif")
    verbs.encode(*paths, duet, tile_codec, quality=40, tile=EDGE, measure=False)
    report = map_file(duet, out, lambda *_: tile_codec, lambda *_: map_model)
    assert np.array_equal(gdal.Open(out).ReadAsArray() == 255, lost)
    assert report.nodata_pixels == lost.sum() and report.area_basis == "unknown"
    assert all(share.area_m2 is None for share in report.classes)
    map_pair(*paths, out, map_model)
    assert np.array_equal(gdal.Open(out).ReadAsArray() == 255, lost)


@pytest.mark.parametrize("present", ["optical", "sar"])
def test_a_lone_image_is_mapped(tmp_path, map_model, sample, present):
    paths = {m: sample[m] if m == present else None for m in ("optical", "sar")}
    out = str(tmp_path / "lone.tif")
    assert map_pair(paths["optical"], paths["sar"], out, map_model).nodata_pixels == 0


def test_progress_and_cancel(tmp_path, encoded, mapped, tile_codec, map_model):
    told = []
    mapped(encoded, progress=told.append)
    assert told == sorted(told) and told[-1] == 1
    os.remove(tmp_path / "map.tif")
    before = sorted(os.listdir(tmp_path))
    answers = iter([False] * 3)
    with pytest.raises(Cancelled):
        mapped(encoded, cancelled=lambda: next(answers, True))
    assert sorted(os.listdir(tmp_path)) == before


def test_what_cannot_be_is_refused_before_the_work(tmp_path, encoded, sample, map_model, tile_codec):
    factories = (lambda *_: tile_codec, lambda *_: map_model)
    cases = [
        (encoded, encoded, {}, InputError, "overwrite"),
        (encoded, str(tmp_path / "map.png"), {}, OutputError, "ends with .tif"),
        (encoded, str(tmp_path / "no" / "map.tif"), {}, OutputError, "cannot be written"),
        (encoded, str(tmp_path / "map.tif"), {"window": (0, 0, 300, 1)}, InputError, "does not lie inside"),
        (sample["sar"], str(tmp_path / "map.tif"), {}, FormatError, "not a .duet file"),
    ]
    for path, out, options, kind, words in cases:
        with pytest.raises(kind, match=words):
            map_file(path, out, *factories, **options)
        assert os.listdir(tmp_path) == []
    with pytest.raises(InputError, match="overwrite"):
        map_pair(sample["optical"], sample["sar"], sample["sar"], map_model)


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (mapbundle.segmenter(2), "shape .* not"),
        (mapbundle.segmenter(3, float("nan")), "not finite"),
        (b"no graph", "cannot load the graph"),
        (mapbundle.sar_decoder(6, 1), "Running 'segmenter_flood' failed"),
    ],
)
def test_a_map_model_that_does_not_keep_its_word_is_refused(tmp_path, tile_codec, encoded, graph, words):
    bundle = mapbundle.write(tmp_path / "models", tile_codec.bundle, segmenter_flood=graph)
    bad = Segmenter(bundle, choose_map_model(bundle), "cpu")
    (tmp_path / "out").mkdir()
    with pytest.raises(ModelError, match=words) as refusal:
        map_file(encoded, str(tmp_path / "out" / "m.tif"), lambda *_: tile_codec, lambda *_: bad)
    assert "\n" not in str(refusal.value) and os.listdir(tmp_path / "out") == []


def test_planes_are_dropped_as_the_map_goes_down(map_model):
    """Of a tall raster only the rows of tiles that a block sees are kept, so memory does not grow with the height."""

    class Watched(ArrayPlanes):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.least, self.asked = 0, []

        def tile(self, index):
            assert index // self.tiles.columns >= self.least
            self.asked.append(index)
            return super().tile(index)

        def forget(self, row):
            self.least = row

    planes = Watched(np.zeros((6, 2000, 20), np.float32), np.ones((2000, 20), bool), 64)
    model = MapModel("m", "segmenter_flood", map_model.model.classes, 16, 16)
    assert model == MapModel(**{**vars(map_model.model), "name": "m"})
    job = _Job(planes, map_model, Grid(20, 2000), None, Steps(None, None))
    tally = Tally(map_model.model.classes, Grid(20, 2000))
    for part, places, _, valid in job.pieces():
        tally.add(part.y, places, valid)
    assert tally.pixels.sum() == 40000 and planes.least >= 20


def test_every_tile_is_made_once_and_progress_counts_them(tmp_path, encoded, tile_codec, map_model):
    calls = []

    class Counting:
        bundle, device, profile = tile_codec.bundle, tile_codec.device, tile_codec.profile
        synthesise = tile_codec.synthesise

        def decode(self, *arguments):
            calls.append(1)
            return tile_codec.decode(*arguments)

    told = []
    map_file(
        encoded, str(tmp_path / "m.tif"), lambda *_: Counting(), lambda *_: map_model, progress=told.append
    )
    assert len(calls) == 4
    assert len(told) == 4 + 1 + 1 and told == sorted(told) and told[-2:] == pytest.approx([1, 1])
