"""Nobody opens a page that is not for them, by whatever address or method."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.webui.conftest import Visitor
from webui.audience import AUDIENCES, audience_of, check_views

KINDS = {
    "ib.eikel": {"aangemeld", "school"},
    "commissie.een": {"aangemeld", "medewerker"},
    "ontwerper": {"aangemeld", "ontwerper"},
    "beheerder": {"aangemeld", "medewerker", "beheerder"},
}

TRY_OUT = "/proef/"  # checks the token with the forms of its own application
REGISTER = "/demo/koppeling/"  # no form: the worker of a demonstration calls it, and says so with a key


def pages(app: Flask, wanted: str) -> list[tuple[str, str]]:
    """Every (method, address) for an audience; what stands in an address is filled with something."""
    return [
        (method, app.url_map.bind("localhost").build(rule.endpoint, _values(rule)))
        for rule in app.url_map.iter_rules()
        if audience_of(app, rule.endpoint) == wanted
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.endpoint != "static"
    ]


def _values(rule: Rule) -> dict[str, object]:
    known = {"region": "klein", "route": "hulp", "name": "klein.0000000000000000"}
    return {name: known.get(name, "1") for name in rule.arguments}


@pytest.mark.parametrize("login", KINDS)
@pytest.mark.parametrize("wanted", AUDIENCES)
def test_a_page_for_others_does_not_exist(
    app: Flask, visitor: Callable[[str], Visitor], login: str, wanted: str
) -> None:
    person = visitor(login)
    token = person.token("/privacy")
    for method, address in pages(app, wanted):
        response = person.client.open(
            address, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        if wanted in {*KINDS[login], "iedereen"}:
            assert (
                not response.headers.get("Location", "").startswith("/aanmelden") or address == "/afmelden"
            ), address
            if address == "/afmelden":
                person = visitor(login)
                token = person.token("/privacy")
        else:
            assert response.status_code == 404, f"{method} {address}"


@pytest.mark.parametrize("wanted", sorted({*AUDIENCES} - {"iedereen", "demo", "ouder"}))
def test_a_stranger_is_asked_to_sign_in(app: Flask, stranger: Visitor, wanted: str) -> None:
    token = stranger.token()
    for method, address in pages(app, wanted):
        response = stranger.client.open(
            address, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        assert response.status_code == 303, f"{method} {address}"
        assert response.headers["Location"].startswith("/aanmelden?verder=/"), f"{method} {address}"


def test_every_post_without_a_token_is_refused(app: Flask, visitor: Callable[[str], Visitor]) -> None:
    for login in KINDS:
        person = visitor(login)
        for wanted in AUDIENCES:
            for method, address in pages(app, wanted):
                if method == "POST" and not address.startswith((TRY_OUT, REGISTER)):
                    assert person.client.post(address).status_code == 400, address


def test_the_app_does_not_start_with_a_view_that_says_nothing(app: Flask) -> None:
    fresh = Flask("empty")
    fresh.add_url_rule("/vergeten", "forgotten", lambda: "")
    fresh.view_functions["static"] = app.view_functions["static"]
    with pytest.raises(ValueError, match="forgotten"):
        check_views(fresh)
