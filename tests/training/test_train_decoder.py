"""Decoders for a finished bundle: trained on what its files do to pictures, exported as they are in torch, no symbol moved."""

import json
import shutil

import numpy as np
import onnxruntime
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.errors import InputError
from eoduet.engine.planes import FIRST
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training import checkpoint
from eoduet.engine.training.coded import QUALITIES, SIZE, Coder, layout_of, load_coded, write_coded
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.export_decoder import decoder_graph, export_decoder
from eoduet.engine.training.export_decoder import main as export_main
from eoduet.engine.training.model import JointCodec
from eoduet.engine.training.preset import PRESETS
from eoduet.engine.training.restoration import REACH, Restoration
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes
from eoduet.engine.training.train_decoder import DecoderTrainer, main
from eoduet.engine.training.transforms import SLOTS, LinearSynthesis


@pytest.fixture(scope="module", autouse=True)
def known(preset):
    """The tiny preset under its name, as bundles of it say."""
    PRESETS[preset.name] = preset
    yield
    del PRESETS[preset.name]


@pytest.fixture(scope="module")
def bundle(data, preset, tmp_path_factory):
    """A bundle of an untrained model: the orthonormal linear codec."""
    torch.manual_seed(0)
    model: JointCodec = checkpoint.build(data, preset)
    model.entropy.quantised()
    folder = tmp_path_factory.mktemp("models") / "tiny"
    tables = model_tables(model) | frequency_tables(table_shapes(model))
    write_bundle(folder, "tiny", model, all_graphs(model), tables, {})
    return load_bundle(folder)


@pytest.fixture(scope="module")
def run(data, bundle, tmp_path_factory):
    """A short run for optical images, from the command line."""
    folder = tmp_path_factory.mktemp("run")
    words = [data, folder, bundle.folder, "optical", "--steps", 60, "--crops", 3, "--batch", 2, "--size", 64]
    assert main([*map(str, words), "--rate", "3e-3"]) == 0
    return folder


def test_examples_are_what_files_of_the_bundle_decode_to(data, bundle):
    """The untrained model's own decoder is the linear synthesis."""
    coder = Coder(bundle, "optical")
    one = next(coder.fixed(data / "val.npz"))
    quality, gamma = QUALITIES[0], 500
    assert one.exists.tolist() == [1, 1, 1, 0]
    codec, margin = TileCodec(bundle, "cpu", threads=1), coder.preset.margin
    optical = np.pad(one.original, ((0, 0), (margin,) * 2, (margin,) * 2), mode="symmetric")
    sar = np.zeros((2, *optical.shape[1:]), np.float32)
    prompts = Prompts(quality, gamma)
    latents = codec.encode(optical.astype(np.float32), sar, (3, 0), prompts).latents
    k = bundle.latent_margin
    padded = np.pad(latents, ((0, 0), (k, k), (k, k)))
    decoded = codec.synthesise(padded, "optical", (3, 0), prompts)
    inner = np.s_[:3, 32:-32, 32:-32]  # the margins of both are mirrored from other pixels
    error = np.abs(decoded[inner] - one.decoded[inner])
    assert np.median(error) < 0.05 * one.step
    assert one.step == pytest.approx(2 ** (codec_step(codec, prompts) / 32))


def codec_step(codec, prompts):
    from eoduet.engine.lattice import Steps

    return Steps.of(codec.bundle, prompts, (3, 0)).exponents[0]


@pytest.fixture(scope="module")
def origins(bundle):
    """What the crops of the run come from."""
    what = f"optical images coded by tiny {bundle.digest}"
    return {"val": what, "train": f"{what}, 3 of seed 1"}


def test_a_run_learns_goes_on_and_says_what_it_gained(run, origins):
    images, steps, exists = load_coded(run / "train", origins["train"])
    assert images.shape == (3, 2, SLOTS["optical"], SIZE, SIZE) and len(steps) == len(exists) == 3
    trainer = DecoderTrainer(run, "optical", origins, 1e-3, seed=1)
    assert trainer.total == 60
    figures = trainer.validate()
    assert set(figures) == {f"gain{quality / 10:g}" for quality in QUALITIES} | {"gain"}
    assert figures["gain"] == pytest.approx(np.mean([figures[f"gain{q / 10:g}"] for q in QUALITIES]))
    fresh = Restoration(SLOTS["optical"])
    trainer.average.weights = {name: value.clone() for name, value in fresh.state_dict().items()}
    assert trainer.validate()["gain"] == 0, "a network that adds nothing gains nothing"


def test_an_error_that_can_be_learned_is(run, origins):
    """A step too much everywhere: the network takes it away."""
    trainer = DecoderTrainer(run, "optical", origins, 3e-3, seed=1)
    images, steps, exists = trainer.coded["train"]
    decoded = torch.from_numpy(images[:, 1, :, :32, :32].astype(np.float32))
    step = torch.from_numpy(steps)[:, None, None, None]
    batch = {
        "original": decoded,
        "decoded": decoded + step,
        "step": step,
        "exists": torch.from_numpy(exists),
    }
    trainer.model.load_state_dict(Restoration(SLOTS["optical"]).state_dict())
    trainer.step = 0
    for _ in range(200):
        trainer.update(batch, 1000)
    with torch.no_grad():
        linear, restored = trainer.errors(batch, 0)
    assert float((restored / linear).mean()) < 0.5


@pytest.mark.parametrize(("modality", "size"), [("optical", 6.0), ("sar", 40.0), ("sar", 1200.0)])
def test_the_graph_is_the_module(bundle, preset, modality, size):
    torch.manual_seed(3)
    model = Restoration(SLOTS[modality])
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_((weight + 0.02 * torch.randn_like(weight)).half().float())
    layout, k, height, width = layout_of(bundle), preset.latent_margin, 5, 3
    latents = torch.randn(1, preset.latents, height + 2 * k, width + 2 * k) * 2
    step = torch.full((1, preset.latents, 1, 1), size)
    own = torch.full((1, 1, 1, 1), size)
    slots = range(FIRST[modality], FIRST[modality] + SLOTS[modality])
    with torch.no_grad():
        linear = LinearSynthesis(preset, layout, slots)(latents * step)
        whole = linear + model(linear, own)
    cut = (k - 1) * preset.stride
    session = onnxruntime.InferenceSession(
        decoder_graph(model, preset, layout, modality), providers=["CPUExecutionProvider"]
    )
    given = {"latents": latents, "step": step, "own_step": own, "prompts": torch.zeros(1, 8, 1, 1)}
    (components,) = session.run(None, {name: value.numpy() for name, value in given.items()})
    assert components.shape == (1, SLOTS[modality], 16 * height, 16 * width) and REACH < cut
    np.testing.assert_allclose(
        components, whole[:, :, cut:-cut, cut:-cut].numpy(), atol=size / 300, rtol=1e-3
    )


def test_a_bundle_gets_the_decoder_and_keeps_its_streams(bundle, run, tmp_path):
    export_decoder(bundle.folder, [run / "last.pt"], tmp_path / "better")
    better = load_bundle(tmp_path / "better")
    graphs, before = better.manifest["graphs"], bundle.manifest["graphs"]
    assert {name for name in graphs if graphs[name] != before[name]} == {"decoder_optical"}
    assert better.digest != bundle.digest and better.id == "better"
    image = np.random.default_rng(0).normal(0, 20, (6, 128, 128)).astype(np.float32)
    streams = [
        TileCodec(one, "cpu", threads=1).encode(image[:4], image[4:], (4, 2), Prompts(400, 500)).stream
        for one in (bundle, better)
    ]
    assert streams[0] == streams[1]


def test_what_cannot_be_used_is_told_in_a_sentence(data, bundle, run, tmp_path, capsys):
    state = checkpoint.load(run / "last.pt")
    checkpoint.save(tmp_path / "other.pt", **(state | {"decodes": "radar"}))
    with pytest.raises(InputError, match="no checkpoint of train_decoder"):
        export_decoder(bundle.folder, [tmp_path / "other.pt"], tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert export_main([str(bundle.folder), str(tmp_path / "none.pt")]) == 2
    words = [str(data), str(tmp_path / "run"), str(bundle.folder), "optical", "--steps", "1"]
    assert main([*words, "--size", "300"]) == 2 and "at most 256" in capsys.readouterr().err
    assert main([words[0], words[1], str(tmp_path), *words[3:]]) == 2
    assert not (tmp_path / "run").exists()
    unknown = json.loads((bundle.folder / "manifest.json").read_text()) | {"preset": "later"}
    shutil.copytree(bundle.folder, tmp_path / "later")
    (tmp_path / "later" / "manifest.json").write_text(json.dumps(unknown))
    capsys.readouterr()
    assert main([*words[:2], str(tmp_path / "later"), *words[3:]]) == 2
    assert "no lapped transform of optical images" in capsys.readouterr().err
    assert main([words[0], str(run), *words[2:], "--crops", "4"]) == 2
    assert "name another folder" in capsys.readouterr().err
    with pytest.raises(InputError, match="no image for nothing"):
        write_coded(iter(()), "nothing", tmp_path / "none")
