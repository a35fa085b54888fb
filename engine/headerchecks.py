"""What a `.duet` header may say: types, ranges and lengths of its fields; neither bytes nor meaning.

Fields it does not know are let through: a later writer may add some without harm to this reader.
"""

from __future__ import annotations

import math
import re
from typing import Any

from .errors import FormatError
from .mapchecks import IMAGE, plain_name

MAX_SIZE = 2**31 - 1
MAX_BANDS = {"optical": 4, "sar": 2}
DTYPES = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64")
TURN = 1000  # steps of a rotation angle
MAX_FACTOR = 8  # that a band was enlarged by


def check_header(header: Any) -> None:
    """FormatError naming the first field that cannot be right."""
    _require(isinstance(header, dict), "object")
    size = header.get("size")
    _require(_integers(size, 2, 1, MAX_SIZE), "size")
    _require(_text(header.get("crs", "")), "crs")
    _require("geotransform" not in header or _numbers(header["geotransform"], 6), "geotransform")
    _require(_number(header.get("epoch", 0)), "epoch")
    edge = header.get("tile", 512)
    _require(_integer(edge, 64, 2048) and edge % 16 == 0, "tile")
    bundle = header.get("bundle")
    _require(isinstance(bundle, (list, tuple)) and len(bundle) == 2 and all(map(_text, bundle)), "bundle")
    _require(re.fullmatch("[0-9a-f]{16}([0-9a-f]{16})?", bundle[1]) is not None, "bundle")
    _require(_integer(header.get("quality"), 0, 1000), "quality")
    _require(_integer(header.get("gamma"), 0, 1000), "gamma")
    _require(_text(header.get("producer", "")), "producer")
    _require(plain_name(header.get("profile", IMAGE)), "profile")
    present = [modality for modality in MAX_BANDS if modality in header]
    _require(bool(present), "optical or sar")
    for modality in present:
        _check_modality(header[modality], modality)


def _check_modality(fields: Any, modality: str) -> None:
    _require(isinstance(fields, dict), modality)
    bands = fields.get("bands")
    _require(isinstance(bands, (list, tuple)) and 1 <= len(bands) <= MAX_BANDS[modality], f"{modality}.bands")
    for band in bands:
        _check_band(band, f"{modality}.bands")
    n = len(bands)
    _require(_integers(fields.get("mean"), n, 0, 255), f"{modality}.mean")
    rotation = fields.get("rotation", [])
    _require(isinstance(rotation, (list, tuple)), f"{modality}.rotation")
    angles = n * (n - 1) // 2
    if rotation:
        _require(_integers(rotation[:angles], angles, 0, TURN - 1), f"{modality}.rotation")
        _require(list(rotation[angles:]) in ([], [0], [1]), f"{modality}.rotation")
    _require(_text(fields.get("style", "")), f"{modality}.style")
    _check_metadata(fields, modality)


def _check_band(band: Any, where: str) -> None:
    _require(isinstance(band, dict), where)
    dtype = band.get("dtype", "uint8")
    _require(dtype in DTYPES if isinstance(dtype, str) else False, f"{where}.dtype")
    for key in ("name", "unit", "color"):
        _require(_text(band.get(key, "")), f"{where}.{key}")
    nodata = band.get("nodata", 0)
    _require(_number(nodata) or nodata in ("nan", "inf", "-inf"), f"{where}.nodata")
    for key in ("scale", "offset"):
        _require(_number(band.get(key, 1)), f"{where}.{key}")
    _require(band.get("kind", "linear") in ("linear", "log"), f"{where}.kind")
    low, high = band.get("low", 0), band.get("high", 255)
    _require(
        _number(low) and _number(high) and low < high and math.isfinite(float(high) - low), f"{where}.low"
    )
    if "enlarged" in band:
        blocks = band["enlarged"]
        _require(_integers(blocks, 3, 0, MAX_FACTOR) and blocks[0] > 1, f"{where}.enlarged")
        _require(max(blocks[1:]) < blocks[0], f"{where}.enlarged")
    _check_metadata(band, where)


def _check_metadata(fields: dict, where: str) -> None:
    metadata = fields.get("metadata", {})
    _require(
        isinstance(metadata, dict) and all(_text(value) for value in metadata.values()), f"{where}.metadata"
    )


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _integer(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _numbers(values: Any, count: int) -> bool:
    return isinstance(values, (list, tuple)) and len(values) == count and all(map(_number, values))


def _integers(values: Any, count: int, least: int, most: int) -> bool:
    return _numbers(values, count) and all(_integer(value, least, most) for value in values)


def _require(right: bool, field: str) -> None:
    if not right:
        raise FormatError(f"The .duet header's field {field!r} makes no sense; the file cannot be read.")
