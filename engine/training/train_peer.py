"""Training of one peer for one modality at one λ, resumable, on the crops, schedule and validation images of our own models.

``python -m eoduet.engine.training.train_peer FOLDER RUN --peer elic --modality optical --lmbda 0.0128 --width 96 --steps N``

FOLDER is what ``prepare`` wrote; RUN receives ``last.pt`` and TensorBoard curves.  Crops are flipped and turned as ours are;
their bands stay as they are, because a peer knows one number of bands and no prompts.  The loss is the peers' own, R + λ·D,
D the mean squared error over bands on the 8-bit scale; the range of the hyperprior's tables has its own small loss, as in
compressai.  (There the forward pass of Cheng2020 rounds latents without the means that its coder takes off first: what
``validate`` says of that peer is an estimate, what ``Peer.code`` says is not.)  ``--start`` takes the weights of a run at
another λ, as authors of fixed-λ codecs do to save steps.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..errors import InputError
from . import checkpoint
from .cache import Pair, load_cache
from .commandline import Arguments, command, parser_of
from .data import Crops
from .loop import Loop, add_arguments
from .peers import LAMBDAS, PEERS, build
from .transforms import SLOTS
from .validate import CROP

#: Learning rate of the ends of the hyperprior's tables.
RATE_OF_TABLES = 1e-3


def images_of(path: Path, modality: str) -> list[Pair]:
    """The images of one modality in a cache; a peer has a fixed number of bands: those of the first image."""
    lone = []
    for pair in load_cache(path):
        planes = pair.planes[: pair.optical] if modality == "optical" else pair.planes[pair.optical :]
        if len(planes):
            lone.append(Pair(planes, len(planes) if modality == "optical" else 0, id=pair.id))
    if not lone:
        raise InputError(f"{path} has no {modality} image; prepare other data.")
    return [pair for pair in lone if len(pair.planes) == len(lone[0].planes)]


class Images(Crops):
    """Crops of one modality in [0, 1], without margin: (B, bands, size, size)."""

    def __init__(self, images: list[Pair], size: int, seed: int):
        super().__init__(images, size, 0, seed)

    def batch(self, size: int) -> dict[str, np.ndarray]:
        """``image`` alone."""
        return {"image": np.stack([self.cut()[0] for _ in range(size)]) / np.float32(255)}


def bits_per_pixel(likelihoods: dict[str, Tensor], pixels: int) -> Tensor:
    """Ideal rate of each sample, (B,)."""
    return sum(-torch.log2(p).sum((1, 2, 3)) for p in likelihoods.values()) / pixels


def errors(result: Tensor, image: Tensor) -> Tensor:
    """Mean squared error over bands and pixels on the 8-bit scale, (B,)."""
    return 255**2 * ((result - image) ** 2).mean((1, 2, 3))


class PeerTrainer(Loop):
    """One run of one peer; ValueError if the run's folder holds another."""

    JUMP = 10.0  # plain costs: smooth and busy crops differ by as much as would be a jump elsewhere

    def __init__(
        self,
        folder: Path,
        run: Path,
        peer: str,
        modality: str,
        lmbda: float,
        width: int,
        rate: float,
        seed: int,
        start: Path | None = None,
    ):
        self.folder, self.lmbda, self.seed = folder, lmbda, seed
        self.images = images_of(folder / "train.npz", modality)
        bands = len(self.images[0].planes)
        self.identity = {"peer": peer, "modality": modality, "lmbda": lmbda, "width": width, "bands": bands}
        model = build(peer, bands, width)
        named = dict(model.named_parameters())
        ends = [named.pop(name) for name in list(named) if name.endswith(".quantiles")]
        self.tables = torch.optim.Adam(ends, lr=RATE_OF_TABLES)
        super().__init__(f"{peer} {modality}", model, list(named.values()), rate, run)
        if start is not None and not self.total:
            self.begin(self._of_another_lambda(start / "last.pt"))

    def _of_another_lambda(self, path: Path) -> dict[str, Tensor]:
        """The averaged weights of the same peer, whatever λ it was trained at."""
        state = checkpoint.load(path)
        if any(state.get(name) != mine for name, mine in self.identity.items() if name != "lmbda"):
            raise InputError(f"{path} is another peer than {self.identity}: start from one of the same kind.")
        return state["average"]

    def state(self) -> dict[str, Any]:
        """With what it is, and the second optimiser."""
        return super().state() | self.identity | {"tables": self.tables.state_dict()}

    def resume(self, state: dict[str, Any]) -> None:
        """Only the same peer goes on."""
        other = {name: state.get(name) for name in self.identity}
        if other != self.identity:
            raise InputError(f"{self.path} holds {other}, not {self.identity}: choose another folder.")
        super().resume(state)
        self.tables.load_state_dict(state["tables"])

    def costs(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """R + λ·D."""
        image = batch["image"]
        out = self.model(image)
        rate = bits_per_pixel(out["likelihoods"], image.shape[2] * image.shape[3])
        return (rate + self.lmbda * errors(out["x_hat"], image)).mean(), rate

    def update(self, batch: dict[str, Tensor], steps: int) -> Tensor:
        """One step of both optimisers."""
        rates = super().update(batch, steps)
        self.tables.zero_grad(set_to_none=True)
        self.model.aux_loss().backward()
        self.tables.step()
        return rates

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Rounded rate (bits per pixel of this modality), PSNR in dB and cost of the average on the centres of ``val``."""
        rates, values, costs = [], [], []
        with checkpoint.using(self.model, self.average.weights):
            for pair in images_of(self.folder / "val.npz", self.identity["modality"]):
                image = torch.from_numpy(centre(pair.planes))[None]
                out = self.model(image)
                rate = float(bits_per_pixel(out["likelihoods"], CROP * CROP))
                error = float(errors(out["x_hat"].clamp(0, 1), image))
                rates.append(rate)
                values.append(10 * np.log10(255**2 / error))
                costs.append(rate + self.lmbda * error)
        figures = {"bpp": rates, "psnr": values, "cost": costs}
        return {name: float(np.mean(figure)) for name, figure in figures.items()}

    def run(self, steps: int, batch_size: int, size: int) -> None:
        """Train to ``steps`` steps on crops of ``size`` pixels, a multiple of 64."""
        crops = Images(self.images, size, self.seed + self.total)
        self.train(crops.stream(batch_size), steps)


def centre(image: np.ndarray) -> np.ndarray:
    """The crop that ``validate`` codes, in [0, 1]."""
    top = (image.shape[1] - CROP) // 2
    return image[:, top : top + CROP, top : top + CROP].astype(np.float32) / 255


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_arguments(parser, rate=1e-4, batch=8)
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--modality", choices=SLOTS, required=True)
    parser.add_argument("--lmbda", type=float, required=True, help=f"the paper's: {LAMBDAS}")
    parser.add_argument("--width", type=int, default=192, help="N, a multiple of 12; the paper's is 192")
    parser.add_argument(
        "--start", type=Path, metavar="RUN", help="the run of another λ to start a new one from"
    )
    given = parser.parse_args(arguments)
    torch.set_flush_denormal(True)
    torch.manual_seed(given.seed)
    trainer = PeerTrainer(
        given.folder, given.run, given.peer, given.modality, given.lmbda, given.width, given.rate, given.seed,
        given.start,
    )  # fmt: skip
    trainer.run(given.steps, given.batch, given.size)


if __name__ == "__main__":
    sys.exit(main())
