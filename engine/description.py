"""What a `.duet` header says, as objects: grid, tiles, transforms, model, prompts; no bytes, no pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import FormatError, InputError
from .grid import Grid
from .interface import Presence
from .mapchecks import IMAGE
from .prompts import Prompts
from .radiometry import ModalityTransform
from .tiles import DEFAULT_EDGE, TileGrid

MODALITIES = ("optical", "sar")


@dataclass(frozen=True)
class Description:
    """The header of one file; `transforms` has an entry for each modality the file holds.

    `styles` has QML for a modality that came with a style of its own; to the engine it is text.
    """

    grid: Grid
    tiles: TileGrid
    transforms: dict[str, ModalityTransform]
    bundle_id: str
    bundle_digest: str
    prompts: Prompts
    producer: str = ""
    styles: dict[str, str] = field(default_factory=dict)
    profile: str = IMAGE

    @property
    def presence(self) -> Presence:
        """Bands of the optical and of the SAR image, 0 for an absent one."""
        optical, sar = (len(self.transforms[m].bands) if m in self.transforms else 0 for m in MODALITIES)
        return optical, sar

    def to_header(self) -> dict[str, Any]:
        """Return the header, defaults left out."""
        header: dict[str, Any] = self.grid.to_header()
        header.update((modality, transform.to_header()) for modality, transform in self.transforms.items())
        for modality, style in self.styles.items():
            header[modality]["style"] = style
        if self.tiles.edge != DEFAULT_EDGE:
            header["tile"] = self.tiles.edge
        header["bundle"] = [self.bundle_id, self.bundle_digest]
        header["quality"], header["gamma"] = self.prompts.quality, self.prompts.gamma
        header["producer"] = self.producer
        if self.profile != IMAGE:
            header["profile"] = self.profile
        return header

    @classmethod
    def from_header(cls, header: dict[str, Any]) -> Description:
        """Read and check a header; FormatError where it makes no sense."""
        try:
            grid = Grid.from_header(header)
            bundle_id, digest = header["bundle"]
            description = cls(
                grid,
                TileGrid(grid.width, grid.height, header.get("tile", DEFAULT_EDGE)),
                {m: ModalityTransform.from_header(header[m], m) for m in MODALITIES if m in header},
                str(bundle_id),
                str(digest),
                Prompts(header["quality"], header["gamma"]),
                str(header.get("producer", "")),
                {m: str(header[m]["style"]) for m in MODALITIES if "style" in header.get(m, {})},
                str(header.get("profile", IMAGE)),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, InputError) as error:
            raise FormatError(f"The file's header makes no sense ({error}); it cannot be read.") from error
        if not description.transforms:
            raise FormatError(
                "The file's header names neither an optical nor a SAR image; it cannot be read."
            )
        return description
