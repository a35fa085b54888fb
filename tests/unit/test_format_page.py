"""resources/help/format.md is enough: a file is taken apart here by what the page says, without the engine's code."""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine.blocks import smooth
from eoduet.engine.container import DuetWriter, head_size
from eoduet.engine.enlarged import find
from eoduet.engine.header import pack_header
from eoduet.engine.headerphrases import DICTIONARIES
from eoduet.engine.masks import pack
from eoduet.engine.payload import TilePayload
from eoduet.engine.radiometry import fit
from eoduet.engine.raster import open_pair

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "resources" / "help" / "format.md").read_text(encoding="utf-8")
DIGEST = "2d711642b726b04401627ca9fbac32f5"


def inflate(data, dictionary=b""):
    unpacker = zlib.decompressobj(-15, zdict=dictionary)
    text = unpacker.decompress(data)
    assert unpacker.eof
    return text, unpacker.unused_data


def sevens(data):
    """A number in bytes of 7 bits, and what follows."""
    count = next(at for at, byte in enumerate(data, 1) if byte < 128)
    return sum((byte & 127) << 7 * at for at, byte in enumerate(data[:count])), data[count:]


def with_numbers(skeleton, packed):
    """Section 2, word by word."""
    bits = iter("".join(f"{byte:08b}" for byte in packed))

    def take(count):
        return int("0" + "".join(next(bits) for _ in range(count)), 2)

    def number():
        sign, behind = (take(1), take(5)) if take(1) else (0, 0)
        j = take(4)
        j += take(6) if j == 15 else 0
        digits = str(2**j + take(j) - 1).zfill(behind + 1)
        return "-" * sign + digits[: len(digits) - behind] + ("." + digits[-behind:] if behind else "")

    text = "".join(number() if letter == "\0" else letter for letter in skeleton)
    assert set(bits) <= {"0"}
    return text


@pytest.fixture(scope="module")
def scene():
    folder = ROOT / "resources" / "sample"
    return open_pair(str(folder / "chile_S2L2A.tif"), str(folder / "chile_S1RTC.tif"))


@pytest.fixture(scope="module")
def header(scene):
    fitted = {m: fit(source).to_header() for m, source in scene.sources.items()}
    prompts = {"bundle": ["s1s2-lite", DIGEST], "quality": 437, "gamma": 500, "producer": "eoduet 0.1.0"}
    return {**scene.grid.to_header(), **fitted, **prompts}


def test_a_file_is_taken_apart_by_the_page(tmp_path, scene, header):
    valid = np.random.default_rng(1).random((4, 224, 224)) > 0.2
    path = tmp_path / "a.duet"
    with DuetWriter(str(path), header, 1) as writer:
        writer.add(TilePayload(pack(valid), pack(valid[:2] & False), b"stream").to_bytes(), 77)
    data = path.read_bytes()

    assert data[:5] == b"DUET\2"  # section 1
    length, rest = sevens(data[5:])
    tiles, rest = sevens(rest)
    packed, rest = rest[:length], rest[length:]
    payload_length, payload_crc, symbols_crc, head_crc = struct.unpack_from("<IIII", rest)
    payload = rest[16:]
    assert tiles == 1 and zlib.crc32(data[: len(data) - len(payload) - 4]) == head_crc
    assert (len(payload), zlib.crc32(payload), symbols_crc) == (payload_length, payload_crc, 77)

    skeleton, numbers = inflate(packed[8:], DICTIONARIES[2])  # section 2
    stored = json.loads(with_numbers(skeleton.decode(), numbers))
    assert packed[:8].hex() == DIGEST[:16] and "gamma" not in stored
    assert (stored["size"], stored["crs"], stored["bundle"]) == ([224, 224], 32718, "s1s2-lite")
    assert stored["quality"] == 437

    assert payload[0] == 0b011  # sections 5 and 6
    (size,) = struct.unpack_from("<I", payload, 1)
    mask = payload[5 : 5 + size]
    assert mask[0] == 2
    bits = np.unpackbits(np.frombuffer(inflate(mask[1:])[0], np.uint8)).reshape(4, 224, 224)
    np.testing.assert_array_equal(np.cumsum(bits, 1) % 2 == 1, valid)
    assert payload[5 + size :] == struct.pack("<I", 1) + b"\0" + b"stream"

    for modality, source in scene.sources.items():  # sections 3 and 4
        values, known = source.read(0, 0, 224, 224)
        transform = fit(source)
        components = transform.components_of(transform.planes(values, known)[0])
        decoded = by_the_page(stored[modality], components)
        np.testing.assert_allclose(
            decoded, clipped(stored[modality], values), atol={"optical": 0.01, "sar": 1e-4}[modality]
        )


def by_the_page(image, components, edge=512):
    """Section 4, word by word."""
    n = len(image["bands"])
    angles = list(image.get("rotation", []))
    rotation = np.eye(n)
    planes = [(i, j) for i in range(n) for j in range(i + 1, n)]
    for (i, j), thousandths in zip(planes, angles):
        g = np.eye(n)
        theta = 2 * math.pi * thousandths / 1000
        g[i, i] = g[j, j] = math.cos(theta)
        g[i, j], g[j, i] = math.sin(theta), -math.sin(theta)
        rotation = rotation @ g
    if angles[len(planes) :] == [1]:
        rotation[-1] *= -1
    low, high = (np.array([band[key] for band in image["bands"]])[:, None, None] for key in ("low", "high"))
    mean = np.array(image["mean"])[:, None, None]
    u = np.clip((np.tensordot(rotation.T, components[:n], 1) + mean) / 255, 0, 1)
    for plane, band in zip(u, image["bands"]):
        if "enlarged" in band:
            factor, row, column = band["enlarged"]
            for start in (column, row):  # first along the row
                for line in plane:
                    cuts = [x for x in range(1, len(line)) if x % factor == start or x % edge == 0]
                    for a, b in zip([0, *cuts], [*cuts, len(line)]):
                        line[a:b] = line[a:b].mean()
                plane = plane.T
    return low + u * (high - low)


def test_an_enlarged_band_comes_back_by_the_page(tmp_path):
    rng = np.random.default_rng(4)
    bands = rng.integers(0, 256, (2, 60, 75)).astype(np.uint8)
    bands[1] = np.kron(bands[1, :21, :26], np.ones((3, 3), np.uint8))[1:61, 2:77]
    raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "a.tif"), 75, 60, 2, gdal.GDT_Byte)
    raster.WriteArray(bands)
    del raster
    (source,) = open_pair(str(tmp_path / "a.tif"), None).sources.values()
    transform = replace(fit(source), enlarged=find(source))
    values, valid = source.read(0, 0, 75, 60)
    planes, _ = transform.planes(values, valid)
    smooth(planes, valid, transform.enlarged, 0, 0, 64)
    image = transform.to_header()
    assert [band.get("enlarged") for band in image["bands"]] == [None, [3, 2, 1]]
    image["bands"] = [{"low": 0, "high": 255} | band for band in image["bands"]]
    decoded = by_the_page(image, transform.components_of(planes), edge=64)
    np.testing.assert_allclose(decoded, bands, atol=0.01)
    assert np.abs(planes[1] * 255 - bands[1]).max() > 5, "what is coded is smooth"


def clipped(image, values):
    low, high = (np.array([band[key] for band in image["bands"]])[:, None, None] for key in ("low", "high"))
    return np.clip(values.astype(float), low, high)


def test_the_dictionaries_are_those_the_page_names():
    for dictionary in DICTIONARIES.values():
        assert f"{len(dictionary):,} bytes" in PAGE and f"CRC-32 0x{zlib.crc32(dictionary):X})" in PAGE


EIGHT_BIT = {
    "size": [256, 256],
    "optical": {"bands": [{}, {}, {}], "mean": [93, 101, 88], "rotation": [123, 456, 789, 0]},
    "sar": {"bands": [{"color": "Gray"}], "mean": [77]},
}


def test_the_sizes_on_the_page_are_true(header):
    prompts = {name: header[name] for name in ("bundle", "quality", "gamma", "producer")}
    for what, content in (("no CRS", EIGHT_BIT | prompts), ("(the sample scene)", header)):
        packed = pack_header(content)
        skeleton, numbers = inflate(packed[8:], DICTIONARIES[2])
        text = with_numbers(skeleton.decode(), numbers)
        assert f"{what} | {len(text)} | {len(packed)} | {head_size(content, 1)} |" in PAGE
