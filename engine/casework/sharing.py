"""Which files of a case stay with the school that put them up, as `delen_als` at their field says, or are kept from it."""

from config.regions import SCHOOL
from engine import access
from engine.casework.asking import file_ids
from engine.casework.for_school import keeps_from_school, without_kept_from_school
from engine.casework.work import Work
from engine.model import Answer, Upload
from engine.store import answers
from forms.sharing import holds_back, kept_back


def closed_in(work: Work, answer: Answer) -> frozenset[str]:
    """The ids of the files in one answer that this person may not open."""
    form = work.definition.forms.get(answer.form)
    if form is None or not holds_back(form.fields) or _may_open_all(work):
        return frozenset()
    if answer.person is not None and answer.person.id == work.desk.actor.id:
        return frozenset()
    return kept_back(form.fields, answer.values, work.tx.now)


def is_closed(work: Work, upload: Upload) -> bool:
    """Whether this person may not open a file of the case. The answer that named it last says whether it is shared."""
    held = any(holds_back(form.fields) for form in work.definition.forms.values()) and not _may_open_all(work)
    if not held and not keeps_from_school(work):
        return False
    if upload.by is not None and upload.by == work.desk.actor.id:
        return False
    given = answers.of_case(work.tx, work.case.id)
    last = next((one for one in reversed(given) if upload.id in file_ids(list(one.values.values()))), None)
    if last is None:
        return False
    return not without_kept_from_school(work, [last]) or upload.id in closed_in(work, last)


def _may_open_all(work: Work) -> bool:
    """The system, and who works at the school of the case."""
    actor, school = work.desk.actor, work.school
    return actor.is_system or any(
        role.of == SCHOOL and bool(school) and one.organisation.id == school
        for role, one in access.roles_of(actor, work.region)
    )
