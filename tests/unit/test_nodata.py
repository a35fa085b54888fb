"""NoData in numbers: what is not known is marked, what is known never looks as if it were not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from eoduet.engine.bands import Band
from eoduet.engine.nodata import NoData


@given(
    hnp.arrays(np.uint8, (2, 5, 4)), hnp.arrays(bool, (2, 5, 4)), st.one_of(st.none(), st.integers(0, 255))
)
def test_integers(values, known, nodata):
    rule = NoData([Band(dtype="uint8", nodata=nodata), Band(dtype="uint8")])
    marked = rule.mark(values, known)
    assert rule.marks == (nodata is not None)
    if nodata is None:
        np.testing.assert_array_equal(marked, values)
    else:
        np.testing.assert_array_equal(marked == nodata, ~known)
        assert np.abs(marked.astype(int) - values)[known].max(initial=0) <= 1


@pytest.mark.parametrize("nodata", [None, float("nan"), -9999.0, 0.0])
def test_floats(nodata):
    rule = NoData([Band(dtype="float32", nodata=nodata)])
    values, known = np.array([1.5, -9999, 0, 7], np.float32), np.array([True, True, True, False])
    marked = rule.mark(values, known)
    assert rule.marks and marked.dtype == np.float32
    np.testing.assert_allclose(marked[:3], values[:3], rtol=1e-4, atol=1e-20)
    if nodata in (-9999.0, 0.0):
        assert (marked == nodata).tolist() == [False, False, False, True]
    else:
        assert np.isnan(marked).tolist() == [False, False, False, True]
