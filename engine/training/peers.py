"""The learned codecs that the paper compares with, from compressai: built for any number of bands, and coding to real bytes.

One model codes one modality at one fixed λ: Ballé's hyperprior with means (Minnen et al., NeurIPS 2018), Cheng2020 with
attention (CVPR 2020) and ELIC (CVPR 2022).  They are compressai's own classes; only their first layer takes, and their last
gives, as many bands as the image has.  ``width`` is N; M = 5/3·N, as of the paper's 192 and 320, and ELIC's groups keep the
paper's proportions.  (Inside compressai's ELIC the 224 and 128 features of the channel context do not shrink with N.)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from compressai.layers import ResidualBlockWithStride, subpel_conv3x3
from compressai.models import Cheng2020Attention, CompressionModel, MeanScaleHyperprior
from compressai.models.sensetime import Elic2022Official
from compressai.models.utils import conv, deconv
from torch import nn

from . import checkpoint

PEERS = ("elic", "hyperprior", "cheng2020")
#: What the paper trains at: R in bits per pixel plus λ times the mean squared error on the 8-bit scale.
LAMBDAS = (0.0064, 0.0128, 0.0256, 0.0512)
#: Images are padded to a multiple of this: four scales of the transform and two of the hyperprior.
MULTIPLE = 64
#: How the M latents are split, in twentieths.
GROUPS = (1, 1, 2, 4, 12)


def groups_of(width: int) -> list[int]:
    """Channels of ELIC's groups at width N: 16, 16, 32, 64, 192 at 192."""
    return [max(1, round(width / 12)) * part for part in GROUPS]


def build(peer: str, bands: int, width: int) -> CompressionModel:
    """An untrained peer for images of so many bands; ValueError for a name that is none of PEERS."""
    first: nn.Module = conv(bands, width, kernel_size=5, stride=2)
    last: nn.Module = deconv(width, bands, kernel_size=5, stride=2)
    groups = groups_of(width)
    if peer == "elic":
        model: CompressionModel = Elic2022Official(N=width, M=sum(groups), groups=groups)
    elif peer == "hyperprior":
        model = MeanScaleHyperprior(N=width, M=sum(groups))
    elif peer == "cheng2020":
        model = Cheng2020Attention(N=width)
        first, last = ResidualBlockWithStride(bands, width, stride=2), subpel_conv3x3(width, bands, 2)
    else:
        raise ValueError(f"no peer '{peer}': choose one of {', '.join(PEERS)}")
    model.g_a[0], model.g_s[-1] = first, last
    return model


class Peer:
    """A trained peer at work on whole images, with the average of its weights."""

    def __init__(self, path: Path):
        state = checkpoint.load(path)
        self.modality: str = state["modality"]
        self.bands: int = state["bands"]
        self.lmbda: float = state["lmbda"]
        self.groups = groups_of(state["width"]) if state["peer"] == "elic" else []
        self.model = build(state["peer"], self.bands, state["width"])
        self.model.load_state_dict(state["average"])
        self.model.eval()
        self.model.update(force=True)  # the coder's tables

    def code(self, image: np.ndarray) -> tuple[int, np.ndarray]:
        """uint8 (h, w, bands) → (bytes of all that the decoder is given, reconstruction uint8 of the same shape)."""
        stream = self.compress(image)
        return len(stream), self.decompress(stream)

    @torch.no_grad()
    def compress(self, image: np.ndarray) -> bytes:
        """uint8 (h, w, bands), sides up to 65535 → the image's size and compressai's strings, with their lengths, in one."""
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != self.bands:
            raise ValueError(f"an image for this peer is uint8 (h, w, {self.bands})")
        height, width = image.shape[:2]
        pad = [(0, -height % MULTIPLE), (0, -width % MULTIPLE), (0, 0)]
        padded = np.pad(image, pad, mode="symmetric").astype(np.float32) / 255
        strings = self.model.compress(torch.from_numpy(padded.transpose(2, 0, 1).copy())[None])["strings"]
        return np.array([height, width], "<u2").tobytes() + join([string[0] for string in strings])

    @torch.no_grad()
    def decompress(self, stream: bytes) -> np.ndarray:
        """The reconstruction, uint8 (h, w, bands), from nothing but the stream."""
        height, width = (int(n) for n in np.frombuffer(stream[:4], "<u2"))
        strings = split(stream[4:], 2 * len(self.groups) + 1 if self.groups else 2)
        picture = self.model.decompress([[string] for string in strings], self._shape(height, width))["x_hat"]
        picture = picture[0].clamp(0, 1).mul(255).round().byte().numpy()
        return np.ascontiguousarray(picture[:, :height, :width].transpose(1, 2, 0))

    def _shape(self, height: int, width: int) -> Any:
        """What compressai's decompress calls the shape: it follows from the image's size alone."""
        rows, columns = -(-height // MULTIPLE), -(-width // MULTIPLE)
        hyper = torch.Size([rows, columns])
        if not self.groups:
            return hyper
        return {"y": [torch.Size([n, 4 * rows, 4 * columns]) for n in self.groups], "hyper": hyper}


def join(strings: list[bytes]) -> bytes:
    """Strings one after another, before each but the last its length in groups of 7 bits (LEB128)."""
    parts = []
    for string in strings[:-1]:
        length = len(string)
        while length > 127:
            parts.append(bytes([length & 127 | 128]))
            length >>= 7
        parts += [bytes([length]), string]
    return b"".join([*parts, strings[-1]])


def split(stream: bytes, count: int) -> list[bytes]:
    """The reverse of ``join`` for so many strings."""
    strings, at = [], 0
    for _ in range(count - 1):
        length = shift = 0
        while True:
            byte = stream[at]
            at += 1
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        strings.append(stream[at : at + length])
        at += length
    return [*strings, stream[at:]]
