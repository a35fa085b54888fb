"""Crops: exact shapes, presence and prompts, real neighbours in the margin, and errors that come out of the thread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.training.data import Crops, load_cache, pad_components, principal_components
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
    optical, sar, presence = Crops([image], size, margin, seed, plain=0.2).sample()
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
    crops = Crops([image], 64, 32, 5)
    for _ in range(20):
        crop = crops.cut()
        assert crop.shape == (4, 128, 128)
        steps = np.concatenate([np.diff(crop[0], axis=0).ravel(), np.diff(crop[0], axis=1).ravel()])
        assert set(steps) <= {-1, 0, 1} and np.mean(steps == 0) == pytest.approx(0.5, abs=0.01)


def test_images_smaller_than_the_window_are_mirrored():
    image = np.random.default_rng(0).integers(0, 256, (4, 224, 224), np.uint8)
    crops = Crops([image], 256, 32, 3)
    assert all(crops.cut().shape == (4, 320, 320) for _ in range(10))


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
    stream = Crops([np.zeros((4, 20, 20), np.uint8)], 256, 32, 0).stream(2)
    with pytest.raises(ValueError):
        next(stream)


def test_a_cache_keeps_its_order(tmp_path):
    images = [np.full((4, 2, 2), number, np.uint8) for number in range(12)]
    np.savez(tmp_path / "cache.npz", *images)
    assert [image[0, 0, 0] for image in load_cache(tmp_path / "cache.npz")] == list(range(12))
