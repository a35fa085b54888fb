"""Adds a map model, and a profile fine-tuned for it, to a bundle: graphs and manifest entries; trains nothing.

``python -m eoduet.engine.training.export_map BUNDLE RUN/last.pt NAME [--into FOLDER]``

A checkpoint of ``train_map`` becomes the segmenter NAME.  One of ``train_end_to_end`` becomes segmenter and profile NAME: its
encoder and decoders, and γ over quality.  For an independent pair, call it once for each of the two bundles.  What decides
symbols (hyper decoder, contexts, tables) stays the bundle's own, so a profile shares its bitstream.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from .. import bundle as bundles
from ..classes import CLASS_SETS, ClassSet
from ..errors import InputError
from . import checkpoint
from .checkpoint import part
from .classlists import listed
from .commandline import command, parser_of
from .export import transform_graphs
from .layout import Layout
from .mapmodels import map_of, segmenter_graph
from .model import JointCodec
from .preset import PRESETS


class Editor:
    """A bundle's folder while graphs are added: the manifest is written last, when every file it names is there."""

    def __init__(self, bundle: Path, folder: Path):
        """``folder``: a copy of the sound ``bundle``, made here where it is another."""
        bundles.load_bundle(bundle)  # says what is wrong with it
        if folder != bundle:
            shutil.copytree(bundle, folder, dirs_exist_ok=True)
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / bundles.MANIFEST).read_text())
        self.manifest["id"] = folder.name

    def add_graph(self, name: str, content: bytes) -> None:
        """Write one graph and its SHA-256."""
        file = f"{name}.onnx"
        (self.folder / file).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        self.manifest["graphs"][name] = {"file": file, "sha256": digest}

    def add_segmenter(self, name: str, model: nn.Module, classes: ClassSet) -> None:
        """The map model ``name`` of one of ``MAP_MODELS``."""
        graph = f"segmenter_{name}"
        self.add_graph(graph, segmenter_graph(model, len(classes)))
        known = CLASS_SETS.get(classes.name) == classes
        self.manifest.setdefault("segmenters", {})[name] = {
            "graph": graph,
            "classes": classes.name if known else listed(classes),
            "margin": model.margin,
            "align": model.align,
        }

    def add_profile(self, name: str, codec: JointCodec, gamma: Sequence[tuple[int, int]]) -> None:
        """The codec's own weights for the segmenter ``name``; γ as (tenths of quality, thousandths), rising in quality."""
        graphs = transform_graphs(codec)
        for graph, content in graphs.items():
            self.add_graph(f"{graph}_{name}", content)
        self.manifest.setdefault("profiles", {})[name] = {
            "graphs": list(graphs),
            "gamma": [list(map(int, knot)) for knot in gamma],
            "segmenter": name,
        }

    def finish(self) -> None:
        """Write the manifest; ModelError if the bundle is not sound."""
        text = json.dumps(self.manifest, indent=1, ensure_ascii=False) + "\n"
        (self.folder / bundles.MANIFEST).write_text(text, encoding="utf-8")
        bundles.load_bundle(self.folder)


def gamma_knots(state: dict[str, Any]) -> list[tuple[int, int]]:
    """γ over quality of a fine-tuned checkpoint, as the manifest holds it."""
    knots = zip(state["knots"], state["average"]["gamma.knots"].tolist())
    return [(round(1000 * quality), round(1000 * value)) for quality, value in knots]


def export_map(bundle: Path, path: Path, name: str, folder: Path) -> None:
    """Write a copy of ``bundle`` to ``folder`` (they may be one) with what the checkpoint ``path`` holds."""
    state = checkpoint.load(path)
    if "map" not in state:
        raise InputError(f"{path} is no checkpoint of train_map or train_end_to_end; name one.")
    editor = Editor(bundle, folder)
    editor.add_segmenter(name, *map_of(state))
    if "knots" in state:
        editor.add_profile(name, codec_for(folder, state), gamma_knots(state))
    editor.finish()


def codec_for(folder: Path, state: dict[str, Any]) -> JointCodec:
    """The fine-tuned codec of the bundle's preset; InputError where there is none, or the bundle has another layout."""
    bundle, names = bundles.load_bundle(folder), list(state["presets"])
    if bundle.manifest["preset"] not in names:
        raise InputError(
            f"{folder} has the preset {bundle.manifest['preset']}, the run {' and '.join(names)}."
        )
    at = names.index(bundle.manifest["preset"])
    layout = Layout(**{name: value.numpy() for name, value in state["layouts"][at].items()})
    same = [
        np.array_equal(bundle.tables[name], getattr(layout, name)) for name in ("component", "row", "column")
    ]
    if not all(same):
        raise InputError(
            f"{folder} orders its latents otherwise: fine-tune from the weights it was exported from."
        )
    codec = JointCodec(PRESETS[names[at]], layout)
    codec.load_state_dict(part(state["average"], f"codecs.{at}"))
    return codec.eval()


@command
def main(arguments: Sequence[str] | None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("name", help="of the segmenter, such as flood")
    parser.add_argument("--into", type=Path, help="folder of the new bundle; default: the bundle itself")
    given = parser.parse_args(arguments)
    export_map(given.bundle, given.checkpoint, given.name, given.into or given.bundle)


if __name__ == "__main__":
    sys.exit(main())
