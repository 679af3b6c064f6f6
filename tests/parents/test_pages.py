"""The pages of a parent, and the way in, as a browser without scripts sees them."""

import logging
import re
from contextlib import closing

import pytest
from flask import Flask

from engine.casework import invited
from engine.casework.form_pages import save_draft, task_key
from engine.store import tasks, waits
from engine.store.database import open_database
from forms.submitted import Submitted
from tests.parents.family import OOM, PETRA, Browser, Family, as_parent, signed_in
from webui.sessions import COOKIE


def walk_in(app: Flask, family: Family, link: str) -> Browser:
    """From the mail to where the code is asked."""
    browser = Browser(app.test_client())
    assert browser.get(f"/uitnodiging/{link}").headers["Location"] == "/uitnodiging"
    sent = browser.post("/uitnodiging/sms", "/uitnodiging")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/uitnodiging/code")
    return browser


def test_a_parent_comes_in_by_mail_and_text_message(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = walk_in(app, one_family, one_family.link(case))
    sent = browser.post("/uitnodiging/code", "/uitnodiging/code", code=one_family.code(case))
    assert (sent.status_code, sent.headers["Location"]) == (303, "/ouder")
    page = browser.get("/ouder").text
    assert "De school schrijft een plan voor uw kind" in page
    assert "Noor Zandkorrel" in page
    assert 'href="/taken"' not in page


def test_the_way_in_says_nothing_of_the_child(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = walk_in(app, one_family, one_family.link(case))
    for address in ("/uitnodiging", "/uitnodiging/code"):
        page = browser.get(address)
        for word in ("Noor", "Zandkorrel", "Petra", "0612345678", "78", case.reference, "Plan maken"):
            assert word not in re.sub(r'(value|src|href)="[^"]*"', "", page.text), word


def test_the_link_stands_on_no_page(app: Flask, one_family: Family) -> None:
    link = one_family.link(one_family.begun())
    browser = walk_in(app, one_family, link)
    assert link not in browser.get("/uitnodiging").text
    assert link not in browser.get("/uitnodiging/code").text


def test_a_link_that_never_was_looks_as_one_that_was_used_or_taken_back(
    app: Flask, one_family: Family
) -> None:
    case = one_family.begun()
    used, back = one_family.link(case), one_family.link(case, OOM)
    one_family.session(case)
    invited.revoke(one_family.desk("ib.eikel"), case.reference, one_family.parent(case, OOM).id)
    seen = set()
    for link in ("bestaat-niet", used, back):
        browser = Browser(app.test_client())
        browser.get(f"/uitnodiging/{link}")
        welcome, sent = browser.get("/uitnodiging"), browser.post("/uitnodiging/sms", "/uitnodiging")
        code = browser.post("/uitnodiging/code", "/uitnodiging/code", code="123456")
        again = browser.post("/uitnodiging/nieuw", "/uitnodiging")
        after = browser.get("/uitnodiging")
        pages = (welcome, sent, code, again, after)
        seen.add(tuple((page.status_code, re.sub(r'value="[^"]*"', "", page.text)) for page in pages))
    assert len(seen) == 1


def test_a_wrong_code_keeps_nobody_out_of_a_second_try(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = walk_in(app, one_family, one_family.link(case))
    assert browser.post("/uitnodiging/code", "/uitnodiging/code", code="12").status_code == 403
    right = browser.post("/uitnodiging/code", "/uitnodiging/code", code=one_family.code(case))
    assert right.status_code == 303


def test_the_link_is_in_no_log(app: Flask, one_family: Family, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    case = one_family.begun()
    link = one_family.link(case)
    browser = walk_in(app, one_family, link)
    code = one_family.code(case)
    browser.post("/uitnodiging/code", "/uitnodiging/code", code=code)
    one_family.work()
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert link not in told
    assert f"is {code}" not in told


def test_a_parent_gives_an_opinion_and_adds_a_document(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    one_family.asked_for_opinion(case)
    browser = as_parent(app, one_family, case)
    task = f"/ouder/taken/{one_family.task(case, 'mening')}"
    assert task in browser.get("/ouder").text
    assert "Elke dag oefenen." in browser.get(task).text
    assert "Geheim overleg" not in browser.get(task).text
    sent = browser.post(task, task, mening="Wij zijn het eens.", actie="versturen")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/ouder")
    assert "Wij zijn het eens." in browser.get("/ouder").text
    assert "Wij zijn het eens." not in as_parent(app, one_family, case, OOM).get("/ouder").text


def test_a_task_for_each_parent_is_for_that_parent_alone(app: Flask, one_family: Family) -> None:
    oom = {"naam": "Oom Voorbeeld", "email": OOM, "mobiel": "0687654321", "gezag": True}
    petra = {
        "naam": "Petra Voorbeeld",
        "email": "petra@voorbeeld.example",
        "mobiel": "0612345678",
        "gezag": True,
    }
    case = one_family.begun(ouders=[petra, oom])
    one_family.asked_for_opinion(case)
    with one_family.database.transaction(writes=False) as tx:
        both = {one.named: one.id for one in tasks.open_of_case(tx, case.id)}
    mine, other = (both[one_family.parent(case, one["email"]).person.id] for one in (petra, oom))
    browser = as_parent(app, one_family, case)
    assert browser.get(f"/ouder/taken/{mine}").status_code == 200
    assert browser.get(f"/ouder/taken/{other}").status_code == 404
    assert browser.post(f"/ouder/taken/{other}", "/ouder/taken/" + mine, mening="x").status_code == 404


def test_what_the_school_is_writing_is_read_as_a_concept(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    school = one_family.desk("ib.eikel")
    browser = as_parent(app, one_family, case)
    save_draft(school, task_key(one_family.task(case, "schrijven")), Submitted({"doel": ("Nog niet af",)}))
    page = browser.get("/ouder").text
    assert "Nog niet af" in page
    assert "Concept" in page
    one_family.do("ib.eikel", case, "schrijven", doel="Af.")
    overleg = one_family.task(case, "overleg")
    save_draft(
        one_family.desk("commissie.een"), task_key(overleg), Submitted({"overleg": ("Ook nog niet af",)})
    )
    assert "Ook nog niet af" not in browser.get("/ouder").text


def test_who_was_away_too_long_is_told_to_open_the_mail_again(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = as_parent(app, one_family, case)
    invited.revoke(one_family.desk("ib.eikel"), case.reference, one_family.parent(case).id)
    answer = browser.get("/ouder")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/uitnodiging")


def test_a_new_session_of_a_parent_ends_the_one_that_was_in_the_browser(
    app: Flask, one_family: Family
) -> None:
    case = one_family.begun()
    browser = signed_in(app, one_family, "ib.eikel")
    before = browser.client.get_cookie(COOKIE)
    browser.get(f"/uitnodiging/{one_family.link(case)}")
    browser.post("/uitnodiging/sms", "/uitnodiging")
    browser.post("/uitnodiging/code", "/uitnodiging/code", code=one_family.code(case))
    assert browser.get("/zaken").status_code == 404
    fresh = app.test_client()
    assert before
    fresh.set_cookie(COOKIE, before.value)
    assert fresh.get("/").status_code == 303


def test_the_school_sees_who_takes_part_and_takes_it_back(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    parent = as_parent(app, one_family, case)
    school = signed_in(app, one_family, "ib.eikel")
    at = f"/zaken/{case.reference}"
    page = school.get(at).text
    assert "Petra Voorbeeld" in page
    assert "Doet mee" in page
    button = f"{at}/uitnodigingen/{one_family.parent(case).id}/intrekken"
    assert button in page
    assert school.post(button, at).status_code == 303
    assert parent.get("/ouder").status_code == 303
    assert "Geen toegang meer" in school.get(at).text
    assert school.post(f"{at}/uitnodigingen/{one_family.parent(case).id}/wissen", at).status_code == 404


def test_who_is_not_of_the_school_sees_no_buttons_and_no_address(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    at = f"/zaken/{case.reference}"
    panels = [
        signed_in(app, one_family, login).get(at).text.partition("Uitgenodigde ouders")[2]
        for login in ("ib.eikel", "commissie.een")
    ]
    assert ["Petra Voorbeeld" in panel for panel in panels] == [True, True]
    assert [PETRA in panel for panel in panels] == [True, False]
    assert ["/uitnodigingen/" in panel for panel in panels] == [True, False]


def test_the_public_page_is_open_and_says_no_more_than_the_region_wrote(
    app: Flask, one_family: Family
) -> None:
    stranger = Browser(app.test_client())
    page = stranger.get("/over/ouders")
    assert page.status_code == 200
    assert "Wat kunt u doen?" in page.text
    assert 'href="https://ouders.voorbeeld.example/uitleg"' in page.text
    assert stranger.get("/over/bestaat_niet").status_code == 404


def test_a_parent_opens_the_tabs_that_name_their_role_and_no_other(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = as_parent(app, one_family, case)
    home = browser.get("/ouder").text
    assert 'href="/ouder/betrokkenen"' in home
    assert "/ouder/documenten" not in home
    page = browser.get("/ouder/betrokkenen")
    assert page.status_code == 200
    assert "Iris de Boer" in page.text
    assert OOM not in page.text
    for tab in ("logboek", "documenten"):
        assert browser.get(f"/ouder/{tab}").status_code == 404


def test_an_act_of_a_parent_is_done_once_however_often_it_is_sent(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    browser = as_parent(app, one_family, case)
    with one_family.database.transaction(writes=False) as tx:
        act = next(one.id for one in waits.of_case(tx, case.id) if one.node == "toevoegen_start")
    page = browser.get(f"/ouder/handelingen/{act}")
    assert page.status_code == 200
    assert "Stuk toevoegen" in page.text


def test_every_page_of_parents_opens_while_somebody_else_writes(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    one_family.asked_for_opinion(case)
    link, browser = one_family.link(case, OOM), as_parent(app, one_family, case)
    with one_family.database.transaction(writes=False) as tx:
        act = next(one.id for one in waits.of_case(tx, case.id) if one.node == "toevoegen_start")
    task = one_family.task(case, "mening")
    addresses = [
        "/ouder",
        f"/ouder/taken/{task}",
        f"/ouder/handelingen/{act}",
        "/over/ouders",
        "/uitnodiging",
    ]
    with closing(open_database(str(one_family.database.engine.url))) as other, other.transaction():
        assert browser.get(f"/uitnodiging/{link}").status_code == 303
        for address in (*addresses, "/uitnodiging/code"):
            assert browser.get(address).status_code == 200, address
