"""A region at work: published in a database of its own, with its people, its rehearsals, its clock and its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine import people
from engine.casework import cases
from engine.casework.form_pages import open_form, task_key
from engine.casework.letters import compose
from engine.casework.signing import Sealed
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.definition import Published
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import ByItself, Deed, Meets, Move, Reply, Scene, Votes
from engine.desk import Desk
from engine.errors import AnswersRejected
from engine.model import Answer, Case, Document, Mail, Task
from engine.people import actor_of
from engine.rehearsal.acting import do
from engine.rehearsal.answering import answer
from engine.rehearsal.as_parent import invited
from engine.rehearsal.committees import meets, votes
from engine.rehearsal.granted import by_itself
from engine.rehearsal.playing import playable_in
from engine.rehearsal.stage import Stage
from engine.store import answers, documents, outbox, tasks, terms, waits
from engine.store import people as register
from engine.store.terms import TermRow
from webui.app import create_app
from webui.sessions import COOKIE

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Place:
    """`left` is what of a rehearsal is not played yet; "zaak" is the case of the rehearsal."""

    stage: Stage
    left: list[Scene] = field(default_factory=list)
    bundle: Bundle | None = (
        None  # with its people of today, on whom it hangs which overlay a rehearsal plays with
    )

    @property
    def case(self) -> Case:
        return self.stage.case("zaak")

    def desk(self, login: str) -> Desk:
        return self.stage.desk(login)

    def parent(self, email: str) -> Desk:
        """The desk of a parent who was invited to the case."""
        with self.stage.system.reading() as tx:
            known = invited(self.stage, tx, "zaak", email)
            return replace(self.stage.system, actor=actor_of(tx, known.person))

    def also(self, folder: Path) -> Published:
        """A second region in the same installation, with its people."""
        load(self.stage.system, folder)
        return publish(self.stage.system, read_folder(folder), "Eerste versie", try_out=True)

    def publishes(self, bundle: Bundle) -> None:
        """A next version of the region: what begins now begins on it."""
        self.stage.published = publish(self.stage.system, bundle, "Volgende versie", try_out=True)

    # ------------------------------------------------------------ what a rehearsal tells

    def plays(self, name: str) -> Self:
        """Take up a rehearsal of the region, from its beginning."""
        known = self.stage.definition
        definition = replace(known, bundle=self.bundle or known.bundle)
        (script,) = playable_in(definition, [one for one in scripts_of(definition)[0] if one.id == name])
        self.left = [scene for scene in script.scenes if _happens(scene)]
        return self

    def until(self, step: str) -> Self:
        """All that is done before the next time of `step`."""
        while self.left and not _is_at(self.left[0], step):
            self._play(self.left.pop(0))
        assert self.left, f"{step} does not come (any more)"
        return self

    def past(self, step: str, **other: object) -> Self:
        """That step too, with other answers than the rehearsal gives."""
        scene = self.until(step).left.pop(0)
        assert isinstance(scene.action, Deed)
        self._play(replace(scene, action=replace(scene.action, answers={**scene.action.answers, **other})))
        return self

    def to_the_end(self) -> Self:
        while self.left:
            self._play(self.left.pop(0))
        return self

    def answers(self, step: str) -> dict[str, object]:
        """Those of the next time of `step`."""
        found = next(scene.action for scene in self.left if _is_at(scene, step))
        assert isinstance(found, Deed)
        return dict(found.answers)

    def _play(self, scene: Scene) -> None:
        match scene.action:
            case Deed() as deed:
                do(self.stage, scene, deed)
            case Reply() as reply:
                answer(self.stage, scene, reply)
            case ByItself() as begun:
                by_itself(self.stage, scene, begun)
            case Meets() as meeting:
                meets(self.stage, scene, meeting)
            case Votes() as vote:
                votes(self.stage, scene, vote)
            case Move() as move:
                self.stage.move_to(move.from_moment(self.stage.clock.now()))

    # ------------------------------------------------------------ what people do

    def begins(self, login: str, route: str, given: Mapping[str, object], name: str = "zaak") -> Case:
        case = cases.start_case(self.desk(login), self.stage.region, route, given)
        self.stage.cases[name] = case
        self.stage.work()
        return case

    def does(self, login: str, step: str, **answers: object) -> None:
        """Who has to sign, does."""
        desk, task = self.desk(login), self.task(step).id
        signing = open_form(desk, task_key(task)).signing
        cases.complete_task(desk, task, answers, Sealed(True, signing.to_sign.digest) if signing else None)
        self.stage.work()

    def acts(self, login: str, act: str, **answers: object) -> None:
        with self.stage.system.reading() as tx:
            wait = next(one.id for one in waits.of_case(tx, self.case.id) if one.node == act)
        cases.begin_act(self.desk(login), self.case.id, wait, answers)
        self.stage.work()

    def refused(self, login: str, step: str, **answers: object) -> dict[str, str]:
        """What is said of each field when this is handed in."""
        try:
            self.does(login, step, **answers)
        except AnswersRejected as error:
            return {one.field: one.message for one in error.filled.errors}
        return {}

    def pass_days(self, days: int) -> None:
        self.stage.move_to(self.stage.clock.now() + timedelta(days=days))

    def pass_minute(self) -> None:
        self.stage.move_to(self.stage.clock.now() + timedelta(minutes=1))

    def go_to(self, moment: datetime) -> None:
        self.stage.move_to(moment)

    # ------------------------------------------------------------ what there is

    def task(self, step: str) -> Task:
        with self.stage.system.reading() as tx:
            return next(one for one in tasks.open_of_case(tx, self.case.id) if one.node == step)

    def open_steps(self) -> list[str]:
        with self.stage.system.reading() as tx:
            return sorted(one.node for one in tasks.open_of_case(tx, self.case.id))

    def term(self, name: str) -> TermRow:
        with self.stage.system.reading() as tx:
            return next(one for one in terms.of_case(tx, self.case.id) if one.term == name)

    def answered(self, step: str) -> Answer:
        """The newest answers of a step, as they are kept."""
        with self.stage.system.reading() as tx:
            return next(one for one in answers.last_visits(tx, self.case.id) if one.node == step)

    def documents(self) -> list[Document]:
        with self.stage.system.reading() as tx:
            return documents.of_case(tx, self.case.id)

    def mails(self, letter: str = "") -> list[Mail]:
        """What went out for the case, as it goes out: every letter, or this one."""
        with self.stage.system.reading() as tx:
            rows = [one for one in outbox.of_case(tx, self.case.id) if one.kind == "mail"]
            return [
                compose(tx, self.stage.settings, row) for row in rows if letter in ("", row.detail["letter"])
            ]

    # ------------------------------------------------------------ pages

    @cached_property
    def app(self) -> Flask:
        return create_app(self.stage.settings, self.stage.database)

    def person(self, login: str) -> "Person":
        client = self.app.test_client()
        with self.stage.database.transaction() as tx:
            person = register.person_by_login(tx, login)
            assert person, login
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return Person(client)


@dataclass(frozen=True)
class Person:
    """A browser in which somebody is signed in."""

    client: FlaskClient

    def page(self, address: str) -> TestResponse:
        return self.client.get(address)

    def reads(self, address: str) -> str:
        """What stands on a page, without its menu."""
        page = self.page(address)
        assert page.status_code == 200, (address, page.status_code)
        return words(page)

    def press(self, page: str, address: str, **fields: str) -> TestResponse:
        """A button on `page` whose form goes to `address`."""
        found = _TOKEN.search(self.page(page).text)
        assert found, page
        return self.client.post(address, data={"csrf_token": found[1], **fields})


def words(page: TestResponse) -> str:
    main = html.fromstring(page.text).xpath("//main")[0]
    return " ".join(" ".join(main.itertext()).split())


def changed(bundle: Bundle, file: str, old: str, new: str) -> Bundle:
    """The region with one text of a file replaced."""
    text = bundle.files[file].decode()
    assert old in text, (file, old)
    return make_bundle(bundle.region, {**bundle.files, file: text.replace(old, new).encode()}, bundle.today)


def _happens(scene: Scene) -> bool:
    """What nobody does is left out: looking, and what must be refused."""
    action = scene.action
    return isinstance(action, Reply | Move | ByItself) or (
        isinstance(action, Deed | Meets | Votes) and action.refused is None
    )


def _is_at(scene: Scene, step: str) -> bool:
    return isinstance(scene.action, Deed) and scene.action.target == step
