"""The page of one case: who takes part, what was filled in, what happened, and what this person may do now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from config.tabs import DOCUMENTS, PARTIES, Tab
from engine import access
from engine.casework.asking import school_values
from engine.casework.bsn import has_number, shown_values
from engine.casework.candidates import form_with_names
from engine.casework.case_frame import has_tab, tabs_of
from engine.casework.follow import FollowStory, PhaseLine, follow, phases_of, waiting_for
from engine.casework.for_parents import documents_for, for_reader
from engine.casework.for_school import without_kept_from_school
from engine.casework.independent import without_independent
from engine.casework.on_paper import why_not_record
from engine.casework.panels import ON_CASE, ON_FOLLOW, panels_of
from engine.casework.parties import PartyLine, parties_of
from engine.casework.readable import readable, withheld
from engine.casework.seeing import case_of_parent, read_case, see_case, sees_pupil, why_not
from engine.casework.sharing import closed_in
from engine.casework.telling import StoryLine, tell
from engine.casework.work import Work
from engine.definitions.definition import Act, Step
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Answer, Case, Document, Task, Values
from engine.store import answers, documents, events, people, tasks
from engine.store.database import Tx
from forms.model import Form, every_field


@dataclass(frozen=True)
class Visit:
    """What was filled in at one visit of a step. Answers this person may not see are not in `answer.values`; their
    keys stand in `hidden`. `decides`: these answers are the decision."""

    answer: Answer
    step: str
    form: Form | None
    hidden: frozenset[str] = frozenset()
    decides: bool = False
    closed: frozenset[str] = frozenset()  # ids of files that this person may not open
    reveals: bool = False  # this person may have a citizen service number in it shown whole


@dataclass(frozen=True)
class OpenTask:
    """`reason` says why this person may not do it, empty when they may. `named` is the one person it is for; `records`:
    this person may write down what that one said on paper."""

    task: Task
    reason: str
    assignee: str = ""
    roles: str = ""
    named: str = ""
    records: bool = False


@dataclass(frozen=True)
class ActLine:
    """Something that may be begun now; `id` is what `begin_act` and the key of the form take."""

    id: str
    act: Act


@dataclass(frozen=True)
class CaseFile:
    """`pupil` is empty for who may not know; documents are then left out too, for they name the child. What stands on a
    tab of its own is not here: who takes part, and the documents. `tabs` are those this person may read. `waits`
    says what the case waits for when that is no person."""

    case: Case
    phases: tuple[PhaseLine, ...]
    pupil: str
    sees_pupil: bool
    manages: bool
    parties: tuple[PartyLine, ...]
    visits: tuple[Visit, ...]
    tasks: tuple[OpenTask, ...]
    acts: tuple[ActLine, ...]
    documents: tuple[Document, ...]
    story: tuple[StoryLine, ...]
    waits: str
    school: Mapping[str, object]
    tabs: tuple[Tab, ...]
    panels: Mapping[str, object]


@dataclass(frozen=True)
class FollowPage:
    """The story of a case with what stands around it for this person, as in a `CaseFile`. `decisions` is what was decided,
    of a case that is finished."""

    story: FollowStory
    pupil: str
    tasks: tuple[OpenTask, ...]
    acts: tuple[ActLine, ...]
    documents: tuple[Document, ...]
    decisions: tuple[Visit, ...]
    tabs: tuple[Tab, ...]
    panels: Mapping[str, object]


def case_file(desk: Desk, reference: str) -> CaseFile:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_case(tx, desk, reference)
        known = sees_pupil(work)
        given = answers.of_case(tx, work.case.id)
        shown = readable(work, given)
        open_ones = tasks.open_of_case(tx, work.case.id)
        return CaseFile(
            case=work.case,
            phases=phases_of(work),
            pupil=next((one.pupil for one in reversed(given) if one.pupil), "") if known else "",
            sees_pupil=known,
            manages=access.may_manage(desk.actor, work.region),
            parties=() if has_tab(work, PARTIES) else parties_of(work),
            visits=tuple(visit(work, one, known) for one in shown),
            tasks=tuple(_open_tasks(work, open_ones)),
            acts=tuple(_acts(work)),
            documents=_documents(work) if known else (),
            story=tell(work, events.of_case(tx, work.case.id), withheld(given, shown)),
            waits="" if open_ones else waiting_for(work),
            school=school_values(work.case.organisation),
            tabs=tabs_of(work),
            panels=panels_of(work, ON_CASE),
        )


def follow_page(desk: Desk, reference: str) -> FollowPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_case(tx, desk, reference)
        known, number = sees_pupil(work), work.case.id
        open_ones = tasks.open_of_case(tx, number)
        return FollowPage(
            story=follow(work, open_ones),
            pupil=answers.pupils(tx, [number]).get(number, "") if known else "",
            tasks=tuple(_open_tasks(work, open_ones)),
            acts=tuple(_acts(work)),
            documents=_documents(work) if known else (),
            decisions=tuple(_decisions(work, known)) if work.case.status == "finished" else (),
            tabs=tabs_of(work),
            panels=panels_of(work, ON_FOLLOW),
        )


def _decisions(work: Work, known: bool) -> Iterator[Visit]:
    """Newest first, as far as this person may read them."""
    for answer in reversed(readable(work, answers.of_case(work.tx, work.case.id))):
        seen = visit(work, answer, known)
        if seen.decides:
            yield seen


def _documents(work: Work) -> tuple[Document, ...]:
    """What was laid down, when that has no tab of its own."""
    return () if has_tab(work, DOCUMENTS) else tuple(documents.of_case(work.tx, work.case.id))


def document_of(desk: Desk, document_id: int) -> tuple[Case, Document]:
    """A document that this person may read, with its case. Raises NotFound."""
    with desk.reading() as tx:
        work, document = readable_document(tx, desk, document_id)
        return work.case, document


def readable_document(tx: Tx, desk: Desk, document_id: int) -> tuple[Work, Document]:
    """The same, with the work on its case. Raises NotFound."""
    document = documents.by_id(tx, document_id)
    if document is None:
        raise NotFound()
    work = see_case(tx, desk, document.case) if desk.actor.case is None else case_of_parent(tx, desk)
    if not sees_pupil(work) or not documents_for(work, [document]):
        raise NotFound()
    return work, document


def visit(work: Work, answer: Answer, known: bool) -> Visit:
    """A visit as this person may see it."""
    step = work.route.steps.get(answer.node)
    form = work.definition.forms.get(answer.form)
    hidden = frozenset() if known else _of_pupil(form)
    values = _without(shown_values(work, form, answer.values), hidden)
    seen = replace(answer, values=values, pupil=answer.pupil if known else "")
    form = form_with_names(work, form)
    return Visit(
        seen,
        work.name_of(answer.node),
        form,
        hidden,
        bool(step and step.decides),
        closed_in(work, answer),
        has_number(work, form, values),
    )


def _of_pupil(form: Form | None) -> frozenset[str]:
    """The fields about the pupil, and files: what they are called and what is in them is about a child. Without the
    form nothing can be told apart, so nothing is hidden by name."""
    fields = every_field(form.fields) if form else ()
    return frozenset(one.key for one in fields if one.key and (one.pupil or one.kind in ("file", "bsn")))


def _without(values: Values, hidden: frozenset[str]) -> Values:
    """The answers without these fields, also in the rows of lists."""
    return {key: _row(value, hidden) for key, value in values.items() if key not in hidden}


def _row(value: object, hidden: frozenset[str]) -> object:
    if isinstance(value, list):
        return [_row(one, hidden) for one in value]
    return _without(value, hidden) if isinstance(value, Mapping) else value


def _open_tasks(work: Work, found: Sequence[Task]) -> Iterator[OpenTask]:
    mentioned = {person for one in found for person in (one.assignee, one.named)}
    names = people.names_of(work.tx, {one for one in mentioned if one is not None})
    for one in found:
        roles = " of ".join(work.region.roles[role].name for role in one.roles if role in work.region.roles)
        yield OpenTask(
            one, why_not(work, one), names.get(one.assignee or 0, ""), roles,
            names.get(one.named or 0, ""), not why_not_record(work, one),
        )  # fmt: skip


def _acts(work: Work) -> Iterator[ActLine]:
    """What this person may begin: what they may not is not offered."""
    for wait in work.open_acts():
        act = work.route.acts[wait.node]
        if not access.why_not_begin(work.desk.actor, work.region, work.case, act.roles):
            yield ActLine(wait.id, act)


def beside(work: Work, step: Step) -> list[Visit]:
    """The earlier answers that stand next to a task: of the steps in `toont`, else of all; the last visit of each."""
    known = sees_pupil(work)
    last = answers.last_visits(work.tx, work.case.id)
    shown = [one for one in last if one.form and (not step.shows or one.node in step.shows)]
    return [
        visit(work, one, known)
        for one in without_independent(work, without_kept_from_school(work, for_reader(work, shown)))
    ]
