"""Manifests with map models and profiles: sound ones load, whatever cannot be right is refused by its field's name."""

from __future__ import annotations

import copy
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eoduet.engine.bundle import MANIFEST, load_bundle
from eoduet.engine.bundlechecks import decides_symbols
from eoduet.engine.errors import ModelError
from eoduet.engine.mapchecks import check_maps
from eoduet.engine.mapmodel import choose_map_model, map_models
from eoduet.engine.profiles import find_profile, profile_names
from eoduet.engine.runtime import Runtime
from tests import mapbundle

SEGMENTER, PROFILE = "segmenters.flood", "profiles.flood"
CLASS = {"id": 3, "name": "wet", "colour": "#332288"}
WRONG = [
    ("segmenters", None, []),
    ("segmenters", None, {"../x": {}}),
    ("segmenters", None, {"x": 3}),
    ("segmenters", None, {f"m{n}": {} for n in range(65)}),
    (f"{SEGMENTER}.graph", "graph", "nothing"),
    (f"{SEGMENTER}.graph", "graph", ["encoder"]),
    (f"{SEGMENTER}.align", "align", 0),
    (f"{SEGMENTER}.align", "align", 24),
    (f"{SEGMENTER}.align", "align", True),
    (f"{SEGMENTER}.align", "align", 1 << 40),
    (f"{SEGMENTER}.margin", "margin", 20),
    (f"{SEGMENTER}.margin", "margin", -16),
    (f"{SEGMENTER}.margin", "margin", 1 << 20),
    (f"{SEGMENTER}.classes", "classes", "no such set"),
    (f"{SEGMENTER}.classes", "classes", [CLASS]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {**CLASS, "name": "other"}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {**CLASS, "id": 4}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {**CLASS, "id": 255, "name": "x"}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {"id": 4, "name": "x", "colour": "red"}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {"id": 4, "name": "two\nlines", "colour": "#000000"}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, {"id": 4, "name": "x" * 101, "colour": "#000000"}]),
    (f"{SEGMENTER}.classes", "classes", [CLASS, 4]),
    ("profiles", None, {"flood": "encoder"}),
    ("profiles.image", None, {"image": {}}),
    (f"{PROFILE}.graphs", "graphs", "decoder_sar"),
    (f"{PROFILE}.graphs", "graphs", ["encoder"]),  # there is no encoder_flood
    (f"{PROFILE}.graphs", "graphs", ["hyper_decoder"]),
    (f"{PROFILE}.graphs", "graphs", [["encoder"]]),
    (f"{PROFILE}.gamma", "gamma", {"0": 500}),
    (f"{PROFILE}.gamma", "gamma", [[0, 500], [0, 600]]),
    (f"{PROFILE}.gamma", "gamma", [[500, 500], [100, 600]]),
    (f"{PROFILE}.gamma", "gamma", [[0, 1001]]),
    (f"{PROFILE}.gamma", "gamma", [[0, 0.5]]),
    (f"{PROFILE}.gamma", "gamma", [[0]]),
    (f"{PROFILE}.segmenter", "segmenter", "other"),
    (f"{PROFILE}.segmenter", "segmenter", ["flood"]),
]


@pytest.fixture
def folder(map_bundle, tmp_path):
    return Path(shutil.copytree(map_bundle.folder, tmp_path / "copy", copy_function=os.symlink))


def altered(manifest: dict, field: str, key: str | None, value: object) -> dict:
    manifest = copy.deepcopy(manifest)
    top = field.split(".")[0]
    if key is None:
        manifest[top] = value
    else:
        manifest[top]["flood"][key] = value
    return manifest


@pytest.mark.parametrize(("field", "key", "value"), WRONG)
def test_a_field_that_cannot_be_right_is_named(map_bundle, field, key, value):
    with pytest.raises(ValueError) as refusal:
        check_maps(altered(map_bundle.manifest, field, key, value))
    assert str(refusal.value) == field


def test_a_refused_field_is_one_sentence_of_the_bundle(map_bundle, folder):
    (folder / MANIFEST).unlink()
    manifest = altered(map_bundle.manifest, f"{SEGMENTER}.align", "align", 3)
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match=r"segmenters\.flood\.align.*install the bundle again"):
        load_bundle(folder)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([case[:2] for case in WRONG]), anything)
def test_any_value_is_refused_or_used_without_a_crash(map_bundle, place, value):
    manifest = altered(map_bundle.manifest, *place, value)
    try:
        check_maps(manifest)
    except ValueError as refusal:
        assert str(refusal).split(".")[0] in ("segmenters", "profiles")
        return
    bundle = type(map_bundle)(map_bundle.folder, manifest, map_bundle.tables, map_bundle.manifest_sha256)
    for model in map_models(bundle):
        assert model.margin % model.align == 0 and len(model.classes) >= 2
    for name in profile_names(bundle):
        assert 0 <= find_profile(bundle, name).gamma_at(437) <= 1000


def test_bundles_without_maps_are_as_they_were(tile_codec, tmp_path):
    mapbundle.write_plain(tmp_path / "plain", tile_codec.bundle)
    bundle = load_bundle(tmp_path / "plain")
    assert map_models(bundle) == [] and profile_names(bundle) == ["image"]
    with pytest.raises(ModelError, match="has no map model: name a bundle"):
        choose_map_model(bundle)


def test_a_map_model_is_chosen_by_name_by_profile_or_because_it_is_alone(map_bundle):
    one = choose_map_model(map_bundle)
    assert (one.name, one.graph, one.margin, one.align) == ("flood", "segmenter_flood", 16, 16)
    assert [land.id for land in one.classes.classes] == [3, 7, 200]
    assert one.classes.classes[0].color == (0x33, 0x22, 0x88)
    manifest = copy.deepcopy(map_bundle.manifest)
    manifest["segmenters"]["crops"] = {**manifest["segmenters"]["flood"], "classes": "terramesh"}
    two = type(map_bundle)(map_bundle.folder, manifest, map_bundle.tables, map_bundle.manifest_sha256)
    assert choose_map_model(two, profile="flood").name == "flood"
    assert choose_map_model(two, "crops", "flood").classes.name == "terramesh"
    with pytest.raises(ModelError, match="several map models: choose flood or crops"):
        choose_map_model(two)
    with pytest.raises(ModelError, match="no map model 'roads': choose flood or crops"):
        choose_map_model(two, "roads")


def test_a_profile_replaces_float_graphs_and_knows_its_gamma(map_bundle):
    image, flood = (find_profile(map_bundle, name) for name in ("image", "flood"))
    assert [image.gamma_at(quality) for quality in (0, 437, 1000)] == [500] * 3
    assert [flood.gamma_at(quality) for quality in (0, 250, 1000)] == [700, 675, 600]
    assert flood.graph("decoder_sar") == "decoder_sar_flood" and flood.graph("encoder") == "encoder"
    assert image.graph("decoder_sar") == "decoder_sar"
    with pytest.raises(ModelError, match="no profile 'roads': choose image or flood"):
        find_profile(map_bundle, "roads")


def test_only_the_exact_path_is_bound_to_the_cpu(map_bundle):
    exact = {name for name in map_bundle.manifest["graphs"] if decides_symbols(map_bundle.manifest, name)}
    assert "hyper_decoder" in exact and "context0" in exact
    floats = {"encoder", "decoder_optical", "decoder_sar_flood", "segmenter_flood"}
    assert not exact & floats
    assert Runtime(map_bundle, "cpu").device_of("segmenter_flood") == "CPU"
