"""The tabs of a case as a browser sees them."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework.files import keep_file
from engine.store.database import open_database
from engine.store.upgrading import upgrade
from tests.engine.around.conftest import FOLDER, Around, set_up
from tests.webui.conftest import Visitor
from tests.webui.installation import Made

Visit = Callable[[str], Visitor]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    settings = Settings(database=f"sqlite:///{tmp_path / 'l.db'}", secret_key="0" * 64, var=tmp_path)
    database = open_database(settings.database, synchronous="OFF")
    upgrade(database)
    yield Made(settings, database, Path(shutil.copytree(FOLDER, tmp_path / "processes" / "erbij")))
    database.close()


@pytest.fixture
def around(made: Made) -> Around:
    return set_up(made.database, made.settings)


@pytest.fixture
def reference(around: Around) -> str:
    file = keep_file(around.desk("ib.eikel"), "<b>plan</b>.pdf", "application/pdf", b"%PDF-1.4\n")
    case = around.asked(
        hulpvraag="<script>alert(1)</script>",
        betrokkenen=[{"naam": "Bo <i>Fysio</i>", "rol": "Fysiotherapeut"}],
        bijlagen=[{"bestand": file, "soort": "Plan", "vertrouwelijk": "ja"}],
    )
    return around.begin("ib.eikel", case, "coach_start").reference


def tabs(page: str) -> list[tuple[str, bool]]:
    row = page.partition("Onderdelen van deze zaak")[2].partition("</nav>")[0]
    return [(name, "aria-current" in link) for link, name in re.findall(r"<a ([^>]*)>([^<]*)</a>", row)]


@pytest.mark.parametrize(
    ("address", "current"),
    [("", "Zaak"), ("/betrokkenen", "Wie doen mee"), ("/logboek", "Logboek"), ("/documenten", "Documenten")],
)
def test_a_tab_is_a_page_with_one_row_of_real_links(
    visitor: Visit, reference: str, address: str, current: str
) -> None:
    page = visitor("ib.eikel").get(f"/zaken/{reference}{address}")
    assert page.status_code == 200
    assert tabs(page.text) == [
        (name, name == current) for name in ("Zaak", "Wie doen mee", "Logboek", "Documenten")
    ]
    assert "Noor Voorbeeld" in page.text


def test_a_region_is_in_the_menu_as_it_calls_itself(visitor: Visit, reference: str) -> None:
    page = visitor("ib.eikel").get(f"/zaken/{reference}").text
    assert re.search(r'href="/regio/erbij"[^>]*>\s*Ons verband', page)


def test_the_page_to_follow_leads_to_the_tabs(visitor: Visit, reference: str) -> None:
    page = visitor("ib.eikel").get(f"/volgen/{reference}").text
    assert f'href="/zaken/{reference}/documenten"' in page
    assert not any(current for _, current in tabs(page))


@pytest.mark.parametrize("login", ["ib.beuk", "commissie.een", "coach.een", "telefoon"])
@pytest.mark.parametrize("tab", ["betrokkenen", "logboek", "documenten"])
def test_a_tab_that_is_not_for_somebody_is_not_there(
    visitor: Visit, reference: str, login: str, tab: str
) -> None:
    hidden = login == "ib.beuk" or (login, tab) == ("telefoon", "logboek")
    browser = visitor(login)
    page = browser.get(f"/zaken/{reference}/{tab}")
    assert page.status_code == (404 if hidden else 200)
    assert browser.get(f"/zaken/ERB-2026-ZZZZZZ/{tab}").status_code == 404
    if login == "telefoon":
        assert "Noor" not in page.text
        assert "Fysio" not in page.text
        assert "plan" not in page.text


def test_what_people_wrote_is_never_markup(visitor: Visit, reference: str) -> None:
    browser = visitor("ib.eikel")
    for tab in ("betrokkenen", "logboek", "documenten"):
        page = browser.get(f"/zaken/{reference}/{tab}").text
        assert not any(bad in page for bad in ("<script>alert", "<i>Fysio", "<b>plan"))
    assert "Vertrouwelijk" in page


def test_somebody_is_let_go_with_a_reason_and_without_scripts(visitor: Visit, reference: str) -> None:
    browser, address = visitor("ib.eikel"), f"/zaken/{reference}/betrokkenen"
    page = browser.get(address).text
    who = re.findall(r'name="wie" value="([^"]+)"', page)
    assert len(who) == 3  # two coaches and who was named
    assert browser.post(f"{address}/beeindigen", address, wie=who[0], reden=" ").status_code == 303
    assert "Zeg waarom" in browser.get(address).text
    assert browser.post(f"{address}/beeindigen", address, wie=who[0], reden="Klaar").status_code == 303
    assert "doet niet meer mee" in (after := browser.get(address).text)
    assert len(re.findall(r'name="wie"', after)) == 2


@pytest.mark.parametrize("login", ["commissie.een", "coach.een", "telefoon", "ib.beuk"])
def test_who_may_not_change_it_has_no_button_and_no_way_around_it(
    visitor: Visit, reference: str, login: str
) -> None:
    address = f"/zaken/{reference}/betrokkenen"
    who = re.findall(r'name="wie" value="([^"]+)"', visitor("ib.eikel").get(address).text)[0]
    browser = visitor(login)
    assert 'name="wie"' not in browser.get(address).text
    assert browser.post(f"{address}/beeindigen", "/aanmelden", wie=who, reden="Weg").status_code == 404
    assert len(re.findall(r'name="wie"', visitor("ib.eikel").get(address).text)) == 3


@pytest.mark.parametrize("tab", ["betrokkenen", "logboek"])
def test_from_a_tab_one_comes_to_what_one_can_do_now(visitor: Visit, reference: str, tab: str) -> None:
    page = visitor("ib.eikel").get(f"/zaken/{reference}/{tab}").text
    assert f'href="/zaken/{reference}#kunt-doen"' in page
    assert 'id="kunt-doen"' in visitor("ib.eikel").get(f"/zaken/{reference}").text
