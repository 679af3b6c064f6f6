"""A version that the school does not read stays kept from it when a later version is compared with it."""

import pytest

from config.settings import Settings
from engine.casework.piece_pages import version_page
from engine.definitions import loading
from engine.definitions.bundle import make_bundle
from engine.errors import NotFound
from engine.store import definitions, pieces
from engine.store.database import Database
from tests.engine.pieces.conftest import BUNDLE, FOLDER, Town

TEXT = b'<zeebe:property name="tekst_school" value="De school kijkt hoe het gaat." />'
KEPT = b'<zeebe:property name="school_leest" value="nee" />'


@pytest.fixture
def town(sqlite_database: Database, settings: Settings) -> Town:
    town = Town(sqlite_database, settings)
    loading.load(town.system, FOLDER)
    drawing = BUNDLE.files["plan.bpmn"].replace(TEXT, TEXT + KEPT)
    marked = make_bundle("stukken", {**BUNDLE.files, "plan.bpmn": drawing}, BUNDLE.today)
    with sqlite_database.transaction() as tx:
        definitions.add(tx, "stukken", marked.files, marked.checksum, reason="eerste", by=None)
    return town


def test_the_differences_show_nothing_of_a_version_that_is_kept_from_the_reader(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked())))
    task = town.task(case, "evalueren")
    town.done("ib.linde", task, vervolg="bijstellen")
    with town.database.transaction() as tx:
        pieces.add(tx, case.id, "opp", number=2, node="evalueren", task_id=task.id, by=None)
    town.planned(case, doelen="M5")

    reader, maker = town.desk("directeur.linde"), town.desk("ib.linde")
    with pytest.raises(NotFound):
        version_page(reader, case.reference, "opp", 2)
    shown = version_page(reader, case.reference, "opp", 3)
    assert (shown.earlier, shown.differences) == (None, ())
    assert [one.before for one in version_page(reader, case.reference, "opp", 3, 1).differences] == ["E4"]
    assert "bijstellen" in [one.before for one in version_page(maker, case.reference, "opp", 3).differences]
    with pytest.raises(NotFound):
        version_page(reader, case.reference, "opp", 3, 2)
