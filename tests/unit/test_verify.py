"""Verify: every flipped byte is found, a tile's damage is told from the head's, other symbols are noticed."""

import numpy as np
import pytest

from eoduet.engine import codec as verbs
from eoduet.engine.container import DuetReader, head_size
from eoduet.engine.errors import InputError
from eoduet.engine.verify import verify


@pytest.fixture(scope="module")
def content(tmp_path_factory, tile_codec, sample):
    """A sound file of 16 tiles, some kilobytes."""
    path = tmp_path_factory.mktemp("verify") / "sound.duet"
    verbs.encode(sample["optical"], sample["sar"], str(path), tile_codec, quality=10, tile=64, measure=False)
    return path.read_bytes()


@pytest.fixture
def place(tmp_path):
    """Return a function that writes bytes to a file and returns its path."""

    def write(data):
        path = tmp_path / "file.duet"
        path.write_bytes(data)
        return str(path)

    return write


def test_a_sound_file_is_sound(content, place, tile_codec):
    told = []
    assert verify(place(content)).sound
    report = verify(place(content), lambda *_: tile_codec, progress=told.append)
    assert report.sound and report.decoded and report.tiles == 16
    assert told == sorted(told) and told[-1] == 1


def test_every_flipped_byte_is_found(content, place):
    path = place(content)
    with DuetReader(path) as reader:
        head = head_size(reader.header, reader.tile_count)
        ends = head + np.cumsum([len(reader.payload(index)) for index in range(reader.tile_count)])
    rng = np.random.default_rng(0)
    payload_places = rng.choice(np.arange(head, len(content)), 200, replace=False)
    for position in [*range(head), *map(int, payload_places), len(content) - 1]:
        damaged = bytearray(content)
        damaged[position] ^= 1 << int(rng.integers(8))
        report = verify(place(bytes(damaged)))
        assert not report.sound
        if position < head:
            assert report.head and not report.damaged
        else:
            tile = int(np.searchsorted(ends, position, side="right"))
            assert [damage.tile for damage in report.damaged] == [tile]


@pytest.mark.parametrize("keep", [0, 3, 20, 200, -1])
def test_a_truncated_file_is_damaged(content, place, keep):
    assert not verify(place(content[:keep])).sound


def test_bytes_at_the_end_are_damage(content, place):
    assert not verify(place(content + b"x")).sound


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        verify(str(tmp_path / "none.duet"))


def test_symbols_are_compared_when_a_codec_is_given(content, place, tile_codec):
    class Drifting:
        """A tile codec whose third tile decodes to other symbols, as inexact networks elsewhere would."""

        bundle, device, calls = tile_codec.bundle, tile_codec.device, 0

        def decode(self, *arguments):
            self.calls += 1
            latents, crc = tile_codec.decode(*arguments)
            return latents, crc ^ (self.calls == 3)

    drifting = Drifting()
    report = verify(place(content), lambda *_: drifting)
    assert [damage.tile for damage in report.damaged] == [2]
    assert report.to_dict()["sound"] is False
