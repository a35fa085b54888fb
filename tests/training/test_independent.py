"""Models of one modality, the baseline of the joint one: no other branch, no other decoder, nothing of the other image."""

import numpy as np
import pytest
import torch

from eoduet.engine.bundle import load_bundle
from eoduet.engine.errors import InputError
from eoduet.engine.prompts import Prompts
from eoduet.engine.tilecodec import TileCodec
from eoduet.engine.training import checkpoint, train
from eoduet.engine.training.datasets import index_csv
from eoduet.engine.training.export import all_graphs, write_bundle
from eoduet.engine.training.prepare import prepare
from eoduet.engine.training.preset import LITE, PRESETS
from eoduet.engine.training.tables import frequency_tables, model_tables, table_shapes

PRESENCE = {"optical": (3, 0), "sar": (0, 2)}


@pytest.fixture(scope="module")
def folder(index, alone, tmp_path_factory):
    made = tmp_path_factory.mktemp("independent")
    prepare(index_csv(index), made, alone.values())
    return made


@pytest.mark.parametrize("modality", PRESENCE)
def test_it_trains_with_its_own_image_alone(folder, alone, modality, tmp_path):
    trainer = train.Trainer(folder, tmp_path, "joint", 1e-3, 1, alone[modality])
    trainer.run(2, 2, 64)
    assert trainer.step == 2 and trainer.total > 0
    batch = {
        "optical": torch.randn(1, 4, 128, 128), "sar": torch.randn(1, 2, 128, 128), "gamma": torch.tensor([0.5]),
        "quality": torch.tensor([0.5]), "presence": torch.ones(1, 6), "exponents": torch.full((1, 2), 96.0),
    }  # fmt: skip
    conditions = train.conditions_of(batch)
    with torch.no_grad():
        model = trainer.model.eval()
        before = model.analyse(batch["optical"], batch["sar"], conditions)
        other = "sar" if modality == "optical" else "optical"
        changed = model.analyse(
            **{**{n: batch[n] for n in PRESENCE}, other: batch[other] + 9}, conditions=conditions
        )
        assert torch.equal(before, changed)
        assert list(model.decode(before, conditions)) == [modality]


@pytest.mark.parametrize("modality", PRESENCE)
def test_its_bundle_codes_a_lone_image_and_refuses_the_other(folder, alone, modality, wake, tmp_path):
    torch.manual_seed(0)
    model = wake(checkpoint.build(folder, alone[modality]).eval())
    model.entropy.quantised()
    tables = model_tables(model) | frequency_tables(table_shapes(model))
    write_bundle(tmp_path, "lone", model, all_graphs(model), tables, {})
    codec, prompts = TileCodec(load_bundle(tmp_path), "cpu", 1), Prompts(500, 500)
    assert codec.device == "CPU"
    optical, sar = (np.random.default_rng(0).normal(0, 20, (n, 128, 128)).astype(np.float32) for n in (4, 2))
    tile = codec.encode(optical, sar, PRESENCE[modality], prompts)
    decoded, crc = codec.decode(tile.stream, (4, 4), PRESENCE[modality], prompts)
    assert crc == tile.symbols_crc and np.array_equal(decoded, tile.latents) and decoded.any()
    for presence in ((3, 2), PRESENCE["sar" if modality == "optical" else "optical"]):
        with pytest.raises(InputError, match="codes no"):
            codec.encode(optical, sar, presence, prompts)


def test_the_pair_has_the_latents_of_the_joint_model():
    pair = [PRESETS["lite-optical"], PRESETS["lite-sar"]]
    assert tuple(map(sum, zip(*(preset.zones for preset in pair)))) == LITE.zones
    assert all(sum(preset.groups) == preset.latents for preset in PRESETS.values())
