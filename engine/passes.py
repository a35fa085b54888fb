"""In which order the latents of a group are coded: passes over positions, each seeing what came before it; computes no values.

The paper's context model codes a group in two checkerboard passes: anchors that see nothing of their own group, then the
others between them. The strongest latents pay dearly for that, because they are as smooth as a thumbnail of the image: an
anchor costs a bit and a half more than its neighbour does. So in the first group of each image the anchors are themselves
coded coarse to fine, as in a pyramid:

    0 4 2 4 0        pass 0: every fourth position, knowing nothing of its group      passes 0, 1, 2 on the lattice of every
    4 3 4 3 4        pass 1: diagonally between them                                  second row and column, by the graphs
    2 4 1 4 2        pass 2: the rest of every second row and column                  of the coarse lattice
    4 3 4 3 4        pass 3: diagonally between those
    0 4 2 4 0        pass 4: all others

Measured: 3 % of the rate over 0.1–1 bpp, 7 % at 0.06 bpp.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Pass(NamedTuple):
    """Positions (row, column) mod ``period`` on the lattice of every ``stride``-th row and column.

    ``known`` tells the graph how far the group is, in 1/32: 0 nothing, 16 the positions diagonally beside, 32 all around.
    """

    stride: int
    known: int
    period: int
    places: tuple[tuple[int, int], ...]

    def mask(self, height: int, width: int) -> np.ndarray:
        """bool (⌈height/stride⌉, ⌈width/stride⌉): the positions on the lattice that this pass codes."""
        rows, columns = np.arange(0, height, self.stride), np.arange(0, width, self.stride)
        mask = np.zeros((len(rows), len(columns)), bool)
        for row, column in self.places:
            mask |= (rows % self.period == row)[:, None] & (columns % self.period == column)
        return mask


#: Ends the names of a group's graphs on the coarse lattice.
COARSE = "_coarse"
CHECKERBOARD = (Pass(1, 0, 2, ((0, 0), (1, 1))), Pass(1, 32, 2, ((0, 1), (1, 0))))
COARSE_TO_FINE = (
    Pass(2, 0, 4, ((0, 0),)),
    Pass(2, 16, 4, ((2, 2),)),
    Pass(2, 32, 4, ((0, 2), (2, 0))),
    Pass(1, 16, 2, ((1, 1),)),
    Pass(1, 32, 2, ((0, 1), (1, 0))),
)


def passes_of(group: int, coarse_groups: int) -> tuple[Pass, ...]:
    """The passes of a group; the first ``coarse_groups`` of a model go coarse to fine."""
    return COARSE_TO_FINE if group < coarse_groups else CHECKERBOARD
