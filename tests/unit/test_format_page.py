"""resources/help/format.md is enough: a file is taken apart here by what the page says, without the engine's code."""

from __future__ import annotations

import base64
import json
import math
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from eoduet.engine.container import DuetWriter, head_size
from eoduet.engine.header import pack_header
from eoduet.engine.headerdictionary import DICTIONARY
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

    magic, version, flags, length, tiles = struct.unpack_from("<4sBBII", data)  # section 1
    assert (magic, version, flags, tiles) == (b"DUET", 1, 0, 1)
    payload_length, payload_crc, symbols_crc = struct.unpack_from("<III", data, 14 + length)
    (head_crc,) = struct.unpack_from("<I", data, 14 + length + 12)
    assert zlib.crc32(data[: 14 + length + 12]) == head_crc
    payload = data[14 + length + 12 + 4 :]
    assert (len(payload), zlib.crc32(payload), symbols_crc) == (payload_length, payload_crc, 77)

    stored = json.loads(inflate(data[14 : 14 + length], DICTIONARY))  # section 2
    assert base64.urlsafe_b64decode(stored["bundle"][1] + "==").hex() == DIGEST
    assert (stored["size"], stored["crs"], stored["quality"]) == ([224, 224], "EPSG:32718", 437)

    assert payload[0] == 0b011  # sections 5 and 6
    (size,) = struct.unpack_from("<I", payload, 1)
    mask = payload[5 : 5 + size]
    assert mask[0] == 2
    bits = np.unpackbits(np.frombuffer(inflate(mask[1:]), np.uint8)).reshape(4, 224, 224)
    np.testing.assert_array_equal(np.cumsum(bits, 1) % 2 == 1, valid)
    assert payload[5 + size :] == struct.pack("<I", 1) + b"\0" + b"stream"

    for modality, source in scene.sources.items():  # sections 3 and 4
        values, known = source.read(0, 0, 224, 224)
        components = fit(source).forward(values, known)[0]
        decoded = by_the_page(stored[modality], components)
        np.testing.assert_allclose(
            decoded, clipped(stored[modality], values), atol={"optical": 0.01, "sar": 1e-4}[modality]
        )


def by_the_page(image, components):
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
    return low + u * (high - low)


def clipped(image, values):
    low, high = (np.array([band[key] for band in image["bands"]])[:, None, None] for key in ("low", "high"))
    return np.clip(values.astype(float), low, high)


def test_the_dictionary_is_the_one_the_page_names():
    assert f"the {len(DICTIONARY):,} bytes (CRC-32 0x{zlib.crc32(DICTIONARY):X})" in PAGE


def test_the_sizes_on_the_page_are_true(header):
    text = json.dumps(header, separators=(",", ":"))
    sizes = dict(header, quality=437), len(text), len(pack_header(header)), head_size(header, 1)
    assert f"(the sample scene) | {sizes[1]} | {sizes[2]} | {sizes[3]} |" in PAGE
