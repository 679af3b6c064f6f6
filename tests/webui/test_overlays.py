"""A school with an overlay reads it on its own pages; another school reads what the region says."""

from collections.abc import Callable

from tests.webui.conftest import Visitor
from tests.webui.installation import Made
from tests.webui.test_designing import publish

OVERLAY = """naam = "De Eikel"
scholen = ["99AA00"]

[labels]
"h_aanvraag.domein" = "Waar gaat het over?"
hulp = "Hulp voor De Eikel"

[[veld]]
form = "h_aanvraag"
na = "leerling"
component = { type = "textfield", key = "wijk", label = "In welke wijk?" }
"""
FORM = "/aanvragen/klein/hulp"

SignIn = Callable[[str], Visitor]


def test_a_school_reads_its_overlay_and_another_does_not(made: Made, visitor: SignIn) -> None:
    folder = made.processes / "klein" / "overlays"
    folder.mkdir()
    (folder / "eikel.toml").write_text(OVERLAY, encoding="utf-8")
    designer = visitor("ontwerper")
    seen = designer.get("/ontwerpen/klein").text
    assert "overlays/eikel.toml" in seen
    assert "Overlay eikel" in seen
    assert "Versie 2 is gepubliceerd" in publish(designer, "De Eikel vraagt meer")

    mine, other = visitor("ib.eikel"), visitor("ib.beuk")
    assert "Hulp voor De Eikel" in mine.get("/regio/klein").text
    assert "Hulp voor De Eikel" not in other.get("/regio/klein").text
    form = mine.get(FORM).text
    assert "Waar gaat het over?" in form
    assert "In welke wijk?" in form
    plain = other.get(FORM).text
    assert "Domein" in plain
    assert "In welke wijk?" not in plain
