"""One real encoding of a pair or of one of its images: the bytes of the finished file and what its decoded images measure.

The steps are those of the verbs *encode* and *decode*, one after another: the tiles of the raster are coded and written
to a `.duet` file, head and all; the images are synthesised from the coded latents. What all encodings of a pair have in
common is done once (open, fit the transforms), and latents are not read back from the file: that decoding gives the
same latents is what the format promises. With `check` the verbs themselves write and decode the file as well, and it is
an error if a byte, a pixel or the PSNR that the encoder reports is another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.analysis import TileEncoder
from eoduet.engine.container import VERSION, DuetWriter
from eoduet.engine.description import Description
from eoduet.engine.encoder import describe
from eoduet.engine.payload import TilePayload
from eoduet.engine.prompts import Prompts
from eoduet.engine.raster import open_pair
from eoduet.engine.reconstruction import reconstruct
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.tiles import Window, choose_edge

from .measures import measure
from .pairs import MODALITIES, Pair, read

PROMISE = 1e-3  # dB between the encoder's report and the decoded files


def encode(
    pair: Pair,
    codec: TileCodec,
    modalities: tuple[str, ...],
    quality: float,
    gamma: float,
    check: bool = False,
    blind: bool = False,
) -> dict:
    """Write one `.duet` file in memory, and say what it and the images in it come to.

    `blind` takes bands that were enlarged for ordinary ones. RuntimeError where `check` finds the verbs to differ.
    """
    job, fitted = _job(pair, codec, modalities, blind)
    description = replace(fitted, prompts=Prompts.from_floats(quality, gamma))
    coded = [job.encode(tile, description) for tile in description.tiles]
    path = f"/vsimem/{pair.id}-{os.getpid()}.duet"
    try:
        with DuetWriter(path, description.to_header(), len(coded)) as writer:
            for tile in coded:
                writer.add(tile.payload, tile.symbols_crc)
        size = gdal.VSIStatL(path).size
        latents = dict(enumerate(tile.latents for tile in coded))
        images = (
            _decode(path, codec, modalities)
            if _has_nodata(description)
            else {m: _synthesise(codec, description, m, latents) for m in modalities}
        )
        found = {m: measure(pair.image(m), images[m]) for m in modalities}
        if check:
            _check(pair, codec, description, path, images, found)
    finally:
        _remove(path)
    return {
        "quality": quality,
        "gamma": gamma,
        "bytes": size,
        "bpp": pair.bpp(size, len(modalities)),
        "payload_bytes": sum(len(tile.payload) for tile in coded),
        "stream_bytes": sum(
            len(TilePayload.from_bytes(tile.payload, VERSION).stream or b"") for tile in coded
        ),
        "estimated_bytes": round(sum(tile.estimated_bits for tile in coded) / 8),
        **found,
    }


@lru_cache(maxsize=2)
def _job(
    pair: Pair, codec: TileCodec, modalities: tuple[str, ...], blind: bool
) -> tuple[TileEncoder, Description]:
    rasters = open_pair(*(getattr(pair, m) if m in modalities else None for m in MODALITIES))
    edge = choose_edge(rasters.grid.width, rasters.grid.height)
    areas: list[Window] | None = [] if blind else None  # where enlarged bands are looked for
    return TileEncoder(rasters.sources, codec), describe(rasters, codec, Prompts(500, 500), edge, areas=areas)


def _has_nodata(description: Description) -> bool:
    """Whether decoding moves valid values that came out as NoData: such images are decoded by the verb."""
    bands = (band for transform in description.transforms.values() for band in transform.bands)
    return any(band.nodata is not None for band in bands)


def _synthesise(codec: TileCodec, description: Description, modality: str, latents: dict) -> np.ndarray:
    """Return a whole image, (bands, h, w) in its own type; 0 where a tile has no valid pixel."""
    tiles = description.tiles
    bands = description.transforms[modality].bands
    image = np.zeros((len(bands), tiles.height, tiles.width), bands[0].dtype)
    for tile in tiles:
        if latents[tile.index] is not None:
            x, y, width, height = tile.window
            image[:, y : y + height, x : x + width] = reconstruct(
                codec, description, modality, tile, tile.window, latents.get
            )
    return image


def _decode(path: str, codec: TileCodec, modalities: Iterable[str]) -> dict[str, np.ndarray]:
    """Return what the verb decode writes."""
    outputs = {m: f"{path}.{m}.tif" for m in modalities}
    try:
        verbs.decode(path, lambda *_: codec, **outputs)
        return {m: read(output) for m, output in outputs.items()}
    finally:
        for output in outputs.values():
            _remove(output)


def _check(
    pair: Pair,
    codec: TileCodec,
    description: Description,
    path: str,
    images: dict[str, np.ndarray],
    found: dict[str, dict[str, float]],
) -> None:
    """RuntimeError where the verbs write another file, decode another image or promise another PSNR."""
    own, prompts = f"{path}.verb", description.prompts
    try:
        report = verbs.encode(
            *(getattr(pair, m) if m in images else None for m in MODALITIES), own, codec,
            quality=prompts.quality_value, gamma=prompts.gamma_value, measure=True,
        )  # fmt: skip
        if _bytes_of(own) != _bytes_of(path):
            raise RuntimeError(f"{pair.id}: the file is not the one that the verb encode writes")
        for modality, decoded in _decode(own, codec, images).items():
            valid = pair.image(modality).valid
            if not np.array_equal(decoded[valid], images[modality][valid]):
                raise RuntimeError(f"{pair.id}: the verb decode gives another {modality} image")
            if abs(found[modality]["psnr"] - report.psnr[modality]) > PROMISE:
                raise RuntimeError(
                    f"{pair.id}: the decoded {modality} image has {found[modality]['psnr']:.3f} dB, "
                    f"the encoder said {report.psnr[modality]:.3f}"
                )
    finally:
        _remove(own)


def _remove(path: str) -> None:
    if gdal.VSIStatL(path) is not None:
        gdal.Unlink(path)


def _bytes_of(path: str) -> bytes:
    file = gdal.VSIFOpenL(path, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    finally:
        gdal.VSIFCloseL(file)
