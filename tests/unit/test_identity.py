"""A file's model is what decoding reads: nothing else that a bundle gains or changes makes a file unreadable."""

import copy
import hashlib
import json

import pytest

from eoduet.engine.bundlechecks import graph_names
from eoduet.engine.identity import identity

DECODERS = ["decoder_optical", "decoder_sar"]


def sha(name):
    return hashlib.sha256(name.encode()).hexdigest()


def entry(name):
    return {"file": f"{name}.onnx", "sha256": sha(name)}


@pytest.fixture
def manifest():
    fields = {"format": 2, "stride": 16, "margin": 32, "latent_margin": 4, "groups": [3, 5], "slots": [4, 2]}
    fields |= {
        "signed_groups": 1,
        "coarse_groups": 1,
        "tables": {"file": "tables.npz", "sha256": sha("tables")},
    }
    names = [
        *graph_names(fields),
        *DECODERS,
        "hyper_encoder",
        "decoder_sar_flood",
        "encoder_flood",
        "segmenter_flood",
    ]
    fields["graphs"] = {name: entry(name) for name in names}
    fields["profiles"] = {"flood": {"graphs": ["encoder", "decoder_sar"], "segmenter": "flood"}}
    return fields


def changed(manifest, place, value):
    other = copy.deepcopy(manifest)
    target = other
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return other


def test_it_is_the_hash_that_the_page_says(manifest):
    constants = {"coarse_groups": 1, "format": 2, "groups": [3, 5], "latent_margin": 4}
    constants |= {"signed_groups": 1, "slots": [4, 2], "stride": 16}
    read = ["anchors0", "anchors0_coarse", "anchors1", "context0", "context0_coarse", "context1"]
    graphs = {name: sha(name) for name in [*read, *DECODERS, "hyper_decoder"]}
    facts = {"constants": constants, "graphs": graphs, "tables": sha("tables")}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    assert identity(manifest) == hashlib.sha256(text.encode()).hexdigest()[:32]


READ = [
    ("stride", 8),
    ("groups", [5, 3]),
    ("slots", [3, 1]),
    ("coarse_groups", 0),
    ("latent_margin", 3),
    ("signed_groups", 2),
]


@pytest.mark.parametrize(
    ("place", "value"),
    [(("tables", "sha256"), sha("other")), *(((name,), value) for name, value in READ)]
    + [
        (("graphs", name, "sha256"), sha("other"))
        for name in ("hyper_decoder", "anchors1", "context0_coarse", *DECODERS)
    ],
)
def test_what_decoding_reads_makes_another_model(manifest, place, value):
    assert identity(changed(manifest, place, value)) != identity(manifest)


@pytest.mark.parametrize(
    "place",
    [("margin",), ("id",), ("trained",), ("segmenters",), ("profiles",), ("graphs", "segmenter_flood")]
    + [("graphs", name, "sha256") for name in ("encoder", "hyper_encoder", "decoder_sar_flood")],
)
def test_what_it_does_not_read_makes_none(manifest, place):
    assert identity(changed(manifest, place, "other")) == identity(manifest)


def test_a_profile_is_another_model_by_its_decoders_alone(manifest):
    flood = identity(manifest, "flood")
    assert flood not in ("", identity(manifest)) and identity(manifest, "crops") == ""
    assert identity(changed(manifest, ("graphs", "decoder_sar_flood", "sha256"), sha("x")), "flood") != flood
    assert identity(changed(manifest, ("graphs", "decoder_optical", "sha256"), sha("x")), "flood") != flood
    for untouched in ("decoder_sar", "encoder_flood"):
        assert identity(changed(manifest, ("graphs", untouched, "sha256"), sha("x")), "flood") == flood
    only_encoder = changed(manifest, ("profiles", "flood", "graphs"), ["encoder"])
    assert identity(only_encoder, "flood") == identity(manifest)
