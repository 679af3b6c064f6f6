"""The citizen service number: its end for who reads a case, the whole of it for who may and asks, and nowhere else."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from config.settings import Settings
from engine.casework import cases
from engine.casework.background import call_payload
from engine.casework.bsn import reveal
from engine.casework.file import case_file
from engine.casework.form_pages import open_form, save_draft
from engine.definitions.bundle import make_bundle
from engine.definitions.checking import check
from engine.desk import Desk
from engine.errors import AnswersRejected, NotFound
from engine.store import answers, outbox
from engine.store.database import Database
from engine.store.schema import event
from engine.store.schema import outbox as outbox_table
from forms.rendering import render_answers, render_fields
from forms.submitted import Submitted
from tests.engine.casework.with_blocks import BSN, BUNDLE, REQUEST, Blocks, changed, set_up

MASKED = "•••••0019"


@pytest.fixture
def region(sqlite_database: Database, settings: Settings) -> Blocks:
    return set_up(sqlite_database, settings)


def read_by(region: Blocks, login: str, reference: str) -> str:
    """All answers as this person's pages draw them, with the values behind them."""
    known = case_file(region.desk(login), reference)
    drawn = [render_answers(one.form, one.answer.values, lambda _: True) for one in known.visits if one.form]
    return "".join(map(str, drawn)) + repr([one.answer.values for one in known.visits]) + repr(known.story)


@pytest.mark.parametrize("login", ["ib.eikel", "begeleider"])
def test_who_reads_the_case_sees_the_end_of_the_number_only(region: Blocks, login: str) -> None:
    case = region.begun()
    text = read_by(region, login, case.reference)

    assert BSN not in text
    assert MASKED in text


def test_who_may_not_know_the_pupil_sees_nothing_of_it(region: Blocks) -> None:
    region.published(changed('ziet = "zaken"', 'ziet = "zaken"\nleerling = false'))
    text = read_by(region, "begeleider", region.begun().reference)

    assert BSN not in text
    assert MASKED not in text


def test_who_may_gets_the_whole_number_and_that_is_told(region: Blocks) -> None:
    case = region.begun()
    (visit,) = case_file(region.desk("begeleider"), case.reference).visits
    shown = reveal(region.desk("begeleider"), case.reference, visit.answer.id)

    assert visit.reveals
    assert shown.numbers == (("Burgerservicenummer van de leerling", BSN),)
    told = case_file(region.desk("ib.eikel"), case.reference).story[-1]
    assert (told.who, told.text) == ("Bo Smit", "“Plan aanvragen”: het burgerservicenummer bekeken.")


@pytest.mark.parametrize("login", ["ib.eikel", "ib.beuk", "beheerder"])
def test_for_everybody_else_there_is_nothing_to_show(region: Blocks, login: str) -> None:
    case = region.begun()
    (visit,) = case_file(region.desk("begeleider"), case.reference).visits

    with pytest.raises(NotFound):
        reveal(region.desk(login), case.reference, visit.answer.id)
    assert not case_file(region.desk("ib.eikel"), case.reference).visits[0].reveals


def test_an_answer_without_a_number_or_of_another_case_shows_nothing(region: Blocks) -> None:
    first, second = region.begun(), region.begun("ib.beuk", bsn="999990020")
    (other,) = case_file(region.desk("begeleider"), second.reference).visits

    for answer in (other.answer.id, 0, 10**15):
        with pytest.raises(NotFound):
            reveal(region.desk("begeleider"), first.reference, answer)


@pytest.mark.parametrize("bsn", ["123456789", "999990018", "99999001", "abc", ""])
def test_a_number_that_cannot_be_one_is_refused(region: Blocks, bsn: str) -> None:
    with pytest.raises(AnswersRejected) as refused:
        region.begun(bsn=bsn)
    assert {error.field for error in refused.value.filled.errors} == {"bsn"}


def test_in_a_demonstration_only_made_up_numbers_are_taken(region: Blocks) -> None:
    settings = replace(region.settings, demo=True)
    desk = Desk(region.database, region.desk("ib.eikel").actor, settings)
    with pytest.raises(AnswersRejected) as refused:
        cases.start_case(desk, "blokken", "plan", {**REQUEST, "bsn": "111222333"})

    assert "99999" in refused.value.filled.errors[0].message
    assert cases.start_case(desk, "blokken", "plan", dict(REQUEST)).reference


def test_the_number_stands_in_one_place_of_the_database(region: Blocks) -> None:
    case = region.begun()
    reveal(
        region.desk("begeleider"),
        case.reference,
        case_file(region.desk("begeleider"), case.reference).visits[0].answer.id,
    )

    with region.database.transaction(writes=False) as tx:
        assert BSN in repr(answers.of_case(tx, case.id))
        for table in ("case", "task", "event", "outbox", "wait", "party"):
            rows = tx.connection.exec_driver_sql(f'SELECT * FROM "{table}"').fetchall()
            assert BSN not in repr(rows), table


def test_another_form_cannot_read_the_number(region: Blocks) -> None:
    peeking = changed(
        '"vooraf": "=true"', '"vooraf": "=antwoorden.aanvragen.bsn != null"', "forms/b_evaluatie.form"
    )
    findings = [finding for finding in check(peeking) if finding.level == "fout"]

    assert any("bsn" in finding.message for finding in findings)
    region.published(peeking)
    case = region.begun()
    region.do(
        "ib.eikel",
        case,
        "plan_maken",
        doelen=[{"doel": "Lezen"}],
        leerling_gehoord="nee",
        leerling_niet_gehoord_reden="Ziek",
    )
    page = open_form(region.desk("begeleider"), f"task/{region.task(case, 'evalueren').id}")
    assert page.filled
    assert page.filled.values["voor_ouders"] is False


def test_a_number_in_a_draft_is_for_who_typed_it(region: Blocks) -> None:
    typed = Submitted({"bsn": (BSN,), "roepnaam": ("Noor",)})
    save_draft(region.desk("ib.eikel"), "start/blokken/plan", typed)
    mine = open_form(region.desk("ib.eikel"), "start/blokken/plan")
    theirs = open_form(region.desk("ib2.eikel"), "start/blokken/plan")
    assert mine.filled
    assert theirs.filled
    assert theirs.draft

    assert BSN in render_fields(mine.filled)
    assert BSN not in render_fields(theirs.filled) + json.dumps(dict(theirs.draft.values))
    assert 'value="Noor"' in render_fields(theirs.filled)


def test_switched_off_the_field_is_gone_and_what_was_kept_is_hidden_at_once(region: Blocks) -> None:
    case = region.begun()
    region.published(changed("aan = true", "aan = false"))
    text = read_by(region, "begeleider", case.reference)

    assert BSN not in text
    assert MASKED not in text
    assert not case_file(region.desk("begeleider"), case.reference).visits[0].reveals
    page = open_form(region.desk("ib.eikel"), "start/blokken/plan")
    assert page.filled
    assert 'name="bsn"' not in render_fields(page.filled)
    assert cases.start_case(
        region.desk("ib.eikel"),
        "blokken",
        "plan",
        {key: value for key, value in REQUEST.items() if key != "bsn"} | {"roepnaam": "Sem"},
    )


def test_a_connector_that_is_told_to_sends_it_and_not_after_it_was_switched_off(region: Blocks) -> None:
    call = (
        '<bpmn:sequenceFlow id="s1" sourceRef="aanvragen" targetRef="melden" />'
        '<bpmn:serviceTask id="melden" name="Melden"><bpmn:extensionElements><zeebe:taskDefinition type="caar" /><zeebe:taskHeaders>'
        '<zeebe:header key="nummer" value="=antwoorden.aanvragen.bsn" /></zeebe:taskHeaders></bpmn:extensionElements>'
        '<bpmn:incoming>s1</bpmn:incoming><bpmn:outgoing>s0</bpmn:outgoing></bpmn:serviceTask>'
        '<bpmn:sequenceFlow id="s0" sourceRef="melden" targetRef="plan_maken" />'
    )  # fmt: skip
    old = '<bpmn:sequenceFlow id="s1" sourceRef="aanvragen" targetRef="plan_maken" />'
    text = BUNDLE.files["plan.bpmn"].decode()
    assert old in text
    diagram = text.replace(old, call).replace(
        "<bpmn:incoming>s1</bpmn:incoming><bpmn:outgoing>s2",
        "<bpmn:incoming>s0</bpmn:incoming><bpmn:outgoing>s2",
    )
    region.published(make_bundle("blokken", {**BUNDLE.files, "plan.bpmn": diagram.encode()}, BUNDLE.today))
    region.begun()

    assert _sent(region) == {"nummer": BSN}
    region.published(changed("aan = true", "aan = false"))
    assert _sent(region) == {"nummer": None}


def _sent(region: Blocks) -> object:
    with region.database.transaction() as tx:
        row = outbox.find(tx, int(tx.value(select(outbox_table.c.id).where(outbox_table.c.kind == "call"))))
        assert row is not None
        return call_payload(tx, row)["gegevens"]


def test_a_form_that_asks_it_without_a_reason_cannot_be_published() -> None:
    without = BUNDLE.files["region.toml"].decode().partition("[bsn]")[0]
    bundle = replace(BUNDLE, files={**BUNDLE.files, "region.toml": without.encode()})

    (found,) = [finding for finding in check(bundle) if finding.level == "fout"]
    assert (found.rule, found.file, found.element) == ("bsn-grondslag", "forms/b_aanvraag.form", "veld_bsn")


def test_the_story_holds_no_number(region: Blocks) -> None:
    case = region.begun()
    with region.database.transaction(writes=False) as tx:
        rows = tx.rows(select(event).where(event.c.case == case.id))

    assert BSN not in repr(rows)
