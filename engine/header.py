"""The JSON header of a `.duet` file: packed into few bytes, unpacked within limits and checked; not what its fields do.

    header dict → minified JSON, usual keys in a fixed order → raw deflate that starts from a preset dictionary

A 256 × 256 pair at 0.1 bits per pixel is 1,638 bytes in all, so every byte of the header counts: fields at their default
are left out, and the dictionary (a constant of format v1) holds the keys and values nearly every file has. After
`unpack_header` every field named in resources/help/format.md has the right type and a finite value in range.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from .errors import FormatError
from .headerchecks import check_header
from .headerdictionary import DICTIONARY

MAX_HEADER = 1 << 20  # bytes, packed or unpacked
MAX_DIGITS = 20  # of an integer
DEFAULT_EDGE = 512

KEYS = (
    "size",
    "crs",
    "geotransform",
    "epoch",
    "optical",
    "sar",
    "tile",
    "bundle",
    "quality",
    "gamma",
    "producer",
    "profile",
)
MODALITY_KEYS = ("bands", "mean", "rotation", "metadata", "style")
BAND_KEYS = ("name", "dtype", "nodata", "unit", "scale", "offset", "color", "metadata", "kind", "low", "high")


def tile_edge_of(header: dict) -> int:
    """Edge of a tile in pixels."""
    return int(header.get("tile", DEFAULT_EDGE))


def tile_count_of(header: dict) -> int:
    """How many tiles the raster's size and the tile edge imply."""
    edge = tile_edge_of(header)
    width, height = header["size"]
    return -(-width // edge) * -(-height // edge)


def pack_header(header: dict) -> bytes:
    """Pack a header; FormatError where it is not a header of format v1."""
    check_header(header)
    stored = _ordered(header, KEYS)
    for modality in ("optical", "sar"):
        if modality in stored:
            stored[modality] = _ordered(stored[modality], MODALITY_KEYS)
            stored[modality]["bands"] = [_ordered(band, BAND_KEYS) for band in stored[modality]["bands"]]
    name, digest = header["bundle"]
    stored["bundle"] = [name, base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")]
    text = json.dumps(stored, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    if len(text) > MAX_HEADER:
        raise FormatError(
            "The raster's metadata is over 1 MiB, too much for a .duet header; remove some of it."
        )
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return packer.compress(text) + packer.flush()


def unpack_header(data: bytes) -> dict[str, Any]:
    """Unpack and check a header; FormatError, in bounded time and memory, for anything else."""
    try:
        header = _parse(_inflate(data))
        name, digest = header["bundle"]
        if not re.fullmatch(r"[\w-]{22}", digest, re.ASCII):
            raise ValueError("bundle")
        header["bundle"] = [name, base64.urlsafe_b64decode(digest + "==").hex()]
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise FormatError("The header of the .duet file makes no sense; the file cannot be read.") from error
    check_header(header)
    return header


def _inflate(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15, zdict=DICTIONARY)
    text = unpacker.decompress(data, MAX_HEADER)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not one deflate stream of at most 1 MiB")
    return text


def _parse(text: bytes) -> dict[str, Any]:
    return json.loads(text.decode("utf-8"), parse_int=_integer, parse_constant=_refuse)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("integer too long")
    return int(digits)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _ordered(fields: dict, keys: tuple[str, ...]) -> dict:
    """The same fields in one order, so that the dictionary's phrases match and equal input gives equal bytes."""
    usual = {key: fields[key] for key in keys if key in fields}
    return {**usual, **{key: fields[key] for key in sorted(fields) if key not in usual}}
