"""The worker process: runs the tile codec for QGIS in the private environment and answers one JSON line per
request.

Nothing of rasters, files or QGIS belongs here: this side imports the engine's networks, numpy, ONNX Runtime and
constriction only. A request names an operation (`hello`; `load`, `encode`, `decode`, `synthesise` of a tile codec;
`load_map`, `segment` of a map model); arrays travel beside it through the exchange file (`engine.exchange`).
Replies are `{"ok": true, ...}` or `{"ok": false, "error": class, "message": one sentence}`. The answers go to a
private copy of standard output, and standard output itself is joined to standard error, so that a stray print of any
library cannot break the protocol.

A thread of its own reads the requests, so that the end of input is seen in the middle of a computation too: QGIS has
ended, in whatever way, and the worker removes the exchange file and goes at once. So it does after `IDLE_SECONDS`
without a request; whoever keeps a worker and then wants it again finds it ended and starts another.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import queue
import sys
import threading
import traceback
from typing import Any, BinaryIO, NoReturn

from . import errors
from .exchange import read_arrays, write_arrays

IDLE_SECONDS = 600.0
MEMORY_SIGNS = ("bad_alloc", "out of memory", "failed to allocate", "alloc_failed", "bad allocation")


class Worker:
    """The operations of the worker; each takes the request and returns the fields of its reply."""

    def __init__(self) -> None:
        self.exchange = ""
        self.codec: Any = None
        self.segmenter: Any = None

    def hello(self, request: dict) -> dict:
        """Say which versions run, and take the path of the exchange file."""
        from importlib.metadata import version

        import constriction  # noqa: F401 - a broken environment is found here, not in the middle of a raster
        import numpy
        import onnxruntime

        self.exchange = request["exchange"]
        return {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "onnxruntime": onnxruntime.__version__,
            "constriction": version("constriction"),
            "providers": onnxruntime.get_available_providers(),
        }

    def load(self, request: dict) -> dict:
        """Load a bundle by its folder on the asked device and name the device that really runs."""
        from .bundle import load_bundle
        from .tilecodec import TileCodec

        self.codec = None
        bundle = load_bundle(request["bundle"])
        options = {"device": request["device"], "threads": request["threads"]}
        self.codec = TileCodec(bundle, profile=request["profile"], **options)
        return {"device": self.codec.device}

    def load_map(self, request: dict) -> dict:
        """Load a map model of a bundle, beside the codec, and name the device that really runs."""
        from .bundle import load_bundle
        from .mapmodel import choose_map_model
        from .segmenter import Segmenter

        self.segmenter = None
        bundle = load_bundle(request["bundle"])
        model = choose_map_model(bundle, request["map"])
        self.segmenter = Segmenter(bundle, model, device=request["device"], threads=request["threads"])
        return {"device": self.segmenter.device}

    def encode(self, request: dict) -> dict:
        arrays = read_arrays(self.exchange, request["arrays"])
        tile = self.codec.encode(arrays["optical"], arrays["sar"], *_conditions(request))
        table = write_arrays(self.exchange, {"stream": tile.stream, "latents": tile.latents})
        return {"arrays": table, "symbols_crc": tile.symbols_crc, "estimated_bits": tile.estimated_bits}

    def decode(self, request: dict) -> dict:
        stream = read_arrays(self.exchange, request["arrays"])["stream"].tobytes()
        latents, symbols_crc = self.codec.decode(stream, tuple(request["shape"]), *_conditions(request))
        return {"arrays": write_arrays(self.exchange, {"latents": latents}), "symbols_crc": symbols_crc}

    def synthesise(self, request: dict) -> dict:
        latents = read_arrays(self.exchange, request["arrays"])["latents"]
        components = self.codec.synthesise(latents, request["modality"], *_conditions(request))
        return {"arrays": write_arrays(self.exchange, {"components": components})}

    def segment(self, request: dict) -> dict:
        arrays = read_arrays(self.exchange, request["arrays"])
        scores = self.segmenter.scores(arrays["optical"], arrays["sar"], tuple(request["presence"]))
        return {"arrays": write_arrays(self.exchange, {"scores": scores})}


OPERATIONS = {
    "hello": Worker.hello,
    "load": Worker.load,
    "encode": Worker.encode,
    "decode": Worker.decode,
    "synthesise": Worker.synthesise,
    "load_map": Worker.load_map,
    "segment": Worker.segment,
}


def _conditions(request: dict) -> tuple:
    """The presence (bands of either modality) and the prompts of a request."""
    from .prompts import Prompts

    quality, gamma = request["prompts"]
    return tuple(request["presence"]), Prompts(quality, gamma)


def answer(worker: Worker, line: bytes) -> dict:
    """The reply to one request line. Every failure becomes a reply: only the process's own death ends the
    talk."""
    try:
        request = json.loads(line)
        return {"ok": True, **OPERATIONS[request["op"]](worker, request)}
    except errors.DuetError as error:
        return {"ok": False, "error": type(error).__name__, "message": str(error)}
    except MemoryError:
        return {"ok": False, "error": "MemoryError", "message": ""}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        short_of_memory = any(sign in str(error).lower() for sign in MEMORY_SIGNS)
        name = "MemoryError" if short_of_memory else "Unexpected"
        return {"ok": False, "error": name, "message": f"{type(error).__name__}: {error}"}


def claim_stdout() -> BinaryIO:
    """Take standard output for the protocol; whatever else prints (Python or C) goes to standard error from
    now on."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def claim_stdin() -> BinaryIO:
    """Take standard input for the protocol; whoever else looks at it finds nothing (on Windows, a library that looked
    while it is being read would wait for the next request)."""
    channel = os.fdopen(os.dup(0), "rb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return channel


def read_requests(stream: BinaryIO, worker: Worker, lines: queue.Queue) -> None:
    """Hand on each line of `stream`; at its end leave, whatever is being computed."""
    for line in stream:
        lines.put(line)
    leave(worker)


def leave(worker: Worker) -> NoReturn:
    """End the process at once and leave nothing behind."""
    with contextlib.suppress(OSError):
        os.remove(worker.exchange)
    os._exit(0)


def main(idle_seconds: float = IDLE_SECONDS) -> NoReturn:
    """Answer requests until standard input ends or none has come for a while."""
    source, channel = claim_stdin(), claim_stdout()
    worker = Worker()
    lines: queue.Queue = queue.Queue()
    threading.Thread(target=read_requests, args=(source, worker, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=idle_seconds)
        except queue.Empty:
            leave(worker)
        channel.write(json.dumps(answer(worker, line)).encode() + b"\n")
        channel.flush()


if __name__ == "__main__":
    sys.exit(main())
