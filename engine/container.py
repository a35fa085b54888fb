"""The `.duet` file on disk: head, tile index, tile payloads and their checksums; not what a header or a payload means.

    with DuetWriter(path, header, tile_count) as writer:      # temporary name; renamed when the block ends well
        writer.add(payload, symbols_crc)                      # in tile order
    with DuetReader(path) as reader:
        reader.header, reader.tile_count, reader.payload(i), reader.symbols_crc(i), reader.size_bytes
"""

from __future__ import annotations

from types import TracebackType


class DuetWriter:
    """Writes a `.duet` file at `path` (anything GDAL's VSI layer can write); OutputError where it cannot be written."""

    def __init__(self, path: str, header: dict, tile_count: int) -> None: ...

    def add(self, payload: bytes, symbols_crc: int) -> None:
        """Append the payload of the next tile; `symbols_crc` is the CRC-32 of its decoded symbols."""

    def __enter__(self) -> DuetWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class DuetReader:
    """Opens a `.duet` file: header and index are read and checked at once, payloads on demand. FormatError."""

    header: dict
    tile_count: int
    size_bytes: int

    def __init__(self, path: str) -> None: ...

    def payload(self, index: int) -> bytes:
        """The payload of a tile; DamagedTile where its bytes do not match their checksum."""
        raise NotImplementedError

    def symbols_crc(self, index: int) -> int:
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> DuetReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
