"""The case of a parent: where it stands, what they may read, and what they are asked. Nothing else exists for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.tabs import Tab
from engine import access
from engine.casework.asking import asked, file_ids, surroundings
from engine.casework.case_frame import tabs_of
from engine.casework.file import ActLine, Visit, visit
from engine.casework.follow import FollowStory, follow, waiting
from engine.casework.for_parents import CONCEPT, documents_for, marked, without_confidential
from engine.casework.readable import readable
from engine.casework.seeing import case_of_parent, sees_pupil, why_not
from engine.casework.sharing import is_closed
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.desk import Desk
from engine.model import Answer, Document, Task, Upload
from engine.store import answers, documents, drafts, tasks
from engine.store.database import Tx
from forms.model import every_field
from forms.submitted import from_draft

_WORDS = "tekst_ouders"


@dataclass(frozen=True)
class ParentCase:
    """`now` is what parents read of where it stands; `tasks` are those they may do, `acts` those they may begin;
    `concepts` are answers that somebody else is still writing; `documents` are those meant for parents, also when there
    is a tab for them; `tabs` are those that name the role of parents."""

    story: FollowStory
    now: str
    pupil: str
    tasks: tuple[Task, ...]
    acts: tuple[ActLine, ...]
    visits: tuple[Visit, ...]
    concepts: tuple[Visit, ...]
    documents: tuple[Document, ...]
    tabs: tuple[Tab, ...]


def parent_case(desk: Desk) -> ParentCase:
    """The one case that there is for this parent. Raises NotFound."""
    with desk.reading() as tx:
        work = case_of_parent(tx, desk)
        open_ones = tasks.open_of_case(tx, work.case.id)
        given, known = answers.of_case(tx, work.case.id), sees_pupil(work)
        return ParentCase(
            story=follow(work, open_ones),
            now=_now(work, open_ones),
            pupil=next((one.pupil for one in reversed(given) if one.pupil), "") if known else "",
            tasks=tuple(_mine(work, open_ones)),
            acts=tuple(_acts(work)),
            visits=tuple(visit(work, one, known) for one in readable(work, given) if one.values),
            concepts=tuple(_concepts(work, open_ones, known)),
            documents=tuple(documents_for(work, documents.of_case(tx, work.case.id))) if known else (),
            tabs=tabs_of(work),
        )


def own_reference(desk: Desk) -> str:
    """Of the case of this parent. Raises NotFound for everybody else."""
    with desk.reading() as tx:
        return case_of_parent(tx, desk).case.reference


def may_read_file(tx: Tx, desk: Desk, upload: Upload) -> bool:
    """Of a parent: a file they put up themselves, or one in an answer that they may read."""
    work = case_of_parent(tx, desk)
    if upload.case not in (None, work.case.id):
        return False
    if upload.by == desk.actor.id:
        return True
    given = readable(work, answers.of_case(tx, work.case.id)) if upload.case is not None else []
    named = any(upload.id in file_ids(list(one.values.values())) for one in given)
    return named and not is_closed(work, upload)


def _mine(work: Work, open_ones: Sequence[Task]) -> Iterator[Task]:
    for one in open_ones:
        if access.has_task(work.desk.actor, [one]) and not why_not(work, one):
            yield one


def _acts(work: Work) -> Iterator[ActLine]:
    for wait in work.open_acts():
        act = work.route.acts[wait.node]
        if not access.why_not_begin(work.desk.actor, work.region, work.case, act.roles):
            yield ActLine(wait.id, act)


def _now(work: Work, open_ones: Sequence[Task]) -> str:
    """In the words for parents where there are any, else in those for the school."""
    if work.case.status == "finished":
        return work.case.outcome_name or "De zaak is klaar."
    steps = [work.step(node) for node in [one.node for one in open_ones] or waiting(work)]
    texts = dict.fromkeys(text for one in steps if (text := _words(work, one)))
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)


def _words(work: Work, step: Step) -> str:
    return work.region.worded(step.node.properties.get(_WORDS, "")) or step.text or step.name


def _concepts(work: Work, open_ones: Sequence[Task], known: bool) -> Iterator[Visit]:
    """What others are still writing at steps whose concept parents may read."""
    shown = [one for one in open_ones if marked(work, one.node) == CONCEPT]
    found = {one.key: one for one in drafts.of_keys(work.tx, [f"task/{task.id}" for task in shown])}
    for task in shown:
        draft, form = found.get(f"task/{task.id}"), work.step(task.node).form
        if draft is None or form is None:
            continue
        values = asked(form, from_draft(draft.values), surroundings(work, task)).values
        never = {one.key for one in every_field(form.fields) if one.kind == "bsn"}
        open_part = without_confidential({key: value for key, value in values.items() if key not in never})
        unwritten = Answer(0, task.case, task.node, task.id, form.id, None, "", draft.at, open_part)
        yield visit(work, unwritten, known)
