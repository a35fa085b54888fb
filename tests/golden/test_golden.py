"""Golden files decode to what was written down: any threads, any optimisation, old runtime, numpy."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.container import DuetReader
from eoduet.engine.description import Description
from eoduet.engine.distortion import Distortion
from eoduet.engine.reference import Reference
from eoduet.engine.runtime import Runtime
from eoduet.engine.tilecodec import TileCodec

GOLDEN = Path(__file__).resolve().parent
EXPECTED = json.loads((GOLDEN / "expected.json").read_text())
CRCS = {name: facts["symbols_crc"] for name, facts in EXPECTED.items()}
OLD_PYTHON = GOLDEN.parents[1] / ".venv-ort119" / "bin" / "python"


def load(name):
    """Import a script of this folder."""
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


symbols, make = load("symbols"), load("make")


def test_the_files_are_those_written_down():
    assert {path.name for path in GOLDEN.glob("*.duet")} == set(EXPECTED)
    for name, facts in EXPECTED.items():
        assert hashlib.sha256((GOLDEN / name).read_bytes()).hexdigest() == facts["sha256"]
        with DuetReader(str(GOLDEN / name)) as reader:
            for index, crc in enumerate(facts["symbols_crc"]):
                assert crc is None or reader.symbols_crc(index) == crc


@pytest.mark.parametrize("optimise", [True, False])
@pytest.mark.parametrize("threads", [1, 2])
def test_symbols_do_not_depend_on_threads_or_optimisation(threads, optimise):
    assert symbols.all_crcs(lambda bundle: Runtime(bundle, "cpu", threads, optimise)) == CRCS


def test_symbols_are_those_of_the_integer_reference():
    assert symbols.all_crcs(Reference) == CRCS


@pytest.mark.parametrize("options", [["--threads", "1"], ["--threads", "2"], ["--threads", "2", "--plain"]])
def test_symbols_are_those_of_the_oldest_runtime(options):
    assert OLD_PYTHON.exists(), "no environment with ONNX Runtime 1.19.2: make setup"
    command = [str(OLD_PYTHON), str(GOLDEN / "symbols.py"), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    told = json.loads(done.stdout)
    assert told["onnxruntime"].startswith("1.19.") and told["files"] == CRCS


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_images_come_back_as_good_as_they_were(name, tmp_path):
    path = str(GOLDEN / name)
    with DuetReader(path) as reader:
        description = Description.from_header(reader.header)
    codec = TileCodec(symbols.bundle_of(description), device="cpu")
    outputs = {modality: str(tmp_path / f"{modality}.tif") for modality in description.transforms}
    assert verbs.decode(path, lambda *_: codec, **outputs).damaged == []
    optical, sar, _ = make.cases()[Path(name).stem.split(make.MARK)[0]]
    distortion = Distortion(description.transforms)
    for modality, original in (("optical", optical), ("sar", sar)):
        if original is None:
            continue
        decoded = gdal.Open(outputs[modality]).ReadAsArray().reshape(original.shape)
        valid = np.isfinite(original)
        assert np.array_equal(np.isfinite(decoded), valid)
        distortion.add(description.transforms[modality], original, decoded, valid)
    assert distortion.psnr() == pytest.approx(EXPECTED[name]["psnr"], abs=0.05)


def test_this_python_is_named_when_it_runs_the_script():
    done = subprocess.run(
        [sys.executable, str(GOLDEN / "symbols.py")], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["files"] == CRCS
