"""The logbook is a view over answers: what was written, when, by whom and in which role."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from engine.casework.erasing import erase
from engine.casework.logbook import Entry, entries_of, logbook_page
from engine.casework.seeing import read_case
from engine.casework.work import work_on
from engine.definitions import loading
from engine.definitions.bundle import checksum_of
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Case
from engine.store import cases, definitions
from tests.engine.around.conftest import BUNDLE, FOLDER, Around

OLD = 'rol = "ib"\norganisatie = "99AA00"'
NEW = 'rol = "commissielid"\norganisatie = "PO0000"'


def entries(around: Around, case: Case, login: str = "ib.eikel") -> tuple[Entry, ...]:
    return logbook_page(around.desk(login), case.reference).entries


def noted(around: Around, case: Case, login: str, text: str, *, shared: bool | None = None) -> None:
    around.begin(login, case, "opmerking_start", opmerking=text, voor_ouders=shared)


def test_a_line_says_what_when_by_whom_in_which_role_and_at_which_step(around: Around) -> None:
    case = around.asked()
    noted(around, case, "commissie.een", "Ik belde met de school.\nMorgen weer.")
    first, second = entries(around, case)
    assert (first.text, first.label, first.step) == ("Rekenen lukt niet.", "Hulpvraag", "Hulp nodig")
    assert (first.author, first.role, first.at) == ("Iris de Boer", "Intern begeleider", case.started)
    assert second.text == "Ik belde met de school.\nMorgen weer."
    assert (second.author, second.role) == ("Carla Smit", "Lid van de commissie")


def test_a_correction_is_a_new_line_and_the_old_one_stays(around: Around) -> None:
    case = around.asked()
    for text in ("Het was maandag.", "Nee, dinsdag."):
        noted(around, case, "ib.eikel", text)
    assert [one.text for one in entries(around, case)][1:] == ["Het was maandag.", "Nee, dinsdag."]


def test_what_is_not_marked_is_not_in_it(around: Around) -> None:
    case = around.asked(hulpvraag=None)
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.")
    assert entries(around, case) == ()


def test_a_role_that_the_tab_is_not_for_has_no_logbook(around: Around) -> None:
    case = around.asked()
    for login in ("telefoon", "ib.beuk", "coach.een"):
        with pytest.raises(NotFound):
            entries(around, case, login)


def test_the_role_of_then_stays_when_somebody_has_another_now(around: Around, tmp_path: Path) -> None:
    case = around.asked()
    people = Path(shutil.copytree(FOLDER, tmp_path / "erbij")) / "today" / "people.toml"
    text = people.read_text()
    assert OLD in text
    people.write_text(text.replace(OLD, NEW, 1))
    loading.load(around.system, people.parents[1])
    (line,) = entries(around, case, "commissie.een")
    assert line.role == "Intern begeleider"


@pytest.mark.parametrize(("shared", "read"), [(True, 2), (False, 1), (None, 1)])
def test_a_parent_reads_a_line_only_when_the_form_says_so(
    around: Around, shared: bool | None, read: int
) -> None:
    case = around.asked()
    noted(around, case, "ib.eikel", "Moeder belde.", shared=shared)
    with around.database.transaction(writes=False) as tx:
        found = cases.find(tx, case.id)
        assert found is not None
        desk = around.desk("ib.eikel")
        parent = Desk(around.database, replace(desk.actor, case=case.id), around.settings)
        assert len(list(entries_of(work_on(tx, parent, found)))) == read
        assert len(list(entries_of(read_case(tx, desk, case.reference)))) == 2


def test_a_parent_does_not_read_a_row_that_is_confidential(
    around_sqlite: Around, files: Mapping[str, bytes]
) -> None:
    around = around_sqlite
    with around.database.transaction() as tx:
        definitions.add(tx, "erbij", files, checksum_of(files), reason="soort in het logboek", by=None)
    rows = [
        {"bestand": around.file("ib.eikel", f"{kind}.pdf"), "soort": kind, "vertrouwelijk": closed}
        for kind, closed in (("Verslag", "nee"), ("Zorgmelding", "ja"))
    ]
    case = around.asked(bijlagen=rows)
    with around.database.transaction(writes=False) as tx:
        work = work_on(tx, around.desk("commissie.een"), case)
        assert [one.text for one in entries_of(work)][1:] == ["Verslag", "Zorgmelding"]
        for login, read in (("commissie.een", ["Verslag"]), ("ib.eikel", ["Verslag", "Zorgmelding"])):
            parent = replace(around.desk(login).actor, case=case.id)  # the second wrote it
            mine = work_on(tx, Desk(around.database, parent, around.settings), case)
            assert [one.text for one in entries_of(mine)][1:] == read


@pytest.fixture
def files() -> Mapping[str, bytes]:
    """Of each file that was added the logbook tells what it is."""
    name = next(name for name in BUNDLE.files if b'"key": "soort"' in BUNDLE.files[name])
    soort = b'"label": "Soort stuk"'
    changed = BUNDLE.files[name].replace(soort, soort + b', "properties": {"logboek": "ja"}')
    return {**BUNDLE.files, name: changed}


def test_erasing_empties_the_logbook(around: Around) -> None:
    case = around.asked()
    noted(around, case, "ib.eikel", "Moeder belde.")
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.")
    erase(around.system, case.id)
    assert entries(around, case) == ()
