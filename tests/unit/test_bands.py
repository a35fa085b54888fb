"""Band descriptions: through the header and back, and which NoData values a type can hold."""

from __future__ import annotations

import json
import math

import pytest

from eoduet.engine.bands import Band, fits, json_number

BANDS = [
    Band(),
    Band("uint16", "B02", 0.0, "1", 0.0001, -0.1, "Blue", {"wavelength": "490"}),
    Band("float32", "VV", -3.4028234663852886e38, "dB"),
    Band("float64", "x", math.inf),
    Band("float32", "x", -math.inf),
    Band("int16", nodata=-9999.0, scale=1e-17),
]


@pytest.mark.parametrize("band", BANDS)
def test_comes_back_equal_through_json(band):
    fields = json.loads(json.dumps(band.to_header(), allow_nan=False))
    assert Band.from_header(fields) == band


def test_nan_as_nodata_comes_back():
    fields = json.loads(json.dumps(Band("float32", nodata=math.nan).to_header(), allow_nan=False))
    assert fields == {"dtype": "float32", "nodata": "nan"}
    assert math.isnan(Band.from_header(fields).nodata)


def test_a_plain_band_takes_no_room():
    assert Band().to_header() == {}


def test_fields_of_others_are_ignored():
    assert Band.from_header({"low": 0, "high": 9, "kind": "log", "later": 1}) == Band()


@pytest.mark.parametrize(
    ("value", "short"), [(10.0, "10"), (0.5, "0.5"), (-1e20, "-1e+20"), (math.inf, '"inf"')]
)
def test_numbers_are_short(value, short):
    assert json.dumps(json_number(value)) == short


@pytest.mark.parametrize(
    ("value", "dtype", "held"),
    [
        (0, "uint8", True),
        (255, "uint8", True),
        (256, "uint8", False),
        (-9999, "uint16", False),
        (-9999, "int16", True),
        (0.5, "int32", False),
        (math.nan, "uint16", False),
        (math.nan, "float32", True),
        (1e39, "float32", False),
        (1e39, "float64", True),
    ],
)
def test_which_nodata_a_type_can_hold(value, dtype, held):
    assert fits(value, dtype) is held
