"""Findings about a form: one test for each thing that a designer must hear."""

from pathlib import Path
from typing import Any

import pytest

from bpmn.feel.types import BOOLEAN, DATE, NUMBER, STRING, choice_of
from bpmn.findings import Finding
from forms.checking import FormNames, check_form
from forms.model import Form
from forms.reading import read_form
from tests.forms.making import form_of

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.form"))
NAMES = FormNames(
    facts={"budget": NUMBER},
    tables={"geld_toegestaan": BOOLEAN},
    answers={"start": {"naam": STRING}},
    switches=frozenset({"bsn"}),
)


def text(**words: Any) -> dict[str, Any]:
    return {"type": "textfield", "key": "a", "label": "A", **words}


def findings(form: Form, names: FormNames | None = NAMES) -> list[tuple[str, str]]:
    return [(found.rule, found.message) for found in check_form(form, names)]


def the_one(form: Form, names: FormNames | None = NAMES) -> Finding:
    found = check_form(form, names)
    assert len(found) == 1, found
    assert found[0].advice
    assert found[0].file == "forms/proef.form"
    return found[0]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_good_form_has_no_findings(path: Path) -> None:
    assert check_form(read_form(path.read_bytes(), path.name)) == []


@pytest.mark.parametrize(
    ("part", "rule", "words"),
    [
        ({"type": "iframe", "key": "x"}, "formulier-soort", "`iframe`"),
        ({"type": "datetime", "key": "a", "label": "A", "subtype": "datetime"}, "formulier-soort", "ook een tijd"),
        (text(properties={"soort": "iban"}), "formulier-soort", "iban"),
        (text(key="a-b"), "formulier-sleutel", "a-b"),
        (text(key="school"), "formulier-sleutel", "al een betekenis"),
        (text(key="if"), "formulier-sleutel", "al een betekenis"),
        (text(label=""), "formulier-label", "geen label"),
        (text(label="Uw {{x}}"), "formulier-label", "niet ingevuld"),
        (text(properties={"verplicht": "ja"}), "formulier-woord", "`verplicht` bij `properties`"),
        (text(validate={"min": 3}), "formulier-woord", "`min` bij `validate`"),
        (text(disabled=True), "formulier-woord", "`disabled`"),
        (text(appearance={"prefixAdorner": "x"}), "formulier-woord", "`appearance`"),
        ({"type": "datetime", "key": "a", "label": "A", "disallowPassedDates": True}, "formulier-woord", "`disallowPassedDates`"),
        (text(conditional={"show": "=a"}), "formulier-woord", "`show`"),
        (text(validate={"pattern": "(?=a)"}), "formulier-patroon", "kan niet"),
        (text(validate={"pattern": "(a{1000}){1000}"}), "formulier-patroon", "kan niet"),
        (text(validate={"minLength": 5, "maxLength": 4}), "formulier-grenzen", "kan niet samen"),
        (text(properties={"eis": '=a = "x"'}), "formulier-eis", "wat iemand leest"),
        (text(properties={"eis_2_tekst": "Nee"}), "formulier-eis", "hoort een eis"),
        (text(properties={"alleen_lezen": "ja"}), "formulier-vooraf", "geen waarde"),
        (text(properties={"schakelaar": "weg"}), "formulier-schakelaar", "`weg`"),
        (text(properties={"leerling": "geboortedatum"}), "formulier-leerling", "past niet"),
        ({"type": "radio", "key": "a", "label": "A"}, "formulier-keuzes", "geen keuzes"),
        ({"type": "filepicker", "key": "a", "label": "A", "accept": ".exe"}, "formulier-bestand", ".exe"),
        ({"type": "table", "dataSource": "=[]"}, "formulier-tabel", "geen kolommen"),
        ({"type": "group", "label": "G", "components": []}, "formulier-leeg", "geen veld"),
        (text(conditional={"hide": "=budget >"}), "formulier-feel", "hide: "),
        (text(conditional={"hide": "=budgt > 3"}), "formulier-feel", "`budgt`"),
        (text(conditional={"hide": '=budget > "3"'}), "formulier-feel", "te vergelijken"),
        (text(conditional={"hide": "=budget"}), "formulier-feel", "hier hoort"),
        (text(properties={"eis": "beslis.weg", "eis_tekst": "Nee."}), "formulier-feel", "`weg`"),
        (text(properties={"vooraf": "antwoorden.start.nam"}), "formulier-feel", "`nam`"),
        (text(properties={"vooraf": "school.plaats"}), "formulier-feel", "`plaats`"),
        ({"type": "number", "key": "a", "label": "A", "validate": {"max": '="x"'}}, "formulier-feel", "max: "),
        ({"type": "datetime", "key": "a", "label": "A", "properties": {"niet_na": "3"}}, "formulier-feel", "niet_na: "),
        ({"type": "checkbox", "key": "a", "label": "A", "properties": {"vooraf": "budget"}}, "formulier-feel", "vooraf: "),
        ({"type": "table", "dataSource": "=budget", "columns": [{"key": "x"}]}, "formulier-feel", "dataSource: "),
        ({"type": "text", "text": "Hoi {{naam"}, "formulier-feel", "tekst: "),
        ({"type": "text", "text": "Hoi {{naam}}"}, "formulier-feel", "`naam`"),
        (text(conditional={"hide": '=a = "x"'}), "formulier-kring", "a → a"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_found(part: dict[str, Any], rule: str, words: str) -> None:
    found = the_one(form_of(part))
    assert (found.rule, words in found.message) == (rule, True), found


def test_a_key_that_comes_twice_is_found() -> None:
    form = form_of(text(), {"type": "group", "label": "G", "components": [text(id="nog")]})
    assert the_one(form).rule == "formulier-sleutel"
    rows = {"type": "dynamiclist", "path": "rijen", "label": "Rijen", "components": [text(id="in")]}
    assert findings(form_of(text(), rows)) == []


def test_options_that_come_twice_are_found() -> None:
    values = [{"label": "A", "value": "a"}, {"label": "B", "value": "a"}]
    assert (
        "de waarde `a`"
        in the_one(form_of({"type": "select", "key": "k", "label": "K", "values": values})).message
    )


def test_a_circle_of_conditions_is_found_once() -> None:
    form = form_of(
        text(key="a", conditional={"hide": '=c = "x"'}),
        text(key="b", conditional={"hide": '=a = "x"'}),
        text(key="c", conditional={"hide": '=b = "x"'}),
    )
    found = the_one(form)
    assert found.rule == "formulier-kring"
    assert "a → c → b → a" in found.message


def test_a_finding_says_on_which_line_the_field_stands() -> None:
    data = b'{"components": [\n {"type": "textfield", "id": "een", "key": "een", "label": "E"},\n {"type": "iets", "id": "twee"}]}'
    assert [found.line for found in check_form(read_form(data, "x.form"))] == [3]


def test_names_that_are_not_known_are_not_judged() -> None:
    parts = (
        text(
            conditional={"hide": "=budgt > 3"},
            properties={"vooraf": "antwoorden.weg.weg", "schakelaar": "weg"},
        ),
        {"type": "text", "text": "{{onbekend}}"},
    )
    assert findings(form_of(*parts), None) == []


def test_a_row_knows_its_own_fields_and_those_around_it() -> None:
    inner = text(id="i", key="in_rij", conditional={"hide": '=wat = "x" and in_rij2 = 3'})
    rows = {
        "type": "dynamiclist",
        "path": "rijen",
        "label": "R",
        "components": [inner, {"type": "number", "id": "j", "key": "in_rij2", "label": "N"}],
    }
    assert findings(form_of(text(key="wat"), rows)) == []
    outside = text(key="wat", conditional={"hide": "=in_rij2 = 3"})
    assert "`in_rij2`" in the_one(form_of(outside, rows)).message


def test_a_list_is_known_with_the_fields_of_its_rows() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "rijen",
        "label": "R",
        "components": [{"type": "number", "id": "j", "key": "n", "label": "N"}],
    }
    right = {"type": "number", "key": "som", "label": "S", "properties": {"vooraf": "sum(rijen.n)"}}
    assert findings(form_of(rows, right)) == []
    wrong = {**right, "properties": {"vooraf": "sum(rijen.m)"}}
    assert "`m`" in the_one(form_of(rows, wrong)).message


def test_dates_and_facts_fit_where_a_date_belongs() -> None:
    names = FormNames(facts={"begin": DATE})
    part = {
        "type": "datetime",
        "key": "a",
        "label": "A",
        "properties": {"niet_voor": "begin", "niet_na": "now()"},
    }
    assert findings(form_of(part), names) == []


SORTS = {
    "type": "radio",
    "key": "soort",
    "label": "Soort",
    "values": [{"value": "lezen", "label": "Lezen"}, {"value": "gedrag", "label": "Gedrag"}],
}


@pytest.mark.parametrize("rule", ['soort = "gedrg"', 'soort in ("gedrag", "gedrg")', 'besluit = "toegekent"'])
def test_a_field_is_not_hidden_by_a_choice_that_is_not_there(rule: str) -> None:
    names = FormNames(facts={"besluit": choice_of(["toegekend", "afgewezen"])})
    found = the_one(form_of(SORTS, text(conditional={"hide": f"={rule}"})), names)

    assert found.rule == "keuze-bestaat"
    assert "nooit waar" in found.message
    assert found.advice in ('Bedoelt u "gedrag"?', 'Bedoelt u "toegekend"?')


def test_a_choice_is_filled_in_with_one_of_its_options() -> None:
    given = {**SORTS, "properties": {"vooraf": '="rekenen"'}}

    found = the_one(form_of(given))
    assert (found.rule, found.message) == ("keuze-bestaat", 'vooraf: "rekenen" is geen keuze van dit veld.')
    assert findings(form_of({**SORTS, "properties": {"vooraf": '="lezen"'}})) == []
