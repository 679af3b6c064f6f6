import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from config.errors import ConfigError
from engine.clock import day
from engine.definitions.bundle import Bundle
from engine.definitions.loading import Change, load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.errors import NotAllowed
from engine.store import people
from tests.engine.definitions.conftest import KLEIN
from tests.engine.definitions.test_publishing import _as


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KLEIN, tmp_path / "klein"))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _roles(desk: Desk, login: str) -> list[str]:
    with desk.reading() as tx:
        person = people.person_by_login(tx, login)
        assert person is not None
        return [one.role for one in people.memberships_of(tx, person.id, day(tx.now))]


def test_a_preview_tells_everything_and_changes_nothing(system: Desk) -> None:
    changes = load(system, KLEIN, preview=True)

    assert Change("nieuw", "persoon", "Iris de Boer (ib.eikel)") in changes
    assert Change("nieuw", "vrije dag", "2026-12-25 Eerste kerstdag") in changes
    assert Change("nieuw", "relatie", "99AA00 team noord") in changes
    with system.reading() as tx:
        assert people.persons(tx) == []


def test_after_loading_there_is_nothing_left_to_change(system: Desk) -> None:
    load(system, KLEIN)

    assert load(system, KLEIN, preview=True) == ()
    assert _roles(system, "ib.eikel") == ["ib"]


def test_a_role_that_is_gone_from_the_file_ends_and_the_person_stays(system: Desk, copy: Path) -> None:
    load(system, copy)
    _edit(copy / "today" / "people.toml", 'rol = "beheerder"', 'rol = "ib"')
    changes = load(system, copy)

    assert changes == (
        Change("nieuw", "rol", "beheerder: ib bij SWV Klein (voorbeeld)"),
        Change("beëindigd", "rol", "beheerder: beheerder bij SWV Klein (voorbeeld)"),
    )
    assert _roles(system, "beheerder") == ["ib"]


def test_a_person_who_is_gone_from_the_file_keeps_their_name_and_loses_their_roles(
    system: Desk, copy: Path
) -> None:
    load(system, copy)
    path = copy / "today" / "people.toml"
    path.write_text(path.read_text().partition('[[persoon]]\naanmeldnaam = "beheerder"')[0])
    load(system, copy)

    assert _roles(system, "beheerder") == []
    with system.reading() as tx:
        person = people.person_by_login(tx, "beheerder")
    assert person is not None
    assert person.name == "Ben Kok"


def test_somebody_who_comes_back_holds_the_role_again(system: Desk, copy: Path) -> None:
    load(system, copy)
    _edit(copy / "today" / "people.toml", 'rol = "beheerder"', 'rol = "ib"')
    load(system, copy)
    system.database.clock.move(timedelta(days=30))
    _edit(
        copy / "today" / "people.toml",
        'rol = "ib"\norganisatie = "PO0000"',
        'rol = "beheerder"\norganisatie = "PO0000"',
    )
    load(system, copy)

    assert _roles(system, "beheerder") == ["beheerder"]


def test_a_change_of_name_and_school_is_told_with_what_it_was(system: Desk, copy: Path) -> None:
    load(system, copy)
    _edit(
        copy / "today" / "organisations.toml", 'naam = "De Eikel (voorbeeld)"', 'naam = "De Eik (voorbeeld)"'
    )
    _edit(copy / "today" / "people.toml", 'naam = "Iris de Boer"', 'naam = "Iris Boer"')
    texts = [change.text for change in load(system, copy)]

    assert texts == [
        'De Eik (voorbeeld) (99AA00): naam was "De Eikel (voorbeeld)", wordt "De Eik (voorbeeld)"',
        "ib.eikel: was Iris de Boer iris@eikel.example, wordt Iris Boer iris@eikel.example",
    ]


def test_a_file_that_is_not_there_leaves_that_part_alone(system: Desk, copy: Path) -> None:
    load(system, copy)
    (copy / "today" / "holidays.toml").unlink()
    (copy / "today" / "relations.toml").unlink()

    assert load(system, copy) == ()
    with system.reading() as tx:
        assert len(people.holidays(tx, "klein")) == 1
        assert people.relations(tx, "klein") == [("team", "99AA00", "noord")]


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("people.toml", 'rol = "beheerder"', 'rol = "beheerer"', "beheerder"),
        ("people.toml", 'organisatie = "99BB00"', 'organisatie = "99XX00"', "persoon[2].rol[1].organisatie"),
        ("people.toml", 'aanmeldnaam = "ib.beuk"', 'aanmeldnaam = "ib.eikel"', "persoon[2].id"),
        ("people.toml", 'aanmeldnaam = "ib.beuk"', 'aanmeldnaam = "IB Beuk"', "persoon[2].aanmeldnaam"),
        ("organisations.toml", 'schoolsoort = "BaO"', 'schoolsoort = "bao"', "organisatie[1].schoolsoort"),
        ("holidays.toml", "dag = 2026-12-25", 'dag = "kerst"', "vrije_dag[1].dag"),
        ("relations.toml", "naar", "tot", "relatie[1].tot"),
    ],
)
def test_a_mistake_is_refused_and_nothing_is_loaded(
    system: Desk, copy: Path, file: str, old: str, new: str, key: str
) -> None:
    _edit(copy / "today" / file, old, new)

    with pytest.raises(ConfigError) as caught:
        load(system, copy)

    assert caught.value.key == key
    with system.reading() as tx:
        assert people.organisations(tx) == []


def test_only_who_manages_the_region_loads(system: Desk, bundle: Bundle) -> None:
    load(system, KLEIN)
    publish(system, bundle, "een")

    assert load(_as(system, "beheerder"), KLEIN) == ()
    with pytest.raises(NotAllowed):
        load(_as(system, "ib.eikel"), KLEIN)


def test_a_folder_without_these_files_is_refused(system: Desk, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="organisations.toml"):
        load(system, tmp_path)
    with pytest.raises(ConfigError, match="bestaat niet"):
        load(system, tmp_path / "weg")
