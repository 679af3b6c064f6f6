"""Parents have no password: they show who they are with a fresh code on their phone. And the examples go as written."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases, confirming
from engine.casework.entering import code_text
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.definitions.checking import check
from engine.desk import Desk
from engine.errors import SignInRefused
from engine.model import Case
from engine.people import actor_of
from engine.rehearsal.playing import rehearse
from engine.store import definitions, invitations, outbox
from engine.store.database import Database
from tests.engine.mini import Mini

REGIONS = Path(__file__).parents[2] / "regions"
FROM = "192.0.2.1"


@pytest.mark.parametrize("name", ["stukken", "samen"])
def test_an_example_can_be_published_and_goes_as_written(name: str) -> None:
    bundle = read_folder(REGIONS / name)
    assert [str(one) for one in check(bundle)] == []
    assert [str(one) for one in rehearse(bundle) if not one.passed] == []


@pytest.fixture
def together(database: Database, settings: Settings) -> Mini:
    bundle = read_folder(REGIONS / "samen")
    mini = Mini(database, settings)
    loading.load(mini.system, REGIONS / "samen")
    with database.transaction() as tx:
        definitions.add(tx, "samen", bundle.files, bundle.checksum, reason="eerste", by=None)
    return mini


def begun(mini: Mini) -> Case:
    parents = [
        {
            "naam": "Petra Voorbeeld",
            "email": "petra@voorbeeld.example",
            "mobiel": "0612345678",
            "gezag": True,
        },
        {"naam": "Paul Voorbeeld", "email": "paul@voorbeeld.example", "mobiel": "0687654321", "gezag": True},
    ]
    answers = {"leerling_naam": "Noor Voorbeeld", "vraag": "Rekenen.", "ouders": parents}
    return cases.start_case(mini.desk("ib.eikel"), "samen", "samen_plan", answers)


def parent(mini: Mini, case: Case, number: int) -> Desk:
    with mini.database.transaction(writes=False) as tx:
        found = invitations.of_case(tx, case.id)[number]
        return Desk(mini.database, actor_of(tx, found.person), mini.settings)


def code_sent(mini: Mini, case: Case) -> str:
    """The code in the newest text message."""
    with mini.database.transaction(writes=False) as tx:
        row = [one for one in outbox.of_case(tx, case.id) if one.kind == "sms"][-1]
        found = invitations.code_by_id(tx, int(str(row.detail["code"])))
    assert found
    return code_text(mini.settings, found[0])


def test_a_parent_shows_who_they_are_with_a_fresh_code_once(together: Mini) -> None:
    case = begun(together)
    desk = parent(together, case, 0)
    assert confirming.way_of(desk) == "code"
    assert "klopt niet" in confirming.confirm(desk, "", FROM)
    confirming.send_code(desk)
    code = code_sent(together, case)
    assert "klopt niet" in confirming.confirm(desk, "000000" if code != "000000" else "111111", FROM)
    assert confirming.confirm(desk, code, FROM) == ""
    assert "klopt niet" in confirming.confirm(desk, code, FROM)


def test_the_code_of_one_parent_is_not_that_of_the_other(together: Mini) -> None:
    case = begun(together)
    confirming.send_code(parent(together, case, 0))
    code = code_sent(together, case)
    other = parent(together, case, 1)
    confirming.send_code(other)
    if code != code_sent(together, case):
        assert "klopt niet" in confirming.confirm(other, code, FROM)


def test_a_code_runs_out(together: Mini) -> None:
    case = begun(together)
    desk = parent(together, case, 0)
    confirming.send_code(desk)
    code = code_sent(together, case)
    together.database.clock.move(timedelta(minutes=11))
    assert "klopt niet" in confirming.confirm(desk, code, FROM)


def test_codes_can_not_be_asked_for_without_end(together: Mini) -> None:
    desk = parent(together, begun(together), 0)
    for _ in range(confirming.MOST_CODES):
        confirming.send_code(desk)
    with pytest.raises(SignInRefused, match="Wacht een kwartier"):
        confirming.send_code(desk)
