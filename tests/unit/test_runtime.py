"""ONNX Runtime's sessions: the device asked for or a clear refusal, and failures in one sentence."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from eoduet.engine.bundle import MANIFEST, load_bundle
from eoduet.engine.errors import ModelError
from eoduet.engine.runtime import CPU, CUDA, DIRECTML, Runtime, resolve_device
from eoduet.engine.tilecodec import TileCodec

without_cuda = pytest.mark.skipif(
    CUDA in onnxruntime.get_available_providers(), reason="this ONNX Runtime has the CUDA provider"
)


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


def test_the_cpu_is_named(bundle):
    assert resolve_device("cpu") == CPU
    assert Runtime(bundle, "cpu").device == "CPU"


@without_cuda
def test_auto_without_cuda_is_the_cpu(bundle):
    assert resolve_device("auto") == CPU and TileCodec(bundle).device == "CPU"


@without_cuda
def test_cuda_without_cuda_is_refused(bundle):
    with pytest.raises(ModelError, match="no CUDA provider: install onnxruntime-gpu, or use the CPU"):
        TileCodec(bundle, device="cuda")


@pytest.mark.parametrize(
    ("available", "device", "provider"),
    [
        ([CUDA, CPU], "auto", CUDA),
        ([DIRECTML, CPU], "auto", DIRECTML),
        ([DIRECTML, CPU], "directml", DIRECTML),
        ([CUDA, CPU], "cpu", CPU),
    ],
)
def test_a_gpu_is_taken_where_the_runtime_has_its_provider(monkeypatch, available, device, provider):
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: available)
    assert resolve_device(device) == provider


def test_a_gpu_that_does_not_start_is_the_cpu_or_a_sentence(bundle, monkeypatch):
    """DirectML's provider is named here and is in no build for this system: its sessions cannot start."""
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [DIRECTML, CPU])
    assert Runtime(bundle).device == "CPU"
    with pytest.raises(ModelError, match="DirectML was asked for and does not start"):
        _ = Runtime(bundle, "directml").device


def test_an_unknown_device_is_refused(bundle):
    with pytest.raises(ModelError, match="'tpu' is unknown: use auto, cpu, cuda or directml"):
        Runtime(bundle, "tpu")


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"latents": np.zeros((1, 1, 1, 1))},
        {"past": np.zeros((1, 3, 2, 2)), "here": np.zeros((1, 3, 2, 2))},
    ],
)
def test_inputs_that_do_not_fit_fail_in_one_sentence(bundle, inputs):
    with pytest.raises(ModelError, match="Running 'context0' failed") as failure:
        Runtime(bundle, "cpu").run("context0", inputs)
    assert "\n" not in str(failure.value)


def test_a_graph_that_is_none_fails_in_one_sentence(bundle, tmp_path):
    folder = Path(shutil.copytree(bundle.folder, tmp_path / "copy", copy_function=os.symlink))
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["graphs"]["encoder"]["sha256"] = hashlib.sha256(b"no graph").hexdigest()
    for name, content in (("encoder.onnx", b"no graph"), (MANIFEST, json.dumps(manifest).encode())):
        (folder / name).unlink()
        (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match="cannot load the graph 'encoder'") as failure:
        Runtime(load_bundle(folder), "cpu").run("encoder", {})
    assert "\n" not in str(failure.value)


def test_an_unknown_graph_is_refused(bundle):
    with pytest.raises(ModelError, match="no graph 'nothing'"):
        Runtime(bundle, "cpu").run("nothing", {})
