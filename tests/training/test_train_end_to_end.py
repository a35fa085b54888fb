"""End-to-end fine-tuning: what moves and what does not, γ, λ, the independent pair, and that it becomes a profile."""

import json

import numpy as np
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.errors import InputError
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training import checkpoint, export_map, preset, train_map, weights
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.labelled import LabelledCrops
from eoduet.engine.training.lattice import gamma_table, quality_table
from eoduet.engine.training.layout import fit_layout
from eoduet.engine.training.learnedgamma import Gamma, conditions_at
from eoduet.engine.training.mapmodels import LITE_MAP
from eoduet.engine.training.model import JointCodec
from eoduet.engine.training.prepare import measure_energy
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes
from eoduet.engine.training.train_end_to_end import EndToEndTrainer

RATE = 1e-3


@pytest.fixture(scope="module")
def map_run(floods, tmp_path_factory):
    trainer = train_map.MapTrainer(floods, tmp_path_factory.mktemp("map"), LITE_MAP, 1e-3, 1)
    trainer.keep()
    return trainer.path


@pytest.fixture
def joint(awake):
    return [awake]


@pytest.fixture
def apart(alone, images, wake):
    return [wake(JointCodec(own, fit_layout(own, measure_energy(images, own)))) for own in alone.values()]


@pytest.fixture
def trainer(floods, map_run, tmp_path):
    def make(codecs, **options) -> EndToEndTrainer:
        return EndToEndTrainer(floods, tmp_path, map_run, codecs, **{"rate": RATE, **options})

    return make


def batches(trainer, count, size=64, batch=4):
    crops = LabelledCrops(trainer.images, size, 32, 3)
    return [{n: torch.from_numpy(v) for n, v in crops.batch(batch).items()} for _ in range(count)]


@pytest.mark.parametrize("kind", ["joint", "apart"])
def test_all_but_the_entropy_model_moves_and_the_loss_falls(kind, request, trainer):
    student = trainer(request.getfixturevalue(kind))
    before = {name: value.clone() for name, value in student.model.state_dict().items()}
    (batch,) = batches(student, 1)

    def loss() -> float:
        student.model.eval()
        with torch.no_grad():
            found = float(student.costs(batch)[0])
        student.model.train()
        return found

    first = loss()
    for _ in range(12):
        student.update(batch, 1000)
    assert student.total == 12 and loss() < first
    moved = {
        name for name, value in student.model.state_dict().items() if not torch.equal(value, before[name])
    }
    assert not any(".entropy." in name for name in moved)
    for part in ("encoder.head", "decoder_optical.head", "decoder_sar.head"):
        assert any(name.startswith("codecs.") and part in name for name in moved), part
    assert "gamma.knots" in moved and any(name.startswith("map.") for name in moved)


def test_gamma_stays_in_its_range_and_leaves_the_start(joint, trainer):
    student = trainer(joint, gamma=0.99, rate=3e-3)
    for batch in batches(student, 6):
        student.update(batch, 1000)
        knots = student.system.gamma.knots.detach()
        assert float(knots.min()) >= 0 and float(knots.max()) <= 1
    assert not torch.allclose(knots, torch.full_like(knots, 0.99))


def test_a_pair_at_one_common_quality_holds_its_gamma(apart, trainer):
    student = trainer(apart, hold=True)
    before = [p.clone() for p in student.model.map.parameters()]
    for batch in batches(student, 3):
        student.update(batch, 1000)
    assert student.system.gamma.knots.tolist() == [0.5] * 5
    assert any(not torch.equal(a, b) for a, b in zip(before, student.model.map.parameters()))


def test_gamma_is_a_curve_over_quality_with_a_gradient():
    gamma = Gamma(0.5, (0.0, 0.2, 0.6))
    with torch.no_grad():
        gamma.knots.copy_(torch.tensor([0.2, 0.6, 0.4]))
    assert gamma(torch.tensor([0.0, 0.1, 0.2, 0.4, 0.6, 1.0])).tolist() == pytest.approx(
        [0.2, 0.4, 0.6, 0.5, 0.4, 0.4]
    )
    gamma(torch.tensor([0.05])).sum().backward()
    assert gamma.knots.grad.tolist() == pytest.approx([0.75, 0.25, 0])


def test_learned_prompts_are_those_of_the_tables():
    quality, weight = torch.tensor([0.0, 0.35, 1.0]), torch.tensor([0.01, 0.7, 0.5], requires_grad=True)
    found = conditions_at(quality, weight, torch.ones(3, 6))
    base, tilt = quality_table()[(1000 * quality).long()], gamma_table()
    at = (1000 * weight.detach()).round().long().numpy()
    expected = np.stack([base + tilt[at], base + tilt[1000 - at]], 1)
    assert np.abs(found.exponents.detach().numpy() - expected).max() <= 1
    found.exponents[1, 0].backward()
    assert weight.grad[1] < 0 and weight.grad[2] == 0  # more γ, finer optical steps
    alone = conditions_at(quality, weight, torch.tensor([[1.0, 1, 1, 0, 0, 0]] * 3))
    assert torch.all(alone.gamma == 0.5) and torch.equal(alone.exponents[:, 0], alone.exponents[:, 1])


def test_lambda_grows_as_that_of_the_pictures_does(joint, trainer):
    slope = trainer(joint, weight=0.5).slope(torch.tensor([0.0, 0.4]))
    steps = 2.0 ** (quality_table()[[0, 400]] / 32)
    assert float(slope[0]) == 0.5 and float(slope[1] / slope[0]) == pytest.approx(
        (steps[0] / steps[1]) ** 2, rel=0.02
    )


def test_a_run_that_was_cut_goes_on(joint, trainer):
    student = trainer(joint)
    (batch,) = batches(student, 1)
    student.update(batch, 1000)
    student.keep()
    again = trainer(joint, gamma=0.1)  # what the run has learned outranks the start
    assert again.total == 1 and torch.equal(again.system.gamma.knots, student.system.gamma.knots)
    assert [group["speed"] for group in again.optimiser.param_groups] == [1.0, 100.0]


def test_what_does_not_fit_is_refused(joint, apart, trainer, data, floods, map_run, tmp_path):
    with pytest.raises(InputError, match="one joint model, or of one for optical and one for SAR"):
        trainer([apart[0]])
    with pytest.raises(InputError, match="no map model of the classes"):
        EndToEndTrainer(floods, tmp_path, _codec_run(data, tmp_path), joint)


def _codec_run(data, tmp_path):
    path = tmp_path / "other.pt"
    checkpoint.save(path, average={}, stage="joint")
    return path


def bundle_of(codec: JointCodec, folder):
    """The bundle it would be exported to before fine-tuning, with the tables that training assumes."""
    codec.eval().entropy.quantised()
    tables = model_tables(codec) | frequency_tables(table_shapes(codec))
    write_bundle(folder, folder.name, codec, all_graphs(codec), tables, {})
    codec.entropy.quantised(False)
    return folder


@pytest.mark.parametrize("kind", ["joint", "apart"])
def test_a_run_becomes_map_and_profile_of_its_bundles(kind, request, trainer, tmp_path, monkeypatch):
    codecs = request.getfixturevalue(kind)
    for codec in codecs:
        monkeypatch.setitem(preset.PRESETS, codec.preset.name, codec.preset)
    plain = [bundle_of(codec, tmp_path / codec.preset.name) for codec in codecs]
    student = trainer(codecs, gamma=0.6, rate=1e-2)
    for batch in batches(student, 2):
        student.update(batch, 10)
    student.keep()
    for at, folder in enumerate(plain):
        out = tmp_path / f"out{at}"
        words = [str(folder), str(student.path), "flood", "--into", str(out)]
        assert export_map.main(words) == 0
        bundle = load_bundle(out)
        entry = bundle.manifest["profiles"]["flood"]
        assert bundle.manifest["segmenters"]["flood"] == {
            "graph": "segmenter_flood", "classes": "flood", "margin": 128, "align": 64
        }  # fmt: skip
        assert entry["graphs"] == ["encoder", *[f"decoder_{m}" for m in codecs[at].preset.modalities]]
        assert [point[0] for point in entry["gamma"]] == [0, 100, 200, 350, 600] and entry[
            "segmenter"
        ] == "flood"
        assert all(abs(point[1] - 600) < 60 for point in entry["gamma"])
        for name in entry["graphs"]:
            assert bundle.graph(f"{name}_flood") != bundle.graph(name)
        assert bundle.graph("hyper_decoder") == load_bundle(folder).graph("hyper_decoder")
        tables = load_bundle(folder).tables
        assert all(np.array_equal(bundle.tables[name], table) for name, table in tables.items())
        _codes_with_the_profile(out, tmp_path / f"swapped{at}", codecs[at])


def _codes_with_the_profile(folder, swapped, codec):
    """With the profile's graphs in place of the plain ones the bundle codes and decodes."""
    swapped.mkdir()
    for file in folder.iterdir():
        (swapped / file.name).write_bytes(file.read_bytes())
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in manifest["profiles"]["flood"]["graphs"]:
        manifest["graphs"][name] = manifest["graphs"][f"{name}_flood"]
    (swapped / "manifest.json").write_text(json.dumps(manifest))
    bundle = load_bundle(swapped)
    rng = np.random.default_rng(0)
    parts = [rng.normal(0, 30, (n, 128, 128)).astype(np.float32) for n in (4, 2)]
    presence = (
        (3, 1) if len(codec.preset.modalities) == 2 else (3, 0) if "optical" in codec.preset.name else (0, 1)
    )
    tile = TileCodec(bundle, "cpu", 1)
    coded = tile.encode(*parts, presence, Prompts(300, 600))
    decoded, crc = tile.decode(coded.stream, (4, 4), presence, Prompts(300, 600))
    assert crc == coded.symbols_crc and np.array_equal(decoded, coded.latents)


def test_bundles_of_other_weights_are_refused(joint, trainer, tmp_path, monkeypatch, capsys, images):
    codec = joint[0]
    monkeypatch.setitem(preset.PRESETS, codec.preset.name, codec.preset)
    student = trainer(joint)
    student.keep()
    folder = bundle_of(codec, tmp_path / "own")
    manifest = json.loads((folder / "manifest.json").read_text()) | {"preset": "other"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert export_map.main([str(folder), str(student.path), "flood"]) == 2
    assert "has the preset other" in capsys.readouterr().err
    assert export_map.main([str(folder), str(_codec_run(None, tmp_path)), "flood"]) == 2
    assert "no checkpoint of train_map" in capsys.readouterr().err


def test_bare_weights_become_the_codec_they_were(awake, data, tmp_path, monkeypatch):
    monkeypatch.setitem(preset.PRESETS, "tiny", awake.preset)
    checkpoint.save(tmp_path / "last.pt", average=awake.state_dict(), total=7)
    weights.write(data, tmp_path / "last.pt", tmp_path / "bare.npz", awake.preset)
    again = weights.codec_of(tmp_path / "bare.npz")
    assert again.preset.name == "tiny"
    close = [
        torch.allclose(v, again.state_dict()[n], atol=2e-3, rtol=2e-3) for n, v in awake.state_dict().items()
    ]
    assert all(close)
    with pytest.raises(InputError, match="no bare weights"):
        weights.codec_of(data / "train.npz")
