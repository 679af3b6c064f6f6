"""The designer's pages: what changed, what the check says, publishing, and a try-out that touches nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.webui.conftest import Visitor
from tests.webui.installation import Made
from tests.webui.test_handing_in import hidden

PAGE = "/ontwerpen/klein"

SignIn = Callable[[str], Visitor]


def folder(made: Made) -> Path:
    return made.processes / "klein"


def rename_step(made: Made, new: str = "Aanvraag goed bekijken") -> None:
    path = folder(made) / "hulp.bpmn"
    path.write_text(path.read_text(encoding="utf-8").replace("Aanvraag beoordelen", new), encoding="utf-8")


def publish(designer: Visitor, reason: str) -> str:
    page = designer.get(PAGE)
    data = {
        "csrf_token": hidden(page, "csrf_token"),
        "controlesom": hidden(page, "controlesom"),
        "reden": reason,
    }
    return designer.client.post(f"{PAGE}/publiceren", data=data, follow_redirects=True).text


def test_an_unchanged_folder_has_nothing_to_publish(visitor: SignIn) -> None:
    page = visitor("ontwerper").get(PAGE).text
    assert "Gelijk aan de map" in page
    assert "Er is niets om te publiceren" in page
    assert page.count("<svg") == 1


def test_a_change_in_a_diagram_is_told_and_published_with_a_reason(made: Made, visitor: SignIn) -> None:
    designer = visitor("ontwerper")
    rename_step(made)
    page = designer.get(PAGE).text
    assert "Gewijzigd sinds versie 1" in page
    assert "hulp.bpmn" in page
    assert "Aanvraag goed bekijken" in page
    assert "Schrijf op waarom" in publish(designer, "  ")
    page = publish(designer, "Duidelijker naam")
    assert "Versie 2 is gepubliceerd" in page
    assert "Duidelijker naam" in page
    assert "Gelijk aan de map" in page


def test_what_is_published_is_what_the_designer_saw(made: Made, visitor: SignIn) -> None:
    designer = visitor("ontwerper")
    rename_step(made)
    page = designer.get(PAGE)
    rename_step(made, "Iets heel anders")
    (folder(made) / "letters" / "toegekend.md").write_text("# Anders\n\nTekst.\n", encoding="utf-8")
    data = {
        "csrf_token": hidden(page, "csrf_token"),
        "controlesom": hidden(page, "controlesom"),
        "reden": "x",
    }
    answer = designer.client.post(f"{PAGE}/publiceren", data=data, follow_redirects=True).text
    assert "intussen veranderd" in answer
    assert "Versie 1" in answer
    assert "Versie 2 is gepubliceerd" not in answer


def test_a_fault_stands_in_the_list_with_its_place_and_stops_publishing(made: Made, visitor: SignIn) -> None:
    path = folder(made) / "hulp.bpmn"
    path.write_text(
        path.read_text(encoding="utf-8").replace('formId="h_besluit"', 'formId="bestaat_niet"'),
        encoding="utf-8",
    )
    page = visitor("ontwerper").get(PAGE).text
    assert "bestaat_niet" in page
    assert "Los eerst de fouten op" in page
    assert "tekening-error" in page


def test_a_fault_on_a_line_is_drawn_at_the_element_that_the_line_leaves(made: Made, visitor: SignIn) -> None:
    path = folder(made) / "hulp.bpmn"
    text = path.read_text(encoding="utf-8")
    assert '=besluit = "toegekend"' in text
    path.write_text(text.replace('=besluit = "toegekend"', '=beslut = "toegekend"'), encoding="utf-8")
    page = visitor("ontwerper").get(PAGE).text
    assert "<code>beslut</code>" in page
    drawing = page[page.index("<svg") : page.index("</svg>")]
    marked = re.findall(r'class="tekening-exclusiveGateway tekening-error" data-element="(\w+)"', drawing)
    assert len(marked) == 1


@pytest.mark.parametrize("broken", [b"<nee", b"\xff\xfe", b""])
def test_a_folder_that_cannot_be_read_is_told_and_breaks_nothing(
    made: Made, visitor: SignIn, broken: bytes
) -> None:
    (folder(made) / "hulp.bpmn").write_bytes(broken)
    assert visitor("ontwerper").get(PAGE).status_code == 200
    (folder(made) / "region.toml").write_bytes(b"id = ")
    assert "Los eerst de fouten op" in visitor("ontwerper").get(PAGE).text
    (folder(made) / "region.toml").unlink()
    answer = visitor("ontwerper").get(PAGE)
    assert answer.status_code == 200
    assert "niet te lezen" in answer.text


def test_the_rehearsals_are_played_on_the_folder_as_it_is(made: Made, visitor: SignIn) -> None:
    designer = visitor("ontwerper")
    page = designer.get(f"{PAGE}/repetities").text
    assert page.count("Goed</span>") >= 1
    assert "Niet goed" not in page
    assert re.search(r"(\d+) van de \1 repetities gaan goed", page)
    part = designer.client.get(f"{PAGE}/repetities", headers={"HX-Request": "true"}).text
    assert "<html" not in part


def test_a_try_out_runs_the_unpublished_folder_and_leaves_the_real_cases_alone(
    made: Made, visitor: SignIn
) -> None:
    designer = visitor("ontwerper")
    rename_step(made)
    begun = designer.post(f"{PAGE}/proef", page=PAGE)
    assert begun.status_code == 303
    inside = begun.headers["Location"].removesuffix("/aanmelden")
    assert re.fullmatch(r"/proef/klein\.[0-9a-f]{16}", inside)
    people = designer.get(f"{inside}/aanmelden")
    assert "Dit is een proef" in people.text
    assert "<title>Proef: " in people.text
    data = {"csrf_token": hidden(people, "csrf_token"), "wie": "ib.eikel"}
    assert designer.client.post(f"{inside}/aanmelden/als", data=data).headers["Location"] == f"{inside}/"
    form = designer.get(f"{inside}/aanvragen/klein/hulp")
    answers = {"leerling": "Noor", "domein": "leren", "vorm": "uren", "actie": "versturen"}
    own = {"csrf_token": hidden(form, "csrf_token"), "eenmaal": hidden(form, "eenmaal")}
    sent = designer.client.post(f"{inside}/aanvragen/klein/hulp", data={**own, **answers})
    assert sent.status_code == 303
    case = designer.get(sent.headers["Location"])
    assert "Aanvraag goed bekijken" in case.text
    assert "Olga Prins" in designer.get("/").text, "outside the try-out the designer is who they were"
    assert (
        "Nog geen zaken" in visitor("commissie.een").get("/zaken").text
        or "nog geen zaken" in visitor("commissie.een").get("/zaken").text
    )


def test_a_try_out_is_for_its_designer_alone(visitor: SignIn, stranger: Visitor) -> None:
    designer = visitor("ontwerper")
    inside = designer.post(f"{PAGE}/proef", page=PAGE).headers["Location"]
    for login in ("ib.eikel", "commissie.een", "beheerder"):
        assert visitor(login).get(inside).status_code == 404
    assert stranger.get(inside).status_code == 303
    again = designer.post(f"{PAGE}/proef", page=PAGE).headers["Location"]
    assert again != inside
    assert designer.get(inside).status_code == 404, "a new try-out takes the place of the old one"
    assert designer.get("/proef/klein.0000000000000000/").status_code == 404
