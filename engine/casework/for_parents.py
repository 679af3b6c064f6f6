"""What a parent may read of their case: the answers of steps marked `ouders_lezen` and their own, and the documents that
were laid down at such a step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.casework.work import Work
from engine.model import Answer, Document, Values

READS = "ouders_lezen"
CONCEPT = "concept"
_YES = ("ja", CONCEPT)
_CONFIDENTIAL = "vertrouwelijk"


def for_reader(work: Work, given: Sequence[Answer]) -> list[Answer]:
    """For a parent what they may read of it; for everybody else all of it."""
    if work.desk.actor.case is None:
        return list(given)
    return [_shown(work, one) for one in given if _is_own(work, one) or marked(work, one.node) in _YES]


def documents_for(work: Work, laid_down: Sequence[Document]) -> list[Document]:
    """For a parent the documents that are meant for parents; for everybody else all of them."""
    if work.desk.actor.case is None:
        return list(laid_down)
    return [one for one in laid_down if one.case == work.case.id and marked(work, one.node) in _YES]


def marked(work: Work, node: str) -> str:
    """What stands at a step: "ja", "concept" (also what is not handed in yet) or ""."""
    step = work.route.steps.get(node)
    return step.node.properties.get(READS, "") if step else ""


def _is_own(work: Work, answer: Answer) -> bool:
    return answer.person is not None and answer.person.id == work.desk.actor.id


def _shown(work: Work, answer: Answer) -> Answer:
    return answer if _is_own(work, answer) else replace(answer, values=without_confidential(answer.values))


def without_confidential(values: Values) -> Values:
    """Without the rows, and without the answers beside it, that are said to be confidential."""
    if values.get(_CONFIDENTIAL) in (True, "ja"):
        return {}
    return {key: _open_part(value) for key, value in values.items()}


def _open_part(value: object) -> object:
    if isinstance(value, list):
        return [_open_part(one) for one in value if not _is_confidential(one)]
    return value


def _is_confidential(value: object) -> bool:
    return isinstance(value, Mapping) and value.get(_CONFIDENTIAL) in (True, "ja")
