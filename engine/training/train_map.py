"""Training of a map model on labelled pairs as they are and as the codec gives them back; the codec does not move.

``python -m eoduet.engine.training.train_map FOLDER RUN --steps N [--map mcanet-lite|mcanet]``

FOLDER is what ``prepare --labelled`` wrote; where ``decoded`` wrote the decoded versions of a split beside it, they are taken
in too, so that one model serves pairs of every rate.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..classes import NO_CLASS, ClassSet
from ..errors import InputError
from . import checkpoint
from .cache import Pair, class_set, load_cache
from .classlists import to_text
from .commandline import command, parser_of
from .confusion import confusion, scores
from .data import window
from .decoded import MARK, load_decoded
from .labelled import LabelledCrops, class_weights
from .loop import Loop, add_arguments
from .mapmodels import LITE_MAP, MAP_MODELS
from .spectra import band_planes, bands_of
from .transforms import SLOTS

BITS = float(np.log2(np.e))


def labelled_images(folder: Path, split: str) -> tuple[list[Pair], ClassSet]:
    """The images of a split that have a label, and the classes; InputError where there are none."""
    path = folder / f"{split}.npz"
    classes, images = class_set(path), [pair for pair in load_cache(path) if pair.label is not None]
    if classes is None or not images:
        raise InputError(f"{path} has no labels; run prepare with --classes, and name label rasters as mask.")
    return images, classes


def picture(batch: dict[str, Tensor]) -> list[Tensor]:
    """What a map model sees of a batch of components without a codec: optical, SAR, presence."""
    planes = [band_planes(batch[m], batch[f"mean_{m}"], batch[f"matrix_{m}"]) for m in SLOTS]
    return [*planes, batch["presence"][:, :, None, None]]


def cross_entropy(result: Tensor, label: Tensor, weight: Tensor) -> Tensor:
    """Weighted cross-entropy in nats a pixel, (B,); pixels without a class do not count.  ``result`` (B, K, H, W)."""
    loss = functional.cross_entropy(
        result.float(), label.long(), weight, ignore_index=NO_CLASS, reduction="none"
    )
    known = (label != NO_CLASS).sum((1, 2))
    return loss.sum((1, 2)) / known.clamp(min=1)


@torch.no_grad()
def mapped(model: nn.Module, planes: np.ndarray, optical: int) -> np.ndarray:
    """The map uint8 (H, W) of bands (n, H, W) in digital numbers, mirrored beyond the border as the product does."""
    height, width = planes.shape[1:]
    edge = max(-(-n // model.align) * model.align for n in (height, width))
    margin, inputs, flags = model.margin, [], []
    for name, bands in bands_of(window(planes, 0, 0, edge, margin), optical).items():
        whole = np.zeros((SLOTS[name], *bands.shape[1:]), np.float32)
        whole[: len(bands)] = bands / np.float32(255)
        inputs.append(torch.from_numpy(whole)[None])
        flags += [1.0] * len(bands) + [0.0] * (SLOTS[name] - len(bands))
    result = model(*inputs, torch.tensor(flags).view(1, -1, 1, 1))[0]
    return result[:, margin : margin + height, margin : margin + width].argmax(0).numpy().astype(np.uint8)


def figures_of(
    model: nn.Module, images: list[Pair], classes: int, variants: dict[str, list[Pair]]
) -> dict[str, float]:
    """OA, κ, F1 and IoU of originals, and of decoded versions by quality, over all pixels of the images."""
    counts: dict[str, Any] = defaultdict(int)
    for image in images:
        for version in (image, *variants.get(image.id, ())):
            name = version.id[len(image.id) + len(MARK) :]
            counts[name] += confusion(image.label, mapped(model, version.planes, image.optical), classes)
    return {
        f"{measure}{name}": value
        for name, matrix in sorted(counts.items())
        for measure, value in scores(matrix).items()
    }


class MapTrainer(Loop):
    """A map model in training; the checkpoint says which, and its classes."""

    def __init__(
        self,
        folder: Path,
        run: Path,
        kind: str,
        rate: float,
        seed: int,
        balance: float = 0.5,
        width: int = 64,
    ):
        torch.manual_seed(seed)
        self.images, classes = labelled_images(folder, "train")
        self.folder, self.seed, self.kind, self.classes = folder, seed, kind, classes
        self.options = {} if kind == LITE_MAP else {"width": width}
        model = nn.ModuleDict({"map": MAP_MODELS[kind](len(classes), **self.options)})
        self.weight = torch.from_numpy(class_weights(self.images, len(classes), balance))
        super().__init__("map", model, list(model.parameters()), rate, run)

    def state(self) -> dict:
        """With what the export needs to build it again."""
        about = {"map": self.kind, "options": self.options, "classes": to_text(self.classes)}
        return super().state() | about

    def resume(self, state: dict) -> None:
        """Only a run of the same model and classes goes on."""
        same = state.get("map") == self.kind and state.get("options", self.options) == self.options
        if not same or state.get("classes") != to_text(self.classes):
            raise InputError(
                f"{self.path} is of another model or other classes; name another folder for this run."
            )
        super().resume(state)

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Cross-entropy, and what the labels would cost in bits per pixel."""
        with torch.autocast("cpu", torch.bfloat16):
            result = self.model["map"](*picture(batch))
        losses = cross_entropy(result, batch["label"], self.weight)
        return losses.mean(), losses * BITS

    def validate(self) -> dict[str, float]:
        """Agreement with the labels of ``val``."""
        images, _ = labelled_images(self.folder, "val")
        with checkpoint.using(self.model, self.average.weights):
            return figures_of(self.model["map"], images, len(self.classes), load_decoded(self.folder, "val"))

    def run(self, steps: int, batch_size: int, size: int, originals: bool = False) -> None:
        """Train to ``steps`` steps on crops of ``size`` pixels; of ``originals`` alone, or of decoded versions too."""
        variants = {} if originals else load_decoded(self.folder, "train")
        crops = LabelledCrops(self.images, size, 0, self.seed + self.total, variants)
        self.train(crops.stream(batch_size), steps)


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_arguments(parser, rate=2e-3, batch=8)
    parser.set_defaults(size=192)
    parser.add_argument("--map", choices=MAP_MODELS, default=LITE_MAP)
    parser.add_argument(
        "--balance", type=float, default=0.5, help="0: every pixel counts alike … 1: every class does"
    )
    parser.add_argument(
        "--originals", action="store_true", help="leave the decoded versions out (to compare with)"
    )
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    trainer = MapTrainer(given.folder, given.run, given.map, given.rate, given.seed, given.balance)
    trainer.run(given.steps, given.batch, given.size, given.originals)


if __name__ == "__main__":
    sys.exit(main())
