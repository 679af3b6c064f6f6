"""Letters filled in: a document of the case, or a mail at the moment it goes out."""

import re
from datetime import datetime

from bpmn.feel.templates import render
from config.regions import Region
from config.settings import Settings
from engine.casework.asking import school_values
from engine.casework.work import Work, published_of
from engine.clock import day
from engine.definitions.letters import Letter
from engine.errors import NotFound
from engine.model import Case, Mail, OutboxRow, Values
from engine.store import cases, people
from engine.store.database import Tx
from forms.markdown import escaped

_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s)]+)\)")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


def plain(text: str) -> str:
    """A letter as a mail of plain text: an address written out after its words, and no signs for bold."""
    return _BOLD.sub(r"\1", _LINK.sub(r"\1: \2", text))


def letter_text(work: Work, letter: Letter, facts: Values) -> tuple[str, str]:
    """Subject and body (Markdown) of a document; what was filled in stays plain text in it. Raises FeelError."""
    around = _context(work.case, work.region, work.desk.settings, facts, work.tx.now)
    context, now = {**around, "antwoorden": dict(work.answers)}, work.tx.now
    return render(letter.subject, context, now), render(letter.body, context, now, escaped)


def compose(tx: Tx, settings: Settings, row: OutboxRow) -> Mail:
    """The mail of an outbox row, written now: the row itself holds ids only, and a mail knows no answers.

    Raises NotFound when its case or person is gone, FeelError when the letter cannot be filled in.
    """
    case = cases.find(tx, row.case or 0)
    person = people.person_by_id(tx, int(str(row.detail["to"])))
    if case is None or person is None:
        raise NotFound()
    definition = published_of(tx, case.definition, case.overlay).definition
    letter = definition.letters[str(row.detail["letter"])]
    context = _context(case, definition.region, settings, case.facts, tx.now)
    subject, text = render(letter.subject, context, tx.now), plain(render(letter.body, context, tx.now))
    sender = definition.region.sender or definition.region.name
    return Mail(person.email, sender, subject, text, row.message_id, row.made or tx.now)


def _context(
    case: Case, region: Region, settings: Settings, facts: Values, now: datetime
) -> dict[str, object]:
    link = f"{settings.base_url}/volgen/{case.reference}"
    about = {"kenmerk": case.reference, "route": case.route_name, "regio": region.name, "link": link}
    known = {"zaak": about, "school": school_values(case.organisation), "vandaag": day(now)}
    return {"teksten": dict(region.texts), **facts, **known}
