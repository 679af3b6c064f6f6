"""Somebody of the region begins a case for a school that is chosen in the form, or for nobody's school."""

from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.file import case_file
from engine.definitions import loading
from engine.definitions.bundle import make_bundle, read_folder
from engine.definitions.checking import check
from engine.errors import AnswersRejected, NotAllowed, NotFound
from engine.model import Case
from engine.rehearsal.playing import rehearse
from engine.store import definitions, people
from engine.store.database import Database
from tests.engine.counting import counted
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "anoniem"
BUNDLE = read_folder(FOLDER)
QUESTION = {"leerling": "Yara Proef", "ouder": "Olga Voorbeeld", "anoniem": "nee"}


@pytest.fixture
def town(sqlite_database: Database, settings: Settings) -> Mini:
    town = Mini(sqlite_database, settings)
    loading.load(town.system, FOLDER)
    with sqlite_database.transaction() as tx:
        definitions.add(tx, "anoniem", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return town


def asked(town: Mini, login: str = "zorgmakelaar", **other: object) -> Case:
    return cases.start_case(town.desk(login), "anoniem", "vraag", {**QUESTION, **other})


def test_the_region_of_the_tests_is_sound_and_goes_as_it_is_rehearsed() -> None:
    assert [str(one) for one in check(BUNDLE)] == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


def _faults(file: str, old: str, new: str) -> set[str]:
    files = {**BUNDLE.files, file: BUNDLE.files[file].replace(old.encode(), new.encode())}
    assert files[file] != BUNDLE.files[file]
    found = check(make_bundle(BUNDLE.region, files, BUNDLE.today))
    return {one.rule for one in found if one.level == "fout"}


def test_a_school_that_may_not_know_has_no_role_that_sees_more() -> None:
    assert "school-weet-niet" in _faults("region.toml", 'van = "school"', 'van = "school"\nbeheert = true')


def test_only_somebody_of_the_region_chooses_the_school() -> None:
    assert "school-kiezen" in _faults(
        "vraag.bpmn", 'name="school_uit"', 'name="rol" value="ib" /><zeebe:property name="school_uit"'
    )
    assert "school-kiezen" in _faults("vraag.bpmn", 'value="welke_school"', 'value="ouder"')
    assert "eigenschap-waarde" in _faults("vraag.bpmn", 'value="welke_school"', 'value="nergens"')


def test_the_case_is_of_the_school_that_was_chosen_and_not_of_who_began_it(town: Mini) -> None:
    case = asked(town, welke_school="99BB00")
    assert case.organisation is not None
    assert (case.organisation.id, case.facts["schoolsoort"]) == ("99BB00", "SBO")
    assert case_file(town.desk("ib.beuk"), case.reference).pupil == "Yara Proef"
    with pytest.raises(NotFound):
        case_file(town.desk("ib.eikel"), case.reference)


def test_without_a_school_it_is_nobodys(town: Mini) -> None:
    case = asked(town)
    assert case.organisation is None
    assert case.facts["schoolsoort"] == ""
    for login in ("ib.eikel", "ib.beuk"):
        with pytest.raises(NotFound):
            case_file(town.desk(login), case.reference)
    file = case_file(town.desk("zorgmakelaar"), case.reference)
    assert [one.kind for one in file.parties] == ["aanvrager"]


@pytest.mark.parametrize("school", ["99ZZ00", "PO0000", "~99AA00", "99aa00"])
def test_what_is_no_school_of_the_region_is_refused(town: Mini, school: str) -> None:
    with pytest.raises(AnswersRejected) as refused:
        asked(town, welke_school=school)
    assert [one.field for one in refused.value.filled.errors] == ["welke_school"]


def test_a_school_where_nobody_of_the_region_works_is_not_in_the_list(town: Mini) -> None:
    with town.database.transaction(writes=False) as tx:
        assert [one.id for one in people.schools_of(tx, "anoniem")] == ["99BB00", "99AA00"]
        assert people.schools_of(tx, "elders") == []


def test_who_is_of_a_school_does_not_begin_it(town: Mini) -> None:
    with pytest.raises(NotAllowed):
        asked(town, "ib.eikel", welke_school="99AA00")


def test_a_route_that_hides_nothing_asks_nothing_about_it(mini_sqlite: Mini) -> None:
    case = mini_sqlite.begun()
    task = mini_sqlite.task(case, "beoordelen")
    with counted(mini_sqlite.database) as counter:
        mini_sqlite.done("commissie.1", task, besluit="terug", toelichting="x")
    assert not [one for one in counter.statements if "UPDATE task SET organisation" in one]
