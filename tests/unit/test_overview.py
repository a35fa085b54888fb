"""Overviews: cells are means of valid pixels, tiles come in any order, what is kept on disk comes back or counts as none."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from eoduet.engine.bands import Band
from eoduet.engine.livefile import Pixels
from eoduet.engine.nodata import NoData
from eoduet.engine.overview import CELLS, Overview, is_large, trim
from eoduet.engine.tiles import TileGrid


def file(width: int, height: int, edge: int, band: Band, bands: int = 1):
    """What an overview asks of a file."""
    transform = SimpleNamespace(bands=(band,) * bands)
    description = SimpleNamespace(tiles=TileGrid(width, height, edge), transforms={"sar": transform})
    return SimpleNamespace(description=description)


def fill(overview: Overview, image: np.ndarray, valid: np.ndarray, rule: NoData) -> None:
    for tile in reversed(list(overview.tiles)):
        x, y, width, height = tile.window
        part = np.s_[:, y : y + height, x : x + width]
        overview.put(tile.index, Pixels(rule.mark(image[part], valid[part]), valid[part]))


@pytest.mark.parametrize(
    "band",
    [
        Band(dtype="uint16", nodata=0),
        Band(dtype="float32"),
        Band(dtype="uint8"),
        Band(dtype="float64", nodata=-9999),
    ],
)
def test_cells_are_the_means_of_their_valid_pixels(band):
    shown = file(150, 101, 64, band, bands=2)
    rule = NoData(shown.description.transforms["sar"].bands)
    generator = np.random.default_rng(1)
    image = generator.integers(1, 200, (2, 101, 150)).astype(rule.dtype)
    valid = generator.random((2, 101, 150)) < 0.9
    valid[:, :20, :30] = False
    overview = Overview(shown, "sar")
    assert overview.factor == 4 and not overview.known.any() and not overview.valid.any()
    fill(overview, image, valid, rule)
    assert overview.complete and overview.values.shape == (2, 26, 38)
    for band_number, row, column in ((0, 10, 20), (1, 25, 37), (0, 25, 3)):
        cell = np.s_[band_number, 4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
        mean = image[cell][valid[cell]].astype(float).mean()
        assert overview.values[band_number, row, column] == pytest.approx(
            mean, abs=0.51 if rule.dtype.kind != "f" else 1e-3
        )
    assert not overview.valid[0, 2, 3]
    if rule.marks:
        assert np.isnan(overview.values[0, 2, 3]) or overview.values[0, 2, 3] == rule.value


def test_what_was_saved_comes_back(tmp_path):
    band = Band(dtype="uint16", nodata=0)
    shown = file(200, 130, 64, band)
    rule, path = NoData([band]), tmp_path / "deeper" / "one.npz"
    first, second = Overview(shown, "sar"), Overview(shown, "sar")
    image = np.arange(200 * 130, dtype=np.uint16).reshape(1, 130, 200) + 1
    tile = first.tiles.tile(5)
    x, y, width, height = tile.window
    first.put(5, Pixels(image[:, y : y + height, x : x + width], np.ones((1, height, width), bool)))
    assert rule.value == 0 and first.saved == 0
    first.save(path)
    second.load(path)
    assert second.known.tolist() == first.known.tolist() and second.saved == first.saved == 1
    np.testing.assert_array_equal(second.values, first.values)
    np.testing.assert_array_equal(second.valid, first.valid)
    assert [entry.name for entry in path.parent.iterdir()] == ["one.npz"]


@pytest.mark.parametrize("damage", ["missing", "foreign", "cut", "other shape"])
def test_what_cannot_be_used_counts_as_none(tmp_path, damage):
    band = Band(dtype="uint16")
    path = tmp_path / "one.npz"
    overview = Overview(file(200, 130, 64, band), "sar")
    Overview(file(300, 130, 64, band) if damage == "other shape" else file(200, 130, 64, band), "sar").save(
        path
    )
    if damage == "missing":
        path.unlink()
    elif damage == "foreign":
        path.write_bytes(b"no archive")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:200])
    overview.load(path)
    assert not overview.known.any()


def test_a_sentinel_tile_has_a_bounded_overview():
    shown = file(10_980, 10_980, 384, Band(dtype="uint16"), bands=4)
    overview = Overview(shown, "sar")
    assert overview.factor == 8 and overview.values[0].size <= CELLS and is_large(shown)
    assert not is_large(file(1000, 1000, 512, Band()))


def test_the_oldest_go_where_the_folder_grows(tmp_path):
    import os

    for age, name in enumerate(("new", "middle", "old")):
        (tmp_path / f"{name}.npz").write_bytes(bytes(100))
        os.utime(tmp_path / f"{name}.npz", (1000 - age, 1000 - age))
    trim(tmp_path, 250)
    assert sorted(entry.stem for entry in tmp_path.iterdir()) == ["middle", "new"]
    trim(tmp_path / "missing", 1)
