"""From a data set to what training reads: 8-bit images of each split in a cache, and the latent layouts of the presets.

``python -m eoduet.engine.training.prepare index PATH/index.csv FOLDER [--splits …] [--classes NAME]``
``python -m eoduet.engine.training.prepare whu-opt-sar PATH FOLDER``
``python -m eoduet.engine.training.prepare sen12ms PATH FOLDER [--season spring]``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..classes import CLASS_SETS
from ..errors import DuetError, InputError
from .cache import CacheWriter, Pair, load_cache
from .classlists import read_class_set
from .commandline import command, parser_of
from .data import principal_components
from .datasets import DataSet, index_csv
from .layout import coefficients, fit_layout, layout_path
from .preset import OPTICAL_COMPONENTS, PRESETS, SAR_COMPONENTS, Preset
from .sen12ms import SEASONS, sen12ms
from .whu_opt_sar import whu_opt_sar

SPLITS = ("train", "val", "test")
#: Pixels along a side that an image must have to be trained on.
SMALLEST = 32


def cache_split(dataset: DataSet, split: str, folder: Path) -> Path:
    """Write the cache ``<split>.npz`` with every image of the split; InputError where there is none or one is unusable."""
    path, items, left_out = folder / f"{split}.npz", dataset.of(split), 0
    if not items:
        raise InputError(
            f"The data set has nothing in the split {split}; add some, or leave it out with --splits."
        )
    with CacheWriter(path, dataset.classes) as cache:
        for item in tqdm(items, desc=split, mininterval=1):
            try:
                for pair in dataset.read(item):
                    if min(pair.planes.shape[1:]) < SMALLEST:
                        raise InputError(f"{pair.id}: images to train on have at least {SMALLEST}² pixels.")
                    cache.add(pair)
            except DuetError as error:
                left_out += 1
                if left_out > dataset.tolerated:
                    raise
                tqdm.write(f"Left out: {error}")
    return path


def measure_energy(images: Sequence[Pair], preset: Preset, count: int = 160) -> np.ndarray:
    """Mean energy of every lapped-KLT coefficient per component slot, (6, stride, stride), from crops of 256²."""
    rng = np.random.default_rng(0)
    energy = np.zeros((len(preset.zones), preset.stride, preset.stride))
    seen = np.zeros(len(preset.zones), int)
    for pick in rng.permutation(len(images))[:count]:
        image = images[pick]
        height, width = (min(256, n // preset.stride * preset.stride) for n in image.planes.shape[1:])
        top, left = (int(rng.integers(0, n - m + 1)) for n, m in zip(image.planes.shape[1:], (height, width)))
        crop = image.planes[:, top : top + height, left : left + width].astype(np.float64)
        for offset, bands in ((0, crop[: image.optical]), (OPTICAL_COMPONENTS, crop[image.optical :])):
            for slot, plane in enumerate(principal_components(bands) if len(bands) else bands, offset):
                energy[slot] += (coefficients(plane, preset.stride) ** 2).mean((0, 1))
                seen[slot] += 1
    energy /= np.maximum(seen, 1)[:, None, None]
    # Slots that no image fills (a fourth band, a second polarisation) start from their weaker neighbours.
    for first, slots, share in ((0, OPTICAL_COMPONENTS, 0.5), (OPTICAL_COMPONENTS, SAR_COMPONENTS, 0.6)):
        for slot in range(first + 1, first + slots):
            if not seen[slot]:
                energy[slot] = energy[slot - 1] * share
    return energy


def prepare(
    dataset: DataSet,
    folder: Path,
    presets: Iterable[Preset] = PRESETS.values(),
    splits: Sequence[str] = SPLITS,
) -> None:
    """Write ``<split>.npz`` and ``.bin`` for each split and, with the training images, the layouts that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for split in splits:
        print(cache_split(dataset, split, folder))
    if "train" not in splits:
        return
    images = load_cache(folder / "train.npz")
    present = {modality for image in images for modality, count in image.counts.items() if count}
    for preset in presets:
        path = layout_path(folder, preset)
        if path.exists():
            print(f"{path} is kept: checkpoints trained with it need it; remove it to have it measured anew.")
        elif set(preset.modalities) <= present:
            np.savez(path, **fit_layout(preset, measure_energy(images, preset)).to_arrays())
            print(path)
        else:
            print(f"No layout for {preset.name}: it needs {' and '.join(preset.modalities)} images to train.")


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    parser = parser_of(__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="index | whu-opt-sar | sen12ms")
    for kind, words in (
        ("index", "an index.csv of pairs: id, split, optical, sar, mask"),
        ("whu-opt-sar", "the folder that holds optical, sar and lbl"),
        ("sen12ms", "the folder that holds ROIs1158_spring and the other seasons"),
    ):
        one = kinds.add_parser(kind, help=words)
        one.add_argument("path", type=Path, help=words)
        one.add_argument("folder", type=Path, help="where the caches and layouts go")
        one.add_argument(
            "--splits", nargs="+", default=SPLITS, metavar="SPLIT", help="default: train val test"
        )
        one.add_argument(
            "--labelled", action="store_true", help="for map models: only what has a label, and no layouts"
        )
    kinds.choices["index"].add_argument(
        "--classes", help=f"what the mask rasters hold: {', '.join(CLASS_SETS)}, or a JSON list"
    )
    kinds.choices["sen12ms"].add_argument("--season", choices=SEASONS, default="spring")
    return parser


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    given = parser().parse_args(arguments)
    if given.kind == "index":
        dataset = index_csv(given.path, read_class_set(given.classes) if given.classes else None)
    elif given.kind == "sen12ms":
        dataset = sen12ms(given.path, given.season)
    else:
        dataset = whu_opt_sar(given.path)
    if given.labelled:
        dataset = replace(dataset, items=tuple(item for item in dataset.items if item.label), coded=False)
    prepare(dataset, given.folder, () if given.labelled else PRESETS.values(), given.splits)


if __name__ == "__main__":
    sys.exit(main())
