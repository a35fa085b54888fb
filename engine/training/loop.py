"""What every training here has in common: learning rate, steps left out, average, checkpoints, curves; no model and no loss.

A run keeps its checkpoint in ``last.pt`` of its folder, every ten minutes, at the end and when it is told to stop, and goes on
from there when it is called again.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from . import checkpoint

CHECKPOINT_SECONDS = 600
VALIDATE_STEPS = 800


def add_arguments(parser: argparse.ArgumentParser, rate: float, batch: int) -> None:
    """What every training is told, with its own usual learning rate and batch."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rate", type=float, default=rate, help="peak learning rate")
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--size", type=int, default=256, help="crop edge in pixels (peers: a multiple of 64)")
    parser.add_argument("--seed", type=int, default=1)


class Loop:
    """A model in training; a subclass says what a batch costs and how the model is validated.

    ``step`` counts the batches seen since the start (of a stage), ``total`` the steps really taken.
    """

    #: A loss so many times the usual one is a jump: its step is left out.
    JUMP = 3.0

    def __init__(self, name: str, model: nn.Module, parameters: list[nn.Parameter], rate: float, run: Path):
        self.name, self.model, self.parameters, self.rate = name, model, parameters, rate
        self.path = run / "last.pt"
        self.optimiser = torch.optim.AdamW(
            self.groups(parameters), lr=rate, betas=(0.9, 0.98), weight_decay=1e-4, fused=True
        )
        self.average = checkpoint.Average(model)
        self.step = self.total = 0
        self.usual: float | None = None
        if self.path.exists():
            self.resume(checkpoint.load(self.path))
        self.model.train()
        run.mkdir(parents=True, exist_ok=True)
        self.writer = SummaryWriter(str(run))

    def groups(self, parameters: list[nn.Parameter]) -> list[dict[str, Any]]:
        """Parameters with the ``speed`` that their learning rate is multiplied by."""
        return [{"params": parameters, "speed": 1.0}]

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """(loss to minimise, bits per pixel of each sample) of one batch."""
        raise NotImplementedError

    def validate(self) -> dict[str, float]:
        """Figures of the average, by name."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """What the checkpoint holds."""
        return {
            "model": self.model.state_dict(),
            "average": self.average.weights,
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "total": self.total,
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint was written."""
        self.model.load_state_dict(state["model"])
        self.average.weights, self.total = state["average"], state["total"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]

    def begin(self, weights: dict[str, Tensor], total: int = 0) -> None:
        """Start a new run from weights that took ``total`` steps."""
        self.model.load_state_dict(weights)
        self.average, self.total = checkpoint.Average(self.model), total

    def keep(self) -> None:
        """Write the checkpoint."""
        checkpoint.save(self.path, **self.state())

    def update(self, batch: dict[str, Tensor], steps: int) -> Tensor:
        """One optimiser step; a step that is not finite or jumps is left out, it would undo hundreds.  Rates (B,)."""
        warm, done = min(1.0, (self.step + 1) / 100), self.step / steps
        for group in self.optimiser.param_groups:
            group["lr"] = (
                group.get("speed", 1.0)
                * self.rate
                * warm
                * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
            )
        loss, rates = self.costs(batch)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(self.parameters, 1.0))
        value = float(loss.detach())
        self.step += 1
        if math.isfinite(norm) and math.isfinite(value) and value < self.JUMP * (self.usual or value + 1):
            self.optimiser.step()
            self.total += 1
            self.average.update(self.model, self.total)
            self.usual = value if self.usual is None else 0.98 * self.usual + 0.02 * value
        return rates.detach()

    def report(self) -> None:
        """Validate the average and write the curve."""
        figures = self.validate()
        for name, figure in figures.items():
            self.writer.add_scalar(f"val/{name}", figure, self.total)
        words = " ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
        tqdm.write(f"{self.name} {self.step} ({self.total}): {words}")

    def train(self, batches: Iterator[dict[str, np.ndarray]], steps: int) -> None:
        """Train to ``steps`` steps; a termination signal ends it with a checkpoint."""
        stopped: list[int] = []
        before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
        saved = time.monotonic()
        progress = tqdm(initial=self.step, total=steps, mininterval=10, desc=self.name)
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
