"""Two experts who advise beside each other do not read each other before both have spoken."""

from datetime import timedelta

import pytest

from engine.casework.file import CaseFile, case_file
from engine.casework.form_pages import open_form, task_key
from engine.casework.tasks import claim
from engine.model import Case
from engine.people import begin_session
from engine.store import people
from engine.store.database import Database
from tests.engine.mini import Mini
from webui.app import create_app
from webui.sessions import COOKIE

FIRST = "deskundige_een"
SECOND = "deskundige_twee"


@pytest.fixture
def advised(mini: Mini) -> Case:
    """The first expert has advised, the second has not."""
    case = mini.begun()
    later(mini.database)
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting="Graag uw blik")
    later(mini.database)
    return mini.do("deskundige.1", case, FIRST, advies_tekst="Van de eerste")


def later(database: Database) -> None:
    database.clock.move(timedelta(minutes=1))


def page(mini: Mini, login: str, case: Case) -> CaseFile:
    return case_file(mini.desk(login), case.reference)


def read(mini: Mini, login: str, case: Case) -> list[str]:
    """The steps whose answers this person reads."""
    return [one.answer.node for one in page(mini, login, case).visits]


def test_who_may_still_advise_does_not_read_the_advice_given_beside_it(mini: Mini, advised: Case) -> None:
    assert read(mini, "deskundige.2", advised) == ["indienen", "beoordelen"]
    assert "Van de eerste" not in repr(page(mini, "deskundige.2", advised))
    assert read(mini, "deskundige.1", advised) == ["indienen", "beoordelen", FIRST]
    assert read(mini, "commissie.1", advised) == ["indienen", "beoordelen", FIRST]


def test_the_advice_does_not_stand_beside_the_task_either(mini: Mini, advised: Case) -> None:
    opened = open_form(mini.desk("deskundige.2"), task_key(mini.task(advised, SECOND).id))
    assert [one.answer.node for one in opened.beside] == ["indienen", "beoordelen"]


def test_after_advising_each_reads_the_other(mini: Mini, advised: Case) -> None:
    later(mini.database)
    mini.do("deskundige.2", advised, SECOND, advies_tekst="Van de tweede")
    for login in ("deskundige.1", "deskundige.2", "commissie.1"):
        assert read(mini, login, advised) == ["indienen", "beoordelen", FIRST, SECOND]


def test_advice_of_an_earlier_round_is_there_to_be_read(mini: Mini, advised: Case) -> None:
    later(mini.database)
    mini.do("deskundige.2", advised, SECOND, advies_tekst="Van de tweede")
    mini.do("commissie.1", advised, "beoordelen", besluit="advies", toelichting="Nog eens")
    assert read(mini, "deskundige.2", advised) == ["indienen", "beoordelen", FIRST, SECOND, "beoordelen"]
    later(mini.database)
    mini.do("deskundige.1", advised, FIRST, advies_tekst="Nog eens van de eerste")
    assert read(mini, "deskundige.2", advised) == ["indienen", "beoordelen", FIRST, SECOND, "beoordelen"]


def test_who_picked_up_a_task_does_not_read_the_advice_and_the_system_reads_all(
    mini: Mini, advised: Case
) -> None:
    claim(mini.desk("deskundige.2"), mini.task(advised, SECOND).id)
    assert FIRST not in read(mini, "deskundige.2", advised)
    assert FIRST in [one.answer.node for one in case_file(mini.system, advised.reference).visits]


def test_the_printed_advice_does_not_exist_for_who_may_still_advise(mini: Mini, advised: Case) -> None:
    number = page(mini, "commissie.1", advised).visits[-1].answer.id
    address = f"/zaken/{advised.reference}/antwoorden/{number}"
    assert [status(mini, login, address) for login in ("commissie.1", "deskundige.2")] == [200, 404]
    later(mini.database)
    mini.do("deskundige.2", advised, SECOND, advies_tekst="Van de tweede")
    assert status(mini, "deskundige.2", address) == 200


def status(mini: Mini, login: str, address: str) -> int:
    client = create_app(mini.settings, mini.database).test_client()
    with mini.database.transaction() as tx:
        person = people.person_by_login(tx, login)
        assert person is not None
        client.set_cookie(COOKIE, begin_session(tx, person))
    return client.get(address).status_code
