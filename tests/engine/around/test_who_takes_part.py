"""Who takes part in a case, and what taking part opens."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import audit
from engine.casework import lists
from engine.casework.bringing_in import parties_in
from engine.casework.erasing import erase
from engine.casework.file import case_file
from engine.casework.parties import PartyLine, end_party, parties_page
from engine.definitions import loading
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Answer, Case
from forms.reading import read_form
from tests.engine.around.conftest import FOLDER, Around

NAMED = {
    "naam": "Bo Fysio",
    "rol": "Fysiotherapeut",
    "organisatie": "Praktijk Voorbeeld",
    "email": "bo@praktijk.example",
    "telefoon": "010 123 45 67",
    "toegang": False,
}


def everyone(around: Around, case: Case, login: str = "ib.eikel") -> dict[str, PartyLine]:
    return {one.name: one for one in parties_page(around.desk(login), case.reference).parties}


def test_who_asked_who_acted_and_the_school_take_part_by_themselves(around: Around) -> None:
    case = around.asked()
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.")
    known = everyone(around, case)
    assert known["Iris de Boer"].roles == ("Aanvrager", "Intern begeleider")
    assert known["Iris de Boer"].organisation == "De Eikel (voorbeeld)"
    assert known["Carla Smit"].roles == ("Lid van de commissie",)
    assert known["De Eikel (voorbeeld)"].roles == ("School",)
    assert not any(one.may_end for one in known.values())


def test_a_role_that_is_brought_in_opens_the_case_and_no_other(around: Around) -> None:
    before, other = around.asked(), around.asked()
    with pytest.raises(NotFound):
        case_file(around.desk("coach.een"), before.reference)
    around.begin("ib.eikel", before, "coach_start")
    assert case_file(around.desk("coach.een"), before.reference).pupil == "Noor Voorbeeld"
    with pytest.raises(NotFound):
        case_file(around.desk("coach.een"), other.reference)
    told = case_file(around.desk("ib.eikel"), before.reference).story
    assert "“Coach betrekken”: Coen Dekker, Kim Jansen erbij betrokken." in [line.text for line in told]


def test_who_can_be_reached_in_a_role_stands_there_with_an_address(around: Around) -> None:
    case = around.with_coach()
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.")
    known = everyone(around, case)
    assert known["Coen Dekker"].email == "coen@erbij.example"
    assert known["Carla Smit"].email == known["Iris de Boer"].email == ""


def test_of_a_choice_people_read_the_label() -> None:
    choice = '{"type": "select", "key": "team_rol", "label": "?", "values": [{"value": "jt", "label": "Jeugdteam"}]}'
    name = '{"type": "textfield", "key": "wie_naam", "label": "Wie?"}'
    group = f'{{"type": "group", "id": "wie", "components": [{choice}, {name}], "properties": {{"betrokkene": "ja"}}}}'
    form = read_form(f'{{"id": "f", "components": [{group}]}}'.encode(), "f.form")
    said = {"team_rol": "jt", "wie_naam": "Jan"}
    visit = Answer(1, 1, "n", "", "f", None, "", datetime(2026, 11, 21, tzinfo=UTC), said)
    ((path, about),) = parties_in(form, visit)
    assert (path, about["rol"], about["naam"]) == ("wie", "Jeugdteam", "Jan")


def test_who_was_brought_in_finds_the_case_in_the_lists_with_its_pupil(around: Around) -> None:
    assert lists.cases(around.desk("coach.een")).items == ()
    case, _ = around.with_coach(), around.asked()
    (line,) = lists.cases(around.desk("coach.een")).items
    assert (line.case.reference, line.pupil) == (case.reference, "Noor Voorbeeld")


def test_who_stops_no_longer_sees_the_case_and_the_story_says_why(around: Around) -> None:
    case = around.with_coach()
    coach = everyone(around, case)["Coen Dekker"]
    assert coach.access
    assert coach.may_end
    end_party(around.desk("ib.eikel"), case.reference, coach.who, "Het traject is klaar.")
    with pytest.raises(NotFound):
        case_file(around.desk("coach.een"), case.reference)
    assert lists.cases(around.desk("coach.een")).items == ()
    ended = everyone(around, case)["Coen Dekker"]
    assert ended.until is not None
    assert not ended.access
    assert not ended.may_end
    told = case_file(around.desk("ib.eikel"), case.reference).story
    assert told[-1].text == "Coen Dekker hoort niet meer bij deze zaak. Reden: Het traject is klaar."
    with around.database.transaction() as tx:
        assert audit.verify(tx, around.system, case.id) == []


def test_who_stopped_can_be_brought_in_again(around: Around) -> None:
    case = around.with_coach()
    end_party(
        around.desk("ib.eikel"), case.reference, everyone(around, case)["Coen Dekker"].who, "Even niet."
    )
    around.begin("ib.eikel", case, "coach_start")
    assert case_file(around.desk("coach.een"), case.reference)


def test_nobody_stops_twice_or_without_a_reason(around: Around) -> None:
    case = around.with_coach()
    who = everyone(around, case)["Coen Dekker"].who
    with pytest.raises(NotAllowed, match="Zeg waarom"):
        end_party(around.desk("ib.eikel"), case.reference, who, "  ")
    end_party(around.desk("ib.eikel"), case.reference, who, "Klaar.")
    with pytest.raises(AlreadyDone):
        end_party(around.desk("ib.eikel"), case.reference, who, "Klaar.")


@pytest.mark.parametrize("login", ["commissie.een", "coach.een", "ib.beuk", "telefoon"])
def test_only_who_may_change_the_tab_lets_somebody_stop(around: Around, login: str) -> None:
    case = around.with_coach()
    who = everyone(around, case)["Kim Jansen"].who
    with pytest.raises(NotFound):
        end_party(around.desk(login), case.reference, who, "Weg ermee.")
    assert everyone(around, case)["Kim Jansen"].until is None


@pytest.mark.parametrize(
    "who", ["", "person/1", "organisation/99AA00", "person/x", "answer/1/betrokkenen.1", "'; --"]
)
def test_who_asked_and_who_is_not_there_cannot_be_let_go(around: Around, who: str) -> None:
    case = around.asked()
    with pytest.raises((AlreadyDone, NotFound)):
        end_party(around.desk("ib.eikel"), case.reference, who, "Weg ermee.")
    assert case_file(around.desk("ib.eikel"), case.reference)


def test_a_case_that_is_not_there_has_no_parties(around: Around) -> None:
    for login in ("ib.eikel", "ib.beuk"):
        with pytest.raises(NotFound):
            parties_page(around.desk(login), "ERB-2026-XXXXXX")
    case = around.asked()
    with pytest.raises(NotFound):
        parties_page(around.desk("ib.beuk"), case.reference)


def test_who_is_named_in_an_answer_takes_part_and_stands_only_there(around: Around) -> None:
    case = around.asked(betrokkenen=[NAMED], behandelaar_naam="Ria Logo", behandelaar_rol="Logopedist")
    known = everyone(around, case)
    assert known["Bo Fysio"].roles == ("Fysiotherapeut",)
    assert known["Bo Fysio"].organisation == "Praktijk Voorbeeld"
    assert known["Bo Fysio"].email == "bo@praktijk.example"
    assert known["Ria Logo"].roles == ("Logopedist",)
    assert not known["Bo Fysio"].access
    with around.database.transaction() as tx:
        rows = tx.connection.exec_driver_sql("select * from party").fetchall()
    assert "Bo" not in str(rows)
    assert "Ria" not in str(rows)


def test_who_is_named_with_access_opens_the_case_with_their_own_role(around: Around) -> None:
    coach = {**NAMED, "naam": "Kim", "email": "KIM@erbij.example", "toegang": True}
    case = around.asked(betrokkenen=[coach])
    assert case_file(around.desk("coach.twee"), case.reference)
    with pytest.raises(NotFound):
        case_file(around.desk("coach.een"), case.reference)


@pytest.mark.parametrize("email", ["bas@beuk.example", "niemand@erbij.example", "%@erbij.example"])
def test_being_named_gives_no_more_than_a_role_may(around: Around, email: str) -> None:
    """Of another school, of nobody, of everybody: the role says what one may open, the answer only which case."""
    case = around.asked(betrokkenen=[{**NAMED, "email": email.replace("%", "a"), "toegang": True}])
    for login in ("ib.beuk", "coach.een", "coach.twee"):
        with pytest.raises(NotFound):
            case_file(around.desk(login), case.reference)


def test_who_was_named_can_stop_too(around: Around) -> None:
    case = around.asked(betrokkenen=[NAMED])
    end_party(around.desk("ib.eikel"), case.reference, everyone(around, case)["Bo Fysio"].who, "Verhuisd.")
    assert everyone(around, case)["Bo Fysio"].until is not None


def test_who_may_not_know_the_pupil_does_not_read_who_was_named(around: Around) -> None:
    case = around.asked(betrokkenen=[NAMED])
    assert "Bo Fysio" not in everyone(around, case, "telefoon")
    assert "Iris de Boer" in everyone(around, case, "telefoon")


def test_erasing_takes_who_was_named_and_why_somebody_stopped(around: Around) -> None:
    case = around.with_coach(betrokkenen=[NAMED])
    end_party(
        around.desk("ib.eikel"), case.reference, everyone(around, case)["Coen Dekker"].who, "Ruzie met Bo."
    )
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.")
    erase(around.system, case.id)
    assert "Bo Fysio" not in everyone(around, case)
    with around.database.transaction() as tx:
        assert audit.verify(tx, around.system, case.id) == []
    told = case_file(around.desk("ib.eikel"), case.reference).story
    assert "Coen Dekker hoort niet meer bij deze zaak. Reden: gewist." in [line.text for line in told]


def test_who_stands_in_for_a_party_opens_the_case_meanwhile(around: Around, tmp_path: Path) -> None:
    case = around.asked(betrokkenen=[{**NAMED, "email": "coen@erbij.example", "toegang": True}])
    with pytest.raises(NotFound):
        case_file(around.desk("coach.twee"), case.reference)
    folder = Path(shutil.copytree(FOLDER, tmp_path / "erbij"))
    with (folder / "today" / "people.toml").open("a") as people:
        people.write(
            '\n[[vervanging]]\nvan = "coach.een"\ndoor = "coach.twee"\nvanaf = 2026-11-20\ntot = 2026-11-28\n'
        )
    loading.load(around.system, folder)
    standing_in = around.desk("coach.twee")
    assert case_file(standing_in, case.reference).pupil == "Noor Voorbeeld"
    assert [(one.case.id, one.pupil) for one in lists.cases(standing_in).items] == [
        (case.id, "Noor Voorbeeld")
    ]
    around.database.clock.move(timedelta(days=10))
    with pytest.raises(NotFound):
        case_file(around.desk("coach.twee"), case.reference)
