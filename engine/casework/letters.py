"""Letters filled in: a document of the case, or a mail at the moment it goes out."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bpmn.feel.templates import render
from bpmn.feel.temporal import moved_months
from bpmn.lint.words import TERM
from config.regions import Region
from config.settings import Settings
from engine.calendars import PLAIN
from engine.casework.asking import school_values
from engine.casework.candidates import answers_with_names
from engine.casework.hiding import ANONYMOUS
from engine.casework.inviting import address_of
from engine.casework.work import Work, published_of
from engine.clock import day
from engine.definitions.letters import Letter
from engine.errors import NotFound
from engine.model import Case, Mail, OutboxRow, Person, Values
from engine.store import cases, invitations, people
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
    own = {"antwoorden": answers_with_names(work), "bezwaar_tot": _objection_until(work, letter)}
    context, now = {**around, **own}, work.tx.now
    return render(letter.subject, context, now), render(letter.body, context, now, escaped)


def number_on(work: Work, letter: Letter) -> str:
    """The number that a document carries: the one that was given last under that name; empty when there is none."""
    given = (values[letter.number] for values in work.answers.values() if letter.number in values)
    return str(next(reversed(list(given)), ""))


def _objection_until(work: Work, letter: Letter) -> date | None:
    """The last day to object: so long after the day of the decision, which is the day it is laid down; and not in a
    weekend or on a holiday, but on the first day after it (Algemene termijnenwet article 1)."""
    span = letter.objection
    if span is None or letter.objection_switch in work.definition.off:
        return None
    end = moved_months(day(work.tx.now), span.months) + timedelta(days=span.days)
    while not PLAIN.counted(end, "werkdagen"):
        end += timedelta(days=1)
    return end


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
    around = _context(case, definition.region, settings, case.facts, tx.now)
    to, context = _receiver(tx, settings, row, person, around)
    context = {**context, **_about_term(row, definition.region)}
    if row.detail.get(ANONYMOUS) is True:
        context = _without_case(context)
    subject, text = render(letter.subject, context, tx.now), plain(render(letter.body, context, tx.now))
    sender = definition.region.sender or definition.region.name
    return Mail(to, sender, subject, text, row.message_id, row.made or tx.now)


def _without_case(context: dict[str, object]) -> dict[str, object]:
    """What a letter knows that may not say which case it is about: no reference, no link, none of its facts."""
    kept: dict[str, object] = {
        name: context[name] for name in ("teksten", "school", "vandaag") if name in context
    }
    return {**kept, "zaak": {"kenmerk": "", "link": "", "route": "", "regio": _region_of(context)}}


def _region_of(context: Mapping[str, object]) -> object:
    about = context.get("zaak")
    return about.get("regio", "") if isinstance(about, Mapping) else ""


def _receiver(
    tx: Tx, settings: Settings, row: OutboxRow, person: Person, around: dict[str, object]
) -> tuple[str, dict[str, object]]:
    """The address, and what the letter knows. A parent's stands in the answer, and they come in by a link of their own."""
    link = invitations.link_by_id(tx, int(str(row.detail.get("invitation", 0))))
    parent = invitations.of_person(tx, person.id) if link else None
    if link is None or parent is None:
        return person.email, around
    address, about = address_of(settings, link), around["zaak"]
    known = {**about, "link": address} if isinstance(about, Mapping) else {}
    return parent.email, {**around, "zaak": known, "uitnodiging": {"link": address}}


def _about_term(row: OutboxRow, region: Region) -> dict[str, object]:
    """What a letter about a term knows: its name and its last day as it was then."""
    term = region.terms.get(row.node.removeprefix(TERM)) if row.node.startswith(TERM) else None
    return {"termijn": {"naam": term.name, "eind": row.detail.get("end")}} if term else {}


def _context(
    case: Case, region: Region, settings: Settings, facts: Values, now: datetime
) -> dict[str, object]:
    link = f"{settings.base_url}/volgen/{case.reference}"
    about = {"kenmerk": case.reference, "route": case.route_name, "regio": region.name, "link": link}
    known = {"zaak": about, "school": school_values(case.organisation), "vandaag": day(now)}
    return {"teksten": dict(region.texts), **facts, **known}
