"""Which answers of a case a person may read at all: one place, so that no page shows what another hides."""

from collections.abc import Sequence

from engine.casework.committee import without_votes
from engine.casework.for_parents import for_reader
from engine.casework.for_school import without_kept_from_school
from engine.casework.independent import without_independent
from engine.casework.term_panel import without_hidden
from engine.casework.work import Work
from engine.model import Answer


def readable(work: Work, given: Sequence[Answer]) -> list[Answer]:
    """Not why somebody voted as they did, not an independent advice of another, not why a term was moved that is hidden, not what is kept from the school, and
    of a parent only what parents read."""
    return without_independent(
        work, without_hidden(work, without_kept_from_school(work, for_reader(work, without_votes(given))))
    )


def withheld(given: Sequence[Answer], shown: Sequence[Answer]) -> frozenset[str]:
    """The names of the answers that a person does not read, of those that were given: not in a reason either."""
    read = {one.id for one in shown}
    return frozenset(name for one in given if one.id not in read for name in one.values)
