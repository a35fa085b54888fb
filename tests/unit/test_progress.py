"""Progress: rises to one whatever the plan, and stops the work when asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.errors import Cancelled
from eoduet.engine.progress import Steps


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6))
def test_the_bar_never_runs_backwards_or_over(phases):
    """Each phase plans some steps and takes some, fewer or more than planned."""
    told = []
    steps = Steps(told.append, None)
    for planned, taken in phases:
        steps.plan(planned)
        for _ in range(taken):
            steps.step()
    steps.done()
    assert told == sorted(told) and 0 <= told[0] and told[-1] == 1


def test_a_phase_as_planned_fills_the_bar():
    told = []
    steps = Steps(told.append, None)
    steps.plan(4)
    for _ in range(4):
        steps.step()
    assert told == pytest.approx([0.25, 0.5, 0.75, 1])


def test_cancelling_is_noticed_at_the_next_step():
    answers = iter([False, True])
    steps = Steps(None, lambda: next(answers))
    steps.step()
    with pytest.raises(Cancelled):
        steps.step()
