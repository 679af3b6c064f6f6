"""A parent has three rights: to read what they are shown, to give an opinion, to add documents. Every other door, every
other id and every form of others answers as what is not there."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from config.settings import Settings
from engine.casework import erasing, file, follow, lists, tasks
from engine.casework.cases import begin_act, complete_task, start_case
from engine.casework.files import keep_file, read_file
from engine.casework.form_pages import act_key, open_form, save_draft, start_key, task_key
from engine.errors import EngineError, NotFound
from engine.model import Case, Membership
from engine.store import answers, documents, memberships, people, waits
from engine.store import tasks as task_rows
from engine.store.database import Database
from engine.store.schema import upload
from forms.submitted import Submitted
from tests.parents.family import OOM, Browser, Family, as_parent, settle_in, signed_in
from webui.app import create_app
from webui.audience import audience_of

PDF = b"%PDF-1.4\n%een bestand\n"


@pytest.fixture
def family(sqlite_database: Database, settings: Settings) -> Family:
    return settle_in(sqlite_database, settings)


@pytest.fixture
def app(family: Family) -> Flask:
    return create_app(family.settings, family.database)


@pytest.fixture
def case(family: Family) -> Case:
    """A case with files: two of the school, one of them confidential, and one of the committee."""
    school = family.desk("ib.eikel")
    open_one = keep_file(school, "verslag.pdf", "application/pdf", PDF)
    hidden = keep_file(school, "vertrouwelijk.pdf", "application/pdf", PDF)
    rows = [{"bestand": open_one, "vertrouwelijk": "nee"}, {"bestand": hidden, "vertrouwelijk": "ja"}]
    begun = family.begun(bijlagen=rows)
    family.do("ib.eikel", begun, "schrijven", doel="Elke dag oefenen.")
    secret = keep_file(family.desk("commissie.een"), "overleg.pdf", "application/pdf", PDF)
    family.do("commissie.een", begun, "overleg", overleg="Geheim overleg.", verslag=secret)
    return begun


def addresses_of(family: Family, case: Case, at: str = "") -> Iterator[str]:
    """Every address of a case, at the doors of others and at those of parents."""
    with family.database.transaction(writes=False) as tx:
        zaak = f"/zaken/{case.reference}"
        yield from (zaak, f"/volgen/{case.reference}", f"/volgen/{case.reference}/tekening")
        yield from (f"{zaak}/{tab}" for tab in ("betrokkenen", "logboek", "documenten"))
        yield from (f"{zaak}/antwoorden/{one.id}" for one in answers.of_case(tx, case.id))
        laid_down = [f"{zaak}/documenten/{one.id}" for one in documents.of_case(tx, case.id)]
        yield from (*laid_down, *(f"{one}.pdf" for one in laid_down))
        acts = [one.id for one in waits.of_case(tx, case.id)]
        yield from (f"{zaak}/handelingen/{one}" for one in acts)
        yield from (f"/taken/{one.id}" for one in task_rows.of_case(tx, case.id))
        files = [row.id for row in tx.rows(select(upload.c.id))]
        yield from (f"/bestanden/{one}" for one in files)


def pages_for_others(app: Flask) -> Iterator[tuple[str, str]]:
    """Every (method, address) there is that is for somebody else."""
    for rule in app.url_map.iter_rules():
        if audience_of(app, rule.endpoint) in ("iedereen", "ouder"):
            continue
        address = app.url_map.bind("localhost").build(rule.endpoint, _values(rule))
        yield from ((method, address) for method in sorted((rule.methods or set()) & {"GET", "POST"}))


def _values(rule: Rule) -> dict[str, object]:
    known = {"region": "ouders", "route": "plan", "name": "ouders.0000000000000000"}
    return {name: known.get(name, "1") for name in rule.arguments}


def main_of(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def absent(browser: Browser) -> str:
    answer = browser.get("/dit/bestaat/niet")
    assert answer.status_code == 404
    return main_of(answer.text)


def test_no_page_for_others_exists_for_a_parent(app: Flask, family: Family, case: Case) -> None:
    browser = as_parent(app, family, case)
    nothing, token, count = absent(browser), browser.form_token(), 0
    for method, address in pages_for_others(app):
        data = {"csrf_token": token} if method == "POST" else None
        answer = browser.client.open(address, method=method, data=data)
        assert (answer.status_code, main_of(answer.text)) == (404, nothing), f"{method} {address}"
        count += 1
    assert count > 40


def test_no_address_of_the_own_case_exists_but_those_of_parents(
    app: Flask, family: Family, case: Case
) -> None:
    browser = as_parent(app, family, case)
    nothing, token = absent(browser), browser.form_token()
    for address in addresses_of(family, case):
        answer = browser.get(address)
        assert (answer.status_code, main_of(answer.text)) == (404, nothing), address
        for end in ("", "/velden", "/concept", "/oppakken", "/teruggeven"):
            sent = browser.client.post(address + end, data={"csrf_token": token, "actie": "versturen"})
            assert sent.status_code in (404, 405), address + end


def test_the_forms_of_the_school_do_not_exist_at_the_doors_of_parents_either(
    app: Flask, family: Family, case: Case
) -> None:
    browser = as_parent(app, family, case)
    nothing, token = absent(browser), browser.form_token()
    with family.database.transaction(writes=False) as tx:
        mine = family.parent(case).person.id
        others = [f"taken/{one.id}" for one in task_rows.of_case(tx, case.id) if one.named != mine]
        acts = waits.of_case(tx, case.id)
        others += [f"handelingen/{one.id}" for one in acts if one.node != "toevoegen_start"]
    assert len(others) >= 3
    others += ["taken/1-bestaatniet", "handelingen/1-bestaatniet", "handelingen/x", "bestanden/bestaatniet"]
    for end in others:
        answer = browser.get(f"/ouder/{end}")
        assert (answer.status_code, main_of(answer.text)) == (404, nothing), end
        if end.startswith("bestanden"):
            continue
        for more in ("", "/velden", "/concept"):
            sent = browser.client.post(
                f"/ouder/{end}{more}",
                data={"csrf_token": token, "actie": "versturen", "overleg": "Van een ouder", "eenmaal": "x"},
            )
            assert sent.status_code == 404, end + more
    with family.database.transaction(writes=False) as tx:
        assert not [one for one in answers.of_case(tx, case.id) if "Van een ouder" in repr(one.values)]


def test_another_case_does_not_exist_for_a_parent(app: Flask, family: Family, case: Case) -> None:
    other = family.begun(leerling_naam="Sem Testers")
    family.asked_for_opinion(other)
    browser = as_parent(app, family, case)
    nothing = absent(browser)
    with family.database.transaction(writes=False) as tx:
        ends = [f"taken/{one.id}" for one in task_rows.of_case(tx, other.id)]
        ends += [f"handelingen/{one.id}" for one in waits.of_case(tx, other.id)]
    for address in (*addresses_of(family, other), *(f"/ouder/{end}" for end in ends)):
        answer = browser.get(address)
        assert (answer.status_code, main_of(answer.text)) == (404, nothing), address
    assert "Sem Testers" not in browser.get("/ouder").text


def test_a_parent_reads_the_files_of_what_they_may_read_and_their_own(
    app: Flask, family: Family, case: Case
) -> None:
    browser = as_parent(app, family, case)
    with family.database.transaction(writes=False) as tx:
        act = next(one.id for one in waits.of_case(tx, case.id) if one.node == "toevoegen_start")
    at = f"/ouder/handelingen/{act}"
    page = browser.get(at).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    field = re.search(r'name="([^"]*)"[^>]*type="file"|type="file"[^>]*name="([^"]*)"', page)
    assert token
    assert field
    name = field[1] or field[2]
    sent = browser.client.post(
        at,
        data={
            "csrf_token": token[1],
            "actie": "versturen",
            "eenmaal": "e1",
            name: (BytesIO(PDF), "eigen.pdf"),
        },
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303, sent.text
    with family.database.transaction(writes=False) as tx:
        files = {row.name: row.id for row in tx.rows(select(upload.c.name, upload.c.id))}
    seen = {name: browser.get(f"/ouder/bestanden/{one}").status_code for name, one in files.items()}
    assert seen == {"verslag.pdf": 200, "vertrouwelijk.pdf": 404, "overleg.pdf": 404, "eigen.pdf": 200}
    other = as_parent(app, family, case, OOM)
    assert other.get(f"/ouder/bestanden/{files['eigen.pdf']}").status_code == 404
    shown = browser.get("/ouder").text
    assert "vertrouwelijk.pdf" not in shown
    assert "overleg.pdf" not in shown
    assert f"/ouder/bestanden/{files['verslag.pdf']}" in shown


def test_staff_do_not_open_the_doors_of_parents(app: Flask, family: Family, case: Case) -> None:
    for login in ("ib.eikel", "commissie.een"):
        browser = signed_in(app, family, login)
        for rule in app.url_map.iter_rules():
            if audience_of(app, rule.endpoint) == "ouder":
                address = app.url_map.bind("localhost").build(rule.endpoint, _values(rule))
                if "GET" in (rule.methods or ()):
                    assert browser.get(address).status_code == 404, address


def test_a_stranger_at_the_door_of_parents_is_sent_to_the_invitation(app: Flask) -> None:
    stranger = Browser(app.test_client())
    for address in ("/ouder", "/ouder/taken/1", "/ouder/bestanden/1"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/uitnodiging")


def test_the_engine_itself_knows_nothing_else_for_a_parent(family: Family, case: Case) -> None:
    """Apart from the pages: the second wall."""
    me = family.desk_of(case)
    with family.database.transaction(writes=False) as tx:
        closed = [one.id for one in task_rows.of_case(tx, case.id) if one.named is None]
        note = next(one.id for one in waits.of_case(tx, case.id) if one.node == "notitie_start")
        letters = [row.id for row in tx.rows(select(upload.c.id).where(upload.c.name == "overleg.pdf"))]
    refused = [
        lambda: file.case_file(me, case.reference),
        lambda: file.follow_page(me, case.reference),
        lambda: follow.story_of(me, case.reference),
        lambda: start_case(me, "ouders", "plan", {}),
        lambda: open_form(me, start_key("ouders", "plan")),
        lambda: begin_act(me, case.id, note, {"overleg": "x"}),
        lambda: open_form(me, act_key(note)),
        lambda: erasing.erase(me, case.id),
        lambda: read_file(me, letters[0]),
        *(lambda one=one: complete_task(me, one, {}) for one in closed),
        *(lambda one=one: open_form(me, task_key(one)) for one in closed),
        *(lambda one=one: save_draft(me, task_key(one), Submitted({"doel": ("x",)})) for one in closed),
        *(lambda one=one: tasks.claim(me, one) for one in closed),
        *(lambda one=one: tasks.assign(me, one, me.actor.id or 0) for one in closed),
    ]
    for one in refused:
        with pytest.raises(NotFound):
            one()
    assert lists.cases(me).items == ()
    assert lists.my_requests(me).page.items == ()
    assert lists.left_tasks(me).items == ()


def test_a_role_of_parents_in_the_list_of_people_opens_nothing(family: Family, case: Case) -> None:
    """Only who was invited is a parent: the folder today/ cannot make somebody one."""
    with family.database.transaction() as tx:
        person = people.put_person(tx, "nep.ouder", "Nep", "nep@voorbeeld.example")
        school = people.organisation_by_id(tx, "99AA00")
        assert school
        memberships.begin(tx, person.id, Membership("ouders", "ouder", school))
    me = family.desk("nep.ouder")
    with pytest.raises(EngineError):
        file.case_file(me, case.reference)
    with family.database.transaction(writes=False) as tx:
        mine = [one.id for one in task_rows.of_case(tx, case.id)]
    for one in mine:
        with pytest.raises(NotFound):
            open_form(me, task_key(one))
    assert lists.cases(me).items == ()
    assert lists.my_tasks(me).items == ()
