"""The region of tests/regions/ouders in a database, with a case in which two parents are invited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config.settings import Settings
from engine import people
from engine.casework import entering
from engine.casework.cases import complete_task, start_case
from engine.casework.letters import compose
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import SYSTEM, Case, Mail
from engine.people import actor_of
from engine.store import invitations, outbox, tasks
from engine.store import people as register
from engine.store.database import Database
from engine.store.invitations import Parent
from webui.sessions import COOKIE

FOLDER = Path(__file__).parents[1] / "regions" / "ouders"
PETRA, OOM = "petra@voorbeeld.example", "oom@voorbeeld.example"
ADDRESS = "192.0.2.1"
ASKED: Mapping[str, object] = {
    "leerling_naam": "Noor Zandkorrel",
    "vraag": "Rekenen lukt niet.",
    "ouders": [
        {"naam": "Petra Voorbeeld", "email": PETRA, "mobiel": "0612345678", "gezag": True},
        {"naam": "Oom Voorbeeld", "email": OOM, "mobiel": "0687654321", "gezag": False},
    ],
}
_LINK = re.compile(r"/uitnodiging/([\w-]+)")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Family:
    database: Database
    settings: Settings

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = register.person_by_login(tx, login)
            assert person, login
            return replace(self.system, actor=actor_of(tx, person))

    def begun(self, **other: object) -> Case:
        return start_case(self.desk("ib.eikel"), "ouders", "plan", {**ASKED, **other})

    def asked_for_opinion(self, case: Case) -> None:
        """On to where the parents are asked."""
        self.do("ib.eikel", case, "schrijven", doel="Elke dag oefenen.")
        self.do("commissie.een", case, "overleg", overleg="Geheim overleg.")

    def do(self, login: str, case: Case, node: str, **answers: object) -> None:
        complete_task(self.desk(login), self.task(case, node), answers)

    def task(self, case: Case, node: str) -> str:
        with self.database.transaction(writes=False) as tx:
            return next(one.id for one in tasks.open_of_case(tx, case.id) if one.node == node)

    def parent(self, case: Case, email: str = PETRA) -> Parent:
        with self.database.transaction(writes=False) as tx:
            return next(one for one in invitations.of_case(tx, case.id) if one.email == email)

    def desk_of(self, case: Case, email: str = PETRA) -> Desk:
        with self.database.transaction(writes=False) as tx:
            return replace(self.system, actor=actor_of(tx, self.parent(case, email).person))

    def mails(self, case: Case, email: str = PETRA) -> list[Mail]:
        """As they go out, oldest first."""
        with self.database.transaction(writes=False) as tx:
            rows = [one for one in outbox.of_case(tx, case.id) if one.kind == "mail"]
            return [one for one in (compose(tx, self.settings, row) for row in rows) if one.to == email]

    def link(self, case: Case, email: str = PETRA) -> str:
        """The token of the newest link."""
        found = _LINK.search(self.mails(case, email)[-1].text)
        assert found
        return found[1]

    def code(self, case: Case) -> str:
        """The digits of the newest text message of a case."""
        with self.database.transaction(writes=False) as tx:
            row = [one for one in outbox.of_case(tx, case.id) if one.kind == "sms"][-1]
            sms = entering.sms_of(tx, self.settings, int(str(row.detail["code"])))
        found = re.search(r"\d{6}", sms.text) if sms else None
        assert found
        return found[0]

    def session(self, case: Case, email: str = PETRA) -> str:
        """Come in by link and code; the token of the session."""
        link = self.link(case, email)
        entering.send_code(self.system, link, ADDRESS)
        return entering.enter(self.system, link, self.code(case), ADDRESS)

    def work(self) -> None:
        work_once(self.system)


def settle_in(database: Database, settings: Settings) -> Family:
    system = Desk(database, SYSTEM, settings)
    publish(system, read_folder(FOLDER), "Eerste versie", try_out=True)
    load(system, FOLDER)
    return Family(database, settings)


@dataclass(frozen=True)
class Browser:
    """Posts carry the token of the page they were made on."""

    client: FlaskClient

    def get(self, address: str, **other: object) -> TestResponse:
        return self.client.get(address, **other)  # type: ignore[arg-type]

    def post(self, address: str, page: str = "/privacy", **fields: object) -> TestResponse:
        found = _TOKEN.search(self.client.get(page).text)
        token = found[1] if found else self.form_token()
        return self.client.post(
            address, data={"csrf_token": token, **fields}, content_type="multipart/form-data"
        )

    def form_token(self) -> str:
        """The token of whatever form there is: that of signing in, or of signing out."""
        found = _TOKEN.search(self.client.get("/aanmelden").text)
        assert found
        return found[1]


def signed_in(app: Flask, family: Family, login: str) -> Browser:
    client = app.test_client()
    with family.database.transaction() as tx:
        person = register.person_by_login(tx, login)
        assert person
        client.set_cookie(COOKIE, people.begin_session(tx, person))
    return Browser(client)


def as_parent(app: Flask, family: Family, case: Case, email: str = PETRA) -> Browser:
    client = app.test_client()
    client.set_cookie(COOKIE, family.session(case, email))
    return Browser(client)
