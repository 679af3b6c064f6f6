"""A region at work: its people at their pages, the worker, the clock and the mail. All of it through the pages."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from lxml import etree, html
from werkzeug.test import TestResponse

from config.settings import Settings
from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import SYSTEM
from engine.store.database import Database
from tests.journeys.scenarios.forms import Answers, FormOnPage

STEPS = {
    "maand": timedelta(days=30),
    "week": timedelta(days=7),
    "dag": timedelta(days=1),
    "uur": timedelta(hours=1),
}


PARENT = "ouder:"


class Mail(NamedTuple):
    subject: str
    to: str
    text: str


@dataclass(frozen=True)
class Town:
    """`folder` is the region's; `steps` gives the name of an element of its drawings by its id, and the button of an act."""

    folder: Path
    app: Flask
    settings: Settings
    database: Database
    steps: Mapping[str, str]
    people: "dict[str, Person]" = field(default_factory=dict, init=False)

    def person(self, login: str) -> "Person":
        """Somebody who signs in, in the browser they had."""
        if login not in self.people:
            self.people[login] = Person(self, login)
        return self.people[login]

    def parent(self, login: str) -> "Person":
        """ "ouder:" with the address at which a parent was invited last, in a new browser."""
        return Parent(self, login)

    def work(self) -> None:
        """What the worker does between two presses: until there is nothing left."""
        desk = Desk(self.database, SYSTEM, self.settings)
        for _ in range(20):
            worked = work_once(desk)
            assert not worked.failed, worked
            if worked.nothing:
                return
        raise AssertionError("the worker does not come to an end")

    def pass_time(self, wanted: timedelta) -> None:
        """Put the clock forward with the buttons of the demonstration; the worker does what falls due at every press."""
        at = self.anybody()
        for step, length in STEPS.items():
            for _ in range(wanted // length):
                at.press("/demo/klok", "/demo/klok", stap=step)
                self.work()
            wanted %= length
        assert not wanted, wanted

    def name(self, login: str) -> str:
        """What the person is called who signs in so."""
        rows = tomllib.loads((self.folder / "today" / "people.toml").read_text(encoding="utf-8"))["persoon"]
        return next(str(row["naam"]) for row in rows if row["aanmeldnaam"] == login)

    def mails(self, to: str = "", about: str = "") -> list[Mail]:
        """What went out, newest first: to this address, with this in its subject."""
        page = html.fromstring(self.anybody().page("/demo/post").text)
        found = [_mail(one) for one in page.xpath('//main//details[@class="paneel"]')]
        return [mail for mail in found if to in mail.to and about in mail.subject]

    def anybody(self) -> "Person":
        return Person(self, "")


def _mail(details: etree._Element) -> Mail:
    subject = details.xpath("string(summary/text()[1])").strip()
    to = details.xpath("string(summary/span)").removeprefix("–").strip().partition(",")[0]
    return Mail(subject, to, details.xpath("string(div)"))


class Row(NamedTuple):
    """A line of a list: what can be pressed, where that leads, and the whole line."""

    name: str
    address: str
    text: str


class Person:
    """A browser of one person; without a login somebody who did not sign in."""

    def __init__(self, town: Town, login: str) -> None:
        self.town = town
        self.login = login
        self.client = town.app.test_client()
        if login:
            entered = self.press("/aanmelden", "/aanmelden/als", wie=login)
            assert entered.status_code == 303, (login, entered.status_code)

    def page(self, address: str) -> TestResponse:
        return self.client.get(address)

    def reads(self, address: str) -> str:
        page = self.page(address)
        assert page.status_code == 200, (self.login, address, page.status_code)
        return words(page)

    def follows(self, reference: str) -> str:
        """Where the case stands, as this person follows it."""
        page = html.fromstring(self.page(f"/volgen/{reference}").text)
        return _plain(page.xpath('//main//*[@class="nu__tekst"]')[0])

    def press(self, page: str, address: str, **fields: str | list[str]) -> TestResponse:
        """A button on `page` whose form goes to `address`."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page(page).text)
        assert found, page
        return self.client.post(address, data={"csrf_token": found[1], **fields})

    def begins(self, route: str, answers: Answers) -> str:
        """Hands in a request; returns its reference."""
        sent = self._hand_in(f"/aanvragen/{self.town.folder.name}/{route}", answers)
        return str(sent.headers["Location"]).rsplit("/", 1)[1]

    def does(self, reference: str, step: str, answers: Answers) -> None:
        """Opens the task with this name (or the id of its element) in the list of tasks and hands it in."""
        self._hand_in(self.task(reference, step), answers)

    def acts(self, reference: str, button: str, answers: Answers) -> None:
        self._hand_in(self.act(reference, button), answers)

    def meets(self, committee: str, present: Iterable[str]) -> None:
        """Says who (by login) are present as a committee meets."""
        page = f"/commissies/{committee}"
        there = html.fromstring(self.page(page).text)
        seats = {_plain(one): one.get("for").removeprefix("lid-") for one in there.xpath("//fieldset//label")}
        chosen = [seats[self.town.name(login)] for login in present]
        day = there.get_element_by_id("dag").get("value")
        met = self.press(page, f"{page}/vergadering", dag=day, aanwezig=chosen)
        assert met.status_code == 303, words(met)

    def votes(self, committee: str, reference: str, step: str, choice: str, reason: str) -> None:
        """Votes on what stands on the agenda of a committee."""
        agenda = _rows(self.page(f"/commissies/{committee}"))
        name = self.town.steps.get(step, step)
        (item,) = [row.address for row in agenda if reference in row.text and row.name.startswith(name)]
        voted = self.press(item, item, stem=choice, reden=reason)
        assert voted.status_code == 303, words(voted)

    def is_refused(self, address: str, answers: Answers, *, signed: bool = True) -> str:
        """What is wrong with what this person hands in."""
        return fault(self._send(address, answers, signed=signed))

    def _hand_in(self, address: str, answers: Answers) -> TestResponse:
        sent = self._send(address, answers, signed=True)
        assert sent.status_code == 303, words(sent)
        self.town.work()
        return sent

    def _send(self, address: str, answers: Answers, *, signed: bool) -> TestResponse:
        form = self.form(address).fill_in(answers)
        if signed:
            form.sign()
        return form.send()

    def form(self, address: str) -> FormOnPage:
        return FormOnPage(self.client, address)

    def task(self, reference: str, step: str) -> str:
        """The address of a task that this person may do."""
        found = [row for row in self.tasks(reference) if row.name == self.town.steps.get(step, step)]
        assert found, (self.login, step, [row.name for row in self.tasks(reference)])
        return found[0].address

    def kept_from(self, task: str) -> str:
        """What stands on the page of a task that this person may not hand in (any more)."""
        page = self.page(task)
        assert page.status_code in (200, 404, 409), page.status_code
        assert 'value="versturen"' not in page.text, (self.login, task)
        return words(page)

    def tasks(self, reference: str = "") -> list[Row]:
        """The list of tasks, without the names of pupils."""
        rows = _rows(self.page("/taken"))
        return [row._replace(name=row.name.partition(" – ")[0]) for row in rows if reference in row.text]

    def task_names(self, reference: str) -> list[str]:
        return [row.name for row in self.tasks(reference)]

    def act(self, reference: str, button: str) -> str:
        name = self.town.steps.get(button, button)
        found = [row for row in self.buttons(reference) if row.name == name]
        assert found, (self.login, button, [row.name for row in self.buttons(reference)])
        return found[0].address

    def buttons(self, reference: str) -> list[Row]:
        """What this person can begin at a case."""
        return self._links(f"/zaken/{reference}", "/handelingen/")

    def documents(self, reference: str) -> list[Row]:
        """The documents at a case."""
        return self._links(f"/zaken/{reference}", "/documenten/")

    def _links(self, page: str, part: str) -> list[Row]:
        links = html.fromstring(self.page(page).text).xpath("//main//a[contains(@href, $part)]", part=part)
        return [Row(_plain(link), link.get("href"), "") for link in links]

    def finds(self, sought: str, page: str = "/zaken") -> list[Row]:
        """What searching on a list page gives."""
        answer = self.press(page, page, zoek=sought)
        assert answer.status_code == 303, answer.status_code
        return _rows(self.page(answer.headers["Location"]))


class Parent(Person):
    """A parent, who comes in with the newest link in their mail and the code on their phone."""

    def __init__(self, town: Town, login: str) -> None:
        super().__init__(town, "")
        self.login = login
        found = re.search(r"/uitnodiging/[\w-]+", town.mails(login.removeprefix(PARENT), "")[0].text)
        assert found, login
        assert self.page(found[0]).status_code == 303
        assert self.press("/uitnodiging", "/uitnodiging/sms").status_code == 303
        town.work()
        code = re.search(r"Uw code is (\d{6})", town.anybody().page("/demo/post").text)
        assert code
        entered = self.press("/uitnodiging/code", "/uitnodiging/code", code=code[1])
        assert entered.headers["Location"].endswith("/ouder"), words(entered)

    def tasks(self, reference: str = "") -> list[Row]:
        return self._links("/ouder", "/ouder/taken/")

    def buttons(self, reference: str) -> list[Row]:
        return self._links("/ouder", "/ouder/handelingen/")


def words(page: TestResponse) -> str:
    """What stands on a page, without its menu and its drawing."""
    main = html.fromstring(page.text).xpath("//main")[0]
    for drawing in main.xpath(".//*[local-name()='svg']"):
        drawing.getparent().remove(drawing)
    return _plain(main)


def fault(page: TestResponse) -> str:
    """What is wrong, of a form that was not taken."""
    assert page.status_code == 422, (page.status_code, words(page))
    return _plain(html.fromstring(page.text).get_element_by_id("fouten"))


def _plain(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _rows(page: TestResponse) -> list[Row]:
    lines = html.fromstring(page.text).xpath('//li[contains(@class, "rij ") or @class="rij"]')
    return [
        Row(_plain(link), link.get("href"), _plain(line))
        for line in lines
        for link in line.xpath('.//*[@class="rij__naam"]//a')
    ]


def names_in_drawings(*folders: Path) -> dict[str, str]:
    """Of every element its name by its id; of what begins an act its button."""
    names: dict[str, str] = {}
    for tree in (etree.parse(path) for folder in folders for path in folder.glob("*.bpmn")):
        names |= {str(one.attrib["id"]): str(one.attrib["name"]) for one in tree.xpath("//*[@id][@name]")}
        for begin in tree.xpath('//*[local-name()="startEvent"][@id]'):
            button = begin.xpath('string(.//*[local-name()="property"][@name="knop"]/@value)')
            names |= {str(begin.attrib["id"]): button} if button else {}
    return names
