"""The `.duet` file: round trips through every VSI file system, and no flipped byte goes unseen."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from eoduet.engine.container import DuetReader, DuetWriter, head_size
from eoduet.engine.errors import DamagedTile, FormatError, OutputError

HEADER = {
    "size": [1100, 600],
    "optical": {"bands": [{}], "mean": [93]},
    "bundle": ["s1s2-lite", "0011223344556677"],
    "quality": 437,
    "gamma": 500,
}
TILES = 6
BEGIN = 7  # of the header: magic, version, and two lengths below 128
FIRST_VERSION = Path(__file__).resolve().parents[1] / "golden" / "grey.duet"


def write(path, payloads, header=None):
    with DuetWriter(str(path), header or HEADER, len(payloads)) as writer:
        for index, payload in enumerate(payloads):
            writer.add(payload, 1000 + index)
    return path


@pytest.fixture
def payloads():
    return [bytes([i]) * (9 * i) for i in range(TILES)]


@pytest.fixture
def sound(tmp_path, payloads):
    return write(tmp_path / "a.duet", payloads)


@given(st.lists(st.binary(max_size=200), min_size=TILES, max_size=TILES))
def test_comes_back_equal(payloads):
    path = write("/vsimem/round.duet", payloads)
    with DuetReader(path) as reader:
        assert (reader.header, reader.tile_count) == (HEADER, TILES)
        assert [reader.payload(i) for i in range(TILES)] == payloads
        assert [reader.symbols_crc(i) for i in range(TILES)] == list(range(1000, 1000 + TILES))
        assert reader.size_bytes == head_size(HEADER, TILES) + sum(map(len, payloads))
    gdal.Unlink(path)


def test_reads_from_inside_a_zip(tmp_path, sound, payloads):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(sound, "in/a.duet")
    with DuetReader(f"/vsizip/{tmp_path}/a.zip/in/a.duet") as reader:
        assert reader.payload(3) == payloads[3]


def test_every_flipped_byte_is_found_and_costs_one_tile_at_most(sound, payloads):
    data = sound.read_bytes()
    head = head_size(HEADER, TILES)
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        sound.write_bytes(flipped)
        if position < head:
            with pytest.raises(FormatError):
                DuetReader(str(sound))
            continue
        with DuetReader(str(sound)) as reader:
            lost = []
            for index in range(TILES):
                try:
                    assert reader.payload(index) == payloads[index]
                except DamagedTile:
                    lost.append(index)
            assert len(lost) == 1


def test_every_truncation_is_a_format_error(sound):
    data = sound.read_bytes()
    for length in range(len(data)):
        sound.write_bytes(data[:length])
        with pytest.raises(FormatError):
            DuetReader(str(sound))


def test_foreign_bytes_at_the_end_are_a_format_error(sound):
    sound.write_bytes(sound.read_bytes() + b"x")
    with pytest.raises(FormatError, match="foreign bytes"):
        DuetReader(str(sound))


@given(st.binary(max_size=400))
def test_noise_is_a_format_error(data):
    for content in (data, b"DUET" + data, b"DUET\1\0" + data, b"DUET\2" + data):
        gdal.FileFromMemBuffer("/vsimem/noise.duet", content)
        with pytest.raises(FormatError):
            DuetReader("/vsimem/noise.duet")


@settings(max_examples=200)
@given(st.data())
def test_a_head_with_a_right_checksum_and_wrong_contents_is_a_format_error(data):
    write("/vsimem/lie.duet", [b"x" * 40] * TILES)
    with DuetReader("/vsimem/lie.duet") as reader:
        whole = bytearray(reader._file.read(0, reader.size_bytes))
    head = head_size(HEADER, TILES)
    position = data.draw(st.integers(BEGIN - 2, head - 5))
    whole[position] ^= data.draw(st.integers(1, 255))
    end = BEGIN + whole[BEGIN - 2] + 12 * whole[BEGIN - 1]
    if end + 4 <= len(whole):
        whole[end : end + 4] = struct.pack("<I", zlib.crc32(whole[:end]))
    gdal.FileFromMemBuffer("/vsimem/lie.duet", bytes(whole))
    try:
        with DuetReader("/vsimem/lie.duet") as reader:
            # What is left are changes that still make sense: other numbers in the header, other checksums.
            assert reader.tile_count == TILES
            for index in range(TILES):
                reader.symbols_crc(index)
    except FormatError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    "position, value, words",
    [
        (4, 4, "version 4.*up to 3; update EO-Duet"),
        (4, 0, "damaged"),
        (5, 4, "uses features .*update EO-Duet"),
    ],
)
def test_newer_versions_and_unknown_features_are_told_apart(tmp_path, position, value, words):
    data = bytearray(FIRST_VERSION.read_bytes())
    data[position] = value
    (tmp_path / "newer.duet").write_bytes(data)
    with pytest.raises(FormatError, match=words):
        DuetReader(str(tmp_path / "newer.duet"))


def test_a_file_of_version_1_opens_and_no_flipped_byte_of_its_head_goes_unseen(tmp_path):
    data, path = FIRST_VERSION.read_bytes(), tmp_path / "first.duet"
    with DuetReader(str(FIRST_VERSION)) as reader:
        assert (reader.version, reader.tile_count, reader.header["size"]) == (1, 1, [33, 17])
        head = reader.size_bytes - len(reader.payload(0))
    for position in range(head):
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        path.write_bytes(flipped)
        with pytest.raises(FormatError):
            DuetReader(str(path))


@pytest.mark.parametrize(
    "first",
    [
        struct.pack("<4sBBII", b"DUET", 1, 0, 0xFFFFFFFF, 0xFFFFFFFF),
        b"DUET\2" + b"\xff" * 8,
        b"DUET\2" + b"\xff\xff\xff\x7f" * 2,
        b"DUET\2\x09\xff\xff\xff\x01",
    ],
)
def test_huge_lengths_allocate_nothing(tmp_path, first):
    path = tmp_path / "huge.duet"
    with open(path, "wb") as file:  # sparse: takes no room
        file.write(first)
        file.truncate(1 << 40)
    with pytest.raises(FormatError):
        DuetReader(str(path))


@pytest.mark.parametrize("length", [b"\x9f\x00", b"\x9f\x80\x80\x80", b"\x9f\x80\x80\x80\x00"])
def test_a_length_has_one_way_to_be_written(tmp_path, sound, length):
    data = sound.read_bytes()
    (tmp_path / "long.duet").write_bytes(data[:5] + length + data[6:])
    with pytest.raises(FormatError, match="damaged"):
        DuetReader(str(tmp_path / "long.duet"))


def test_missing_and_foreign_files(tmp_path):
    with pytest.raises(FormatError, match="does not exist"):
        DuetReader(str(tmp_path / "none.duet"))
    with pytest.raises(FormatError, match="does not exist"):
        DuetReader(str(tmp_path))
    (tmp_path / "foreign.duet").write_text("II*\0 this is something else")
    with pytest.raises(FormatError, match=r"not a \.duet file"):
        DuetReader(str(tmp_path / "foreign.duet"))


def test_an_error_inside_leaves_the_old_file_and_nothing_else(sound, payloads):
    before = sound.read_bytes()
    with pytest.raises(KeyError), DuetWriter(str(sound), HEADER, TILES) as writer:
        writer.add(b"new", 0)
        raise KeyError("stop")
    assert sound.read_bytes() == before
    assert os.listdir(sound.parent) == ["a.duet"]


def test_too_few_tiles_are_a_mistake_of_the_program(tmp_path):
    with (
        pytest.raises(ValueError, match="of 6 tiles"),
        DuetWriter(str(tmp_path / "a.duet"), HEADER, TILES) as writer,
    ):
        writer.add(b"", 0)
    with pytest.raises(ValueError, match="do not fit"):
        DuetWriter(str(tmp_path / "a.duet"), HEADER, TILES + 1)
    assert os.listdir(tmp_path) == []


def test_overwrites(sound, payloads):
    write(sound, payloads[::-1])
    with DuetReader(str(sound)) as reader:
        assert reader.payload(0) == payloads[-1]


@pytest.mark.parametrize("target", ["none/a.duet", "file/a.duet", "folder"])
def test_unwritable_targets_are_output_errors(tmp_path, target):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / target, [b"x"] * TILES)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


FILL = """
import resource, signal, sys
from osgeo import gdal
from eoduet.engine.errors import OutputError
from test_container import HEADER, TILES, write
gdal.UseExceptions() if sys.argv[2] == "exceptions" else None
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write(sys.argv[1], [b"x" * int(sys.argv[3])] * TILES)
except OutputError as error:
    print(error)
"""


# Full at the last flush, at a write between, in one write; and where the host program has GDAL raise exceptions.
@pytest.mark.parametrize(
    ("mode", "tile_bytes"), [("plain", 17_000), ("plain", 30_000), ("plain", 200_000), ("exceptions", 17_000)]
)
def test_a_full_disk_is_an_output_error_and_leaves_nothing(tmp_path, mode, tile_bytes):
    assert tile_bytes * TILES > 100_000  # the limit, which stands for the disk
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path / "a.duet"), mode, str(tile_bytes)],
        cwd=os.path.dirname(__file__),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the disk has room" in done.stdout
    assert done.stderr == ""
    assert os.listdir(tmp_path) == []
