"""The main job in the toolbox: encode, decode, info, verify, set-up, with the real worker and the real
model."""

from __future__ import annotations

import json
import math
import os
import shutil

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer


def pixels(path: str) -> np.ndarray:
    """All bands, float64 (bands, h, w)."""
    return gdal.Open(str(path)).ReadAsArray().astype(np.float64)


def test_round_trip_keeps_everything_but_noise(run, recorder, sample, encoded, tmp_path):
    outputs = {"OPTICAL_OUTPUT": str(tmp_path / "optical.tif"), "SAR_OUTPUT": str(tmp_path / "sar.tif")}
    feedback = recorder()
    result = run("decode", feedback, INPUT=encoded, **outputs)
    assert {name: result[name] for name in outputs} == outputs
    assert (result["WIDTH"], result["HEIGHT"], result["DAMAGED"]) == (224, 224, 0)
    assert feedback.steps == sorted(feedback.steps) and feedback.steps[-1] == 100
    for original, name in zip(sample.values(), outputs):
        before, after = gdal.Open(original), gdal.Open(outputs[name])
        assert after.GetGeoTransform() == before.GetGeoTransform()
        assert after.GetSpatialRef().IsSame(before.GetSpatialRef())
        assert after.RasterCount == before.RasterCount
        for number in range(1, before.RasterCount + 1):
            one, other = before.GetRasterBand(number), after.GetRasterBand(number)
            assert (other.DataType, other.GetDescription()) == (one.DataType, one.GetDescription())
            assert str(other.GetNoDataValue()) == str(one.GetNoDataValue())
        assert np.corrcoef(pixels(original).ravel(), pixels(outputs[name]).ravel())[0, 1] > 0.9


def test_encode_reports_what_it_did(run, recorder, sample, tmp_path):
    feedback = recorder()
    path = str(tmp_path / "scene.duet")
    result = run("encode", feedback, **sample, QUALITY=20, GAMMA=0.7, OUTPUT=path)
    assert result["OUTPUT"] == path
    assert result["BYTES"] == os.path.getsize(path)
    raw = 224 * 224 * (4 * 2 + 2 * 4)
    assert result["RATIO"] == pytest.approx(raw / result["BYTES"])
    assert result["BPP"] == pytest.approx(8 * result["BYTES"] / (2 * 224 * 224))
    assert result["PSNR_JOINT"] == pytest.approx((result["PSNR_OPTICAL"] + result["PSNR_SAR"]) / 2)
    assert 15 < result["PSNR_OPTICAL"] < 80
    assert result["USED_QUALITY"] == 20
    assert result["USED_DEVICE"]
    assert feedback.steps == sorted(feedback.steps) and feedback.steps[-1] == 100
    said = run("info", INPUT=path)
    assert (said["BYTES"], said["QUALITY"], said["GAMMA"]) == (result["BYTES"], 20, 0.7)
    assert (said["OPTICAL_BANDS"], said["SAR_BANDS"], said["WIDTH"]) == (4, 2, 224)
    assert json.loads(said["INFO"])["bytes"] == result["BYTES"]


def test_worker_gives_the_bytes_of_the_engine(encoded, sample, tmp_path):
    from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
    from eoduet.engine.codec import encode
    from eoduet.engine.tilecodec import TileCodec

    path = tmp_path / "engine.duet"
    encode(*sample.values(), str(path), TileCodec(find_bundle(DEFAULT_BUNDLE), "cpu"), quality=50, gamma=0.5)
    with open(encoded, "rb") as file:
        assert path.read_bytes() == file.read()


@pytest.mark.parametrize(("kind", "value"), [("size", 9000), ("bpp", 0.5)])
def test_targets_are_met(run, sample, tmp_path, kind, value):
    result = run("encode", **sample, TARGET=kind, TARGET_VALUE=value, OUTPUT=str(tmp_path / "a.duet"))
    reached = {"size": result["BYTES"], "bpp": result["BPP"]}[kind]
    assert reached == pytest.approx(value, rel=0.03)


def test_one_modality_alone(run, recorder, sample, tmp_path):
    path = str(tmp_path / "sar.duet")
    result = run("encode", SAR=sample["SAR"], OUTPUT=path)
    assert "PSNR_OPTICAL" not in result and math.isfinite(result["PSNR_SAR"])
    feedback = recorder()
    outputs = {"OPTICAL_OUTPUT": str(tmp_path / "o.tif"), "SAR_OUTPUT": str(tmp_path / "s.tif")}
    decoded = run("decode", feedback, INPUT=path, **outputs)
    assert "OPTICAL_OUTPUT" not in decoded and not os.path.exists(outputs["OPTICAL_OUTPUT"])
    assert any("OPTICAL_OUTPUT stays empty" in line for line in feedback.lines)
    with pytest.raises(QgsProcessingException, match="does not hold the image"):
        run("decode", INPUT=path, OPTICAL_OUTPUT=outputs["OPTICAL_OUTPUT"])


def test_window_is_the_same_part_of_the_whole(run, encoded, tmp_path):
    whole, part = str(tmp_path / "whole.tif"), str(tmp_path / "part.tif")
    run("decode", INPUT=encoded, SAR_OUTPUT=whole)
    left, step, _, top, _, down = gdal.Open(whole).GetGeoTransform()
    extent = [left + 50 * step, left + 90 * step, top + 130 * down, top + 100 * down]
    crs = QgsRasterLayer(whole).crs().authid()
    result = run("decode", INPUT=encoded, SAR_OUTPUT=part, EXTENT="{},{},{},{} [{}]".format(*extent, crs))
    assert (result["WIDTH"], result["HEIGHT"]) == (40, 30)
    np.testing.assert_allclose(pixels(part), pixels(whole)[:, 100:130, 50:90], rtol=1e-4, atol=1e-4)


def test_style_survives_the_round_trip(run, sample, tmp_path):
    layer = QgsRasterLayer(sample["OPTICAL"], "restyled", "gdal")
    layer.renderer().setRedBand(4)
    path, output = str(tmp_path / "a.duet"), str(tmp_path / "a.tif")
    run("encode", OPTICAL=layer, OUTPUT=path)
    run("decode", INPUT=path, OPTICAL_OUTPUT=output)
    assert QgsRasterLayer(output).renderer().redBand() == 4


def test_verify_finds_damage_and_decode_survives_it(run, recorder, encoded, tmp_path):
    assert run("verify", INPUT=encoded, DECODE=True)["SOUND"] is True
    damaged = str(tmp_path / "damaged.duet")
    shutil.copyfile(encoded, damaged)
    with open(damaged, "r+b") as file:
        file.seek(-100, os.SEEK_END)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    result = run("verify", INPUT=damaged)
    assert (result["SOUND"], result["DAMAGED"]) == (False, 1)
    feedback = recorder()
    decoded = run("decode", feedback, INPUT=damaged, OPTICAL_OUTPUT=str(tmp_path / "a.tif"))
    assert decoded["DAMAGED"] == 1
    assert any(line.startswith("Tile 0 is NoData") for line in feedback.lines)


def test_setup_says_where_and_what(run, environment):
    result = run("setup")
    assert result["ENVIRONMENT"] == str(environment.folder)
    assert result["ONNXRUNTIME"] == environment.versions()["onnxruntime"]


def test_without_the_environment_it_says_what_to_do(run, sample, monkeypatch, tmp_path):
    import eoduet.plugin.algorithms.base as base
    from eoduet.plugin.environment import PrivateEnvironment

    monkeypatch.setattr(base, "PrivateEnvironment", lambda: PrivateEnvironment(tmp_path / "env"))
    from eoduet.plugin.algorithms.encode import EncodeAlgorithm

    able, reason = EncodeAlgorithm().canExecute()
    assert not able and "eoduet:setup" in reason


def test_every_algorithm_has_help_and_declares_its_outputs(provider):
    from eoduet.plugin.algorithms.base import DuetAlgorithm

    algorithms = {one.name(): one for one in provider.algorithms() if isinstance(one, DuetAlgorithm)}
    names = "align encode encodelist decode landcover compressandmap info verify models setup"
    assert set(algorithms) == set(names.split())
    for algorithm in algorithms.values():
        assert len(algorithm.shortHelpString()) > 100
        assert not algorithm.flags() & algorithm.FlagNoThreading
        assert not algorithm.icon().isNull()
        assert algorithm.outputDefinitions()
