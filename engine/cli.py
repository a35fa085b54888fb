"""The command `eoduet`: turns words into calls of the engine, results into lines or JSON; no work of its own.

Exit status: 0 done; 1 the file is damaged (what could be decoded was written, the list is printed); 2 bad
input, model or output, with one sentence on standard error; 130 interrupted, nothing left behind. Results go
to standard output, progress to standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import codec as verbs
from . import wording
from .bundle import DEFAULT_BUNDLE, find_bundle, find_bundles
from .encoder import PRODUCER
from .errors import Cancelled, DuetError, InputError, ModelError
from .targets import KINDS, Target
from .verify import verify

DONE, DAMAGED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal or pipe that lacks γ shows a question mark instead
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    progress = wording.ProgressLine(sys.stderr)
    try:
        return int(options.run(options, progress))
    except (KeyboardInterrupt, Cancelled):
        message, status = "Interrupted; nothing was written.", INTERRUPTED
    except DuetError as error:
        message, status = str(error), BAD_INPUT
    except MemoryError:
        message, status = "Out of memory: close other programs and try again.", BAD_INPUT
    except BrokenPipeError:
        message, status = "The reader of the output went away.", BAD_INPUT
    finally:
        progress.clear()
    print(f"eoduet: {message}", file=sys.stderr)
    return status


def _encode(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    optical, sar = (None if path == "-" else path for path in (options.optical, options.sar))
    if optical is None and sar is None:
        raise InputError("Both images are '-': name an optical image, a SAR image, or both.")
    chosen = [(kind, getattr(options, kind)) for kind in KINDS if getattr(options, kind) is not None]
    report = verbs.encode(
        optical,
        sar,
        options.out,
        _tile_codec(options.model, None, options.device),
        quality=50.0 if options.quality is None else options.quality,
        gamma=options.gamma,
        target=Target(*chosen[0]) if chosen else None,
        measure=not options.no_psnr,
        progress=progress,
    )
    _show(options, progress, report.to_dict(), wording.encoded)
    return DONE


def _decode(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    report = verbs.decode(
        options.input,
        lambda model, digest: _tile_codec(model, digest, options.device),
        optical=options.optical,
        sar=options.sar,
        window=options.window and tuple(options.window),
        progress=progress,
    )
    _show(options, progress, report.to_dict(), wording.decoded)
    for line in wording.damage(report.to_dict()["damaged"]):
        print(f"eoduet: set to NoData: {line}", file=sys.stderr)
    if report.damaged:
        print(f"eoduet: {wording.BESIDE_DAMAGE}", file=sys.stderr)
    return DAMAGED if report.damaged else DONE


def _info(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    _show(options, progress, verbs.info(options.input), wording.info)
    return DONE


def _verify(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    def factory(model: str, digest: str) -> verbs.TileCodecLike:
        return _tile_codec(model, digest, options.device)

    report = verify(options.input, factory if options.decode else None, progress=progress)
    _show(options, progress, report.to_dict(), wording.verified)
    return DONE if report.sound else DAMAGED


def _models(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    facts = [
        {"id": bundle.id, "digest": bundle.digest, "latents": bundle.channels, "folder": str(bundle.folder)}
        for bundle in find_bundles()
    ]
    _show(options, progress, facts, wording.models)
    return DONE


def _show(options: argparse.Namespace, progress: wording.ProgressLine, facts, words) -> None:
    """Print a result as JSON or in words."""
    progress.clear()
    if options.json:
        print(json.dumps(wording.finite(facts), indent=2))
    else:
        print("\n".join(words(facts)))


def _tile_codec(model: str, digest: str | None, device: str) -> verbs.TileCodecLike:
    bundle = find_bundle(model, digest)
    try:  # only here: `info`, `models` and a plain `verify` work without ONNX Runtime and constriction
        from .tilecodec import TileCodec
    except ImportError as error:
        raise ModelError(
            f"The engine's libraries are not complete ({error}): pip install onnxruntime constriction."
        ) from error
    return TileCodec(bundle, device=device)


def _parser() -> Parser:
    parser = Parser(prog="eoduet", description="Compress a SAR-optical pair into one .duet file, and back.")
    parser.add_argument("--version", action="version", version=PRODUCER)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    json_only = Parser(add_help=False)
    json_only.add_argument("--json", action="store_true", help="print the result as JSON")
    device = Parser(add_help=False)
    device.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="where the networks run (default: auto)",
    )

    _add_encode(commands.add_parser("encode", parents=[device, json_only], help="rasters → .duet"))

    command = commands.add_parser("decode", parents=[device, json_only], help=".duet → GeoTIFFs")
    command.add_argument("input", metavar="IN.duet")
    command.add_argument("--optical", metavar="A.tif", help="write the optical image here")
    command.add_argument("--sar", metavar="B.tif", help="write the SAR image here")
    command.add_argument(
        "--window", type=int, nargs=4, metavar=("XOFF", "YOFF", "XSIZE", "YSIZE"), help="only these pixels"
    )
    command.set_defaults(run=_decode)

    command = commands.add_parser("info", parents=[json_only], help="what a file holds")
    command.add_argument("input", metavar="IN.duet")
    command.set_defaults(run=_info)

    command = commands.add_parser(
        "verify", parents=[device, json_only], help="find damage: exit 0 sound, 1 damaged"
    )
    command.add_argument("input", metavar="IN.duet")
    command.add_argument(
        "--decode", action="store_true", help="also decode every tile and compare its symbols"
    )
    command.set_defaults(run=_verify)

    command = commands.add_parser("models", parents=[json_only], help="list the installed models")
    command.set_defaults(run=_models)
    return parser


def _add_encode(command: argparse.ArgumentParser) -> None:
    command.add_argument("optical", metavar="OPTICAL", help="raster of 1-4 bands, or - for none")
    command.add_argument(
        "sar", metavar="SAR", help="raster of 1-2 polarisations on the same grid, or - for none"
    )
    command.add_argument("out", metavar="OUT.duet")
    rate = command.add_mutually_exclusive_group()
    rate.add_argument(
        "--quality", type=float, metavar="0-100", help="higher is better and larger (default: 50)"
    )
    rate.add_argument(
        "--bpp", type=float, metavar="N", help="aim at N bits per pixel and modality, within 3 %%"
    )
    rate.add_argument("--size", type=float, metavar="N", help="aim at a file of N bytes, within 3 %%")
    rate.add_argument("--psnr", type=float, metavar="N", help="aim at N dB, the mean of both modalities")
    command.add_argument(
        "--gamma",
        type=float,
        default=0.5,
        metavar="0-1",
        help="1 favours optical, 0 favours SAR (default: 0.5)",
    )
    command.add_argument("--model", default=DEFAULT_BUNDLE, metavar="ID", help=f"default: {DEFAULT_BUNDLE}")
    command.add_argument("--no-psnr", action="store_true", help="do not measure the PSNR (saves a decode)")
    command.set_defaults(run=_encode)


if __name__ == "__main__":
    sys.exit(main())
