"""The jobs that are done in the same transaction: give a number from a series, lay down a document."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from bpmn.feel.showing import show
from config.regions import Numbering
from engine.casework.bringing_in import INVOLVE, involve
from engine.casework.inviting import invite
from engine.casework.letters import letter_text, number_on
from engine.casework.pieces import put_in_force
from engine.casework.registering import change_row, write_row
from engine.casework.work import Work
from engine.clock import day, school_year
from engine.definitions.parent_checks import INVITE
from engine.model import Answer
from engine.runtime.errors import RouteError
from engine.store import documents

NUMBER = "nummer"

_PART = re.compile(r"\{(\w+)(?::0(\d{1,2})d)?\}")


def do_job(work: Work, node: str, facts: Mapping[str, object]) -> object:
    """Do a built-in job; returns what the route gets of it. Raises RouteError."""
    return _JOBS[work.route.runtime.node(node).job](work, node, facts)


def _give_number(work: Work, node: str, facts: Mapping[str, object]) -> object:
    headers = work.route.runtime.node(node).headers
    series = work.region.numbers.get(headers.get("reeks", ""))
    if series is None:
        raise RouteError(
            f'De reeks "{headers.get("reeks", "")}" staat niet onder [nummers] van region.toml.', node
        )
    name = headers.get("resultaat", "") or NUMBER
    number = _masked(work, series, facts)
    work.keep(Answer(0, work.case.id, node, "", "", None, "", work.tx.now, {name: number}))
    work.tell("number_given", node, series=series.id, field=name)
    return {name: number} if name in work.route.runtime.facts_read else {}


def _masked(work: Work, series: Numbering, facts: Mapping[str, object]) -> str:
    """The mask with its names filled in; a name that nothing answers becomes nothing."""
    year, calendar = school_year(work.tx.now), str(day(work.tx.now).year)
    period = {"schooljaar": year, "jaar": calendar}.get(series.per, "")
    given = {name: value for values in work.answers.values() for name, value in values.items()}
    following = documents.next_number(work.tx, work.region.id, series.id, period)
    known = {
        **given,
        **facts,
        "swv": work.region.swv,
        "schooljaar": year,
        "jaar": calendar,
        "volgnr": following,
    }
    return _PART.sub(lambda part: _shown(known.get(part[1]), int(part[2] or 0)), series.mask)


def _shown(value: object, width: int) -> str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{int(value):0{width}d}" if width else str(value)
    return show(value) if value is not None else ""


def _lay_down(work: Work, node: str, facts: Mapping[str, object]) -> object:
    headers = work.route.runtime.node(node).headers
    letter = work.route.letters.get(headers.get("brief", ""))
    if letter is None:
        raise RouteError(f'De brief "{headers.get("brief", "")}" bestaat niet in de regio.', node)
    subject, body = letter_text(work, letter, facts)
    title = headers.get("titel", "") or subject
    number = number_on(work, letter)
    document, digest = documents.add(work.tx, work.case.id, node, title=title, body=body, number=number)
    work.tell("document_made", node, document=document, letter=letter.id, sha256=digest)
    return {}


def _invite(work: Work, node: str, facts: Mapping[str, object]) -> object:
    return invite(work, node)


Job = Callable[[Work, str, Mapping[str, object]], object]

_JOBS: Mapping[str, Job] = {
    NUMBER: _give_number,
    "document": _lay_down,
    "vaststellen": put_in_force,
    "register": write_row,
    "register_wijzig": change_row,
    INVITE: _invite,
    INVOLVE: involve,
}
BUILT_IN = frozenset(_JOBS)
