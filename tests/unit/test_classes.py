"""Class sets: ids, names and colours that tell classes apart, and label rasters turned into places in a set."""

import numpy as np
import pytest

from eoduet.engine.classes import (
    CLASS_SETS,
    FLOOD,
    IGBP_SIMPLIFIED,
    NO_CLASS,
    TERRAMESH,
    WHU_OPT_SAR,
)


@pytest.mark.parametrize("classes", CLASS_SETS.values(), ids=CLASS_SETS)
def test_classes_are_told_apart(classes):
    for values in zip(*((c.id, c.name, c.color) for c in classes.classes)):
        assert len(set(values)) == len(classes)
    assert all(0 <= c.id < NO_CLASS and all(0 <= v < 256 for v in c.color) for c in classes.classes)
    sources = [value for c in classes.classes for value in c.sources or (c.id,)]
    assert len(set(sources)) == len(sources), "a value stands for one class"


def test_sizes_are_the_published_ones():
    assert [len(c) for c in (WHU_OPT_SAR, IGBP_SIMPLIFIED, TERRAMESH, FLOOD)] == [8, 10, 8, 2]
    assert sorted(v for c in IGBP_SIMPLIFIED.classes for v in c.sources) == list(range(1, 18))


def test_values_become_places():
    assert WHU_OPT_SAR.indices(np.array([[0, 10, 70, 5]], np.uint8)).tolist() == [[0, 1, 7, NO_CLASS]]
    # Yokoya et al. 2020: IGBP 1..17 to the contest's 1..10, here one less.
    simplified = [1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 6, 8, 9, 10]
    assert (IGBP_SIMPLIFIED.indices(np.arange(1, 18)) + 1).tolist() == simplified
    assert FLOOD.indices(np.array([0.0, 1.0, -1.0, np.nan])).tolist() == [0, 1, NO_CLASS, NO_CLASS]
    assert TERRAMESH.indices(np.array([9, 8, 0])).tolist() == [7, NO_CLASS, NO_CLASS]
