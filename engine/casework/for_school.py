"""What a school may read of the answers in its cases: not those of steps marked `school_leest` = nee, unless its own."""

from collections.abc import Sequence

from config.regions import SCHOOL
from engine import access
from engine.casework.work import Work
from engine.model import Answer

READS = "school_leest"


def without_kept_from_school(work: Work, given: Sequence[Answer]) -> list[Answer]:
    """For who works at the school of the case, whatever else they are, what the school reads; for everybody else all."""
    if not any(is_kept(work, one.node) for one in given) or not _is_of_school(work):
        return list(given)
    reader = work.desk.actor.id
    return [
        one
        for one in given
        if not is_kept(work, one.node) or (one.person is not None and one.person.id == reader)
    ]


def keeps_from_school(work: Work) -> bool:
    """Whether there is something that this person does not read, because they work at the school of the case."""
    return any(is_kept(work, step) for step in work.route.steps) and _is_of_school(work)


def is_kept(work: Work, node: str) -> bool:
    step = work.route.steps.get(node)
    return step is not None and step.node.properties.get(READS, "ja") == "nee"


def _is_of_school(work: Work) -> bool:
    held = access.roles_of(work.desk.actor, work.region)
    return any(
        role.of == SCHOOL and bool(work.school) and one.organisation.id == work.school for role, one in held
    )
