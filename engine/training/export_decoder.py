"""Gives a bundle the decoders of ``train_decoder``: graphs and manifest entries; trains nothing.

``python -m eoduet.engine.training.export_decoder BUNDLE RUN/last.pt [RUN/last.pt] [--into FOLDER]``

They fit any bundle whose pictures are as those they were trained on: a joint model's fit its halves.  Streams stay what they
are, but a bundle is named by all that decodes its files: those written before need the bundle of before.  Profiles keep the
decoders they have.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from torch import nn

from ..bundle import load_bundle
from ..errors import InputError
from ..planes import FIRST
from . import checkpoint
from .coded import lapped_preset, layout_of
from .commandline import command, parser_of
from .export_map import Editor
from .export_transforms import linear_synthesis, residual
from .graphs import Graph, to_numpy
from .layout import Layout
from .preset import Preset
from .restoration import COARSEST, DETAIL_SCALE, FOLD, MOST, PADS, REACH, WINDOWS, Restoration
from .transforms import PIXEL_SCALE, PROMPTS, SLOTS


def decoder_graph(model: Restoration, preset: Preset, layout: Layout, modality: str) -> bytes:
    """``latents`` in steps (with margin), ``step`` of each, ``own_step`` of the modality, ``prompts`` → ``components``."""
    graph = Graph(f"decoder_{modality}")
    latents, step = graph.input("latents", preset.latents), graph.input("step", preset.latents)
    own_step = graph.op("Min", [graph.input("own_step", 1), graph.number(COARSEST)])
    graph.input("prompts", PROMPTS)  # other decoders want them; the step says enough here
    slots = range(FIRST[modality], FIRST[modality] + SLOTS[modality])
    linear = linear_synthesis(graph, graph.op("Mul", [latents, step]), preset, layout, slots)
    # The synthesis has dropped the outermost ring.  Of the others so much stays that no pixel sees the zeros beyond.
    linear = graph.crop(linear, (preset.latent_margin - 1) * preset.stride - REACH)
    picture = folded(graph, graph.op("Mul", [linear, graph.number(1 / PIXEL_SCALE)]), model.picture)
    x = graph.leaky(
        graph.op("Add", [picture, folded(graph, details(graph, linear, own_step), model.details)])
    )
    for block in model.blocks:
        x = residual(graph, x, block)
    correction = graph.shuffle(graph.layer(graph.leaky(x), model.head), FOLD)
    whole = graph.op("Add", [linear, graph.op("Mul", [correction, own_step])])
    graph.output(graph.crop(whole, REACH), "components", SLOTS[modality])
    return graph.finish()


def details(graph: Graph, linear: str, own_step: str) -> str:
    """What a picture has beside its mean around each pixel, in steps."""
    mean = linear
    for kernel, (rows, columns) in zip(WINDOWS, PADS):
        mean = graph.op("AveragePool", [mean], kernel_shape=kernel, pads=[rows, columns] * 2)
    beside = graph.op("Div", [graph.op("Sub", [linear, mean]), own_step])
    clipped = graph.op("Clip", [beside, graph.number(-MOST), graph.number(MOST)])
    return graph.op("Mul", [clipped, graph.number(1 / DETAIL_SCALE)])


def folded(graph: Graph, x: str, layer: nn.Conv2d) -> str:
    """A 3 × 3 convolution of pixel-unshuffled planes: a strided one of the planes themselves."""
    weight = to_numpy(layer.weight)
    out, count, height, width = weight.shape
    apart = weight.reshape(out, count // FOLD**2, FOLD, FOLD, height, width).transpose(0, 1, 4, 2, 5, 3)
    kernel = np.ascontiguousarray(apart).reshape(out, count // FOLD**2, FOLD * height, FOLD * width)
    bias = None if layer.bias is None else to_numpy(layer.bias)
    return graph.convolution(x, kernel, bias, FOLD, FOLD)


def export_decoder(bundle: Path, runs: Sequence[Path], folder: Path) -> None:
    """Write a copy of ``bundle`` to ``folder`` (they may be one) with the decoders of checkpoints of ``train_decoder``."""
    sound = load_bundle(bundle)
    layout = layout_of(sound)
    graphs, trained = {}, {}
    for run in runs:
        state = checkpoint.load(run)
        modality = state.get("decodes")
        if modality not in SLOTS:
            raise InputError(f"{run} is no checkpoint of train_decoder; name one.")
        preset = lapped_preset(sound, modality)
        model = Restoration(SLOTS[modality])
        model.load_state_dict(state["average"])
        name = f"decoder_{modality}"
        graphs[name], trained[name] = decoder_graph(model, preset, layout, modality), state["total"]
    editor = Editor(bundle, folder)
    editor.manifest.setdefault("trained", {}).update(trained)
    for name, content in graphs.items():
        editor.add_graph(name, content)
    editor.finish()


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN/last.pt")
    parser.add_argument("--into", type=Path, help="folder of the new bundle; default: the bundle itself")
    given = parser.parse_args(arguments)
    export_decoder(given.bundle, given.runs, given.into or given.bundle)


if __name__ == "__main__":
    sys.exit(main())
