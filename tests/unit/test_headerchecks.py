"""Which headers are refused, and that the sentence names the field."""

from __future__ import annotations

import copy

import pytest

from eoduet.engine.errors import FormatError
from eoduet.engine.headerchecks import check_header

GOOD = {
    "size": [256, 256],
    "optical": {"bands": [{}, {"dtype": "uint16", "low": 0, "high": 9}], "mean": [1, 2], "rotation": [3]},
    "bundle": ["m", "00112233445566778899aabbccddeeff"],
    "quality": 437,
    "gamma": 500,
}
WRONG = {
    ("size",): [[1], [0, 1], [1.5, 1], [True, 1], "ab", None, [2**31, 1]],
    ("crs",): [1, None, []],
    ("geotransform",): [
        [1, 2, 3],
        [0, 1, 0, 0, 0, "1"],
        [0, 1, 0, 0, 0, float("inf")],
        [0, 1, 0, 0, 0, float("nan")],
    ],
    ("epoch",): ["2020", None],
    ("tile",): [0, 32, 100, 4096, 512.0, True],
    ("bundle",): [[], ["m"], ["m", "short"], ["m", "0" * 31 + "g"], [1, "0" * 32], "m"],
    ("quality",): [-1, 1001, 1.0, None, "5"],
    ("gamma",): [-1, 1001, 1.0, None],
    ("producer",): [1],
    ("profile",): [1, None, "", "../flood", "a/b", "x" * 101, ["flood"]],
    ("optical",): [[], None, {}, {"bands": []}],
    ("optical", "bands"): [[], [1], [{}] * 5, "ab"],
    ("optical", "mean"): [[1], [1, 256], [1, -1], [1, 2.0], None],
    ("optical", "rotation"): [[1000], [-1], [1, 2], [1, 1, 1], [0.5], 3, None, "1"],
    ("optical", "metadata"): [[], {"a": 1}],
    ("optical", "style"): [1],
    ("optical", "bands", 0, "dtype"): ["int64", "f4", 1, ["uint8"]],
    ("optical", "bands", 0, "nodata"): ["none", None, float("nan"), []],
    ("optical", "bands", 0, "kind"): ["sqrt", 1, []],
    ("optical", "bands", 0, "low"): [255, 300, "0", float("nan")],
    ("optical", "bands", 0, "scale"): [None, float("inf")],
    ("optical", "bands", 0, "name"): [1, None],
    ("optical", "bands", 0, "metadata"): [{"a": None}],
}


def test_a_good_header_passes():
    check_header(GOOD)
    check_header({**GOOD, "sar": {"bands": [{}], "mean": [0], "rotation": [1]}})
    check_header({**GOOD, "optical": {**GOOD["optical"], "rotation": [3, 1]}})


@pytest.mark.parametrize(("where", "value"), [(w, v) for w, values in WRONG.items() for v in values])
def test_a_wrong_value_is_named(where, value):
    header = copy.deepcopy(GOOD)
    target = header
    for key in where[:-1]:
        target = target[key]
    target[where[-1]] = value
    with pytest.raises(FormatError, match=str(where[0])) as caught:
        check_header(header)
    assert str(caught.value).count(". ") == 0


@pytest.mark.parametrize("field", ["size", "bundle", "quality", "gamma", "optical"])
def test_a_missing_field_is_named(field):
    header = {key: value for key, value in GOOD.items() if key != field}
    with pytest.raises(FormatError, match=field):
        check_header(header)


@pytest.mark.parametrize("header", [None, [], "x", 3])
def test_not_an_object(header):
    with pytest.raises(FormatError):
        check_header(header)
