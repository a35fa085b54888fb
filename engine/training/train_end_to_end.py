"""End-to-end fine-tuning (paper, eq. 4): R + λ · cross-entropy over encoder, decoders, map model and γ together.

``python -m eoduet.engine.training.train_end_to_end FOLDER RUN --steps N --map RUN/last.pt --codec WEIGHTS.npz [OTHER.npz]``

FOLDER is what ``prepare --labelled`` wrote, ``--map`` a checkpoint of ``train_map``, ``--codec`` bare weights: of one joint
model, or of an independent pair, which is then trained as one system too.  The entropy model is frozen, so that the
bitstream stays that of the bundle.  λ grows with quality as that of the visual loss does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InputError
from . import checkpoint, weights
from .cache import Pair
from .classlists import to_text
from .commandline import command, parser_of
from .confusion import confusion, scores
from .decoded import alone, decoded
from .labelled import LabelledCrops, class_weights
from .lattice import OCTAVE, STEP_AT_0, STEP_AT_100
from .learnedgamma import Gamma, conditions_at
from .loop import Loop, add_arguments
from .loss import balanced, cost, rate_per_pixel, squared_error
from .mapmodels import map_of
from .model import Conditions, JointCodec
from .spectra import band_planes
from .train import Passes
from .train_map import cross_entropy, labelled_images, mapped, picture
from .transforms import SLOTS

#: Learning rate of γ over that of the weights (paper: 1e-2 and 1e-4).
GAMMA_SPEED = 100.0
#: Share of the loss that keeps the map model good on uncompressed pairs.
ORIGINALS = 0.25
#: Highest quality that is trained, 0..1: maps do not gain beyond.
TOP = 0.6
#: Tenths of quality that are validated.
QUALITIES = (0, 100, 300)


class System(nn.Module):
    """Codecs (a joint one, or one a modality), γ, and the map model behind them."""

    def __init__(self, codecs: Sequence[JointCodec], gamma: Gamma, model: nn.Module, compiled: bool = False):
        super().__init__()
        self.codecs, self.gamma, self.map = nn.ModuleList(codecs), gamma, model
        found = [modality for codec in codecs for modality in codec.preset.modalities]
        if sorted(found) != sorted(SLOTS):
            raise InputError(
                "Give the weights of one joint model, or of one for optical and one for SAR images."
            )
        for codec in codecs:
            codec.entropy.requires_grad_(False)
        self.passes = [Passes(codec, compiled) for codec in codecs]

    def forward(
        self, batch: dict[str, Tensor], quality: Tensor
    ) -> tuple[Tensor, dict[str, Tensor], Conditions]:
        """Bits per pixel (B,), decoded components by modality, and the prompts used; inputs have the codec's margin."""
        conditions = conditions_at(quality, self.gamma(quality), batch["presence"])
        rate, found = torch.zeros_like(quality), {}
        for codec, passes in zip(self.codecs, self.passes):
            own = alone(conditions, codec) if len(self.codecs) > 1 else conditions
            latents = passes.analyse(batch["optical"], batch["sar"], own)
            coded = passes.code(latents.float(), own)
            found |= {name: x.float() for name, x in passes.decode(coded.latents, own).items()}
            height, width = next(iter(found.values())).shape[2:]
            rate = rate + rate_per_pixel(coded, height * width)
        return rate, found, conditions


class EndToEndTrainer(Loop):
    """The system in training; the checkpoint holds what the export needs to build it again."""

    def __init__(
        self,
        folder: Path,
        run: Path,
        source: Path,
        codecs: Sequence[JointCodec],
        rate: float = 1e-4,
        seed: int = 1,
        gamma: float = 0.5,
        weight: float = 0.5,
        pictures: float = 0.1,
        top: float = TOP,
        balance: float = 0.5,
        hold: bool = False,
        compiled: bool = False,
    ):
        torch.manual_seed(seed)
        self.images, self.classes = labelled_images(folder, "train")
        self.folder, self.seed, self.weight, self.pictures, self.top = folder, seed, weight, pictures, top
        state = checkpoint.load(source)
        if "map" not in state or to_text(self.classes) != state["classes"]:
            raise InputError(
                f"{source} is no map model of the classes in {folder}; train one with train_map."
            )
        self.about = {name: state[name] for name in ("map", "options", "classes") if name in state}
        model, _ = map_of(state)
        self.loss_weight = torch.from_numpy(class_weights(self.images, len(self.classes), balance))
        self.system = System(codecs, Gamma(gamma), model, compiled)
        self.system.gamma.requires_grad_(not hold)
        movable = [p for p in self.system.parameters() if p.requires_grad]
        super().__init__("end to end", self.system, movable, rate, run)

    def groups(self, parameters: list[nn.Parameter]) -> list[dict[str, Any]]:
        """γ moves faster, and does not decay to 0."""
        own = list(self.system.gamma.parameters())
        rest = [p for p in parameters if all(p is not other for other in own)]
        return [
            {"params": rest, "speed": 1.0},
            {"params": own, "speed": GAMMA_SPEED, "weight_decay": 0.0},
        ]

    def state(self) -> dict:
        """With presets, layouts, the knots of γ, and the map model's kind and classes."""
        codecs = self.system.codecs
        layouts = [
            {name: torch.from_numpy(value) for name, value in codec.layout.to_arrays().items()}
            for codec in codecs
        ]
        knots = self.system.gamma.qualities.tolist()
        names = [codec.preset.name for codec in codecs]
        return super().state() | self.about | {"presets": names, "layouts": layouts, "knots": knots}

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """R + λ · CE (+ a little of the visual loss), balanced over the rates; and R."""
        margin = self.system.codecs[0].preset.margin
        inner = {m: batch[m][:, :, margin:-margin, margin:-margin] for m in SLOTS}
        quality = self.top * batch["draw"]
        with torch.autocast("cpu", torch.bfloat16):
            rate, found, conditions = self.system(batch, quality)
            planes = [band_planes(found[m], batch[f"mean_{m}"], batch[f"matrix_{m}"]) for m in SLOTS]
            result = self.system.map(*planes, batch["presence"][:, :, None, None])
            plain = self.system.map(*picture(batch | inner))
        errors = (
            {m: self.pictures * squared_error(found[m], inner[m]) for m in SLOTS} if self.pictures else {}
        )
        loss = cross_entropy(result, batch["label"], self.loss_weight)
        costs = cost(rate, errors, conditions) + self.slope(quality) * loss
        originals = cross_entropy(plain, batch["label"], self.loss_weight).mean()
        return balanced(costs) + ORIGINALS * originals, rate

    def slope(self, quality: Tensor) -> Tensor:
        """λ in bits per nat: ``weight`` at quality 0, growing as 1/Δ² does."""
        return self.weight * torch.exp2(2 * (STEP_AT_0 - STEP_AT_100) / OCTAVE * quality)

    def update(self, batch: dict[str, Tensor], steps: int) -> Tensor:
        """One step; γ stays in its range."""
        rates = super().update(batch, steps)
        self.system.gamma.keep_in_range()
        return rates

    def validate(self) -> dict[str, float]:
        """bpp, OA, κ, F1 and IoU of ``val`` at a few qualities, and γ at each."""
        images, _ = labelled_images(self.folder, "val")
        with checkpoint.using(self.model, self.average.weights):
            return measure(self.system, images, len(self.classes))

    def run(self, steps: int, batch_size: int, size: int) -> None:
        """Train to ``steps`` steps on crops of ``size`` pixels."""
        margin = self.system.codecs[0].preset.margin
        crops = LabelledCrops(self.images, size, margin, self.seed + self.total)
        self.train(crops.stream(batch_size), steps)


@torch.no_grad()
def measure(
    system: System, images: list[Pair], classes: int, qualities: Sequence[int] = QUALITIES
) -> dict[str, float]:
    """Rounded rate (bits / (2 · H · W)), agreement with the labels over all pixels, and γ, by tenths of quality."""
    figures: dict[str, float] = {}
    for quality in qualities:
        gamma = float(system.gamma(torch.tensor([quality / 1000])))
        bits = pixels = 0.0
        counts = np.zeros((classes, classes), np.int64)
        for image in images:
            planes, cost_bits = decoded(system.codecs, image, quality, round(1000 * gamma))
            bits, pixels = bits + cost_bits, pixels + planes[0].size
            counts += confusion(image.label, mapped(system.map, planes, image.optical), classes)
        found = {"bpp": bits / (2 * pixels)} | scores(counts) | {"gamma": gamma}
        figures |= {f"{name}{quality}": value for name, value in found.items()}
    return figures


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_arguments(parser, rate=1e-4, batch=2)
    parser.add_argument("--map", type=Path, required=True, help="checkpoint of train_map")
    parser.add_argument("--codec", type=Path, nargs="+", required=True, help="bare weights, one or two")
    parser.add_argument("--gamma", type=float, default=0.5, help="where γ starts")
    parser.add_argument("--hold", action="store_true", help="γ stays there: two codecs at one common quality")
    parser.add_argument(
        "--weight", type=float, default=0.5, help="λ at quality 0, in bits per nat of cross-entropy"
    )
    parser.add_argument(
        "--pictures", type=float, default=0.1, help="share of the visual loss; the paper's is 0"
    )
    parser.add_argument(
        "--balance", type=float, default=0.5, help="0: every pixel counts alike … 1: every class does"
    )
    parser.add_argument("--top", type=float, default=TOP, help="highest quality that is trained, 0..1")
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler")
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    codecs = [weights.codec_of(path) for path in given.codec]
    options = {
        name: getattr(given, name)
        for name in ("rate", "seed", "gamma", "weight", "pictures", "top", "balance", "hold")
    }
    trainer = EndToEndTrainer(given.folder, given.run, given.map, codecs, compiled=given.compile, **options)
    trainer.run(given.steps, given.batch, given.size)


if __name__ == "__main__":
    sys.exit(main())
