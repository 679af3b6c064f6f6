"""Everybody can use every page: there is no page that no browser test looks at with axe."""

import ast
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from config.settings import Settings
from engine.store.database import Database
from tests.rules.conftest import ROOT
from webui.app import create_app

BROWSER = ROOT / "tests" / "journeys" / "browser"
# What is no page: no browser shows it as one.
NO_PAGE = {
    "static": "style and scripts",
    "health.health": "for machines",
    "follow.drawing": "a picture",
    "documents.pdf": "a file",
    "parent_tabs.pdf": "a file",
    "register.export": "a file",
    "uploads.download": "a file",
    "parents.download": "a file",
    "invitations.follow_link": "sends on to the page for the code",
    "assigning.start": "sends on to the tasks that are left",
}
# Pages to which a browser test comes by pressing, not by an address: the words of the press.
PRESSED = {
    "tasks.task": ("test_pages.py", 'page.locator(".rij__naam a")'),
    "assigning.choose": ("test_pages.py", '"{task}/toewijzen"'),
    "cases.act": ("test_pages.py", 'get_by_role("link", name="Intrekken")'),
    "cases.answers": ("test_pages.py", """page.locator('a[href*="/antwoorden/"]')"""),
    "tabs.parties": ("test_pages.py", '"betrokkenen", '),
    "tabs.logbook": ("test_pages.py", '"logboek", '),
    "tabs.documents": ("test_pages.py", '"documenten")'),
    "trying_out.inside": ("test_pages.py", 'name="Proef beginnen"'),
    "documents.document": ("test_het_loket.py", 'iris.press("Toelaatbaarheidsverklaring")'),
    "pieces.version": ("test_pieces.py", 'ib.press("Ontwikkelingsperspectief versie 1")'),
    "committees.item": ("test_committees.py", 'member.press("Beoordelen in de commissie'),
    "paper.task": ("test_on_paper.py", """locator('a[href^="/op-papier/"]')"""),
    "parent_tabs.document": ("test_parents.py", 'name="Brief aan de ouders"'),
    "parent_tabs.parties": ("test_parents.py", '"betrokkenen", '),
    "parent_tabs.logbook": ("test_parents.py", '"logboek", '),
    "parent_tabs.documents": ("test_parents.py", '"documenten")'),
    "parents.act": ("test_parents.py", 'name="Stuk toevoegen"'),
    "parents.task": ("test_parents.py", 'name="Uw mening over het plan"'),
}


def looked_at(module: Path) -> Iterator[str]:
    """Every address that stands in a browser test which looks with axe; what is filled in later is "1"."""
    text = module.read_text(encoding="utf-8")
    if "axe" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else "1" for one in node.values]
            yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.fixture
def pages(sqlite_database: Database, settings: Settings) -> "Pages":
    return Pages(create_app(settings, sqlite_database))


class Pages:
    """The map of addresses, as it is after everything was registered."""

    def __init__(self, app: Flask) -> None:
        self.map = app.url_map
        self.known = {
            rule.endpoint for rule in self.map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint
        }

    def at(self, address: str) -> str:
        """The page at an address; empty when there is none."""
        try:
            return str(self.map.bind("localhost").match(urlsplit(address).path, method="GET")[0])
        except (HTTPException, RequestRedirect):
            return ""


def visited(pages: Pages) -> set[str]:
    addresses = {one for module in BROWSER.glob("*.py") for one in looked_at(module) if one.startswith("/")}
    return {pages.at(address) for address in addresses} | PRESSED.keys()


def test_x22_every_page_is_looked_at_in_a_browser_with_axe(pages: Pages) -> None:
    assert sorted(pages.known - visited(pages) - NO_PAGE.keys()) == []


def test_x22_what_is_left_out_exists_and_is_no_page(pages: Pages) -> None:
    assert NO_PAGE.keys() <= pages.known
    assert PRESSED.keys() <= pages.known


@pytest.mark.parametrize("page", PRESSED)
def test_x22_the_press_that_leads_to_a_page_stands_in_a_browser_test(page: str) -> None:
    module, words = PRESSED[page]
    text = (BROWSER / module).read_text(encoding="utf-8")
    assert "axe" in text
    assert words in text
