"""Exactness: the symbols of `.duet` files decoded in nine configurations, against the CRCs that their encoder wrote down.

ONNX Runtime 1.19.2 and the newest installed, one and two threads, graph optimisation on and off, and the integer
reference in numpy; each a process of `tests/golden/symbols.py`. Decoded are the golden files and, to have more
content, the sample scene and a large pair encoded here. One symbol that differs gives another CRC.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from eoduet.engine import codec as verbs
from eoduet.engine.container import DuetReader
from eoduet.engine.payload import TilePayload

from .setting import ROOT, SAMPLE, Setting

TITLE = "exactness"
BAR = "symbols identical under ONNX Runtime {}, threads 1 and 2, optimisation off and on, and the integer reference"
OLDEST = "1.19.2"
GOLDEN = ROOT / "tests" / "golden"
FRESH_QUALITIES = (10, 60)
RUNTIMES = [(threads, plain) for threads in (1, 2) for plain in (True, False)]


def measure(setting: Setting) -> dict:
    """Return, per configuration, how many tiles were decoded and which gave other symbols."""
    golden = sorted(str(path) for path in GOLDEN.glob("*.duet"))
    with tempfile.TemporaryDirectory() as folder:
        files = golden + _fresh(setting, folder)
        written = {os.path.basename(path): _stored(path) for path in files}
        found = {}
        for python in (setting.old_python, Path(sys.executable)):
            for threads, plain in RUNTIMES:
                options = ["--threads", str(threads), *["--plain"] * plain]
                version, crcs = _decoded(python, options, files)
                name = f"{version}, threads {threads}, optimisation {'off' if plain else 'on'}"
                found[name] = _compare(written, crcs)
        found["reference"] = _compare(written, _decoded(Path(sys.executable), ["--reference"], files)[1])
    return {"golden_files": len(golden), "files": len(files), "configurations": found}


def _fresh(setting: Setting, folder: str) -> list[str]:
    """Encode the sample scene and a large pair at a low and a high quality."""
    pairs = [SAMPLE] + [(pair.optical, pair.sar) for pair in setting.large(1)]
    paths = []
    for pair in pairs:
        for quality in FRESH_QUALITIES:
            paths.append(os.path.join(folder, f"fresh{len(paths)}.duet"))
            verbs.encode(*pair, paths[-1], setting.codec, quality=quality, measure=False)
    return paths


def _stored(path: str) -> list[int | None]:
    """Return the CRCs in a file's index, None for a tile without a stream."""
    with DuetReader(path) as reader:
        streams = [
            TilePayload.from_bytes(reader.payload(i), reader.version).stream for i in range(reader.tile_count)
        ]
        return [None if stream is None else reader.symbols_crc(i) for i, stream in enumerate(streams)]


def _decoded(python: Path, options: list[str], files: list[str]) -> tuple[str, dict[str, list[int | None]]]:
    """Return the version of ONNX Runtime and the CRCs that an interpreter decodes."""
    if not python.exists():
        raise SystemExit(
            f"There is no interpreter {python}: `make setup` installs it, or name one with --old-python."
        )
    command = [str(python), str(GOLDEN / "symbols.py"), *options, *files]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise SystemExit(f"Decoding with {' '.join(command)} failed:\n{ran.stderr}")
    told = json.loads(ran.stdout)
    return told["onnxruntime"], told["files"]


def _compare(written: dict[str, list[int | None]], decoded: dict[str, list[int | None]]) -> dict:
    differing = [
        f"{name} tile {i}"
        for name, crcs in written.items()
        for i, crc in enumerate(crcs)
        if decoded[name][i] != crc
    ]
    return {"tiles": sum(map(len, written.values())), "differing": differing}


def summary(result: dict) -> list[tuple[str, str, bool]]:
    """Rows (bar, measured, passed)."""
    found = result["configurations"]
    versions = sorted({name.split(",")[0] for name in found if name != "reference"})
    agreeing = sum(values["tiles"] - len(values["differing"]) for values in found.values())
    tiles = sum(values["tiles"] for values in found.values())
    text = f"{agreeing} of {tiles} CRCs agree ({len(found)} configurations, {result['golden_files']} golden files)"
    complete = OLDEST in versions and len(versions) > 1 and result["golden_files"] > 0
    return [(BAR.format(" and ".join(versions)), text, complete and agreeing == tiles)]
