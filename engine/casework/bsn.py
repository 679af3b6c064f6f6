"""The citizen service number of a case: its end for who reads the answers, the whole number for who may and asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.audit import append
from engine.casework.readable import readable
from engine.casework.seeing import read_case, sees_pupil
from engine.casework.work import Work
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Answer, Case, Draft, Values
from engine.store import answers, cases
from forms.bsn import names_of_inputs, numbers_in, with_masked, without_bsn
from forms.fields.contact import BSN
from forms.model import Form


@dataclass(frozen=True)
class Numbers:
    """`numbers` are (label, number) of one visit of a step."""

    case: Case
    step: str
    numbers: tuple[tuple[str, str], ...]


def shown_values(work: Work, form: Form | None, values: Values) -> Values:
    """The answers as everybody reads them: of a number only its end, and nothing when the region keeps none any more."""
    if form is None or BSN.name not in form.kinds:
        return values
    if work.bsn is None:
        return without_bsn(form.fields, values)
    return with_masked(form.fields, values)


def may_reveal(work: Work) -> bool:
    """Whether this person may have the number shown whole."""
    if work.bsn is None or not sees_pupil(work):
        return False
    return not work.desk.actor.roles_in(work.region.id).isdisjoint(work.bsn.readers)


def has_number(work: Work, form: Form | None, values: Values) -> bool:
    """Whether there is a number in these answers that this person may have shown."""
    if form is None or BSN.name not in form.kinds or next(numbers_in(form.fields, values), None) is None:
        return False
    return may_reveal(work)


def reveal(desk: Desk, reference: str, answer_id: int) -> Numbers:
    """The whole numbers in one visit. Who looked stands in the story. Raises NotFound."""
    with desk.transaction() as tx:
        work = read_case(tx, desk, reference)
        locked = cases.lock(tx, work.case.id)
        visit = next((one for one in _visits(work) if one.id == answer_id), None)
        form = work.definition.forms.get(visit.form) if visit else None
        if locked is None or visit is None or form is None or not may_reveal(work):
            raise NotFound()
        numbers = tuple(numbers_in(form.fields, visit.values))
        if not numbers:
            raise NotFound()
        work.tell("seen", visit.node, what="bsn")
        append(tx, desk, locked, work.lines)
        return Numbers(work.case, work.name_of(visit.node), numbers)


def draft_for(work: Work, form: Form | None, draft: Draft | None) -> Draft | None:
    """The draft as this person goes on with it: a number that somebody else typed is not in it."""
    if draft is None or form is None or (draft.by is not None and draft.by.id == work.desk.actor.id):
        return draft
    names, texts = names_of_inputs(form.fields), draft.values.get("texts")
    if not names or not isinstance(texts, Mapping):
        return draft
    kept = {name: text for name, text in texts.items() if str(name).rpartition("-")[2] not in names}
    return replace(draft, values={**draft.values, "texts": kept})


def _visits(work: Work) -> list[Answer]:
    return readable(work, answers.of_case(work.tx, work.case.id))
