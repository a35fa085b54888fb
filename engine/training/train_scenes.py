"""Training of a whole-image classifier (ResNet-18) on scenes with one class each, and its curve over rate.

``python -m eoduet.engine.training.train_scenes SOURCE RUN --steps N --codec WEIGHTS.npz``

SOURCE is an INDEX.csv with the splits scenes-train and scenes-test and the class of each scene in the column note; or what
``prepare --labelled`` wrote (train and test), where the class of an image is the commonest of its pixels.  Training sees
images as they are and decoded; at the end accuracy and κ of the test images are measured at a few qualities, in
``scenes.json`` of RUN beside ``scene.onnx``.  Rates are the model's own, without files around them.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..classes import NO_CLASS, ClassSet, LandClass
from ..errors import InputError
from . import checkpoint, weights
from .cache import CacheWriter, Pair, class_set, load_cache
from .classlists import PALETTE, to_text
from .commandline import command, parser_of
from .confusion import confusion, scores
from .datasets import index_csv
from .decoded import MARK, load_decoded, write_decoded
from .labelled import LabelledCrops
from .loop import Loop
from .mapmodels import scene_graph
from .resnet import SceneClassifier
from .spectra import example, spectra_of
from .train_map import BITS, picture

SPLITS = {"train": "scenes-train", "test": "scenes-test"}
#: Tenths of quality whose decoded scenes are trained on and measured.
QUALITIES = (0, 100, 200, 350)


def write_scenes(index: Path, folder: Path) -> ClassSet:
    """Cache both splits; a scene's class fills its label plane.  InputError where there are no scenes."""
    with open(index, newline="", encoding="utf-8") as lines:
        notes = {row["id"]: row["note"] for row in csv.DictReader(lines) if row["split"] in SPLITS.values()}
    names = sorted(set(notes.values()))
    if len(names) < 2:
        raise InputError(
            f"{index} has no scenes of two classes in {' and '.join(SPLITS.values())}; add some."
        )
    lands = (LandClass(at, name, PALETTE[at % len(PALETTE)]) for at, name in enumerate(names))
    classes, dataset = ClassSet("scenes", tuple(lands)), index_csv(index)
    for split, source in SPLITS.items():
        with CacheWriter(folder / f"{split}.npz", classes) as cache:
            for item in dataset.of(source):
                (pair,) = dataset.read(item)
                label = np.full(pair.planes.shape[1:], names.index(notes[item.id]), np.uint8)
                cache.add(pair._replace(label=label))
    return classes


def inputs_of(planes: np.ndarray, optical: int) -> list[Tensor]:
    """What the classifier sees of a whole image (n, H, W)."""
    made = example(planes, spectra_of(Pair(planes, optical)))
    return picture({name: torch.from_numpy(value)[None] for name, value in made.items()})


def commonest(labels: Tensor) -> Tensor:
    """The class of most pixels of each label (B, H, W) uint8 → (B,); pixels without a class do not count."""
    flat = labels.flatten(1).long()
    counts = torch.stack([torch.bincount(one[one != NO_CLASS], minlength=NO_CLASS) for one in flat])
    return counts.argmax(1)


class SceneTrainer(Loop):
    """A classifier in training, on crops of scenes and of their decoded versions."""

    def __init__(self, folder: Path, run: Path, classes: ClassSet, rate: float, seed: int, width: int = 64):
        torch.manual_seed(seed)
        self.folder, self.classes, self.seed = folder, classes, seed
        model = nn.ModuleDict({"scene": SceneClassifier(len(classes), width)})
        super().__init__("scenes", model, list(model.parameters()), rate, run)

    def state(self) -> dict:
        """With the classes."""
        return super().state() | {"scene": "resnet18", "classes": to_text(self.classes)}

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Cross-entropy of the scene's class."""
        with torch.autocast("cpu", torch.bfloat16):
            result = self.model["scene"](*picture(batch))[:, :, 0, 0]
        losses = functional.cross_entropy(result.float(), commonest(batch["label"]), reduction="none")
        return losses.mean(), losses * BITS

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Accuracy and κ of the test images, of originals and of decoded versions by quality."""
        count, figures = len(self.classes), {}
        counts: dict[str, np.ndarray] = {}
        decoded = load_decoded(self.folder, "test")
        with checkpoint.using(self.model, self.average.weights):
            for pair in load_cache(self.folder / "test.npz"):
                for version in (pair, *decoded.get(pair.id, ())):
                    found = self.model["scene"](*inputs_of(version.planes, pair.optical)).argmax(1)
                    name = version.id[len(pair.id) + len(MARK) :]
                    truth = commonest(torch.from_numpy(pair.label.copy())[None]).numpy()
                    counts[name] = counts.get(name, 0) + confusion(truth, found[:, 0, 0].numpy(), count)
        for name, matrix in counts.items():
            figures |= {f"{key}{name}": scores(matrix)[key] for key in ("oa", "kappa")}
        return figures

    def batches(self, size: int, batch: int) -> Iterator[dict[str, np.ndarray]]:
        """Crops of scenes as they are and as they come back."""
        images = load_cache(self.folder / "train.npz")
        crops = LabelledCrops(images, size, 0, self.seed + self.total, load_decoded(self.folder, "train"))
        return crops.stream(batch)


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--codec", type=Path, nargs="+", required=True, help="bare weights, one or two")
    parser.add_argument("--size", type=int, default=128, help="crop edge in pixels")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=64, help="features of the first stage")
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    given.run.mkdir(parents=True, exist_ok=True)
    folder = given.source if given.source.is_dir() else given.run
    if not (given.run / "rates.json").exists():
        if folder == given.run:
            write_scenes(given.source, folder)
        codecs = [weights.codec_of(path) for path in given.codec]
        write_decoded(folder, "train", codecs, QUALITIES[1:2])
        rates = write_decoded(folder, "test", codecs, QUALITIES)
        (given.run / "rates.json").write_text(json.dumps(rates))
    classes = class_set(folder / "train.npz")
    trainer = SceneTrainer(folder, given.run, classes, given.rate, given.seed, given.width)
    trainer.train(trainer.batches(given.size, given.batch), given.steps)
    figures = trainer.validate()
    with checkpoint.using(trainer.model, trainer.average.weights):
        graph = scene_graph(trainer.model["scene"], len(classes))
    (given.run / "scene.onnx").write_bytes(graph)
    rates = json.loads((given.run / "rates.json").read_text())
    text = json.dumps({"steps": trainer.total, "bpp": rates, "figures": figures}, indent=1)
    (given.run / "scenes.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
