"""The `.duet` file on disk: head, tile index, tile payloads and their checksums; not what a header or a payload means.

    "DUET" | u8 version 2 or 3 | header length | tile count   both in groups of 7 bits, the lowest first, as LEB128 has them
    header: half the model's digest, the JSON's deflated skeleton and its numbers (engine.header)
    index: per tile u32 payload length, u32 CRC-32 of the payload, u32 CRC-32 of the decoded symbols
    u32 CRC-32 of everything before                                                               all little-endian
    payloads, one after another in tile order, to the end of the file

Version 3 is written where a band is enlarged (engine.blocks), version 2 everywhere else. Files of version 1 are read as well;
there u8 flags 0, u32 header length and u32 tile count follow the version. The index stands in front, so one range read of a
remote file tells where every tile is; see resources/help/format.md.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from types import TracebackType

import numpy as np

from . import vsi
from .errors import DamagedTile, FormatError, OutputError
from .header import MAX_HEADER, pack_header, tile_count_of, tile_edge_of, unpack_header, version_of

MAGIC = b"DUET"
VERSION = 3  # the newest; all from 1 on are read
#: How a file of version 1 begins; of any file so much is read before its lengths are known.
FIRST = struct.Struct("<4sBBII")
ENTRY = np.dtype([("length", "<u4"), ("payload_crc", "<u4"), ("symbols_crc", "<u4")])
CRC = struct.Struct("<I")
MAX_TILES = 1 << 22
MOST_SEVENS = 4  # groups of 7 bits: more than a header's length or a number of tiles may have
MAX_BYTES_PER_PIXEL = 16  # of a tile: far above what six bands of 16 bit and their masks can need


def head_size(header: dict, tile_count: int) -> int:
    """Bytes of a file before its first payload."""
    return _head_size(len(pack_header(header)), tile_count)


class DuetWriter:
    """Writes a `.duet` file at `path` (anything GDAL's VSI layer can write); OutputError where it cannot be written.

        with DuetWriter(path, header, tile_count) as writer:
            writer.add(payload, symbols_crc)  # once per tile, in tile order

    The file appears under its name when the block ends well; on an error nothing is left.
    """

    def __init__(self, path: str, header: dict, tile_count: int) -> None:
        if tile_count != tile_count_of(header) or tile_count > MAX_TILES:
            raise ValueError(f"{tile_count} tiles do not fit a raster of {header['size']} pixels")
        self.path = path
        self._header, self._version = pack_header(header), version_of(header)
        self._index = np.zeros(tile_count, ENTRY)
        self._added = 0
        self._offset = _head_size(len(self._header), tile_count)
        self._temporary = vsi.temporary_name(path)
        self._file = vsi.VsiFile(self._temporary, "wb", path)

    def add(self, payload: bytes, symbols_crc: int) -> None:
        """Append the payload of the next tile; `symbols_crc` is the CRC-32 of its decoded symbols."""
        if self._added == 0:
            # Reserves the head; front-to-back file systems cannot leave a hole.
            self._file.write(0, bytes(self._offset))
        self._index[self._added] = len(payload), zlib.crc32(payload), symbols_crc
        self._file.write(self._offset, payload)
        self._offset += len(payload)
        self._added += 1

    def __enter__(self) -> DuetWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._discard()

    def _finish(self) -> None:
        if self._added != len(self._index):
            raise ValueError(f"{self._added} of {len(self._index)} tiles were added")
        self._file.write(0, _head(self._version, self._header, self._index))
        self._file.close()
        vsi.replace(self._temporary, self.path)

    def _discard(self) -> None:
        """Remove the temporary file; there is none any more after a clean finish."""
        try:
            self._file.close()
        except OutputError:
            # The error that brought us here, or the missing finish, already tells the caller.
            self._added = 0
        vsi.remove(self._temporary)


class DuetReader:
    """Opens a `.duet` file: header and index are read and checked at once, payloads on demand.

    FormatError for a file that is foreign, damaged in its head, truncated or of a newer version.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        size = vsi.size_of(path)
        if size is None:
            raise FormatError(f"{path} does not exist or cannot be reached; check the name.")
        self.size_bytes: int = size
        self._file = vsi.VsiFile(path, "rb")
        try:
            self._read_head()
        except BaseException:
            self._file.close()
            raise

    def payload(self, index: int) -> bytes:
        """The payload of a tile; DamagedTile where its bytes do not match their checksum."""
        start, stop = int(self._offsets[index]), int(self._offsets[index + 1])
        try:
            data = self._file.read(start, stop - start)
        except FormatError as error:
            raise DamagedTile("its bytes cannot be read; check the disk or the connection.") from error
        if zlib.crc32(data) != int(self._index["payload_crc"][index]):
            raise DamagedTile("its bytes do not match their checksum; get the file again to have it.")
        return data

    def symbols_crc(self, index: int) -> int:
        """CRC-32 of the symbols that decoding the tile must give."""
        return int(self._index["symbols_crc"][index])

    def close(self) -> None:
        """Close the file; the header and index stay readable."""
        self._file.close()

    def __enter__(self) -> DuetReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_head(self) -> None:
        name = self.path
        first = self._file.read(0, min(FIRST.size, self.size_bytes))
        if len(first) < FIRST.size or first[: len(MAGIC)] != MAGIC:
            raise FormatError(f"{name} is not a .duet file; choose another.")
        self.version: int = first[len(MAGIC)]
        if self.version == 0:
            raise FormatError(f"The head of {name} is damaged; get the file again.")
        if self.version > VERSION:
            raise FormatError(
                f"{name} is a .duet file of version {self.version}, but this program reads versions up to {VERSION}; "
                "update EO-Duet to open it."
            )
        begin, header_length, tiles = _lengths(first, name)
        end = begin + header_length
        head_length = end + tiles * ENTRY.itemsize + CRC.size
        if header_length > MAX_HEADER or tiles > MAX_TILES:
            raise FormatError(f"The head of {name} is damaged; get the file again.")
        if head_length > self.size_bytes:
            raise FormatError(f"{name} is truncated or its head is damaged; get the file again.")
        head = self._file.read(0, head_length)
        if zlib.crc32(head[: -CRC.size]) != CRC.unpack(head[-CRC.size :])[0]:
            raise FormatError(f"The head of {name} is damaged; get the file again.")
        self.header: dict = unpack_header(head[begin:end], self.version)
        self._index = np.frombuffer(head, ENTRY, tiles, end)
        self.tile_count: int = tiles
        #: 128 bits over header and index, and so over the checksums of all that follows: another file has another.
        self.fingerprint: str = hashlib.sha256(head).hexdigest()[:32]
        self._check_index(head_length)

    def _check_index(self, head_length: int) -> None:
        """Lengths must fit the tiles, and their sum the file, before anything trusts them."""
        edge = tile_edge_of(self.header)
        lengths = self._index["length"].astype(np.int64)
        most = edge * edge * MAX_BYTES_PER_PIXEL
        if self.tile_count != tile_count_of(self.header) or (lengths > most).any():
            raise FormatError(
                f"The tile index of {self.path} does not fit its header; the file cannot be read."
            )
        self._offsets = np.concatenate([[0], np.cumsum(lengths)]) + head_length
        expected = int(self._offsets[-1])
        if expected != self.size_bytes:
            problem = "is truncated" if expected > self.size_bytes else "has foreign bytes at its end"
            raise FormatError(
                f"{self.path} {problem} ({self.size_bytes} bytes instead of {expected}); get the file again."
            )


def _begin(version: int, header_length: int, tile_count: int) -> bytes:
    return MAGIC + bytes([version]) + _in_sevens(header_length) + _in_sevens(tile_count)


def _head_size(header_length: int, tile_count: int) -> int:
    return (
        len(_begin(VERSION, header_length, tile_count))
        + header_length
        + tile_count * ENTRY.itemsize
        + CRC.size
    )


def _head(version: int, header: bytes, index: np.ndarray) -> bytes:
    """All bytes before the payloads."""
    head = _begin(version, len(header), len(index)) + header + index.tobytes()
    return head + CRC.pack(zlib.crc32(head))


def _in_sevens(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups[-1] |= 0x80
        groups.append(value & 0x7F)
    return bytes(groups)


def _lengths(first: bytes, name: str) -> tuple[int, int, int]:
    """Where the header begins, its length and the number of tiles, of a file's first bytes."""
    if first[len(MAGIC)] == 1:
        _, _, flags, header_length, tiles = FIRST.unpack(first)
        if flags != 0:
            raise FormatError(
                f"{name} uses features (flags {flags}) that this program does not know; update EO-Duet to open it."
            )
        return FIRST.size, header_length, tiles
    position, values = len(MAGIC) + 1, []
    for _ in range(2):
        groups = [first[position]]
        while groups[-1] & 0x80 and len(groups) < MOST_SEVENS:
            groups.append(first[position + len(groups)])
        values.append(sum((group & 0x7F) << 7 * at for at, group in enumerate(groups)))
        if _in_sevens(values[-1]) != bytes(groups):
            raise FormatError(f"The head of {name} is damaged; get the file again.")
        position += len(groups)
    return position, values[0], values[1]
