"""Behind a proxy everybody comes from one address, unless the installation says how many proxies it has of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from engine import people
from tests.webui.conftest import Visitor
from tests.webui.installation import make_installation
from webui.app import create_app
from webui.sessions import COOKIE

PASSWORD = "drie groene fietsen"

Behind = Callable[[int], Visitor]


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    made = make_installation(tmp_path)
    people.set_password(made.database, "ib.eikel", PASSWORD)

    def visit(proxies: int) -> Visitor:
        app = create_app(replace(made.settings, trusted_proxies=proxies), made.database)
        return Visitor(app.test_client())

    yield visit
    made.database.close()


def try_to_enter(visit: Visitor, password: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = {"csrf_token": visit.token(), "aanmeldnaam": "ib.eikel", "wachtwoord": password}
    return visit.client.post("/aanmelden", data=data, headers=named)


@pytest.mark.parametrize(
    ("proxies", "others", "status"),
    [
        (1, "192.0.2.2", 303),
        (1, "192.0.2.1", 403),
        (1, "192.0.2.2, 192.0.2.1", 403),  # what somebody wrote before the proxy did counts for nothing
        (2, "192.0.2.2, 10.0.0.1", 303),
        (0, "192.0.2.2", 403),
    ],
)
def test_who_tries_too_often_locks_out_their_own_address_alone(
    behind: Behind, monkeypatch: pytest.MonkeyPatch, proxies: int, others: str, status: int
) -> None:
    monkeypatch.setattr(people, "MOST_PER_ADDRESS", 2)
    visit = behind(proxies)
    mine = "192.0.2.1, 10.0.0.1" if proxies == 2 else "192.0.2.1"
    for _ in range(2):
        assert try_to_enter(visit, "fout", X_Forwarded_For=mine).status_code == 403
    assert try_to_enter(visit, PASSWORD, X_Forwarded_For=others).status_code == status


@pytest.mark.parametrize(("proxies", "secure"), [(1, True), (0, False)])
def test_cookies_stay_on_https_when_a_trusted_proxy_says_it_was_https(
    behind: Behind, proxies: int, secure: bool
) -> None:
    visit = behind(proxies)
    page = visit.client.get("/aanmelden", headers={"X-Forwarded-Proto": "https"})
    entered = try_to_enter(visit, PASSWORD, X_Forwarded_Proto="https")
    cookies = [*page.headers.getlist("Set-Cookie"), *entered.headers.getlist("Set-Cookie")]
    assert any(COOKIE in one for one in cookies)
    assert [("Secure" in one) for one in cookies] == [secure] * len(cookies)
    assert ("Strict-Transport-Security" in page.headers) is secure


def test_a_proxy_does_not_say_what_the_site_is_called(behind: Behind) -> None:
    headers = {"X-Forwarded-Host": "elders.example", "X-Forwarded-Prefix": "/elders"}
    response = behind(1).client.get("/taken", headers=headers)
    assert response.headers["Location"] == "/aanmelden?verder=/taken"
