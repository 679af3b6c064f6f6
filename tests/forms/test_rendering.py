"""The page: what a browser, a screen reader and a printer get."""

import datetime
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from markupsafe import Markup

from forms.filling import Submitted, fill
from forms.model import Field, Form
from forms.reading import read_form
from forms.rendering import render_answers, render_errors, render_fields, render_paper
from tests.forms.making import around, form_of, submit

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.form"))
AANVRAAG = read_form((Path(__file__).parent / "corpus" / "aanvraag.form").read_bytes(), "aanvraag.form")
FILE = {"id": "b1", "name": "opp.pdf", "size": 1200, "type": "application/pdf"}


def page_of(form: Form, sent: Submitted | None = None, **words: Any) -> Any:
    markup = render_fields(fill(form, sent or Submitted(), around()), **words)
    return lxml_html.fragment_fromstring(str(markup))


def one(page: Any, path: str) -> Any:
    (found,) = page.xpath(path)
    return found


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


class Whole(HTMLParser):
    """Fails when a tag is closed that was not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"double attribute in <{tag}>"
        if tag not in ("input", "hr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
@pytest.mark.parametrize("read_only", [False, True])
def test_every_page_is_whole_html_without_inline_style_or_script(path: Path, read_only: bool) -> None:
    form = read_form(path.read_bytes(), path.name)
    filled = fill(form, submit(vorm="geld", besluit="nee"), around())
    markup = (
        render_errors(filled)
        + render_fields(filled, refresh_url="/ververs", read_only=read_only)
        + render_paper(form)
    )
    reader = Whole()
    reader.feed(str(markup))
    reader.close()
    assert reader.open == []
    assert not re.search(r"<script|\sstyle=|\son\w+=|javascript:", str(markup))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_input_has_a_label_and_every_id_is_there_once(path: Path) -> None:
    form = read_form(path.read_bytes(), path.name)
    page = page_of(
        form, submit(vorm="geld", besluit="nee", **{"betrokkenen-aantal": "3", "betrokkenen-1-rol": "ouder"})
    )
    labelled = {label.get("for") for label in page.iter("label")}
    inputs = [item for item in page.iter("input", "select", "textarea") if item.get("type") != "hidden"]
    assert inputs
    assert {item.get("id") for item in inputs} == labelled
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for references in page.xpath("//@aria-describedby"):
        assert set(references.split()) <= set(ids)
    for fieldset in page.iter("fieldset"):
        assert fieldset[0].tag == "legend"


def test_an_error_is_read_with_its_field_and_linked_from_the_summary() -> None:
    form = form_of(
        {
            "type": "number",
            "key": "n",
            "label": "Leerjaar",
            "description": "Een getal.",
            "validate": {"required": True},
        }
    )
    filled = fill(form, submit(n="x"), around())
    page = lxml_html.fragment_fromstring(str(render_fields(filled)))
    box = one(page, "//input[@id='n']")
    assert (box.get("aria-invalid"), box.get("aria-describedby"), box.get("value")) == (
        "true",
        "n-uitleg n-fout",
        "x",
    )
    assert text_of(one(page, "//*[@id='n-fout']")) == "Fout: Vul een getal in, zoals 12 of 12,5."
    summary = lxml_html.fragment_fromstring(str(render_errors(filled)))
    assert summary.get("role") == "alert"
    assert one(summary, "//a").get("href") == "#n"
    assert text_of(one(summary, "//a")) == "Leerjaar: Vul een getal in, zoals 12 of 12,5."


def test_the_summary_names_the_row_of_an_error() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "p",
        "label": "Ouder",
        "components": [
            {"type": "textfield", "id": "n", "key": "naam", "label": "Naam", "validate": {"required": True}}
        ],
    }
    filled = fill(form_of(rows), submit(**{"p-aantal": "2", "p-0-naam": "x"}), around())
    summary = lxml_html.fragment_fromstring(str(render_errors(filled)))
    assert (one(summary, "//a").get("href"), text_of(one(summary, "//a"))) == (
        "#p-1-naam",
        "Ouder 2, Naam: Vul dit veld in.",
    )


def test_every_link_of_the_summary_leads_somewhere() -> None:
    filled = fill(AANVRAAG, submit(vorm="geld"), around())
    ids = set(lxml_html.fragment_fromstring(str(render_fields(filled))).xpath("//@id"))
    links = lxml_html.fragment_fromstring(str(render_errors(filled))).xpath("//a/@href")
    assert len(links) > 5
    assert {link.removeprefix("#") for link in links} <= ids


def test_a_form_without_errors_has_no_summary() -> None:
    assert (
        render_errors(fill(form_of({"type": "number", "key": "n", "label": "N"}), Submitted(), around()))
        == ""
    )


def test_no_errors_are_shown_after_a_rows_button_or_when_asked() -> None:
    form = form_of(
        {"type": "textfield", "key": "n", "label": "N", "validate": {"required": True}},
        {"type": "dynamiclist", "path": "p", "label": "P", "components": []},
    )
    pressed = fill(form, Submitted({"p-aantal": ("1",)}, action="p+"), around())
    assert "aria-invalid" not in render_fields(pressed)
    assert render_errors(pressed) == ""
    assert "aria-invalid" not in render_fields(fill(form, Submitted(), around()), show_errors=False)
    assert "aria-invalid" in render_fields(fill(form, Submitted(), around()))


@pytest.mark.parametrize(
    ("above", "left"),
    [("Besluit nemen", ""), ("BESLUIT NEMEN", ""), ("Iets anders", "Besluit nemen"), ("", "Besluit nemen")],
)
def test_a_form_does_not_say_the_heading_of_its_page_again(above: str, left: str) -> None:
    form = form_of({"type": "text", "text": "## Besluit nemen\nDe aanvraag staat erbij."})
    page = page_of(form, under=above)
    assert "".join(page.xpath(".//h2/text()")) == left
    assert "De aanvraag staat erbij." in text_of(page)


def test_a_box_that_may_stay_empty_is_not_called_optional() -> None:
    """ "The school must add something (not required)" says two things at once."""
    box = {"type": "checkbox", "key": "eerst", "label": "De school moet eerst iets aanvullen"}
    line = {"type": "textfield", "key": "wat", "label": "Wat?"}
    page = page_of(form_of(box, line))
    assert text_of(one(page, './/label[@for="eerst"]')) == "De school moet eerst iets aanvullen"
    assert text_of(one(page, './/label[@for="wat"]')) == "Wat? (niet verplicht)"


def test_only_fields_that_steer_others_ask_for_a_new_page() -> None:
    page = page_of(AANVRAAG, submit(vorm="geld"), refresh_url="/ververs?a=1&b=2")
    asking = page.xpath("//*[@hx-post]")
    assert {item.get("name") for item in asking} == {"domein", "vorm", "betrokkenen-0-rol"}
    assert {item.get("hx-post") for item in asking} == {"/ververs?a=1&b=2"}
    assert {(item.get("hx-trigger"), item.get("hx-target"), item.get("hx-swap")) for item in asking} == {
        ("change", "#velden", "outerMorph")
    }
    assert page.get("id") == "velden"
    assert not page_of(AANVRAAG, submit(vorm="geld")).xpath("//*[@hx-post]")


def test_enter_hands_in_the_form_and_does_not_press_the_button_of_a_row() -> None:
    buttons = [button for button in page_of(AANVRAAG).iter("button") if button.get("type") == "submit"]
    assert buttons[0].get("name") is None
    assert {button.get("name") for button in buttons[1:]} == {"rij"}


def test_optional_fields_say_so() -> None:
    page = page_of(
        form_of(
            {"type": "number", "key": "a", "label": "A"},
            {"type": "number", "key": "b", "label": "B", "validate": {"required": True}},
        )
    )
    assert [text_of(label) for label in page.iter("label")] == ["A (niet verplicht)", "B"]


def test_hints_for_keyboards_and_browsers() -> None:
    form = form_of(
        {"type": "number", "key": "a", "label": "A", "decimalDigits": 0},
        {"type": "number", "key": "b", "label": "B", "properties": {"soort": "bedrag"}},
        {"type": "textfield", "key": "c", "label": "C", "properties": {"soort": "bsn"}},
        {
            "type": "textfield",
            "key": "d",
            "label": "D",
            "validate": {"validationType": "email"},
            "properties": {"vooraf": "ik.email"},
        },
        {"type": "textfield", "key": "e", "label": "E", "properties": {"soort": "mobiel"}},
    )
    hints = [
        (box.get("type"), box.get("inputmode"), box.get("autocomplete"))
        for box in page_of(form).iter("input")
    ]
    assert hints == [
        ("text", "numeric", None),
        ("text", "decimal", None),
        ("text", "numeric", "off"),
        ("email", None, "email"),
        ("tel", None, "off"),
    ]


def test_a_date_that_is_none_stays_readable() -> None:
    form = form_of({"type": "datetime", "key": "d", "label": "D"})
    wrong = one(page_of(form, submit(d="31 vebruari")), "//input")
    assert (wrong.get("type"), wrong.get("value")) == ("text", "31 vebruari")
    assert one(page_of(form, submit(d="2026-02-03")), "//input").get("type") == "date"


def test_what_was_typed_comes_back_whole() -> None:
    form = form_of(
        {"type": "textarea", "key": "a", "label": "A"}, {"type": "textfield", "key": "b", "label": "B"}
    )
    nasty = "\n<b>\"x'</textarea><script>alert(1)</script>&amp;{{7*7}}"
    page = page_of(form, submit(a=nasty, b=nasty))
    markup = str(render_fields(fill(form, submit(a=nasty, b=nasty), around())))
    inside = re.search("<textarea[^>]*>\n(.*?)</textarea>", markup, re.DOTALL)
    assert inside is not None
    assert Markup(inside[1]).unescape() == nasty, "a browser drops the first line end of a text area"
    assert not page.xpath("//script")
    assert one(page, "//input[@name='b']").get("value") == nasty


def test_answers_cannot_become_markup_in_a_text_block() -> None:
    form = form_of(
        {"type": "text", "id": "t", "text": "**Dag** {{wie}}"},
        {"type": "textfield", "key": "wie", "label": "W"},
    )
    nasty = "<script>x</script> [klik](javascript:alert(1)) **vet** # kop ![p](http://x/y)"
    block = one(page_of(form, submit(wie=nasty)), "//*[@id='t']")
    assert block.text_content().strip() == f"Dag {nasty}"
    assert [element.tag for element in block.iter()] == ["div", "p", "strong"]


def test_a_text_block_of_a_designer_may_have_markup_and_no_html() -> None:
    form = form_of(
        {
            "type": "text",
            "id": "t",
            "text": "# Kop\n\n[s](https://example.nl) <img src=x onerror=alert(1)> [k](javascript:alert(1)) {{#if a = 3}}ja{{/if}}",
        },
        {"type": "number", "key": "a", "label": "A"},
    )
    block = one(page_of(form, submit(a="3")), "//*[@id='t']")
    assert {element.tag for element in block.iter()} == {"div", "h2", "p", "a"}
    assert block.xpath(".//a/@href") == ["https://example.nl"]
    assert "ja" in block.text_content()


def test_hidden_answers_travel_along() -> None:
    form = form_of(
        {"type": "checkbox", "key": "aan", "label": "Aan"},
        {"type": "textfield", "key": "t", "label": "T", "conditional": {"hide": "=not(aan)"}},
    )
    page = page_of(form, submit(aan="", t="bewaar mij"))
    assert one(page, "//input[@name='t']").get("type") == "hidden"
    assert one(page, "//input[@name='t']").get("value") == "bewaar mij"


def test_choices_that_were_drawn_are_known_to_have_been_there() -> None:
    form = form_of(
        {
            "type": "radio",
            "key": "a",
            "label": "A",
            "values": [{"label": "1", "value": "1"}],
            "properties": {"vooraf": '"1"'},
        }
    )
    page = page_of(form)
    assert one(page, "//input[@type='radio']").get("checked") is not None
    assert one(page, "//input[@type='hidden' and @name='a']").get("value") == ""
    assert not page_of(form, submit(a="")).xpath("//input[@checked]")


def test_a_chosen_file_is_shown_with_a_button_to_remove_it() -> None:
    form = form_of({"type": "filepicker", "key": "f", "label": "F", "accept": ".pdf"})
    page = page_of(form, Submitted(files={"f": (FILE,)}))
    assert one(page, "//button[@name='rij']").get("value") == "f-b1-weg"
    assert one(page, "//input[@type='hidden']").get("value") == "b1"
    assert (
        one(page, "//input[@type='file']").get("name"),
        one(page, "//input[@type='file']").get("accept"),
    ) == ("f-nieuw", ".pdf")
    assert "opp.pdf (1 kB)" in page.text_content()


def test_a_table_shows_what_its_source_gives() -> None:
    form = form_of(
        {
            "type": "table",
            "label": "Eerder",
            "dataSource": "=[{jaar: 2025, bedrag: 1250.5}, {jaar: 2026, bedrag: null}]",
            "columns": [{"key": "jaar", "label": "Jaar"}, {"key": "bedrag", "label": "Bedrag"}],
        }
    )
    page = page_of(form)
    assert [text_of(cell) for cell in page.iter("th")] == ["Jaar", "Bedrag"]
    assert [text_of(cell) for cell in page.iter("td")] == ["2.025", "1.250,50", "2.026", ""]


def test_a_read_only_field_has_no_input() -> None:
    form = form_of(
        {
            "type": "textfield",
            "key": "s",
            "label": "S",
            "properties": {"vooraf": '"De Linde"', "alleen_lezen": "ja"},
        }
    )
    page = page_of(form)
    assert not page.xpath("//input")
    assert text_of(one(page, "//dd")) == "De Linde"


def test_a_page_to_read_has_no_inputs_or_buttons() -> None:
    page = page_of(AANVRAAG, submit(vorm="geld", bedrag="1250,5"), read_only=True)
    assert not page.xpath("//input|//button|//select|//textarea")
    assert "€ 1.250,50" in page.text_content()


ANSWERS: dict[str, object] = {
    "roepnaam": "Noor", "geboortedatum": datetime.date(2015, 3, 1), "vorm": "geld", "bedrag": Decimal("1250.5"),
    "domein": ["gedrag", "leren"], "toelichting": "een\ntwee <b>", "betrokkenen": [{"naam": "Jan", "rol": "ouder", "gezag": True}, {"naam": None}],
    "opp": FILE, "akkoord": True, "onbekend": 3,
}  # fmt: skip


def test_answers_are_read_as_labels_and_words() -> None:
    whole = lxml_html.fragment_fromstring(str(render_answers(AANVRAAG, ANSWERS, lambda field: True)))
    assert [text_of(term) for term in whole.findall("dt")] == [
        "Roepnaam", "Geboortedatum", "Waar gaat het om?", "Wat vraagt u?", "Bedrag", "Toelichting", "Betrokkenen", "OPP", "Ouders zijn akkoord",
    ]  # fmt: skip
    assert [text_of(answer) for answer in whole.findall("dd")] == [
        "Noor", "1 maart 2015", "Gedrag, Leren", "Geld", "€ 1.250,50", "een twee <b>",
        "Naam Jan Rol Ouder Heeft gezag Ja Naam Niet ingevuld", "opp.pdf (1 kB)", "Ja",
    ]  # fmt: skip


def test_answers_that_may_not_be_seen_are_not_there() -> None:
    def show(field: Field) -> bool:
        return not field.pupil and field.key != "gezag"

    text = str(render_answers(AANVRAAG, ANSWERS, show))
    assert "Noor" not in text
    assert "maart 2015" not in text
    assert "gezag" not in text
    assert "Jan" in text


def test_files_in_answers_are_links_when_there_is_an_address() -> None:
    text = str(
        render_answers(AANVRAAG, ANSWERS, lambda field: True, lambda file: f"/bestand/{file['id']}?a&b")
    )
    assert '<a class="nl-link" href="/bestand/b1?a&amp;b">opp.pdf (1 kB)</a>' in text


def test_what_was_handed_in_is_what_the_summary_shows() -> None:
    filled = fill(AANVRAAG, submit(roepnaam="Noor", vorm="geld", bedrag="12", uren="3"), around())
    text = str(render_answers(AANVRAAG, filled.values, lambda field: True))
    assert "€ 12,00" in text
    assert "Uren per week" not in text


def test_the_form_on_paper_has_every_question_and_no_values() -> None:
    text = str(render_paper(AANVRAAG))
    for label in ("Roepnaam", "Uren per week", "Heeft gezag", "Gedrag", "Ouders zijn akkoord"):
        assert label in text
    assert "{{" not in text
    assert "Aanvraag van ……" in text
    assert "<input" not in text
