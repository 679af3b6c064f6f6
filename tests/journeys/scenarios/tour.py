"""The people of a region, each in a browser of their own, who do what its rehearsals tell and look at every page they
come to."""

import os
import re
from collections.abc import Callable, Hashable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from engine.definitions.bundle import TODAY, read_folder
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import (
    PARENT,
    Deed,
    Is,
    Mail,
    MayNot,
    Meets,
    Move,
    Reply,
    Scene,
    Script,
    Sees,
    Votes,
)  # fmt: skip
from engine.definitions.today import read_today
from engine.definitions.wearing import Wearing
from engine.rehearsal.playing import playable_in
from tests.journeys.browser.visiting import NARROW, WIDE
from tests.journeys.scenarios.at_a_screen import AtAScreen
from tests.journeys.scenarios.town import Town

# Of a rehearsal with other steps than these the rest is about what tests of the house walk through in a browser.
_PLAYED = Deed, Meets, Votes, Move, Sees, MayNot, Is, Mail, Reply
_HOUR = timedelta(hours=1)
_Part = TypeVar("_Part", bound=Hashable)


class Looker(AtAScreen):
    """Somebody who leaves a picture of each form and page in the folder that SCREENS names, when it does."""

    def __init__(self, browser: Browser, town: Town, axe: str, login: str) -> None:
        super().__init__(browser, town, axe)
        self.login = login
        self.pictures = 0

    def comes_in(self) -> Self:
        return self.signed_in(self.login)

    def look_hard(self) -> None:
        super().look_hard()
        folder = os.environ.get("SCREENS")
        if folder:
            self.pictures += 1
            place = urlsplit(self.page.url).path.strip("/").replace("/", "-")
            name = f"{self.login.replace(':', '-')}-{self.pictures:02}-{place}"
            for size, word in ((NARROW, "smal"), (WIDE, "breed")):
                self.page.set_viewport_size(size)
                path = Path(folder) / self.town.folder.name / f"{name}-{word}.png"
                self.page.screenshot(path=path, full_page=True)

    def looks_around(self, references: Iterable[str]) -> None:
        """The pages of the menu, and of each of these cases the page itself, its tabs and where it stands."""
        for address in self._links("header nav a"):
            self._opens_page(address)
        for reference in references:
            self._opens_page(f"/volgen/{reference}")
            if self._opens_page(f"/zaken/{reference}"):
                for address in self._links(f'main nav a[href^="/zaken/{reference}/"]'):
                    self._opens_page(address)

    def _opens_page(self, address: str) -> bool:
        """Whether this person may see it."""
        answer = self.go(address)
        assert answer is not None, address
        assert answer.status in (200, 404), (self.login, address, answer.status)
        if answer.status == 200:
            self.look_hard()
        return answer.status == 200

    def _links(self, where: str) -> list[str]:
        self.go(self.page.url)
        found = [str(one.get_attribute("href")) for one in self.page.locator(where).all()]
        return list(dict.fromkeys(one for one in found if not one.startswith("#")))


class ParentLooker(Looker):
    """A parent, who comes in with the link in their mail and the code on their telephone and has one case."""

    def comes_in(self) -> Self:
        links = (
            re.search(r"/uitnodiging/[\w-]+", mail.text)
            for mail in self.town.mails(self.login.removeprefix(PARENT))
        )
        self.go(next(link[0] for link in links if link))
        self.look_hard()
        self.page.locator('form[action="/uitnodiging/sms"] button').click()
        self.town.work()
        code = re.search(r"Uw code is (\d{6})", self.town.anybody().page("/demo/post").text)
        assert code
        self.page.locator('[name="code"]').fill(code[1])
        self.look_hard()
        self.page.locator('form[action="/uitnodiging/code"] button').click()
        self.page.wait_for_url("**/ouder")
        return self

    def opens(self, reference: str, step: str) -> None:
        self.go("/ouder")
        self.press(self.town.steps.get(step, step))

    def home(self, reference: str) -> str:
        return "/ouder"

    def looks_around(self, references: Iterable[str]) -> None:
        if self._opens_page("/ouder"):
            for address in self._links('main nav a[href^="/ouder/"]'):
                self._opens_page(address)


class Tour:
    """One rehearsal in a town of its own."""

    def __init__(self, browser: Browser, town: Town, axe: str) -> None:
        self._browser = browser
        self._town = town
        self._axe = axe
        self._references: dict[str, str] = {}
        self._people: dict[str, Looker] = {}
        self._committee = ""

    def play(self, script: Script) -> None:
        """Do all that it tells, each with their own hands."""
        for scene in script.scenes:
            if isinstance(scene.action, Move):
                self._let_pass(scene.action)
            elif isinstance(scene.action, Deed) and not scene.action.refused:
                self._do(scene.who, scene.case, scene.action)
            elif isinstance(scene.action, Meets) and not scene.action.refused:
                self._committee = scene.action.committee
                self._person(scene.who).meets(self._committee, scene.action.present)
            elif isinstance(scene.action, Votes) and not scene.action.refused:
                self._vote(scene.who, scene.case, scene.action)

    @property
    def people(self) -> list[str]:
        """Who did something, by login."""
        return list(self._people)

    def looks_around(self, login: str) -> None:
        self._person(login).looks_around(self._references.values())

    def _let_pass(self, move: Move) -> None:
        """In whole hours, at least as long: shorter the clock of the demonstration cannot be put forward."""
        now = self._town.database.clock.now()
        self._town.pass_time(-((now - move.from_moment(now)) // _HOUR) * _HOUR)

    def _do(self, login: str, case: str, deed: Deed) -> None:
        person = self._person(login)
        if deed.verb == "start":
            self._references[case] = person.begins(deed.target, deed.answers)
        elif deed.verb == "doet":
            person.does(self._references[case], deed.target, deed.answers)
        else:
            person.acts(self._references[case], deed.target, deed.answers)

    def _vote(self, login: str, case: str, vote: Votes) -> None:
        reference = self._references[case]
        self._person(login).votes(self._committee, reference, vote.step, vote.choice, vote.reason)

    def _person(self, login: str) -> Looker:
        if login not in self._people:
            kind = ParentLooker if login.startswith(PARENT) else Looker
            self._people[login] = kind(self._browser, self._town, self._axe, login).comes_in()
        return self._people[login]

    def close(self) -> None:
        for person in self._people.values():
            person.close()


class Rehearsals:
    """Those of a region that can be done as it stands, on its pages."""

    def __init__(self, folder: Path) -> None:
        definition = read_definition(read_folder(folder))
        wearing = Wearing(definition)
        files = {name.removeprefix(TODAY): data for name, data in definition.bundle.today.items()}
        people = read_today(files, definition.region.id).people or ()
        self._roles = {one.login: [each.role for each in one.memberships] for one in people}
        self.all = [
            script
            for script in playable_in(definition, scripts_of(definition)[0])
            if _stands(script, wearing.standing(wearing.overlay_in(script)))
            and all(map(_can_be_done, script.scenes))
        ]

    def for_every_step(self) -> list[Script]:
        """As few as there can be in which everybody does each of the steps that they do in any."""
        return self._covering(_doings)

    def for_every_role(self) -> list[Script]:
        """As few as there can be in which every role does something that does so in any."""
        return self._covering(lambda script: self.roles_in(login for login, _ in _doings(script)))

    def roles_in(self, logins: Iterable[str]) -> set[str]:
        """The roles of these people; of parents, who are in no file, one role."""
        return {role for login in logins for role in self._roles.get(login, [PARENT])}

    def bystanders(self) -> list[str]:
        """Somebody of each role in which nobody does anything in any rehearsal."""
        active = self.roles_in(login for script in self.all for login, _ in _doings(script))
        of_role = {role: login for login, roles in self._roles.items() for role in roles}
        return sorted({login for role, login in of_role.items() if role not in active})

    def _covering(self, parts: Callable[[Script], set[_Part]]) -> list[Script]:
        left = {part for script in self.all for part in parts(script)}
        chosen = []
        while left:
            chosen.append(max(self.all, key=lambda script: (len(left & parts(script)), -len(script.scenes))))
            left -= parts(chosen[-1])
        return chosen


def _stands(script: Script, off: frozenset[str]) -> bool:
    """Whether the switches stand as the rehearsal wants them, in a region where these are off."""
    return all(on is (switch not in off) for switch, on in script.positions.items())


def _can_be_done(scene: Scene) -> bool:
    if isinstance(scene.action, Reply):
        return not scene.action.failure
    if isinstance(scene.action, Deed):
        deed = scene.action
        return deed.refused is not None or not (deed.about or deed.place or deed.anyway)
    return isinstance(scene.action, _PLAYED)


def _doings(script: Script) -> set[tuple[str, str]]:
    """(login, what they do) of each deed."""
    deeds = ((scene.who, scene.action) for scene in script.scenes)
    return {(who, deed.target) for who, deed in deeds if isinstance(deed, Deed) and not deed.refused}
