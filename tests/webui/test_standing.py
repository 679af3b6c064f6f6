"""The page that says what nobody can do today, for who manages or designs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.store import schema
from tests.webui.conftest import Visitor
from tests.webui.installation import Made

SignIn = Callable[[str], Visitor]
PAGE = "/regio/klein/stand"


@pytest.mark.parametrize("login", ["beheerder", "ontwerper"])
def test_who_manages_or_designs_sees_how_the_region_stands(visitor: SignIn, login: str) -> None:
    page = visitor(login).get(PAGE)

    assert page.status_code == 200
    assert "Stand van vandaag" in page.text
    assert PAGE in visitor(login).get("/regio/klein").text


def _with_parents(folder: Path) -> None:
    with (folder / "region.toml").open("a", encoding="utf-8") as region:
        region.write('\n[rollen.ouder]\nnaam = "Ouder"\nvan = "ouder"\n')


@pytest.mark.parametrize("made", [_with_parents], indirect=True)
def test_how_many_parents_there_are_is_not_told_of_a_region(visitor: SignIn) -> None:
    """Each is bound to one case: "0 people" would say that somebody is missing."""
    page = visitor("beheerder").get(PAGE).text

    assert "Beheerder: 1 persoon" in page
    assert "Ouder:" not in page


def test_for_somebody_else_it_is_not_there(visitor: SignIn) -> None:
    school = visitor("ib.eikel")

    assert school.get(PAGE).status_code == school.get("/regio/elders/stand").status_code == 404
    assert PAGE not in school.get("/regio/klein").text


def test_a_role_that_nobody_has_any_more_is_told_with_what_to_do(made: Made, visitor: SignIn) -> None:
    with made.database.transaction() as tx:
        tx.run(schema.membership.delete().where(schema.membership.c.role == "commissielid"))
    page = visitor("beheerder").get(PAGE)

    assert "Niemand heeft vandaag de rol" in page.text
    assert "today/people.toml" in page.text
