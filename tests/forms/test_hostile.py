"""Hostile files and hostile browsers: refused or passed over, never an accident."""

import json
import string
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.checking import check_form
from forms.errors import FormError
from forms.filling import Filled, Submitted, fill, refill
from forms.model import Form
from forms.reading import read_form
from forms.rendering import render_answers, render_errors, render_fields, render_paper
from forms.submitted import draft_of, from_draft
from tests.forms.making import around, form_of

CORPUS = Path(__file__).parent / "corpus"
AANVRAAG = read_form((CORPUS / "aanvraag.form").read_bytes(), "aanvraag.form")
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = [
    "type",
    "id",
    "key",
    "label",
    "description",
    "values",
    "value",
    "properties",
    "validate",
    "required",
    "min",
    "max",
    "minLength",
    "maxLength",
    "pattern",
    "conditional",
    "hide",
    "components",
    "path",
    "soort",
    "vooraf",
    "eis",
    "eis_tekst",
    "alleen_lezen",
    "leerling",
    "schakelaar",
    "niet_na",
    "dataSource",
    "columns",
    "text",
    "accept",
    "multiple",
    "decimalDigits",
    "defaultRepetitions",
    "textfield",
    "number",
    "datetime",
    "select",
    "radio",
    "checkbox",
    "checklist",
    "taglist",
    "group",
    "dynamiclist",
    "filepicker",
    "table",
    "separator",
    "naam",
    "bedrag",
    "ja",
]
EXPRESSIONS = [
    "=a",
    "=b = 1",
    "=sum(p.a) > 3",
    "=p[1].a",
    "=not(a)",
    "=beslis.x",
    "=antwoorden.s.v",
    "{{a}}",
    "={",
    "=[1, 2]",
    '=date("2026-01-01")',
    "=a / 0",
]
TEXTS = st.one_of(st.sampled_from([*WORDS, *EXPRESSIONS, "a", "b", "p"]), st.text(max_size=8))
LEAVES = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats())
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


def nearly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly what belongs there, now and then anything at all."""
    return st.integers(0, 24).flatmap(lambda number: ANYTHING if number == 0 else right)


FORMULAS = nearly(st.sampled_from(EXPRESSIONS))
FLAGS = nearly(st.booleans())
NUMBERS = nearly(st.sampled_from([0, 1, 3, 0.5, "2", "=a", 1e9]))
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "soort": nearly(st.sampled_from(["bedrag", "bsn", "brin", "mobiel", "naam", "telefoon", "x"])),
        "vooraf": FORMULAS, "eis": FORMULAS, "eis_tekst": TEXTS, "niet_na": FORMULAS, "schakelaar": TEXTS,
        "alleen_lezen": nearly(st.sampled_from(["ja", "nee"])), "leerling": nearly(st.just("naam")),
    },
)  # fmt: skip
VALIDATE = st.fixed_dictionaries(
    {},
    optional={
        "required": FLAGS, "min": NUMBERS, "max": NUMBERS, "minLength": NUMBERS, "maxLength": NUMBERS,
        "pattern": nearly(st.sampled_from(["^(a+)+$", "(", "[a-z]"])),
    },
)  # fmt: skip
VALUES = nearly(st.lists(st.fixed_dictionaries({"value": TEXTS, "label": TEXTS}), max_size=3))
TYPES = [
    "textfield",
    "textarea",
    "number",
    "datetime",
    "select",
    "radio",
    "checkbox",
    "checklist",
    "taglist",
    "filepicker",
    "text",
    "separator",
    "table",
]


def component(inner: st.SearchStrategy[Any] | None = None) -> st.SearchStrategy[Any]:
    types = st.sampled_from(TYPES if inner is None else ["group", "dynamiclist"])
    required: dict[str, Any] = {
        "type": nearly(types),
        "key": nearly(st.sampled_from("abp")),
        "id": TEXTS,
        "label": TEXTS,
    }
    if inner is not None:
        required |= {"components": st.lists(inner, max_size=3), "path": st.sampled_from("pq")}
    optional = {
        "properties": PROPERTIES, "validate": VALIDATE, "values": VALUES, "text": FORMULAS, "dataSource": FORMULAS,
        "conditional": st.fixed_dictionaries({"hide": FORMULAS}), "decimalDigits": NUMBERS, "multiple": FLAGS,
        "columns": nearly(st.just([{"key": "a"}])), "defaultRepetitions": NUMBERS, "accept": TEXTS,
    }  # fmt: skip
    return st.fixed_dictionaries(required, optional=optional)


COMPONENTS = st.recursive(component(), component, max_leaves=6)
FILES = st.one_of(ANYTHING, st.fixed_dictionaries({"components": st.lists(COMPONENTS, max_size=6)}))

NAMES = st.one_of(
    st.sampled_from(
        ["a", "b", "p-aantal", "q-aantal", "p-0-a", "p-1-b", "p-0-p-aantal", "-aantal", "p-99999999-a"]
    ),
    st.text(string.ascii_letters + "-0123456789", max_size=12),
    st.text(max_size=4),
)
TYPED = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "2", "3", "100", "999999", "ja", "1.234,50", "2026-02-30", "\ud800", "9" * 5000]),
)
SENT = st.builds(
    Submitted,
    st.dictionaries(NAMES, st.lists(TYPED, max_size=3).map(tuple), max_size=8),
    action=st.one_of(
        st.just(""), st.sampled_from(["p+", "p-0-weg", "p-1-weg", "a-x-weg"]), st.text(max_size=9)
    ),
)


def read(content: object) -> Form | None:
    """The form, or None when it is refused. Anything but FormError is a failure."""
    try:
        return read_form(json.dumps(content).encode("utf-8", "surrogatepass"), "x.form")
    except FormError:
        return None


def use(filled: Filled) -> None:
    """All that is done with a filled form."""
    render_fields(filled, refresh_url="/x")
    render_fields(filled, read_only=True)
    render_errors(filled)
    render_answers(filled.form, filled.values, lambda field: True)
    json.dumps(draft_of(filled.submitted))


@pytest.mark.slow
@CALM
@given(FILES, SENT)
def test_a_form_is_refused_or_works_whatever_stands_in_it(content: object, sent: Submitted) -> None:
    form = read(content)
    if form is not None:
        check_form(form)
        use(fill(form, sent, around(facts={"b": Decimal(1)}, off=frozenset({"x"}))))
        render_paper(form)


@CALM
@given(st.binary(max_size=200))
def test_bytes_are_refused_or_a_form(data: bytes) -> None:
    with suppress(FormError):
        read_form(data, "x.form")


FIELDS = sorted(
    {
        "roepnaam",
        "geboortedatum",
        "bsn",
        "schoolnaam",
        "email",
        "domein",
        "vorm",
        "bedrag",
        "uren",
        "opp",
        "akkoord",
        "talen",
    }
)
REAL_NAMES = st.one_of(
    st.sampled_from(FIELDS),
    st.builds("betrokkenen-{}-{}".format, st.integers(0, 3), st.sampled_from(["naam", "rol", "gezag"])),
    NAMES,
)


@pytest.mark.slow
@CALM
@given(st.dictionaries(REAL_NAMES, st.lists(TYPED, max_size=3).map(tuple), max_size=14), st.text(max_size=12))
def test_whatever_a_browser_sends_is_filled_in(texts: dict[str, tuple[str, ...]], action: str) -> None:
    sent = Submitted(texts, action=action)
    filled = fill(AANVRAAG, sent, around())
    use(filled)
    again = fill(AANVRAAG, from_draft(draft_of(filled.submitted)), around())
    assert again.values == filled.values


@pytest.mark.slow
@CALM
@given(
    st.dictionaries(
        st.one_of(st.sampled_from([*FIELDS, "betrokkenen"]), st.text(max_size=3)),
        st.one_of(ANYTHING, st.dates(), st.decimals()),
    )
)
def test_whatever_answers_there_are_is_filled_in(answers: dict[str, object]) -> None:
    use(refill(AANVRAAG, answers, around()))
    render_answers(AANVRAAG, answers, lambda field: True)


ROW: dict[str, object] = {"type": "textfield", "id": "t", "key": "t", "label": "T"}


@pytest.mark.slow
def test_lists_in_lists_do_not_fill_the_memory() -> None:
    part = ROW
    for number in range(4):
        part = {
            "type": "dynamiclist",
            "id": f"l{number}",
            "path": f"l{number}",
            "label": "L",
            "defaultRepetitions": 20,
            "components": [part],
        }
    form = form_of(part)
    started = process_time()
    filled = fill(form, Submitted(), around())
    assert process_time() - started < 5
    assert "meer dan 10000 velden" in filled.errors[0].message


def test_very_many_names_are_judged_in_time() -> None:
    texts = {f"betrokkenen-{row}-{'x' * 20}{number}": ("x",) for row in range(100) for number in range(100)}
    started = process_time()
    filled = fill(AANVRAAG, Submitted({"betrokkenen-aantal": ("100",), **texts}), around())
    assert process_time() - started < 5
    assert len([error for error in filled.errors if error.field == ""]) == 5


def test_conditions_that_keep_changing_each_other_end_in_time() -> None:
    parts = [
        {
            "type": "textfield",
            "key": f"k{number}",
            "label": "K",
            "conditional": {"hide": f"=k{(number + 1) % 51} != null"},
        }
        for number in range(51)
    ]
    started = process_time()
    fill(form_of(*parts), Submitted({f"k{number}": ("x",) for number in range(51)}), around())
    assert process_time() - started < 3


def test_a_date_far_away_stays_an_error() -> None:
    filled = refill(AANVRAAG, {"geboortedatum": date(1, 1, 1)}, around())
    assert "geboortedatum" in [error.field for error in filled.errors]


def test_a_number_too_long_to_write_is_an_error_at_its_field() -> None:
    filled = refill(AANVRAAG, {"vorm": "geld", "bedrag": 10**5000}, around())
    assert "bedrag" in [error.field for error in filled.errors]
