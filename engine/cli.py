"""The command `eoduet`: turns words into calls of the engine, results into lines or JSON; no work of its own.

Exit status: 0 done; 1 the file is damaged (what could be decoded was written, the list is printed) or, for `verify`, not
sound, or pairs of a batch failed (the others are done); 2 bad input, model or output, with one sentence on standard
error; 130 interrupted, nothing left behind. Results go to standard output, progress to standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from . import batch, wording
from . import codec as verbs
from .bundle import DEFAULT_BUNDLE, bundle_folders, check_folders, find_bundle, load_bundle
from .clibatch import LocalCodecs, RowLines, listing
from .cliparser import BAD_INPUT, build
from .errors import Cancelled, DuetError, InputError, ModelError
from .interface import SegmenterLike
from .landcover import map_file, map_pair
from .mapchecks import IMAGE
from .mapmodel import choose_map_model, describe_bundle
from .targets import KINDS, Target
from .verify import verify

DONE, DAMAGED, FAILED_ROWS, INTERRUPTED = 0, 1, 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal or pipe that lacks γ shows a question mark instead
            stream.reconfigure(errors="replace")
    options = build().parse_args(arguments)
    progress = wording.ProgressLine(sys.stderr)
    try:
        check_folders(getattr(options, "models", ""))  # a misspelt one would leave the usual models, silently
        return RUN[options.command](options, progress)
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
    optical, sar = _images(options.optical, options.sar)
    report = verbs.encode(
        optical,
        sar,
        options.out,
        _tile_codec(options, options.model, None, options.profile),
        progress=progress,
        **_prompts(options),
    )
    _show(options, progress, report.to_dict(), wording.encoded)
    return DONE


def _prompts(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say of rate and trade-off, as `encode` and the settings of a batch take it."""
    chosen = [(kind, getattr(options, kind)) for kind in KINDS if getattr(options, kind) is not None]
    return {
        "quality": 50.0 if options.quality is None else options.quality,
        "gamma": options.gamma,
        "target": Target(*chosen[0]) if chosen else None,
        "measure": not options.no_psnr,
    }


def _batch(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    settings = batch.Settings(profile=options.profile, **_prompts(options))
    listed, folder = listing(options.paths)
    for note in listed.notes:
        print(f"eoduet: {note}", file=sys.stderr)
    codecs = LocalCodecs(
        find_bundle(options.model, None, options.models),
        lambda profile: _tile_codec(options, options.model, None, profile),
    )
    jobs = batch.plan(listed.rows, folder)
    try:
        summary = batch.run(
            jobs, folder, codecs, settings, redo=options.redo, on_change=RowLines(progress, len(jobs))
        )
    except KeyboardInterrupt:
        progress.clear()
        print("eoduet: Interrupted; the same command goes on with what is left.", file=sys.stderr)
        return INTERRUPTED
    _show(options, progress, summary.to_dict(), wording.batched)
    return FAILED_ROWS if summary.count("failed") else DONE


def _decode(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    report = verbs.decode(
        options.input,
        lambda *model: _tile_codec(options, *model),
        optical=options.optical,
        sar=options.sar,
        window=options.window and tuple(options.window),
        progress=progress,
    )
    _show(options, progress, report.to_dict(), wording.decoded)
    return _say_damage(report.to_dict()["damaged"])


def _landcover(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    further: dict = {
        "confidence": options.confidence,
        "window": options.window and tuple(options.window),
        "progress": progress,
    }
    if len(options.paths) == 2:
        path, out = options.paths
        report = map_file(
            path,
            out,
            lambda *model: _tile_codec(options, *model),
            lambda *model: _segmenter(options, *model),
            **further,
        )
    elif len(options.paths) == 3:
        optical, sar = _images(*options.paths[:2])
        report = map_pair(
            optical, sar, options.paths[2], _segmenter(options, DEFAULT_BUNDLE, None), **further
        )
    else:
        raise InputError("Name IN.duet and OUT.tif, or OPTICAL, SAR (- for none) and OUT.tif.")
    _show(options, progress, report.to_dict(), wording.mapped)
    return _say_damage(report.to_dict()["damaged"])


def _images(optical: str, sar: str) -> tuple[str | None, str | None]:
    """The paths of a pair, None for "-"."""
    if optical == sar == "-":
        raise InputError("Both images are '-': name an optical image, a SAR image, or both.")
    return None if optical == "-" else optical, None if sar == "-" else sar


def _say_damage(damaged: list) -> int:
    """Name the damaged tiles on standard error; the exit status."""
    for line in wording.damage(damaged):
        print(f"eoduet: set to NoData: {line}", file=sys.stderr)
    if damaged:
        print(f"eoduet: {wording.BESIDE_DAMAGE}", file=sys.stderr)
    return DAMAGED if damaged else DONE


def _info(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    _show(options, progress, verbs.info(options.input), wording.info)
    return DONE


def _verify(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    def factory(*model: str) -> verbs.TileCodecLike:
        return _tile_codec(options, *model)

    report = verify(options.input, factory if options.decode else None, progress=progress)
    _show(options, progress, report.to_dict(), wording.verified)
    return DONE if report.sound else DAMAGED


def _models(options: argparse.Namespace, progress: wording.ProgressLine) -> int:
    facts = []
    for folder in bundle_folders(options.models):
        try:
            facts.append(describe_bundle(load_bundle(folder)))
        except ModelError as error:  # it must not hide the sound ones
            print(f"eoduet: {error}", file=sys.stderr)
    _show(options, progress, facts, wording.models)
    return DONE


def _show(options: argparse.Namespace, progress: wording.ProgressLine, facts, words) -> None:
    """Print a result as JSON or in words."""
    progress.clear()
    if options.json:
        print(json.dumps(wording.finite(facts), indent=2))
    else:
        print("\n".join(words(facts)))


def _tile_codec(
    options: argparse.Namespace, model: str, digest: str | None, profile: str
) -> verbs.TileCodecLike:
    bundle = find_bundle(model, digest, options.models, profile)
    try:  # only here: `info`, `models` and a plain `verify` work without ONNX Runtime and constriction
        from .tilecodec import TileCodec
    except ImportError as error:
        raise _incomplete(error) from error
    return TileCodec(bundle, device=options.device, profile=profile)


def _segmenter(
    options: argparse.Namespace, model: str, digest: str | None, profile: str = IMAGE
) -> SegmenterLike:
    """The map model that was asked for: by default of the bundle that the file names, or of the usual one."""
    if options.model:
        model, digest, profile = options.model, None, IMAGE
    bundle = find_bundle(model, digest, options.models, profile)
    chosen = choose_map_model(bundle, options.map, profile)
    try:
        from .segmenter import Segmenter
    except ImportError as error:
        raise _incomplete(error) from error
    return Segmenter(bundle, chosen, options.device)


def _incomplete(error: ImportError) -> ModelError:
    return ModelError(
        f"The engine's libraries are not complete ({error}): pip install onnxruntime constriction."
    )


RUN = {
    "encode": _encode,
    "batch": _batch,
    "decode": _decode,
    "landcover": _landcover,
    "info": _info,
    "verify": _verify,
    "models": _models,
}


if __name__ == "__main__":
    sys.exit(main())
