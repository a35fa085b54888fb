"""The integer graphs of a bundle: hyper decoder, and for each group one graph for each pass."""

from __future__ import annotations

import numpy as np

from .entropy_model import INT_PROMPTS, Context, HyperDecoder
from .graphs import Graph, integers
from .preset import Preset


def hyper_decoder_graph(module: HyperDecoder, preset: Preset) -> bytes:
    """``hyper`` and ``prompts_low`` at 1/64, ``prompts`` at 1/16 → ``features``, all integers."""
    graph = Graph("hyper_decoder")
    hyper = graph.input("hyper", preset.latents_hyper)
    low, prompts = graph.input("prompts_low", INT_PROMPTS), graph.input("prompts", INT_PROMPTS)
    x = graph.integer_layer(graph.concat([hyper, low]), module.stem)
    x = graph.integer_layer(graph.shuffle(graph.integer_layer(x, module.up_first)), module.middle)
    x = graph.shuffle(graph.integer_layer(x, module.up_second))
    graph.output(graph.integer_layer(graph.concat([x, prompts]), module.head), "features", preset.hyper)
    return graph.finish()


def anchors_graph(module: Context, name: str) -> bytes:
    """First pass: ``past`` → ``scale`` in 1/32 octaves, ``mean`` in σ/256, and ``mixed``, what the second pass goes on from.

    Nothing of the own group is known, so its features are one value a channel, and what the mix makes of them is one kernel
    over a plane of ones (which a convolution by zeros gives).
    """
    graph, width = Graph(f"anchors{name}"), module.past.out_channels
    past = graph.input("past", module.past.in_channels)
    weight, bias, shift = integers(module.mix)
    mixed = graph.integer_convolution(graph.integer_layer(past, module.past), weight[:, :width], bias)
    ones = graph.integer_convolution(past, np.zeros((1, module.past.in_channels, 1, 1)), np.ones(1))
    _, here_bias, here_shift = integers(module.here)
    unknown = np.clip(np.floor(here_bias * 2.0**-here_shift), 0, module.here.max_out)
    kernel = np.einsum("oikl,i->okl", weight[:, width:], unknown)[:, None]
    own = graph.integer_convolution(ones, kernel, np.zeros(len(kernel)))
    _finish(graph, graph.op("Add", [mixed, own]), module, shift)
    graph.output(mixed, "mixed", len(weight))
    return graph.finish()


def context_graph(module: Context, name: str) -> bytes:
    """The later passes: ``mixed`` and ``here`` → ``scale`` and ``mean`` as in the first."""
    graph, width = Graph(f"context{name}"), module.past.out_channels
    mixed, here = graph.input("mixed", module.mix.out_channels), graph.input("here", module.here.in_channels)
    weight, bias, shift = integers(module.mix)
    features = graph.integer_layer(here, module.here)
    own = graph.integer_convolution(features, weight[:, width:], np.zeros(len(bias)))
    _finish(graph, graph.op("Add", [mixed, own]), module, shift)
    return graph.finish()


def _finish(graph: Graph, total: str, module: Context, shift: int) -> None:
    """What all passes make of the mix's sums."""
    x = graph.integer_layer(graph.requantised(total, module.mix, shift), module.refine)
    graph.output(graph.integer_layer(x, module.scale), "scale", module.scale.out_channels)
    graph.output(graph.integer_layer(x, module.mean), "mean", module.mean.out_channels)
