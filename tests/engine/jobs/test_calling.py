"""A connector is called within the walls that the installation drew."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from config.settings import Connector
from engine.jobs.calling import MAX_ANSWER, call
from engine.jobs.errors import CallFailed
from tests.engine.jobs.conftest import Register


def test_a_call_brings_the_facts_and_returns_the_answer(connector: Connector, register: Register) -> None:
    assert call(connector, {"zaak": "MIN-2026-1", "bedrag": 3}, "sleutel-1") == {"registratie": 7}
    headers, body = register.requests[0]
    assert body == {"zaak": "MIN-2026-1", "bedrag": 3}
    assert headers["Idempotency-Key"] == "sleutel-1"
    assert headers["Authorization"] == "Bearer geheim"


def test_numbers_and_dates_arrive_as_other_systems_read_them(
    connector: Connector, register: Register
) -> None:
    call(
        connector,
        {"gegevens": {"bedrag": Decimal("12.50"), "uren": Decimal("3"), "vanaf": date(2026, 12, 1)}},
        "x",
    )
    assert register.requests[0][1] == {"gegevens": {"bedrag": 12.5, "uren": 3, "vanaf": "2026-12-01"}}


def test_an_empty_answer_is_no_result(connector: Connector, register: Register) -> None:
    register.answer = lambda: (204, {}, b"")
    assert call(connector, {}, "x") == {}


def test_a_redirect_is_not_followed(connector: Connector, register: Register) -> None:
    register.answer = lambda: (307, {"Location": "http://127.0.0.1:1/elders"}, b"")
    with pytest.raises(CallFailed, match="verwijst door") as caught:
        call(connector, {}, "x")
    assert caught.value.final
    assert len(register.requests) == 1


def test_an_address_in_the_own_network_is_refused_unless_it_is_listed(
    connector: Connector, register: Register
) -> None:
    with pytest.raises(CallFailed, match="eigen netwerk"):
        call(replace(connector, private=False), {}, "x")
    assert register.requests == []


def test_a_host_that_is_not_allowed_is_refused(connector: Connector, register: Register) -> None:
    with pytest.raises(CallFailed, match="toegestane hosts"):
        call(replace(connector, hosts=("register.example",)), {}, "x")
    assert register.requests == []


def test_an_answer_that_is_too_large_is_refused(connector: Connector, register: Register) -> None:
    register.answer = lambda: (200, {}, b'"' + b"x" * (MAX_ANSWER + 100_000) + b'"')
    with pytest.raises(CallFailed, match="groter dan"):
        call(connector, {}, "x")


def test_an_answer_that_never_comes_ends_in_time(connector: Connector, register: Register) -> None:
    def slowly() -> tuple[int, dict[str, str], bytes]:
        time.sleep(1.0)
        return (200, {}, b"{}")

    register.answer = slowly
    begin = time.monotonic()
    with pytest.raises(CallFailed, match="antwoordt niet"):
        call(replace(connector, timeout=0.2), {}, "x")
    assert time.monotonic() - begin < 0.9


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (403, True), (408, False), (429, False), (500, False), (503, False)]
)
def test_a_refusal_says_whether_trying_again_can_help(
    connector: Connector, register: Register, status: int, final: bool
) -> None:
    register.answer = lambda: (status, {}, b"geheime foutmelding")
    with pytest.raises(CallFailed) as caught:
        call(connector, {}, "x")
    assert caught.value.final is final
    assert "geheime" not in caught.value.message


@pytest.mark.parametrize("body", [b"<html>", b"[1, 2]", b'"tekst"', b"\xff\xfe"])
def test_an_answer_that_is_no_json_object_is_refused(
    connector: Connector, register: Register, body: bytes
) -> None:
    register.answer = lambda: (200, {}, body)
    with pytest.raises(CallFailed, match="JSON"):
        call(connector, {}, "x")
