"""Crops as a decoder meets them: coded by a bundle's own encoder, tables and choice of symbols, and kept on disk.

What a decoder has to mend is what files do to pictures.  So training crops of one modality are coded by the very engine that
writes files, at qualities drawn evenly, and put together again by the linear synthesis alone; beside each stands its original.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tqdm import tqdm

from ..bundle import Bundle
from ..errors import InputError
from ..lattice import Steps
from ..planes import FIRST
from ..prompts import GAMMA_STEPS, QUALITY_STEPS, Prompts
from ..tilecodec import TileCodec
from .cache import load_cache, opened
from .data import Crops
from .lattice import OCTAVE
from .layout import Layout
from .preset import PRESETS, Preset
from .transforms import SLOTS, LinearSynthesis, mirrored
from .validate import fixed_crops

SIZE = 256
#: In tenths, of ``val``.
QUALITIES = (100, 200, 450, 700, 850)
#: Most SAR to train on is filtered, or has few looks in 8 bits: so many crops get speckle.
SPECKLED = 0.5


class Example(NamedTuple):
    """Components in digital numbers, decoded linearly and original, (C, SIZE, SIZE); the step; which exist (C,)."""

    decoded: np.ndarray
    original: np.ndarray
    step: np.ndarray
    exists: np.ndarray


class Coder:
    """Codes crops of one modality with a bundle; InputError where that has no lapped transform of it."""

    def __init__(self, bundle: Bundle, modality: str):
        self.codec, self.preset = TileCodec(bundle, "cpu", threads=1), lapped_preset(bundle, modality)
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
        decoded = wide[0, :, stride:-stride, stride:-stride].numpy()
        exists = (np.arange(len(components)) < bands).astype(np.float32)
        return Example(decoded, components[:, margin:-margin, margin:-margin], np.float32(step), exists)

    def drawn(self, path: Path, seed: int, count: int) -> Iterator[Example]:
        """So many augmented crops of a cache."""
        crops = Crops(load_cache(path), SIZE, self.preset.margin, seed, (self.modality,), speckled=SPECKLED)
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


def lapped_preset(bundle: Bundle, modality: str) -> Preset:
    """The preset of a bundle whose images of a modality a lapped transform decodes; InputError where there is none."""
    preset = PRESETS.get(bundle.manifest.get("preset", ""))
    if preset is None or preset.elic or modality not in preset.modalities:
        raise InputError(
            f"{bundle.folder} has no lapped transform of {modality} images to decode; name another bundle."
        )
    return preset


def write_coded(examples: Iterator[Example], origin: str, path: Path) -> None:
    """Keep examples in ``path``.bin, decoded and original as float16, and in ``path``.npz what they were coded with.

    ``origin`` says what they come from, for ``load_coded`` to compare; InputError where there is no example.
    """
    first = next(examples, None)
    if first is None:
        raise InputError(f"There is no image for {origin}; prepare other data.")
    images, steps, exists = path.with_suffix(".part"), [], []
    with open(images, "wb") as stream:
        for one in tqdm(chain([first], examples), desc=path.name, mininterval=5):
            stream.write(np.stack([one.decoded, one.original]).astype(np.float16).data)
            steps.append(one.step)
            exists.append(one.exists)
    np.savez(path.with_suffix(".npz"), origin=origin, steps=np.array(steps), exists=np.array(exists))
    images.rename(path.with_suffix(".bin"))


def load_coded(path: Path, origin: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What ``write_coded`` kept: images float16 (n, 2, C, SIZE, SIZE), read as they are needed; steps (n,); exists (n, C).

    InputError where they are of another origin.
    """
    with opened(path.with_suffix(".npz")) as stored:
        steps, exists = stored["steps"], stored["exists"]
        if stored["origin"] != origin:
            raise InputError(
                f"{path} holds crops of {stored['origin']}, not of {origin}; name another folder."
            )
    shape = (len(steps), 2, exists.shape[1], SIZE, SIZE)
    return np.memmap(path.with_suffix(".bin"), np.float16, "r", shape=shape), steps, exists
