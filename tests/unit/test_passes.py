"""The order of the latents: every position once, coarse to fine in the first groups, a checkerboard in the others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.passes import CHECKERBOARD, COARSE_TO_FINE, passes_of

PICTURE = """
0 4 2 4 0
4 3 4 3 4
2 4 1 4 2
4 3 4 3 4
0 4 2 4 0
"""


def order(passes, height, width):
    counted = np.zeros((height, width), int)
    result = np.zeros((height, width), int)
    for number, one in enumerate(passes):
        mask = one.mask(height, width)
        counted[:: one.stride, :: one.stride] += mask
        result[:: one.stride, :: one.stride][mask] = number
    assert (counted == 1).all()
    return result


@given(st.integers(1, 40), st.integers(1, 40))
def test_every_position_is_coded_once(height, width):
    for passes in (CHECKERBOARD, COARSE_TO_FINE):
        order(passes, height, width)


def test_the_orders_are_as_drawn():
    drawn = [[int(number) for number in row.split()] for row in PICTURE.strip().split("\n")]
    assert order(COARSE_TO_FINE, 5, 5).tolist() == drawn
    assert order(CHECKERBOARD, 2, 3).tolist() == [[0, 1, 0], [1, 0, 1]]


def test_the_first_groups_alone_go_coarse_to_fine():
    assert passes_of(0, 2) == passes_of(1, 2) == COARSE_TO_FINE
    assert passes_of(2, 2) == passes_of(0, 0) == CHECKERBOARD
