"""JPEG 2000, HTJ2K and JPEG XL as peers: one image coded at one setting by each of a coder's variants; no curves.

All through `imagecodecs`, one thread, real bytes. Samples are (bands, h, w), uint8 or uint16 over their full range.

- JPEG 2000 (OpenJPEG): irreversible 9/7 wavelet, one tile, a bare codestream (no JP2 boxes, no comment); all bands in one
  codestream with the standard's colour transform (three bands) and without, and the principal components of the bands in
  one codestream (rotation and means charged). Settings are the PSNR it aims at.
- HTJ2K (OpenJPH): the same wavelet, with the colour transform and without. Settings are quantiser steps.
- JPEG XL (libjxl, effort 7): three 8-bit bands in one call, where libjxl chooses its colour space, and each band on its
  own; four bands in one call would make three of them mere extra channels. Settings are distances.
"""

from __future__ import annotations

from collections.abc import Callable

import imagecodecs
import numpy as np

from eoduet.engine.spectral import principal_rotation

Coded = tuple[int, np.ndarray]  # bytes, samples (bands, h, w)
Coder = Callable[[np.ndarray, float], Coded]
LEVELS = np.arange(14.0, 64.0, 1.0)
STEPS = np.geomspace(0.7, 0.0015, 18)
DISTANCES = np.geomspace(25, 0.1, 22)
EFFORT = 7
NUMBER = 2  # bytes of an angle of the rotation, of a mean, of the step
SOC, COMMENT, START_OF_TILE = b"\xff\x4f", b"\xff\x64", b"\xff\x90"


def jpeg2000_stream(samples: np.ndarray, level: float, colour: bool = False) -> bytes:
    """One codestream of all bands, at a PSNR of about `level`."""
    options = {"codecformat": "j2k", "reversible": False, "mct": colour, "numthreads": 1}
    return without_comments(imagecodecs.jpeg2k_encode(_interleaved(samples), level=float(level), **options))


def without_comments(stream: bytes) -> bytes:
    """Drop the COM segments of a JPEG 2000 codestream's main header: coders sign their work, which is no part of it."""
    kept, at = [SOC], len(SOC)
    while stream[at : at + 2] != START_OF_TILE:
        stop = at + 2 + int.from_bytes(stream[at + 2 : at + 4], "big")
        if stream[at : at + 2] != COMMENT:
            kept.append(stream[at:stop])
        at = stop
    return b"".join([*kept, stream[at:]])


def jpeg2000_decode(stream: bytes) -> np.ndarray:
    """(bands, h, w) of a codestream."""
    decoded = imagecodecs.jpeg2k_decode(stream, numthreads=1)
    return decoded[None] if decoded.ndim == 2 else np.moveaxis(decoded, -1, 0)


def _jpeg2000(samples: np.ndarray, level: float, colour: bool = False) -> Coded:
    stream = jpeg2000_stream(samples, level, colour)
    return len(stream), jpeg2000_decode(stream)


def _jpeg2000_colour(samples: np.ndarray, level: float) -> Coded:
    return _jpeg2000(samples, level, colour=True)


def _jpeg2000_principal(samples: np.ndarray, level: float) -> Coded:
    """Principal components as 16-bit samples of one common step, so that one level means one error for all."""
    flat = samples.reshape(len(samples), -1).astype(np.float64)
    mean = flat.mean(1, keepdims=True)
    rotation = principal_rotation(flat)
    components = rotation @ (flat - mean)
    step = max(float(np.abs(components).max()), 1.0) / 32767
    stored = (np.rint(components / step) + 32768).astype(np.uint16).reshape(samples.shape)
    # The level is a PSNR on 65535 of the components; of the samples it is that of their own full range.
    full = np.iinfo(samples.dtype).max
    size, decoded = _jpeg2000(stored, level + 20 * np.log10(65535 * step / full))
    restored = rotation.T @ ((decoded.reshape(flat.shape).astype(np.float64) - 32768) * step) + mean
    bands = len(samples)
    side = NUMBER * (bands * (bands - 1) // 2 + bands + 1)
    return size + side, restored.reshape(samples.shape)


def _htj2k(samples: np.ndarray, step: float, colour: bool = False) -> Coded:
    source = _interleaved(samples) if colour or len(samples) == 1 else np.ascontiguousarray(samples)
    options = {"rgb": True} if colour else {"planar": True} if len(samples) > 1 else {}
    stream = without_comments(
        imagecodecs.htj2k_encode(source, level=float(step), reversible=False, **options)
    )
    decoded = imagecodecs.htj2k_decode(stream)
    return len(stream), (np.moveaxis(decoded, -1, 0) if colour else decoded).reshape(samples.shape)


def _htj2k_colour(samples: np.ndarray, step: float) -> Coded:
    return _htj2k(samples, step, colour=True)


def _jpegxl(samples: np.ndarray, distance: float) -> Coded:
    stream = imagecodecs.jpegxl_encode(
        _interleaved(samples), distance=float(distance), effort=EFFORT, numthreads=1
    )
    decoded = imagecodecs.jpegxl_decode(stream, numthreads=1)
    return len(stream), np.moveaxis(np.atleast_3d(decoded), -1, 0)


def _each_band(coder: Coder) -> Coder:
    """The coder on one band after another at the same setting."""

    def code(samples: np.ndarray, setting: float) -> Coded:
        sizes, decoded = zip(*(coder(band[None], setting) for band in samples))
        return sum(sizes), np.concatenate(decoded)

    return code


SETTINGS = {"jpeg2000": LEVELS, "htj2k": STEPS, "jpegxl": DISTANCES}  # from cheap to dear
WORDS = {
    "jpeg2000": "JPEG 2000",
    "jpeg2000_part1": "JPEG 2000 without principal components",
    "htj2k": "HTJ2K",
    "jpegxl": "JPEG XL",
}
PRINCIPAL = "principal components"


def variants(coder: str, samples: np.ndarray) -> dict[str, Coder]:
    """Return the ways in which a coder may code such samples, by name."""
    bands, colour = len(samples), len(samples) == 3
    if coder == "jpegxl":
        together = {"one call": _jpegxl} if bands == 1 or (colour and samples.dtype == np.uint8) else {}
        return together | ({"each band": _each_band(_jpegxl)} if bands > 1 else {})
    if coder == "htj2k":
        return {"plain": _htj2k} | ({"colour transform": _htj2k_colour} if colour else {})
    found: dict[str, Coder] = {"one codestream": _jpeg2000}
    if colour:
        found["colour transform"] = _jpeg2000_colour
    if bands > 1:
        found[PRINCIPAL] = _jpeg2000_principal
    return found


def _interleaved(samples: np.ndarray) -> np.ndarray:
    return samples[0] if len(samples) == 1 else np.ascontiguousarray(np.moveaxis(samples, 0, -1))
