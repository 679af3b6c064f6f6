"""Decisions in writing: each has a number of its own, says until when one can object, and is on paper always the same."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from config.settings import Settings
from engine import audit
from engine.casework import cases, erasing
from engine.casework.printed import pdf_of
from engine.clock import AMSTERDAM
from engine.definitions import loading
from engine.definitions.bundle import make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.switches import falls_away
from engine.definitions.taking_out import take_out
from engine.errors import NotFound
from engine.model import Case, Document
from engine.rehearsal.playing import rehearse
from engine.store import definitions, documents, events
from engine.store.database import Database
from tests.engine.mini import Mini
from tests.engine.paper.certificate import certificate
from tests.engine.paper.reading_back import is_accessible, text_of

FOLDER = Path(__file__).parents[2] / "regions" / "brieven"
BUNDLE = read_folder(FOLDER)
DECIDED: Mapping[str, object] = {"besluit": "wel hulp", "motivering": "Dat is #nodig voor $x$ [sic]."}


@pytest.fixture
def town(database: Database, settings: Settings) -> Mini:
    return set_up(database, settings)


@pytest.fixture
def town_sqlite(sqlite_database: Database, settings: Settings) -> Mini:
    return set_up(sqlite_database, settings)


def set_up(database: Database, settings: Settings) -> Mini:
    town = Mini(database, settings)
    loading.load(town.system, FOLDER)
    publish(town, BUNDLE.files)
    return town


def publish(town: Mini, files: Mapping[str, bytes]) -> None:
    bundle = make_bundle("brieven", files, {})
    with town.database.transaction() as tx:
        definitions.add(tx, "brieven", bundle.files, bundle.checksum, reason="eerste", by=None)


def asked(town: Mini, pupil: str = "Noor Voorbeeld") -> Case:
    return cases.start_case(town.desk("ib.eikel"), "brieven", "besluit", {"leerling": pupil})


def decided(town: Mini, pupil: str = "Noor Voorbeeld") -> tuple[Case, Document]:
    case = asked(town, pupil)
    town.do("beslisser", case, "beslissen", **DECIDED)
    return case, laid_down(town, case)


def laid_down(town: Mini, case: Case) -> Document:
    with town.database.transaction(writes=False) as tx:
        (document,) = documents.of_case(tx, case.id)
    return document


def story_of(town: Mini, case: Case) -> list[str]:
    with town.database.transaction(writes=False) as tx:
        return [line.kind for line in events.of_case(tx, case.id)]


def test_the_region_of_the_tests_is_sound_and_goes_as_it_is_rehearsed() -> None:
    assert [str(one) for one in check(BUNDLE)] == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


def test_a_decision_carries_the_number_that_was_given(town: Mini) -> None:
    _, document = decided(town)

    assert document.number == "PO0000-2627-0001"


def test_the_number_of_a_decision_that_was_withdrawn_stays_used(town: Mini) -> None:
    case, first = decided(town)
    withdrawn = town.begin("ib.eikel", case, "intrekken_start", reden="De leerling verhuist.")
    _, second = decided(town, "Sem Testers")
    _, third = decided(town, "Yara Proef")

    assert withdrawn.outcome == "ingetrokken_einde"
    assert laid_down(town, case).number == first.number
    assert [one.number[-4:] for one in (first, second, third)] == ["0001", "0002", "0003"]


def test_two_decisions_at_the_same_second_have_two_numbers(town: Mini) -> None:
    waiting = [asked(town, f"Leerling {number}") for number in range(6)]
    desk = town.desk("beslisser")
    open_tasks = [town.task(case, "beslissen").id for case in waiting]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda task: cases.complete_task(desk, task, DECIDED), open_tasks))

    assert len({laid_down(town, case).number for case in waiting}) == 6


@pytest.mark.parametrize(
    ("decided_on", "last"),
    [
        ("2026-11-23", "4 januari 2027"),  # 42 days
        ("2026-11-21", "4 januari 2027"),  # a Saturday, the 2nd, is no last day
        ("2028-11-13", "27 december 2028"),  # nor is Christmas
        ("2027-02-12", "30 maart 2027"),  # Good Friday until Easter Monday
        ("2028-01-18", "29 februari 2028"),
    ],
)
def test_one_can_object_for_42_days_after_the_decision(town_sqlite: Mini, decided_on: str, last: str) -> None:
    """Article 1 of the Algemene termijnenwet: a term does not end in a weekend or on a holiday."""
    clock = town_sqlite.database.clock
    clock.move(datetime.combine(date.fromisoformat(decided_on), time(23, 30), AMSTERDAM) - clock.now())
    _, document = decided(town_sqlite)
    assert f"tot en met {last} bezwaar maken" in document.body


def test_without_its_switch_the_decision_says_nothing_of_objecting(town: Mini) -> None:
    region = BUNDLE.files["region.toml"].replace(
        b"[schakelaars.bezwaar]\naan = true", b"[schakelaars.bezwaar]\naan = false"
    )
    publish(town, {**BUNDLE.files, "region.toml": region})
    _, document = decided(town)

    assert "ezwaar" not in document.body
    assert document.number == "PO0000-2627-0001"


def test_without_a_number_the_decision_carries_none(town: Mini) -> None:
    region = BUNDLE.files["region.toml"].replace(
        b"[schakelaars.nummering]\naan = true", b"[schakelaars.nummering]\naan = false"
    )
    publish(town, {**BUNDLE.files, "region.toml": region})

    assert decided(town)[1].number == ""


def _rules(old: str, new: str, file: str = "letters/besluit.md") -> set[str]:
    files = {**BUNDLE.files, file: BUNDLE.files[file].replace(old.encode(), new.encode())}
    assert files[file] != BUNDLE.files[file]
    return {one.rule for one in check(make_bundle("brieven", files, BUNDLE.today)) if one.level == "fout"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("bezwaar: P6W\nbezwaar_schakelaar: bezwaar\n", "", "brief-kop"),
        ("bezwaar: P6W\n", "", "brief-kop"),
        ("bezwaar: P6W", "bezwaar: zes weken", "leesbaar"),
        ("bezwaar: P6W", "bezwar: P6W", "leesbaar"),
        ("bezwaar_schakelaar: bezwaar", "bezwaar_schakelaar: bezwaren", "schakelaar-bestaat"),
        ("nummer: besluitnummer", "nummer: tlv_nummer", "brief-kop"),
        (BUNDLE.files["letters/besluit.md"].decode().partition("{{#if")[2], "true}}{{/if}}", "brief-kop"),
    ],
)
def test_what_stands_above_a_letter_must_fit_it(old: str, new: str, rule: str) -> None:
    assert rule in _rules(old, new)


def test_a_mail_has_no_number_and_no_last_day_to_object() -> None:
    diagram = BUNDLE.files["besluit.bpmn"].decode()
    start = diagram.index('<bpmn:serviceTask id="vastleggen"')
    end = diagram.index("</bpmn:serviceTask>", start) + len("</bpmn:serviceTask>")
    send = (
        '<bpmn:sendTask id="vastleggen" name="Mailen"><bpmn:extensionElements><zeebe:properties><zeebe:property '
        'name="brief" value="besluit" /><zeebe:property name="aan" value="school" /></zeebe:properties>'
        "</bpmn:extensionElements><bpmn:incoming>b3</bpmn:incoming><bpmn:outgoing>b4</bpmn:outgoing></bpmn:sendTask>"
    )
    files = {**BUNDLE.files, "besluit.bpmn": (diagram[:start] + send + diagram[end:]).encode()}

    assert "brief-kop" in {one.rule for one in check(make_bundle("brieven", files, BUNDLE.today))}


@pytest.mark.parametrize("word", ["nummer", "bezwaar"])
def test_a_rule_can_hang_on_a_word_above_a_letter(word: str) -> None:
    definition = read_definition(BUNDLE)
    left = read_definition(take_out(read_carrier(f"briefkop:besluit.{word}"), definition))

    assert word in definition.letters["besluit"].headers
    assert word not in left.letters["besluit"].headers
    assert left.letters["besluit"].body == definition.letters["besluit"].body


def test_what_a_switch_took_away_need_not_be_proved() -> None:
    carrier = read_carrier("briefkop:besluit.bezwaar")

    assert not falls_away(carrier, read_definition(BUNDLE), ())
    assert falls_away(carrier, read_definition(BUNDLE, frozenset({"bezwaar"})), ())
    assert not falls_away(carrier, read_definition(BUNDLE, frozenset({"nummering"})), ())


def test_the_pdf_says_what_the_document_says_and_says_from_whom(town: Mini) -> None:
    case, document = decided(town)
    printed = pdf_of(town.desk("ib.eikel"), case.reference, document.id)
    text = text_of(printed.data)

    assert is_accessible(printed.data)
    assert printed.name == f"{case.reference}-{document.id}.pdf"
    for words in (
        "Het Loket (voorbeeld)", "21 november 2026", case.reference, "PO0000-2627-0001", "Noor Voorbeeld",
        "Dat is #nodig voor $x$ [sic].", "4 januari 2027", document.sha256,
    ):  # fmt: skip
        assert words in text


def test_everybody_gets_the_file_that_was_made_first_and_the_story_holds_its_checksum(town: Mini) -> None:
    case, document = decided(town)
    first = pdf_of(town.desk("ib.eikel"), case.reference, document.id)
    second = pdf_of(town.desk("beslisser"), case.reference, document.id)
    with town.database.transaction(writes=False) as tx:
        lines = [line for line in events.of_case(tx, case.id) if line.kind == "document_printed"]
        damage = audit.verify(tx, town.system, case.id)

    assert first == second
    assert [line.detail["document"] for line in lines] == [document.id]
    assert lines[0].detail["sha256"] == hashlib.sha256(first.data).hexdigest()
    assert damage == []


def test_who_asks_at_the_same_moment_gets_the_same_file(town: Mini) -> None:
    case, document = decided(town)
    desk = town.desk("ib.eikel")
    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(lambda _: pdf_of(desk, case.reference, document.id).data, range(3)))

    assert len(found) == 1
    assert story_of(town, case).count("document_printed") == 1


@pytest.mark.parametrize("login", ["ib.beuk", "teller"])
def test_who_may_not_read_the_document_gets_no_pdf_and_makes_none(town: Mini, login: str) -> None:
    case, document = decided(town)
    with pytest.raises(NotFound):
        pdf_of(town.desk(login), case.reference, document.id)

    assert "document_printed" not in story_of(town, case)


def test_a_document_of_another_case_is_not_there(town: Mini) -> None:
    case, document = decided(town)
    other, _ = decided(town, "Sem Testers")
    for reference, number in ((other.reference, document.id), (case.reference, 999_999)):
        with pytest.raises(NotFound):
            pdf_of(town.desk("ib.eikel"), reference, number)


def test_with_the_data_of_a_child_its_pdf_goes_too(town: Mini) -> None:
    case, document = decided(town)
    pdf_of(town.desk("ib.eikel"), case.reference, document.id)
    town.do("ib.eikel", case, "lezen")
    erasing.erase(town.system, case.id)

    with pytest.raises(NotFound):
        pdf_of(town.desk("ib.eikel"), case.reference, document.id)
    with town.database.transaction(writes=False) as tx:
        assert audit.verify(tx, town.system, case.id) == []


def test_a_pdf_is_sealed_where_there_is_a_seal_and_never_in_a_demonstration(
    sqlite_database: Database, settings: Settings, tmp_path: Path
) -> None:
    seal, _ = certificate(tmp_path)
    for demo, sealed in ((True, False), (False, True)):
        town = Mini(sqlite_database, replace(settings, seal=seal, demo=demo))
        loading.load(town.system, FOLDER)
        if demo:
            publish(town, BUNDLE.files)
        case, document = decided(town)
        printed = pdf_of(town.desk("ib.eikel"), case.reference, document.id)

        assert (b"ETSI.CAdES.detached" in printed.data) is sealed
