"""Arrays through the exchange file: whatever is written comes back, and a file too short is an error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from eoduet.engine.exchange import read_arrays, write_arrays

DTYPES = st.sampled_from([np.uint8, np.int32, np.float32, np.int8, np.float64])
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(max_dims=4, min_side=0)))
NAMES = st.text(min_size=1, max_size=8)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("exchange") / "file"
    file.touch()
    return str(file)


@given(st.dictionaries(NAMES, st.one_of(ARRAYS, st.binary()), max_size=4))
def test_what_is_written_comes_back(path, values):
    back = read_arrays(path, write_arrays(path, values))
    assert list(back) == list(values)
    for name, value in values.items():
        if isinstance(value, bytes):
            assert back[name].tobytes() == value
        else:
            assert back[name].dtype == value.dtype
            np.testing.assert_array_equal(back[name], value)


def test_a_view_and_a_later_write_do_not_disturb_what_was_read(path):
    image = np.arange(24, dtype=np.float32).reshape(4, 6)
    back = read_arrays(path, write_arrays(path, {"a": image.T[::2]}))["a"]
    write_arrays(path, {"a": np.zeros(100)})
    np.testing.assert_array_equal(back, image.T[::2])
    back += 1  # own and writable


def test_a_file_too_short_is_an_error(path):
    table = write_arrays(path, {"a": np.zeros(10)})
    table["a"]["shape"] = [1 << 40]
    with pytest.raises(ValueError, match="too short"):
        read_arrays(path, table)
