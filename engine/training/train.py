"""Training in stages, resumable: the entropy model alone, then everything, then the entropy model with exact rounding.

``python -m eoduet.engine.training.train FOLDER RUN --stage entropy|joint|exact --steps N``

FOLDER is what ``prepare`` wrote; RUN receives checkpoints (every ten minutes) and TensorBoard curves.  A stage starts from
the last checkpoint of RUN, and goes on where it stopped when it is called again.
"""

from __future__ import annotations

import argparse
import math
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


def step_cost(model: JointCodec, batch: dict[str, Tensor], stage: str, half: bool) -> tuple[Tensor, Tensor]:
    """(costs, rates) per sample of one batch."""
    conditions, margin = conditions_of(batch), model.preset.margin
    inner = [batch[name][:, :, margin:-margin, margin:-margin] for name in ("optical", "sar")]
    pixels = inner[0].shape[2] * inner[0].shape[3]
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        with torch.set_grad_enabled(stage == "joint"):
            latents = model.analyse(batch["optical"], batch["sar"], conditions)
        coded = model.code(latents.float(), conditions)
        errors = None
        if stage == "joint":
            decoded = model.decode(coded.latents, conditions)
            errors = tuple(squared_error(d.float(), x) for d, x in zip(decoded, inner))
    rate = rate_per_pixel(coded, pixels)
    return cost(rate, errors, conditions), rate


def train(
    folder: Path, run: Path, stage: str, steps: int, rate: float, batch_size: int, size: int, seed: int
) -> None:
    """Run one stage to ``steps`` steps of its own."""
    torch.set_flush_denormal(True)
    model = checkpoint.build(folder / "layout.npz")
    parameters = trainable(model, stage)
    optimiser = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.98), weight_decay=1e-4)
    run.mkdir(parents=True, exist_ok=True)
    path, start, total = run / "last.pt", 0, 0
    average = checkpoint.Average(model)
    if path.exists():
        state = checkpoint.load(path)
        model.load_state_dict(state["average"] if state["stage"] != stage else state["model"])
        average.weights = state["average"]
        total = state["total"]
        if state["stage"] == stage:
            optimiser.load_state_dict(state["optimiser"])
            start = state["step"]
    model.entropy.quantised(stage == "exact")
    crops = Crops(load_cache(folder / "train.npz"), size, model.preset.margin, seed + total)
    batches, writer = crops.stream(batch_size), SummaryWriter(str(run))
    model.train()
    usual, saved = None, time.monotonic()

    def keep(step: int) -> None:
        checkpoint.save(
            path,
            model=model.state_dict(),
            average=average.weights,
            optimiser=optimiser.state_dict(),
            stage=stage,
            step=step,
            total=total,
        )

    progress = tqdm(range(start, steps), initial=start, total=steps, mininterval=10, desc=stage)
    for step in progress:
        warm, done = min(1.0, (step + 1) / 100), step / steps
        for group in optimiser.param_groups:
            group["lr"] = rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        batch = {name: torch.from_numpy(value) for name, value in batches.get().items()}
        costs, rates = step_cost(model, batch, stage, half=stage != "exact")
        loss = balanced(costs)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(parameters, 1.0))
        value = float(loss.detach())
        usual = value if usual is None else 0.98 * usual + 0.02 * min(value, 3 * usual)
        if not math.isfinite(norm) or not math.isfinite(value) or value > 3 * usual:
            continue  # a step that jumps would undo hundreds
        optimiser.step()
        total += 1
        average.update(model, total)
        if step % 20 == 0:
            writer.add_scalar("train/loss", usual, total)
            writer.add_scalar("train/bits_per_pixel", float(rates.mean()), total)
            progress.set_postfix(loss=f"{usual:.4f}", refresh=False)
        if (step + 1) % VALIDATE_STEPS == 0 or step + 1 == steps:
            figures = validate(model, average.weights, folder / "val.npz")
            for name, figure in figures.items():
                writer.add_scalar(f"val/{name}", figure, total)
            tqdm.write(
                f"{stage} {step + 1} ({total}): " + " ".join(f"{k} {v:.4f}" for k, v in figures.items())
            )
        if time.monotonic() - saved > CHECKPOINT_SECONDS or step + 1 == steps:
            keep(step + 1)
            saved = time.monotonic()


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
    given = parser.parse_args()
    train(given.folder, given.run, given.stage, given.steps, given.rate, given.batch, given.size, given.seed)


if __name__ == "__main__":
    main()
