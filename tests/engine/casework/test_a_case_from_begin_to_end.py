from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.casework import background, follow
from engine.casework.cases import begin_act, complete_task, start_case
from engine.casework.file import case_file
from engine.casework.letters import compose
from engine.clock import AMSTERDAM
from engine.errors import AlreadyDone, AnswersRejected, NotAllowed, NotFound
from engine.store import answers, cases, documents, outbox
from engine.store.schema import case as case_table
from forms.markdown import html_of
from tests.engine.mini import REQUEST, Mini


def test_a_request_goes_to_the_committee_and_ends_with_a_decision(mini: Mini) -> None:
    case = mini.begun()
    assert case.reference.startswith("MIN-2026-")
    assert mini.open_steps(case) == ["beoordelen"]
    assert (case.phase, case.step, case.turn) == ("behandeling", "Beoordelen", "commissielid")

    done = mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    assert (done.status, done.outcome, done.outcome_name) == ("finished", "toegekend_einde", "Toegekend")
    assert mini.open_steps(case) == []


def test_the_decision_gets_a_number_a_document_and_a_mail_to_each(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    with mini.database.transaction(writes=False) as tx:
        given = answers.latest(tx, case.id)
        (document,) = documents.of_case(tx, case.id)
        rows = outbox.of_case(tx, case.id)
        mails = [compose(tx, mini.settings, row) for row in rows]
    assert given["nummeren"] == {"tlv_nummer": "PO9901-2627-SO-00001"}
    assert "Nummer: PO9901-2627-SO-00001" in html_of(document.body)
    assert "Noor Voorbeeld van De Voorbeeldlinde" in document.body
    assert sorted(mail.to for mail in mails) == ["ib.linde2@mini.example", "ib.linde@mini.example"]
    assert all(case.reference in mail.subject and "Noor" not in mail.subject + mail.text for mail in mails)
    assert len({mail.message_id for mail in mails}) == 2
    assert all("Noor" not in str(row.detail) for row in rows)


def test_numbers_follow_each_other_and_begin_again_in_a_new_school_year(mini: Mini) -> None:
    def number() -> object:
        case = mini.begun()
        mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
        with mini.database.transaction(writes=False) as tx:
            return answers.latest(tx, case.id)["nummeren"]["tlv_nummer"]

    assert [number(), number()] == ["PO9901-2627-SO-00001", "PO9901-2627-SO-00002"]
    mini.database.clock.move(timedelta(days=270))
    assert number() == "PO9901-2728-SO-00001"


def test_a_loop_keeps_the_answers_of_every_visit(mini: Mini) -> None:
    case = mini.begun()
    for number in range(3):
        mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=f"ronde {number}")
        mini.do("ib.linde", case, "aanvullen", aanvulling=f"aanvulling {number}")
    with mini.database.transaction(writes=False) as tx:
        rounds = [
            one.values["toelichting"] for one in answers.of_case(tx, case.id) if one.node == "beoordelen"
        ]
        assert rounds == ["ronde 0", "ronde 1", "ronde 2"]
        assert answers.latest(tx, case.id)["beoordelen"]["toelichting"] == "ronde 2"


def test_only_facts_reach_the_workflow(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting="Heel persoonlijk")
    with mini.database.transaction(writes=False) as tx:
        row = cases.find(tx, case.id)
        assert row is not None
        assert row.facts.keys() == {"schoolsoort", "gestart_op", "besluit"}
        assert b"Noor" not in row.state
        assert b"persoonlijk" not in row.state


def test_wrong_answers_change_nothing(mini: Mini) -> None:
    with pytest.raises(AnswersRejected) as refused:
        mini.begun(leerling_naam="")
    assert refused.value.filled.errors[0].field == "leerling_naam"
    with mini.database.transaction(writes=False) as tx:
        assert tx.rows(select(case_table.c.id)) == []
    case = mini.begun()
    with pytest.raises(AnswersRejected):
        mini.do("commissie.1", case, "beoordelen", besluit="iets anders", toelichting=None)
    with pytest.raises(AnswersRejected):
        mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None, extra="x")
    assert mini.open_steps(case) == ["beoordelen"]


def test_a_second_submit_of_the_same_task_does_nothing_twice(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    with pytest.raises(AlreadyDone) as second:
        complete_task(mini.desk("commissie.2"), task.id, {"besluit": "toegekend", "toelichting": None})
    assert second.value.by == "Carla Dam"
    assert "Carla Dam" in second.value.message
    assert mini.open_steps(case) == ["aanvullen"]


def test_a_second_press_on_the_same_start_page_begins_one_case(mini: Mini) -> None:

    desk = mini.desk("ib.linde")
    first = start_case(desk, "mini", "aanvraag", REQUEST, once="teken-1")
    with pytest.raises(AlreadyDone) as second:
        start_case(desk, "mini", "aanvraag", REQUEST, once="teken-1")
    assert second.value.reference == first.reference
    with pytest.raises(NotFound):
        start_case(mini.desk("ib.vlieger"), "mini", "aanvraag", REQUEST, once="teken-1")


def test_who_did_one_step_cannot_do_the_other(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
    assert mini.open_steps(case) == ["deskundige_een", "deskundige_twee"]
    mini.do("deskundige.1", case, "deskundige_een", advies_tekst="Ja")
    with pytest.raises(
        NotAllowed, match="U deed zelf: Eerste deskundige. Iemand anders moet deze stap doen."
    ):
        mini.do("deskundige.1", case, "deskundige_twee", advies_tekst="Ja")
    mini.do("deskundige.2", case, "deskundige_twee", advies_tekst="Nee")
    assert mini.open_steps(case) == ["beoordelen"]


def test_a_button_withdraws_the_request_and_cancels_what_was_open(mini: Mini) -> None:
    case = mini.begun()
    wait = mini.act(case, "intrekken_start")
    with pytest.raises(NotAllowed):
        mini.begin("commissie.1", case, "intrekken_start", reden="x")
    done = mini.begin("ib.linde2", case, "intrekken_start", reden="Verhuisd")
    assert (done.status, done.outcome_name) == ("finished", "Ingetrokken")
    assert mini.open_steps(case) == []
    with pytest.raises(AlreadyDone):
        begin_act(mini.desk("ib.linde"), case.id, wait, {"reden": "Nog eens"})


def test_a_note_can_be_added_more_than_once_and_the_route_goes_on(mini: Mini) -> None:
    case = mini.begun()
    for number in range(2):
        mini.begin("commissie.1", case, "notitie_start", tekst=f"notitie {number}")
    assert mini.open_steps(case) == ["beoordelen"]
    file = case_file(mini.desk("commissie.1"), case.reference)
    assert [one.answer.values["tekst"] for one in file.visits if one.answer.node == "notitie_start"] == [
        "notitie 0",
        "notitie 1",
    ]
    assert [one.act.button for one in file.acts] == ["Notitie toevoegen"]


def test_a_timer_that_is_due_writes_a_reminder_once(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    assert background.fire_due_timers(mini.system, case.id) is False
    mini.database.clock.move(timedelta(days=8))
    assert background.fire_due_timers(mini.system, case.id) is True
    assert background.fire_due_timers(mini.system, case.id) is False
    with mini.database.transaction(writes=False) as tx:
        rows = outbox.of_case(tx, case.id)
    assert [row.node for row in rows] == ["herinneren", "herinneren"]
    assert mini.open_steps(case) == ["aanvullen"]


def test_the_school_follows_where_its_request_is(mini: Mini) -> None:
    case = mini.begun()
    story = follow.story_of(mini.desk("ib.linde"), case.reference)
    assert [(one.name, one.state) for one in story.phases] == [
        ("Aanvraag", "done"), ("In behandeling", "current"), ("Besluit", "todo"),
    ]  # fmt: skip
    assert story.now == "De commissie leest uw aanvraag."
    assert story.turn == "Lid van de commissie"
    assert story.next == "Aanvullen of Eerste deskundige of Tweede deskundige of klaar"
    assert story.states["beoordelen"] == "current"
    assert story.states["indienen"] == "done"
    assert story.due is not None
    assert (story.due - story.case.started).days == 14
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    story = follow.story_of(mini.desk("ib.linde"), case.reference)
    assert (story.now, story.next) == ("Toegekend", "")
    assert {one.state for one in story.phases} == {"done"}
    assert story.states["toegekend_einde"] == "done"
    assert [way for way in ("toe", "advies", "terug") if way in story.states] == ["toe"]


def test_the_story_says_why_a_decision_went_that_way(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    lines = case_file(mini.desk("commissie.1"), case.reference).story
    decided = next(one for one in lines if one.kind == "decided" and "Wat is het besluit?" in one.text)
    assert decided.text == "“Wat is het besluit?”: toegekend."
    assert decided.why == ("omdat “Besluit” is “Toegekend”",)
    assert lines[0].who == "Iris de Boer"
    assert lines[-1].text == "De zaak is klaar, met als uitkomst “Toegekend”."


def test_the_story_tells_a_decision_before_what_it_set_off(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    lines = case_file(mini.desk("commissie.1"), case.reference).story
    assert [line.kind for line in lines][-6:] == [
        "step_done", "decided", "number_given", "document_made", "mail_written", "finished",
    ]  # fmt: skip


def test_the_story_names_nobody_for_what_the_route_does_by_itself(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    lines = case_file(mini.desk("commissie.1"), case.reference).story[-6:]
    assert [bool(line.who) for line in lines] == [True, False, False, False, False, False]


def test_a_case_of_new_years_night_carries_the_new_year(mini_sqlite: Mini) -> None:
    midnight = datetime(2027, 1, 1, 0, 30, tzinfo=AMSTERDAM)
    mini_sqlite.database.clock.move(midnight - mini_sqlite.database.clock.now())
    assert mini_sqlite.begun().reference.startswith("MIN-2027-")
