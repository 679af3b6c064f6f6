"""In a demonstration the other side of a connection is a page of the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webui.installation import make_installation
from webui.app import create_app

SENT = {"zaak": "KLE-2026-1", "gegevens": {"naam": "Noor Voorbeeld"}}


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[FlaskClient]:
    made = make_installation(tmp_path, demo=True)
    yield create_app(made.settings, made.database).test_client()
    made.database.close()


def registered(client: FlaskClient, key: str, case: str = "KLE-2026-1") -> TestResponse:
    sent = {**SENT, "zaak": case}
    return client.post("/demo/koppeling/caar", json=sent, headers={"Idempotency-Key": key})


def test_what_is_registered_gets_a_number_and_is_there_to_look_at(demonstration: FlaskClient) -> None:
    answer = registered(demonstration, "een").get_json()

    assert answer["caar_nummer"].startswith("CAAR-")
    page = demonstration.get("/demo/koppeling").text
    assert answer["caar_nummer"] in page
    assert "Noor Voorbeeld" in page


def test_the_same_key_a_second_time_registers_nothing(demonstration: FlaskClient) -> None:
    first, second = registered(demonstration, "een"), registered(demonstration, "een")

    assert first.get_json() == second.get_json()
    assert demonstration.get("/demo/koppeling").text.count("<details") == 1
    assert registered(demonstration, "twee", "KLE-2026-2").get_json() != first.get_json()


def test_a_second_call_about_a_case_is_about_the_number_that_it_has(demonstration: FlaskClient) -> None:
    """As in a real register: closing a dossier closes the one that was opened."""
    opened = registered(demonstration, "openen").get_json()["caar_nummer"]
    assert registered(demonstration, "sluiten").get_json()["caar_nummer"] == opened
    assert demonstration.get("/demo/koppeling").text.count("<details") == 2


@pytest.mark.parametrize(("body", "key"), [("[1]", "een"), ("geen json", "een"), ("{}", "")])
def test_what_is_no_registration_is_not_taken(demonstration: FlaskClient, body: str, key: str) -> None:
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}

    assert demonstration.post("/demo/koppeling/caar", data=body, headers=headers).status_code == 404


def test_outside_a_demonstration_there_is_no_such_page(tmp_path: Path) -> None:
    made = make_installation(tmp_path, demo=False)
    client = create_app(made.settings, made.database).test_client()

    assert client.get("/demo/koppeling").status_code == 404
    assert registered(client, "een").status_code == 404
    made.database.close()
