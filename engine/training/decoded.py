"""The labelled images of a cache as a frozen codec gives them back at several qualities: what a map model must also know.

``python -m eoduet.engine.training.decoded FOLDER WEIGHTS.npz [WEIGHTS.npz] [--splits train val]``

FOLDER is what ``prepare`` wrote; ``<split>-decoded.npz`` is written beside ``<split>.npz``.  One joint model, or the two of an
independent pair.  Networks run in torch: to the last digital number the pictures are not those of the bundle.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from . import weights
from .cache import CacheWriter, Pair, class_set, load_cache
from .commandline import Arguments, command, parser_of
from .data import window
from .lattice import quality_table
from .model import Conditions, JointCodec
from .spectra import band_planes, bands_of, example, spectra_of

#: Tenths of quality; γ is drawn from these thousandths.
QUALITIES, GAMMAS = (0, 80, 200, 400), (350, 500, 650)
#: Latents are coded in blocks of so many pixels.
BLOCK = 64
#: Between the id of an image and what it was coded with.
MARK = "@"


@torch.no_grad()
def decoded(codecs: Sequence[JointCodec], pair: Pair, quality: int, gamma: int) -> tuple[np.ndarray, float]:
    """Bands float32 (n, H, W) in digital numbers as they come back, and the bits that all of them cost."""
    height, width = pair.planes.shape[1:]
    margin, bits, found = codecs[0].preset.margin, 0.0, {}
    edge = max(-(-n // BLOCK) * BLOCK for n in (height, width))
    square = window(pair.planes, 0, 0, edge, margin)
    batch = {name: torch.from_numpy(value)[None] for name, value in example(square, spectra_of(pair)).items()}
    for codec in codecs:
        own = Conditions.at(batch["presence"], quality, gamma)
        if len(codecs) > 1:
            own = alone(own, codec)
        coded = codec.code(codec.analyse(batch["optical"], batch["sar"], own), own)
        bits += float(coded.bits + coded.bits_hyper) * height * width / edge**2
        found |= codec.decode(coded.latents, own)
    bands = []
    for name, own in bands_of(pair.planes, pair.optical).items():
        planes = band_planes(found[name], batch[f"mean_{name}"], batch[f"matrix_{name}"])
        bands.append(255 * planes[0, : len(own), :height, :width].numpy())
    return np.concatenate(bands), bits


def alone(conditions: Conditions, codec: JointCodec) -> Conditions:
    """The conditions of one of an independent pair: its own step alone, as a quality at γ = 0.5, and its own bands."""
    at = ("optical", "sar").index(codec.preset.modalities[0])
    exponents = conditions.exponents[:, at : at + 1].expand(-1, 2)
    first, last = (int(quality_table()[i]) for i in (0, -1))
    quality = ((first - exponents[:, 0]) / (first - last)).clamp(0, 1)
    own = torch.tensor([1.0] * 4 + [0.0] * 2 if at == 0 else [0.0] * 4 + [1.0] * 2)
    return Conditions(exponents, torch.full_like(quality, 0.5), quality, conditions.presence * own)


def write_decoded(
    folder: Path, split: str, codecs: Sequence[JointCodec], qualities: Sequence[int]
) -> dict[int, float]:
    """Every labelled image of a split at every quality, γ drawn from ``GAMMAS``; bits / (2 · H · W) by quality."""
    source, target = folder / f"{split}.npz", folder / f"{split}-decoded.npz"
    rng = np.random.default_rng(0)
    images = [pair for pair in load_cache(source) if pair.label is not None]
    rates: dict[int, list[float]] = {quality: [] for quality in qualities}
    with CacheWriter(target, class_set(source)) as cache:
        for pair in tqdm(images, desc=f"{split} decoded", mininterval=5):
            for quality in qualities:
                gamma = int(rng.choice(GAMMAS))
                planes, bits = decoded(codecs, pair, quality, gamma)
                rates[quality].append(bits / (2 * planes[0].size))
                name = f"{pair.id}{MARK}{quality}"
                cache.add(Pair(np.rint(planes).astype(np.uint8), pair.optical, pair.label, name))
    return {quality: float(np.mean(own)) for quality, own in rates.items()}


def load_decoded(folder: Path, split: str) -> dict[str, list[Pair]]:
    """The decoded versions of each image by its id; none where there is no such file."""
    path, found = folder / f"{split}-decoded.npz", {}
    for pair in load_cache(path) if path.exists() else ():
        found.setdefault(pair.id.rpartition(MARK)[0], []).append(pair)
    return found


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--splits", nargs="+", default=["train", "val"])
    parser.add_argument("--qualities", nargs="+", type=int, default=QUALITIES, help="in tenths")
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    codecs = [weights.codec_of(path) for path in given.weights]
    for split in given.splits:
        print(write_decoded(given.folder, split, codecs, given.qualities))


if __name__ == "__main__":
    sys.exit(main())
