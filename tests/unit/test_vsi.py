"""Checked file access: reads past the end, temporary names, renames over files, and a device that is always full."""

from __future__ import annotations

import os

import pytest

from eoduet.engine import vsi
from eoduet.engine.errors import FormatError, OutputError


def test_reads_exactly_or_fails(tmp_path):
    (tmp_path / "a").write_bytes(b"0123456789")
    file = vsi.VsiFile(str(tmp_path / "a"), "rb")
    assert (file.read(3, 4), file.read(10, 0)) == (b"3456", b"")
    with pytest.raises(FormatError, match="ends too early"):
        file.read(8, 3)
    file.close()
    file.close()


def test_writes_anywhere():
    file = vsi.VsiFile("/vsimem/w", "wb")
    file.write(0, bytes(4))
    file.write(4, b"tail")
    file.write(0, b"head")
    file.close()
    assert vsi.size_of("/vsimem/w") == 8
    assert vsi.VsiFile("/vsimem/w", "rb").read(0, 8) == b"headtail"
    vsi.remove("/vsimem/w")
    assert vsi.size_of("/vsimem/w") is None
    vsi.remove("/vsimem/w")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux only")
@pytest.mark.parametrize("length", [1, 100_000])
def test_a_full_device_is_an_output_error(length):
    file = vsi.VsiFile("/dev/full", "wb", "target.duet")
    with pytest.raises(OutputError, match="target.duet cannot be written.*disk has room"):
        try:
            file.write(0, bytes(length))
        finally:
            file.close()


def test_a_folder_is_no_file(tmp_path):
    assert vsi.size_of(str(tmp_path)) is None


def test_temporary_names_stay_in_the_folder_and_keep_the_extension(tmp_path):
    names = {vsi.temporary_name(str(tmp_path / "a.b.tif")) for _ in range(50)}
    assert len(names) == 50
    assert {os.path.dirname(name) for name in names} == {str(tmp_path)}
    assert all(name.endswith(".part.tif") for name in names)
    assert os.path.dirname(vsi.temporary_name("a.tif")) == ""


def test_replace(tmp_path):
    for name in ("new", "old"):
        (tmp_path / name).write_text(name)
    vsi.replace(str(tmp_path / "new"), str(tmp_path / "old"))
    assert ((tmp_path / "old").read_text(), os.listdir(tmp_path)) == ("new", ["old"])
    with pytest.raises(OutputError):
        vsi.replace(str(tmp_path / "none"), str(tmp_path / "other"))


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "real").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(elsewhere / "real")
    source = vsi.temporary_name(str(link))
    assert os.path.dirname(source) == str(elsewhere)
    with open(source, "wb") as file:
        file.write(b"new")
    vsi.replace(source, str(link))
    assert link.is_symlink() and (elsewhere / "real").read_bytes() == b"new"


def test_several_links_stay_and_a_failure_gives_the_old_files_back(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    moves = []
    for name in ("a", "b"):
        (tmp_path / "elsewhere" / name).write_bytes(b"old")
        (tmp_path / name).symlink_to(tmp_path / "elsewhere" / name)
        (tmp_path / f"new-{name}").write_bytes(b"new")
        moves.append((str(tmp_path / f"new-{name}"), str(tmp_path / name)))
    with pytest.raises(OutputError):
        vsi.replace_together([*moves, (str(tmp_path / "missing"), str(tmp_path / "c"))])
    assert all((tmp_path / name).is_symlink() and (tmp_path / name).read_bytes() == b"old" for name in "ab")
    for name in ("a", "b"):
        (tmp_path / f"new-{name}").write_bytes(b"new")
    vsi.replace_together(moves)
    assert all((tmp_path / name).is_symlink() and (tmp_path / name).read_bytes() == b"new" for name in "ab")


def test_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(FormatError, match="cannot be read"):
        vsi.VsiFile(str(tmp_path / "none"), "rb")
    with pytest.raises(OutputError, match="folder exists"):
        vsi.VsiFile(str(tmp_path / "none" / "a"), "wb")
