"""The integer graphs of a bundle: hyper decoder and one context graph per group."""

from __future__ import annotations

from .entropy_model import INT_PROMPTS, Context, HyperDecoder
from .graphs import Graph
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


def context_graph(module: Context, preset: Preset, group: int) -> bytes:
    """``past`` and ``here`` → ``scale`` in 1/32 octaves and ``mean`` in σ/256, all integers."""
    graph, size = Graph(f"context{group}"), preset.groups[group]
    past, here = graph.input("past", module.past.in_channels), graph.input("here", module.here.in_channels)
    x = graph.concat([graph.integer_layer(past, module.past), graph.integer_layer(here, module.here)])
    x = graph.integer_layer(graph.integer_layer(x, module.mix), module.refine)
    graph.output(graph.integer_layer(x, module.scale), "scale", size)
    graph.output(graph.integer_layer(x, module.mean), "mean", size)
    return graph.finish()
