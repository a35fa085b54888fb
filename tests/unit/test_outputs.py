"""`engine/outputs.py`: an output that is no ordinary file is refused and stays what it was."""

from __future__ import annotations

import os
import stat

import pytest

from eoduet.engine.errors import OutputError
from eoduet.engine.outputs import check_writable


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe.duet"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="device or a pipe"):
        check_writable(str(pipe))
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.listdir(tmp_path) == ["pipe.duet"]


def test_an_old_file_may_be_replaced(tmp_path):
    old = tmp_path / "old.duet"
    old.write_bytes(b"old")
    check_writable(str(old))
    assert old.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["old.duet"]
