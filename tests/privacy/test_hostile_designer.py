"""Whatever a region file, an answer or a file name says, a browser shows it as text."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from bpmn.drawing import draw
from config.settings import Settings
from engine.store import documents
from engine.store.database import Database
from forms.markdown import html_of
from tests.engine.mini import set_up
from tests.privacy.test_doors import signed_in
from tests.privacy.test_walking import walked
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import GOOD, START, hidden
from webui.app import create_app

EVIL = """<script>kwaad()</script><img src=x onerror=kwaad()>"' onload='kwaad()"""
LINK = "[klik](javascript:kwaad()) ![x](https://kwaad.example/x.png) <b onclick=kwaad()>x</b> </script></svg></style>"
PROJECT = Path(__file__).resolve().parents[2]
LOGINS = ("ib.eikel", "commissie.een", "ontwerper", "beheerder")


def evil_everywhere(folder: Path) -> None:
    """Every text that a person reads gets our markup after it, in each kind of file."""
    _in_toml(folder / "region.toml", ("naam", "titel", "tekst", "uitleg", "bron", "afzender"))
    for path in folder.glob("today/*.toml"):
        _in_toml(path, ("naam", "functie", "bestuur", "gemeente"))
    for path in folder.glob("letters/*.md"):
        path.write_text(path.read_text(encoding="utf-8") + f"\n{EVIL} {LINK}\n", encoding="utf-8")
    for path in folder.glob("*.bpmn"):
        _in_bpmn(path)
    for path in folder.glob("forms/*.form"):
        form = json.loads(path.read_text(encoding="utf-8"))
        _in_form(form["components"])
        if path.stem == "h_aanvraag":
            form["components"].append(
                {"type": "filepicker", "id": "f_bijlage", "key": "bijlage", "label": f"Bijlage {EVIL}"}
            )
        path.write_text(json.dumps(form), encoding="utf-8")


def _in_toml(path: Path, words: tuple[str, ...]) -> None:
    def worse(match: re.Match[str]) -> str:
        return f"{match[1]} = {json.dumps(json.loads(match[2]) + f' {EVIL} {LINK}', ensure_ascii=False)}"

    text = path.read_text(encoding="utf-8")
    lines = rf'(?m)^({"|".join(words)}) = ("(?:[^"\\]|\\.)*")$'
    path.write_text(re.sub(lines, worse, text), encoding="utf-8")


def _in_bpmn(path: Path) -> None:
    """Names of what is drawn; lanes keep theirs, for region.toml names them."""
    evil = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    text = path.read_text(encoding="utf-8")
    drawn = (
        r'(<bpmn:(?:userTask|process|endEvent|exclusiveGateway|startEvent|serviceTask) [^>]*?name=")([^"]*)"'
    )
    path.write_text(re.sub(drawn, lambda match: f'{match[1]}{match[2]} {evil}"', text), encoding="utf-8")


def _in_form(components: list[dict[str, object]]) -> None:
    for one in components:
        for word in ("label", "description", "text"):
            if isinstance(one.get(word), str):
                one[word] = f"{one[word]} {EVIL} {LINK}"
        values = one.get("values")
        for option in values if isinstance(values, list) else ():
            option["label"] = f"{option['label']} {EVIL}"
        inside = one.get("components")
        if isinstance(inside, list):
            _in_form(inside)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, change=evil_everywhere)
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


def harm_in(page: str) -> list[str]:
    """What a browser would do at the word of a stranger: scripts, handlers, styles and pictures of others. A link that one presses oneself is none."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("script", "style") and not element.get("src", "").startswith("/static/"):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            loads = name not in ("href", "label")  # a link is pressed, a label is read
            bad = name.startswith("on") or name == "style" or (loads and "kwaad.example" in value)
            led = name in ("href", "src", "action") and "script:" in value.lower()
            if bad or led:
                found.append(f"{element.tag} {name}={value}")
    return found


def test_harm_is_seen_where_it_is() -> None:
    for page in (
        EVIL,
        f"<p onclick=x>{EVIL}",
        "<a href=' JavaScript:x'>",
        '<p style="a">',
        "<style>p{}</style>",
    ):
        assert harm_in(f"<html><body>{page}</body></html>")
    assert not harm_in("<html><body><p>&lt;script&gt;</p></body></html>")


def hand_in(school: Visitor) -> TestResponse:
    page = school.get(START)
    answers = {**GOOD, "leerling": f"Noor {EVIL}"[:90], "vraag": f"{EVIL} {LINK}"}
    data = {
        "csrf_token": hidden(page, "csrf_token"), "eenmaal": hidden(page, "eenmaal"), "actie": "versturen",
        "bijlage-nieuw": FileStorage(io.BytesIO(b"%PDF-1.4\n"), f"{EVIL}.pdf"),
        **{name: text for name, text in answers.items() if name in GOOD or name == "leerling"},
    }  # fmt: skip
    boundary, body = encode_multipart(data)
    return school.client.post(START, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.slow
def test_no_page_does_what_a_region_or_an_answer_says(app: Flask, made: Made) -> None:
    from_doors = {login: signed_in(app, made, login) for login in LOGINS}
    sent = hand_in(from_doors["ib.eikel"])
    assert sent.status_code == 303, sent.text
    seen = 0
    for login, person in from_doors.items():
        for address, response in walked(person.client):
            if response.mimetype == "text/html":
                assert not harm_in(response.text), (login, address)
                seen += response.text.count("kwaad()")
    assert seen > 100


def test_a_drawing_is_only_lines_and_words(made: Made) -> None:
    for path in (made.processes / "klein").glob("*.bpmn"):
        process = re.search(r'<bpmn:process id="([^"]+)"', path.read_text(encoding="utf-8"))
        assert process
        drawn = draw(path.read_bytes(), process[1], {}, f"Titel {EVIL}", f"Uitleg {EVIL} {LINK}")
        assert "kwaad()" in drawn
        assert not harm_in(f"<html><body>{drawn}</body></html>")


@pytest.mark.parametrize(
    "text", [EVIL, LINK, f"| a |\n|---|\n| {EVIL} |", f"<{LINK}>", "[a](data:text/html,x)"]
)
def test_markdown_is_only_text_and_safe_links(text: str) -> None:
    made = str(html_of(text))
    assert not harm_in(f"<html><body>{made}</body></html>")
    assert "<img" not in made


def test_an_answer_in_a_letter_stays_text(sqlite_database: Database, settings: Settings) -> None:
    mini = set_up(sqlite_database, settings)
    case = mini.begun(leerling_naam="[klik](https://kwaad.example) **Noor** # kop")
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    with mini.database.transaction(writes=False) as tx:
        (document,) = documents.of_case(tx, case.id)
    shown = html_of(document.body)
    assert "[klik](https://kwaad.example) **Noor** # kop" in shown
    assert "href" not in shown


def test_no_template_holds_a_style_or_script_of_its_own() -> None:
    own = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|<script(?![^>]*\ssrc=)", re.IGNORECASE
    )
    pages = [*(PROJECT / "webui" / "templates").glob("*"), *(PROJECT / "forms" / "templates").glob("*")]
    assert len(pages) > 20
    assert not [path.name for path in pages if own.search(path.read_text(encoding="utf-8"))]
