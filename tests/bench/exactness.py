"""Exactness: the symbols of the golden files, decoded under two ONNX Runtimes, one and two threads, graph optimisation on
and off, and by the integer reference, against the CRCs that their encoder wrote down.

Run as a program, it decodes the named files under the interpreter that runs it and prints the CRCs as JSON; the bench
runs it once per interpreter. A graph that differs in a single symbol gives another CRC.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import find_bundle
from eoduet.engine.container import DuetReader
from eoduet.engine.description import Description
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.errors import DuetError
from eoduet.engine.lattice import Steps
from eoduet.engine.payload import TilePayload

from .setting import ROOT, SAMPLE, Setting

TITLE = "exactness"
BAR = "symbols identical under ONNX Runtime {}, threads 1 and 2, optimisation off and on, and the integer reference"
OLDEST = "1.19.2"
THREADS = (1, 2)
FRESH_QUALITIES = (10, 60)
REFERENCE = "reference"


def measure(setting: Setting) -> dict:
    """Return, per configuration, how many tiles were decoded and which gave other symbols."""
    golden = sorted(str(path) for path in (ROOT / "tests" / "golden").rglob("*.duet"))
    with tempfile.TemporaryDirectory() as folder:
        files = golden + _fresh(setting, folder)
        found: dict[str, dict] = {}
        for python in (setting.old_python, Path(sys.executable)):
            found |= _run(python, files)
    return {"golden_files": len(golden), "files": len(files), "configurations": found}


def _fresh(setting: Setting, folder: str) -> list[str]:
    """Encode the sample scene and a large pair, beside the golden files: streams of this model and this processor."""
    pairs = [SAMPLE] + [(pair.optical, pair.sar) for pair in setting.large(1)]
    paths = []
    for number, (pair, quality) in enumerate(
        (pair, quality) for pair in pairs for quality in FRESH_QUALITIES
    ):
        paths.append(os.path.join(folder, f"fresh{number}.duet"))
        verbs.encode(*pair, paths[-1], setting.codec, quality=quality, measure=False)
    return paths


def _run(python: Path, files: list[str]) -> dict:
    if not python.exists():
        raise SystemExit(
            f"There is no interpreter {python}: `make setup` installs it, or name one with --old-python."
        )
    ran = subprocess.run(
        [str(python), "-m", "tests.bench.exactness", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise SystemExit(f"Decoding under {python} failed:\n{ran.stderr}")
    return json.loads(ran.stdout)


def main(files: list[str]) -> int:
    """Print, for every configuration of this interpreter's ONNX Runtime and the reference, the tiles that differ."""
    import onnxruntime

    from eoduet.engine.reference import Reference
    from eoduet.engine.runtime import Runtime

    makers = {
        f"{onnxruntime.__version__}, {threads} thread{'s' * (threads > 1)}, optimisation {'on' if optimise else 'off'}": (
            lambda bundle, threads=threads, optimise=optimise: Runtime(bundle, "cpu", threads, optimise)
        )
        for threads in THREADS
        for optimise in (False, True)
    }
    makers[f"{REFERENCE} (beside {onnxruntime.__version__})"] = Reference
    print(json.dumps({name: differing_tiles(files, make) for name, make in makers.items()}))
    return 0


def differing_tiles(files: list[str], make_graphs) -> dict:
    """Decode all tiles of the files with the graphs that `make_graphs(bundle)` runs and compare their CRCs."""
    coders: dict[str, EntropyCoder] = {}
    tiles, differing = 0, []
    for path in files:
        with DuetReader(path) as reader:
            description = Description.from_header(reader.header)
            digest = description.bundle_digest
            if digest not in coders:
                bundle = find_bundle(description.bundle_id, digest)
                coders[digest] = EntropyCoder(bundle, make_graphs(bundle))
            for tile in description.tiles:
                tiles += 1
                if not _same_symbols(reader, description, tile, coders[digest]):
                    differing.append(f"{Path(path).name} tile {tile.index}")
    return {"tiles": tiles, "differing": differing}


def _same_symbols(reader: DuetReader, description: Description, tile, coder: EntropyCoder) -> bool:
    payload = TilePayload.from_bytes(reader.payload(tile.index))
    if payload.stream is None:
        return True
    region = description.tiles.latents(tile.window)
    steps = Steps.of(coder.bundle, description.prompts, description.presence)
    try:
        crc = coder.decode(payload.stream, (region.height, region.width), steps)[1]
    except DuetError:
        return False
    return crc == reader.symbols_crc(tile.index)


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed)."""
    found = result["configurations"]
    versions = sorted({name.split(",")[0] for name in found if not name.startswith(REFERENCE)})
    agreeing = sum(values["tiles"] - len(values["differing"]) for values in found.values())
    tiles = sum(values["tiles"] for values in found.values())
    text = f"{agreeing} of {tiles} CRCs agree ({len(found)} configurations, {result['golden_files']} golden files)"
    complete = OLDEST in versions and len(versions) > 1 and result["golden_files"] > 0
    return [(BAR.format(" and ".join(versions)), text, complete and agreeing == tiles)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
