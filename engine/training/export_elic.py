"""The encoder and decoder graphs of ELIC transforms, module by module; the entropy model's graphs are not of this family."""

from __future__ import annotations

from functools import singledispatch

import numpy as np
from torch import nn

from .elic import Attention, Bottleneck, Decoder, Encoder
from .export_transforms import fusion
from .graphs import Graph, to_numpy
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS
from .transforms import PIXEL_SCALE, PROMPTS


@singledispatch
def lower(module: nn.Module, graph: Graph, x: str) -> str:
    """Nodes that do to ``x`` what the module does."""
    raise TypeError(f"no nodes for {type(module).__name__}")


@lower.register
def _(module: nn.Sequential, graph: Graph, x: str) -> str:
    for part in module:
        x = lower(part, graph, x)
    return x


@lower.register
def _(module: nn.Conv2d, graph: Graph, x: str) -> str:
    return graph.layer(x, module, module.stride[0])


@lower.register
def _(module: nn.ConvTranspose2d, graph: Graph, x: str) -> str:
    weights = [graph.weight(to_numpy(module.weight)), graph.weight(to_numpy(module.bias))]
    return graph.op(
        "ConvTranspose",
        [x, *weights],
        strides=list(module.stride),
        pads=list(module.padding) * 2,
        output_padding=list(module.output_padding),
        kernel_shape=list(module.kernel_size),
    )


@lower.register
def _(module: nn.ReLU, graph: Graph, x: str) -> str:
    return graph.op("Relu", [x])


@lower.register
def _(module: Bottleneck, graph: Graph, x: str) -> str:
    return graph.op("Add", [x, lower(module.body, graph, x)])


@lower.register
def _(module: Attention, graph: Graph, x: str) -> str:
    mask = graph.op("Sigmoid", [lower(module.mask, graph, x)])
    return graph.op("Add", [x, graph.op("Mul", [lower(module.trunk, graph, x), mask])])


def pixels_and_planes(graph: Graph, image: str, prompts: str) -> str:
    """Scaled components with the prompts replicated over their pixels behind them."""
    scaled = graph.op("Mul", [image, graph.number(1 / PIXEL_SCALE)])
    shape = graph.op("Shape", [graph.slice(image, 1, 0, 1)])
    return graph.concat([scaled, graph.op("Expand", [prompts, shape])])


def scales(graph: Graph, sigma) -> str:
    """The prior scales as float32."""
    return graph.constant(to_numpy(sigma).astype(np.float32))


def encoder_graph(encoder: Encoder, layout: Layout) -> bytes:
    """``optical``, ``sar`` (with margin), ``prompts``, ``step`` of each latent → ``latents`` in steps."""
    graph, preset = Graph("encoder"), encoder.preset
    optical, sar = graph.input("optical", OPTICAL_COMPONENTS), graph.input("sar", SAR_COMPONENTS)
    prompts, step = graph.input("prompts", PROMPTS), graph.input("step", preset.latents)
    inverse = graph.inverse_gamma(prompts)
    images = ((optical, prompts), (sar, inverse), (graph.concat([optical, sar]), prompts))
    features = [pixels_and_planes(graph, image, own) for image, own in images]
    for scale, fuse in enumerate(encoder.fusions):
        branches = zip(encoder.branches, features)
        features = fusion(graph, [lower(branch[scale], graph, x) for branch, x in branches], fuse)
    fused = graph.crop(graph.concat(features), preset.margin // preset.stride)
    gain = graph.op("Div", [scales(graph, encoder.sigma), step])
    graph.output(graph.op("Mul", [lower(encoder.head, graph, fused), gain]), "latents", preset.latents)
    return graph.finish()


def decoder_graph(decoder: Decoder, layout: Layout, name: str) -> bytes:
    """``latents`` in steps (with margin), ``step`` of each, ``own_step`` (not read), ``prompts`` → ``components``."""
    graph, preset = Graph(name), decoder.preset
    latents, step = graph.input("latents", preset.latents), graph.input("step", preset.latents)
    graph.input("own_step", 1)
    prompts = graph.input("prompts", PROMPTS)
    gain = graph.op("Div", [step, scales(graph, decoder.sigma)])
    x = graph.op("Add", [graph.op("Mul", [latents, gain]), lower(decoder.stem, graph, prompts)])
    picture = lower(decoder.head, graph, lower(decoder.body, graph, x))
    inner = graph.crop(picture, preset.latent_margin * preset.stride)
    components = graph.op("Mul", [inner, graph.number(PIXEL_SCALE)])
    graph.output(components, "components", len(decoder.slots))
    return graph.finish()
