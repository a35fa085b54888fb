"""The command line as a user meets it: exit status, one sentence, JSON, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from eoduet.engine import codec as verbs
from eoduet.engine.cli import main


@pytest.fixture(scope="module")
def encoded(tmp_path_factory, tile_codec, sample):
    """The sample scene, encoded in tiles of 64 pixels."""
    path = str(tmp_path_factory.mktemp("cli") / "sample.duet")
    verbs.encode(sample["optical"], sample["sar"], path, tile_codec, quality=30, tile=64, measure=False)
    return path


@pytest.fixture
def run(capsys):
    """Return a function that runs a command and returns (status, standard output, standard error)."""

    def run_command(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as leaving:  # argparse leaves by itself
            status = leaving.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command


def test_encode_and_decode(tmp_path, sample, run, read):
    out = tmp_path / "a.duet"
    status, text, _ = run("encode", sample["optical"], sample["sar"], out, "--quality", 60, "--gamma", 0.4)
    assert status == 0
    assert "bytes" in text and "bpp" in text and "PSNR: optical" in text and "CPU" in text
    optical, sar = tmp_path / "o.tif", tmp_path / "s.tif"
    assert run("decode", out, "--optical", optical, "--sar", sar)[0] == 0
    assert read(optical).shape == read(sample["optical"]).shape and read(sar).dtype == np.float32


def test_encode_as_json(tmp_path, sample, run):
    out = tmp_path / "a.duet"
    status, text, _ = run("encode", "-", sample["sar"], out, "--bpp", 0.5, "--json", "--device", "cpu")
    facts = json.loads(text)
    assert status == 0 and facts["bytes"] == os.path.getsize(out)
    assert facts["bpp"] == pytest.approx(0.5, rel=0.03) and set(facts["psnr"]) == {"sar", "joint"}
    status, text, _ = run("encode", sample["optical"], "-", out, "--size", 5000, "--json", "--no-psnr")
    assert json.loads(text)["psnr"] is None and os.path.getsize(out) == pytest.approx(5000, rel=0.03)


def test_decode_a_window_as_json(tmp_path, encoded, run, read):
    sar = tmp_path / "s.tif"
    status, text, _ = run("decode", encoded, "--sar", sar, "--window", 5, 6, 70, 8, "--json")
    facts = json.loads(text)
    assert status == 0 and facts["window"] == [5, 6, 70, 8] and facts["damaged"] == []
    assert read(sar).shape == (2, 8, 70)


def test_info(encoded, run):
    status, text, _ = run("info", encoded)
    assert status == 0 and "224×224" in text and "UTM" in text and "float32" in text
    status, text, _ = run("info", encoded, "--json")
    assert status == 0 and json.loads(text)["bytes"] == os.path.getsize(encoded)


def test_verify_a_sound_and_a_damaged_file(tmp_path, encoded, run):
    assert run("verify", encoded)[0] == 0
    status, text, _ = run("verify", encoded, "--decode", "--json")
    assert status == 0 and json.loads(text)["decoded"] is True
    damaged = tmp_path / "damaged.duet"
    with open(encoded, "rb") as file:
        content = bytearray(file.read())
    content[-5] ^= 1
    damaged.write_bytes(content)
    status, text, _ = run("verify", damaged)
    assert status == 1 and "tile 15" in text
    status, text, _ = run("verify", damaged, "--json")
    assert status == 1 and [item["tile"] for item in json.loads(text)["damaged"]] == [15]
    status, text, errors = run("decode", damaged, "--sar", tmp_path / "s.tif")
    assert status == 1 and "tile 15" in errors and (tmp_path / "s.tif").exists()


def test_verify_a_foreign_file(tmp_path, run):
    foreign = tmp_path / "foreign.duet"
    foreign.write_bytes(b"what somebody else wrote, longer than a head")
    status, text, _ = run("verify", foreign)
    assert status == 1 and "not sound" in text and "is not a .duet file" in text and "damaged" not in text


def test_a_folder_that_the_environment_misspells_is_not_passed_over(tmp_path, run, monkeypatch):
    monkeypatch.setenv("EODUET_MODELS", str(tmp_path / "no"))
    status, _, errors = run("models")
    assert status == 2 and f"{tmp_path / 'no'} (from EODUET_MODELS) holds no model: choose" in errors
    monkeypatch.delenv("EODUET_MODELS")
    assert "no holds no model: choose" in run("models", "--models", f"{tmp_path}/./no/")[2]


def test_models(run, tile_codec):
    assert tile_codec.bundle.id in run("models")[1]
    listed = json.loads(run("models", "--json")[1])
    assert tile_codec.bundle.digest in [model["digest"] for model in listed]


def test_a_folder_of_models_encodes_decodes_and_maps(tmp_path, sample, run, map_bundle):
    models = ["--models", map_bundle.folder.parent]
    listed = json.loads(run("models", "--json", *models)[1])
    assert listed[0]["id"] == "s1s2-maps" and listed[0]["profiles"] == ["image", "flood"]
    assert "map flood: wet & low" in run("models", *models)[1]
    duet, out = tmp_path / "a.duet", tmp_path / "map.tif"
    pair = [sample["optical"], sample["sar"]]
    encode = ["encode", *pair, duet, "--model", "s1s2-maps", "--profile", "flood", "--no-psnr", *models]
    status, text, _ = run(*encode)
    assert status == 0 and "γ 0.65, profile flood" in text
    assert "profile flood" in run("info", duet)[1]
    assert run("verify", duet, "--decode", *models)[0] == 0
    assert run("decode", duet, "--sar", tmp_path / "s.tif", *models)[0] == 0
    status, text, _ = run("landcover", duet, out, "--confidence", *models)
    assert status == 0 and "town" in text and "m²" in text and "plane of the CRS" in text
    status, text, _ = run(
        "landcover", *pair, out, "--model", map_bundle.folder, "--window", 5, 6, 70, 8, "--json"
    )
    facts = json.loads(text)
    assert status == 0 and facts["window"] == [5, 6, 70, 8] and facts["nodata_pixels"] == 0
    assert [item["id"] for item in facts["classes"]] == [3, 7, 200]
    status, _, errors = run("decode", duet, "--sar", tmp_path / "s.tif")
    assert status == 2 and "'s1s2-maps' is not installed" in errors


def test_a_broken_bundle_is_named_beside_the_sound_ones(tmp_path, run, tile_codec):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{}")
    status, text, errors = run("models", "--models", tmp_path)
    assert status == 0 and tile_codec.bundle.id in text
    assert errors.count("\n") == 1 and "broken" in errors and "not a model manifest" in errors


def bad_commands(folder, sample, encoded):
    """Name, arguments and what the sentence must say."""
    optical, sar, out = sample["optical"], sample["sar"], folder / "x.duet"
    return {
        "missing raster": (["encode", folder / "no.tif", sar, out], "does not exist"),
        "missing file": (["info", folder / "no.duet"], "does not exist"),
        "verify a missing file": (["verify", folder / "no.duet"], "does not exist"),
        "no image": (["encode", "-", "-", out], "Both images"),
        "not a .duet file": (["decode", optical, "--sar", folder / "s.tif"], "not a .duet file; choose"),
        "no output": (["decode", encoded], "name an output"),
        "quality": (["encode", optical, sar, out, "--quality", 101], "from 0 to 100"),
        "quality of a batch": (
            ["batch", folder / "a.csv", folder / "out", "--quality", 101],
            "from 0 to 100",
        ),
        "gamma": (["encode", optical, sar, out, "--gamma", 2], "from 0"),
        "two targets": (["encode", optical, sar, out, "--bpp", 1, "--size", 9], "not allowed with"),
        "unreachable": (["encode", optical, sar, out, "--size", 100], "cannot be met"),
        "negative size": (["encode", optical, sar, out, "--size=-5"], "positive"),
        "unknown model": (["encode", optical, sar, out, "--model", "none"], "not installed"),
        "unknown device": (["encode", optical, sar, out, "--device", "abacus"], "invalid choice"),
        "no folder": (["encode", optical, sar, folder / "no" / "x.duet"], "cannot be written"),
        "onto an input": (["encode", optical, sar, sar], "overwrite"),
        "window outside": (
            ["decode", encoded, "--sar", folder / "s.tif", "--window", 0, 0, 9, 999],
            "does not lie inside",
        ),
        "map of one path": (["landcover", encoded], "Name IN.duet and OUT.tif"),
        "map of no image": (["landcover", "-", "-", folder / "m.tif"], "Both images"),
        "map model unknown": (["landcover", encoded, folder / "m.tif", "--model", "none"], "not installed"),
        "map onto the file": (["landcover", encoded, encoded], "overwrite"),
        "unknown profile": (["encode", optical, sar, out, "--profile", "none"], "no profile 'none'"),
        "models nowhere": (
            ["encode", optical, sar, out, "--models", folder / "no"],
            "holds no model: choose",
        ),
        "list models nowhere": (["models", "--models", folder / "no"], "holds no model: choose"),
        "swapped images": (["encode", sar, optical, out], "bands"),
        "unknown command": (["compress"], "invalid choice"),
        "no command": ([], "required"),
    }


@pytest.mark.parametrize("name", bad_commands(Path(), {"optical": "", "sar": ""}, ""))
def test_bad_input_is_one_sentence_and_status_2(tmp_path, sample, encoded, run, name):
    arguments, words = bad_commands(tmp_path, sample, encoded)[name]
    status, text, errors = run(*arguments)
    assert status == 2
    assert words in errors and errors.count("\n") == 1 and "Traceback" not in errors
    assert text == "" and not os.listdir(tmp_path)


def test_cuda_is_never_replaced_silently(tmp_path, sample, run):
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this machine has CUDA")
    out = tmp_path / "x.duet"
    status, _, errors = run("encode", sample["optical"], sample["sar"], out, "--device", "cuda")
    assert status == 2 and "CUDA" in errors and not out.exists()


@pytest.mark.parametrize("words", [["--help"], ["info"], ["info", "--json"]])
def test_a_terminal_without_greek_letters_is_no_error(encoded, words):
    command = [
        sys.executable,
        "-m",
        "eoduet.engine.cli",
        *words,
        *([str(encoded)] if "info" in words else []),
    ]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, check=False
    )
    assert done.returncode == 0 and not done.stderr and done.stdout


@pytest.mark.parametrize("name, remedy", [("out.png", "ends with .tif"), ("", "give a file name")])
def test_an_output_that_cannot_be_is_refused_at_once(tmp_path, encoded, run, monkeypatch, name, remedy):
    monkeypatch.chdir(tmp_path)
    status, _, errors = run("decode", encoded, "--sar", name)
    assert status == 2 and remedy in errors and not list(tmp_path.glob("*.png"))


def test_it_says_its_version(capsys):
    with pytest.raises(SystemExit) as leaving:
        main(["--version"])
    assert leaving.value.code == 0 and capsys.readouterr().out == "eoduet 0.1.0\n"


def test_out_of_memory_is_one_sentence(tmp_path, encoded, run, monkeypatch):
    def exhausted(*_, **__):
        raise MemoryError

    monkeypatch.setattr(verbs, "info", exhausted)
    status, _, errors = run("info", encoded)
    assert status == 2 and "memory" in errors and "Traceback" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a child process on Windows")
def test_ctrl_c_leaves_nothing_behind(tmp_path, sample, make_raster, read):
    large = np.tile(read(sample["sar"]), (1, 8, 8))
    path = make_raster("large.tif", large)
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "eoduet.engine.cli", "encode", "-", path, str(out / "x.duet")]
    # A shell starts background jobs with SIGINT ignored, and children inherit that.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 600
    while not os.listdir(out) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert os.listdir(out), "the temporary file should be there by now"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=600)
    assert process.returncode == 130 and "Interrupted" in errors and "Traceback" not in errors
    assert os.listdir(out) == []
