"""Tile geometry: each pixel in one tile, mirrors as numpy's, latents with neighbours as the whole's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import InputError
from eoduet.engine.tiles import (
    STRIDE,
    TileGrid,
    Window,
    choose_edge,
    gather_latents,
    pad_latents,
    reflect,
    source_positions,
)

sizes = st.integers(1, 300)
edges = st.integers(1, 6).map(lambda n: n * STRIDE)


@given(sizes, sizes, edges)
def test_tiles_cover_every_pixel_once(width, height, edge):
    covered = np.zeros((height, width), int)
    grid = TileGrid(width, height, edge)
    for number, tile in enumerate(grid):
        assert tile.index == number == tile.row * grid.columns + tile.column
        x, y, w, h = tile.window
        covered[y : y + h, x : x + w] += 1
    assert (covered == 1).all() and len(grid) == grid.rows * grid.columns


@given(st.data(), sizes, sizes, edges)
def test_touched_tiles_are_those_that_share_pixels(data, width, height, edge):
    grid = TileGrid(width, height, edge)
    window = draw_window(data, width, height)
    grid.check(window)
    shared = [tile for tile in grid if overlap(tile.window, window)]
    assert list(grid.touched(window)) == shared


@pytest.mark.parametrize(
    "window", [(0, 0, 0, 5), (0, 0, 5, 0), (-1, 0, 5, 5), (0, -1, 5, 5), (30, 0, 11, 5), (0, 16, 5, 5)]
)
def test_a_window_outside_the_raster_is_named(window):
    with pytest.raises(InputError, match="40×20"):
        TileGrid(40, 20).check(Window(*window))


@pytest.mark.parametrize("arguments", [(0, 5), (5, 0), (5, 5, 0), (5, 5, 24), (5, 5, -16), (5, 5, 4096)])
def test_impossible_grids_are_refused(arguments):
    with pytest.raises(InputError):
        TileGrid(*arguments)


def test_large_rasters_get_smaller_tiles():
    assert choose_edge(2048, 2048) == choose_edge(1, 1) == choose_edge(8192, 300) == 512
    assert choose_edge(2049, 2048) == choose_edge(10980, 10980) == 384


@given(st.integers(1, 20), st.integers(0, 60))
def test_reflect_is_numpys_symmetric_padding(size, pad):
    inside, _ = reflect(np.arange(-pad, size + pad), size)
    assert np.array_equal(inside, np.pad(np.arange(size), pad, mode="symmetric"))


@given(sizes, st.integers(0, 48), edges)
def test_analysis_windows_are_crops_of_the_padded_raster(size, margin, edge):
    padded = np.pad(np.arange(size), (0, -size % STRIDE), mode="symmetric")
    padded = np.pad(padded, margin, mode="symmetric")
    cut_off = np.pad(np.arange(len(padded) - 2 * margin) >= size, margin, mode="symmetric")
    for start in range(0, size, edge):
        positions, beyond = source_positions(start, min(edge, size - start), margin, size)
        assert np.array_equal(positions, padded[start : start + len(positions)])
        assert np.array_equal(beyond, cut_off[start : start + len(positions)])
        assert (len(positions) - 2 * margin) % STRIDE == 0


@given(st.data(), sizes, sizes, edges, st.integers(0, 3))
def test_gathered_latents_are_crops_of_the_padded_whole(data, width, height, edge, pad):
    grid = TileGrid(width, height, edge)
    whole, parity = latents_of(grid)
    window = draw_window(data, width, height)
    padded = pad_latents(whole, pad, *parity)
    for tile in grid.touched(window):
        region = grid.latents(tile.window.intersection(window))
        got = gather_latents(grid, tile, region, pad, parity, lambda index: cut(whole, grid, index))
        expected = padded[
            :, region.y : region.y + region.height + 2 * pad, region.x : region.x + region.width + 2 * pad
        ]
        assert np.array_equal(got, expected)


def test_mirrored_latents_change_sign_with_their_parity():
    latents = np.arange(1, 9, dtype=np.int32).reshape(4, 1, 2)
    parity_y, parity_x = np.array([0, 1, 0, 1], np.int8), np.array([0, 0, 1, 1], np.int8)
    padded = pad_latents(latents, 1, parity_y, parity_x)
    assert padded[:, 1, :].tolist() == [[1, 1, 2, 2], [3, 3, 4, 4], [-5, 5, 6, -6], [-7, 7, 8, -8]]
    assert padded[:, 0, 1].tolist() == [1, -3, 5, -7]
    assert padded[3, 0, 0] == 7


def test_a_mirrored_image_has_mirrored_latents():
    """The rule of signs from a transform itself: block DCT of a mirrored image, mirrored latents."""
    rng = np.random.default_rng(0)
    n = np.arange(STRIDE)
    basis = np.cos(np.pi * (n + 0.5) * n[:, None] / STRIDE)
    blocks = rng.normal(size=(3 * STRIDE, 2 * STRIDE)).reshape(3, STRIDE, 2, STRIDE)

    def transform(image):
        height, width = image.shape
        cut_up = image.reshape(height // STRIDE, STRIDE, width // STRIDE, STRIDE)
        return np.einsum("ap,ypxq,bq->abyx", basis, cut_up, basis).reshape(
            -1, height // STRIDE, width // STRIDE
        )

    image = blocks.reshape(3 * STRIDE, 2 * STRIDE)
    parity_y, parity_x = (axis.ravel() % 2 for axis in np.meshgrid(n, n, indexing="ij"))
    expected = transform(np.pad(image, STRIDE, mode="symmetric"))
    assert np.allclose(pad_latents(transform(image), 1, parity_y, parity_x), expected)


def test_a_tile_without_latents_is_replaced_by_its_neighbours_mirror_image():
    grid = TileGrid(64, 32, 32)
    whole, parity = latents_of(grid)
    left = grid.tile(0)
    got = gather_latents(
        grid, left, Window(0, 0, 2, 2), 1, parity, lambda index: cut(whole, grid, 0) if index == 0 else None
    )
    assert np.array_equal(got, pad_latents(whole[:, :, :2], 1, *parity))


def latents_of(grid):
    rng = np.random.default_rng(grid.width)
    shape = (4, -(-grid.height // STRIDE), -(-grid.width // STRIDE))
    parity = np.array([0, 0, 1, 1], np.int8), np.array([0, 1, 0, 1], np.int8)
    return rng.integers(-99, 99, shape, dtype=np.int32), parity


def cut(whole, grid, index):
    x, y, width, height = grid.latents(grid.tile(index).window)
    return whole[:, y : y + height, x : x + width]


def draw_window(data, width, height):
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    return Window(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))


def overlap(a, b):
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
