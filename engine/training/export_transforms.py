"""The float graphs of a bundle: encoder, hyper encoder and the two decoders, from trained torch modules."""

from __future__ import annotations

import numpy as np

from .entropy_model import INT_PROMPTS, HyperEncoder
from .fusion import TokenFusion
from .graphs import Graph, to_numpy
from .lapped import lapped_basis
from .layout import Layout
from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS, Preset
from .transforms import CORRECTION, PIXEL_SCALE, PROMPTS, Branch, Decoder, Encoder, ResidualBlock


def residual(graph: Graph, x: str, block: ResidualBlock) -> str:
    """A residual block."""
    return graph.op("Add", [x, graph.layer(graph.leaky(graph.layer(x, block.first)), block.second)])


def lapped_weight(graph: Graph, preset: Preset, layout: Layout, channels: np.ndarray) -> str:
    """Kernels (len(channels), 1, 2n, 2n) of one component as the product of their rows and columns, float32."""
    basis = lapped_basis(preset.stride).astype(np.float32)
    rows = graph.constant(basis[layout.row[channels]][:, None, :, None])
    columns = graph.constant(basis[layout.column[channels]][:, None, None, :])
    return graph.op("Mul", [rows, columns])


def linear_analysis(graph: Graph, x: str, preset: Preset, layout: Layout) -> str:
    """Lapped KLT of every component, channels in layout order."""
    parts, order = [], []
    for slot in np.unique(layout.component):
        mine = np.flatnonzero(layout.component == slot)
        order.append(mine)
        plane = graph.slice(x, 1, slot, slot + 1)
        weight = lapped_weight(graph, preset, layout, mine)
        parts.append(graph.op("Conv", [plane, weight], strides=[preset.stride] * 2))
    back = graph.constant(np.argsort(np.concatenate(order)).astype(np.int64))
    return graph.op("Gather", [graph.concat(parts), back], axis=1)


def linear_synthesis(graph: Graph, latents: str, preset: Preset, layout: Layout, slots: range) -> str:
    """Overlap-add of the basis functions of one modality, without the outermost block."""
    parts = []
    for slot in slots:
        mine = np.flatnonzero(layout.component == slot)
        picked = graph.op("Gather", [latents, graph.constant(mine.astype(np.int64))], axis=1)
        weight = lapped_weight(graph, preset, layout, mine)
        parts.append(graph.op("ConvTranspose", [picked, weight], strides=[preset.stride] * 2))
    return graph.crop(graph.concat(parts), preset.stride + preset.stride // 2)


def fusion(graph: Graph, branches: list[str], module: TokenFusion) -> list[str]:
    """Three-token attention per pixel; nothing where there is one branch."""
    if len(branches) == 1:
        return branches
    features = module.features
    projected = [graph.layer(branch, module.project) for branch in branches]
    keys, queries, values = (
        [graph.slice(p, 1, i * features, (i + 1) * features) for p in projected] for i in range(3)
    )
    fused = []
    for query, own in zip(queries, branches):
        axes = graph.constant(np.array([1], np.int64))
        dots = [graph.op("ReduceSum", [graph.op("Mul", [query, key]), axes], keepdims=1) for key in keys]
        score = graph.op("Mul", [graph.concat(dots), graph.number(features**-0.5)])
        weight = graph.op("Softmax", [score], axis=1)
        for token, value in enumerate(values):
            own = graph.op("Add", [own, graph.op("Mul", [graph.slice(weight, 1, token, token + 1), value])])
        fused.append(own)
    return fused


def branch_begin(graph: Graph, x: str, prompts: str, branch: Branch) -> str:
    """Pixels → features at 1/8."""
    return residual(graph, graph.leaky(graph.folded(x, branch.stem, 8, prompts)), branch.at_eighth)


def encoder_graph(encoder: Encoder, layout: Layout) -> bytes:
    """``optical``, ``sar`` (with margin), ``prompts``, ``step`` of each latent → ``latents`` in steps."""
    graph, preset = Graph("encoder"), encoder.preset
    optical, sar = graph.input("optical", OPTICAL_COMPONENTS), graph.input("sar", SAR_COMPONENTS)
    prompts, step = graph.input("prompts", PROMPTS), graph.input("step", preset.latents)
    both = graph.concat([optical, sar])
    linear = linear_analysis(graph, graph.crop(both, preset.margin - preset.stride // 2), preset, layout)
    inverse = graph.inverse_gamma(prompts)
    images = {"optical": (optical, prompts), "sar": (sar, inverse), "joint": (both, prompts)}
    features = []
    for branch, name in zip(encoder.branches, encoder.names):
        image, own_prompts = images[name]
        scaled = graph.op("Mul", [image, graph.number(1 / PIXEL_SCALE)])
        features.append(branch_begin(graph, scaled, own_prompts, branch))
    features = fusion(graph, features, encoder.fuse_eighth)
    features = [
        residual(graph, graph.leaky(graph.folded(f, b.down, 2)), b.at_sixteenth)
        for b, f in zip(encoder.branches, features)
    ]
    features = fusion(graph, features, encoder.fuse_sixteenth)
    head = graph.crop(graph.layer(graph.concat(features), encoder.head), preset.margin // preset.stride)
    correction = graph.op("Mul", [head, graph.number(CORRECTION)])
    scaled_linear = graph.op("Div", [linear, step])
    graph.output(graph.op("Add", [scaled_linear, correction]), "latents", preset.latents)
    return graph.finish()


def hyper_encoder_graph(module: HyperEncoder, preset: Preset) -> bytes:
    """``latents`` and ``ratio`` in steps, ``prompts`` → ``hyper`` before rounding."""
    graph = Graph("hyper_encoder")
    latents, ratio = graph.input("latents", preset.latents), graph.input("ratio", preset.latents)
    prompts = graph.input("prompts", INT_PROMPTS)
    one_more = graph.op("Add", [graph.op("Abs", [latents]), graph.number(1.0)])
    logarithm = graph.op("Mul", [graph.op("Log", [one_more]), graph.number(1 / np.log(2))])
    whitened = graph.slice(graph.op("Div", [latents, ratio]), 1, 0, module.signed)
    clipped = graph.op("Clip", [whitened, graph.number(-4.0), graph.number(4.0)])
    x = graph.folded(graph.concat([logarithm, clipped]), module.stem, 1, prompts)
    x = graph.layer(graph.leaky(x), module.down, 2)
    graph.output(graph.layer(graph.leaky(x), module.head, 2), "hyper", preset.latents_hyper)
    return graph.finish()


def decoder_graph(decoder: Decoder, layout: Layout, name: str) -> bytes:
    """``latents`` in steps (with margin), ``step`` of each, ``own_step`` of the modality, ``prompts`` → ``components``."""
    graph, preset, slots = Graph(name), decoder.preset, decoder.linear.slots
    block = preset.stride
    latents, step = graph.input("latents", preset.latents), graph.input("step", preset.latents)
    own_step, prompts = graph.input("own_step", 1), graph.input("prompts", PROMPTS)
    linear = linear_synthesis(graph, graph.op("Mul", [latents, step]), preset, layout, slots)
    one_more = graph.op("Add", [graph.op("Abs", [latents]), graph.number(1.0)])
    logarithm = graph.op("Mul", [graph.op("Log", [one_more]), graph.number(1 / np.log(2))])
    folded_range = graph.op("Mul", [graph.op("Sign", [latents]), logarithm])
    x = residual(
        graph, graph.leaky(graph.folded(folded_range, decoder.stem, 1, prompts)), decoder.at_sixteenth
    )
    x = graph.leaky(graph.shuffle(graph.layer(x, decoder.up_eighth)))
    x = graph.crop(
        graph.shuffle(graph.layer(residual(graph, x, decoder.at_eighth), decoder.up_quarter)), block // 4
    )
    x = joined(graph, linear, x, decoder)
    correction = graph.shuffle(graph.layer(x, decoder.head), 4)
    correction = graph.op("Mul", [correction, graph.op("Mul", [own_step, graph.number(CORRECTION)])])
    more = preset.latent_margin * block - preset.margin  # rings that keep the border's zeros out of the tile
    graph.output(graph.crop(graph.op("Add", [linear, correction]), block + more), "components", len(slots))
    return graph.finish()


def joined(graph: Graph, linear: str, x: str, decoder: Decoder) -> str:
    """Where the linear reconstruction, folded to 1/4, joins the features; then the residual blocks there."""
    weight = to_numpy(decoder.join.weight)[:, :, 0, 0]
    folded = weight.shape[1] - x_channels(decoder)
    kernel = weight[:, :folded].reshape(len(weight), folded // 16, 4, 4) / PIXEL_SCALE
    picture = graph.convolution(linear, kernel, to_numpy(decoder.join.bias), 4)
    features = graph.convolution(x, weight[:, folded:, None, None], None)
    x = graph.leaky(graph.op("Add", [picture, features]))
    for block in decoder.at_quarter:
        x = residual(graph, x, block)
    return x


def x_channels(decoder: Decoder) -> int:
    """Features that reach 1/4 resolution."""
    return decoder.preset.decoder[2]
