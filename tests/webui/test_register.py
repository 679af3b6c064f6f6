"""The register, what was committed and the numbers, as a browser without scripts sees them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from engine import people
from engine.casework import cases
from engine.desk import Desk
from engine.model import Case
from engine.people import actor_of
from engine.store import people as persons
from engine.store import tasks
from engine.store.database import open_database
from tests.webui.conftest import Visitor, without_token
from tests.webui.installation import Made, make_installation
from webui.app import create_app
from webui.register import safe
from webui.sessions import COOKIE

Browse = Callable[[str], Visitor]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, region="register")
    yield installation
    installation.database.close()


@pytest.fixture
def browse(made: Made) -> Browse:
    app = create_app(made.settings, made.database)

    def sign_in(login: str) -> Visitor:
        client = app.test_client()
        with made.database.transaction() as tx:
            person = persons.person_by_login(tx, login)
            assert person, login
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return Visitor(client)

    return sign_in


def desk(made: Made, login: str) -> Desk:
    with made.database.transaction(writes=False) as tx:
        person = persons.person_by_login(tx, login)
        assert person
        return Desk(made.database, actor_of(tx, person), made.settings)


def granted(made: Made, login: str = "ib.eikel", pupil: str = "Noor Voorbeeld", **other: object) -> Case:
    case = cases.start_case(
        desk(made, login), "register", "aanvragen", {"leerling_naam": pupil, "vraag": "Hulp bij lezen"}
    )
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    answers = {
        "besluit": "toegekend", "vorm": "geld", "geldig_van": "2026-08-01", "geldig_tot": "2090-07-31",
        "bedrag": Decimal("1000.00"), "uren": Decimal(10), **other,
    }  # fmt: skip
    return cases.complete_task(desk(made, "commissie"), task.id, answers)


def test_a_school_reads_its_own_rows_and_nothing_of_others(made: Made, browse: Browse) -> None:
    granted(made)
    granted(made, "ib.beuk", "Sem Testers")
    page = browse("ib.eikel").get("/register").text
    assert "Arrangement – Noor Voorbeeld" in page
    assert "Sem Testers" not in page
    assert "De Beuk" not in page
    assert "Bedrag: € 1.000,00" in page
    assert "1 gevonden" in page


def test_another_schools_row_is_the_same_as_no_row(made: Made, browse: Browse) -> None:
    granted(made)
    stranger = browse("ib.beuk")
    there, nowhere = stranger.get("/register/1"), stranger.get("/register/99")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert without_token(there) == without_token(nowhere)
    assert stranger.post("/register/1/verlengen", "/register").status_code == 404
    assert stranger.get("/aanvragen/register/aanvragen?register=1").status_code == 404
    assert stranger.get("/aanvragen/register/overstap?register=1").status_code == 404


def test_who_has_no_register_has_no_page_and_no_name_in_the_menu(made: Made, browse: Browse) -> None:
    granted(made)
    for login in ("directeur", "beheerder"):
        person = browse(login)
        for address in ("/register", "/register/1", "/register/regels.csv", "/register/budget"):
            assert person.get(address).status_code == 404, address
        assert ">Register<" not in person.get("/taken").text


def test_the_filters_keep_what_fits(made: Made, browse: Browse) -> None:
    granted(made)
    granted(made, pupil="Yara Proef", geldig_van="2020-08-01", geldig_tot="2021-07-31")
    page = browse("commissie")
    assert "Yara" in page.get("/register?stand=verlopen").text
    assert "Noor" not in page.get("/register?stand=verlopen").text
    assert "Noor" in page.get("/register?stand=geldig").text
    assert "Noor" not in page.get("/register?stand=P12M").text
    assert "Yara" in page.get("/register?jaar=2020").text
    assert "Noor" not in page.get("/register?jaar=2020").text
    assert "Geen regel past" in page.get("/register?school=99AB00").text
    for strange in (
        "stand=x",
        "jaar=99999999999",
        "jaar=-1",
        "na=x",
        "na=99999999T000000000000.1",
        "soort=%27",
    ):
        assert page.get(f"/register?{strange}").status_code == 200, strange


def test_a_row_can_be_renewed_with_the_answers_of_then(made: Made, browse: Browse) -> None:
    granted(made)
    school = browse("ib.eikel")
    sent = school.post("/register/1/verlengen", "/register/1")
    where = sent.headers["Location"]
    assert where == "/aanvragen/register/aanvragen?register=1"
    form = school.get(where).text
    assert "Noor Voorbeeld" in form
    assert "Hulp bij lezen" in form
    assert "register=1" in school.get("/aanvragen").text


def test_a_draft_of_a_renewal_does_not_touch_the_draft_of_an_ordinary_request(
    made: Made, browse: Browse
) -> None:
    granted(made)
    school = browse("ib.eikel")
    school.post("/register/1/verlengen", "/register/1")
    assert "Noor Voorbeeld" not in school.get("/aanvragen/register/aanvragen").text


def test_what_is_handed_in_at_a_row_is_about_that_row(made: Made, browse: Browse) -> None:
    granted(made)
    school = browse("ib.eikel")
    where = school.post("/register/1/verlengen", "/register/1").headers["Location"]
    answers = {"leerling_naam": "Noor Voorbeeld", "vraag": "Nog een jaar hulp bij lezen", "toch": "ja"}
    sent = school.post(where, where, actie="versturen", eenmaal="teken-1", **answers)
    assert sent.status_code == 303, sent.text
    reference = sent.headers["Location"].removeprefix("/volgen/")
    assert 'href="/register/1"' in school.get(f"/zaken/{reference}").text
    assert "register=1" not in school.get("/aanvragen").text, "the draft was handed in"


def test_a_change_is_handed_in_at_its_row(made: Made, browse: Browse) -> None:
    granted(made)
    school = browse("ib.eikel")
    where = "/aanvragen/register/overstap?register=1"
    sent = school.post(
        where,
        where,
        actie="versturen",
        eenmaal="teken-1",
        nieuwe_school="99AB00",
        ingang="2026-11-30",
        reden="Verhuisd",
    )
    assert sent.status_code == 303, sent.text


def test_who_was_away_too_long_comes_back_at_the_same_row(made: Made, browse: Browse) -> None:
    granted(made)
    school, where = browse("ib.eikel"), "/aanvragen/register/overstap?register=1"
    data = {"csrf_token": school.token(where), "reden": "Verhuisd naar een andere plaats"}
    made.database.clock.move(people.IDLE)
    back = parse_qs(urlsplit(school.client.post(where, data=data).headers["Location"]).query)
    assert back == {"verder": [where], "bewaard": ["ja"]}
    assert "Verhuisd naar een andere plaats" in browse("ib.eikel").get(where).text


def test_what_was_typed_stays_when_the_route_cannot_go_on_with_it(made: Made, browse: Browse) -> None:
    """The page promises that the draft is still there."""
    desk_of_school, member = desk(made, "ib.eikel"), browse("commissie")
    asked = {"leerling_naam": "Noor Voorbeeld", "vraag": "Hulp bij lezen"}
    case = cases.start_case(desk_of_school, "register", "aanvragen", asked)
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    at = f"/taken/{task.id}"
    typed = {"besluit": "toegekend", "vorm": "geld", "geldig_van": "2027-01-01", "geldig_tot": "2026-01-01"}
    sent = member.post(at, at, actie="versturen", bedrag="123,45", uren="10", **typed)
    assert sent.status_code == 500
    assert "uw concept staat er nog" in sent.text
    page = member.get(at).text
    assert "123,45" in page
    assert "2027-01-01" in page


def test_a_spreadsheet_has_the_names_only_for_who_may_know(made: Made, browse: Browse) -> None:
    granted(made)
    sheet = browse("ib.eikel").get("/register/regels.csv")
    assert sheet.mimetype == "text/csv"
    assert sheet.text.startswith("\ufeffSoort;School;Leerling;Van")
    assert "Arrangement;De Eikel (voorbeeld);Noor Voorbeeld;2026-08-01;2090-07-31" in sheet.text
    assert "1000,00" in sheet.text


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-2", "@x", "\tx", "\rx", " =1+1", "\n=1"])
def test_a_cell_never_becomes_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_a_name_that_is_a_formula_stays_a_name(made: Made, browse: Browse) -> None:
    granted(made, pupil='=HYPERLINK("http://x.example")')
    assert ";\"'=HYPERLINK(" in browse("commissie").get("/register/regels.csv").text


def test_what_was_committed_adds_up(made: Made, browse: Browse) -> None:
    granted(
        made, geldig_van="2026-01-01", geldig_tot="2026-12-31", bedrag=Decimal("365.00"), uren=Decimal("36.5")
    )
    school = browse("ib.eikel")
    first, second = (school.get(f"/register/budget?jaar={year}").text for year in (2025, 2026))
    assert "212,00" in first  # 1 January to 31 July
    assert "21,20" in first
    assert "153,00" in second
    assert "nog niets toegezegd" in school.get("/register/budget?jaar=2027").text
    assert "nog niets toegezegd" in browse("ib.beuk").get("/register/budget?jaar=2026").text


def test_the_numbers_are_for_who_has_an_eye_on_all_of_it(made: Made, browse: Browse) -> None:
    granted(made)
    page = browse("directeur").get("/overzicht").text
    assert "Arrangement aanvragen" in page
    assert "Toegekend – 1" in page
    assert "Noor" not in page
    for login in ("ib.eikel", "commissie", "beheerder"):
        assert browse(login).get("/overzicht").status_code == 404


def test_the_page_of_a_case_says_what_stands_in_the_register(made: Made, browse: Browse) -> None:
    case = granted(made)
    page = browse("ib.eikel").get(f"/zaken/{case.reference}").text
    assert 'href="/register/1"' in page
    assert "verantwoordelijk: De Eikel" in page


def test_moving_a_pupil_begins_at_the_row_and_nowhere_else(made: Made, browse: Browse) -> None:
    granted(made)
    school = browse("ib.eikel")
    assert "/aanvragen/register/overstap?register=1" in school.get("/register/1").text
    assert school.get("/aanvragen/register/overstap").status_code == 403
    assert school.get("/aanvragen/register/afloop").status_code == 403
    assert "overstap" not in school.get("/regio/register").text


def test_every_page_opens_while_another_connection_writes(made: Made, browse: Browse) -> None:
    granted(made)
    school, director = browse("ib.eikel"), browse("directeur")
    pages = ("/register", "/register/1", "/register/regels.csv", "/register/budget")
    with closing(open_database(made.settings.database)) as other, other.transaction():  # BEGIN IMMEDIATE
        for address in pages:
            assert school.get(address).status_code == 200, address
        assert director.get("/overzicht").status_code == 200
