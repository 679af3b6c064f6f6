"""A page that stands `vooraan` is read whole on the first page of its region, and its start forms stand there once."""

from collections.abc import Callable

from tests.webui.conftest import Visitor
from tests.webui.installation import Made
from tests.webui.test_designing import publish

SignIn = Callable[[str], Visitor]
LINK = '<a href="/regio/klein/formulieren">'


def test_a_page_in_front_is_read_on_the_first_page(made: Made, visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    before = school.get("/regio/klein").text
    assert LINK in before
    assert "Hier begint een aanvraag." not in before

    file = made.processes / "klein" / "region.toml"
    title = 'titel = "Formulieren"\n'
    text = file.read_text(encoding="utf-8")
    assert title in text
    file.write_text(text.replace(title, f"{title}vooraan = true\n"), encoding="utf-8")
    assert "Versie 2 is gepubliceerd" in publish(visitor("ontwerper"), "De formulieren staan vooraan")

    after = school.get("/regio/klein").text
    assert LINK not in after
    assert "Hier begint een aanvraag." in after
    assert after.count('href="/aanvragen/klein/hulp"') == 1
