"""`make demo`: the main job on the sample scene through `qgis_process`, as a user's QGIS runs it.

A fresh profile, the plugin enabled in it, its private environment set up, then encode and decode at three
qualities, and maps of the originals and of the files: prints tables and writes build/demo/ (the `.duet` files, the
decoded rasters, the maps, the tables as JSON, a picture). The PSNRs of the table are computed here from the decoded
rasters; what the encoder promised is held against them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from demo_map import add_maps, print_maps
from demo_picture import draw

from eoduet.engine.container import DuetReader
from eoduet.engine.description import Description
from eoduet.engine.distortion import Distortion
from eoduet.engine.raster import RasterSource

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "demo"
SAMPLE = {"OPTICAL": "chile_S2L2A.tif", "SAR": "chile_S1RTC.tif"}
QUALITIES = (10, 40, 70)
PROMISE = 0.05  # dB; what the encoder reports and what the decoded files show may differ by rounding only


def main() -> int:
    """Run the demo; exit status 0 where everything was written and the PSNRs are as promised."""
    shutil.rmtree(OUT, ignore_errors=True)
    originals = {name: ROOT / "resources" / "sample" / file for name, file in SAMPLE.items()}
    qgis = Headless(OUT / "profile")
    print("Setting up the private environment of a fresh QGIS profile (a few minutes) ...", flush=True)
    print("  " + ", ".join(f"{key} {value}" for key, value in qgis.run("setup").items()))
    rows = [round_trip(qgis, originals, quality) for quality in QUALITIES]
    reference = add_maps(qgis, originals, rows, OUT, ROOT)
    print_table(rows)
    if reference is not None:
        print_maps(rows)
    (OUT / "demo.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    draw(OUT / "demo.png", originals, rows, reference)
    print(
        f"\nPicture: {(OUT / 'demo.png').relative_to(ROOT)}, numbers: {(OUT / 'demo.json').relative_to(ROOT)}"
    )
    broken = [row["quality"] for row in rows if row["promise_kept_within_db"] > PROMISE]
    if broken:
        print(f"The decoded files are not as good as the encoder said, at quality {broken}.", file=sys.stderr)
    return int(bool(broken))


class Headless:
    """`qgis_process` with a profile of its own that has only this plugin."""

    def __init__(self, folder: Path) -> None:
        plugins = folder / "profiles" / "default" / "python" / "plugins"
        plugins.mkdir(parents=True)
        (plugins / "eoduet").symlink_to(ROOT)
        # Debian's wrapper script passes an option that the program does not know.
        programs = (shutil.which(name) for name in ("qgis_process.bin", "qgis_process"))
        self.program = next(filter(None, programs))
        self.variables = {"QGIS_CUSTOM_CONFIG_PATH": str(folder), "QT_QPA_PLATFORM": "offscreen"}
        self._call("plugins", "enable", "eoduet")

    def run(self, algorithm: str, **parameters: object) -> dict:
        """Run `eoduet:algorithm` and return its results."""
        words = [f"{name}={value}" for name, value in parameters.items()]
        printed = self._call("run", "--json", f"eoduet:{algorithm}", "--", *words)
        return json.loads(printed)["results"]

    def _call(self, *arguments: str) -> str:
        command = [self.program, *arguments]
        ran = subprocess.run(
            command, env={**os.environ, **self.variables}, capture_output=True, text=True, check=False
        )
        if ran.returncode != 0:
            sys.exit(f"qgis_process {' '.join(arguments)} failed:\n{ran.stderr or ran.stdout}")
        return ran.stdout


def round_trip(qgis: Headless, originals: dict[str, Path], quality: int) -> dict:
    """Encode and decode at one quality; the row of the table."""
    print(f"Encoding and decoding at quality {quality} ...", flush=True)
    file = OUT / f"quality{quality}.duet"
    decoded = {name: OUT / f"quality{quality}_{name.lower()}.tif" for name in originals}
    encoded = qgis.run("encode", **originals, QUALITY=quality, OUTPUT=file)
    result = qgis.run("decode", INPUT=file, **{f"{name}_OUTPUT": path for name, path in decoded.items()})
    measured = {name: measure(name.lower(), originals[name], decoded[name], file) for name in originals}
    gap = max(abs(measured[name] - encoded[f"PSNR_{name}"]) for name in originals)
    return {
        "quality": quality,
        "bytes": file.stat().st_size,
        "ratio": encoded["RATIO"],
        "bpp": encoded["BPP"],
        "psnr_optical": measured["OPTICAL"],
        "psnr_sar": measured["SAR"],
        "promise_kept_within_db": gap,
        "encode_seconds": encoded["SECONDS"],
        "decode_seconds": result["SECONDS"],
        "device": result["USED_DEVICE"],
        "decoded": {name: str(path.relative_to(ROOT)) for name, path in decoded.items()},
    }


def measure(modality: str, original: Path, decoded: Path, file: Path) -> float:
    """PSNR in dB of a decoded raster, on the [0,1] range that its `.duet` file codes each band in."""
    with DuetReader(str(file)) as reader:
        transform = Description.from_header(reader.header).transforms[modality]
    before, after = (RasterSource(str(path), modality) for path in (original, decoded))
    window = (0, 0, before.grid.width, before.grid.height)
    values, valid = before.read(*window)
    distortion = Distortion([modality])
    distortion.add(transform, values, after.read(*window)[0], valid)
    return distortion.psnr()[modality]


def print_table(rows: list[dict]) -> None:
    """The rows on the terminal."""
    raw = rows[0]["bytes"] * rows[0]["ratio"]
    print(
        f"\nSample scene: Chile, Sentinel-2 (4 bands uint16) and Sentinel-1 (2 bands float32), {raw:,.0f} bytes\n"
    )
    print("quality    bytes   ratio    bpp   PSNR optical   PSNR SAR   encode   decode  device")
    for row in rows:
        print(
            "{quality:7} {bytes:8,} {ratio:7.1f} {bpp:6.3f} {psnr_optical:11.2f} dB {psnr_sar:7.2f} dB "
            "{encode_seconds:6.2f} s {decode_seconds:6.2f} s  {device}".format(**row)
        )


if __name__ == "__main__":
    sys.exit(main())
