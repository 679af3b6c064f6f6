"""The story of a case as lines a person reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.audit import SALT
from engine.casework.ahead import flow_of
from engine.casework.committee_panel import is_secret
from engine.casework.explaining import condition_in_words, fields_of, mentioned, value_in_words
from engine.casework.standing_in import FOR
from engine.casework.term_story import TERM_SENTENCES, is_hidden
from engine.casework.work import Work
from engine.model import Event, EventKind
from engine.store import people


@dataclass(frozen=True)
class StoryLine:
    """`why` explains a decision: the outcome and the rule, with the values that were read as far as they are kept."""

    seq: int
    at: datetime
    who: str
    kind: EventKind
    text: str
    why: tuple[str, ...] = ()


def tell(
    work: Work, events: Sequence[Event], withheld: frozenset[str] = frozenset()
) -> tuple[StoryLine, ...]:
    """The lines that a person reads; marks for the drawing are left out, and of reasons what reads a withheld answer."""
    mentioned = {one.actor for one in events if one.actor is not None}
    mentioned |= {person for one in events for person in _persons(one)}
    mentioned |= {int(str(one.detail[FOR])) for one in events if one.detail.get(FOR) is not None}
    names = people.names_of(work.tx, mentioned)
    return tuple(
        _line(work, one, names, withheld)
        for one in events
        if one.kind in _SENTENCES and not is_hidden(work, one) and not is_secret(work, one)
    )


def _line(work: Work, event: Event, names: Mapping[int, str], withheld: frozenset[str]) -> StoryLine:
    who = names.get(event.actor or 0, event.actor_name)
    if event.detail.get(FOR) is not None:
        who = f"{who}, voor {names.get(int(str(event.detail[FOR])), 'iemand')}"
    if event.kind in _BY_ITSELF:
        who = ""
    text = _SENTENCES[event.kind](work, event, names)
    assert event.at is not None
    return StoryLine(event.seq, event.at, who, event.kind, text, _why(work, event, withheld))


def _persons(event: Event) -> list[int]:
    to = event.detail.get("to")
    return [int(str(one)) for one in (to if isinstance(to, list) else [to]) if one is not None]


def _step(work: Work, event: Event) -> str:
    return f"“{work.name_of(event.node)}”"


def _decided(work: Work, event: Event) -> str:
    flows = [flow_of(work.definition, work.route, flow) for flow in flows_taken(event)]
    taken = [flow.name or work.name_of(flow.target) for flow in flows if flow]
    return f"{_step(work, event)}: {' en '.join(taken) or 'de gewone weg'}."


def flows_taken(event: Event) -> list[str]:
    """The flows by which a gateway was left."""
    return [str(one["flow"]) for one in _choices(event) if one.get("value") is True]


def _choices(event: Event) -> list[Mapping[str, object]]:
    choices = event.detail.get("choices")
    return [one for one in choices if isinstance(one, Mapping)] if isinstance(choices, list) else []


def _why(work: Work, event: Event, withheld: frozenset[str]) -> tuple[str, ...]:
    if event.kind != "decided":
        return ()
    fields = fields_of(work.route, work.region)
    taken = [
        (str(one.get("expression", "")), _reads(one)) for one in _choices(event) if one.get("value") is True
    ]
    rules = [
        condition_in_words(rule, reads, fields)
        for rule, reads in taken
        if rule and withheld.isdisjoint({*reads, *mentioned(rule, fields)})
    ]
    values = {
        name: value for name, value in (event.values or {}).items() if name != SALT and name not in withheld
    }
    known = [value_in_words(name, value, fields) for name, value in sorted(values.items())]
    return (*(f"omdat {rule}" for rule in rules), *(one for one in known if one not in rules))


def _reads(choice: Mapping[str, object]) -> list[str]:
    reads = choice.get("reads")
    return [str(one) for one in reads] if isinstance(reads, list) else []


def _mailed(work: Work, event: Event, names: Mapping[int, str]) -> str:
    to = [names.get(one, "iemand") for one in _persons(event)]
    about = f"{_register(work, event)} loopt af" if "register" in event.detail else _step(work, event)
    return (
        f"{about}: bericht klaargezet voor {', '.join(to)}."
        if to
        else f"{about}: er was niemand om het bericht aan te sturen."
    )


def _brought_in(work: Work, event: Event, names: Mapping[int, str]) -> str:
    who = [names.get(one, "iemand") for one in _persons(event)]
    found = f"{', '.join(who)} erbij betrokken" if who else "er was niemand om erbij te betrekken"
    return f"{_step(work, event)}: {found}."


def _party_ended(event: Event, names: Mapping[int, str]) -> str:
    who = names.get(next(iter(_persons(event)), 0), "Een betrokkene")
    reason = str((event.values or {}).get("reden", "gewist")).rstrip(".")
    return f"{who} hoort niet meer bij deze zaak. Reden: {reason}."


def _assigned(work: Work, event: Event, names: Mapping[int, str]) -> str:
    return f"{_step(work, event)} aan {names.get(next(iter(_persons(event)), 0), 'iemand')} gegeven."


def _whom(event: Event, names: Mapping[int, str]) -> str:
    return names.get(next(iter(_persons(event)), 0), "een ouder")


def _register(work: Work, event: Event) -> str:
    kind = work.region.registers.get(str(event.detail.get("register", "")))
    return kind.name if kind else "het register"


def _register_changed(work: Work, event: Event, names: Mapping[int, str]) -> str:
    how = "beëindigd" if event.detail.get("ended") else "gewijzigd"
    return f"{_step(work, event)}: in het register {how} ({_register(work, event)})."


def _piece(work: Work, event: Event) -> str:
    piece = work.region.pieces.get(str(event.detail.get("piece")))
    return f"{piece.name if piece else 'stuk'} versie {event.detail.get('version')}"


def _part(work: Work, event: Event) -> str:
    piece = work.region.pieces.get(str(event.detail.get("piece")))
    return f"{piece.name if piece else 'stuk'}, {str(event.detail.get('part')).replace('_', ' ')}"


def _by_paper(event: Event, names: Mapping[int, str]) -> str:
    return f" op papier door {_whom(event, names)}" if event.detail.get("paper") else ""


def _committee(work: Work, event: Event) -> str:
    known = work.region.committees.get(str(event.detail.get("committee")))
    return known.name if known else "de commissie"


def _finished(work: Work, event: Event) -> str:
    return f"De zaak is klaar, met als uitkomst {_step(work, event)}." if event.node else "De zaak is klaar."


# The story keeps whose act set these off; a reader would take it that this person did them by hand.
_BY_ITSELF: frozenset[EventKind] = frozenset(
    ("decided", "mail_written", "call_written", "number_given", "document_made", "registered", "finished")
)

_Sentence = Callable[[Work, Event, Mapping[int, str]], str]

_SENTENCES: Mapping[EventKind, _Sentence] = {
    "started": lambda work, event, _: f"{_step(work, event)} gedaan: de zaak is begonnen.",
    "step_done": lambda work, event, _: f"{_step(work, event)} gedaan.",
    "act_done": lambda work, event, _: f"{_step(work, event)} gedaan.",
    "paper_done": lambda work, event, _: f"{_step(work, event)} op papier vastgelegd.",
    "step_cancelled": lambda work, event, _: f"{_step(work, event)} hoeft niet meer.",
    "decided": lambda work, event, _: _decided(work, event),
    "number_given": lambda work, event, _: f"{_step(work, event)}: een nummer gegeven.",
    "document_made": lambda work, event, _: f"{_step(work, event)}: een document vastgelegd.",
    "document_printed": lambda work, event, _: f"{_step(work, event)}: een PDF van het document gemaakt.",
    "mail_written": _mailed,
    "sent_again": lambda work, event, _: f"{_step(work, event)}: opnieuw verstuurd, misschien is het twee keer aangekomen.",
    "call_written": lambda work, event, _: f"{_step(work, event)}: aan een ander systeem gevraagd.",
    "job_done": lambda work, event, _: f"{_step(work, event)}: antwoord van een ander systeem gekregen.",
    "message_received": lambda work, event, _: f"{_step(work, event)}: bericht gekregen.",
    "timer_fired": lambda work, event, _: f"{_step(work, event)}: de tijd is om.",
    "claimed": lambda work, event, _: f"{_step(work, event)} opgepakt.",
    "released": lambda work, event, _: f"{_step(work, event)} teruggelegd.",
    "assigned": _assigned,
    "retried": lambda work, event, _: "Een storing opnieuw geprobeerd.",
    "moved": lambda work, event, _: "De zaak ging over naar een nieuwe versie van de route.",
    "moved_back": lambda work, event, _: "De zaak ging terug naar de vorige versie van de route.",
    "answers_erased": lambda work, event, _: "De antwoorden en gegevens van deze zaak zijn gewist.",
    "seen": lambda work, event, _: f"{_step(work, event)}: het burgerservicenummer bekeken.",
    "corrected": lambda work, event, _: f"{_step(work, event)}: een antwoord verbeterd.",
    "party_added": _brought_in,
    "party_ended": lambda work, event, names: _party_ended(event, names),
    "invited": lambda _, event, names: f"{_whom(event, names)} is uitgenodigd.",
    "invitation_sent": lambda _, event, names: f"Nieuwe link gestuurd aan {_whom(event, names)}.",
    "invitation_opened": lambda _, event, names: f"{_whom(event, names)} opende de zaak met een link en een code.",
    "invitation_revoked": lambda _, event, names: f"De toegang van {_whom(event, names)} is ingetrokken.",
    "invitation_restored": lambda _, event, names: f"{_whom(event, names)} heeft weer toegang.",
    "version_made": lambda work, event, _: f"{_step(work, event)}: {_piece(work, event)} gemaakt.",
    "version_in_force": lambda work, event, _: f"{_step(work, event)}: {_piece(work, event)} vastgesteld.",
    "consent_seen": lambda work, event, _: f"{_step(work, event)} gelezen: {_part(work, event)}.",
    "consent_answered": lambda work, event, names: f"Instemming {event.detail.get('answer')}{_by_paper(event, names)}: {_part(work, event)}.",
    "consent_withdrawn": lambda work, event, _: f"Instemming ingetrokken: {_part(work, event)}.",
    "signed": lambda work, event, _: f"{_step(work, event)}: ondertekend.",
    "finished": lambda work, event, _: _finished(work, event),
    "registered": lambda work, event, _: f"{_step(work, event)}: in het register gezet ({_register(work, event)}).",
    "register_changed": _register_changed,
    "register_warned": lambda work, event, _: f"{_register(work, event)}: gewaarschuwd dat dit afloopt.",
    "hidden": lambda work, event, _: "De zaak is nu verborgen voor de school.",
    "shown": lambda work, event, _: "De school kan de zaak nu zien.",
    "voted": lambda work, event, _: f"{_step(work, event)}: gestemd ({event.detail.get('choice')}).",
    "committee_decided": lambda work, event, _: f"{_step(work, event)}: {_committee(work, event)} heeft hierover gestemd.",
    **TERM_SENTENCES,
}  # fmt: skip
