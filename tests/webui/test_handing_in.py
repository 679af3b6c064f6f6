"""Asking for something and doing a task, without scripts: what was typed is never lost, and nothing happens twice."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from werkzeug.test import TestResponse

from engine import people
from engine.clock import Clock
from engine.store import cases, documents
from tests.engine.counting import counted
from tests.webui.conftest import Visitor, on_both, without_token
from tests.webui.installation import Made
from webui.sessions import COOKIE

START = "/aanvragen/klein/hulp"
GOOD = {"leerling": "Noor Voorbeeld", "domein": "leren", "vorm": "uren"}

SignIn = Callable[[str], Visitor]


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, name
    return found[1]


def hand_in(person: Visitor, address: str = START, action: str = "versturen", **answers: str) -> TestResponse:
    page = person.get(address)
    own = {"csrf_token": hidden(page, "csrf_token"), "actie": action}
    if 'name="eenmaal"' in page.text:
        own["eenmaal"] = hidden(page, "eenmaal")
    return person.client.post(address, data={**own, **answers}, content_type="multipart/form-data")


def begun(visitor: SignIn) -> str:
    """The reference of a case that the school began."""
    return hand_in(visitor("ib.eikel"), **GOOD).headers["Location"].rsplit("/", 1)[1]


def first_task(person: Visitor) -> str:
    found = re.search(r'class="rij__naam"><a href="(/taken/[^"]+)"', person.get("/taken").text)
    assert found
    return found[1]


@on_both
def test_a_school_hands_in_and_follows(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    response = hand_in(school, **GOOD)
    assert response.status_code == 303
    page = school.get(response.headers["Location"])
    assert "Verstuurd. Het kenmerk is" in page.text
    assert "De commissie beoordeelt uw aanvraag." in page.text
    assert "Lid van de commissie" in page.text
    assert "<svg" in page.text
    assert "Noor Voorbeeld" in school.get("/aanvragen").text


def test_the_drawing_leads_to_where_the_case_is_and_opens_alone(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    reference = begun(visitor)
    page = school.get(f"/volgen/{reference}").text
    assert 'href="#tekening-nu"' in page
    assert page.count('id="tekening-nu"') == 1
    assert f'href="/volgen/{reference}/tekening"' in page
    alone = school.get(f"/volgen/{reference}/tekening")
    assert alone.mimetype == "image/svg+xml"
    assert etree.fromstring(alone.data).get("width")
    assert "Noor" not in alone.text
    assert visitor("ib.beuk").get(f"/volgen/{reference}/tekening").status_code == 404


@on_both
def test_the_drawing_goes_along_with_the_case(visitor: SignIn) -> None:
    reference = begun(visitor)
    first = visitor("ib.eikel").get(f"/volgen/{reference}/tekening").data
    member = visitor("commissie.een")
    hand_in(member, first_task(member), besluit="toegekend")
    then = visitor("ib.eikel").get(f"/volgen/{reference}/tekening").data
    assert _done(first) < _done(then)


def _done(drawing: bytes) -> int:
    return drawing.count(b"tekening-merk tekening-done")


def test_handing_in_reads_nothing_that_only_a_page_would_show(visitor: SignIn, made: Made) -> None:
    """Only who this is and for whom (three statements), and the task: before a file of it is kept, and locked."""
    begun(visitor)
    member = visitor("commissie.een")
    address = first_task(member)
    page = member.get(address)
    data = {"csrf_token": hidden(page, "csrf_token"), "actie": "versturen", "besluit": "toegekend"}
    with counted(made.database) as counter:
        assert member.client.post(address, data=data).status_code == 303
    first_change = next(n for n, one in enumerate(counter.statements) if not one.startswith("SELECT"))
    assert first_change == 5, counter.statements


@on_both
def test_mistakes_stand_at_the_fields_and_what_was_typed_stays(visitor: SignIn) -> None:
    response = hand_in(visitor("ib.eikel"), leerling="Noor <b>Jansen</b>", domein="gedrag", vorm="geld")
    assert response.status_code == 422
    assert 'href="#vorm"' in response.text
    assert "geen arrangementen in geld" in response.text
    assert "Noor &lt;b&gt;Jansen" in response.text
    assert "<title>Fout: " in response.text


def _shows_the_name(processes: Path) -> None:
    """The decision is taken with the name of the pupil on the page, as an earlier step knows it."""
    path = processes / "forms" / "h_besluit.form"
    text = '{"type": "text", "id": "h_wie", "text": "Dit gaat over {{antwoorden.start.leerling}}."},'
    path.write_text(
        path.read_text(encoding="utf-8").replace('"components": [', f'"components": [{text}'), "utf-8"
    )


@pytest.mark.parametrize("made", [_shows_the_name], indirect=True)
def test_what_an_earlier_step_said_stands_on_the_page_also_after_a_mistake(visitor: SignIn) -> None:
    begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    assert "Dit gaat over Noor Voorbeeld." in member.get(task).text
    refused = hand_in(member, task)
    assert refused.status_code == 422
    assert "Dit gaat over Noor Voorbeeld." in refused.text


@on_both
def test_a_page_sent_twice_begins_one_case(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    page = school.get(START)
    data = {
        "csrf_token": hidden(page, "csrf_token"),
        "eenmaal": hidden(page, "eenmaal"),
        "actie": "versturen",
        **GOOD,
    }
    first = school.client.post(START, data=data)
    second = school.client.post(START, data=data)
    assert first.status_code == 303
    assert second.status_code == 409
    assert "al ingediend" in second.text
    assert first.headers["Location"] in second.text
    assert school.get("/aanvragen").text.count('class="rij__naam"') == 1


@on_both
def test_a_draft_is_kept_for_a_colleague_and_thrown_away_by_hand(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    assert hand_in(school, action="bewaren", leerling="Noor").status_code == 303
    assert 'value="Noor"' in school.get(START).text
    lists = school.get("/aanvragen").text
    assert "Weggooien" in lists
    assert school.post(f"{START}/weggooien", page="/aanvragen").status_code == 303
    assert 'value="Noor"' not in school.get(START).text


@on_both
def test_a_draft_of_one_school_is_nothing_to_another(visitor: SignIn) -> None:
    hand_in(visitor("ib.eikel"), action="bewaren", leerling="Noor")
    other = visitor("ib.beuk")
    assert "Noor" not in other.get("/aanvragen").text
    assert "Noor" not in other.get(START).text


@on_both
def test_typing_keeps_a_draft_and_says_when(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    data = {"csrf_token": school.token(START), "leerling": "Noor"}
    kept = school.client.post(f"{START}/concept", data=data, headers={"HX-Request": "true"})
    assert "Concept bewaard om" in kept.text
    assert "<html" not in kept.text
    fields = school.client.post(f"{START}/velden", data=data, headers={"HX-Request": "true"})
    assert fields.text.strip().startswith('<div id="velden">')
    assert 'value="Noor"' in fields.text
    assert "Vul dit veld in" not in fields.text


def test_a_draft_that_comes_after_its_page_was_handed_in_is_not_kept(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    page = school.get(START)
    data = {"csrf_token": hidden(page, "csrf_token"), "eenmaal": hidden(page, "eenmaal"), **GOOD}
    assert school.client.post(START, data={**data, "actie": "versturen"}).status_code == 303
    late = school.client.post(f"{START}/concept", data=data, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert "Weggooien" not in school.get("/aanvragen").text


def clock_of(made: Made) -> Clock:
    return made.database.clock


@on_both
def test_who_was_away_too_long_finds_the_answers_back(made: Made, visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    page = school.get(START)
    clock_of(made).move(people.IDLE)
    data = {"csrf_token": hidden(page, "csrf_token"), "actie": "versturen", **GOOD}
    response = school.client.post(START, data=data)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/aanmelden?verder={START}&bewaard=ja"
    assert "als concept bewaard" in school.get(response.headers["Location"]).text
    assert 'value="Noor Voorbeeld"' in visitor("ib.eikel").get(START).text
    assert "Noor" not in visitor("ib.eikel").get("/aanvragen?toon=lopend").text.split("Welke aanvragen")[1]


def test_after_signing_out_a_form_that_was_left_open_keeps_nothing(made: Made, visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    page = school.get(START)
    cookie = school.client.get_cookie(COOKIE)
    assert cookie
    people.sign_out(made.database, cookie.value)
    data = {"csrf_token": hidden(page, "csrf_token"), "actie": "versturen", **GOOD}
    assert "bewaard" not in school.client.post(START, data=data).headers["Location"]
    assert "Noor" not in visitor("ib.eikel").get(START).text


def test_a_part_of_a_page_for_a_stranger_is_nothing(stranger: Visitor) -> None:
    data = {"csrf_token": stranger.token()}
    response = stranger.client.post(f"{START}/concept", data=data, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.text == ""


@on_both
def test_a_task_goes_from_the_list_to_done(visitor: SignIn) -> None:
    reference = begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    page = member.get(task)
    assert "Aanvraag beoordelen" in page.text
    assert "Hulp aanvragen – Noor Voorbeeld" in page.text
    assert "Noor Voorbeeld" in page.text, "what the school filled in stands beside it"
    assert hand_in(member, task, besluit="").status_code == 422
    assert hand_in(member, task, besluit="toegekend").status_code == 303
    assert reference in member.get("/zaken").text
    assert "Tweede blik" in visitor("ib.eikel").get(f"/volgen/{reference}").text


def test_cases_are_found_by_the_step_where_they_stand(visitor: SignIn) -> None:
    reference = begun(visitor)
    member = visitor("commissie.een")
    assert reference in member.get("/zaken?stap=Aanvraag+beoordelen").text
    assert reference not in member.get("/zaken?stap=Tweede+blik").text
    assert 'value="Aanvraag beoordelen"' in member.get("/zaken").text


@on_both
def test_a_task_done_by_another_is_told_kindly(visitor: SignIn) -> None:
    begun(visitor)
    one, two = visitor("commissie.een"), visitor("commissie.twee")
    task = first_task(one)
    page = two.get(task)
    hand_in(one, task, besluit="toegekend")
    late = two.client.post(
        task, data={"csrf_token": hidden(page, "csrf_token"), "besluit": "afgewezen", "actie": "versturen"}
    )
    assert late.status_code == 409
    assert "al gedaan door Carla Smit" in late.text
    assert two.get(task).status_code == 409


@on_both
def test_picking_up_keeps_others_away_until_it_is_put_back(visitor: SignIn) -> None:
    begun(visitor)
    one, two = visitor("commissie.een"), visitor("commissie.twee")
    task = first_task(one)
    assert one.post(f"{task}/oppakken", page="/taken").status_code == 303
    assert "Door u opgepakt" in one.get("/taken").text
    assert "heeft deze stap opgepakt" in two.get(task).text
    assert '<form method="post" enctype' not in two.get(task).text
    one.post(f"{task}/teruggeven", page=task)
    assert first_task(two) == task


@on_both
def test_a_button_on_the_case_begins_an_act_once(visitor: SignIn) -> None:
    reference = begun(visitor)
    school = visitor("ib.eikel")
    found = re.search(
        r'href="(/zaken/[^"]+/handelingen/[^"]+)">Intrekken', school.get(f"/zaken/{reference}").text
    )
    assert found
    assert visitor("commissie.een").get(found[1]).status_code == 409
    response = hand_in(school, found[1], reden="De vraag is al opgelost.")
    assert response.status_code == 303, response.text
    assert "Intrekken" not in school.get(f"/zaken/{reference}").text
    assert school.get(found[1]).status_code == 409


@pytest.mark.parametrize("kind", ["volgen", "zaken"])
def test_a_case_of_another_school_looks_like_one_that_never_was(visitor: SignIn, kind: str) -> None:
    reference = begun(visitor)
    other = visitor("ib.beuk")
    theirs, nothing = other.get(f"/{kind}/{reference}"), other.get(f"/{kind}/KLE-2026-XXXXXX")
    assert theirs.status_code == nothing.status_code == 404
    assert without_token(theirs) == without_token(nothing)
    assert "Noor" not in other.get("/aanvragen").text


def test_a_task_of_others_looks_like_one_that_never_was(visitor: SignIn) -> None:
    begun(visitor)
    task = first_task(visitor("commissie.een"))
    other = visitor("ib.beuk")
    for address in (task, f"{task}x"):
        assert other.get(address).status_code == 404
        assert other.post(f"{address}/oppakken").status_code == 404
        assert other.post(address, **GOOD).status_code == 404


def test_what_was_handed_in_can_be_read_and_printed(visitor: SignIn) -> None:
    reference = begun(visitor)
    school = visitor("ib.eikel")
    found = re.search(r'href="(/zaken/[^"]+/antwoorden/\d+)"', school.get(f"/zaken/{reference}").text)
    assert found
    page = school.get(found[1])
    assert "Noor Voorbeeld" in page.text
    assert "Afdrukken" in page.text
    assert visitor("ib.beuk").get(found[1]).status_code == 404
    assert school.get(f"/zaken/{reference}/antwoorden/999").status_code == 404


def test_names_that_the_form_does_not_have_are_refused(visitor: SignIn) -> None:
    response = hand_in(visitor("ib.eikel"), **GOOD, status="toegekend")
    assert response.status_code == 422
    assert "geen veld met de naam" in response.text


def test_a_request_with_thousands_of_parts_is_refused(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    many = {f"veld{number}": "x" for number in range(3000)}
    response = hand_in(school, **many)
    assert response.status_code == 413
    assert "Dit is te groot" in response.text


@pytest.mark.parametrize(
    "address",
    ["/taken?zoek=%00%27%22%3B--&na=1&wanneer=nooit", "/zaken?zoek=" + "a" * 5000, "/taken?na=20269999T.x", "/zaken?status=%F0%9F%98%80",
     "/aanvragen/klein/nietbestaand", "/regio/..%2Fklein", "/volgen/%00", "/bestanden/1", "/zaken/x/documenten/99999999999999999999", "/taken/9" + "9" * 400],
)  # fmt: skip
def test_strange_addresses_give_an_ordinary_answer(visitor: SignIn, address: str) -> None:
    assert visitor("commissie.een").get(address).status_code in (200, 403, 404)


@pytest.mark.parametrize(
    "address", ["/", "/taken", "/aanvragen", START, "/zaken", "/regio/klein", "/bestaat-niet", "/privacy"]
)
def test_every_answer_carries_the_headers(visitor: SignIn, address: str) -> None:
    headers = visitor("commissie.een").get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_a_built_file_may_be_kept_for_ever_and_a_page_never(stranger: Visitor) -> None:
    page = stranger.get("/aanmelden").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        found = stranger.client.get(address.replace("&amp;", "&"), buffered=True)
        assert found.status_code == 200, address
        if "vendor" in address or "v=" in address:
            assert "immutable" in found.headers["Cache-Control"]


def test_a_document_can_be_read_and_printed_by_who_may_see_the_case(made: Made, visitor: SignIn) -> None:
    reference, other = begun(visitor), begun(visitor)
    with made.database.transaction() as tx:
        case = cases.find_by_reference(tx, reference)
        assert case
        number, digest = documents.add(
            tx, case.id, "bericht", title="Besluit", body="Hulp is **toegekend**. <script>x</script>"
        )
    school = visitor("ib.eikel")
    assert "Besluit" in school.get(f"/volgen/{reference}").text
    page = school.get(f"/zaken/{reference}/documenten/{number}")
    assert "<strong>toegekend</strong>" in page.text
    assert "&lt;script&gt;" in page.text
    assert digest in page.text
    assert visitor("ib.beuk").get(f"/zaken/{reference}/documenten/{number}").status_code == 404
    assert school.get(f"/zaken/{other}/documenten/{number}").status_code == 404
