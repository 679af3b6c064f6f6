"""A parent in a demonstration: from the mail and the text message on the page of the mailbox to their opinion, wide and
narrow, with and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser.conftest import WATCH, become
from tests.journeys.browser.serving import served
from tests.journeys.browser.test_pages import check
from tests.parents.family import Family
from tests.webui.installation import make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Family]:
    made = make_installation(tmp_path_factory.mktemp("ouders"), demo=True, region="ouders", change=_every_tab)
    yield Family(made.database, made.settings)
    made.database.close()


def _every_tab(folder: Path) -> None:
    """Parents read all tabs there are."""
    path = folder / "region.toml"
    text = path.read_text(encoding="utf-8")
    closed = '[tabs.documenten]\nleest = ["ib", "commissielid"]'
    assert closed in text
    path.write_text(
        text.replace(closed, '[tabs.documenten]\nleest = ["ib", "ouder"]\n[tabs.logboek]\nleest = ["ouder"]'),
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def at(family: Family) -> Iterator[str]:
    with served(create_app(family.settings, family.database)) as address:
        yield address


def newest(page: Page, pattern: str) -> str:
    """What stands first on the page of the mailbox."""
    page.goto("/demo/post")
    found = re.search(pattern, page.content())
    assert found
    return found[1]


@pytest.mark.parametrize("width", [1200, 400])
def test_every_page_of_a_parent_can_be_used_by_everybody(
    browser: Browser, at: str, family: Family, axe: str, width: int
) -> None:
    case = family.begun()
    family.asked_for_opinion(case)
    family.work()
    context = browser.new_context(base_url=at, viewport={"width": width, "height": 800}, locale="nl-NL")
    context.add_init_script(WATCH)
    page = context.new_page()

    def look(place: str = "") -> None:
        if place:
            page.goto(place)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_load_state("networkidle")
        check(page, axe, width)

    look("/over/ouders")
    look("/uitnodiging")
    page.goto(f"/uitnodiging/{family.link(case)}")
    look()
    page.get_by_role("button", name="Stuur mij een code").click()
    look()
    page.get_by_role("button", name="Verder").click()
    look()
    family.work()
    code = newest(page, r"Uw code is (\d{6})")
    look()
    page.goto("/uitnodiging/code")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/ouder")
    look()
    for tab in ("betrokkenen", "logboek", "documenten"):
        assert page.goto(f"/ouder/{tab}").status == 200  # type: ignore[union-attr]
        look()
    look("/bestaat-niet")
    page.goto("/ouder")
    page.get_by_role("link", name="Brief aan de ouders").click()
    look()
    page.goto("/ouder")
    page.get_by_role("link", name="Stuk toevoegen").click()
    look()
    page.goto("/ouder")
    page.get_by_role("link", name="Uw mening over het plan").click()
    look()
    page.get_by_label("Wat vindt u van het plan?").fill("Goed plan.")
    page.get_by_role("button", name="Klaar").click()
    page.wait_for_url("**/ouder")
    look()
    page.get_by_role("button", name="Afmelden").click()
    page.wait_for_load_state()
    become(page, "ib.eikel")
    look(f"/zaken/{case.reference}")
    context.close()


def test_a_parent_needs_no_scripts_and_no_mouse(browser: Browser, at: str, family: Family) -> None:
    case = family.begun()
    family.asked_for_opinion(case)
    context = browser.new_context(base_url=at, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/uitnodiging/{family.link(case)}")
    page.get_by_role("button", name="Stuur mij een code").press("Enter")
    page.get_by_label("Code").fill(family.code(case))
    page.get_by_label("Code").press("Enter")
    page.wait_for_url("**/ouder")
    page.get_by_role("link", name="Uw mening over het plan").press("Enter")
    page.get_by_label("Wat vindt u van het plan?").fill("Goed plan.")
    page.get_by_role("button", name="Klaar").press("Enter")
    page.wait_for_url("**/ouder")
    assert "Goed plan." in page.content()
    context.close()
