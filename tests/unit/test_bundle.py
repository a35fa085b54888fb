"""Bundles on disk: sound ones load, everything else is refused in one sentence, and files cannot choose a folder."""

import copy as copies
import hashlib
import io
import json
import os
import shutil
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eoduet.engine.bundle import MANIFEST, SEARCH_VARIABLE, TABLES, find_bundle, find_bundles, load_bundle
from eoduet.engine.errors import ModelError
from eoduet.engine.tilecodec import TileCodec


@pytest.fixture(scope="module")
def bundle(tile_codec):
    return tile_codec.bundle


@pytest.fixture
def folder(bundle, tmp_path):
    """A folder of links to the bundle's files."""
    return Path(shutil.copytree(bundle.folder, tmp_path / bundle.id, copy_function=os.symlink))


def write(folder: Path, name: str, content: bytes) -> None:
    """Replace a link by a file."""
    (folder / name).unlink()
    (folder / name).write_bytes(content)


def write_manifest(folder: Path, manifest: object) -> None:
    write(folder, MANIFEST, json.dumps(manifest).encode())


def write_tables(folder: Path, bundle, content: bytes) -> None:
    """Replace the tables, with their digest in the manifest."""
    manifest = copies.deepcopy(bundle.manifest)
    manifest["tables"]["sha256"] = hashlib.sha256(content).hexdigest()
    write(folder, TABLES, content)
    write_manifest(folder, manifest)


def packed(tables: dict[str, np.ndarray]) -> bytes:
    content = io.BytesIO()
    np.savez(content, **tables)
    return content.getvalue()


def refused(folder: Path, words: str = "") -> str:
    """The one sentence with which a folder is refused."""
    with pytest.raises(ModelError, match=words) as refusal:
        load_bundle(folder)
    message = str(refusal.value)
    assert "\n" not in message and message.endswith(".") and ": " in message
    return message


def test_the_shipped_bundle_describes_itself(bundle):
    assert len(bundle.digest) == 32 and bundle.stride == 16
    assert bundle.margin % bundle.stride == 0 and bundle.latent_margin >= 2
    assert bundle.channels == sum(bundle.groups) == len(bundle.parity_y) == len(bundle.parity_x)
    assert bundle.parity_y.dtype == np.int8 and set(bundle.parity_y) | set(bundle.parity_x) == {0, 1}
    assert all(bundle.graph(name).startswith(b"\x08") for name in bundle.manifest["graphs"])
    assert hashlib.sha256((bundle.folder / MANIFEST).read_bytes()).hexdigest() == bundle.manifest_sha256


def test_a_copy_is_the_same_bundle(bundle, folder):
    assert load_bundle(folder).digest == bundle.digest


def test_it_takes_less_than_20_megabytes_of_the_zip(bundle):
    sizes = [len(zlib.compress(file.read_bytes())) for file in bundle.folder.iterdir()]
    assert sum(sizes) < 20_000_000


def test_an_unknown_graph_is_named(bundle):
    with pytest.raises(ModelError, match="no graph 'segmenter2'"):
        bundle.graph("segmenter2")


@pytest.mark.parametrize("name", ["context2", "hyper_decoder", "encoder"])
@pytest.mark.parametrize("change", ["altered", "missing"])
def test_a_graph_that_is_not_the_manifests_is_refused(folder, name, change):
    content = (folder / f"{name}.onnx").read_bytes()
    (folder / f"{name}.onnx").unlink()
    if change == "altered":
        (folder / f"{name}.onnx").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match=f"{name}.onnx.*install the bundle again"):
        load_bundle(folder).graph(name)


def test_an_altered_integer_graph_stops_the_codec_before_the_first_tile(folder):
    write(folder, "context0.onnx", b"nothing")
    with pytest.raises(ModelError, match="context0.onnx"):
        TileCodec(load_bundle(folder), "cpu")


def test_a_missing_folder_and_a_missing_manifest_are_named(folder, tmp_path):
    refused(tmp_path / "nowhere", "no model in")
    (folder / MANIFEST).unlink()
    refused(folder, "no model in")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b"null", b"{}", b'"text"', b"[" * 100_000])
def test_a_manifest_that_is_none_is_refused(folder, content):
    write(folder, MANIFEST, content)
    refused(folder, "not a model manifest")


def test_a_newer_format_says_what_to_do(bundle, folder):
    write_manifest(folder, {**bundle.manifest, "format": 3})
    assert "update EO-Duet" in refused(folder, "format 3")


FIELDS = ("id", "stride", "margin", "latent_margin", "groups", "signed_groups", "slots", "tables", "graphs")


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_the_manifest_may_be_missing(bundle, folder, field):
    write_manifest(folder, {name: value for name, value in bundle.manifest.items() if name != field})
    refused(folder, field)


@pytest.mark.parametrize(
    "field, value",
    [
        ("id", "../other"),
        ("id", ""),
        ("stride", 8),
        ("margin", 24),
        ("margin", 0),
        ("margin", 1 << 40),
        ("margin", True),
        ("latent_margin", 0),
        ("latent_margin", 17),
        ("groups", []),
        ("groups", [-1, 769]),
        ("groups", [10**9]),
        ("groups", ["32"]),
        ("signed_groups", 11),
        ("slots", [5, 2]),
        ("graphs", {}),
        ("graphs", {"encoder": "encoder.onnx"}),
        ("tables", {"file": "../tables.npz", "sha256": "0" * 64}),
        ("tables", {"file": "tables.npz", "sha256": None}),
        ("tables", {"file": "tables.npz"}),
    ],
)
def test_a_field_that_cannot_be_right_is_named(bundle, folder, field, value):
    write_manifest(folder, {**bundle.manifest, field: value})
    refused(folder, field)


@pytest.mark.parametrize("value", [None, -1, 11, "1", True, 1 << 40])
def test_from_format_2_on_it_is_said_how_many_groups_go_coarse_to_fine(bundle, folder, value):
    write_manifest(folder, {**bundle.manifest, "coarse_groups": value})
    refused(folder, "coarse_groups")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FIELDS), anything)
def test_any_value_of_a_field_loads_or_is_refused(bundle, folder, field, value):
    write_manifest(folder, {**bundle.manifest, field: value})
    try:
        assert load_bundle(folder).manifest[field] == value
    except ModelError as refusal:
        assert "\n" not in str(refusal)


def altered(tables: dict[str, np.ndarray], name: str, change) -> dict[str, np.ndarray]:
    return {**tables, name: change(tables[name].copy())}


def set_first(value):
    def change(array):
        array[0] = value
        return array

    return change


CHANGES = {
    "component": (set_first(6), lambda a: a[:-1], lambda a: a.astype(np.float32)),
    "row": (set_first(16), set_first(-1)),
    "column": (lambda a: a[None],),
    "prior": (set_first(481), set_first(-480), lambda a: a[:0]),
    "quality": (lambda a: a[:1000], set_first(481)),
    "gamma": (set_first(-480),),
    "magnitude": (set_first(128), lambda a: a[:0]),
    "hyper_index": (set_first(0), set_first(255), lambda a: a[:0]),
    "starts": (set_first(1), lambda a: a[:-1], lambda a: a[:30], lambda a: a[::-1].copy()),
    "frequencies": (set_first(0), set_first(65536), lambda a: a[:-2], lambda a: a[:, None]),
}


@pytest.mark.parametrize(
    "name, number", [(n, i) for n, changes in CHANGES.items() for i in range(len(changes))]
)
def test_a_table_that_cannot_be_right_is_named(bundle, folder, name, number):
    write_tables(folder, bundle, packed(altered(bundle.tables, name, CHANGES[name][number])))
    refused(
        folder,
        "frequencies|starts" if name in ("frequencies", "starts") else name if name != "gamma" else "prior",
    )


@pytest.mark.parametrize("name", CHANGES)
def test_no_table_may_be_missing(bundle, folder, name):
    write_tables(folder, bundle, packed({n: table for n, table in bundle.tables.items() if n != name}))
    refused(folder, name)


def test_tables_that_cannot_be_unpacked_are_refused(bundle, folder):
    sound = packed(bundle.tables)
    pickled = io.BytesIO()
    np.savez(pickled, **{**bundle.tables, "prior": np.array([{}], object)})
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("prior.npy", bytes(17 << 20))
    for content in (b"", b"PK", sound[:-100], sound[100:], pickled.getvalue(), bomb.getvalue()):
        write_tables(folder, bundle, content)
        refused(folder, "tables .* cannot be read")


def test_a_bundle_is_found_by_its_id_and_version(bundle, folder, monkeypatch):
    monkeypatch.setenv(SEARCH_VARIABLE, str(folder.parent))
    assert find_bundle(bundle.id).folder == folder
    assert find_bundle(bundle.id, bundle.digest).digest == bundle.digest
    with pytest.raises(ModelError, match=f"{'0' * 32}.*{bundle.digest}"):
        find_bundle(bundle.id, "0" * 32)
    with pytest.raises(ModelError, match="'other' is not installed"):
        find_bundle("other")


def test_only_the_user_may_name_a_folder(bundle, folder):
    assert find_bundle(str(folder)).folder == folder
    with pytest.raises(ModelError, match="not installed"):
        find_bundle(str(folder), bundle.digest)


def test_a_broken_bundle_hides_no_sound_one(bundle, folder, monkeypatch):
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / MANIFEST).write_text("{")
    monkeypatch.setenv(SEARCH_VARIABLE, str(folder.parent))
    assert folder in [found.folder for found in find_bundles()]
    with pytest.raises(ModelError, match="broken.*not a model manifest"):
        find_bundle("broken")
