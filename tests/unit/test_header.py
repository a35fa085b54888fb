"""The header: packs into few bytes, comes back equal, refuses everything else quickly and with bounded memory."""

from __future__ import annotations

import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import FormatError
from eoduet.engine.header import MAX_HEADER, pack_header, tile_count_of, unpack_header
from eoduet.engine.headerdictionary import DICTIONARY

DIGEST = "00112233445566778899aabbccddeeff"
RGB_VV = {
    "size": [256, 256],
    "optical": {
        "bands": [{"color": "Red"}, {"color": "Green"}, {"color": "Blue"}],
        "mean": [93, 101, 88],
        "rotation": [123, 456, 789],
    },
    "sar": {"bands": [{"name": "VV", "color": "Gray"}], "mean": [77]},
    "bundle": ["s1s2-lite", DIGEST],
    "quality": 437,
    "gamma": 500,
    "producer": "eoduet 0.1.0",
}

text = st.text(max_size=20).filter(lambda s: s.isprintable())
number = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
band = st.fixed_dictionaries(
    {},
    optional={
        "name": text,
        "dtype": st.sampled_from(["uint8", "uint16", "int16", "uint32", "int32", "float32", "float64"]),
        "nodata": number | st.sampled_from(["nan", "inf", "-inf"]),
        "unit": text,
        "scale": number,
        "offset": number,
        "color": text,
        "kind": st.sampled_from(["linear", "log"]),
        "metadata": st.dictionaries(text, text, max_size=3),
    },
)


@st.composite
def modalities(draw, most):
    bands = draw(st.lists(band, min_size=1, max_size=most))
    n = len(bands)
    fields = {"bands": bands, "mean": draw(st.lists(st.integers(0, 255), min_size=n, max_size=n))}
    angles = n * (n - 1) // 2
    if angles and draw(st.booleans()):
        fields["rotation"] = draw(st.lists(st.integers(0, 999), min_size=angles, max_size=angles))
        fields["rotation"] += [1] if draw(st.booleans()) else []
    return fields


headers = st.fixed_dictionaries(
    {
        "size": st.lists(st.integers(1, 2**31 - 1), min_size=2, max_size=2),
        "optical": modalities(4),
        "bundle": st.tuples(text, st.binary(min_size=16, max_size=16).map(bytes.hex)).map(list),
        "quality": st.integers(0, 1000),
        "gamma": st.integers(0, 1000),
    },
    optional={
        "sar": modalities(2),
        "crs": text,
        "geotransform": st.lists(number, min_size=6, max_size=6),
        "tile": st.sampled_from([64, 256, 1024, 2048]),
        "epoch": number,
        "producer": text,
        "profile": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True),
        "something later": text,
    },
)


def packed(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY)
    return packer.compress(text) + packer.flush()


@given(headers)
def test_comes_back_equal(header):
    assert unpack_header(pack_header(header)) == header


def test_equal_headers_give_equal_bytes_whatever_the_order_of_their_keys():
    assert pack_header(dict(reversed(list(RGB_VV.items())))) == pack_header(RGB_VV)


def test_an_8_bit_pair_needs_under_100_bytes():
    assert len(pack_header(RGB_VV)) < 80


def test_a_georeferenced_16_bit_pair_needs_under_200_bytes():
    header = dict(RGB_VV, size=[224, 224], crs="EPSG:32718")
    header["geotransform"] = [717729.8352053782, 10, 0, 5700093.330553154, 0, -10]
    names = ("B02", "B03", "B04", "B08")
    bands = [{"name": name, "dtype": "uint16", "low": 1020, "high": 4080 + i} for i, name in enumerate(names)]
    header["optical"] = {
        "bands": bands,
        "mean": [34, 41, 49, 90],
        "rotation": [14, 849, 107, 151, 781, 358, 1],
    }
    assert len(pack_header(header)) < 200


def test_the_dictionary_never_changes():
    # A changed dictionary makes every file written before unreadable.
    assert (len(DICTIONARY), zlib.crc32(DICTIONARY)) == (8222, 0xE87F4F22)


@given(st.binary(max_size=300))
def test_noise_is_a_format_error(data):
    with pytest.raises(FormatError):
        unpack_header(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(sorted(RGB_VV)), json_values)
def test_a_wrong_value_in_any_field_is_a_format_error_or_harmless(key, value):
    stored = json.loads(json.dumps(RGB_VV))
    stored["bundle"][1] = "ABEiM0RVZneImaq7zN3u_w"
    stored[key] = value
    try:
        header = unpack_header(packed(json.dumps(stored).encode()))
    except FormatError as error:
        assert str(error).endswith(".")
    else:
        assert header["bundle"][1] == DIGEST
        pack_header(header)


BAND = '"optical":{"bands":[%s],"mean":[1]}'
BUNDLE = '"bundle":["m","ABEiM0RVZneImaq7zN3u_w"],"quality":5,"gamma":5'
HOSTILE = {
    "zip bomb": b" " * (MAX_HEADER + 1),
    "deep nesting": b"[" * 500_000,
    "deep nesting of objects": b'{"a":' * 100_000,
    "NaN": b'{"size":[NaN,1]}',
    "huge integer": b'{"size":[' + b"9" * 900_000 + b",1]}",
    "not an object": b"[1,2]",
    "not UTF-8": b'{"\xff":1}',
    "no modality": ('{"size":[1,1],' + BUNDLE + "}").encode(),
    "negative size": ('{"size":[-1,1],' + BAND % "{}" + "," + BUNDLE + "}").encode(),
    "size too large": ('{"size":[1,4294967296],' + BAND % "{}" + "," + BUNDLE + "}").encode(),
    "boolean size": ('{"size":[true,1],' + BAND % "{}" + "," + BUNDLE + "}").encode(),
    "infinite range": ('{"size":[1,1],' + BAND % '{"low":-1e308,"high":1e308}' + "," + BUNDLE + "}").encode(),
    "overflowing number": ('{"size":[1,1],' + BAND % '{"high":1e999}' + "," + BUNDLE + "}").encode(),
    "empty range": ('{"size":[1,1],' + BAND % '{"low":3,"high":3}' + "," + BUNDLE + "}").encode(),
    "unknown dtype": ('{"size":[1,1],' + BAND % '{"dtype":"object"}' + "," + BUNDLE + "}").encode(),
    "dtype of another type": ('{"size":[1,1],' + BAND % '{"dtype":["f4"]}' + "," + BUNDLE + "}").encode(),
    "too many bands": ('{"size":[1,1],' + BAND % "{},{},{},{},{}" + "," + BUNDLE + "}").encode(),
    "odd tile": ('{"size":[1,1],"tile":100,' + BAND % "{}" + "," + BUNDLE + "}").encode(),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_headers_cost_little(case):
    data = packed(HOSTILE[case])
    tracemalloc.start()
    with pytest.raises(FormatError):
        unpack_header(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * MAX_HEADER


def test_the_hostile_frame_itself_is_sound():
    assert (
        unpack_header(packed(('{"size":[1,1],' + BAND % "{}" + "," + BUNDLE + "}").encode()))["quality"] == 5
    )


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_shortened_or_lengthened_stream_is_a_format_error(cut):
    data = pack_header(RGB_VV)
    for wrong in (data[:-cut], data + b"\0" * cut):
        with pytest.raises(FormatError):
            unpack_header(wrong)


@pytest.mark.parametrize(
    ("size", "tile", "count"), [([1, 1], 512, 1), ([512, 513], 512, 2), ([700, 700], 64, 121)]
)
def test_tile_count(size, tile, count):
    assert tile_count_of({"size": size, "tile": tile}) == count
