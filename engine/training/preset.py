"""The sizes of a model: every number that distinguishes one preset from another, and nothing that computes."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Component slots a bundle knows: up to four optical and two SAR components (design, section 3).
OPTICAL_COMPONENTS = 4
SAR_COMPONENTS = 2


@dataclass(frozen=True)
class Preset:
    """Widths and groups of one joint model.

    ``zones`` gives, per component slot, how many of the stride² lapped-KLT coefficients become latents; their sum is the
    number of latents M.  ``groups`` splits M unevenly as ELIC's SCCTX does (1:1:2:4:12 in the paper, ordered by variance);
    where the modalities have latents of their own, every second group is SAR's, which sees the optical one before it.  The
    first ``coarse_groups`` go coarse to fine, and of the first ``signed_groups`` later ones see the signs.
    ``margin`` is what the analysis and, in training, the synthesis see around a tile, in pixels; ``latent_margin`` what the
    exported synthesis sees, in latents.  The zeros its convolutions meet beyond the training's two rings reach another 36
    pixels inwards (receptive field): with four rings a tile, its neighbour and any window of them agree on every pixel.
    ``elic`` is N, the width of ELIC transforms (module ``elic``); 0 means the lapped transform with small branches beside it
    (module ``transforms``), whose widths are ``branch`` and ``decoder``.
    """

    name: str
    stride: int = 16
    zones: tuple[int, ...] = (224, 96, 64, 48, 208, 128)
    groups: tuple[int, ...] = (18, 14, 27, 21, 45, 35, 90, 70, 252, 196)
    signed_groups: int = 6
    coarse_groups: int = 2
    branch: tuple[int, int] = (64, 128)
    decoder: tuple[int, int, int] = (128, 64, 48)
    hyper: int = 192
    latents_hyper: int = 64
    context: int = 136
    margin: int = 32
    latent_margin: int = 4
    elic: int = 0

    @property
    def modalities(self) -> tuple[str, ...]:
        """What has latents of its own: "optical", "sar", or both."""
        zones = {"optical": self.zones[:OPTICAL_COMPONENTS], "sar": self.zones[OPTICAL_COMPONENTS:]}
        return tuple(modality for modality, counts in zones.items() if any(counts))

    @property
    def latents(self) -> int:
        """M, the number of latent channels at 1/stride."""
        return sum(self.zones)

    def modality_of(self, group: int) -> str | None:
        """Whose latents a group holds; None where they are joint."""
        return None if self.elic else self.modalities[group % len(self.modalities)]


LITE = Preset("lite")
#: The independent pair: the same groups and blocks for one modality, without the other branches.
LITE_OPTICAL = Preset(
    "lite-optical",
    zones=(224, 96, 64, 48, 0, 0),
    groups=LITE.groups[::2],
    signed_groups=3,
    coarse_groups=1,
    hyper=96,
    latents_hyper=32,
)
LITE_SAR = replace(LITE_OPTICAL, name="lite-sar", zones=(0, 0, 0, 0, 208, 128), groups=LITE.groups[1::2])
#: The paper's model: N = 192, M = 320; the latents are joint, and ``elic`` says what the two zones of 160 mean.
PAPER = Preset(
    "paper",
    zones=(160, 0, 0, 0, 160, 0),
    groups=(16, 16, 32, 64, 192),
    signed_groups=5,
    coarse_groups=1,
    hyper=192,
    latents_hyper=192,
    context=192,
    latent_margin=9,
    elic=192,
)
PRESETS = {preset.name: preset for preset in (LITE, LITE_OPTICAL, LITE_SAR, PAPER)}
