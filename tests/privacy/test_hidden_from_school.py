"""A parent asked something that the school need not know: whoever is of that school walks along every page, asks for every
address of the case and tries every act, and never meets the pupil, the parent or the reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine import people
from engine.casework import cases
from engine.casework.files import keep_file
from engine.casework.letters import compose
from engine.casework.lists import CaseFilters, TaskFilters, my_requests, my_tasks
from engine.casework.lists import cases as every_case
from engine.casework.tasks import claim
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.errors import NotFound
from engine.jobs.working import work_once
from engine.model import SYSTEM, Case
from engine.store import answers, outbox, tasks, waits
from engine.store import people as register
from engine.store.schema import upload
from tests.privacy.test_walking import main_of, walked
from tests.webui.conftest import Visitor
from tests.webui.installation import REGIONS, Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE

PUPIL, PARENT, FILE = "Yara Zandkorrel", "Olga Zeeschelp", "brief-van-Zeeschelp.pdf"
SECRET = ("Yara", "Zandkorrel", "Olga", "Zeeschelp")


@dataclass(frozen=True)
class House:
    made: Made

    def desk(self, login: str) -> Desk:
        with self.made.database.transaction(writes=False) as tx:
            person = register.person_by_login(tx, login)
            assert person
            return Desk(self.made.database, people.actor_of(tx, person), self.made.settings)

    @property
    def system(self) -> Desk:
        return Desk(self.made.database, SYSTEM, self.made.settings)

    def client(self, login: str) -> FlaskClient:
        client = create_app(self.made.settings, self.made.database).test_client()
        with self.made.database.transaction() as tx:
            person = register.person_by_login(tx, login)
            assert person
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return client

    def asked(self, *, hidden: bool, pupil: str = PUPIL) -> Case:
        desk = self.desk("zorgmakelaar")
        given = {
            "leerling": pupil,
            "ouder": PARENT,
            "welke_school": "99AA00",
            "anoniem": "ja" if hidden else "nee",
        }
        kept = keep_file(desk, FILE, "application/pdf", b"%PDF-1.4\n%")
        case = cases.start_case(desk, "anoniem", "vraag", {**given, "stuk": kept})
        while not work_once(self.system).nothing:
            pass
        return case

    def task(self, case: Case, node: str) -> str:
        with self.made.database.transaction(writes=False) as tx:
            return next(one.id for one in tasks.open_of_case(tx, case.id) if one.node == node)

    def allow(self, case: Case, *, allowed: str = "ja") -> None:
        task = self.task(case, "bespreken")
        cases.complete_task(self.desk("zorgmakelaar"), task, {"toestemming": allowed})

    def addresses(self, case: Case) -> list[str]:
        at = f"/zaken/{case.reference}"
        with self.made.database.transaction(writes=False) as tx:
            return [
                at,
                f"/volgen/{case.reference}",
                f"/volgen/{case.reference}/tekening",
                *(f"{at}/antwoorden/{one.id}" for one in answers.of_case(tx, case.id)),
                *(f"{at}/handelingen/{one.id}" for one in waits.of_case(tx, case.id)),
                *(f"/taken/{one.id}" for one in tasks.of_case(tx, case.id)),
                *(
                    f"/bestanden/{row.id}"
                    for row in tx.rows(select(upload.c.id).where(upload.c.case == case.id))
                ),
            ]

    def mails(self, case: Case, login: str) -> list[str]:
        with self.made.database.transaction(writes=False) as tx:
            person = register.person_by_login(tx, login)
            assert person
            rows = [row for row in outbox.of_case(tx, case.id) if str(row.detail.get("to")) == str(person.id)]
            sent = [compose(tx, self.made.settings, row) for row in rows]
            return [f"{one.subject}\n{one.text}" for one in sent]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = make_installation(tmp_path)
    desk = Desk(made.database, SYSTEM, made.settings)
    publish(desk, read_folder(REGIONS / "anoniem"), "Eerste versie", try_out=True)
    load(desk, REGIONS / "anoniem")
    yield House(made)
    made.database.close()


def told(response: TestResponse) -> str:
    return unquote(str(response.headers)) + response.get_data().decode("utf-8", "replace")


def test_who_is_of_the_school_finds_nothing_anywhere(house: House) -> None:
    case = house.asked(hidden=True)
    for login in ("ib.eikel", "ib.beuk"):
        client = house.client(login)
        for address, response in walked(client):
            whole = told(response)
            assert not [word for word in (*SECRET, case.reference) if word in whole], address
            assert "1 gevonden" not in whole, address


def test_searching_finds_nothing_and_counts_nothing(house: House) -> None:
    case = house.asked(hidden=True)
    school = house.desk("ib.eikel")
    for text in ("Zandkorrel", "Yara", "Eikel", case.reference, "Vraag van een ouder", ""):
        found = every_case(school, CaseFilters(text=text))
        assert (found.items, found.total) == ((), 0)
        assert my_requests(school, text=text).page.total == 0
        assert my_tasks(school, TaskFilters(text=text)).total == 0
    assert my_tasks(school, TaskFilters(late=True)).total == 0
    visitor = Visitor(house.client("ib.eikel"))
    for page in ("/taken", "/aanvragen"):
        sent = visitor.post(page, page, zoek="Zandkorrel")
        if sent.status_code == 303:
            assert not [word for word in SECRET[2:] if word in visitor.get(sent.headers["Location"]).text]


def test_every_address_of_the_case_answers_as_one_that_is_not_there(house: House) -> None:
    case = house.asked(hidden=True)
    client = house.client("ib.eikel")
    absent = client.get("/zaken/ANO-2026-AAAAAA")
    visitor = Visitor(client)
    token = visitor.token("/privacy")
    for address in house.addresses(case):
        response = client.get(address, buffered=True)
        assert response.status_code == 404, address
        assert main_of(response) == main_of(absent), address
        for act in ("", "/oppakken", "/teruggeven", "/concept", "/velden", "/termijnen/antwoord/pauzeren"):
            sent = client.post(f"{address}{act}", data={"csrf_token": token, "idee": "x", "reden": "x"})
            assert sent.status_code in (404, 405), f"{address}{act}"
            assert not [word for word in (*SECRET, case.reference) if word in told(sent)], f"{address}{act}"


def test_no_mail_to_the_school_says_which_case_or_who(house: House) -> None:
    case = house.asked(hidden=True)
    (mail,) = house.mails(case, "ib.eikel")
    assert "begaafdheid" in mail
    assert not [word for word in (*SECRET, case.reference, "/volgen", "Vraag van een ouder") if word in mail]
    assert len(house.mails(case, "zorgmakelaar")) == 1


def test_once_the_parent_agrees_the_school_sees_it_all(house: House) -> None:
    """Without this the tests above could pass because there is nothing to see."""
    case = house.asked(hidden=True)
    client = house.client("ib.eikel")
    assert client.get(f"/zaken/{case.reference}").status_code == 404
    house.allow(case)
    assert PUPIL in client.get(f"/zaken/{case.reference}").text
    assert "Meedenken" in client.get("/taken").text
    assert my_requests(house.desk("ib.eikel")).page.total == 1
    assert every_case(house.desk("ib.eikel"), CaseFilters(text="Zandkorrel")).total == 1
    assert house.client("ib.beuk").get(f"/zaken/{case.reference}").status_code == 404


def test_a_case_that_may_be_known_is_there_beside_one_that_may_not(house: House) -> None:
    secret, plain = house.asked(hidden=True), house.asked(hidden=False, pupil="Lina Fictief")
    found = my_requests(house.desk("ib.eikel")).page
    assert [line.case.reference for line in found.items] == [plain.reference]
    assert found.total == 1
    mine = my_tasks(house.desk("ib.eikel"))
    assert [line.reference for line in mine.items] == [plain.reference]
    assert mine.total == 1
    assert len(house.mails(plain, "ib.eikel")) == 2
    assert secret.reference not in house.client("ib.eikel").get("/aanvragen").text


def test_a_parent_may_change_their_mind_and_what_the_school_had_picked_up_is_gone(house: House) -> None:
    case = house.asked(hidden=False)
    school, task = house.desk("ib.eikel"), house.task(case, "meedenken")
    claim(school, task)
    house.allow(case, allowed="nee")
    assert my_tasks(school).items == ()
    assert my_requests(school).page.total == 0
    with pytest.raises(NotFound):
        cases.complete_task(school, task, {"idee": "x"})
    client = house.client("ib.eikel")
    assert not [page for page, answer in walked(client) if case.reference in told(answer)]
    assert client.get(f"/taken/{task}").status_code == 404


def test_who_began_it_follows_it_among_their_own(house: House) -> None:
    case = house.asked(hidden=True)
    mine = my_requests(house.desk("zorgmakelaar")).page
    assert [line.case.reference for line in mine.items] == [case.reference]
    page = house.client("zorgmakelaar").get(f"/zaken/{case.reference}").text
    assert PUPIL in page
    assert "De Eikel (voorbeeld)" in page
