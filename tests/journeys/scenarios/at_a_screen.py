"""A person of a region in Chromium, who looks hard at every form they fill in: wide, and as narrow as a telephone."""

from collections.abc import Iterable

from playwright.sync_api import Browser, FilePayload

from tests.journeys.browser.conftest import faults_found_by_axe
from tests.journeys.browser.visiting import NARROW, WIDE, Visitor
from tests.journeys.scenarios.forms import COUNT, PDF, UPLOAD, Answers, texts_of
from tests.journeys.scenarios.town import Town


class AtAScreen(Visitor):
    """Does the same as a Person, with the form as it is drawn."""

    def __init__(self, browser: Browser, town: Town, axe: str) -> None:
        super().__init__(browser, town.settings.base_url, "")
        self.town = town
        self._judge = axe

    def look_hard(self) -> None:
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            assert faults_found_by_axe(self.page, self._judge) == [], (self.page.url, size)

    def begins(self, route: str, answers: Answers) -> str:
        self.go(f"/aanvragen/{self.town.folder.name}/{route}")
        self.hands_in(answers)
        self.page.wait_for_url("**/volgen/*")
        return self.page.url.rsplit("/", 1)[1]

    def does(self, reference: str, step: str, answers: Answers) -> None:
        self.opens(reference, step)
        self.hands_in(answers)
        assert self.page.url.endswith(("/taken", self.home(reference))), self.text()

    def acts(self, reference: str, button: str, answers: Answers) -> None:
        self.go(self.home(reference))
        self.press(self.town.steps.get(button, button))
        self.hands_in(answers)
        assert self.page.url.endswith(self.home(reference)), self.text()

    def meets(self, committee: str, present: Iterable[str]) -> None:
        """Says who (by login) are present as a committee meets."""
        self.go(f"/commissies/{committee}")
        again = self.page.get_by_text("Wie er aanwezig zijn veranderen")
        if again.count():
            again.click()
        names = {self.town.name(login) for login in present}
        for seat in self.page.locator("fieldset .keuze").all():
            seat.get_by_role("checkbox").set_checked(seat.inner_text().strip() in names)
        self.look_hard()
        self.press("Bewaren" if again.count() else "Beginnen")

    def votes(self, committee: str, reference: str, step: str, choice: str, reason: str) -> None:
        """Votes on what stands on the agenda of a committee."""
        self.go(f"/commissies/{committee}")
        row = self.page.locator("li.rij", has_text=reference)
        row.locator(".rij__naam a", has_text=self.town.steps.get(step, step)).click()
        self.look_hard()
        self.send({"stem": choice, "reden": reason}, "Stemmen")

    def home(self, reference: str) -> str:
        """The page of a case, for this person."""
        return f"/zaken/{reference}"

    def opens(self, reference: str, step: str) -> None:
        """A task, from the list of tasks."""
        self.go("/taken")
        row = self.page.locator("li.rij", has_text=reference)
        row.locator(".rij__naam a", has_text=self.town.steps.get(step, step)).click()
        self.look()

    def hands_in(self, answers: Answers) -> None:
        for name, texts in texts_of(answers).items():
            self._type(name, [text for text in texts if text])
        if self.page.locator("#ondertekening-akkoord").count():
            self.page.locator("#ondertekening-akkoord").check()
        self.look_hard()
        self.page.locator('button[name="actie"][value="versturen"]').click()
        self.look()
        self.town.work()

    def _type(self, name: str, texts: list[str]) -> None:
        if name.endswith(COUNT):
            self._have_rows(name.removesuffix(COUNT), int(texts[0]))
            return
        file = f'[name="{name}{UPLOAD}"]'
        self.page.locator(f'[name="{name}"]:not([type="hidden"]), {file}').first.wait_for()
        if self.page.locator(file).count():
            files = [FilePayload(name=text, mimeType="application/pdf", buffer=PDF) for text in texts]
            self.page.locator(file).set_input_files(files)
        else:
            self.fill_in({name: texts})

    def _have_rows(self, name: str, wanted: int) -> None:
        count = self.page.locator(f'[name="{name}{COUNT}"]')
        while int(count.input_value()) < wanted:
            self.page.locator(f'button[name="rij"][value="{name}+"]').click()
            self.look()
