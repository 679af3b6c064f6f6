"""A person in a browser of their own, who looks at every page they come to: can everybody use it?"""

from collections.abc import Mapping
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, ViewportSize

from tests.journeys.browser.conftest import WATCH, become, cells_that_run_over, faults_found_by_axe

WIDE = ViewportSize(width=1200, height=900)
NARROW = ViewportSize(width=400, height=800)
WAIT = 15_000  # milliseconds

Answers = Mapping[str, object]


class Visitor:
    """`page` is the page itself; the methods here also look at what they lead to. Without `axe` they look less hard."""

    def __init__(self, browser: Browser, address: str, axe: str) -> None:
        self._axe = axe
        self._context = browser.new_context(base_url=address, viewport=WIDE, locale="nl-NL")
        self._context.add_init_script(WATCH)
        self._context.set_default_timeout(WAIT)
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def signed_in(self, login: str) -> Self:
        become(self.page, login)
        return self

    def go(self, path: str) -> Response | None:
        answer = self.page.goto(path)
        self.look()
        return answer

    def press(self, name: str) -> None:
        """A button or a link with this name, and then the page it leads to."""
        self.named(name).click()
        self.look()

    def named(self, name: str) -> Locator:
        button = self.page.get_by_role("button", name=name, exact=True)
        return button.or_(self.page.get_by_role("link", name=name, exact=True)).first

    def fill_in(self, answers: Answers) -> None:
        """Answers by the name of their field, in the order in which a person comes to them."""
        for name, answer in answers.items():
            for one in answer if isinstance(answer, list) else [answer]:
                self._answer(name, str(one))

    def send(self, answers: Answers, button: str) -> None:
        self.fill_in(answers)
        self.press(button)

    def look(self) -> None:
        """Nothing the content policy stopped, nothing that sticks out of a telephone or a cell, nothing that axe finds."""
        page = self.page
        page.wait_for_selector("html[data-ready]")
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
        assert cells_that_run_over(page) == [], page.url
        page.set_viewport_size(WIDE)
        assert not self._axe or faults_found_by_axe(page, self._axe) == [], page.url
        self.complaints += page.evaluate("window.breaches")
        assert self.complaints == [], page.url

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        self._context.close()

    def _answer(self, name: str, text: str) -> None:
        field = self.page.locator(f'[name="{name}"]:not([type="hidden"])').first
        kind = field.evaluate("field => field.tagName == 'SELECT' ? 'select' : field.type")
        if kind in ("radio", "checkbox"):
            self.page.locator(f'[name="{name}"][value="{text}"]').check()
        elif kind == "select":
            field.select_option(text)
        else:
            field.fill(text)

    def _heard(self, message: ConsoleMessage) -> None:
        """A page that is refused on purpose is a line in the console too; that one is expected."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)
