"""Headless: the plugin under another folder name, enabled in a fresh profile and driven through `qgis_process
--json`."""

from __future__ import annotations

import json
import os

import pytest

from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from tests import mapbundle


def test_round_trip_with_numbers_in_the_json(headless, sample, tmp_path):
    path, output = str(tmp_path / "a.duet"), str(tmp_path / "a.tif")
    inputs = [f"{name}={value}" for name, value in sample.items()]
    ran = headless("run", "--json", "eoduet:encode", "--", *inputs, "QUALITY=40", f"OUTPUT={path}")
    assert ran.returncode == 0, ran.stderr
    results = json.loads(ran.stdout)["results"]
    assert results["BYTES"] == os.path.getsize(path)
    assert results["OUTPUT"] == path
    assert {"RATIO", "BPP", "PSNR_OPTICAL", "PSNR_SAR", "USED_DEVICE"} <= set(results)
    ran = headless("run", "--json", "eoduet:decode", "--", f"INPUT={path}", f"SAR_OUTPUT={output}")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["results"]["SAR_OUTPUT"] == output
    assert os.path.getsize(output) > 1000


def test_a_map_with_the_classes_in_the_json(headless, sample, tmp_path):
    bundle = mapbundle.write(tmp_path / "models", find_bundle(DEFAULT_BUNDLE))
    listed = headless("run", "--json", "eoduet:models", "--", f"FOLDER={bundle.folder.parent}")
    assert listed.returncode == 0, listed.stderr
    assert json.loads(json.loads(listed.stdout)["results"]["MODELS"])[0]["id"] == bundle.id
    out, inputs = str(tmp_path / "map.tif"), [f"{name}={value}" for name, value in sample.items()]
    ran = headless(
        "run", "--json", "eoduet:landcover", "--", *inputs, f"OUTPUT={out}", f"MAP_MODEL={bundle.id}"
    )
    headless("run", "eoduet:models", "--", "FORGET=true")
    assert ran.returncode == 0, ran.stderr
    results = json.loads(ran.stdout)["results"]
    shares = [results[f"PERCENT_{name}"] for name in ("WET_LOW", "DRY_LAND", "TOWN")]
    assert sum(shares) == pytest.approx(100) and results["AREA_TOWN"] >= 0
    assert os.path.getsize(out) > 1000


def test_failure_is_a_sentence_and_a_status(headless, tmp_path):
    path = tmp_path / "foreign.duet"
    path.write_bytes(bytes(100))
    ran = headless("run", "eoduet:info", "--", f"INPUT={path}")
    assert ran.returncode != 0
    assert "Traceback" not in ran.stdout + ran.stderr
