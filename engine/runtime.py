"""ONNX Runtime sessions of a bundle: which device really runs, and one call to run a graph; no coding logic.

The integer graphs of the entropy path always run on the CPU provider, where float32 carries them exactly; encoder, decoders
and map models run on the chosen device.

An integer graph works for some milliseconds, so it keeps to one thread: where another program holds a core, threads that wait
for each other at every layer take several times as long. For the same reason idle threads sleep instead of spinning. Measured
on two cores that other programs share: a preview of 512² in 0.32 s instead of 1.08 s, with a third of the processor time.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnxruntime

from .bundle import Bundle
from .bundlechecks import DECODERS, decides_symbols
from .errors import ModelError

CPU, CUDA, DIRECTML = "CPUExecutionProvider", "CUDAExecutionProvider", "DmlExecutionProvider"
# Devices a user may insist on, the one 'auto' prefers first: (provider, what people call it, what is to be installed).
ACCELERATORS = {
    "cuda": (CUDA, "CUDA", "onnxruntime-gpu"),
    "directml": (DIRECTML, "DirectML", "onnxruntime-directml"),
}
DEVICES = ("auto", "cpu", *ACCELERATORS)
NAMES = {CPU: "CPU", **{provider: name for provider, name, _ in ACCELERATORS.values()}}


def resolve_device(device: str) -> str:
    """Provider for one of `DEVICES`; ModelError if one is asked for that this runtime has no provider of."""
    if device not in DEVICES:
        raise ModelError(f"The device '{device}' is unknown: use {', '.join(DEVICES[:-1])} or {DEVICES[-1]}.")
    available = onnxruntime.get_available_providers()
    if device in ACCELERATORS:
        provider, name, package = ACCELERATORS[device]
        if provider not in available:
            raise ModelError(
                f"{name} was asked for, and this ONNX Runtime has no {name} provider: install {package}, or use the CPU."
            )
        return provider
    found = (provider for provider, *_ in ACCELERATORS.values() if provider in available)
    return next(found, CPU) if device == "auto" else CPU


class Runtime:
    """Sessions made on first use; ``threads`` of a float graph, 0 lets ONNX Runtime choose; ``optimise`` False switches graph
    rewriting off.

    ``device`` 'auto' means a GPU where it works and else the CPU, 'cuda' and 'directml' that one or a ModelError.
    """

    def __init__(self, bundle: Bundle, device: str = "auto", threads: int = 0, optimise: bool = True):
        self.bundle, self.asked, self.provider = bundle, device, resolve_device(device)
        self.threads, self.optimise = threads, optimise
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}
        if self.provider == CUDA and hasattr(onnxruntime, "preload_dlls"):
            onnxruntime.preload_dlls()  # those of NVIDIA's wheels, where they are installed beside it

    @property
    def device(self) -> str:
        """What really runs the encoder and decoders: 'CPU', 'CUDA' or 'DirectML'."""
        return self.device_of(next(name for name in DECODERS if name in self.bundle.manifest["graphs"]))

    def device_of(self, name: str) -> str:
        """What really runs a float graph, which is opened for that: 'CPU', 'CUDA' or 'DirectML'."""
        self._session(name)
        return NAMES[self.provider]

    def _session(self, name: str) -> onnxruntime.InferenceSession:
        if name not in self._sessions:
            if decides_symbols(self.bundle.manifest, name):
                self._sessions[name] = self._open(name, CPU, threads=1)
            else:
                self._sessions[name] = self._open(name, self.provider, self.threads)
        return self._sessions[name]

    def _options(self, threads: int) -> onnxruntime.SessionOptions:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        if self.provider == DIRECTML:
            options.enable_mem_pattern = False  # it refuses sessions with memory patterns
        if not self.optimise:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        return options

    def _open(self, name: str, provider: str, threads: int) -> onnxruntime.InferenceSession:
        content = self.bundle.graph(name)
        try:
            session = onnxruntime.InferenceSession(content, self._options(threads), providers=[provider])
        except Exception as error:  # ONNX Runtime's own exceptions share no base class
            if provider == CPU:
                raise ModelError(
                    f"ONNX Runtime cannot load the graph '{name}' ({_first_line(error)}): install the bundle again."
                ) from None
            session = None
        if session is not None and session.get_providers()[0] == provider:
            return session
        if self.asked in ACCELERATORS:
            raise ModelError(
                f"{NAMES[provider]} was asked for and does not start: check the graphics driver, or use the CPU."
            )
        self.provider = CPU  # 'auto': ``device`` says so
        return self._open(name, CPU, threads)

    def run(self, name: str, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Run a graph on float32 inputs by name; ModelError in one sentence if the runtime fails."""
        session = self._session(name)
        feeds = {key: np.ascontiguousarray(value, np.float32) for key, value in inputs.items()}
        try:
            return session.run(None, feeds)
        except Exception as error:
            raise ModelError(
                f"Running '{name}' failed ({_first_line(error)}): close other programs or use the CPU."
            ) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
