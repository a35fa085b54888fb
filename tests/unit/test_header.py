"""The header: packs into few bytes, comes back equal, refuses everything else quickly and with bounded memory."""

from __future__ import annotations

import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import FormatError
from eoduet.engine.header import MAX_HEADER, pack_header, tile_count_of, unpack_header, version_of
from eoduet.engine.headernumbers import take_apart
from eoduet.engine.headerphrases import DICTIONARIES

DIGEST = "00112233445566778899aabbccddeeff"
HALF = DIGEST[:16]  # what versions 2 and 3 keep of it
RGB_VV = {
    "size": [256, 256],
    "optical": {
        "bands": [{"color": "Red"}, {"color": "Green"}, {"color": "Blue"}],
        "mean": [93, 101, 88],
        "rotation": [123, 456, 789, 1],
    },
    "sar": {"bands": [{"name": "VV", "color": "Gray"}], "mean": [77]},
    "bundle": ["s1s2-lite", DIGEST],
    "quality": 437,
    "gamma": 500,
    "producer": "eoduet 0.1.0",
}

versions = st.sampled_from([1, 2, 3])
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
        "enlarged": st.tuples(st.integers(2, 8), st.integers(0, 1), st.integers(0, 1)).map(list),
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
        fields["rotation"] += draw(st.sampled_from([[], [0], [1]]))
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


def packed(text: bytes, version: int) -> bytes:
    """Whatever text as the header of a file of this version."""
    numbers, digest = b"", b""
    if version > 1:
        skeleton, numbers = take_apart(text.decode("utf-8", "surrogateescape"))
        text, digest = skeleton.encode("utf-8", "surrogateescape"), bytes.fromhex(HALF)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARIES[version])
    return digest + packer.compress(text) + packer.flush() + numbers


@given(headers)
def test_comes_back_equal(header):
    name, digest = header["bundle"]
    assert unpack_header(pack_header(header), version_of(header)) == dict(header, bundle=[name, digest[:16]])


def test_equal_headers_give_equal_bytes_whatever_the_order_of_their_keys():
    assert pack_header(dict(reversed(list(RGB_VV.items())))) == pack_header(RGB_VV)


def test_an_8_bit_pair_needs_under_40_bytes():
    assert len(pack_header(RGB_VV)) < 40


def test_enlarged_bands_make_a_file_of_version_3_and_cost_two_bytes():
    optical = dict(RGB_VV["optical"], bands=[{"enlarged": [2, 0, 1]}, {}, {}])
    plain, header = (
        dict(RGB_VV, optical=part) for part in (dict(optical, bands=[{}, {}, {}]), dict(optical))
    )
    assert (version_of(plain), version_of(header)) == (2, 3)
    assert len(pack_header(header)) <= len(pack_header(plain)) + 2
    assert unpack_header(pack_header(header), 3)["optical"] == optical
    text = json.dumps(dict(header, bundle="s1s2-lite")).encode()
    with pytest.raises(FormatError, match="enlarged"):
        unpack_header(packed(text, 2), 2)


@pytest.mark.parametrize(
    "wrong", [[1, 0, 0], [9, 0, 0], [2, 2, 0], [2, 0, -1], [2, 0], [2, 0, 0.5], "2", None]
)
def test_blocks_that_cannot_be_are_refused(wrong):
    with pytest.raises(FormatError, match="enlarged"):
        pack_header(dict(RGB_VV, sar={"bands": [{"enlarged": wrong}], "mean": [77]}))


def test_a_georeferenced_16_bit_pair_needs_under_100_bytes():
    header = dict(RGB_VV, size=[224, 224], crs="EPSG:32718")
    header["geotransform"] = [717729.8352053782, 10, 0, 5700093.330553154, 0, -10]
    names = ("B02", "B03", "B04", "B08")
    bands = [{"name": name, "dtype": "uint16", "low": 1020, "high": 4080 + i} for i, name in enumerate(names)]
    header["optical"] = {
        "bands": bands,
        "mean": [34, 41, 49, 90],
        "rotation": [14, 849, 107, 151, 781, 358, 1],
    }
    assert len(pack_header(header)) < 100


@pytest.mark.parametrize(
    ("version", "size", "crc"), [(1, 8222, 0xE87F4F22), (2, 10076, 0xEBEBF9C4), (3, 11163, 0x389606F4)]
)
def test_the_dictionaries_never_change(version, size, crc):
    # A changed dictionary makes every file written before unreadable.
    assert (len(DICTIONARIES[version]), zlib.crc32(DICTIONARIES[version])) == (size, crc)


@given(st.binary(max_size=300), versions)
def test_noise_is_a_format_error(data, version):
    with pytest.raises(FormatError):
        unpack_header(data, version)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(sorted(RGB_VV)), json_values, versions)
def test_a_wrong_value_in_any_field_is_a_format_error_or_harmless(key, value, version):
    stored = json.loads(json.dumps(RGB_VV))
    stored["bundle"] = BUNDLES[version]
    stored[key] = value
    try:
        header = unpack_header(packed(json.dumps(stored).encode(), version), version)
    except FormatError as error:
        assert str(error).endswith(".")
    else:
        assert DIGEST.startswith(header["bundle"][1])
        pack_header(header)


BUNDLES = {
    1: ["s1s2-lite", "ABEiM0RVZneImaq7zN3u_w"],
    2: "s1s2-lite",
    3: "s1s2-lite",
}  # as the versions store it
FIRST = json.dumps(RGB_VV | {"bundle": BUNDLES[1]}).encode()
BAND = '"optical":{"bands":[%s],"mean":[1]}'
BUNDLE = '"bundle":%s,"quality":5,"gamma":5'
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


def hostile(text: bytes, version: int) -> bytes:
    return packed(text.replace(b"%s", json.dumps(BUNDLES[version]).encode()), version)


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_headers_cost_little(case, version):
    data = hostile(HOSTILE[case], version)
    tracemalloc.start()
    with pytest.raises(FormatError):
        unpack_header(data, version)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * MAX_HEADER


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_hostile_frame_itself_is_sound(version):
    text = ('{"size":[1,1],' + BAND % "{}" + "," + BUNDLE + "}").encode()
    assert unpack_header(hostile(text, version), version)["quality"] == 5


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_shortened_or_lengthened_stream_is_a_format_error(cut):
    for data, version in ((pack_header(RGB_VV), 2), (packed(FIRST, 1), 1)):
        assert unpack_header(data, version)["quality"] == 437
        for wrong in (data[:-cut], data + b"\0" * cut):
            with pytest.raises(FormatError):
                unpack_header(wrong, version)


@pytest.mark.parametrize(
    ("size", "tile", "count"), [([1, 1], 512, 1), ([512, 513], 512, 2), ([700, 700], 64, 121)]
)
def test_tile_count(size, tile, count):
    assert tile_count_of({"size": size, "tile": tile}) == count
