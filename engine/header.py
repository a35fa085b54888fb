"""The JSON header of a `.duet` file: packed into few bytes, unpacked within limits and checked; not what its fields do.

    header dict → minified JSON, usual keys in a fixed order → skeleton and numbers (engine.headernumbers)
    version 3:  8 bytes of the model's digest | raw deflate of the skeleton, from a preset dictionary | the numbers
    version 2:  the same, from another dictionary; no band is enlarged
    version 1:  raw deflate of the JSON itself, from another dictionary; read, no longer written

A 256 × 256 pair at 0.1 bits per pixel is 1,638 bytes in all, so every byte of the header counts: fields at their default
are left out, and the dictionary (a constant of its version) holds the phrases nearly every file has. After
`unpack_header` every field named in resources/help/format.md has the right type and a finite value in range.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from typing import Any

from .errors import FormatError
from .headerchecks import check_header
from .headernumbers import put_together, take_apart
from .headerphrases import DICTIONARIES

MAX_HEADER = 1 << 20  # bytes, packed or unpacked
MAX_DIGITS = 20  # of an integer
DIGEST_BYTES = 8
DEFAULT_EDGE, DEFAULT_GAMMA = 512, 500
_EPSG = re.compile("EPSG:([1-9][0-9]{0,8})", re.ASCII)

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
BAND_KEYS = (
    "name",
    "dtype",
    "nodata",
    "unit",
    "scale",
    "offset",
    "color",
    "metadata",
    "kind",
    "low",
    "high",
    "enlarged",
)


def tile_edge_of(header: dict) -> int:
    """Edge of a tile in pixels."""
    return int(header.get("tile", DEFAULT_EDGE))


def tile_count_of(header: dict) -> int:
    """How many tiles the raster's size and the tile edge imply."""
    edge = tile_edge_of(header)
    width, height = header["size"]
    return -(-width // edge) * -(-height // edge)


def version_of(header: dict) -> int:
    """The version of the format that a file with this header is written in: the lowest that can hold it."""
    images = [header[modality] for modality in ("optical", "sar") if modality in header]
    return 3 if any("enlarged" in band for image in images for band in image["bands"]) else 2


def pack_header(header: dict) -> bytes:
    """Pack a header for its version; FormatError where it is not a header.

    Of the model's digest the first 16 hex digits are kept; a CRS by its EPSG code and a γ of 0.5 take no text.
    """
    check_header(header)
    stored = _ordered(header, KEYS)
    for modality in ("optical", "sar"):
        if modality in stored:
            stored[modality] = _ordered(stored[modality], MODALITY_KEYS)
            stored[modality]["bands"] = [_ordered(band, BAND_KEYS) for band in stored[modality]["bands"]]
    stored["bundle"], digest = header["bundle"]
    code = _EPSG.fullmatch(stored.get("crs", ""))
    if code:
        stored["crs"] = int(code[1])
    if stored["gamma"] == DEFAULT_GAMMA:
        del stored["gamma"]
    try:
        text = json.dumps(stored, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
        skeleton, numbers = take_apart(text)
    except ValueError:
        raise FormatError(
            "The raster's metadata holds text or numbers that no .duet header can; remove them."
        ) from None
    if size > MAX_HEADER:
        raise FormatError(
            "The raster's metadata is over 1 MiB, too much for a .duet header; remove some of it."
        )
    packer = zlib.compressobj(
        9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARIES[version_of(header)]
    )
    return (
        bytes.fromhex(digest)[:DIGEST_BYTES] + packer.compress(skeleton.encode()) + packer.flush() + numbers
    )


def unpack_header(data: bytes, version: int) -> dict[str, Any]:
    """Unpack and check a header of a version; FormatError, in bounded time and memory, for anything else."""
    try:
        header = _unpack_first(data) if version == 1 else _unpack(data, DICTIONARIES[version])
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise FormatError("The header of the .duet file makes no sense; the file cannot be read.") from error
    check_header(header)
    if version < 3 and version_of(header) == 3:
        raise FormatError(
            "The .duet file has enlarged bands, which its version does not know; the file cannot be read."
        )
    return header


def _unpack(data: bytes, dictionary: bytes) -> dict[str, Any]:
    digest, rest = data[:DIGEST_BYTES], data[DIGEST_BYTES:]
    skeleton, numbers = _inflate(rest, dictionary)
    text = put_together(skeleton, numbers)
    if len(text.encode()) > MAX_HEADER:
        raise ValueError("too long")
    header = _parse(text)
    header["bundle"] = [header["bundle"], digest.hex()]
    header.setdefault("gamma", DEFAULT_GAMMA)
    code = f"EPSG:{header.get('crs')}"
    if isinstance(header.get("crs"), int) and _EPSG.fullmatch(code):
        header["crs"] = code
    return header


def _unpack_first(data: bytes) -> dict[str, Any]:
    text, rest = _inflate(data, DICTIONARIES[1])
    if rest:
        raise ValueError("not one deflate stream")
    header = _parse(text)
    name, digest = header["bundle"]
    if not re.fullmatch(r"[\w-]{22}", digest, re.ASCII):
        raise ValueError("bundle")
    header["bundle"] = [name, base64.urlsafe_b64decode(digest + "==").hex()]
    return header


def _inflate(data: bytes, dictionary: bytes) -> tuple[str, bytes]:
    """The text of a deflate stream, and what follows it."""
    unpacker = zlib.decompressobj(-15, zdict=dictionary)
    text = unpacker.decompress(data, MAX_HEADER)
    if not unpacker.eof:
        raise ValueError("not a deflate stream of at most 1 MiB")
    return text.decode("utf-8"), unpacker.unused_data


def _parse(text: str) -> dict[str, Any]:
    header = json.loads(text, parse_int=_integer, parse_float=_finite, parse_constant=_refuse)
    if not isinstance(header, dict):
        raise ValueError("not an object")
    return header


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("integer too long")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("number too large")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _ordered(fields: dict, keys: tuple[str, ...]) -> dict:
    """The same fields in one order, so that the dictionary's phrases match and equal input gives equal bytes."""
    usual = {key: fields[key] for key in keys if key in fields}
    return {**usual, **{key: fields[key] for key in sorted(fields) if key not in usual}}
