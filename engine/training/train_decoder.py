"""Trains the decoder of one modality for a finished bundle; what decides symbols, and so every rate, stays as it is.

``python -m eoduet.engine.training.train_decoder FOLDER RUN BUNDLE MODALITY --steps N``

FOLDER is what ``prepare`` wrote.  RUN first receives crops that BUNDLE has coded, then checkpoints and curves; it goes on
where it stopped.  ``export_decoder`` puts the result into the bundle.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..bundle import load_bundle
from ..errors import InputError
from . import checkpoint
from .coded import QUALITIES, SIZE, Coder, load_coded, write_coded
from .commandline import Arguments, command, parser_of
from .data import ahead
from .loop import Loop, add_arguments
from .restoration import FOLD, Restoration
from .transforms import SLOTS

CROPS = 4000
#: Pixels at the rim of a patch that do not count: they see most of the zeros beyond it.
RIM = 12
FLOOR = 1e-3  # added to errors: flat crops have none


class DecoderTrainer(Loop):
    """One run for one modality."""

    def __init__(
        self,
        run: Path,
        modality: str,
        origins: Mapping[str, str],
        rate: float,
        seed: int,
        start: Path | None = None,
    ):
        """``origins``: of which crops RUN has to hold, by split; ``start``: a checkpoint to begin a new run from."""
        torch.manual_seed(seed)
        self.modality, self.seed = modality, seed
        self.coded = {split: load_coded(run / split, origin) for split, origin in origins.items()}
        model = Restoration(SLOTS[modality]).to(memory_format=torch.channels_last)
        super().__init__(f"decoder {modality}", model, list(model.parameters()), rate, run)
        if start is not None and not self.total:
            self.begin(checkpoint.load(start)["average"])

    def state(self) -> dict:
        """With the modality, which the export compares."""
        return super().state() | {"decodes": self.modality}

    def errors(self, batch: dict[str, Tensor], rim: int) -> tuple[Tensor, Tensor]:
        """Squared errors (B,) of the components that exist, decoded linearly and restored."""
        with torch.autocast("cpu", torch.bfloat16):
            correction = self.model(batch["decoded"], batch["step"])
        exists = batch["exists"][:, :, None, None]
        before = (batch["decoded"] - batch["original"]) * exists
        after = before + correction * exists
        inner = slice(rim, -rim or None)
        linear, restored = ((e[:, :, inner, inner] ** 2).mean((1, 2, 3)) + FLOOR for e in (before, after))
        return linear, restored

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """What is left of the error; a decoder has no rate."""
        linear, restored = self.errors(batch, RIM)
        return (restored / linear).mean(), torch.zeros(len(linear))

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Decibels gained over linear decoding on the centres of ``val``, by quality and on average."""
        images, steps, exists = self.coded["val"]
        gains: dict[int, list[float]] = {quality: [] for quality in QUALITIES}
        with checkpoint.using(self.model, self.average.weights):
            for at in range(len(images)):
                batch = as_tensors(images[at][None].astype(np.float32), steps[at, None], exists[at, None])
                linear, restored = (float(e[0]) for e in self.errors(batch, 0))
                gains[QUALITIES[at % len(QUALITIES)]].append(10 * math.log10(linear / restored))
        means = {f"gain{quality / 10:g}": float(np.mean(own)) for quality, own in gains.items()}
        return means | {"gain": float(np.mean(list(means.values())))}

    def patches(self, count: int, size: int) -> Iterator[dict[str, np.ndarray]]:
        """Batches of flipped and turned patches, without end."""
        rng = np.random.default_rng(self.seed + self.total)
        images, steps, exists = self.coded["train"]

        def one(at: int) -> np.ndarray:
            top, left = FOLD * rng.integers(0, (images.shape[-1] - size) // FOLD + 1, 2)
            patch = images[at, :, :, top : top + size, left : left + size].astype(np.float32)
            patch = np.rot90(patch, rng.integers(4), (2, 3))
            return patch[..., ::-1] if rng.random() < 0.5 else patch

        def batch() -> dict[str, np.ndarray]:
            chosen = rng.integers(0, len(images), count)
            patches = np.stack([one(at) for at in chosen])
            return named(patches, steps[chosen], exists[chosen])

        return ahead(batch, 4)


def named(images: np.ndarray, steps: np.ndarray, exists: np.ndarray) -> dict[str, np.ndarray]:
    """Images (B, 2, C, H, W), steps (B,) and exists (B, C) as a batch."""
    decoded, original = (np.ascontiguousarray(images[:, part]) for part in (0, 1))
    return {
        "decoded": decoded,
        "original": original,
        "step": steps[:, None, None, None],
        "exists": exists,
    }


def as_tensors(*parts: np.ndarray) -> dict[str, Tensor]:
    """``named``, of torch."""
    return {name: torch.from_numpy(value) for name, value in named(*parts).items()}


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_arguments(parser, rate=1e-3, batch=8)
    parser.set_defaults(size=96)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("modality", choices=SLOTS)
    parser.add_argument("--crops", type=int, default=CROPS, help=f"to code first, default {CROPS}")
    parser.add_argument("--start", type=Path, metavar="RUN/last.pt", help="a run to begin a new one from")
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    if given.size % FOLD or not 2 * RIM < given.size <= SIZE:
        raise InputError(f"--size is an even number of pixels above {2 * RIM} and at most {SIZE}.")
    bundle = load_bundle(given.bundle)
    coder = Coder(bundle, given.modality)
    what = f"{given.modality} images coded by {bundle.id} {bundle.digest}"
    origins = {"val": what, "train": f"{what}, {given.crops} of seed {given.seed}"}
    given.run.mkdir(parents=True, exist_ok=True)
    for split, examples in (
        ("val", coder.fixed(given.folder / "val.npz")),
        ("train", coder.drawn(given.folder / "train.npz", given.seed, given.crops)),
    ):
        if not (given.run / f"{split}.bin").exists():
            write_coded(examples, origins[split], given.run / split)
    trainer = DecoderTrainer(given.run, given.modality, origins, given.rate, given.seed, given.start)
    trainer.train(trainer.patches(given.batch, given.size), given.steps)


if __name__ == "__main__":
    sys.exit(main())
