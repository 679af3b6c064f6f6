"""A mail is a pointer: every letter of every region that goes out, filled in with real cases, tells nothing of the child."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from bpmn.feel.errors import FeelError
from bpmn.lint.words import TERM
from engine.casework.letters import compose
from engine.definitions.definition import Definition
from engine.definitions.letter_checks import mailed_letters
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import Deed
from engine.model import Case, Mail, OutboxRow
from engine.store import answers, invitations, outbox, people
from engine.store.database import Tx
from forms.model import Field, every_field
from tests.rules.conftest import PROCESSES, Bundles, Settle
from tests.rules.place import Place, changed

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
SHORTEST = 4  # a shorter answer stands in any text


def longest_per_route(definition: Definition) -> Iterator[str]:
    """For each route the rehearsal in which most is filled in."""
    scripts, _ = scripts_of(definition)
    for route in definition.routes:
        begun = [
            (sum(len(scene.action.answers) for scene in one.scenes if isinstance(scene.action, Deed)), one.id)
            for one in scripts
            if not one.positions
            and any(isinstance(scene.action, Deed) and scene.action.target == route for scene in one.scenes)
        ]
        if begun:
            yield max(begun)[1]


def secrets(place: Place, tx: Tx, case: Case) -> set[str]:
    """What was filled in by hand about a case; of a pupil's name each word, of a date every way it is written."""
    route = place.stage.definition_of(case).routes[case.route]
    forms = {route.start.id: route.start_form, **{id_: step.form for id_, step in route.steps.items()}}
    found: set[str] = set()
    for visit in answers.of_case(tx, case.id):
        form = forms.get(visit.node)
        for field in every_field(form.fields) if form else ():
            if not (field.read_only or field.prefill):  # what the register fills in by itself is no secret
                found |= {
                    word for value in _values(visit.values, field.key) for word in _written(value, field)
                }
    return {word for word in found if len(word) >= SHORTEST}


def _values(answered: object, key: str) -> Iterator[object]:
    """The answers to one question, in rows too."""
    if isinstance(answered, Mapping):
        for name, value in answered.items():
            if name != key:
                yield from _values(value, key)
            elif isinstance(value, list | tuple):
                yield from value
            else:
                yield value
    elif isinstance(answered, list | tuple):
        for row in answered:
            yield from _values(row, key)


def _written(value: object, field: Field) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.split() if field.pupil else ()
    elif isinstance(value, date) and field.pupil:
        yield value.isoformat()
        yield f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        yield f"{value:%d-%m-%Y}"


def _of_itself(place: Place, case: Case, letter: str) -> str:
    """What stands in a letter whoever it is about: its own words, and the names of the region and the school."""
    definition = place.stage.definition_of(case)
    region, written = definition.region, definition.letters[letter]
    school = case.organisation.name if case.organisation else ""
    own = definition.bundle.files[written.file].decode()
    names = [region.name, region.sender, school, case.route_name, *map(str, region.texts.values())]
    return "\n".join([own, *names, *(term.name for term in region.terms.values())]).casefold()


def letters_for(place: Place, tx: Tx, case: Case) -> Iterator[tuple[str, str]]:
    """Every letter of the region that is ever mailed, as it would go out for this case now: its name and whole text."""
    terms = list(place.stage.definition.region.terms)
    links = invitations.last_links(tx, case.id)
    to, link = next(iter(links.items()), (people.persons(tx)[0].id, None))
    for letter in sorted(mailed_letters(place.stage.definition)):
        detail: dict[str, object] = {"to": to, "letter": letter, "end": date(2026, 12, 5)}
        if link:
            detail["invitation"] = link.id
        row = OutboxRow(0, "mail", case.id, f"{TERM}{terms[0]}" if terms else "", detail, "x")
        try:
            yield letter, _whole(compose(tx, place.stage.settings, row))
        except FeelError:  # about something that this route does not know
            continue


def _whole(mail: Mail) -> str:
    return f"{mail.subject}\n{mail.text}\n{mail.sender}"


def told(place: Place) -> tuple[set[str], list[str]]:
    """The letters that could be filled in with the cases of a rehearsal, and what of the answers stands in them."""
    filled, leaked = set(), []
    with place.stage.system.reading() as tx:
        for case in {one.id: one for one in map(place.stage.case, place.stage.cases)}.values():
            words = secrets(place, tx, case)
            sent = list(letters_for(place, tx, case))
            sent += [
                (str(row.detail["letter"]), _whole(compose(tx, place.stage.settings, row)))
                for row in outbox.of_case(tx, case.id)
                if row.kind == "mail"
            ]
            filled |= {letter for letter, _ in sent}
            leaked += [
                f"{letter}: {word}"
                for letter, text in sent
                for word in sorted(words)
                if word.casefold() in text.casefold()
                and word.casefold() not in _of_itself(place, case, letter)
            ]
    return filled, sorted(set(leaked))


@pytest.mark.parametrize("region", PROCESSES)
def test_x26_no_letter_that_goes_out_tells_what_was_filled_in(settle: Settle, region: str) -> None:
    definition = settle(region).stage.definition
    filled: set[str] = set()
    for rehearsal in dict.fromkeys(longest_per_route(definition)):
        place = settle(region, played=rehearsal)
        letters, leaked = told(place)
        assert leaked == [], rehearsal
        filled |= letters
    assert filled >= mailed_letters(definition)


def test_x26_a_letter_that_would_tell_it_is_seen(settle: Settle, bundles: Bundles) -> None:
    """The test above looks at what it says it looks at."""
    telling = changed(
        bundles("digidoor"),
        "letters/ontvangst.md",
        "{{zaak.link}}",
        "{{uitkomst}} {{swv_ondersteuning_nodig}}",
    )
    _, leaked = told(settle("digidoor", telling, played="niet_akkoord"))
    assert "ontvangst: duidelijk_en_mogelijk" in leaked
