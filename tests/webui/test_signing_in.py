"""Signing in and out through the pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import people
from engine.store.schema import person
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE

PASSWORD = "drie groene fietsen"


def test_a_name_and_password_open_the_start_page(made: Made, stranger: Visitor) -> None:
    people.set_password(made.database, "ib.eikel", PASSWORD)
    response = stranger.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD)
    assert response.status_code == 303
    assert "Iris de Boer" in stranger.get(response.headers["Location"]).text


def test_a_wrong_password_keeps_the_name_and_says_so(stranger: Visitor) -> None:
    response = stranger.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord="fout")
    assert response.status_code == 403
    assert 'value="ib.eikel"' in response.text
    assert "klopt niet" in response.text
    assert 'value="fout"' not in response.text


def test_an_empty_form_says_what_is_missing(stranger: Visitor) -> None:
    assert stranger.post("/aanmelden").status_code == 422


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
        "javascript:alert(1)",
        "/\nx",
        "taken",
    ],
)
def test_signing_in_never_leads_to_another_site(made: Made, stranger: Visitor, elsewhere: str) -> None:
    people.set_password(made.database, "ib.eikel", PASSWORD)
    response = stranger.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD, verder=elsewhere)
    assert response.headers["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked(made: Made, stranger: Visitor) -> None:
    people.set_password(made.database, "ib.eikel", PASSWORD)
    asked = stranger.get("/taken?zoek=noor")
    assert asked.headers["Location"].startswith("/aanmelden?verder=/taken")
    response = stranger.post(
        "/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD, verder="/taken?zoek=noor"
    )
    assert response.headers["Location"] == "/taken?zoek=noor"


def test_signing_in_again_ends_the_session_before_it(made: Made, visitor: Callable[[str], Visitor]) -> None:
    people.set_password(made.database, "ib.eikel", PASSWORD)
    visit = visitor("ib.beuk")
    old = visit.client.get_cookie(COOKIE)
    assert old
    visit.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD)
    new = visit.client.get_cookie(COOKIE)
    assert new
    assert new.value != old.value
    assert people.recognise(made.database, old.value) is None


def test_signing_out_ends_the_session_also_for_who_kept_the_cookie(
    made: Made, visitor: Callable[[str], Visitor]
) -> None:
    visit = visitor("ib.eikel")
    cookie = visit.client.get_cookie(COOKIE)
    assert cookie
    visit.post("/afmelden", page="/privacy")
    assert people.recognise(made.database, cookie.value) is None
    assert visit.get("/taken").status_code == 303


def test_the_cookies_cannot_be_read_by_scripts_or_sent_by_other_sites(made: Made, stranger: Visitor) -> None:
    people.set_password(made.database, "ib.eikel", PASSWORD)
    page = stranger.get("/aanmelden").headers.getlist("Set-Cookie")
    entered = stranger.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD).headers.getlist(
        "Set-Cookie"
    )
    assert len(page + entered) >= 2
    for cookie in page + entered:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_over_https_the_cookies_stay_on_https(tmp_path: Path) -> None:
    secure = make_installation(tmp_path, base_url="https://leidraad.example")
    people.set_password(secure.database, "ib.eikel", PASSWORD)
    visit = Visitor(create_app(secure.settings, secure.database).test_client())
    response = visit.post("/aanmelden", aanmeldnaam="ib.eikel", wachtwoord=PASSWORD)
    assert "; Secure;" in response.headers["Set-Cookie"]
    page = create_app(secure.settings, secure.database).test_client().get("/aanmelden")
    assert "; Secure;" in page.headers["Set-Cookie"]
    assert "max-age" in page.headers["Strict-Transport-Security"]
    secure.database.close()


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Visitor]:
    installation = make_installation(tmp_path, demo=True)
    yield Visitor(create_app(installation.settings, installation.database).test_client())
    installation.database.close()


def test_in_a_demonstration_one_press_makes_you_somebody(demonstration: Visitor) -> None:
    assert "niets hier is echt" in demonstration.get("/aanmelden").text
    assert demonstration.post("/aanmelden/als", wie="commissie.een").status_code == 303
    assert "Carla Smit" in demonstration.get("/").text


@pytest.mark.parametrize(
    "outside",
    [
        {"base_url": "http://leidraad.example"},
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
        {"headers": {"X-Forwarded-For": "192.0.2.1"}},
        {"base_url": "http://127.0.0.1.elders.example"},
    ],
)
def test_a_demonstration_reached_from_elsewhere_lets_nobody_become_anybody(
    demonstration: Visitor, outside: dict[str, object]
) -> None:
    assert "commissie.een" not in demonstration.client.get("/aanmelden", **outside).text
    page = demonstration.client.get("/aanmelden", **outside).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    response = demonstration.client.post(
        "/aanmelden/als", data={"csrf_token": token, "wie": "commissie.een"}, **outside
    )
    assert response.status_code == 404
    assert demonstration.client.get("/demo/klok", **outside).status_code == 404


def test_outside_a_demonstration_there_is_no_list_of_people(stranger: Visitor) -> None:
    assert "Carla Smit" not in stranger.get("/aanmelden").text
    assert stranger.post("/aanmelden/als", wie="commissie.een").status_code == 404


def test_somebody_who_left_cannot_be_chosen(demonstration: Visitor) -> None:
    database = demonstration.client.application.extensions["leidraad"].database
    with database.transaction() as tx:
        tx.run(person.update().where(person.c.login == "commissie.een").values(active=False))
    assert "Carla Smit" not in demonstration.get("/aanmelden").text
    assert demonstration.post("/aanmelden/als", wie="commissie.een").status_code == 404


def test_a_demonstration_without_people_says_how_they_come(demonstration: Visitor) -> None:
    assert "leidraad load" not in demonstration.get("/aanmelden").text

    with demonstration.client.application.extensions["leidraad"].database.transaction() as tx:
        tx.run(person.update().values(active=False))
    assert "<code>leidraad load processes/klein</code>" in demonstration.get("/aanmelden").text
