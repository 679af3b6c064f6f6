"""What a step does besides its answers: a version of a document, an answer about consent, a signature, what a committee
decided.

All of it happens before the route goes on, so that the conditions after the step know it.
"""

from collections.abc import Mapping
from dataclasses import replace

from config.regions import Region
from engine.casework import committee, consent, pieces, signing
from engine.casework.asking import Answers, asked, surroundings
from engine.casework.piece_pages import HIDDEN, signing_page
from engine.casework.work import Work
from engine.definitions.definition import RouteDefinition, Step
from engine.errors import AnswersRejected
from engine.model import Task
from forms.filled import FieldError, Filled
from forms.filling import Submitted
from forms.model import Form

_NO_FORM = Form("", "", "", ())


def nothing_yet(region: Region, route: RouteDefinition) -> dict[str, object]:
    """What a route and its forms know of documents and signatures when a case begins; nothing where there are none."""
    first = {pieces.FACT: pieces.facts_of(region, (), ()), signing.FACT: signing.unsigned(route)}
    first[committee.FACT] = committee.not_yet(region, route)
    return {name: value for name, value in first.items() if value}


def with_previous(work: Work, step: Step, answers: Answers) -> Answers:
    """Answers that are not typed on the page, where the version before stands already, are about what changes."""
    if isinstance(answers, Mapping) and pieces.piece_of(work, step):
        return {**pieces.previous(work, step), **answers}
    return answers


def refuse_unfit(work: Work, task: Task, filled: Filled | None, sealed: signing.Sealed | None) -> None:
    """Raises AnswersRejected when a signature belongs here and cannot be set, or a committee did not decide this."""
    step = work.step(task.node)
    found = signing.why_not_sign(work, step, task, sealed)
    found += [("", HIDDEN)] if (page := signing_page(work, step)) and page.hides else []
    found += committee.why_not_decided(work, task, filled.values if filled else {})
    errors = tuple(FieldError(field, why) for field, why in found)
    if errors:
        shown = filled or asked(_NO_FORM, Submitted(), surroundings(work, task))
        raise AnswersRejected(replace(shown, errors=errors))


def recorded(work: Work, step: Step, filled: Filled | None, task: Task) -> None:
    """What somebody said on paper was written down. Raises NotAllowed, RouteError."""
    consent.record(work, step, task, filled.values if filled else {})


def done(work: Work, step: Step, filled: Filled | None, task: Task | None = None) -> None:
    """A step was done, or an act begun (no `task`). Raises NotAllowed, RouteError."""
    if task is not None:
        pieces.make_version(work, step, task.id)
        consent.answer(work, step, task, filled.values if filled else {})
        signing.sign(work, step, task)
        committee.close(work, step, task)
    consent.withdraw(work, step)
    signing.know(work, step)
