"""The codec's verbs for every door (command line, Processing, panel): encode, decode, info; no interface.

    encode(optical, sar, out, codec, quality=…, gamma=…)       rasters → .duet       engine.encoder
    decode(path, codec_factory, optical=…, sar=…, window=…)    .duet → rasters       engine.decoder
    info(path)                                                 .duet → a dictionary  here, without a model

Imports numpy, GDAL and the standard library alone: the networks run behind the tile codec that the caller
passes in.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import numpy as np
from osgeo import osr

from . import metrics
from .container import DuetReader
from .decoder import Damage, DecodeReport, decode
from .description import Description
from .encoder import EncodeReport, encode
from .interface import CodecFactory, TileCodecLike
from .radiometry import ModalityTransform
from .targets import Target

__all__ = [
    "CodecFactory",
    "Damage",
    "DecodeReport",
    "EncodeReport",
    "Target",
    "TileCodecLike",
    "decode",
    "encode",
    "info",
]


def info(path: str) -> dict[str, Any]:
    """Return what a `.duet` file says of itself, JSON-ready; FormatError where it cannot be read."""
    with DuetReader(path) as reader:
        return facts(path, Description.from_header(reader.header), reader.size_bytes, reader.version)


def facts(path: str, description: Description, size: int, version: int) -> dict[str, Any]:
    """What `info` says of a file of `size` bytes, in a `version` of the format, whose head is known already."""
    grid, tiles = description.grid, description.tiles
    raw = sum(
        grid.width * grid.height * np.dtype(band.dtype).itemsize
        for transform in description.transforms.values()
        for band in transform.bands
    )
    return {
        "path": path,
        "format": version,
        "bytes": size,
        "raw_bytes": raw,
        "ratio": raw / size,
        "bpp": metrics.bpp(size, len(description.transforms), grid.height, grid.width),
        "width": grid.width,
        "height": grid.height,
        "crs": grid.crs,
        "crs_name": _crs_name(grid.crs),
        "geotransform": None if grid.geotransform is None else list(grid.geotransform),
        "tile": tiles.edge,
        "tiles": len(tiles),
        "model": {"id": description.bundle_id, "digest": description.bundle_digest},
        "profile": description.profile,
        "quality": description.prompts.quality_value,
        "gamma": description.prompts.gamma_value,
        "producer": description.producer,
        "modalities": {
            modality: {"bands": _bands(transform), "metadata": transform.metadata}
            for modality, transform in description.transforms.items()
        },
    }


def _bands(transform: ModalityTransform) -> list[dict[str, Any]]:
    """What is known of each band; `enlarged` is the factor of `engine.blocks`, 1 where each pixel is one."""
    bands = zip_longest(transform.bands, transform.enlarged)
    return [{**vars(band), "enlarged": 1 if blocks is None else blocks.factor} for band, blocks in bands]


def _crs_name(wkt: str) -> str:
    crs = osr.SpatialReference()
    if not wkt or crs.ImportFromWkt(wkt) != 0:
        return ""
    authority, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"{crs.GetName()} ({authority}:{code})" if code else str(crs.GetName())
