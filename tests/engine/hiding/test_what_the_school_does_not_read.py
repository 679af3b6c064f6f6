"""A step with `school_leest` = nee: who works at the school of the case reads no answer of it, and opens no file in it."""

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.file import case_file
from engine.casework.files import keep_file, read_file
from engine.definitions import loading
from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.checking import check
from engine.errors import NotFound
from engine.model import Case
from engine.store import definitions
from engine.store.database import Database
from tests.engine.hiding.test_the_school_of_a_case import BUNDLE, FOLDER, QUESTION
from tests.engine.mini import Mini

WORD = b'<zeebe:property name="school_leest" value="nee" />'
BEFORE = b'<zeebe:property name="school_uit"'


def _marked(value: bytes = b"nee") -> Bundle:
    drawing = BUNDLE.files["vraag.bpmn"]
    word = WORD.replace(b"nee", value)
    return make_bundle(
        "anoniem", {**BUNDLE.files, "vraag.bpmn": drawing.replace(BEFORE, word + BEFORE)}, BUNDLE.today
    )


@pytest.fixture
def town(sqlite_database: Database, settings: Settings) -> Mini:
    town = Mini(sqlite_database, settings)
    loading.load(town.system, FOLDER)
    marked = _marked()
    with sqlite_database.transaction() as tx:
        definitions.add(tx, "anoniem", marked.files, marked.checksum, reason="eerste", by=None)
    return town


def _read(town: Mini, login: str, case: Case) -> list[str]:
    return [visit.answer.node for visit in case_file(town.desk(login), case.reference).visits]


def test_the_school_does_not_read_it_and_who_works_for_the_region_does(town: Mini) -> None:
    maker = town.desk("zorgmakelaar")
    file = keep_file(maker, "brief.pdf", "application/pdf", b"%PDF-1.4 brief")
    case = cases.start_case(maker, "anoniem", "vraag", {**QUESTION, "welke_school": "99AA00", "stuk": [file]})

    assert _read(town, "ib.eikel", case) == []
    assert _read(town, "zorgmakelaar", case) == ["noteren"]
    assert read_file(maker, str(file["id"]))[0].name == "brief.pdf"
    with pytest.raises(NotFound):
        read_file(town.desk("ib.eikel"), str(file["id"]))


def test_the_word_is_yes_or_no() -> None:
    assert [one for one in check(_marked()) if one.level == "fout"] == []
    assert "eigenschap-waarde" in {one.rule for one in check(_marked(b"soms"))}
