"""The words of the command `eoduet`: which commands and options there are and what help says of them; runs none of them."""

from __future__ import annotations

import argparse
from typing import NoReturn

from .bundle import DEFAULT_BUNDLE, SEARCH_VARIABLE
from .encoder import PRODUCER
from .mapchecks import IMAGE

BAD_INPUT = 2


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        self.exit(BAD_INPUT, f"{self.prog}: {message}; see {self.prog} --help.\n")


def build() -> Parser:
    """The whole command line; the parsed `command` names what to run."""
    parser = Parser(prog="eoduet", description="Compress a SAR-optical pair into one .duet file, and back.")
    parser.add_argument("--version", action="version", version=PRODUCER)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    json_only = Parser(add_help=False)
    json_only.add_argument("--json", action="store_true", help="print the result as JSON")
    models = Parser(add_help=False)
    models.add_argument(
        "--models",
        default="",
        metavar="FOLDER",
        help=f"look for models in this folder too (as {SEARCH_VARIABLE} does for good)",
    )
    device = Parser(add_help=False, parents=[models])
    device.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda", "directml"),
        default="auto",
        help="where the networks run (default: auto)",
    )

    _add_encode(commands.add_parser("encode", parents=[device, json_only], help="rasters → .duet"))

    _add_batch(
        commands.add_parser(
            "batch", parents=[device, json_only], help="a list of pairs → a folder of .duet files"
        )
    )

    command = commands.add_parser("decode", parents=[device, json_only], help=".duet → GeoTIFFs")
    command.add_argument("input", metavar="IN.duet")
    command.add_argument("--optical", metavar="A.tif", help="write the optical image here")
    command.add_argument("--sar", metavar="B.tif", help="write the SAR image here")
    _add_window(command)

    _add_landcover(
        commands.add_parser(
            "landcover", parents=[device, json_only], help=".duet or rasters → map of classes"
        )
    )

    command = commands.add_parser("info", parents=[json_only], help="what a file holds")
    command.add_argument("input", metavar="IN.duet")

    command = commands.add_parser(
        "verify", parents=[device, json_only], help="find damage: exit 0 sound, 1 not"
    )
    command.add_argument("input", metavar="IN.duet")
    command.add_argument(
        "--decode", action="store_true", help="also decode every tile and compare its symbols"
    )

    command = commands.add_parser("models", parents=[models, json_only], help="list the installed models")
    return parser


def _add_window(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--window", type=int, nargs=4, metavar=("XOFF", "YOFF", "XSIZE", "YSIZE"), help="only these pixels"
    )


def _add_landcover(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="IN.duet OUT.tif, or OPTICAL SAR OUT.tif (- for none)"
    )
    command.add_argument(
        "--model", default="", metavar="ID", help="the map model's bundle (default: the one the file names)"
    )
    command.add_argument(
        "--map", default="", metavar="NAME", help="which of the bundle's map models, where it has several"
    )
    command.add_argument(
        "--confidence", action="store_true", help="add a band with the network's certainty in per cent"
    )
    _add_window(command)


def _add_encode(command: argparse.ArgumentParser) -> None:
    command.add_argument("optical", metavar="OPTICAL", help="raster of 1-4 bands, or - for none")
    command.add_argument(
        "sar", metavar="SAR", help="raster of 1-2 polarisations on the same grid, or - for none"
    )
    command.add_argument("out", metavar="OUT.duet")
    _add_prompts(command)


def _add_batch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="LIST.csv OUTDIR (columns: optical, sar and, if you like, output, quality, gamma, profile), "
        "or OPTICAL_FOLDER SAR_FOLDER OUTDIR to match them by name and date",
    )
    command.add_argument(
        "--redo", action="store_true", help="encode what is done as well, instead of skipping it"
    )
    _add_prompts(command)


def _add_prompts(command: argparse.ArgumentParser) -> None:
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
        metavar="0-1",
        help="1 favours optical, 0 favours SAR (default: 0.5, or what the profile learned for the quality)",
    )
    command.add_argument(
        "--profile",
        default=IMAGE,
        metavar="NAME",
        help=f"what the file is for: {IMAGE} (default), or a task of the model, such as flood (see `eoduet models`)",
    )
    command.add_argument("--model", default=DEFAULT_BUNDLE, metavar="ID", help=f"default: {DEFAULT_BUNDLE}")
    command.add_argument("--no-psnr", action="store_true", help="do not measure the PSNR (saves a decode)")
