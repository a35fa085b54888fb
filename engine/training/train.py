"""Training in stages, resumable: the entropy model alone, then everything, then the entropy model with exact rounding.

``python -m eoduet.engine.training.train FOLDER RUN --stage entropy|joint|exact --steps N``

FOLDER is what ``prepare`` wrote; RUN receives checkpoints (every ten minutes) and TensorBoard curves.  A stage starts from
the last checkpoint of RUN, and goes on where it stopped when it is called again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor, nn

from . import checkpoint, weights
from .cache import load_cache
from .commandline import Arguments, command, parser_of
from .data import Crops
from .loop import Loop, add_arguments
from .loss import balanced, cost, rate_per_pixel, squared_error
from .model import Conditions, JointCodec
from .preset import LITE, PRESETS, Preset
from .transforms import SLOTS
from .validate import validate

STAGES = ("entropy", "joint", "exact")


def conditions_of(batch: dict[str, Tensor]) -> Conditions:
    """The prompts of a batch."""
    return Conditions(batch["exponents"], batch["gamma"], batch["quality"], batch["presence"])


def trainable(model: JointCodec, stage: str) -> list[nn.Parameter]:
    """Parameters a stage may move; the others are frozen."""
    chosen = model if stage == "joint" else model.entropy
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    for parameter in chosen.parameters():
        parameter.requires_grad_(True)
    return [p for p in model.parameters() if p.requires_grad]


class Passes:
    """The three parts of a step, fused by the compiler where asked: 1.4 times the speed, a minute at the start."""

    def __init__(self, model: JointCodec, compiled: bool = False):
        self.margin = model.preset.margin
        parts = (model.analyse, model.code, model.decode)
        self.analyse, self.code, self.decode = (
            (torch.compile(part, dynamic=False) for part in parts) if compiled else parts
        )


def step_cost(passes: Passes, batch: dict[str, Tensor], stage: str, half: bool) -> tuple[Tensor, Tensor]:
    """(costs, rates) per sample of one batch."""
    conditions, margin = conditions_of(batch), passes.margin
    inner = {name: batch[name][:, :, margin:-margin, margin:-margin] for name in SLOTS}
    pixels = inner["sar"].shape[2] * inner["sar"].shape[3]
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        with torch.set_grad_enabled(stage == "joint"):
            latents = passes.analyse(batch["optical"], batch["sar"], conditions)
        coded = passes.code(latents.float(), conditions)
        errors = {}
        if stage == "joint":
            decoded = passes.decode(coded.latents, conditions)
            errors = {name: squared_error(image.float(), inner[name]) for name, image in decoded.items()}
    rate = rate_per_pixel(coded, pixels)
    return cost(rate, errors, conditions), rate


class Trainer(Loop):
    """One stage of one run of a joint model."""

    def __init__(
        self,
        folder: Path,
        run: Path,
        stage: str,
        rate: float,
        seed: int,
        preset: Preset = LITE,
        compiled: bool = False,
        start: Path | None = None,
        quality: int | None = None,
    ):
        self.folder, self.stage, self.seed, self.quality = folder, stage, seed, quality
        torch.manual_seed(seed)
        given = weights.read(start, folder, preset) if start else None
        model = checkpoint.build(folder, preset)
        super().__init__(stage, model, trainable(model, stage), rate, run)
        if given is not None and not self.total:
            self.begin(*given)
        model.entropy.quantised(stage == "exact")
        self.passes = Passes(model, compiled)

    def state(self) -> dict:
        """With the stage, which the next call compares."""
        return super().state() | {"stage": self.stage}

    def resume(self, state: dict) -> None:
        """The same stage goes on where it was; a new one starts from the average of the last."""
        if state["stage"] == self.stage:
            super().resume(state)
        else:
            self.model.load_state_dict(state["average"])
            self.average.weights, self.total = state["average"], state["total"]

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """The balanced loss; half precision but where rounding is exact."""
        costs, rates = step_cost(self.passes, batch, self.stage, half=self.stage != "exact")
        return balanced(costs), rates

    def validate(self) -> dict[str, float]:
        """Rate and PSNR at three qualities."""
        return validate(self.model, self.average.weights, self.folder / "val.npz")

    def run(self, steps: int, batch_size: int, size: int) -> None:
        """Train this stage to ``steps`` steps on crops of ``size`` pixels."""
        images, preset = load_cache(self.folder / "train.npz"), self.model.preset
        seed = self.seed + self.total
        crops = Crops(images, size, preset.margin, seed, preset.modalities, quality=self.quality)
        self.train(crops.stream(batch_size), steps)


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_arguments(parser, rate=1e-3, batch=4)
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--preset", choices=PRESETS, default=LITE.name)
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler")
    parser.add_argument(
        "--start", type=Path, metavar="WEIGHTS.npz", help="bare weights to start a new run from"
    )
    parser.add_argument(
        "--quality", type=int, choices=range(1001), metavar="TENTHS", help="0 to 1000: train for it alone"
    )
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    preset = PRESETS[given.preset]
    trainer = Trainer(
        given.folder, given.run, given.stage, given.rate, given.seed, preset, given.compile, given.start,
        given.quality,
    )  # fmt: skip
    trainer.run(given.steps, given.batch, given.size)


if __name__ == "__main__":
    sys.exit(main())
