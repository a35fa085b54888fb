"""Which latent channel is what: component, frequency, prior scale, parity and group of each of the M latents.

The layout is data, computed once from training pairs, stored in checkpoints and in the bundle.  Channels are ordered by
prior variance, so that the small first groups of the SCCTX carry the strongest latents of their modality and the large last
ones the weakest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .lapped import lapped_basis
from .preset import OPTICAL_COMPONENTS, Preset


@dataclass(frozen=True)
class Layout:
    """Arrays over the M latents: component slot 0..5 (0..3 optical), vertical and horizontal frequency, prior scale σ."""

    component: np.ndarray
    row: np.ndarray
    column: np.ndarray
    sigma: np.ndarray

    @property
    def is_sar(self) -> np.ndarray:
        """bool (M,): the latent belongs to a SAR component."""
        return self.component >= OPTICAL_COMPONENTS

    def of(self, modality: str) -> Layout:
        """The latents of one modality, "optical" or "sar", in their order."""
        mine = self.is_sar == (modality == "sar")
        return Layout(**{name: values[mine] for name, values in self.to_arrays().items()})

    def to_arrays(self) -> dict[str, np.ndarray]:
        """The four arrays under their names, for checkpoints and bundles."""
        return {"component": self.component, "row": self.row, "column": self.column, "sigma": self.sigma}


def layout_path(folder: Path, preset: Preset) -> Path:
    """Where ``prepare`` keeps the layout of a preset."""
    return folder / f"layout-{preset.name}.npz"


def coefficients(plane: np.ndarray, stride: int) -> np.ndarray:
    """Lapped-KLT coefficients of one plane (H, W), both multiples of stride → (H/stride, W/stride, stride, stride)."""
    basis = lapped_basis(stride)
    overlap = stride // 2

    def analyse(x: np.ndarray) -> np.ndarray:
        padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(overlap, overlap)], mode="symmetric")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * stride, -1)[..., ::stride, :]
        return windows @ basis.T

    horizontal = analyse(plane)
    vertical = analyse(np.moveaxis(horizontal, 0, -1))
    return vertical.transpose(2, 0, 3, 1)


def fit_layout(preset: Preset, energy: np.ndarray) -> Layout:
    """Choose and order the latents from the mean energy (6, stride, stride) of each component's coefficients.

    The latents of ELIC transforms have no frequency (0, so even), and of the coefficients they only take the scales.
    """
    picks = []
    for component, count in enumerate(preset.zones):
        order = np.argsort(-energy[component].ravel(), kind="stable")[:count]
        rows, columns = np.unravel_index(order, energy[component].shape)
        picks += [(energy[component, r, c], component, r, c) for r, c in zip(rows, columns)]
    picks = _in_groups(preset, sorted(picks, key=lambda p: -p[0]))
    table = np.array([(c, r, k) for _, c, r, k in picks])
    sigma = np.sqrt(np.array([p[0] for p in picks]))
    if preset.elic:
        table[:, 1:] = 0
    return Layout(table[:, 0], table[:, 1], table[:, 2], sigma)


def _in_groups(preset: Preset, strongest_first: list[tuple]) -> list[tuple]:
    """Each group takes the strongest (energy, component, row, column) that are left of its modality."""
    waiting: dict[str | None, list[tuple]] = {}
    for pick in strongest_first:
        modality = None if preset.elic else "sar" if pick[1] >= OPTICAL_COMPONENTS else "optical"
        waiting.setdefault(modality, []).append(pick)
    picks = []
    for group, size in enumerate(preset.groups):
        mine = waiting[preset.modality_of(group)]
        picks += mine[:size]
        del mine[:size]
    return picks
