"""The way from a checkpoint to a bundle: exact, complete, small, and coding as the torch model does."""

from pathlib import Path

import numpy as np
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.entropy import EntropyCoder
from eoduet.engine.lattice import Steps
from eoduet.engine.prompts import Prompts
from eoduet.engine.quantiser import Quantiser
from eoduet.engine.reference import Reference
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.tiles import pad_latents
from eoduet.engine.training import checkpoint
from eoduet.engine.training import export as exporting
from eoduet.engine.training import model as codec_model
from eoduet.engine.training.data import Crops, pad_components, principal_components
from eoduet.engine.training.export import count_symbols, export
from eoduet.engine.training.lattice import table_scales
from eoduet.engine.training.pictures import Picture
from eoduet.engine.training.train import Trainer
from tests.unit.test_format import StreamDecoder

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
PRESENCE = (4, 2)


@pytest.fixture(scope="module")
def trained(data, preset, images, tmp_path_factory):
    """A checkpoint of a tiny model after a short course through all stages."""
    run = tmp_path_factory.mktemp("run")
    torch.manual_seed(0)
    for stage, steps in (("entropy", 60), ("joint", 15), ("exact", 15)):
        trainer = Trainer(data, run, stage, 3e-3, seed=1, preset=preset)
        crops = Crops(images, 64, 32, 9)
        for _ in range(steps):
            batch = {name: torch.from_numpy(value) for name, value in crops.batch(4).items()}
            trainer.update(batch, steps)
        trainer.keep()
    return run / "last.pt"


@pytest.fixture(scope="module")
def bundle(data, preset, trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    export(data, trained, folder, 3, preset)
    return load_bundle(folder)


@pytest.fixture(scope="module")
def unfitted(data, preset, trained, tmp_path_factory):
    """The same with the Laplacian tables that training assumes."""
    folder = tmp_path_factory.mktemp("models") / "unfitted"
    export(data, trained, folder, 0, preset)
    return load_bundle(folder)


@pytest.fixture(scope="module")
def model(data, preset, trained):
    """The exported weights in torch, float ones rounded as the bundle stores them."""
    built = checkpoint.build(data, preset)
    built.load_state_dict(checkpoint.load(trained)["average"])
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if not name.startswith(("entropy.hyper_decoder", "entropy.contexts", "entropy.coarse")):
                weight.copy_(weight.half().float())
    built.entropy.quantised()
    return built.eval()


@pytest.fixture(scope="module")
def scene(preset):
    """192² of the sample scene (whole hyper latents) with margin: components optical (4, …) and SAR (2, …)."""
    parts = []
    for name, modality, slots in (("chile_S2L2A.tif", "optical", 4), ("chile_S1RTC.tif", "sar", 2)):
        bands = Picture(str(SAMPLE / name), modality).planes(0, 0, 192, 192).astype(np.float32)
        padded = np.pad(bands, ((0, 0), (preset.margin,) * 2, (preset.margin,) * 2), mode="symmetric")
        parts.append(pad_components(principal_components(padded), slots))
    return parts


def test_the_bundle_is_complete_and_opens(bundle, preset):
    codec = TileCodec(bundle, "cpu", threads=1)
    assert codec.device == "CPU" and bundle.id == "tiny" and bundle.channels == preset.latents
    assert bundle.manifest["trained"] == {"steps": 90, "stage": "exact"}
    assert {file.suffix for file in bundle.folder.iterdir()} == {".onnx", ".npz", ".json"}


def test_exporting_again_gives_the_same_bundle(data, preset, trained, bundle, tmp_path):
    export(data, trained, tmp_path / "tiny", 3, preset)
    assert load_bundle(tmp_path / "tiny").digest == bundle.digest


def test_the_reference_decodes_what_onnx_runtime_encodes(bundle, scene):
    tile = TileCodec(bundle, "cpu", threads=1).encode(*scene, PRESENCE, Prompts(500, 500))
    steps = Steps.of(bundle, Prompts(500, 500), PRESENCE)
    latents, crc = EntropyCoder(bundle, Reference(bundle)).decode(tile.stream, (12, 12), steps)
    assert np.array_equal(latents, tile.latents) and crc == tile.symbols_crc


def round_as_in_training(_quantiser, distance, index):
    """In place of the encoder's choice by cost: the dead zone that training rounds with."""
    scales = torch.from_numpy(table_scales()[index]).float()
    symbols = codec_model.round_dead_zone(torch.from_numpy(np.asarray(distance)).float(), torch.log2(scales))
    return np.where(index == 0, 0, symbols.numpy()).astype(np.int32)


@torch.no_grad()
@pytest.mark.parametrize("quality, gamma", [(300, 500), (700, 500), (500, 900)])
def test_it_codes_as_the_model_in_torch(unfitted, model, scene, conditions, quality, gamma, monkeypatch):
    # Training counts an outlier at up to 30 bits; with 16-bit frequencies and the escape's digits it costs about 18.
    monkeypatch.setattr(codec_model, "MAX_BITS", 18.0)
    monkeypatch.setattr(Quantiser, "choose", round_as_in_training)
    codec, prompts, k = TileCodec(unfitted, "cpu", 1), Prompts(quality, gamma), unfitted.latent_margin
    tile = codec.encode(*scene, PRESENCE, prompts)
    given = conditions(quality / 1000, gamma / 1000, (1,) * 6)
    inputs = [torch.from_numpy(part)[None] for part in scene]
    coded = model.code(model.analyse(*inputs, given), given)
    bits = float(coded.bits + coded.bits_hyper)
    assert len(tile.stream) * 8 == pytest.approx(tile.estimated_bits, rel=0.005)
    assert tile.estimated_bits == pytest.approx(bits, rel=0.02)
    decoded = model.decode(coded.latents, given)
    own = pad_latents(tile.latents, k, unfitted.parity_y, unfitted.parity_x)
    for original, (modality, theirs) in zip(scene, decoded.items()):
        inner = original[:, 32:-32, 32:-32]
        mine = codec.synthesise(own, modality, PRESENCE, prompts)
        levels = [10 * np.log10(255**2 / ((x - inner) ** 2).mean()) for x in (mine, theirs[0].numpy())]
        assert levels[0] == pytest.approx(levels[1], abs=0.05)


@pytest.mark.parametrize("quality, gamma", [(0, 0), (0, 1000), (450, 777), (1000, 0), (1000, 1000)])
def test_prompts_reach_the_integer_networks_alike(bundle, conditions, quality, gamma):
    steps = Steps.of(bundle, Prompts(quality, gamma), (3, 1))
    given = conditions(quality / 1000, gamma / 1000)
    assert list(steps.exponents) == given.exponents[0].int().tolist()
    assert np.array_equal(steps.planes(2, 3) / 32, given.integer_planes(2, 3).numpy())


def test_counts_are_of_every_symbol(bundle, images):
    counts = count_symbols(bundle.folder, Crops(images, 64, bundle.margin, 3), 2)
    hyper = len(bundle.tables["hyper_index"])
    assert len(counts) == 64 + hyper and all(count.sum() == 2 for count in counts[64:])
    assert counts[0].sum() == 0 and 0 < sum(count.sum() for count in counts[:64]) <= 2 * bundle.channels * 16


def test_the_tables_are_fitted_to_integers_that_fitted_tables_chose(
    data, preset, trained, tmp_path, monkeypatch
):
    counted = []

    def recorded(folder, *rest):
        counted.append(load_bundle(folder).tables["frequencies"])
        return count_symbols(folder, *rest)

    monkeypatch.setattr(exporting, "count_symbols", recorded)
    export(data, trained, tmp_path / "tiny", 2, preset)
    assert len(counted) == 2 and not np.array_equal(*counted)


def test_lite_stays_under_20_megabytes_and_opens(lite_layout, tmp_path):
    """At step 0, with all its widths; the data it would be fitted to do not matter here."""
    np.savez(tmp_path / "layout-lite.npz", **lite_layout.to_arrays())
    start = checkpoint.build(tmp_path)
    checkpoint.save(tmp_path / "start.pt", average=start.state_dict(), total=0, stage="none")
    export(tmp_path, tmp_path / "start.pt", tmp_path / "lite", 0)
    bundle = load_bundle(tmp_path / "lite")
    assert sum(file.stat().st_size for file in bundle.folder.iterdir()) < 20_000_000
    tile = TileCodec(bundle, "cpu", 1).encode(
        np.ones((4, 80, 80)), np.ones((2, 80, 80)), (4, 2), Prompts(500, 500)
    )
    assert tile.latents.shape == (768, 1, 1)


def test_a_decoder_from_the_description_reads_what_is_exported(bundle, scene):
    codec = TileCodec(bundle, "cpu", 1)
    assert bundle.format == 2 and any(codec._coder.predictions)
    for quality, gamma, presence in ((300, 500, (4, 2)), (800, 300, (3, 1))):
        optical, sar = (part.copy() for part in scene)
        optical[presence[0] :], sar[presence[1] :] = 0, 0
        tile = codec.encode(optical, sar, presence, Prompts(quality, gamma))
        decoded = StreamDecoder(bundle.folder).decode(tile.stream, 12, 12, quality, gamma, presence)
        assert np.array_equal(decoded, tile.latents) and decoded.any()
