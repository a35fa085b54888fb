"""Wording: numbers with units, JSON that any reader accepts, a progress line only on a terminal."""

import io
import json
import math

import pytest

from eoduet.engine import wording


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


FACTS = {
    "path": "a.duet",
    "bytes": 12345,
    "ratio": 20.04,
    "bpp": 0.51234,
    "quality": 50.0,
    "gamma": 0.5,
    "psnr": {"optical": 35.123, "sar": math.inf, "joint": math.nan},
    "clipped": {"optical": 0.0012, "sar": 0.0},
    "seconds": 1.23,
    "device": "CPU",
    "bundle": "s1s2-lite",
    "profile": "image",
}


def test_encoding_is_told_with_units():
    text = "\n".join(wording.encoded(FACTS))
    for words in (
        "12,345 bytes",
        "1:20.0",
        "0.5123 bpp",
        "optical 35.12 dB",
        "optical 0.12 %",
        "1.2 s on CPU",
    ):
        assert words in text
    assert "clipped" not in "\n".join(wording.encoded({**FACTS, "clipped": {"optical": 0.0, "sar": 0.0}}))
    assert "PSNR" not in "\n".join(wording.encoded({**FACTS, "psnr": None}))
    assert "joint" in text and "joint" not in "\n".join(
        wording.encoded({**FACTS, "psnr": {"sar": 30.0, "joint": 30.0}})
    )


def test_a_profile_is_told_where_there_is_one():
    assert "profile" not in wording.encoded(FACTS)[0]
    assert "γ 0.5, profile flood)" in wording.encoded({**FACTS, "profile": "flood"})[0]


def test_a_map_is_told_with_areas_or_why_there_are_none():
    flooded = {"id": 1, "name": "flooded", "percent": 12.345, "area_m2": 1234567.8}
    facts = {**FACTS, "window": [0, 0, 30, 20], "classes": [flooded], "area_basis": "plane"}
    facts.update(nodata_pixels=1200, map_model="flood")
    text = "\n".join(wording.mapped(facts))
    for words in ("30×20 pixels", "flooded: 12.35 %, 1,234,568 m²", "plane of the CRS", "1,200 pixels"):
        assert words in text
    unknown = {
        **facts,
        "classes": [{**flooded, "area_m2": None}],
        "area_basis": "unknown",
        "nodata_pixels": 0,
    }
    text = "\n".join(wording.mapped(unknown))
    assert "m²" not in text and "No areas" in text and "NoData" not in text


@pytest.mark.parametrize(("ratio", "words"), [(93.44, "93.4"), (1.0, "1.0"), (0.5, "0.5"), (0.0217, "0.022")])
def test_a_file_larger_than_its_image_has_a_ratio_too(ratio, words):
    assert wording.ratio_words(ratio) == words


def test_a_psnr_without_an_error_is_told_as_one():
    assert wording.decibels(float("inf"), 2) == "∞ dB" and wording.decibels(28.7511, 2) == "28.75 dB"


def test_json_has_no_infinity():
    cleaned = wording.finite({**FACTS, "list": [(1.5, math.inf)]})
    text = json.dumps(cleaned, allow_nan=False)
    assert json.loads(text)["psnr"] == {"optical": 35.123, "sar": None, "joint": None}
    assert json.loads(text)["list"] == [[1.5, None]]


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_the_progress_line_is_for_terminals_and_wipes_itself(stream):
    line = wording.ProgressLine(stream)
    for fraction in (0.0, 0.5, 0.5, 1.0):
        line(fraction)
    line.clear()
    line.clear()
    if stream.isatty():
        assert stream.getvalue().count("50 %") == 1 and stream.getvalue().endswith(" \r")
    else:
        assert stream.getvalue() == ""
