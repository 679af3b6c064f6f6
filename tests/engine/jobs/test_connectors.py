"""A service task of a region reaches the system that the installation named, and the case goes on with the answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from config.settings import Connector, Settings
from engine.casework.background import retry_incident
from engine.casework.cases import start_case
from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import Case
from engine.store import answers, cases, events, incidents
from engine.store.schema import case as case_table
from engine.store.schema import outbox
from tests.engine.jobs.conftest import Register
from tests.engine.mini import REQUEST, Mini


def desk(mini: Mini, settings: Settings, *connectors: Connector) -> Desk:
    return replace(mini.system, settings=replace(settings, connectors={one.name: one for one in connectors}))


def asked(mini: Mini) -> Case:
    return start_case(mini.desk("ib.linde"), "mini", "navraag", REQUEST)


def step_of(mini: Mini, case: Case) -> str:
    with mini.database.transaction(writes=False) as tx:
        found = cases.find(tx, case.id)
    assert found is not None
    return found.step


def test_the_case_goes_on_with_what_the_register_answers(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    register.answer = lambda: (200, {}, b'{"gevonden": true}')
    case = asked(mini)
    assert step_of(mini, case) == "Gegevens opvragen"
    assert work_once(desk(mini, settings, connector)).effects == 1
    assert step_of(mini, case) == "Wachten op antwoord"
    assert register.requests[0][1]["gegevens"] == {
        "soort_vraag": "SO",
        "naam": "Noor Voorbeeld van De Voorbeeldlinde (voorbeeld)",
    }


def test_what_another_system_is_told_about_a_child_stays_where_it_was_filled_in(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    case = asked(mini)
    work_once(desk(mini, settings, connector))
    assert "Noor" in str(register.requests[0][1])
    with mini.database.transaction(writes=False) as tx:
        rows = [*tx.rows(select(outbox.c.detail)), *tx.rows(select(case_table.c.state, case_table.c.facts))]
        story = events.of_case(tx, case.id)
    assert "Noor" not in str(rows)
    assert "Noor" not in str(story)


def test_the_number_that_another_system_gives_is_kept_with_the_case(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    register.answer = lambda: (
        200,
        {},
        b'{"registratie": "CAAR-7", "gevonden": true, "meer": "niet gevraagd"}',
    )
    case = asked(mini)
    work_once(desk(mini, settings, connector))
    with mini.database.transaction(writes=False) as tx:
        assert answers.latest(tx, case.id)["opvragen"] == {"registratie": "CAAR-7"}


def test_a_register_that_is_away_is_asked_again_with_the_same_key(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    register.answer = lambda: (503, {}, b"")
    case = asked(mini)
    office = desk(mini, settings, connector)
    assert work_once(office).failed == 1
    assert step_of(mini, case) == "Gegevens opvragen"
    register.answer = lambda: (200, {}, b'{"gevonden": true}')
    mini.database.clock.move(timedelta(minutes=2))
    assert work_once(office).effects == 1
    keys = {headers["Idempotency-Key"] for headers, _ in register.requests}
    assert len(register.requests) == 2
    assert len(keys) == 1


def test_a_connector_that_the_installation_does_not_know_waits_for_a_person(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    register.answer = lambda: (200, {}, b'{"gevonden": true}')
    case = asked(mini)
    assert work_once(desk(mini, settings)).failed == 1
    with mini.database.transaction(writes=False) as tx:
        [incident] = incidents.open_in(tx, ["mini"])
    assert "dossiers" in incident.what
    retry_incident(mini.system, incident.id)
    assert work_once(desk(mini, settings, connector)).effects == 1
    assert step_of(mini, case) == "Wachten op antwoord"


def test_a_refusal_for_good_is_an_incident_and_the_case_waits_visibly(
    mini: Mini, settings: Settings, connector: Connector, register: Register
) -> None:
    register.answer = lambda: (422, {}, b"")
    case = asked(mini)
    assert work_once(desk(mini, settings, connector)).failed == 1
    with mini.database.transaction(writes=False) as tx:
        [incident] = incidents.open_in(tx, ["mini"])
    assert (incident.case, incident.node, incident.kind) == (case.id, "opvragen", "call")
    assert step_of(mini, case) == "Gegevens opvragen"


@pytest.mark.parametrize(
    "answer",
    [
        b'{"registratie": "\\ud800"}',
        b'{"registratie": "een\\u0000twee"}',
        b'{"\\ud800": 1}',
        b'{"registratie": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"registratie": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"registratie": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_000 + b"}",
        b'{"registratie": NaN, "gevonden": 1e400}',
    ],
    ids=["surrogate", "null", "key", "deep", "deeper", "objects", "no number"],
)
def test_an_answer_that_cannot_be_kept_waits_for_a_person_and_stops_nothing(
    mini: Mini, settings: Settings, connector: Connector, register: Register, answer: bytes
) -> None:
    register.answer = lambda: (200, {}, answer)
    case = asked(mini)
    work_once(desk(mini, settings, connector))
    assert len(register.requests) == 1
    with mini.database.transaction(writes=False) as tx:
        (found,) = incidents.open_in(tx, ["mini"])
    assert "antwoord van de koppeling" in found.what
    assert step_of(mini, case) == "Gegevens opvragen"
