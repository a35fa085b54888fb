"""Crops: exact shapes, presence and prompts, real neighbours in the margin, and errors that come out of the thread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.errors import InputError
from eoduet.engine.training.cache import Pair
from eoduet.engine.training.data import Crops, pad_components, principal_components
from eoduet.engine.training.lattice import gamma_table, quality_table


@settings(max_examples=30)
@given(
    st.sampled_from([32, 64, 128]),
    st.sampled_from([16, 32]),
    st.integers(128, 300),
    st.integers(128, 300),
    st.integers(0, 9),
)
def test_shapes_and_presence(size, margin, height, width, seed):
    image = np.random.default_rng(seed).integers(0, 256, (4, height, width), np.uint8)
    optical, sar, presence = Crops([Pair(image, 3)], size, margin, seed, plain=0.2).sample()
    edge = size + 2 * margin
    assert optical.shape == (4, edge, edge) and sar.shape == (2, edge, edge)
    assert optical.dtype == sar.dtype == presence.dtype == np.float32
    assert set(presence) <= {0, 1} and presence.sum() >= 1
    for components, flags in ((optical, presence[:4]), (sar, presence[4:])):
        assert np.all(np.diff(flags) <= 0), "the first slots are filled first"
        assert not components[flags == 0].any()
        assert all(components[slot].any() for slot in np.flatnonzero(flags))
    assert np.isfinite(optical).all() and np.isfinite(sar).all()


def test_every_kind_of_presence_comes_up(images):
    crops = Crops(images, 64, 32, 1, plain=0.0)
    seen = {tuple(crops.sample()[2].astype(int)) for _ in range(150)}
    counts = {(sum(flags[:4]), sum(flags[4:])) for flags in seen}
    assert {(3, 1), (3, 2), (4, 1), (1, 1), (0, 1), (3, 0)} <= counts


def test_plain_crops_are_pixels_of_the_image_with_their_neighbours():
    """A ramp: every crop, whatever its turn, must be a ramp all through its margin."""
    ramp = np.add.outer(np.arange(200), np.zeros(200))
    image = np.stack([ramp, ramp.T, ramp, ramp]).astype(np.uint8)
    crops = Crops([Pair(image, 3)], 64, 32, 5)
    for _ in range(20):
        crop, optical = crops.cut()
        assert crop.shape == (4, 128, 128) and optical == 3
        steps = np.concatenate([np.diff(crop[0], axis=0).ravel(), np.diff(crop[0], axis=1).ravel()])
        assert set(steps) <= {-1, 0, 1} and np.mean(steps == 0) == pytest.approx(0.5, abs=0.01)


def test_images_smaller_than_the_window_are_mirrored():
    image = np.random.default_rng(0).integers(0, 256, (4, 224, 224), np.uint8)
    crops = Crops([Pair(image, 3)], 256, 32, 3)
    assert all(crops.cut()[0].shape == (4, 320, 320) for _ in range(10))


def test_batches_hold_the_steps_their_prompts_imply(images):
    batch = Crops(images, 64, 32, 2).batch(5)
    assert {name: value.shape for name, value in batch.items()} == {
        "optical": (5, 4, 128, 128),
        "sar": (5, 2, 128, 128),
        "presence": (5, 6),
        "exponents": (5, 2),
        "quality": (5,),
        "gamma": (5,),
    }
    assert all(value.dtype == np.float32 for value in batch.values())
    quality, gamma = (np.rint(batch[name] * 1000).astype(int) for name in ("quality", "gamma"))
    assert np.array_equal(batch["exponents"][:, 0], quality_table()[quality] + gamma_table()[gamma])
    assert np.array_equal(batch["exponents"][:, 1], quality_table()[quality] + gamma_table()[1000 - gamma])


def test_a_fixed_quality_leaves_gamma_free(images):
    batch = Crops(images, 64, 32, 2, quality=450).batch(5)
    assert (batch["quality"] == np.float32(0.45)).all()
    assert len(set(batch["gamma"])) > 1


def test_the_seed_decides(images):
    one, same, other = (Crops(images, 64, 32, seed).batch(2)["optical"] for seed in (7, 7, 8))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_components_hold_the_bands_energy_strongest_first():
    bands = np.random.default_rng(0).normal(size=(3, 40, 50)) * np.array([1, 5, 3])[:, None, None] + 100
    bands[0] += 2 * bands[1]
    components = principal_components(bands)
    centred = bands - bands.mean((1, 2), keepdims=True)
    assert (components**2).sum() == pytest.approx((centred**2).sum(), rel=0.02)
    energy = (components**2).sum((1, 2))
    assert np.all(np.diff(energy) <= 0) and np.allclose(components.mean((1, 2)), 0, atol=1e-9)
    assert pad_components(components, 4).shape == (4, 40, 50) and not pad_components(components, 4)[3].any()


def test_a_stream_is_the_batches_in_order(images):
    stream = Crops(images, 64, 32, 11).stream(2, depth=3)
    again = Crops(images, 64, 32, 11)
    for _ in range(5):
        batch, expected = next(stream), again.batch(2)
        assert all(np.array_equal(batch[name], expected[name]) for name in expected)
    stream.close()


def test_an_error_in_the_thread_comes_out():
    stream = Crops([Pair(np.zeros((6, 64, 64), np.uint8), 5)], 64, 32, 0, plain=1.0).stream(2)
    with pytest.raises(ValueError):
        next(stream)


@pytest.mark.parametrize("bands", [(4, 2), (4, 1), (3, 2), (1, 1), (3, 0), (4, 0), (0, 1), (0, 2)])
def test_any_number_of_bands_is_trained_on(bands):
    """Never more than there are slots, never a modality that the image has not, and all the image has comes up."""
    image = np.random.default_rng(0).integers(0, 256, (sum(bands), 128, 128), np.uint8)
    crops = Crops([Pair(image, bands[0])], 64, 32, 1, plain=0.3)
    seen = set()
    for _ in range(60):
        presence = crops.sample()[2]
        seen.add((int(presence[:4].sum()), int(presence[4:].sum())))
    assert bands in seen and all(sum(counts) for counts in seen)
    assert {bool(optical) for optical, _ in seen} >= {bool(bands[0])} and (bands[0] or not max(seen)[0])
    assert bands[1] or not max(sar for _, sar in seen)


def test_a_model_of_one_modality_skips_images_without_it():
    rng = np.random.default_rng(0)
    optical, sar = (
        Pair(rng.integers(0, 256, (2, 96, 96), np.uint8), count, id=name)
        for count, name in ((2, "o"), (0, "s"))
    )
    crops = Crops([optical, sar], 64, 32, 1, ("sar",))
    assert [image.id for image in crops.images] == ["s"]
    assert all(crops.sample()[2].tolist()[:4] == [0, 0, 0, 0] for _ in range(20))
    with pytest.raises(InputError, match="no sar image"):
        Crops([optical], 64, 32, 1, ("sar",))
    with pytest.raises(InputError, match="o has 96 × 96 pixels"):
        Crops([optical], 256, 32, 1)
