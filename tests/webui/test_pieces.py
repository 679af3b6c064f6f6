"""A plan with versions on the pages: who is asked reads exactly their part, who signs reads exactly what they sign."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from engine import people
from engine.store import people as register
from engine.store import signatures
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE

START = "/aanvragen/stukken/plan"
PASSWORD = "een lang wachtwoord"
PLAN = {
    "beschrijving": "Noor leest met moeite.",
    "doelen": "Lezen op niveau E4.",
    "aanpak": "Elke dag lezen.",
    "uren": "2",
    "verslag": "Wij spraken elkaar.",
}

SignIn = Callable[[str], Visitor]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, region="stukken")
    people.set_password(installation.database, "directeur.linde", PASSWORD)
    yield installation
    installation.database.close()


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def hand_in(person: Visitor, address: str, action: str = "versturen", **answers: str) -> TestResponse:
    page = person.get(address).text
    own = {"csrf_token": hidden(page, "csrf_token"), "actie": action}
    for name in ("eenmaal", "ondertekening-getoond"):
        if f'name="{name}"' in page:
            own[name] = hidden(page, name)
    return person.client.post(address, data={**own, **answers}, content_type="multipart/form-data")


def task_of(person: Visitor) -> str:
    found = re.search(r'class="rij__naam"><a href="(/taken/[^"]+)"', person.get("/taken").text)
    assert found
    return found[1]


def begun(visitor: SignIn) -> str:
    ib = visitor("ib.linde")
    answers = {"leerling": "Noor Voorbeeld", "aanleiding": "Noor heeft meer hulp nodig."}
    return hand_in(ib, START, **answers).headers["Location"].rsplit("/", 1)[1]


def made_plan(visitor: SignIn, **changed: str) -> None:
    ib = visitor("ib.linde")
    assert hand_in(ib, task_of(ib), **{**PLAN, **changed}).status_code == 303


def agreed(visitor: SignIn) -> None:
    for login in ("ouder.een", "ouder.twee"):
        person = visitor(login)
        assert hand_in(person, task_of(person), instemming="ja").status_code == 303


def signed(person: Visitor, address: str, **other: str) -> TestResponse:
    typed = {"ondertekening-akkoord": "ja", "ondertekening-wie": PASSWORD, **other}
    return hand_in(person, address, **{name: text for name, text in typed.items() if text})


def set_signatures(made: Made, case: int = 1) -> int:
    with made.database.transaction(writes=False) as tx:
        return len(signatures.of_case(tx, case))


def test_who_is_asked_for_consent_reads_exactly_that_part(visitor: SignIn) -> None:
    begun(visitor)
    made_plan(visitor)
    person = visitor("ouder.een")
    page = person.get(task_of(person)).text
    assert "Ontwikkelingsperspectief, versie 1: handelingsdeel" in page
    assert "Lezen op niveau E4." in page
    assert "Elke dag lezen." in page
    assert "Noor leest met moeite." not in page
    assert "Wij spraken elkaar." not in page


def test_the_form_of_the_next_version_holds_the_version_before(visitor: SignIn) -> None:
    begun(visitor)
    made_plan(visitor)
    person = visitor("ouder.een")
    hand_in(person, task_of(person), instemming="nee")
    other = visitor("ouder.twee")
    hand_in(other, task_of(other), instemming="ja")
    ib = visitor("ib.linde")
    page = ib.get(task_of(ib)).text
    assert "Lezen op niveau E4." in page
    assert 'value="2"' in page


def test_who_signs_reads_what_they_sign_and_the_case_tells_who_did(visitor: SignIn, made: Made) -> None:
    reference = begun(visitor)
    made_plan(visitor)
    agreed(visitor)
    director = visitor("directeur.linde")
    address = task_of(director)
    page = director.get(address).text
    for text in ("Lezen op niveau E4.", "Noor leest met moeite.", "Ik onderteken dit plan namens de school."):
        assert text in page
    assert "geen gekwalificeerde elektronische handtekening" in page
    assert signed(director, address).status_code == 303
    shown = visitor("ib.linde").get(f"/zaken/{reference}").text
    assert (
        "Ontwikkelingsperspectief versie 1</a>, vastgesteld op 21 november" in shown
        or "vastgesteld op" in shown
    )
    assert "Dirk Vos (Directeur)" in shown
    assert "gewijzigd na ondertekening" not in shown


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"ondertekening-akkoord": ""}, "Zonder vinkje is er geen handtekening"),
        ({"ondertekening-wie": "iets anders dan dat"}, "Dit wachtwoord klopt niet"),
        ({"ondertekening-wie": ""}, "Dit wachtwoord klopt niet"),
        ({"ondertekening-getoond": "0" * 64}, "is veranderd nadat u deze pagina opende"),
    ],
)
def test_what_is_not_signed_well_is_not_signed_and_nothing_typed_is_lost(
    visitor: SignIn, made: Made, other: dict[str, str], message: str
) -> None:
    begun(visitor)
    made_plan(visitor)
    agreed(visitor)
    director = visitor("directeur.linde")
    address = task_of(director)
    response = signed(director, address, opmerking="Bewaar dit.", **other)
    assert response.status_code == 422
    assert message in response.text
    assert "Bewaar dit." in director.get(address).text
    assert set_signatures(made) == 0


def test_a_password_is_kept_nowhere(visitor: SignIn, made: Made) -> None:
    begun(visitor)
    made_plan(visitor)
    agreed(visitor)
    director = visitor("directeur.linde")
    address = task_of(director)
    signed(director, address, **{"ondertekening-akkoord": "", "opmerking": "x"})
    page = director.get(address).text
    assert PASSWORD not in page
    with made.database.engine.connect() as connection:
        drafts = str(connection.exec_driver_sql('SELECT "values" FROM draft').fetchall())
    assert "opmerking" in drafts
    assert PASSWORD not in drafts


def test_after_a_change_the_case_says_so_and_shows_what_is_different(visitor: SignIn) -> None:
    reference = begun(visitor)
    made_plan(visitor)
    agreed(visitor)
    director = visitor("directeur.linde")
    signed(director, task_of(director))
    ib = visitor("ib.linde")
    hand_in(ib, task_of(ib), vervolg="bijstellen")
    made_plan(visitor, uren="5")
    page = ib.get(f"/zaken/{reference}").text
    assert "gewijzigd na ondertekening" in page
    version = ib.get(f"/zaken/{reference}/stukken/opp/2")
    assert version.status_code == 200
    assert "Anders dan in versie 1" in version.text
    different = version.text.split("Anders dan in versie 1", 1)[1].split("Alle versies", 1)[0]
    assert "Uren hulp per week" in different
    assert "Doelen" not in different
    first = ib.get(f"/zaken/{reference}/stukken/opp/1").text
    assert "vastgesteld" in first
    for word in ("gevraagd", "gezien", "gegeven"):
        assert word in first


@pytest.mark.parametrize("address", ["stukken/opp/9", "stukken/nee/1", "stukken/opp/1?met=8"])
def test_a_version_that_is_not_there_does_not_exist(visitor: SignIn, address: str) -> None:
    reference = begun(visitor)
    made_plan(visitor)
    assert visitor("ib.linde").get(f"/zaken/{reference}/{address}").status_code == 404


def test_who_may_not_see_the_case_finds_no_version_of_it(visitor: SignIn) -> None:
    reference = begun(visitor)
    made_plan(visitor)
    assert visitor("ontwerper").get(f"/zaken/{reference}/stukken/opp/1").status_code == 404


def _shielded(folder: Path) -> None:
    """What is written about the child stands in the plan; the head of the school and who manages may not know who it is."""
    region = folder / "region.toml"
    text = region.read_text(encoding="utf-8")
    for role in ("directeur", "beheerder"):
        text = text.replace(f"[rollen.{role}]\n", f"[rollen.{role}]\nleerling = false\n")
    region.write_text(text, encoding="utf-8")
    form = folder / "forms" / "s_plan.form"
    asked = json.loads(form.read_text(encoding="utf-8"))
    asked["components"][0]["properties"] = {"leerling": "naam"}
    form.write_text(json.dumps(asked), encoding="utf-8")


@pytest.fixture
def shielded(tmp_path: Path) -> Iterator[SignIn]:
    made = make_installation(tmp_path, region="stukken", change=_shielded)
    app = create_app(made.settings, made.database)

    def sign_in(login: str) -> Visitor:
        client = app.test_client()
        with made.database.transaction() as tx:
            person = register.person_by_login(tx, login)
            assert person
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return Visitor(client)

    yield sign_in
    made.database.close()


def test_who_may_not_know_the_child_reads_a_version_without_it(shielded: SignIn) -> None:
    reference = begun(shielded)
    made_plan(shielded)
    address = f"/zaken/{reference}/stukken/opp/1"
    assert "Noor leest met moeite." in shielded("ib.linde").get(address).text
    page = shielded("beheerder").get(address)
    assert page.status_code == 200
    assert "Lezen op niveau E4." in page.text
    assert "Noor leest met moeite." not in page.text


def test_nobody_signs_what_they_may_not_see(shielded: SignIn) -> None:
    begun(shielded)
    made_plan(shielded)
    agreed(shielded)
    head = shielded("directeur.linde")
    address = task_of(head)
    page = head.get(address).text
    assert "is voor u te zien" in page
    assert "Noor leest met moeite." not in page
    assert 'name="ondertekening-getoond"' not in page
    sent = head.post(address, address, **{"actie": "versturen", "ondertekening-akkoord": "ja"})
    assert sent.status_code == 403
