"""Calls, messages and incidents: what happens to a case without a person at a desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.casework import follow
from engine.casework.background import (
    KEPT,
    call_payload,
    deliver_message,
    finish_call,
    fire_due_timers,
    retry_incident,
)
from engine.casework.cases import complete_task, start_case
from engine.casework.file import case_file
from engine.errors import CaseStuck, NotAllowed, NotFound
from engine.jobs.working import work_once
from engine.model import Case, OutboxRow
from engine.store import cases, incidents, outbox, queue
from engine.store.schema import case as case_table
from engine.store.schema import message
from tests.engine.mini import REQUEST, Mini


def asked(mini: Mini) -> Case:
    return start_case(mini.desk("ib.linde"), "mini", "navraag", REQUEST)


def taken(mini: Mini) -> OutboxRow:
    """The call, in the hands of a worker."""
    with mini.database.transaction() as tx:
        (row,) = queue.take(tx, 1)
    return row


def outcome(mini: Mini, case: Case) -> str:
    with mini.database.transaction(writes=False) as tx:
        found = cases.find(tx, case.id)
    assert found is not None
    return found.outcome


def test_a_call_sends_what_the_mapping_names_and_nothing_else(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    with mini.database.transaction(writes=False) as tx:
        payload = call_payload(tx, row)
    assert (row.kind, row.detail) == ("call", {"connector": "dossiers"})
    assert payload == {
        "zaak": case.reference, "regio": "mini", "route": "navraag", "stap": "opvragen",
        "gegevens": {"soort_vraag": "SO", "naam": "Noor Voorbeeld van De Voorbeeldlinde (voorbeeld)"},
    }  # fmt: skip


def test_the_school_reads_that_its_request_waits_for_another_system(mini: Mini) -> None:
    case = asked(mini)
    school = mini.desk("ib.linde")
    story = follow.story_of(school, case.reference)
    assert (story.now, story.states["opvragen"]) == ("Gegevens opvragen.", "current")
    assert case_file(school, case.reference).waits == "Gegevens opvragen."
    finish_call(mini.system, taken(mini), {"gevonden": True})
    assert follow.story_of(school, case.reference).states["opvragen"] == "done"
    assert case_file(school, case.reference).waits != "Gegevens opvragen."


def test_the_result_of_a_call_carries_the_case_on_once(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    finish_call(mini.system, row, {"gevonden": True, "geheim": "wat niemand vroeg"})
    finish_call(mini.system, row, {"gevonden": False})
    with mini.database.transaction(writes=False) as tx:
        found = cases.find(tx, case.id)
        assert found is not None
        assert found.facts["gevonden"] is True
        assert "geheim" not in found.facts
        assert found.step == "Wachten op antwoord"
        assert [one.status for one in outbox.of_case(tx, case.id)] == ["done"]


def test_a_message_reaches_the_case_that_waits_for_it(mini: Mini) -> None:
    case = asked(mini)
    finish_call(mini.system, taken(mini), {"gevonden": True})
    assert deliver_message(mini.system, "antwoord", "anders", {"akkoord": False}, message_id="m0") == []
    assert deliver_message(mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1") == [case.id]
    assert deliver_message(mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1") == []
    assert outcome(mini, case) == "ja_einde"


def test_a_message_that_is_early_waits_for_the_case(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    assert deliver_message(mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1") == []
    assert deliver_message(mini.system, "antwoord", "SO", {"akkoord": False}, message_id="m1") == []
    finish_call(mini.system, row, {"gevonden": True})
    assert outcome(mini, case) == "ja_einde"


def said(mini: Mini) -> list[object]:
    """What the messages in the database say."""
    with mini.database.transaction(writes=False) as tx:
        return [row.payload for row in tx.rows(select(message.c.payload).order_by(message.c.id))]


def test_what_a_message_said_stays_with_the_case_that_took_it_alone(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    deliver_message(mini.system, "antwoord", "SO", {"akkoord": True, "naam": "Noor"}, message_id="vroeg")
    assert said(mini) == [{"akkoord": True, "naam": "Noor"}]
    finish_call(mini.system, row, {"gevonden": True})
    assert outcome(mini, case) == "ja_einde"
    asked(mini)
    finish_call(mini.system, taken(mini), {"gevonden": True})
    deliver_message(mini.system, "antwoord", "SO", {"akkoord": True, "naam": "Noor"}, message_id="tijdig")
    assert said(mini) == [{}, {}]


def test_what_a_message_said_that_nobody_took_in_time_is_taken_away(mini: Mini) -> None:
    deliver_message(mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1")
    work_once(mini.system)
    assert said(mini) == [{"akkoord": True}]
    mini.database.clock.move(KEPT)
    work_once(mini.system)
    assert said(mini) == [{}]
    assert deliver_message(mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1") == []
    assert said(mini) == [{}]


def test_a_message_that_waited_too_long_is_not_delivered(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    deliver_message(
        mini.system, "antwoord", "SO", {"akkoord": True}, message_id="m1", kept=timedelta(hours=1)
    )
    mini.database.clock.move(timedelta(hours=2))
    finish_call(mini.system, row, {"gevonden": True})
    assert outcome(mini, case) == ""


def test_what_the_route_cannot_do_becomes_an_incident_and_changes_nothing(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    fresh = mini.begun()
    with mini.database.transaction() as tx:  # the state of another case: its task does not wait in there
        state = tx.value(
            case_table.select().with_only_columns(case_table.c.state).where(case_table.c.id == fresh.id)
        )
        tx.run(update(case_table).where(case_table.c.id == case.id).values(state=state))
    with pytest.raises(CaseStuck) as stuck:
        complete_task(mini.desk("commissie.1"), task.id, {"besluit": "terug", "toelichting": "Persoonlijk"})
    assert mini.open_steps(case) == ["beoordelen"]
    with mini.database.transaction(writes=False) as tx:
        incident = incidents.by_id(tx, stuck.value.incident_id)
        assert incident is not None
        assert (incident.case, incident.kind, incident.solved) == (case.id, "step", None)
        assert "Persoonlijk" not in repr(incident)
        assert [one.id for one in incidents.open_in(tx, ["mini"])] == [incident.id]
        assert incidents.open_in(tx, ["elders"]) == []


def test_only_who_manages_retries_an_incident(mini: Mini) -> None:
    case = asked(mini)
    row = taken(mini)
    with mini.database.transaction() as tx:
        queue.give_up(tx, row.id, "geen antwoord")
        number = incidents.add(tx, "call", "geen antwoord", case_id=case.id, region="mini", outbox_id=row.id)
    with pytest.raises(NotAllowed):
        retry_incident(mini.desk("commissie.1"), number)
    with pytest.raises(NotFound):
        retry_incident(mini.desk("beheerder"), 999)
    retry_incident(mini.desk("beheerder"), number)
    again = taken(mini)
    assert (again.id, again.message_id) == (row.id, row.message_id)
    with mini.database.transaction(writes=False) as tx:
        assert incidents.open_in(tx, ["mini"]) == []


def test_a_timer_of_a_case_that_does_not_exist_is_not_found(mini: Mini) -> None:
    with pytest.raises(NotFound):
        fire_due_timers(mini.system, 12345)
