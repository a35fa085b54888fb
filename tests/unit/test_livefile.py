"""A file that is looked at gives tile by tile what *decode* writes, and notices when it is another file."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine import codec
from eoduet.engine.bundle import find_bundle
from eoduet.engine.bytecache import ByteCache
from eoduet.engine.errors import Cancelled, FormatError
from eoduet.engine.livefile import LiveFile
from eoduet.engine.tilecodec import TileCodec

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture
def path(tmp_path) -> str:
    return str(shutil.copy(GOLDEN / "sar_holes.duet", tmp_path / "holes.duet"))


@pytest.fixture(scope="module")
def networks():
    described = LiveFile(str(GOLDEN / "sar_holes.duet")).description
    return TileCodec(
        find_bundle(described.bundle_id, described.bundle_digest, further=str(GOLDEN / "models")),
        "cpu",
        profile=described.profile,
    )


def test_tiles_are_what_decode_writes(path, networks, tmp_path):
    file, cache = LiveFile(path), ByteCache(1 << 26)
    (modality,) = file.description.transforms
    codec.decode(path, lambda *named: networks, sar=str(tmp_path / "out.tif"))
    written = gdal.Open(str(tmp_path / "out.tif")).ReadAsArray()
    written = written[None] if written.ndim == 2 else written
    for tile in file.description.tiles:
        x, y, width, height = tile.window
        pixels = file.decode(networks, modality, tile.index, cache)
        np.testing.assert_array_equal(pixels.values, written[:, y : y + height, x : x + width])
        assert cache.get(file.key(modality, tile.index)) is pixels
    assert file.damaged == {} and str(file.facts()) == str(codec.info(path)) and file.name == "holes.duet"


def test_another_file_under_the_same_name_is_refused(path, networks):
    file = LiveFile(path)
    shutil.copy(GOLDEN / "grey.duet", path)
    with pytest.raises(FormatError, match="another file"):
        file.decode(networks, "sar", 0, ByteCache(1 << 20))
    Path(path).unlink()
    with pytest.raises(FormatError, match="does not exist"):
        file.decode(networks, "sar", 0, ByteCache(1 << 20))


def test_damage_is_noted_and_cancelling_is_heard(path, networks):
    with pytest.raises(Cancelled):
        LiveFile(path).decode(networks, "sar", 0, ByteCache(1 << 20), lambda: True)
    with open(path, "r+b") as target:
        target.seek(-3, 2)
        target.write(b"\0\1\2")
    file = LiveFile(path)
    last = len(file.description.tiles) - 1
    pixels = file.decode(networks, "sar", last, ByteCache(1 << 20))
    assert not pixels.valid.any() and "checksum" in file.damaged[last]
