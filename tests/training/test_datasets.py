"""Data sets: published layouts made small, read into patches with labels and splits; one sentence for any other layout."""

import csv
import shutil

import numpy as np
import pytest

from eoduet.engine.classes import FLOOD, IGBP_SIMPLIFIED, NO_CLASS, TERRAMESH
from eoduet.engine.errors import InputError
from eoduet.engine.training.cache import class_set, load_cache
from eoduet.engine.training.datasets import index_csv
from eoduet.engine.training.prepare import cache_split, main
from eoduet.engine.training.sen12ms import HELD_OUT, sen12ms
from eoduet.engine.training.whu_opt_sar import TEST, VALIDATION, whu_opt_sar

#: What the fixtures ``whu`` and ``spring`` hold, with the published splits.
SCENES = {"NH49E004021": "train", "NH49E001013": "val", "NH49E001014": "test"}
SPRING = {1: "train", 8: "val", 15: "test"}


def copied(root, tmp_path):
    """A copy to spoil."""
    return shutil.copytree(root, tmp_path / "copy")


def test_the_published_divisions():
    assert (len(VALIDATION), len(TEST), len(VALIDATION & TEST)) == (20, 20, 0)
    assert [len(scenes) for scenes in HELD_OUT.values()] == [6, 7, 8, 5]


def test_whu_opt_sar_becomes_labelled_patches(whu, tmp_path):
    dataset = whu_opt_sar(whu)
    assert {item.id: item.split for item in dataset.items} == SCENES and len(dataset.classes) == 8
    patches = [pair for item in dataset.items for pair in dataset.read(item)]
    assert [pair.id for pair in patches] == [f"{scene}_{n}" for scene in sorted(SCENES) for n in (0, 1)]
    for pair in patches:
        assert pair.planes.shape == (5, 512, 512) and pair.counts == {"optical": 4, "sar": 1}
        # Optical values grow with the class, and 8-bit values are kept: labels lie where the ground is.
        assert np.abs(pair.planes[:4] - pair.label * 25.0 - 9.5).max() <= 9.5
    cache_split(dataset, "test", tmp_path)
    assert len(load_cache(tmp_path / "test.npz")) == 2 and class_set(tmp_path / "test.npz") is dataset.classes


def test_sen12ms_becomes_pairs_of_four_bands_and_two_polarisations(spring, sample, tmp_path):
    dataset = sen12ms(spring)
    assert [(item.id, item.split) for item in dataset.items] == [
        (f"ROIs1158_spring_{scene}_p{patch}", split) for scene, split in SPRING.items() for patch in (30, 100)
    ]
    (pair,) = dataset.read(dataset.items[0])
    assert pair.planes.shape == (6, 256, 256) and pair.counts == {"optical": 4, "sar": 2}
    for plane, band in zip(pair.planes, np.concatenate([sample[0], sample[1]])):  # B2, B3, B4, B8, VV, VH
        assert np.corrcoef(plane[:224, :224].ravel(), band.ravel())[0, 1] > 0.97
    assert np.array_equal(pair.label[:224, :224], IGBP_SIMPLIFIED.indices(sample[2][0].astype(int) + 8))
    assert main(["sen12ms", str(spring), str(tmp_path)]) == 0
    assert [len(load_cache(tmp_path / f"{split}.npz")) for split in ("train", "val", "test")] == [2, 2, 2]
    assert {path.name for path in tmp_path.glob("layout-*")} >= {"layout-lite.npz", "layout-lite-sar.npz"}


def test_labels_may_be_absent_as_a_whole(whu, spring, tmp_path):
    shutil.rmtree(copied(whu, tmp_path) / "lbl")
    assert [item.label for item in whu_opt_sar(tmp_path / "copy").items] == [None] * 3
    shutil.rmtree(tmp_path / "copy")
    shutil.rmtree(copied(spring, tmp_path) / "ROIs1158_spring" / "lc_1")
    (pair,) = sen12ms(tmp_path / "copy").read(sen12ms(tmp_path / "copy").items[0])
    assert pair.label is None


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda root: shutil.rmtree(root / "sar"), "has no folder sar; name the folder"),
        (lambda root: (root / "sar" / "NH49E001013.tif").unlink(), "sar/NH49E001013.tif is missing beside"),
        (lambda root: (root / "lbl" / "NH49E001013.tif").unlink(), "lbl/NH49E001013.tif is missing beside"),
        (lambda root: (root / "optical" / "a.tif").touch(), "a.tif is no scene of WHU-OPT-SAR"),
        (lambda root: [f.unlink() for f in (root / "optical").iterdir()], "holds no .tif files"),
    ],
)
def test_another_layout_than_whu_is_one_sentence(whu, tmp_path, spoil, words):
    spoil(copied(whu, tmp_path))
    with pytest.raises(InputError, match=words):
        whu_opt_sar(tmp_path / "copy")


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda root: [shutil.rmtree(root / f"s2_{scene}") for scene in SPRING], "has no scene folders s2_1"),
        (
            lambda root: (root / "s1_8" / "ROIs1158_spring_s1_8_p30.tif").unlink(),
            "s1_8_p30.tif is missing beside",
        ),
        (lambda root: [f.rename(f.with_suffix(".png")) for f in root.glob("s2_*/*")], "no patch named like"),
    ],
)
def test_another_layout_than_sen12ms_is_one_sentence(spring, tmp_path, spoil, words):
    spoil(copied(spring, tmp_path) / "ROIs1158_spring")
    with pytest.raises(InputError, match=words):
        sen12ms(tmp_path / "copy")


def test_the_damaged_triplet_is_left_out(raster, tmp_path):
    for name in ("p202", "p203"):
        for kind in ("s1", "s2"):
            file = tmp_path / "ROIs1868_summer" / f"{kind}_146" / f"ROIs1868_summer_{kind}_146_{name}.tif"
            raster(file, np.zeros((1, 2, 2), np.uint8))
    assert [item.id for item in sen12ms(tmp_path, "summer").items] == ["ROIs1868_summer_146_p203"]


def test_a_raster_of_too_few_bands_is_one_sentence(raster, whu, tmp_path):
    raster(copied(whu, tmp_path) / "optical" / "NH49E004021.tif", np.zeros((3, 520, 1030), np.uint8))
    with pytest.raises(
        InputError, match="NH49E004021: .*NH49E004021.tif cannot be read with its bands 1, 2, 3, 4: "
    ):
        cache_split(whu_opt_sar(tmp_path / "copy"), "train", tmp_path)


def test_unusable_patches_of_a_large_download_are_named_and_left_out(spring, tmp_path, capsys):
    root = copied(spring, tmp_path) / "ROIs1158_spring"
    (root / "s1_1" / "ROIs1158_spring_s1_1_p30.tif").write_bytes(b"cut")
    cache_split(sen12ms(tmp_path / "copy"), "train", tmp_path)
    assert [pair.id for pair in load_cache(tmp_path / "train.npz")] == ["ROIs1158_spring_1_p100"]
    assert "Left out: ROIs1158_spring_1_p30: " in capsys.readouterr().out


def test_an_index_reads_raw_pairs_lone_images_and_masks(raster, sample, tmp_path):
    """Original radiometry: uint16 of four bands, dB of two polarisations, with land cover; and either image alone."""
    for name, array in zip(("o", "s", "m"), sample):
        raster(tmp_path / f"{name}.tif", array if array.dtype.kind == "f" else array.astype(np.uint16))
    rows = [("pair", "o.tif", "s.tif", "m.tif"), ("lone_o", "o.tif", "", ""), ("lone_s", "", "s.tif", "")]
    with open(tmp_path / "index.csv", "w", newline="") as lines:
        csv.writer(lines).writerows(
            [("id", "split", "optical", "sar", "mask"), *((row[0], "raw", *row[1:]) for row in rows)]
        )
    path = str(tmp_path / "index.csv")
    assert main(["index", path, str(tmp_path), "--splits", "raw", "--classes", "terramesh"]) == 0
    pair, optical, sar = load_cache(tmp_path / "raw.npz")
    assert [tuple(image.counts.values()) for image in (pair, optical, sar)] == [(4, 2), (4, 0), (0, 2)]
    assert np.array_equal(pair.planes, np.concatenate([optical.planes, sar.planes]))
    assert np.array_equal(pair.label, TERRAMESH.indices(sample[2][0])) and (pair.label != NO_CLASS).any()
    assert optical.label is None and [path.name for path in tmp_path.glob("layout-*")] == []


@pytest.mark.parametrize(
    "table, words",
    [
        ("id,split,optical\n", "lacks the columns sar"),
        ("id,split,optical,sar\na,train,,\n", "names no image for a; give optical"),
        ("id,split,optical,sar\na,train,no.tif,\n", "a: .*no.tif does not exist"),
        (
            "id,split,optical,sar,mask\na,train,o.tif,,m.tif\n",
            r"a: its rasters have different sizes \(40 × 40, 39",
        ),
        ("id,split,optical,sar\na,train,m.tif,\n", None),
        ("id,split,optical,sar\na,train,tiny.tif,\n", "a: images to train on have at least 32² pixels"),
    ],
)
def test_what_is_wrong_in_an_index_is_one_sentence(raster, tmp_path, table, words):
    for name, width in (("o", 40), ("m", 39), ("tiny", 31)):
        raster(tmp_path / f"{name}.tif", np.zeros((1, 40, width), np.uint8))
    (tmp_path / "index.csv").write_text(table)
    if words is None:
        assert cache_split(index_csv(tmp_path / "index.csv"), "train", tmp_path).exists()
        return
    with pytest.raises(InputError, match=words):
        cache_split(index_csv(tmp_path / "index.csv", FLOOD), "train", tmp_path)
