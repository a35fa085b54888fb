"""Integer layers: what the exact entropy path is made of, in their training form.

A layer takes integers carried in floating point, multiplies them by integer weights, and requantises by a power of two with
Floor; every partial sum stays below 2²⁴, so float32 computes it exactly in any order on any machine (design, section 3).
In training the layer works on real values = integer · unit; ``quantised`` switches the rounding on (with straight-through
gradients), which is then bit-equal to the exported graph.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

#: Value of one integer step, by the kind of signal.
UNIT_HIDDEN = 1 / 32
UNIT_MAGNITUDE = 1 / 16
UNIT_SIGNED = 1 / 256
UNIT_SCALE = 1 / 32
#: Largest integer of a hidden activation, a magnitude and a signed latent.
MAX_HIDDEN, MAX_MAGNITUDE, MAX_SIGNED = 255, 127, 1023
BOUND = 2**24
MAX_SHIFT = 14


def round_straight(x: Tensor) -> Tensor:
    """Round half up with the gradient of the identity."""
    return x + (torch.floor(x + 0.5) - x).detach()


class Multipliers(NamedTuple):
    """Weight and bias of a layer as they are used, and the requantising shift; None where nothing is rounded."""

    weight: Tensor
    bias: Tensor
    shift: int | None


class IntConv(nn.Conv2d):
    """Convolution with integer weights and bias, requantised to ``unit_out``; ReLU-clipped unless ``signed``.

    ``unit_in`` and ``max_in`` hold, per input channel, the value of one step and the largest integer; together with the
    weights they decide the largest shift k for which Σ|w|·max|x| + |b| stays under 2²⁴.
    """

    def __init__(
        self,
        inputs: list[tuple[int, float, int]],
        out: int,
        kernel: int,
        unit_out: float,
        max_out: int,
        signed=False,
    ):
        super().__init__(sum(n for n, _, _ in inputs), out, kernel, padding=kernel // 2)
        self.unit_out, self.max_out, self.signed, self.quantised = unit_out, max_out, signed, False
        unit = np.concatenate([np.full(n, u) for n, u, _ in inputs]).astype(np.float32)
        peak = np.concatenate([np.full(n, m) for n, _, m in inputs]).astype(np.float32)
        self.register_buffer("unit_in", torch.from_numpy(unit).view(1, -1, 1, 1), persistent=False)
        self.register_buffer("max_in", torch.from_numpy(peak).view(1, -1, 1, 1), persistent=False)

    def shift(self) -> int:
        """The requantising shift k: as many fractional bits of weight as the 2²⁴ bound allows."""
        with torch.no_grad():
            weight = (self.weight.double() * self.unit_in / self.unit_out).abs()
            reach = (weight * self.max_in).sum((1, 2, 3)) + self.bias.double().abs() / self.unit_out
            slack = float(self.max_in.sum() * self.kernel_size[0] * self.kernel_size[1] * 0.5 + 1)
            for k in range(MAX_SHIFT, -1, -1):
                if float(reach.max()) * 2**k + slack + 2 ** max(k - 1, 0) < BOUND:
                    return k
        raise ValueError(
            "weights too large for exact integer arithmetic; lower the learning rate or clip them"
        )

    def integers(self) -> tuple[Tensor, Tensor, int]:
        """(weight, bias, k): integer-valued; the bias already holds the 2^(k−1) that turns Floor into rounding."""
        k = self.shift()
        scale = self.unit_in / self.unit_out * 2.0**k
        weight = round_straight(self.weight * scale)
        bias = round_straight(self.bias / self.unit_out * 2.0**k) + (2.0 ** (k - 1) if k else 0.5)
        return weight, bias, k

    def multipliers(self) -> Multipliers:
        """What ``total`` and ``requantise`` work with: the integers when quantised, else the plain weights."""
        if self.quantised:
            return Multipliers(*self.integers())
        return Multipliers(self.weight, self.bias, None)

    def total(self, x: Tensor, by: Multipliers, start: int = 0) -> Tensor:
        """The sums over the input channels from ``start`` on that ``x`` holds, before bias and requantising."""
        channels = slice(start, start + x.shape[1])
        if by.shift is not None:
            x = x / self.unit_in[:, channels]
        return functional.conv2d(x, by.weight[:, channels], padding=self.padding)

    def requantise(self, total: Tensor, by: Multipliers) -> Tensor:
        """All sums → real-valued outputs, clipped; on the integer lattice when quantised."""
        total = total + by.bias.view(1, -1, 1, 1).to(total.dtype)
        low = -self.max_out if self.signed else 0
        if by.shift is None:
            return total.clamp(low * self.unit_out, self.max_out * self.unit_out)
        out = total * 2.0**-by.shift
        out = out + (torch.floor(out) - out).detach()
        return out.clamp(low, self.max_out) * self.unit_out

    def forward(self, x: Tensor) -> Tensor:
        """Real-valued in (already on the integer lattice when quantised), real-valued out."""
        by = self.multipliers()
        return self.requantise(self.total(x, by), by)
