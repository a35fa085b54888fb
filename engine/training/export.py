"""From a checkpoint to a bundle: graphs, integer tables fitted to real symbols, manifest with SHA-256s.

``python -m eoduet.engine.training.export FOLDER CHECKPOINT BUNDLE [--crops N]``
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import numpy as np

from .. import bundle as bundles
from ..passes import COARSE
from ..prompts import Prompts
from ..rangecoder import Tables, Writer, by_table
from ..tilecodec import TileCodec
from . import checkpoint, export_elic, export_transforms
from .cache import load_cache
from .commandline import Arguments, command, parser_of
from .data import Crops
from .export_entropy import anchors_graph, context_graph, hyper_decoder_graph
from .export_transforms import hyper_encoder_graph
from .model import JointCodec
from .preset import LITE, OPTICAL_COMPONENTS, PRESETS, SAR_COMPONENTS, Preset
from .tables import check_lattice, frequency_tables, model_tables, table_shapes

#: How often the frequency tables are fitted to what is coded with them; the second fit saves 0.6 % of the rate.
FITS = 2


def transform_graphs(model: JointCodec) -> dict[str, bytes]:
    """ONNX bytes of encoder and decoders, which decide no symbol by themselves."""
    family = export_elic if model.preset.elic else export_transforms
    graphs = {"encoder": family.encoder_graph(model.encoder, model.layout)}
    for name in (f"decoder_{modality}" for modality in model.preset.modalities):
        graphs[name] = family.decoder_graph(model.get_submodule(name), model.layout, name)
    return graphs


def all_graphs(model: JointCodec) -> dict[str, bytes]:
    """ONNX bytes by graph name."""
    preset, entropy = model.preset, model.entropy
    graphs = transform_graphs(model) | {
        "hyper_encoder": hyper_encoder_graph(entropy.hyper_encoder, preset),
        "hyper_decoder": hyper_decoder_graph(entropy.hyper_decoder, preset),
    }
    for end, contexts in (("", entropy.contexts), (COARSE, entropy.coarse)):
        for group, context in enumerate(contexts):
            name = f"{group}{end}"
            graphs[f"anchors{name}"] = anchors_graph(context, name)
            graphs[f"context{name}"] = context_graph(context, name)
    return graphs


def write_bundle(
    folder: Path,
    name: str,
    model: JointCodec,
    graphs: dict[str, bytes],
    tables: dict[str, np.ndarray],
    trained: dict,
) -> None:
    """Write graphs, tables and manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    np.savez_compressed(packed, **tables)
    files = {f"{graph}.onnx": content for graph, content in graphs.items()} | {
        bundles.TABLES: packed.getvalue()
    }
    for file, content in files.items():
        (folder / file).write_bytes(content)
    entries = {
        file: {"file": file, "sha256": hashlib.sha256(content).hexdigest()} for file, content in files.items()
    }
    preset = model.preset
    manifest = {
        "format": bundles.BUNDLE_FORMAT,
        "id": name,
        "preset": preset.name,
        "stride": preset.stride,
        "margin": preset.margin,
        "latent_margin": preset.latent_margin,
        "groups": list(preset.groups),
        "signed_groups": preset.signed_groups,
        "coarse_groups": preset.coarse_groups,
        "slots": [OPTICAL_COMPONENTS, SAR_COMPONENTS],
        "trained": trained,
        "tables": entries.pop(bundles.TABLES),
        "graphs": {file.removesuffix(".onnx"): entry for file, entry in entries.items()},
    }
    (folder / bundles.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")


class CountingWriter(Writer):
    """A Writer that also counts which symbols fall to which table, into ``counts``: one array per table, the escape last."""

    def __init__(self, tables: Tables, counts: list[np.ndarray]):
        super().__init__(tables)
        self.counts = counts

    def write(self, symbols: np.ndarray, index: np.ndarray) -> None:
        """Count, then code."""
        coded = self.tables.coded(symbols, index)
        for table, positions in by_table(index):
            self.counts[table] += np.bincount(coded[positions], minlength=len(self.counts[table]))
        super().write(symbols, index)


def count_symbols(folder: Path, crops: Crops, number: int) -> list[np.ndarray]:
    """Code augmented training crops with the bundle as it stands and count symbols per table."""
    bundle = bundles.load_bundle(folder)
    codec, tables = TileCodec(bundle, "cpu"), Tables(bundle)
    counts = [np.zeros(2 * reach + 2, np.int64) for reach in tables.reach]
    for _ in range(number):
        batch = {name: value[0] for name, value in crops.batch(1).items()}
        prompts = Prompts(*(round(float(batch[name]) * 1000) for name in ("quality", "gamma")))
        flags = batch["presence"]
        presence = int(flags[:OPTICAL_COMPONENTS].sum()), int(flags[OPTICAL_COMPONENTS:].sum())
        codec.encode(batch["optical"], batch["sar"], presence, prompts, CountingWriter(tables, counts))
    return counts


def silent(hyper_index: np.ndarray, counts: list[np.ndarray]) -> bool:
    """Whether every hyper latent was 0: then coding needs no hyper encoder."""
    return all(counts[table].sum() == counts[table][(len(counts[table]) - 2) // 2] for table in hyper_index)


def export(data: Path, path: Path, folder: Path, crops: int, preset: Preset = LITE) -> None:
    """The whole way, several times through ``write_bundle``: Laplacian tables first, tables fitted to symbols after.

    The encoder chooses symbols by what the tables say they cost, so the second fit is to what the first made it choose.
    """
    check_lattice()
    model = checkpoint.build(data, preset)
    state = checkpoint.load(path)
    model.load_state_dict(state["average"])
    model.eval()
    model.entropy.quantised()
    graphs, tables, shapes = all_graphs(model), model_tables(model), table_shapes(model)
    trained = {"steps": int(state["total"]), "stage": str(state["stage"])}
    write_bundle(folder, folder.name, model, graphs, tables | frequency_tables(shapes), trained)
    if crops:
        images = load_cache(data / "train.npz")
        for _ in range(FITS):
            source = Crops(images, 256, model.preset.margin, 7, model.preset.modalities)
            counts = count_symbols(folder, source, crops)
            if "hyper_encoder" in graphs and silent(tables["hyper_index"], counts):
                graphs.pop("hyper_encoder")
                (folder / "hyper_encoder.onnx").unlink()
            fitted = tables | frequency_tables(shapes, counts)
            write_bundle(folder, folder.name, model, graphs, fitted, trained)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{folder}: {size / 1e6:.1f} MB")


@command
def main(arguments: Arguments | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("bundle", type=Path)
    parser.add_argument(
        "--crops", type=int, default=400, help="training crops the frequency tables are fitted to"
    )
    parser.add_argument("--preset", choices=PRESETS, default=LITE.name)
    given = parser.parse_args(arguments)
    export(given.folder, given.checkpoint, given.bundle, given.crops, PRESETS[given.preset])


if __name__ == "__main__":
    sys.exit(main())
