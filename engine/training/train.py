"""Training in stages, resumable: the entropy model alone, then everything, then the entropy model with exact rounding.

``python -m eoduet.engine.training.train FOLDER RUN --stage entropy|joint|exact --steps N``

FOLDER is what ``prepare`` wrote; RUN receives checkpoints (every ten minutes) and TensorBoard curves.  A stage starts from
the last checkpoint of RUN, and goes on where it stopped when it is called again.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from . import checkpoint
from .data import Crops, load_cache
from .loss import balanced, cost, rate_per_pixel, squared_error
from .model import Conditions, JointCodec
from .preset import LITE, PRESETS, Preset
from .transforms import SLOTS
from .validate import validate

STAGES = ("entropy", "joint", "exact")
CHECKPOINT_SECONDS = 600
VALIDATE_STEPS = 800


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


class Trainer:
    """One stage of one run: what is trained, where it is kept, and how far it has come."""

    def __init__(
        self,
        folder: Path,
        run: Path,
        stage: str,
        rate: float,
        seed: int,
        preset: Preset = LITE,
        compiled: bool = False,
    ):
        self.folder, self.stage, self.rate, self.seed = folder, stage, rate, seed
        self.path = run / "last.pt"
        self.model = checkpoint.build(folder, preset)
        self.parameters = trainable(self.model, stage)
        self.optimiser = torch.optim.AdamW(
            self.parameters, lr=rate, betas=(0.9, 0.98), weight_decay=1e-4, fused=True
        )
        self.average = checkpoint.Average(self.model)
        self.step = self.total = 0
        self.usual: float | None = None
        if self.path.exists():
            self._resume(checkpoint.load(self.path))
        self.model.entropy.quantised(stage == "exact")
        self.model.train()
        self.passes = Passes(self.model, compiled)
        self.writer = SummaryWriter(str(run))

    def _resume(self, state: dict) -> None:
        """The same stage goes on where it was; a new one starts from the average of the last."""
        same = state["stage"] == self.stage
        self.model.load_state_dict(state["model" if same else "average"])
        self.average.weights, self.total = state["average"], state["total"]
        if same:
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]

    def keep(self) -> None:
        """Write the checkpoint."""
        checkpoint.save(
            self.path,
            model=self.model.state_dict(),
            average=self.average.weights,
            optimiser=self.optimiser.state_dict(),
            stage=self.stage,
            step=self.step,
            total=self.total,
        )

    def update(self, batch: dict[str, Tensor], steps: int) -> Tensor:
        """One optimiser step; a step that is not finite or jumps is left out, it would undo hundreds.  Rates (B,)."""
        warm, done = min(1.0, (self.step + 1) / 100), self.step / steps
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        costs, rates = step_cost(self.passes, batch, self.stage, half=self.stage != "exact")
        loss = balanced(costs)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(self.parameters, 1.0))
        value = float(loss.detach())
        self.step += 1
        if math.isfinite(norm) and math.isfinite(value) and value < 3 * (self.usual or value + 1):
            self.optimiser.step()
            self.total += 1
            self.average.update(self.model, self.total)
            self.usual = value if self.usual is None else 0.98 * self.usual + 0.02 * value
        return rates.detach()

    def report(self) -> None:
        """Validate the average and write the curve."""
        figures = validate(self.model, self.average.weights, self.folder / "val.npz")
        for name, figure in figures.items():
            self.writer.add_scalar(f"val/{name}", figure, self.total)
        words = " ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
        tqdm.write(f"{self.stage} {self.step} ({self.total}): {words}")

    def run(self, steps: int, batch_size: int, size: int) -> None:
        """Train to ``steps`` steps of this stage; a termination signal ends it with a checkpoint."""
        stopped: list[int] = []
        before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
        images, preset = load_cache(self.folder / "train.npz"), self.model.preset
        crops = Crops(images, size, preset.margin, self.seed + self.total, preset.modalities)
        batches, saved = crops.stream(batch_size), time.monotonic()
        progress = tqdm(initial=self.step, total=steps, mininterval=10, desc=self.stage)
        while self.step < steps and not stopped:
            batch = {name: torch.from_numpy(value) for name, value in next(batches).items()}
            rates = self.update(batch, steps)
            progress.update()
            if self.step % 20 == 0 and self.usual is not None:
                self.writer.add_scalar("train/loss", self.usual, self.total)
                self.writer.add_scalar("train/bits_per_pixel", float(rates.mean()), self.total)
                progress.set_postfix(loss=f"{self.usual:.4f}", refresh=False)
            if self.step % VALIDATE_STEPS == 0 or self.step == steps:
                self.report()
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self.keep()
                saved = time.monotonic()
        self.keep()
        self.writer.close()
        signal.signal(signal.SIGTERM, before)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=1e-3, help="peak learning rate")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--size", type=int, default=256, help="crop edge in pixels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--preset", choices=PRESETS, default=LITE.name)
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler")
    given = parser.parse_args()
    torch.set_flush_denormal(True)
    given.run.mkdir(parents=True, exist_ok=True)
    preset = PRESETS[given.preset]
    trainer = Trainer(given.folder, given.run, given.stage, given.rate, given.seed, preset, given.compile)
    trainer.run(given.steps, given.batch, given.size)


if __name__ == "__main__":
    main()
