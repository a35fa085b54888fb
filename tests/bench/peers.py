"""JPEG 2000 as the peer: rate–PSNR curves of an image, and the best share of the bytes between two; no learned codec.

OpenJPEG through `imagecodecs`: irreversible 9/7 wavelet, SAR on its own, one tile, a bare codestream (no JP2 boxes): the
smallest headers it has. Three optical bands are coded with the standard's colour transform and without it, and the
better of the two counts at each rate: on false colour the transform can cost a decibel. Rates are the codestreams'
real bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import imagecodecs
import numpy as np

from eoduet.engine.metrics import psnr

from .curves import clean
from .pairs import PEAK, Pair

LEVELS = np.arange(10.0, 70.0, 0.5)  # the PSNR OpenJPEG aims at; what it reaches is measured
SHARES = np.linspace(0.005, 0.995, 397)


def encode(image: np.ndarray, level: float, colour: bool = True) -> bytes:
    """Code uint8 (h, w) or (h, w, 3), this with or without the colour transform, at a PSNR of about `level`."""
    options = {"mct": colour} if image.ndim == 3 else {}
    return imagecodecs.jpeg2k_encode(
        image, level=float(level), codecformat="j2k", reversible=False, numthreads=1, **options
    )


def decode(stream: bytes) -> np.ndarray:
    """Return the image of a codestream."""
    return imagecodecs.jpeg2k_decode(stream, numthreads=1)


def curve(image: np.ndarray, most_bytes: float) -> np.ndarray:
    """Return rows (bytes, PSNR in dB), rising, up to `most_bytes` or a little more."""
    rows: list[tuple[float, float]] = []
    for colour in (True, False)[: image.ndim - 1]:
        for level in LEVELS:
            stream = encode(image, level, colour)
            rows.append((len(stream), psnr(decode(stream), image, PEAK)))
            if len(stream) > most_bytes or np.isinf(rows[-1][1]):
                break
    finite = [row for row in rows if np.isfinite(row[1])]
    return np.stack(clean(*zip(*finite)), 1)


def cached_curves(pair: Pair, most_bytes: float, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the curves of both images of a pair, from an earlier run where images and coder are the same."""
    images = pair.read()
    key = hashlib.sha256(f"{imagecodecs.__version__} {LEVELS} {most_bytes} both colours".encode())
    for image in images:
        key.update(image)
    path = folder / f"{key.hexdigest()[:24]}.npz"
    if path.exists():
        with np.load(path) as stored:
            return stored["optical"], stored["sar"]
    optical, sar = (curve(image, most_bytes) for image in images)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(path, optical=optical, sar=sar)
    return optical, sar


def best_joint(optical: np.ndarray, sar: np.ndarray, total_bytes: float) -> dict[str, float]:
    """Share so many bytes out between the two curves for the best mean of the two PSNRs; NaN where they do not suffice."""
    spent = [total_bytes * SHARES, total_bytes * (1 - SHARES)]
    values = [
        np.interp(np.log(part), np.log(rows[:, 0]), rows[:, 1], left=-np.inf)
        for part, rows in zip(spent, (optical, sar))
    ]
    joint = (values[0] + values[1]) / 2
    best = int(np.argmax(joint))
    if np.isinf(joint[best]):
        return dict.fromkeys(("joint", "optical", "sar", "share"), float("nan"))
    names = ("joint", "optical", "sar", "share")
    return dict(zip(names, (float(v[best]) for v in (joint, *values, SHARES))))
