"""What was granted in a case that is hidden from its school stands in no register, list or sum of that school."""

import pytest

from config.settings import Settings
from engine.casework.register import budget, every_row, row_page, rows
from engine.definitions import loading
from engine.definitions.bundle import make_bundle, read_folder
from engine.errors import NotFound
from engine.store import definitions
from engine.store.database import Database
from tests.engine.register.conftest import FOLDER, Town

FILE = "aanvragen.bpmn"
FORM = b'<zeebe:formDefinition formId="r_aanvraag" /><zeebe:properties>'
SHOWN_BEFORE = b'<zeebe:property name="zichtbaar_voor_school" value=\'=besluit != "toegekend"\' />'
ALWAYS_HIDDEN = b'<zeebe:property name="zichtbaar_voor_school" value="=false" />'


@pytest.fixture
def town(database: Database, settings: Settings, words: bytes) -> Town:
    """The region of tests/regions/register, of which the route says when the school may know."""
    town = Town(database, settings)
    loading.load(town.system, FOLDER)
    bundle = read_folder(FOLDER)
    drawing = bundle.files[FILE]
    assert FORM in drawing
    changed = make_bundle(
        "register", {**bundle.files, FILE: drawing.replace(FORM, FORM + words)}, bundle.today
    )
    with database.transaction() as tx:
        definitions.add(tx, "register", changed.files, changed.checksum, reason="eerste", by=None)
    return town


@pytest.mark.parametrize(
    "words", [SHOWN_BEFORE, ALWAYS_HIDDEN], ids=["hidden later", "hidden from the start"]
)
def test_the_school_finds_no_row_and_no_money(town: Town) -> None:
    school, member = town.desk("ib.eikel"), town.desk("commissie")
    case = town.granted()
    (row,) = town.rows(case)
    assert (case.hidden, row.school) == (True, None)
    assert rows(school).total == 0
    assert every_row(school) == []
    assert budget(school, "register", 2026).lines == ()
    with pytest.raises(NotFound):
        row_page(school, row.id)
    assert rows(member).total == 1
    assert budget(member, "register", 2026).lines != ()


@pytest.mark.parametrize("words", [b""], ids=["not hidden"])
def test_without_the_word_the_school_finds_it(town: Town) -> None:
    school = town.desk("ib.eikel")
    town.granted()
    assert rows(school).total == 1
    assert budget(school, "register", 2026).lines != ()
