"""One image of an open `.duet` file with its place on the map, and its numbers for any rectangle; no provider, no layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...engine.errors import DuetError
from ...engine.livefile import LiveFile
from ..translation import tr
from . import shared, window

Gone = Callable[[], bool]


class Answer(NamedTuple):
    """`values` and `valid` (bands, h, w); where not valid, values are marked if the image has a mark for that."""

    values: np.ndarray
    valid: np.ndarray


class LiveImage:
    """A modality of `file`; `box` is (xmin, ymin, xmax, ymax). DuetError where it cannot be shown as it lies."""

    def __init__(self, file: LiveFile, modality: str) -> None:
        if modality not in file.description.transforms:
            raise DuetError(tr("{} holds no {} image.").format(file.path, modality))
        self.file, self.modality = file, modality
        self.grid = file.description.grid
        self.transform = file.description.transforms[modality]
        self.bands = self.transform.bands
        self.rule = file.nodata[modality]
        x, dx, rx, y, ry, dy = self.grid.geotransform or (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
        if rx or ry or dx <= 0 or dy >= 0:
            raise DuetError(
                tr("{} is rotated or upside down, which live layers cannot show: decode it to files.").format(
                    file.name
                )
            )
        self.corner, self.pixel, self.size = (x, y), (dx, -dy), (self.grid.width, self.grid.height)
        self.box = x, y + self.grid.height * dy, x + self.grid.width * dx, y

    def scaled(self, number: int) -> bool:
        """Whether band `number` (from 1) has a scale or an offset."""
        band = self.bands[number - 1]
        return band.scale != 1 or band.offset != 0

    def range(self, number: int) -> tuple[float, float]:
        """The values of a band that were coded, lowest and highest, with its scale and offset."""
        ends = self.transform.scales[number - 1].inverse(np.array([0.0, 1.0]), np.dtype("float64"))
        return tuple(sorted(self.physical(number, ends, np.ones(2, bool), np.dtype("float64")).tolist()))

    def answer(
        self,
        box: tuple[float, float, float, float],
        shape: tuple[int, int],
        gone: Gone,
        partial: bool,
        wait: bool,
    ) -> Answer | None:
        """The nearest pixels for `shape` (h, w) cells over `box`; None where `gone()` said so first. DuetError.

        `partial`: a view of far more pixels than cells may have holes that are decoded in the background. `wait` False: only
        what is decoded already.
        """
        at = window.positions(self.corner, self.pixel, box, shape, self.size)
        if not at.columns.size or not at.rows.size:
            return self._spread(at, shape, None)
        decoder = shared.decoder()
        if not window.is_coarse(self.file, at):
            found = window.fine(decoder, self.file, self.modality, at, gone, wait)
            return None if found is None else self._spread(at, shape, found)
        overview = decoder.overviews.of(self.file, self.modality)
        lacking = window.gaps(overview, at) if wait else []
        if partial and lacking:
            decoder.fill(self.file, self.modality, lacking)
        elif any(decoder.tile(self.file, self.modality, index, gone) is None for index in lacking):
            return None
        return self._spread(at, shape, window.coarse(overview, at))

    def pixel_at(self, x: float, y: float, gone: Gone) -> Answer | None:
        """The pixel that holds a point inside `box`, (bands, 1, 1); None where `gone()` said so first. DuetError."""
        tiles = self.file.description.tiles
        column = min(int((x - self.corner[0]) / self.pixel[0]), self.size[0] - 1)
        row = min(int((self.corner[1] - y) / self.pixel[1]), self.size[1] - 1)
        index = row // tiles.edge * tiles.columns + column // tiles.edge
        pixels = shared.decoder().tile(self.file, self.modality, index, gone)
        if pixels is None:
            return None
        here = np.s_[
            :, row % tiles.edge : row % tiles.edge + 1, column % tiles.edge : column % tiles.edge + 1
        ]
        return Answer(pixels.values[here], pixels.valid[here])

    def physical(self, number: int, values: np.ndarray, valid: np.ndarray, dtype: np.dtype) -> np.ndarray:
        """Values of a band with scale and offset, as floats of `dtype`; NaN where not valid: any number may be a value."""
        band = self.bands[number - 1]
        return np.where(valid, values.astype(np.float64) * band.scale + band.offset, np.nan).astype(dtype)

    def _spread(self, at: window.Positions, shape: tuple[int, int], found) -> Answer:
        """An answer of the asked shape; what lies beside the raster is not valid."""
        if found is not None and found[0].shape[1:] == shape:
            return Answer(*found)
        values = np.zeros((len(self.bands), *shape), self.rule.dtype)
        valid = np.zeros(values.shape, bool)
        if found is not None:
            inside = np.s_[:, at.inside_y, at.inside_x]
            values[inside], valid[inside] = found
        return Answer(self.rule.mark(values, valid), valid)
