"""Rows that come from elsewhere: one for each goal of an earlier plan, no more and no fewer."""

from decimal import Decimal
from typing import Any

import pytest

from forms.checking import check_form
from forms.filling import Submitted, fill, refill
from forms.rendering import render_fields
from tests.forms.making import around, form_of, submit

GOAL = {
    "type": "textfield",
    "id": "doel",
    "key": "doel",
    "label": "Doel",
    "properties": {"alleen_lezen": "ja"},
}
OUTCOME = {
    "type": "radio", "id": "uitkomst", "key": "uitkomst", "label": "Behaald?", "validate": {"required": True},
    "values": [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}],
}  # fmt: skip
NOTE = {"type": "textfield", "id": "notitie", "key": "notitie", "label": "Notitie"}
GOALS = {
    "type": "dynamiclist", "id": "doelen", "path": "doelen", "label": "Doelen", "components": [GOAL, OUTCOME, NOTE],
    "properties": {"vooraf": "=antwoorden.plan.doelen", "rijen": "vast"},
}  # fmt: skip
FORM = form_of(GOALS)
PLAN = {"plan": {"doelen": [{"doel": "Lezen", "notitie": "oud"}, {"doel": "Rekenen"}]}}
HERE = around(answers=PLAN)


def test_a_fixed_list_opens_with_a_row_for_each_of_what_came_before() -> None:
    filled = fill(FORM, Submitted(), HERE)

    assert [row["doel"] for row in filled.values["doelen"]] == ["Lezen", "Rekenen"]  # type: ignore[attr-defined]
    assert filled.values["doelen"][0]["notitie"] == "oud"  # type: ignore[index]


def test_what_is_read_only_in_a_row_is_never_taken_from_a_browser() -> None:
    sent = {
        "doelen-aantal": "2", "doelen-0-doel": "Niets", "doelen-0-uitkomst": "ja", "doelen-0-notitie": "",
        "doelen-1-uitkomst": "nee", "doelen-1-notitie": "nieuw",
    }  # fmt: skip
    filled = fill(FORM, submit(**sent), HERE)

    assert filled.errors == ()
    assert filled.values["doelen"] == [
        {"doel": "Lezen", "uitkomst": "ja", "notitie": None},
        {"doel": "Rekenen", "uitkomst": "nee", "notitie": "nieuw"},
    ]


@pytest.mark.parametrize("count", ["0", "1", "3", "99", "9999"])
def test_rows_of_a_fixed_list_cannot_be_added_or_left_out(count: str) -> None:
    sent = {
        "doelen-aantal": count,
        "doelen-0-uitkomst": "ja",
        "doelen-1-uitkomst": "ja",
        "doelen-2-uitkomst": "ja",
    }
    filled = fill(FORM, submit(**sent), HERE)

    assert len(filled.values["doelen"]) == 2  # type: ignore[arg-type]
    assert ("doelen", "Er horen hier 2 rijen te staan. Kijk elke rij na en verstuur opnieuw.") in [
        (error.field, error.message) for error in filled.errors
    ]


def test_the_buttons_of_a_row_are_not_there_and_do_nothing() -> None:
    filled = fill(FORM, Submitted({"doelen-aantal": ("2",)}, action="doelen+"), HERE)

    assert len(filled.values["doelen"]) == 2  # type: ignore[arg-type]
    assert "Rij toevoegen" not in render_fields(filled)
    assert "Verwijder" not in render_fields(filled)


def test_answers_of_a_rehearsal_need_the_same_number_of_rows() -> None:
    right = refill(FORM, {"doelen": [{"uitkomst": "ja"}, {"uitkomst": "nee"}]}, HERE)
    short = refill(FORM, {"doelen": [{"uitkomst": "ja"}]}, HERE)

    assert right.errors == ()
    assert {error.field for error in short.errors} == {"doelen", "doelen-1-uitkomst"}


@pytest.mark.parametrize("rows", [None, "tekst", [], ["los", Decimal(3)], [{"doel": {"x": []}}]])
def test_strange_rows_before_do_not_stop_the_form(rows: Any) -> None:
    filled = fill(FORM, Submitted(), around(answers={"plan": {"doelen": rows}}))

    assert len(filled.values["doelen"]) == (len(rows) if isinstance(rows, list) else 0)  # type: ignore[arg-type]


def test_more_rows_before_than_a_list_may_have_are_said_and_bounded() -> None:
    filled = fill(FORM, Submitted(), around(answers={"plan": {"doelen": [{"doel": "x"}] * 500}}))

    assert len(filled.values["doelen"]) == 100  # type: ignore[arg-type]
    assert "ten hoogste 100 rijen" in filled.errors[0].message


def test_a_fixed_list_that_is_right_has_no_findings() -> None:
    assert check_form(FORM) == []


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ({"rijen": "vast"}, "formulier-rijen"),
        ({"vooraf": "=antwoorden.plan.doelen"}, "formulier-vooraf"),
        ({}, "formulier-vooraf"),
    ],
)
def test_rows_that_come_from_nowhere_are_found(properties: dict[str, str], rule: str) -> None:
    assert rule in {finding.rule for finding in check_form(form_of({**GOALS, "properties": properties}))}
