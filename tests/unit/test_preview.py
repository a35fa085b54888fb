"""Previews: the bits and pixels of a real file, the margin that they share with it, and estimates near the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import DEFAULT_BUNDLE, find_bundle
from eoduet.engine.distortion import Distortion
from eoduet.engine.preview import Scene
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.tiles import Window

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
OPTICAL, SAR = str(SAMPLE / "chile_S2L2A.tif"), str(SAMPLE / "chile_S1RTC.tif")


@pytest.fixture(scope="module")
def codec() -> TileCodec:
    return TileCodec(find_bundle(DEFAULT_BUNDLE), "cpu", threads=1)


@pytest.fixture(scope="module")
def scene(codec) -> Scene:
    return Scene(OPTICAL, SAR, codec)


def test_the_whole_raster_previews_as_it_decodes(scene, codec, tmp_path):
    path, out = str(tmp_path / "a.duet"), {m: str(tmp_path / f"{m}.tif") for m in ("optical", "sar")}
    report = verbs.encode(OPTICAL, SAR, path, codec, quality=40, gamma=0.6)
    verbs.decode(path, lambda *_: codec, **out)
    shown = list(scene.preview(Window(0, 0, 224, 224), Prompts(400, 600)))
    assert [one.modality for one in shown] == ["optical", "sar"]
    for one in shown:
        np.testing.assert_array_equal(one.decoded, gdal.Open(out[one.modality]).ReadAsArray())
        assert one.psnr == pytest.approx(report.psnr[one.modality], abs=1e-6)
    (estimate,) = scene.estimate(Prompts(400, 600))
    assert estimate.bytes == pytest.approx(report.bytes, abs=8)
    assert estimate.psnr["joint"] == pytest.approx(report.psnr["joint"], abs=1e-6)


def quality(scene, modality: str, parts: list[tuple[np.ndarray, ...]]) -> float:
    """PSNR in dB over parts of (original, decoded, valid)."""
    distortion = Distortion([modality])
    for original, decoded, valid in parts:
        distortion.add(scene.transforms[modality], original, decoded, valid)
    return distortion.psnr()[modality]


def test_a_window_is_grown_to_whole_latents_and_as_good_as_the_whole(scene):
    whole = {one.modality: one for one in scene.preview(Window(0, 0, 224, 224), Prompts(500, 500))}
    for part in scene.preview(Window(70, 50, 100, 90), Prompts(500, 500)):
        assert part.window == Window(64, 48, 112, 96)
        x, y, width, height = part.window
        same = whole[part.modality].decoded[:, y : y + height, x : x + width]
        original, valid = part.original, part.valid
        assert quality(scene, part.modality, [(original, part.decoded, valid)]) == pytest.approx(
            quality(scene, part.modality, [(original, same, valid)]), abs=0.3
        )
        difference = np.abs(part.decoded.astype(float) - same).mean()
        assert difference < np.abs(part.decoded.astype(float) - original).mean()


def test_a_large_raster_is_estimated_from_some_windows(codec, tmp_path):
    paths, out = [], {m: str(tmp_path / f"{m}.tif") for m in ("optical", "sar")}
    for name, source in (("o.tif", OPTICAL), ("s.tif", SAR)):
        path = str(tmp_path / name)
        gdal.Translate(path, source, width=1200, height=900, resampleAlg="cubic")
        paths.append(path)
    large = Scene(*paths, codec)
    assert len(large.probes()) == 4
    for window in large.probes():
        assert 0 <= window.x and window.x + window.width <= 1200
        assert 0 <= window.y and window.y + window.height <= 900
    estimates = list(large.estimate(Prompts(500, 500)))
    report = verbs.encode(*paths, str(tmp_path / "a.duet"), codec, quality=50, gamma=0.5)
    verbs.decode(str(tmp_path / "a.duet"), lambda *_: codec, **out)
    assert [one.windows for one in estimates] == [1, 2, 3, 4]
    assert estimates[-1].bytes == pytest.approx(report.bytes, rel=0.3)
    assert estimates[-1].psnr["joint"] == pytest.approx(report.psnr["joint"], abs=2)
    for modality, path in zip(out, paths):  # in its windows it is what the file gives there
        parts = []
        for window in large.probes():
            original, decoded = (gdal.Open(one).ReadAsArray(*window) for one in (path, out[modality]))
            parts.append((original, decoded, np.ones(original.shape, bool)))
        assert estimates[-1].psnr[modality] == pytest.approx(quality(large, modality, parts), abs=0.3)


def test_nothing_valid_shows_nothing(codec, tmp_path):
    path = str(tmp_path / "holes.tif")
    dataset = gdal.Translate(path, SAR)
    values = dataset.ReadAsArray()
    values[:, :, :112] = np.nan
    dataset.WriteArray(values)
    dataset = None
    assert list(Scene(None, path, codec).preview(Window(0, 0, 96, 96), Prompts(500, 500))) == []
