"""The layout: how many latents each component gets, in which order, and the coefficients it is measured on."""

import numpy as np
import torch

from eoduet.engine.training.layout import Layout, coefficients, fit_layout
from eoduet.engine.training.preset import LITE, PAPER
from eoduet.engine.training.transforms import LinearAnalysis


def test_each_component_gets_its_zone(layout, preset):
    assert np.bincount(layout.component, minlength=6).tolist() == list(preset.zones)
    assert preset.latents == sum(preset.groups) == len(layout.sigma)
    places = set(zip(layout.component, layout.row, layout.column))
    assert len(places) == preset.latents
    assert layout.row.min() >= 0 and max(layout.row.max(), layout.column.max()) < preset.stride


def test_the_strongest_of_each_modality_come_first(layout):
    assert np.array_equal(layout.is_sar, layout.component >= 4)
    for mine in (layout.is_sar, ~layout.is_sar):
        assert np.all(np.diff(layout.sigma[mine]) <= 0) and layout.sigma[mine][-1] > 0
        assert (layout.row[mine][0], layout.column[mine][0]) == (0, 0)


def test_groups_take_turns_between_the_modalities(layout, preset):
    groups = np.split(layout.is_sar, np.cumsum(preset.groups)[:-1])
    assert [set(group) for group in groups] == [{False}, {True}] * 5


def test_joint_latents_are_ordered_by_variance_alone():
    energy = np.random.default_rng(2).gamma(1, size=(6, 16, 16))
    assert np.all(np.diff(fit_layout(PAPER, energy).sigma) <= 0)


def test_arrays_make_the_same_layout(layout):
    again = Layout(**layout.to_arrays())
    assert all(np.array_equal(value, again.to_arrays()[name]) for name, value in layout.to_arrays().items())


def test_lite_has_as_many_latents_as_its_groups(lite_layout):
    assert len(lite_layout.sigma) == sum(LITE.groups) == LITE.latents == 768


def test_coefficients_keep_the_energy_of_a_mirrored_plane():
    plane = np.random.default_rng(0).normal(size=(64, 48))
    result = coefficients(plane, 16)
    assert result.shape == (4, 3, 16, 16)
    np.testing.assert_allclose((result**2).sum(), (plane**2).sum(), rtol=1e-12)


def test_the_networks_linear_path_has_the_same_coefficients(preset, layout):
    planes = np.random.default_rng(1).normal(size=(6, 64, 64))
    expected = np.stack([coefficients(plane, 16) for plane in planes])[
        layout.component, :, :, layout.row, layout.column
    ]
    padded = np.pad(planes, ((0, 0), (8, 8), (8, 8)), mode="symmetric")
    result = LinearAnalysis(preset, layout)(torch.from_numpy(padded).float()[None])
    np.testing.assert_allclose(result[0].numpy(), expected, atol=1e-4)
