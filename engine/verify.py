"""The verb *verify*: says which parts of a `.duet` file are damaged; repairs nothing and writes nothing.

Checksums cover every byte of the file. With a tile codec the streams are decoded too and their symbols
compared with those the encoder wrote down, which proves that this machine decodes what was encoded.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from . import vsi
from .container import DuetReader
from .decoder import Damage
from .description import Description
from .errors import DamagedTile, FormatError, InputError
from .interface import CodecFactory, IsCancelled, Progress
from .payload import TilePayload
from .progress import Steps
from .tilereader import read_tile, unpack_masks


@dataclass(frozen=True)
class VerifyReport:
    """`head` says what is wrong before the tiles ("" = nothing); `decoded`: symbols were compared too."""

    path: str
    tiles: int
    decoded: bool
    head: str
    damaged: list[Damage]

    @property
    def sound(self) -> bool:
        """True where nothing at all is damaged."""
        return not self.head and not self.damaged

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return {"sound": self.sound, **asdict(self)}


def verify(
    path: str,
    codec_factory: CodecFactory | None = None,
    *,
    progress: Progress = None,
    cancelled: IsCancelled = None,
) -> VerifyReport:
    """Check a file; with `codec_factory` also decode every stream (ModelError without the file's model).

    A file that is no `.duet` file, truncated or damaged in front is reported in `head`. InputError where it
    cannot be opened.
    """
    if vsi.size_of(path) is None:
        raise InputError(f"{path} does not exist; check the name.")
    try:
        reader = DuetReader(path)
    except FormatError as error:
        return VerifyReport(path, 0, False, str(error), [])
    with reader:
        try:
            description = Description.from_header(reader.header)
        except FormatError as error:
            return VerifyReport(path, reader.tile_count, False, str(error), [])
        model = description.bundle_id, description.bundle_digest, description.profile
        codec = codec_factory and codec_factory(*model)
        steps = Steps(progress, cancelled)
        steps.plan(reader.tile_count)
        damaged = []
        for tile in description.tiles:
            try:
                if codec is not None:
                    read_tile(reader, description, codec, tile.index)
                else:
                    payload = TilePayload.from_bytes(reader.payload(tile.index), reader.version)
                    unpack_masks(payload, description, tile.index)
            except DamagedTile as damage:
                damaged.append(Damage(tile.index, tile.window, str(damage)))
            steps.step()
        steps.done()
        return VerifyReport(path, reader.tile_count, codec is not None, "", damaged)
