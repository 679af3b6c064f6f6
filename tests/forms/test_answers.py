"""Answers of every kind: what is taken, how it is kept, and what a person reads when it is wrong."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields.contact import passes_eleven_test
from forms.fields.date import date_in
from forms.fields.number import dutch_number, number_in
from forms.filling import Filled, Surroundings, fill, refill
from tests.forms.making import around, form_of, submit


def ask(part: Mapping[str, Any], *texts: str, **words: Any) -> Filled:
    return fill(form_of({"key": "a", "label": "A", **part}), submit(a=list(texts)), around(**words))


def text(soort: str = "", **validate: Any) -> dict[str, Any]:
    return {"type": "textfield", "validate": validate, "properties": {"soort": soort} if soort else {}}


def number(**words: Any) -> dict[str, Any]:
    return {"type": "number", **words}


AMOUNT = number(properties={"soort": "bedrag"})
DATE = {"type": "datetime", "subtype": "date"}
CHOICES = [{"label": "Een", "value": "1"}, {"label": "Twee", "value": "2"}]


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        (text(), "  Noor \tVoorbeeld ", "Noor Voorbeeld"),
        (text(), "e\u0301", "\u00e9"),
        (text(), "a\x00b\u202ec\u200bd", "abcd"),
        (text(), "   ", None),
        ({"type": "textarea"}, "een\r\ntwee\x07\n", "een\ntwee"),
        (text(validationType="email"), "naam@school.nl", "naam@school.nl"),
        (text("mobiel"), "06-12 34 56 78", "0612345678"),
        (text("mobiel"), "+31 6 12345678", "0612345678"),
        (text("mobiel"), "+31 (0)6 12345678", "0612345678"),
        (text("mobiel"), "0031612345678", "0612345678"),
        (text("telefoon"), "030 - 123 45 67", "0301234567"),
        (text("telefoon"), "+32 2 123 45 67", "+3221234567"),
        (text("bsn"), "111.222.333", "111222333"),
        (text("bsn"), "10000008", "010000008"),
        (text("brin"), "12ab", "12AB"),
        (text("brin"), "99aa00", "99AA00"),
        (number(), "1.234,50", Decimal("1234.5")),
        (number(), "1234,5", Decimal("1234.5")),
        (number(), "-3", Decimal(-3)),
        (number(), "12.5", Decimal("12.5")),
        (number(), "1.234", Decimal(1234)),
        (number(decimalDigits=0), "12,0", Decimal(12)),
        (AMOUNT, "€ 1.250,50", Decimal("1250.5")),
        (AMOUNT, "0", Decimal(0)),
        (DATE, "2026-12-31", datetime.date(2026, 12, 31)),
        (DATE, "31-12-2026", datetime.date(2026, 12, 31)),
        (DATE, "1 maart 2026", datetime.date(2026, 3, 1)),
        ({"type": "select", "values": CHOICES}, "2", "2"),
        ({"type": "radio", "values": CHOICES}, "", None),
        ({"type": "checkbox"}, "ja", True),
        ({"type": "checkbox"}, "", False),
        ({"type": "checklist", "values": CHOICES}, "2", ["2"]),
        ({"type": "taglist", "values": CHOICES}, "", []),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_way_of_writing(part: dict[str, Any], typed: str, kept: object) -> None:
    filled = ask(part, typed)
    assert filled.errors == ()
    assert filled.values == {"a": kept}
    assert type(filled.values["a"]) is type(kept)


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        (text(required=True), " ", "Vul dit veld in."),
        (text(minLength=3), "ab", "ten minste 3 tekens"),
        (text(maxLength=3), "abcd", "ten hoogste 3 tekens"),
        (text(), "x" * 20_001, "ten hoogste 20000 tekens"),
        (text(pattern="^[0-9]{4} ?[A-Z]{2}$"), "12 AB", "juiste vorm"),
        (text(validationType="email"), "naam@school", "e-mailadres"),
        (text(validationType="email"), "a@b@c.nl", "e-mailadres"),
        (text(validationType="email"), "a..b@c.nl", "e-mailadres"),
        (text("mobiel"), "0301234567", "mobiel nummer"),
        (text("mobiel"), "06 1234567", "mobiel nummer"),
        (text("mobiel"), "06\u0661\u0662345678", "mobiel nummer"),
        (text("telefoon"), "12", "telefoonnummer"),
        (text("bsn"), "111222334", "burgerservicenummer"),
        (text("bsn"), "000000000", "burgerservicenummer"),
        (text("bsn"), "1234567", "burgerservicenummer"),
        (text("brin"), "AB12", "BRIN"),
        (number(), "drie", "Vul een getal in"),
        (number(), "1,2,3", "Vul een getal in"),
        (number(), ",", "Vul een getal in"),
        (number(), "1e9", "Vul een getal in"),
        (number(), "NaN", "Vul een getal in"),
        (number(), "\u0663", "Vul een getal in"),
        (number(), "9" * 13, "te groot"),
        (number(), "0," + "1" * 11, "cijfers achter de komma"),
        (number(decimalDigits=0), "1,5", "heel getal"),
        (number(decimalDigits=1), "1,55", "ten hoogste 1 cijfer "),
        (number(validate={"min": 1}), "0", "van 1 of hoger"),
        (number(validate={"max": 14}), "15", "ten hoogste 14"),
        (AMOUNT, "1,005", "ten hoogste 2 cijfers"),
        (AMOUNT, "-1", "van € 0,00 of hoger"),
        ({**AMOUNT, "validate": {"max": 5000}}, "5000,01", "ten hoogste € 5.000,00"),
        (DATE, "31-02-2026", "datum in die bestaat"),
        (DATE, "morgen", "datum in die bestaat"),
        (DATE, "0026-01-01", "Kijk het jaar na"),
        ({**DATE, "properties": {"niet_na": "today()"}}, "2026-11-22", "niet in de toekomst"),
        ({**DATE, "properties": {"niet_voor": "today()"}}, "2026-11-20", "niet in het verleden"),
        ({**DATE, "properties": {"niet_voor": 'date("2026-08-01")'}}, "2026-07-31", "niet vóór 1 augustus 2026"),
        ({**DATE, "properties": {"niet_na": 'date("2026-08-01")'}}, "2026-08-02", "niet na 1 augustus 2026"),
        ({"type": "select", "values": CHOICES}, "3", "mogelijkheden uit de lijst"),
        ({"type": "checklist", "values": CHOICES}, "3", "mogelijkheden uit de lijst"),
        ({"type": "radio", "values": CHOICES, "validate": {"required": True}}, "", "Maak een keuze."),
        ({"type": "checkbox", "validate": {"required": True}}, "", "Vink dit aan"),
        ({"type": "checkbox"}, "misschien", "Vink dit aan of laat het leeg"),
        ({"type": "filepicker", "validate": {"required": True}}, "", "Voeg een bestand toe"),
        ({"type": "filepicker"}, "verzonnen", "niet bekend"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_the_field(part: dict[str, Any], typed: str, message: str) -> None:
    filled = ask(part, typed)
    assert [error.field for error in filled.errors] == ["a"]
    assert message in filled.errors[0].message
    assert filled.fields[0].error == filled.errors[0].message
    assert filled.fields[0].texts == (typed,), "what was typed is not lost"


def test_two_answers_to_one_choice_are_refused() -> None:
    assert "Kies één" in ask({"type": "radio", "values": CHOICES}, "1", "2").errors[0].message


def test_several_choices_stand_in_the_order_of_the_form_and_once() -> None:
    assert ask({"type": "checklist", "values": CHOICES}, "2", "", "1", "2").values == {"a": ["1", "2"]}


def test_a_slow_pattern_is_not_slow() -> None:
    filled = ask(text(pattern="^(a+)+$"), "a" * 19_000 + "b")
    assert "juiste vorm" in filled.errors[0].message


def test_a_limit_may_be_another_answer() -> None:
    form = form_of(
        {"type": "number", "key": "van", "label": "Van"},
        {"type": "number", "key": "tot", "label": "Tot", "validate": {"min": "=van"}},
    )
    assert "van 3 of hoger" in fill(form, submit(van="3", tot="2"), around()).errors[0].message
    assert fill(form, submit(van="", tot="2"), around()).errors == ()


@pytest.mark.parametrize("digits", ["111222333", "123456782", "010000008"])
def test_the_eleven_test_takes_right_numbers_and_not_their_neighbours(digits: str) -> None:
    assert passes_eleven_test(digits)
    assert not passes_eleven_test(digits[:-1] + str((int(digits[-1]) + 1) % 10))


@given(st.decimals(-(10**11), 10**11, places=2))
def test_a_number_is_read_back_as_it_was_written(value: Decimal) -> None:
    assert number_in(dutch_number(value)) == value


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_date_is_read_in_both_ways_of_writing(value: datetime.date) -> None:
    assert date_in(value.isoformat()) == value
    assert date_in(f"{value.day}-{value.month}-{value.year}") == value


# demands


def demanding(eis: str, **words: Any) -> dict[str, Any]:
    return {"type": "number", "properties": {"eis": eis, "eis_tekst": "Dat mag niet.", **words}}


def test_a_demand_that_is_not_met_shows_its_own_words() -> None:
    assert [error.message for error in ask(demanding("a < 10"), "12").errors] == ["Dat mag niet."]
    assert ask(demanding("a < 10"), "9").errors == ()


def test_the_second_demand_counts_too() -> None:
    part = demanding("a < 10", eis_2="a > 2", eis_2_tekst="Te weinig.")
    assert [error.message for error in ask(part, "1").errors] == ["Te weinig."]


def test_a_demand_says_nothing_about_an_empty_field() -> None:
    assert ask(demanding("a < 10"), "").errors == ()


def test_a_demand_that_is_false_for_an_empty_field_is_told() -> None:
    assert [error.message for error in ask(demanding("a != null"), "").errors] == ["Dat mag niet."]


def test_a_demand_that_cannot_be_told_is_not_met() -> None:
    assert [error.message for error in ask(demanding("a < onbekend"), "3").errors] == ["Dat mag niet."]


def test_a_demand_waits_for_the_field_it_reads_to_be_right() -> None:
    form = form_of(
        {"type": "number", "key": "b", "label": "B"}, {"key": "a", "label": "A", **demanding("a < b")}
    )
    assert [error.field for error in fill(form, submit(a="3", b="x"), around()).errors] == ["b"]


def test_a_demand_may_ask_a_decision_table() -> None:
    def decide(table: str, context: Mapping[str, object]) -> object:
        return table == "geld_toegestaan" and context["domein"] != ["gedrag"]

    form = form_of(
        {"type": "checklist", "key": "domein", "label": "D", "values": [{"label": "G", "value": "gedrag"}, {"label": "L", "value": "leren"}]},
        {"type": "select", "key": "vorm", "label": "V", "values": [{"label": "Geld", "value": "geld"}], "properties": {
            "eis": 'vorm != "geld" or beslis.geld_toegestaan', "eis_tekst": "Geen arrangementen in geld."}},
    )  # fmt: skip
    refused = fill(form, submit(domein="gedrag", vorm="geld"), around(decide=decide))
    assert [error.message for error in refused.errors] == ["Geen arrangementen in geld."]
    assert fill(form, submit(domein="leren", vorm="geld"), around(decide=decide)).errors == ()


def test_a_table_that_does_not_exist_meets_no_demand() -> None:
    assert [error.message for error in ask(demanding("beslis.weg"), "3").errors] == ["Dat mag niet."]


# prefilled answers


def test_a_prefilled_answer_stands_in_a_form_that_is_opened() -> None:
    form = form_of(
        {"type": "textfield", "key": "email", "label": "E", "properties": {"vooraf": "ik.email"}},
        {"type": "number", "key": "uren", "label": "U", "properties": {"vooraf": "antwoorden.start.uren"}},
        {"type": "datetime", "key": "dag", "label": "D", "properties": {"vooraf": "begin"}},
        {
            "type": "checklist",
            "key": "domein",
            "label": "D",
            "values": CHOICES,
            "properties": {"vooraf": '["2"]'},
        },
    )
    known = around(
        me={"email": "i@b.nl"},
        answers={"start": {"uren": Decimal("1.5")}},
        facts={"begin": datetime.date(2026, 1, 2)},
    )
    filled = fill(form, submit(), known)
    assert filled.values == {
        "email": "i@b.nl",
        "uren": Decimal("1.5"),
        "dag": datetime.date(2026, 1, 2),
        "domein": ["2"],
    }
    assert [drawn.texts for drawn in filled.fields] == [("i@b.nl",), ("1,5",), ("2026-01-02",), ("", "2")]


def test_a_prefilled_answer_that_was_cleared_stays_empty() -> None:
    form = form_of({"type": "textfield", "key": "email", "label": "E", "properties": {"vooraf": "ik.email"}})
    assert fill(form, submit(email=""), around(me={"email": "i@b.nl"})).values == {"email": None}


def test_a_read_only_answer_is_never_taken_from_the_browser() -> None:
    form = form_of(
        {
            "type": "textfield",
            "key": "naam",
            "label": "S",
            "properties": {"vooraf": "school.naam", "alleen_lezen": "ja"},
        }
    )
    filled = fill(form, submit(naam="Andere school"), around(school={"naam": "De Linde"}))
    assert filled.values == {"naam": "De Linde"}
    assert filled.errors == ()


def test_a_read_only_answer_follows_the_fields_it_reads_and_steers_others(here: Surroundings) -> None:
    form = form_of(
        {
            "type": "textfield",
            "key": "reden",
            "label": "R",
            "conditional": {"hide": "=samen = null or samen < 10"},
        },
        {
            "type": "number",
            "key": "samen",
            "label": "S",
            "properties": {"vooraf": "a + b", "alleen_lezen": "ja"},
        },
        {"type": "number", "key": "a", "label": "A"},
        {"type": "number", "key": "b", "label": "B"},
    )
    assert fill(form, submit(a="4", b="5"), here).values == {"samen": 9, "a": 4, "b": 5}
    assert fill(form, submit(a="4", b="6", reden="x"), here).values == {
        "reden": "x",
        "samen": 10,
        "a": 4,
        "b": 6,
    }


def test_a_list_may_begin_with_the_rows_of_an_earlier_step() -> None:
    rows = {"type": "dynamiclist", "path": "p", "label": "P", "properties": {"vooraf": "antwoorden.start.p"},
            "components": [{"type": "textfield", "id": "n", "key": "naam", "label": "Naam"}]}  # fmt: skip
    known = around(answers={"start": {"p": [{"naam": "Jan"}, {"naam": "Els"}]}})
    assert fill(form_of(rows), submit(), known).values == {"p": [{"naam": "Jan"}, {"naam": "Els"}]}


# from answers


def test_answers_are_judged_as_if_they_were_typed() -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"}, {"type": "datetime", "key": "d", "label": "D"},
        {"type": "checkbox", "key": "c", "label": "C"}, {"type": "checklist", "key": "l", "label": "L", "values": CHOICES},
        {"type": "filepicker", "key": "f", "label": "F"},
        {"type": "dynamiclist", "path": "p", "label": "P", "components": [{"type": "number", "id": "x", "key": "u", "label": "U"}, {"type": "filepicker", "id": "y", "key": "g", "label": "G", "multiple": True}]},
    )  # fmt: skip
    file = {"id": "b1", "name": "opp.pdf", "size": 12, "type": "application/pdf"}
    answers = {
        "n": Decimal("2.5"),
        "d": datetime.date(2026, 1, 2),
        "c": True,
        "l": ["1"],
        "f": file,
        "p": [{"u": Decimal(3), "g": [{**file, "id": "b2"}]}],
    }
    filled = refill(form, answers, around())
    assert filled.errors == ()
    assert filled.values == answers
    assert refill(form, {**answers, "n": "x", "l": "1", "d": "2026-01-02"}, around()).errors[0].field == "n"


def test_an_answer_that_the_form_does_not_have_is_refused() -> None:
    filled = refill(form_of({"type": "number", "key": "n", "label": "N"}), {"m": 1}, around())
    assert [(error.field, "'m'" in error.message) for error in filled.errors] == [("", True)]


def test_an_answer_in_a_row_that_the_form_does_not_have_is_refused() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "p",
        "label": "P",
        "components": [{"type": "number", "id": "x", "key": "u", "label": "U"}],
    }
    filled = refill(form_of(rows), {"p": [{"u": 1}, {"uu": 1}], "u": 2}, around())
    assert [error.message.split("'")[1] for error in filled.errors] == ["u", "p-1-uu"]


def test_the_name_of_a_pupil_in_a_hidden_list_is_not_known() -> None:
    rows = {"type": "dynamiclist", "path": "p", "label": "P", "conditional": {"hide": "=true"}, "components": [
        {"type": "textfield", "id": "x", "key": "n", "label": "N", "properties": {"leerling": "naam"}}]}  # fmt: skip
    filled = fill(form_of(rows), submit(**{"p-aantal": "1", "p-0-n": "Noor"}), around())
    assert (filled.pupil, filled.values) == ({}, {})
    assert filled.kept == {"p-aantal": ("1",), "p-0-n": ("Noor",)}


def test_the_pupil_is_known_from_the_fields_that_say_so() -> None:
    form = form_of(
        {"type": "textfield", "key": "r", "label": "R", "properties": {"leerling": "naam"}},
        {"type": "textfield", "key": "v", "label": "V", "properties": {"leerling": "naam"}},
        {"type": "textfield", "key": "a", "label": "A", "properties": {"leerling": "naam"}},
        {"type": "datetime", "key": "g", "label": "G", "properties": {"leerling": "geboortedatum"}},
    )
    filled = fill(form, submit(r="Noor", v="", a="Voorbeeld", g="2015-03-01"), around())
    assert filled.pupil == {"naam": "Noor Voorbeeld", "geboortedatum": datetime.date(2015, 3, 1)}
