"""Filled pixels: valid ones untouched, the others finite, within the valid range and smooth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from eoduet.engine.fill import fill

shapes = st.tuples(st.integers(1, 20), st.integers(1, 20))
unit = st.floats(0, 1, width=32)


@given(shapes.flatmap(lambda s: st.tuples(hnp.arrays(np.float32, s, elements=unit), hnp.arrays(bool, s))))
def test_keeps_what_is_valid_and_stays_in_its_range(case):
    plane, valid = case
    filled = fill(np.where(valid, plane, np.nan).astype(np.float32), valid, 0.5)
    assert filled.dtype == np.float32
    np.testing.assert_array_equal(filled[valid], plane[valid])
    known = plane[valid] if valid.any() else np.array([0.5])
    assert (filled >= known.min() - 1e-6).all()
    assert (filled <= known.max() + 1e-6).all()


def test_a_hole_in_a_ramp_is_filled_smoothly():
    ramp = np.broadcast_to(np.linspace(0, 1, 64, dtype=np.float32), (64, 64))
    valid = np.ones((64, 64), bool)
    valid[20:44, 20:44] = False
    filled = fill(ramp, valid, 0)
    # The hole is 24/64 wide: a step of 0.375 if filled by a constant; neighbours must not jump by more than a third of that.
    assert np.abs(np.diff(filled, axis=0)).max() < 0.125
    assert np.abs(np.diff(filled, axis=1)).max() < 0.125
