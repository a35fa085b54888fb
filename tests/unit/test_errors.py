"""The errors: one base for the doors, and the relations that callers rely on."""

from __future__ import annotations

import pytest

from eoduet.engine import errors


@pytest.mark.parametrize(
    "name", ["InputError", "FormatError", "DamagedTile", "ModelError", "OutputError", "Cancelled"]
)
def test_one_base(name):
    error = getattr(errors, name)("What is wrong; what to do.")
    assert isinstance(error, errors.DuetError)
    assert str(error) == "What is wrong; what to do."


def test_a_damaged_tile_is_a_format_error():
    assert issubclass(errors.DamagedTile, errors.FormatError)


def test_cancelled_says_so_by_itself():
    assert "nothing was written" in str(errors.Cancelled())
