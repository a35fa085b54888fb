"""What the torch tests share: a tiny preset, training data made from the sample scene, and a model that is not at zero."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import settings
from osgeo import gdal

from eoduet.engine.training import checkpoint
from eoduet.engine.training.cache import load_cache
from eoduet.engine.training.datasets import index_csv
from eoduet.engine.training.layout import fit_layout
from eoduet.engine.training.model import Conditions, JointCodec
from eoduet.engine.training.prepare import measure_energy, prepare
from eoduet.engine.training.preset import LITE, PAPER, Preset

settings.register_profile("eoduet", deadline=None)  # a busy machine is no failure
settings.load_profile("eoduet")
torch.set_num_threads(1)  # the models are tiny: threads would wait for each other
gdal.UseExceptions()
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
EDGE = 288


def tiny_preset() -> Preset:
    """The lite design at a fraction of its widths: 80 latents, five groups of either modality."""
    return Preset(
        "tiny",
        zones=(24, 12, 8, 6, 20, 10),
        groups=(5, 3, 8, 4, 10, 6, 12, 7, 15, 10),
        branch=(16, 24),
        decoder=(24, 16, 16),
        hyper=16,
        latents_hyper=8,
        context=24,
    )


@pytest.fixture(autouse=True)
def denormals():
    """A command line run within a test leaves small numbers as other tests expect them."""
    yield
    torch.set_flush_denormal(False)


@pytest.fixture(scope="session")
def preset():
    return tiny_preset()


@pytest.fixture(scope="session")
def alone(preset):
    """The independent presets of the tiny one, by modality."""
    half = {"hyper": 8, "latents_hyper": 4, "signed_groups": 3, "coarse_groups": 1}
    zones = {"optical": (*preset.zones[:4], 0, 0), "sar": (0, 0, 0, 0, *preset.zones[4:])}
    return {
        modality: replace(preset, name=f"tiny-{modality}", zones=own, groups=preset.groups[at::2], **half)
        for at, (modality, own) in enumerate(zones.items())
    }


def write_raster(path: Path, array: np.ndarray) -> None:
    """A GeoTIFF of an array (bands, H, W), its folders made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kinds = {"u1": gdal.GDT_Byte, "u2": gdal.GDT_UInt16, "i2": gdal.GDT_Int16, "f4": gdal.GDT_Float32}
    bands, height, width = array.shape
    raster = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, kinds[array.dtype.str[1:]])
    raster.WriteArray(array)


def write_index(folder: Path, rows: list[dict], name: str = "index.csv") -> Path:
    """The index of these rows."""
    with open(folder / name, "w", newline="") as lines:
        table = csv.DictWriter(lines, rows[0])
        table.writeheader()
        table.writerows(rows)
    return folder / name


@pytest.fixture(scope="session")
def indexed():
    """The function that writes one."""
    return write_index


@pytest.fixture(scope="session")
def raster():
    """The function that writes one, for tests of layouts."""
    return write_raster


@pytest.fixture(scope="session")
def sample():
    """The sample scene: optical uint16 (4, 224, 224), SAR float32 dB (2, …), land cover uint8 (1, …)."""
    arrays = (gdal.Open(str(SAMPLE / f"chile_{n}.tif")).ReadAsArray() for n in ("S2L2A", "S1RTC", "lulc"))
    return [array if array.ndim == 3 else array[None] for array in arrays]


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """An ``index.csv`` of pairs cut from the sample scene: red, green, blue uint16 and VV float32, 288²."""
    folder = tmp_path_factory.mktemp("pairs")
    optical = gdal.Open(str(SAMPLE / "chile_S2L2A.tif")).ReadAsArray()[[2, 1, 0]]
    sar = gdal.Open(str(SAMPLE / "chile_S1RTC.tif")).ReadAsArray()[:1]
    rows = []
    for number, split in enumerate(("train", "train", "val", "test")):
        row = {"id": f"pair{number}", "split": split}
        for name, array in (("optical", optical), ("sar", sar)):
            turned = np.rot90(array, number, (1, 2))
            grown = np.pad(turned, ((0, 0), (0, EDGE - 224), (0, EDGE - 224)), mode="symmetric")
            row[name] = f"{name}{number}.tif"
            write_raster(folder / row[name], grown)
        rows.append(row)
    return write_index(folder, rows)


@pytest.fixture(scope="session")
def data(index, preset, tmp_path_factory):
    """The folder that ``prepare`` writes, for the tiny preset."""
    folder = tmp_path_factory.mktemp("data")
    prepare(index_csv(index), folder, [preset])
    return folder


@pytest.fixture(scope="session")
def paper_preset():
    """The paper's design at a fraction of its widths: 32 latents in five groups."""
    return Preset(
        "tiny-paper",
        zones=(16, 0, 0, 0, 16, 0),
        groups=(2, 2, 4, 8, 16),
        signed_groups=5,
        coarse_groups=1,
        hyper=16,
        latents_hyper=8,
        context=24,
        latent_margin=PAPER.latent_margin,
        elic=8,
    )


@pytest.fixture(scope="session")
def paper_data(index, paper_preset, tmp_path_factory):
    """What ``prepare`` writes for it."""
    folder = tmp_path_factory.mktemp("paper")
    prepare(index_csv(index), folder, [paper_preset])
    return folder


@pytest.fixture(scope="session")
def images(data):
    return load_cache(data / "train.npz")


@pytest.fixture(scope="session")
def layout(data, preset, images):
    return fit_layout(preset, measure_energy(images, preset))


@pytest.fixture(scope="session")
def lite_layout(images):
    return fit_layout(LITE, measure_energy(images, LITE))


@pytest.fixture
def fresh(data, preset):
    """The model as training starts: its corrections and context heads at zero."""
    torch.manual_seed(0)
    return checkpoint.build(data, preset).eval()


def woken(model: JointCodec) -> JointCodec:
    """Give the layers that start at zero small random weights, so that every path matters."""
    torch.manual_seed(1)
    decoders = [model.get_submodule(f"decoder_{modality}") for modality in model.preset.modalities]
    for head in [module.head for module in (model.encoder, *decoders)]:
        torch.nn.init.normal_(head.weight, std=0.05)
    for context in (*model.entropy.contexts, *model.entropy.coarse):
        torch.nn.init.normal_(context.scale.weight, std=0.05)
        torch.nn.init.normal_(context.mean.weight, std=0.01)
    return model


@pytest.fixture(scope="session")
def wake():
    """The function itself, for models of other presets."""
    return woken


@pytest.fixture
def awake(fresh):
    return woken(fresh)


@pytest.fixture
def conditions():
    """A function: conditions of a batch of one from quality and γ (0..1) and presence flags."""

    def make(quality=0.5, gamma=0.5, presence=(1, 1, 1, 0, 1, 0)) -> Conditions:
        from eoduet.engine.training.lattice import gamma_table, quality_table

        base, tilt = int(quality_table()[round(1000 * quality)]), gamma_table()
        weight = round(1000 * gamma)
        exponents = torch.tensor([[base + int(tilt[weight]), base + int(tilt[1000 - weight])]]).float()
        return Conditions(
            exponents, torch.tensor([gamma]), torch.tensor([quality]), torch.tensor([presence]).float()
        )

    return make


def write_labelled(folder: Path, raster, pairs: int = 3, edge: int = 256) -> Path:
    """An ``index.csv`` of pairs whose label can be read off the images: dark optical and dark SAR is class 1."""
    rng, rows = np.random.default_rng(0), []
    for number, split in enumerate(["train"] * (pairs - 1) + ["val"]):
        ground = rng.random((1, edge // 32, edge // 32)).repeat(32, 1).repeat(32, 2) < 0.4
        noise = rng.integers(0, 30, (4, edge, edge))
        bands = (np.where(ground, 40, 140) + noise).astype(np.uint8)
        for name, array in (("optical", bands[:3]), ("sar", bands[3:]), ("mask", ground.astype(np.uint8))):
            raster(folder / f"{name}{number}.tif", array)
        files = {name: f"{name}{number}.tif" for name in ("optical", "sar", "mask")}
        rows.append({"id": f"pair{number}", "split": split, **files})
    return write_index(folder, rows)


@pytest.fixture(scope="session")
def floods(raster, tmp_path_factory):
    """The folder that ``prepare --labelled`` writes of such pairs with the class set "flood"."""
    from eoduet.engine.training import prepare as command

    index = write_labelled(tmp_path_factory.mktemp("floods"), raster)
    folder = tmp_path_factory.mktemp("floods-data")
    words = ["index", str(index), str(folder), "--labelled", "--classes", "flood", "--splits", "train", "val"]
    assert command.main(words) == 0
    return folder


#: Scenes of the published layouts that are made small here, with their splits.
SCENES = {"NH49E004021": "train", "NH49E001013": "val", "NH49E001014": "test"}
SPRING = {1: "train", 8: "val", 15: "test"}


@pytest.fixture(scope="session")
def whu(raster, tmp_path_factory):
    """Three scenes of 1030 × 520: two patches each.  The label of one is a pixel narrower, as in the archive."""
    root, rng = tmp_path_factory.mktemp("whu"), np.random.default_rng(0)
    for number, scene in enumerate(SCENES):
        ground = rng.integers(0, 8, (1, 52, 103)).repeat(10, 1).repeat(10, 2)
        noise = rng.integers(0, 20, (5, 520, 1030))
        raster(root / "optical" / f"{scene}.tif", (ground * 25 + noise[:4]).astype(np.uint8))
        raster(root / "sar" / f"{scene}.tif", (ground * 20 + noise[4:]).astype(np.uint8))
        raster(root / "lbl" / f"{scene}.tif", (ground * 10).astype(np.uint8)[:, :, : 1030 - number])
    return root


@pytest.fixture(scope="session")
def spring(raster, sample, tmp_path_factory):
    """Three scenes of two patches from the sample scene, mirrored to 256²: 13 bands, VV and VH in dB, four of land cover."""
    root = tmp_path_factory.mktemp("sen12ms")
    optical, sar, cover = (np.pad(a, ((0, 0), (0, 32), (0, 32)), mode="symmetric") for a in sample)
    bands = np.stack([optical[number % 4] + 10 * number for number in range(13)])
    bands[[1, 2, 3, 7]] = optical
    igbp = np.concatenate([cover.astype(np.uint8) + 8, *[np.full_like(cover, 99, np.uint8)] * 3])
    for scene in SPRING:
        for patch in (30, 100):
            for kind, array in (
                ("s1", sar.astype(np.float32)),
                ("s2", bands.astype(np.uint16)),
                ("lc", igbp),
            ):
                name = f"ROIs1158_spring_{kind}_{scene}_p{patch}.tif"
                raster(root / "ROIs1158_spring" / f"{kind}_{scene}" / name, array)
    return root


def labelled(words, folder: Path) -> Path:
    """What ``prepare --labelled`` writes of one split as "train"."""
    from eoduet.engine.training import prepare as command

    assert command.main([*words, str(folder), "--labelled", "--splits", "train", "val"]) == 0
    return folder


@pytest.fixture(scope="session")
def whu_labelled(whu, tmp_path_factory):
    return labelled(["whu-opt-sar", str(whu)], tmp_path_factory.mktemp("whu-data"))


@pytest.fixture(scope="session")
def sen12ms_labelled(spring, tmp_path_factory):
    return labelled(["sen12ms", str(spring)], tmp_path_factory.mktemp("sen12ms-data"))
