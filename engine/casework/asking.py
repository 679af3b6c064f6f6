"""Put answers to a form: what the form knows of the case, whether the answers may stay, which of them are facts."""

from collections.abc import Iterator, Mapping

from bpmn.decisions.deciding import decide
from bpmn.model import Node
from engine.casework.candidates import Candidates
from engine.casework.pieces import FACT, Known
from engine.casework.register_facts import form_values
from engine.casework.work import Work
from engine.definitions.definition import RouteDefinition
from engine.errors import AnswersRejected
from engine.model import Actor, Case, Organisation, Task, Values
from engine.store import people
from forms.fields.file import FILE
from forms.filled import Filled
from forms.filling import Submitted, Surroundings, fill, refill
from forms.model import Form
from forms.slots import BsnRule
from forms.submitted import from_draft

Answers = Submitted | Mapping[str, object]


def surroundings(work: Work, task: Task | None = None) -> Surroundings:
    """What a form of this case knows besides its own fields; of a repeated step also the item it is about."""
    now, definition = work.tx.now, work.definition

    def decided(table: str, context: Mapping[str, object]) -> object:
        return decide(definition.decisions[table], context, now).value

    return Surroundings(
        facts={
            **work.route.runtime.constants,
            **work.case.facts,
            **form_values(work),
            **_pieces(work),
            **(_item(work, task) if task else {}),
        },
        answers=Earlier(work),
        school=school_values(work.case.organisation),
        me=_me(work.desk.actor, work.case),
        decide=decided,
        now=now,
        off=definition.off,
        persons=Candidates(work),
        schools=lambda: schools_of(work),
        bsn=_bsn_rule(work),
    )


def schools_of(work: Work) -> list[tuple[str, str]]:
    """(id, name) of the schools of the region, by name."""
    return [(one.id, one.name) for one in people.schools_of(work.tx, work.region.id)]


def _bsn_rule(work: Work) -> BsnRule:
    if work.bsn is None:
        return "uit"
    return "proef" if work.desk.settings.demo else "aan"


def _pieces(work: Work) -> dict[str, object]:
    return {FACT: Known(work)} if work.region.pieces else {}


class Earlier(Mapping[str, Values]):
    """The answers of earlier steps, read from the database when an expression first asks: few forms do."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __getitem__(self, step: str) -> Values:
        return self._work.answers[step]

    def __iter__(self) -> Iterator[str]:
        return iter(self._work.answers)

    def __len__(self) -> int:
        return len(self._work.answers)


def _item(work: Work, task: Task) -> dict[str, object]:
    """The item of the innermost repeated step around a task, under its own name."""
    node: Node | None = work.step(task.node).node
    while node is not None:
        if node.loop is not None and node.loop.kind != "standard":
            return {node.loop.item or "item": task.item}
        node = work.route.runtime.nodes.get(node.parent)
    return {}


def school_values(school: Organisation | None) -> dict[str, object]:
    """The register as forms and letters name it."""
    if school is None:
        return {}
    return {
        "naam": school.name,
        "brin": school.brin,
        "soort": school.school_type,
        "bestuur": school.board,
        "gemeente": school.municipality,
    }


def _me(actor: Actor, case: Case) -> dict[str, object]:
    here = actor.in_region(case.region)
    school = case.organisation.id if case.organisation else ""
    own = [one.function for one in here if one.organisation.id == school] + [one.function for one in here]
    email = actor.person.email if actor.person else ""
    return {"naam": actor.name, "functie": next(iter(own), ""), "email": email}


def asked(form: Form, answers: Answers, around: Surroundings) -> Filled:
    """The form with these answers in it, right or wrong: to draw it."""
    return _drawn(_judged(form, answers, around))


def opened(form: Form, draft: Values | None, around: Surroundings) -> Filled:
    """The form as it opens: with the draft when there is one. Its errors are not to be shown yet."""
    return _drawn(fill(form, from_draft(draft) if draft else Submitted(), around))


def _drawn(filled: Filled) -> Filled:
    """The same, drawn while what it shows can be read: a page is made after the transaction."""
    _ = filled.fields
    return filled


def _judged(form: Form, answers: Answers, around: Surroundings) -> Filled:
    if isinstance(answers, Submitted):
        return fill(form, answers, around)
    return refill(form, answers, around)


def checked(form: Form | None, answers: Answers, around: Surroundings) -> Filled | None:
    """The answers when they may be kept, None when there is no form. Raises AnswersRejected."""
    if form is None:
        form = _NOTHING
    filled = _judged(form, answers, around)
    if filled.errors or filled.acted:
        raise AnswersRejected(filled)
    return None if form is _NOTHING else filled


def facts_from(route: RouteDefinition, filled: Filled | None) -> dict[str, object]:
    """The answers that the route reads. A field that is hidden now takes its fact of an earlier visit away."""
    if filled is None:
        return {}
    names = filled.form.fact_types.keys() & route.runtime.facts_read
    return {name: filled.values.get(name) for name in names}


def files_in(filled: Filled | None) -> list[str]:
    """The ids of the uploads that the answers name."""
    if filled is None or FILE.name not in filled.form.kinds:
        return []
    return sorted(file_ids(list(filled.values.values())))


def file_ids(values: list[object]) -> set[str]:
    found: set[str] = set()
    while values:
        value = values.pop()
        if isinstance(value, Mapping):
            if {"id", "name", "size", "type"} <= value.keys():
                found.add(str(value["id"]))
            values.extend(value.values())
        elif isinstance(value, list | tuple):
            values.extend(value)
    return found


# A step without a form takes no answers: anything that was sent is refused.
_NOTHING = Form("", "", "", ())
