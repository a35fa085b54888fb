"""Decodes the golden files' symbols in one configuration and prints their CRC-32s as JSON; compares nothing.

    python symbols.py                          this environment's ONNX Runtime, its own choice of threads
    python symbols.py --threads 2 --plain      two threads, graph optimisation off
    python symbols.py --reference              the integer networks in numpy int64 instead of ONNX Runtime
    python symbols.py --threads 1 PAIR.duet    other files than the golden ones

A script of its own, so that an environment with an older ONNX Runtime and without pytest can run it.
"""

import argparse
import json
from pathlib import Path

from eoduet.engine.bundle import find_bundle
from eoduet.engine.container import DuetReader
from eoduet.engine.description import Description
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.lattice import Steps
from eoduet.engine.payload import TilePayload
from eoduet.engine.reference import Reference
from eoduet.engine.runtime import Runtime

GOLDEN = Path(__file__).resolve().parent
#: Bundles that no longer ship, for the files that they wrote.
FORMER = GOLDEN / "models"


def bundle_of(description):
    """Return the bundle that wrote a file: one that ships, or a former one."""
    wanted = description.bundle_id, description.bundle_digest
    return find_bundle(*wanted, further=str(FORMER), profile=description.profile)


def decoded_crcs(path, graphs_of):
    """Return the CRC-32 of every tile's symbols; `graphs_of(bundle)` runs the integer networks."""
    with DuetReader(str(path)) as reader:
        description = Description.from_header(reader.header)
        bundle = bundle_of(description)
        coder = EntropyCoder(bundle, graphs_of(bundle))
        steps = Steps.of(bundle, description.prompts, description.presence)
        crcs = []
        for tile in description.tiles:
            payload = TilePayload.from_bytes(reader.payload(tile.index), reader.version)
            region = description.tiles.latents(tile.window)
            if payload.stream is None:
                crcs.append(None)
            else:
                crcs.append(coder.decode(payload.stream, (region.height, region.width), steps)[1])
    return crcs


def all_crcs(graphs_of, paths=()):
    """Return {file name: CRC-32s} of some files, by default all golden ones."""
    return {path.name: decoded_crcs(path, graphs_of) for path in paths or sorted(GOLDEN.glob("*.duet"))}


def main():
    """Print the CRC-32s and which ONNX Runtime made them."""
    import onnxruntime

    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--reference", action="store_true")
    options = parser.parse_args()

    def graphs_of(bundle):
        if options.reference:
            return Reference(bundle)
        return Runtime(bundle, "cpu", options.threads, not options.plain)

    print(json.dumps({"onnxruntime": onnxruntime.__version__, "files": all_crcs(graphs_of, options.files)}))


if __name__ == "__main__":
    main()
