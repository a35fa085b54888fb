"""Labelled crops: labels stay where their ground is, components go back to bands, and decoded versions take part."""

import json

import numpy as np
import pytest
import torch

from eoduet.engine.classes import FLOOD, NO_CLASS, TERRAMESH
from eoduet.engine.errors import InputError
from eoduet.engine.training import classlists
from eoduet.engine.training.cache import CacheWriter, Pair, class_set, load_cache
from eoduet.engine.training.confusion import confusion, scores
from eoduet.engine.training.data import window
from eoduet.engine.training.decoded import alone, decoded, load_decoded, write_decoded
from eoduet.engine.training.labelled import LabelledCrops, class_weights
from eoduet.engine.training.model import Conditions, JointCodec
from eoduet.engine.training.prepare import main as prepare
from eoduet.engine.training.preset import LITE_OPTICAL, LITE_SAR
from eoduet.engine.training.spectra import band_planes, example, spectra_of


@pytest.fixture(scope="module")
def pairs(floods):
    return load_cache(floods / "train.npz")


def test_components_go_back_to_bands(pairs):
    made = example(pairs[0].planes, spectra_of(pairs[0]))
    batch = {name: torch.from_numpy(value)[None] for name, value in made.items()}
    assert made["presence"].tolist() == [1, 1, 1, 0, 1, 0]
    for name, bands in (("optical", pairs[0].planes[:3]), ("sar", pairs[0].planes[3:])):
        planes = band_planes(batch[name], batch[f"mean_{name}"], batch[f"matrix_{name}"])[0].numpy()
        assert np.abs(255 * planes[: len(bands)] - bands).max() < 1e-3
        assert not planes[len(bands) :].any()


def test_labels_turn_with_their_pictures(pairs):
    crops = LabelledCrops(pairs, 96, 32, 1)
    for _ in range(12):
        made = crops.sample()
        assert made["label"].shape == (96, 96) and made["optical"].shape == (4, 160, 160)
        batch = {name: torch.from_numpy(value)[None] for name, value in made.items()}
        planes = band_planes(batch["optical"], batch["mean_optical"], batch["matrix_optical"])[
            0, 0, 32:-32, 32:-32
        ]
        if made["presence"][0]:
            dark = planes.numpy()[made["label"] == 1]
            assert dark.max(initial=0) < planes.numpy()[made["label"] == 0].min(initial=1)


def test_a_window_has_real_neighbours_inside_and_mirrored_ones_beyond():
    planes = np.arange(48).reshape(1, 6, 8)
    assert np.array_equal(window(planes, 2, 3, 2, 1), planes[:, 1:5, 2:6])
    assert np.array_equal(
        window(planes, 0, 0, 4, 2), np.pad(planes, ((0, 0), (2, 0), (2, 0)), "symmetric")[:, :8, :8]
    )


def test_weights_even_classes_out(pairs):
    labels = np.zeros((4, 8), np.uint8)
    labels[0, :2], labels[3] = 1, NO_CLASS  # 2 of 24
    image = Pair(np.zeros((2, 4, 8), np.uint8), 1, labels)
    assert class_weights([image], 2, 0) == pytest.approx([1, 1])
    half, whole = class_weights([image], 3, 0.5), class_weights([image], 2, 1)
    assert half[1] / half[0] == pytest.approx(11**0.5) and half[2] == 0
    assert whole[1] / whole[0] == pytest.approx(11)
    assert (22 * half[0] + 2 * half[1]) / 24 == pytest.approx(1)


def test_images_without_labels_or_too_small_are_refused(pairs):
    with pytest.raises(InputError, match="mask and --classes"):
        LabelledCrops([pair._replace(label=None) for pair in pairs], 96, 32, 1)
    with pytest.raises(InputError, match="--size"):
        LabelledCrops(pairs, 512, 32, 1)


def test_the_figures_of_a_confusion_matrix():
    truth = np.array([0, 0, 0, 0, 1, 1, 1, NO_CLASS])
    found = scores(confusion(truth, np.array([0, 0, 0, 1, 1, 1, 0, 1]), 2))
    assert found == pytest.approx(
        {"oa": 5 / 7, "kappa": (5 / 7 - 25 / 49) / (1 - 25 / 49), "f1": 2 / 3, "iou": 0.5}
    )
    three = scores(np.diag([5, 3, 0]))  # a class that does not occur does not count
    assert three == pytest.approx({"oa": 1, "kappa": 1, "f1": 1, "iou": 1})


def test_decoded_versions_are_kept_by_image(floods, awake, pairs):
    write_decoded(floods, "train", [awake], (0, 900))
    found = load_decoded(floods, "train")
    assert set(found) == {pair.id for pair in pairs} and all(
        len(versions) == 2 for versions in found.values()
    )
    error = [np.abs(v.planes - pairs[0].planes.astype(float)).mean() for v in found[pairs[0].id]]
    assert 0 < error[1] < error[0]
    assert not load_decoded(floods, "val")
    crops = LabelledCrops(pairs, 256, 0, 1, found)
    drawn = {tuple(crops.sample()["optical"][0, 0, :3]) for _ in range(20)}
    assert len(drawn) > 2


def test_a_picture_of_any_size_is_decoded(awake, pairs):
    part = Pair(pairs[0].planes[:, :100, :130], 3)
    planes, bits = decoded([awake], part, 900, 500)
    assert planes.shape == part.planes.shape and bits > 0
    assert np.abs(planes - part.planes).mean() < 12


def test_each_of_a_pair_is_told_its_own_step_as_a_quality(lite_layout):
    own = Conditions.at(torch.ones(1, 6), 500, 800)
    shares = []
    for preset, columns in ((LITE_OPTICAL, slice(0, 4)), (LITE_SAR, slice(4, 6))):
        codec = JointCodec.__new__(JointCodec)
        torch.nn.Module.__init__(codec)
        codec.preset = preset
        told = alone(own, codec)
        assert (
            told.gamma == 0.5
            and told.presence[0, columns].all()
            and told.presence.sum() == len(told.presence[0, columns])
        )
        again = Conditions.at(torch.ones(1, 6), round(1000 * float(told.quality)), 500)
        assert (again.exponents - told.exponents).abs().max() <= 1
        shares.append(float(told.quality))
    assert shares[0] > 0.5 > shares[1]


def test_classes_of_ones_own(tmp_path, raster):
    entries = [
        {"id": 3, "name": "orchard", "colour": "#ddcc77", "values": [30, 31]},
        {"id": 9, "name": "x", "colour": "#000000"},
    ]
    (tmp_path / "mine.json").write_text(json.dumps(entries))
    mine = classlists.read_class_set(str(tmp_path / "mine.json"))
    assert mine.indices(np.array([30, 31, 3, 9])).tolist() == [0, 0, NO_CLASS, 1]
    assert classlists.listed(mine)[0] == {"id": 3, "name": "orchard", "colour": "#ddcc77"}
    again = classlists.from_text(classlists.to_text(mine))
    assert [(land.id, land.name, land.color) for land in again.classes] == [
        (land.id, land.name, land.color) for land in mine.classes
    ]
    assert classlists.from_text(classlists.to_text(TERRAMESH)) is TERRAMESH
    with CacheWriter(tmp_path / "train.npz", mine) as cache:
        cache.add(Pair(np.zeros((2, 4, 4), np.uint8), 1, np.ones((4, 4), np.uint8), "a"))
    assert class_set(tmp_path / "train.npz").classes[0].name == "orchard"


def test_classes_found_in_rasters_get_colours():
    palette = [land.color for land in classlists.found([7, 1, NO_CLASS, *range(20, 40)]).classes]
    assert len(set(palette)) == 22
    for values in ([1], [1, 300], [-1, 2]):
        with pytest.raises(InputError, match="label rasters hold"):
            classlists.found(values)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '[{"id": 1}]',
        '[{"id": 1, "name": "a", "colour": "red"}, {"id": 2, "name": "b", "colour": "#000000"}]',
        "[3, 4]",
    ],
)
def test_a_list_that_is_none_is_refused_in_one_sentence(text, tmp_path, floods, capsys):
    (tmp_path / "list.json").write_text(text)
    words = ["index", str(tmp_path / "index.csv"), str(tmp_path), "--classes", str(tmp_path / "list.json")]
    assert prepare(words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and ("list" in said or "class" in said)


def test_the_product_flood_classes_are_what_a_cache_says(floods):
    assert class_set(floods / "train.npz") is FLOOD
