"""The page on which a person arranges who stands in for them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from engine.clock import AMSTERDAM
from tests.webui.conftest import Visitor
from tests.webui.test_handing_in import hidden

SignIn = Callable[[str], Visitor]
PAGE = "/vervanging"


def arranged(person: Visitor, **data: str) -> TestResponse:
    token = hidden(person.get(PAGE), "csrf_token")
    return person.client.post(PAGE, data={"csrf_token": token, **data})


def first_choice(person: Visitor) -> str:
    return person.get(PAGE).text.split('<option value="klein/')[1].split('"')[0]


def test_a_colleague_stands_in_until_it_is_stopped(visitor: SignIn) -> None:
    member = visitor("commissie.een")
    assert PAGE in member.get("/taken").text
    choice = f"klein/{first_choice(member)}"
    first = datetime.now(AMSTERDAM).date() + timedelta(days=40)
    last = first + timedelta(days=6)
    sent = arranged(member, wie=choice, vanaf=first.isoformat(), tot_en_met=last.isoformat())
    assert sent.status_code == 303
    page = member.get(PAGE)

    assert f"{first.day} " in page.text
    assert f" tot en met {last.day} " in page.text
    stop = page.text.split('action="')
    address = next(one.split('"')[0] for one in stop if one.startswith("/vervanging/"))
    assert member.post(address, page=PAGE).status_code == 303
    assert "Niemand vervangt u." in member.get(PAGE).text
    assert member.post(address, page=PAGE).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"wie": "", "vanaf": "2026-11-21", "tot_en_met": "2026-11-22"},
        {"wie": "klein/1 or 1=1", "vanaf": "2026-11-21", "tot_en_met": "2026-11-22"},
        {"wie": "klein/99999", "vanaf": "2026-11-21", "tot_en_met": "2026-11-22"},
        {"wie": "CHOICE", "vanaf": "morgen", "tot_en_met": "2026-11-22"},
        {"wie": "CHOICE", "vanaf": "2026-11-21", "tot_en_met": "9999-12-31"},
        {"wie": "CHOICE", "vanaf": "2026-11-23", "tot_en_met": "2026-11-22"},
        {"wie": "CHOICE", "vanaf": "9999-12-31", "tot_en_met": "9999-12-31"},
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_arranged(visitor: SignIn, sent: dict[str, str]) -> None:
    member = visitor("commissie.een")
    known = {name: text.replace("CHOICE", f"klein/{first_choice(member)}") for name, text in sent.items()}
    answer = arranged(member, **known)

    assert answer.status_code == 422
    assert "melding melding--fout" in answer.text
    assert "Niemand vervangt u." in member.get(PAGE).text


def test_a_region_that_one_is_not_of_is_not_there(visitor: SignIn) -> None:
    member = visitor("commissie.een")
    sent = {"wie": f"elders/{first_choice(member)}", "vanaf": "2026-11-21", "tot_en_met": "2026-11-22"}

    assert arranged(member, **sent).status_code == 404


def test_who_has_no_colleague_with_the_role_is_told_whom_to_ask(visitor: SignIn) -> None:
    assert "Vraag de beheerder van uw regio" in visitor("ib.eikel").get(PAGE).text
