"""Through the pages: nothing twice, nothing lost, nothing of others, whatever a browser sends."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from engine import people
from tests.faults.whole import rows_of
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import GOOD, START, begun, first_task, hand_in, hidden

SignIn = Callable[[str], Visitor]
OUTSIDE = {"session", "setting"}  # when somebody was last seen is no part of a case
NOTE = """<bpmn:subProcess id="notitie" name="Notitie" triggeredByEvent="true">
<bpmn:startEvent id="notitie_start" name="Notitie" isInterrupting="false"><bpmn:extensionElements>
<zeebe:formDefinition formId="h_intrekken"/><zeebe:properties><zeebe:property name="rol" value="ib"/>
<zeebe:property name="knop" value="Notitie"/></zeebe:properties></bpmn:extensionElements>
<bpmn:messageEventDefinition id="notitie_bericht" messageRef="bericht_notitie"/></bpmn:startEvent>
<bpmn:endEvent id="notitie_einde"/>
<bpmn:sequenceFlow id="naar_notitie" sourceRef="notitie_start" targetRef="notitie_einde"/></bpmn:subProcess>"""


def with_a_note(folder: Path) -> None:
    """An act that may be begun again and again."""
    route = folder / "hulp.bpmn"
    text = route.read_text().replace("  </bpmn:process>", NOTE + "</bpmn:process>")
    message = '<bpmn:message id="bericht_notitie" name="notitie"/>'
    route.write_text(text.replace("  <bpmn:message ", message + "<bpmn:message ", 1))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, change=with_a_note)
    yield installation
    installation.database.close()


def kept(made: Made) -> dict[str, list[object]]:
    return {name: rows for name, rows in rows_of(made.database).items() if name not in OUTSIDE}


def note_of(school: Visitor, reference: str) -> str:
    """The address of the act."""
    page = school.get(f"/zaken/{reference}").text
    found = re.search(r'href="(/zaken/[^"]+/handelingen/[^"]+)">Notitie', page)
    assert found
    return found[1]


def without_token(page: TestResponse) -> str:
    """The token holds the second at which the page was made."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)


def fields_of(page: TestResponse, **answers: str) -> dict[str, str]:
    """What the form on this page sends along by itself, and these answers."""
    own = {name: hidden(page, name) for name in ("csrf_token", "eenmaal") if f'name="{name}"' in page.text}
    return {**own, "actie": "versturen", **answers}


def test_a_note_sent_twice_from_one_page_is_one_note_and_told_kindly(visitor: SignIn) -> None:
    reference = begun(visitor)
    school = visitor("ib.eikel")
    address = note_of(school, reference)
    data = fields_of(school.get(address), reden="Eerste notitie")
    assert school.client.post(address, data=data).status_code == 303
    again = school.client.post(address, data=data)
    assert again.status_code == 409
    assert "niets dubbel opgeslagen" in again.text
    assert hand_in(school, address, reden="Tweede notitie").status_code == 303
    page = school.get(f"/zaken/{reference}").text
    assert len(re.findall(r"/antwoorden/\d+", page)) == 3, "the request and two notes"


def test_a_task_sent_twice_by_the_same_person_is_done_once_and_told_kindly(
    visitor: SignIn, made: Made
) -> None:
    begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    data = fields_of(member.get(task), besluit="toegekend")
    assert member.client.post(task, data=data).status_code == 303
    before = kept(made)
    again = member.client.post(task, data=data)
    assert again.status_code == 409
    assert "niets dubbel opgeslagen" in again.text
    assert kept(made) == before


def test_who_was_away_too_long_finds_the_answers_to_a_task_back(made: Made, visitor: SignIn) -> None:
    begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    data = fields_of(member.get(task), besluit="afgewezen")
    made.database.clock.move(people.IDLE)
    response = member.client.post(task, data=data)
    assert response.headers["Location"] == f"/aanmelden?verder={task}&bewaard=ja"
    page = visitor("commissie.een").get(task).text
    assert re.search(r'value="afgewezen"[^>]*checked|checked[^>]*value="afgewezen"', page)


def test_who_was_away_too_long_finds_the_answers_to_an_act_back(made: Made, visitor: SignIn) -> None:
    reference = begun(visitor)
    school = visitor("ib.eikel")
    address = note_of(school, reference)
    data = fields_of(school.get(address), reden="Dit is een lange notitie")
    made.database.clock.move(people.IDLE)
    assert "bewaard=ja" in school.client.post(address, data=data).headers["Location"]
    assert "Dit is een lange notitie" in visitor("ib.eikel").get(address).text


@pytest.mark.parametrize("size", [3_000_000, 26_000_000])
def test_a_body_that_is_too_large_is_refused_in_dutch_and_changes_nothing(
    visitor: SignIn, made: Made, size: int
) -> None:
    school = visitor("ib.eikel")
    token = hidden(school.get(START), "csrf_token")
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parted = part.format("csrf_token", token) + part.format("leerling", "x" * size) + "--x--\r\n"
    bodies = {
        "multipart/form-data; boundary=x": parted,
        "application/x-www-form-urlencoded": f"csrf_token={token}&leerling={'x' * size}",
        "application/json": "[" * size,
    }
    before = kept(made)
    for form, body in bodies.items():
        response = school.client.post(START, data=body.encode(), content_type=form)
        assert response.status_code == 413, form
        assert "Dit is te groot" in response.text
    assert kept(made) == before


def test_a_form_of_a_million_parts_is_refused_before_it_is_read(visitor: SignIn, stranger: Visitor) -> None:
    for person, address in ((visitor("ib.eikel"), START), (stranger, "/aanmelden")):
        form = "application/x-www-form-urlencoded"
        assert person.client.post(address, data=b"a&" * 900_000, content_type=form).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"leerling": "Noor", "domein": "leren", "vorm": "uren"}'),
        ("application/json", b"[" * 100_000),
        ("text/xml", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'),
        ("text/plain", b"leerling=Noor"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=leerling\r\n\r\nNoor"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"leerling=%ff%fe&domein=%00&=&&%"),
        ("", b"\x00\xff"),
    ],
)  # fmt: skip
def test_a_body_of_another_kind_hands_nothing_in(visitor: SignIn, made: Made, kind: str, body: bytes) -> None:
    school = visitor("ib.eikel")
    token = hidden(school.get(START), "csrf_token")
    response = school.client.post(START, data=body, content_type=kind, headers={"X-CSRFToken": token})
    assert 400 <= response.status_code < 500
    assert 'lang="nl"' in response.text
    assert rows_of(made.database)["case"] == []


@pytest.mark.parametrize("token", [None, "", "x", "IjEi.aaaa.bbbb", "\x00", "x" * 100_000])
def test_a_form_without_the_right_token_changes_nothing(
    visitor: SignIn, made: Made, token: str | None
) -> None:
    begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    data = {**fields_of(member.get(task), besluit="toegekend"), "csrf_token": token}
    before = kept(made)
    for address in (task, f"{task}/oppakken", f"{task}/concept", f"{task}/velden"):
        sent = {name: value for name, value in data.items() if value is not None}
        response = member.client.post(address, data=sent)
        assert response.status_code == 400
        assert "verlopen" in response.text
    assert kept(made) == before


def test_the_token_of_another_visitor_is_not_taken(visitor: SignIn, made: Made) -> None:
    school, other = visitor("ib.eikel"), visitor("ib.beuk")
    data = {**fields_of(school.get(START), **GOOD), "csrf_token": hidden(other.get(START), "csrf_token")}
    assert school.client.post(START, data=data).status_code == 400
    assert rows_of(made.database)["case"] == []


@pytest.mark.parametrize(
    "forged",
    [{"organisatie": "99ZZ99"}, {"organisatie": "' or 1=1 --"}, {"status": "finished"}, {"id": "1"}, {"rol": "commissielid"}, {"besluit": "toegekend"}],
)  # fmt: skip
def test_a_forged_field_begins_nothing(visitor: SignIn, made: Made, forged: dict[str, str]) -> None:
    school = visitor("ib.eikel")
    data = fields_of(school.get(START), **GOOD, **forged)
    assert school.client.post(START, data=data).status_code in (403, 404, 422)
    assert rows_of(made.database)["case"] == []


def test_a_request_for_the_school_of_somebody_else_begins_nothing(visitor: SignIn, made: Made) -> None:
    schools = {str(row[0]) for row in rows_of(made.database)["organisation"]}  # type: ignore[index]
    for school in schools:
        person = visitor("ib.eikel")
        person.client.post(START, data=fields_of(person.get(START), **GOOD, organisatie=school))
    rows = rows_of(made.database)["case"]
    assert len(rows) == 1, "her own school, and no other"


def test_a_strange_sign_of_a_page_is_only_a_sign(visitor: SignIn) -> None:
    for sign in ("x" * 100_000, "' or 1=1 --", "é" * 200):
        school = visitor("ib.eikel")
        data = {**fields_of(school.get(START), **GOOD), "eenmaal": sign}
        assert school.client.post(START, data=data).status_code == 303
        assert school.client.post(START, data=data).status_code == 409


def test_what_is_of_another_school_is_as_if_it_were_not_there(visitor: SignIn, made: Made) -> None:
    reference = begun(visitor)
    school, member, other = visitor("ib.eikel"), visitor("commissie.een"), visitor("ib.beuk")
    note = note_of(school, reference)
    page = school.get(f"/zaken/{reference}").text
    answer = re.search(rf"/zaken/{reference}/antwoorden/\d+", page)
    assert answer
    task = first_task(member)
    addresses = [f"/zaken/{reference}", f"/volgen/{reference}", answer[0], note, task]
    before = kept(made)
    for address in addresses:
        found, nowhere = (
            other.get(address),
            other.get(address.replace(reference, "X").replace(task, "/taken/9-9")),
        )
        assert found.status_code == nowhere.status_code == 404, address
        assert without_token(found) == without_token(nowhere), address
    token = other.token("/privacy")
    for address in (
        note,
        f"{note}/concept",
        f"{note}/velden",
        task,
        f"{task}/oppakken",
        f"{task}/teruggeven",
        f"{task}/concept",
    ):
        sent = other.client.post(address, data={"csrf_token": token, "reden": "x", "besluit": "toegekend"})
        assert sent.status_code == 404, address
    assert kept(made) == before
