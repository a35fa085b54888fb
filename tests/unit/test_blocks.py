"""Blocks of equal pixels: ramps keep their means and stay within [0, 1], and putting back undoes them, whatever the cut."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.blocks import Enlargement, put_back, smooth, whole_blocks
from eoduet.engine.tiles import Window

EDGE = 64


@st.composite
def enlarged_planes(draw):
    """(plane of blocks, its enlargement, place of its first pixel)."""
    factor = draw(st.integers(2, 8))
    blocks = Enlargement(factor, draw(st.integers(0, factor - 1)), draw(st.integers(0, factor - 1)))
    x, y = draw(st.integers(0, 150)), draw(st.integers(0, 150))
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    small = np.random.default_rng(draw(st.integers(0, 99))).random((60, 60)) ** draw(st.sampled_from([1, 9]))
    rows = (np.arange(y, y + height) - blocks.row) // factor
    columns = (np.arange(x, x + width) - blocks.column) // factor
    return small[rows - rows[0]][:, columns - columns[0]], blocks, (x, y)


@given(enlarged_planes())
def test_putting_back_undoes_the_ramps(given_):
    plane, blocks, place = given_
    planes = np.stack([plane, plane])
    smooth(planes, np.ones(planes.shape, bool), (blocks, None), *place, EDGE)
    assert planes.min() >= -1e-12 and planes.max() <= 1 + 1e-12
    np.testing.assert_array_equal(planes[1], plane)
    put_back(planes, (blocks, None), *place, EDGE)
    np.testing.assert_allclose(planes[0], plane, atol=1e-12)


@given(enlarged_planes(), st.floats(0, 1), st.integers(0, 99))
def test_valid_pixels_come_back_whatever_the_mask_cuts(given_, share, seed):
    plane, blocks, place = given_
    valid = np.random.default_rng(seed).random(plane.shape) < share
    planes = np.where(valid, plane, 0.123)[None]
    smooth(planes, valid[None], (blocks,), *place, EDGE)
    put_back(planes, (blocks,), *place, EDGE)
    np.testing.assert_allclose(planes[0][valid], plane[valid], atol=1e-12)


def test_a_slope_becomes_a_slope():
    planes = np.repeat(np.repeat(np.linspace(0.2, 0.7, 16)[None, None], 2, 2), 32, 1)
    smooth(planes, np.ones(planes.shape, bool), (Enlargement(2, 0, 0),), 0, 0, EDGE)
    steps = np.diff(planes[0, :, 3:-3])
    np.testing.assert_allclose(steps, steps[0, 0])


def test_steps_cost_less_when_smooth_and_noise_is_averaged_away():
    rng = np.random.default_rng(4)
    plane = np.repeat(np.repeat(rng.normal(0.5, 0.1, (16, 16)).cumsum(1).clip(0, 1), 4, 0), 4, 1)
    blocks = (Enlargement(4, 0, 0),)
    planes = plane[None].copy()
    smooth(planes, np.ones(planes.shape, bool), blocks, 0, 0, EDGE)
    assert (np.diff(planes[0]) ** 2).sum() < 0.7 * (np.diff(plane) ** 2).sum()
    planes += rng.normal(0, 0.01, planes.shape)
    put_back(planes, blocks, 0, 0, EDGE)
    assert (planes[0] - plane).std() < 0.003


def test_blocks_end_at_the_borders_of_tiles():
    planes = np.arange(2 * EDGE, dtype=float)[None, None].repeat(4, 1) / 1000
    put_back(planes, (Enlargement(3, 0, 0),), 0, 0, EDGE)
    assert planes[0, 0, EDGE - 1] == 0.063  # 64 is 3 · 21 + 1: the last block of the tile has one column
    np.testing.assert_allclose(planes[0, 0, EDGE : EDGE + 2], 0.0645)


@given(st.data())
def test_a_window_of_whole_blocks_is_put_back_as_in_its_tile(data):
    factor = data.draw(st.integers(2, 8))
    blocks = Enlargement(factor, data.draw(st.integers(0, factor - 1)), data.draw(st.integers(0, factor - 1)))
    tile = Window(EDGE, 2 * EDGE, 60, 50)  # of the last row and column
    x, y = data.draw(st.integers(0, 59)), data.draw(st.integers(0, 49))
    width, height = data.draw(st.integers(1, 60 - x)), data.draw(st.integers(1, 50 - y))
    window = Window(tile.x + x, tile.y + y, width, height)
    plane = np.random.default_rng(0).random((50, 60))
    whole = plane[None].copy()
    put_back(whole, (blocks,), tile.x, tile.y, EDGE)

    grown = whole_blocks(window, (None, blocks), tile)
    assert grown.width <= width + 2 * factor - 2 and grown.height <= height + 2 * factor - 2
    top, left = grown.y - tile.y, grown.x - tile.x
    part = plane[None, top : top + grown.height, left : left + grown.width].copy()
    put_back(part, (blocks,), grown.x, grown.y, EDGE)
    inside = part[0, y - top : y - top + height, x - left : x - left + width]
    np.testing.assert_allclose(inside, whole[0, y : y + height, x : x + width])


@given(st.integers(2, 8), st.integers(0, 7), st.integers(0, 100), st.integers(0, 100))
def test_moved_blocks_begin_where_they_did(factor, phase, x, y):
    blocks = Enlargement(factor, phase % factor, phase % factor)
    moved = blocks.moved(x, y)
    assert 0 <= moved.row < factor and 0 <= moved.column < factor
    assert (moved.column + x - blocks.column) % factor == 0 and (moved.row + y - blocks.row) % factor == 0
