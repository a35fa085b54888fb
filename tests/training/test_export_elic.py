"""Bundles of the paper preset: its graphs are the torch modules, and whole files decode exactly, window by window."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from osgeo import gdal
from torch import nn

from eoduet.engine import codec as verbs
from eoduet.engine.bundle import load_bundle
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.reference import Reference
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training import checkpoint, train
from eoduet.engine.training.data import Crops
from eoduet.engine.training.export import export
from eoduet.engine.training.export_elic import decoder_graph, encoder_graph, lower
from eoduet.engine.training.graphs import Graph
from eoduet.engine.verify import verify

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


@pytest.fixture
def model(paper_data, paper_preset, wake):
    """Weights as the bundle stores them."""
    torch.manual_seed(0)
    built = wake(checkpoint.build(paper_data, paper_preset).eval())
    with torch.no_grad():
        for weight in built.parameters():
            weight.copy_(weight.half().float())
    return built


@pytest.fixture(scope="module")
def trained(paper_data, paper_preset, images, tmp_path_factory):
    """A checkpoint after a few steps of two stages."""
    run = tmp_path_factory.mktemp("run")
    torch.manual_seed(0)
    for stage in ("joint", "exact"):
        trainer = train.Trainer(paper_data, run, stage, 3e-3, seed=1, preset=paper_preset)
        crops = Crops(images, 64, paper_preset.margin, 9)
        for _ in range(5):
            batch = {name: torch.from_numpy(value) for name, value in crops.batch(1).items()}
            trainer.update(batch, 5)
        trainer.keep()
    return run / "last.pt"


@pytest.fixture(scope="module")
def bundle(paper_data, paper_preset, trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny-paper"
    export(paper_data, trained, folder, 2, paper_preset)
    return load_bundle(folder)


@pytest.fixture(scope="module")
def encoded(bundle, tmp_path_factory):
    """The sample scene as a file of four tiles, all of it decoded, and the codec."""
    folder, codec = tmp_path_factory.mktemp("files"), TileCodec(bundle, "cpu", threads=1)
    pair = [str(SAMPLE / name) for name in ("chile_S2L2A.tif", "chile_S1RTC.tif")]
    report = verbs.encode(*pair, str(folder / "scene.duet"), codec, quality=70, tile=128)
    assert report.bpp > 0.05
    outputs = {name: str(folder / f"{name}.tif") for name in ("optical", "sar")}
    verbs.decode(str(folder / "scene.duet"), lambda *_: codec, **outputs)
    return folder, codec


def run(content: bytes, **inputs: torch.Tensor) -> np.ndarray:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]


@torch.no_grad()
@pytest.mark.parametrize("gamma", [0.0, 0.7])
def test_the_exported_encoder_is_the_encoder(model, conditions, gamma):
    torch.manual_seed(3)
    optical, sar, given = (
        40 * torch.randn(1, 4, 96, 128),
        40 * torch.randn(1, 2, 96, 128),
        conditions(gamma=gamma),
    )
    inputs = {"prompts": given.prompts()[:, :, None, None], "step": model.steps(given)}
    result = run(encoder_graph(model.encoder, model.layout), optical=optical, sar=sar, **inputs)
    expected = model.analyse(optical, sar, given).numpy()
    assert result.shape == (1, model.preset.latents, 2, 4) and np.abs(expected).max() > 0.1
    np.testing.assert_allclose(result, expected, atol=1e-4 * np.abs(expected).max())


@torch.no_grad()
@pytest.mark.parametrize("modality", ["optical", "sar"])
def test_the_exported_decoders_are_the_decoders(model, conditions, modality):
    module, given = model.get_submodule(f"decoder_{modality}"), conditions(quality=0.3, gamma=0.2)
    torch.manual_seed(3)
    latents, rings = 3 * torch.randn(1, model.preset.latents, 19, 20), model.preset.latent_margin
    step, own = model.steps(given), torch.ones(1, 1, 1, 1)
    cut = 16 * rings - model.preset.margin
    expected = module(latents, step, own, given.prompts())[:, :, cut:-cut, cut:-cut].numpy()
    result = run(
        decoder_graph(module, model.layout, f"decoder_{modality}"),
        latents=latents, step=step, own_step=own, prompts=given.prompts()[:, :, None, None],
    )  # fmt: skip
    assert result.shape == (1, {"optical": 4, "sar": 2}[modality], 16, 32) and expected.std() > 0.01
    np.testing.assert_allclose(result, expected, atol=1e-4 * np.abs(expected).max())


def test_a_module_without_nodes_is_named():
    with pytest.raises(TypeError, match="GELU"):
        lower(nn.Sequential(nn.GELU()), Graph("any"), "x")


def test_every_tile_of_a_real_scene_decodes_to_what_was_encoded(encoded):
    """Here on ONNX Runtime, and every symbol again in int64."""
    folder, codec = encoded
    path = str(folder / "scene.duet")
    assert verify(path, lambda *_: codec).sound
    exact = TileCodec(codec.bundle, "cpu", threads=1)
    exact._coder = EntropyCoder(codec.bundle, Reference(codec.bundle))
    report = verify(path, lambda *_: exact)
    assert report.sound and report.decoded and report.tiles == 4


def test_a_window_is_a_part_of_the_whole(encoded):
    """The decoders' rings hold all that they read: neither a tile's border nor the window's changes a pixel."""
    folder, codec = encoded
    for name in ("optical", "sar"):
        part = str(folder / f"part-{name}.tif")
        verbs.decode(str(folder / "scene.duet"), lambda *_: codec, **{name: part}, window=(110, 30, 33, 100))
        whole = gdal.Open(str(folder / f"{name}.tif")).ReadAsArray()[:, 30:130, 110:143].astype(float)
        difference = np.abs(gdal.Open(part).ReadAsArray().astype(float) - whole)
        assert difference.max() <= 1e-3 * whole.std() + (name == "optical")  # a rounding of uint16


def test_a_lone_image_codes_in_its_half(bundle, encoded, tmp_path):
    _, codec = encoded
    path, out = str(tmp_path / "lone.duet"), str(tmp_path / "lone.tif")
    verbs.encode(None, str(SAMPLE / "chile_S1RTC.tif"), path, codec, quality=70)
    verbs.decode(path, lambda *_: codec, sar=out)
    assert gdal.Open(out).ReadAsArray().std() > 0
