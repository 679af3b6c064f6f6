"""A real browser against a real server. Every page that a test opens is watched for breaches of the content policy."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.browser.serving import served
from tests.webui.installation import make_installation
from webui.app import create_app

WATCH = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (e) => window.breaches.push(e.violatedDirective + " " + e.blockedURI));
"""
TICKED = "Ik heb de uitleg gelezen en met de ouders besproken wat wij vragen"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration with the small region of the tests: one question is asked sometimes, and a case has
    its tabs."""
    made = make_installation(tmp_path_factory.mktemp("var"), demo=True, change=_ask_more)
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


_PARTY = [
    {"type": "textarea", "id": "f_verslag", "key": "verslag", "label": "Wat is er al gedaan?", "properties": {"logboek": "ja"}},
    {"type": "filepicker", "id": "f_bijlage", "key": "bijlage", "label": "Bijlage"},
    {
        "type": "group", "id": "g_erbij", "label": "Wie doet er nog mee?", "properties": {"betrokkene": "ja"},
        "components": [{"type": "textfield", "id": "f_naam", "key": "erbij_naam", "label": "Naam van wie meedoet"}],
    },
]  # fmt: skip


def _ask_more(folder: Path) -> None:
    path = folder / "forms" / "h_aanvraag.form"
    form = json.loads(path.read_text(encoding="utf-8"))
    hidden = {"hide": '=vorm != "uren"'}
    form["components"].append(
        {"type": "textfield", "id": "f_vak", "key": "vak", "label": "Welk vak?", "conditional": hidden}
    )
    form["components"] += _PARTY
    form["components"].append({"type": "checkbox", "id": "f_gelezen", "key": "gelezen", "label": TICKED})
    path.write_text(json.dumps(form), encoding="utf-8")
    with (folder / "region.toml").open("a", encoding="utf-8") as region:
        region.write('\n[tabs.betrokkenen]\nschrijft = ["ib"]\n[tabs.logboek]\n[tabs.documenten]\n')


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900}, locale="nl-NL")
    made.add_init_script(WATCH)
    made.set_default_timeout(10_000)
    yield made
    breaches = [breach for page in made.pages for breach in page.evaluate("window.breaches || []")]
    made.close()
    assert breaches == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def become(page: Page, login: str) -> None:
    """Sign in as one of the people of the demonstration."""
    page.goto("/aanmelden")
    page.locator(f'button[name="wie"][value="{login}"]').click()
    page.wait_for_load_state()


def cells_that_run_over(page: Page) -> list[str]:
    """On a telephone a table is a list of cells: words that are longer than theirs would stand over the next."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll("tbody :is(th, td)")]
            .filter((cell) => cell.scrollHeight > cell.clientHeight + 1).map((cell) => cell.innerText)"""
    )
    return found


def faults_found_by_axe(page: Page, axe: str) -> list[dict[str, Any]]:
    """What axe finds on the page as it is now, by the rules of WCAG 2.2 A and AA and good practice."""
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
    unreadable = [one for one in found["incomplete"] if any(map(_invisible, one["nodes"]))]
    return [
        {"rule": one["id"], "where": [node["target"] for node in one["nodes"]]}
        for one in found["violations"] + unreadable
    ]


def _invisible(node: dict[str, Any]) -> bool:
    """Words in the very colour of what is behind them: axe takes that for hidden on purpose, and asks a person to look."""
    data = [check["data"] for check in node["any"]]
    return any(isinstance(one, dict) and one.get("messageKey") == "equalRatio" for one in data)
