"""Caches: what went in comes out, mapped and not loaded; old ones are still read; halves of two do not pass as one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eoduet.engine.classes import FLOOD
from eoduet.engine.errors import InputError
from eoduet.engine.training.cache import CacheWriter, Pair, class_set, load_cache

IMAGES = st.tuples(
    st.integers(0, 4),
    st.integers(0, 2),
    st.integers(1, 9),
    st.integers(1, 9),
    st.booleans(),
    st.text(max_size=5),
).filter(lambda image: image[0] + image[1] > 0)


@settings(max_examples=25)
@given(st.lists(IMAGES, max_size=6))
def test_what_went_in_comes_out(tmp_path_factory, shapes):
    path, rng = tmp_path_factory.mktemp("cache") / "train.npz", np.random.default_rng(0)
    pairs = []
    for optical, sar, height, width, labelled, name in shapes:
        planes = rng.integers(0, 256, (optical + sar, height, width), np.uint8)
        label = rng.integers(0, 3, (height, width), np.uint8) if labelled else None
        pairs.append(Pair(planes, optical, label, name.rstrip("\0")))
    with CacheWriter(path, FLOOD) as cache:
        for pair in pairs:
            cache.add(pair)
    again = load_cache(path)
    assert [image.id for image in again] == [pair.id for pair in pairs] and class_set(path) is FLOOD
    for image, pair in zip(again, pairs):
        assert np.array_equal(image.planes, pair.planes) and image.counts == pair.counts
        assert (image.label is None) == (pair.label is None)
        assert pair.label is None or np.array_equal(image.label, pair.label)


def test_images_are_mapped_not_loaded(tmp_path):
    with CacheWriter(tmp_path / "train.npz") as cache:
        for number in range(3):
            cache.add(Pair(np.full((2, 8, 8), number, np.uint8), 1))
    image = load_cache(tmp_path / "train.npz")[1].planes
    assert class_set(tmp_path / "train.npz") is None and not image.flags.owndata and not image.flags.writeable
    with open(tmp_path / "train.bin", "r+b") as stream:
        stream.seek(128)
        stream.write(b"\x09")
    assert image[0, 0, 0] == 9, "a change of the file shows: nothing was copied"


def test_caches_of_earlier_versions_keep_their_order(tmp_path):
    np.savez(tmp_path / "train.npz", *[np.full((4, 2, 2), number, np.uint8) for number in range(12)])
    images = load_cache(tmp_path / "train.npz")
    assert [image.planes[0, 0, 0] for image in images] == list(range(12))
    assert all(image.counts == {"optical": 3, "sar": 1} and image.label is None for image in images)
    assert class_set(tmp_path / "train.npz") is None


def test_a_cut_or_foreign_file_of_pixels_is_refused(tmp_path):
    with CacheWriter(tmp_path / "train.npz") as cache:
        cache.add(Pair(np.zeros((2, 8, 8), np.uint8), 1))
    (tmp_path / "train.bin").write_bytes(b"\0" * 127)
    with pytest.raises(InputError, match="train.bin does not belong to .*train.npz; run prepare again"):
        load_cache(tmp_path / "train.npz")


def test_a_failure_leaves_what_was_there(tmp_path):
    with CacheWriter(tmp_path / "train.npz") as cache:
        cache.add(Pair(np.ones((2, 8, 8), np.uint8), 1))
    with pytest.raises(RuntimeError), CacheWriter(tmp_path / "train.npz") as cache:
        cache.add(Pair(np.zeros((2, 4, 4), np.uint8), 1))
        raise RuntimeError
    assert load_cache(tmp_path / "train.npz")[0].planes.shape == (2, 8, 8)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["train.bin", "train.npz"]


def test_files_that_are_none_are_named(tmp_path):
    (tmp_path / "text.npz").write_text("the wrong file")
    for name, words in (("text.npz", "is not what prepare writes"), ("none.npz", "does not exist")):
        for read in (load_cache, class_set):
            with pytest.raises(InputError, match=f"{name} {words}"):
                read(tmp_path / name)
