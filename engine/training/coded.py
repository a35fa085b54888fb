"""Crops as a decoder meets them: coded by a bundle's own encoder, tables and choice of symbols, and kept on disk.

What a decoder has to mend is what files do to pictures.  So training crops of one modality are coded by the very engine that
writes files, at qualities drawn evenly, and put together again by the linear synthesis alone; beside each stands its original.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tqdm import tqdm

from ..bundle import Bundle
from ..lattice import Steps
from ..prompts import GAMMA_STEPS, QUALITY_STEPS, Prompts
from ..tilecodec import TileCodec
from .cache import load_cache, opened
from .data import Crops
from .lattice import OCTAVE
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, PRESETS
from .transforms import SLOTS, LinearSynthesis, mirrored
from .validate import fixed_crops

SIZE = 256
#: In tenths, of ``val``.
QUALITIES = (100, 200, 450, 700, 850)
FIRST = {"optical": 0, "sar": OPTICAL_COMPONENTS}


class Example(NamedTuple):
    """Components in digital numbers, decoded linearly and original, (C, SIZE, SIZE); the step; the prompt vector (8,)."""

    decoded: np.ndarray
    original: np.ndarray
    step: np.ndarray
    prompts: np.ndarray


class Coder:
    """Codes crops of one modality with a bundle of a lapped preset."""

    def __init__(self, bundle: Bundle, modality: str):
        self.codec, self.preset = TileCodec(bundle, "cpu", threads=1), PRESETS[bundle.manifest["preset"]]
        self.at, self.modality = list(SLOTS).index(modality), modality
        self.layout = layout_of(bundle)
        slots = range(FIRST[modality], FIRST[modality] + SLOTS[modality])
        self.linear = LinearSynthesis(self.preset, self.layout, slots)

    @torch.no_grad()
    def example(self, components: np.ndarray, bands: int, quality: int) -> Example:
        """Components with margin (C, SIZE + 2 · margin, …) of an image of so many bands, coded at a quality in tenths."""
        margin, stride = self.preset.margin, self.preset.stride
        presence = (bands, 0) if self.at == 0 else (0, bands)
        prompts = Prompts(quality, GAMMA_STEPS // 2)
        images = [np.zeros((count, *components.shape[1:]), np.float32) for count in SLOTS.values()]
        images[self.at] = np.ascontiguousarray(components, np.float32)
        latents = torch.from_numpy(self.codec.encode(*images, presence, prompts).latents)[None].float() / 16
        steps = Steps.of(self.codec.bundle, prompts, presence)
        step = 2.0 ** (steps.exponents[self.at] / OCTAVE)
        wide = self.linear(mirrored(latents, self.layout, margin // stride) * step)
        vector = np.array([prompts.gamma_value, quality / QUALITY_STEPS, *steps.flags], np.float32)
        decoded = wide[0, :, stride:-stride, stride:-stride].numpy()
        return Example(decoded, components[:, margin:-margin, margin:-margin], np.float32(step), vector)

    def drawn(self, path: Path, seed: int, count: int) -> Iterator[Example]:
        """So many augmented crops of a cache."""
        crops = Crops(load_cache(path), SIZE, self.preset.margin, seed, (self.modality,))
        for _ in range(count):
            *parts, presence = crops.sample()
            bands = int(presence[FIRST[self.modality] :][: SLOTS[self.modality]].sum())
            yield self.example(parts[self.at], bands, int(crops.rng.integers(QUALITY_STEPS + 1)))

    def fixed(self, path: Path) -> Iterator[Example]:
        """The crops that ``validate`` looks at, each at every one of ``QUALITIES``."""
        for *parts, counts in fixed_crops(path, self.preset.margin):
            for quality in QUALITIES if counts[self.modality] else ():
                yield self.example(parts[self.at], counts[self.modality], quality)


def layout_of(bundle: Bundle) -> Layout:
    """What each latent of a bundle is."""
    tables = bundle.tables
    return Layout(tables["component"], tables["row"], tables["column"], 2.0 ** (tables["prior"] / OCTAVE))


def write_coded(examples: Iterator[Example], modality: str, path: Path) -> None:
    """Keep examples in ``path``.bin, decoded and original as float16, and what they were coded with in ``path``.npz."""
    images, steps, prompts = path.with_suffix(".part"), [], []
    with open(images, "wb") as stream:
        for one in tqdm(examples, desc=f"{modality} coded", mininterval=5):
            stream.write(np.stack([one.decoded, one.original]).astype(np.float16).data)
            steps.append(one.step)
            prompts.append(one.prompts)
    np.savez(
        path.with_suffix(".npz"), steps=np.array(steps), prompts=np.array(prompts), slots=SLOTS[modality]
    )
    images.rename(path.with_suffix(".bin"))


def load_coded(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What ``write_coded`` kept: images float16 (n, 2, C, SIZE, SIZE), read as they are needed; steps (n,); prompts (n, 8)."""
    with opened(path.with_suffix(".npz")) as stored:
        steps, prompts, slots = stored["steps"], stored["prompts"], int(stored["slots"])
    shape = (len(steps), 2, slots, SIZE, SIZE)
    return np.memmap(path.with_suffix(".bin"), np.float16, "r", shape=shape), steps, prompts
