"""A field for a person offers who holds the role and fits, and takes nobody else."""

import json
from collections.abc import Sequence

import pytest

from forms.candidates import Candidate
from forms.checking import check_form
from forms.filled import Filled
from forms.filling import Submitted, fill, refill
from forms.persons import MOST_CANDIDATES, named_values, with_names
from forms.reading import read_form
from forms.rendering import render_answers, render_fields
from tests.forms.making import around

GERDA = Candidate("gerda", "Gerda Smit", "Gedragsdeskundige", {"expertise": ["gedrag"], "beschikbaar": True})
LEO = Candidate("leo", "Leo Prins", "", {"expertise": ["lezen", "taal"], "beschikbaar": True})
WIL = Candidate("wil", "Wil <Bakker>", "", {"expertise": ["gedrag"], "beschikbaar": False})
BO = Candidate("bo", "Bo", "")
WHERE = "=list contains(persoon.kenmerken.expertise, nodig) and persoon.kenmerken.beschikbaar"


def holders(roles: Sequence[str]) -> Sequence[Candidate]:
    return (BO, GERDA, LEO, WIL) if "deskundige" in roles else ()


def form(kind: str = "select", required: bool = True, **properties: str) -> bytes:
    words = {"soort": "persoon", "personen": "deskundige", **properties}
    return json.dumps(
        {
            "type": "default",
            "id": "f",
            "components": [
                {"type": "textfield", "key": "nodig", "label": "Nodig"},
                {
                    "type": kind,
                    "key": "wie",
                    "label": "Wie?",
                    "validate": {"required": required},
                    "properties": words,
                },
            ],
        }
    ).encode()


def filled(data: bytes, **answers: object) -> Filled:
    return refill(read_form(data, "f.form"), answers, around(persons=holders))


def errors(found: Filled) -> dict[str, str]:
    return {error.field: error.message for error in found.errors}


@pytest.mark.parametrize("kind", ["select", "radio", "textfield"])
def test_the_list_is_who_holds_the_role_by_name_and_the_answer_is_the_login(kind: str) -> None:
    found = filled(form(kind), wie="gerda")

    assert found.errors == ()
    assert found.values["wie"] == "gerda"
    html = render_fields(found)
    assert "Gerda Smit" in html
    assert "Wil &lt;Bakker&gt;" in html
    assert "<Bakker>" not in html


@pytest.mark.parametrize("login", ["piet", "Gerda Smit", "GERDA", "' or 1=1 --", "bo,gerda"])
def test_who_is_not_in_the_list_is_refused(login: str) -> None:
    found = filled(form(), wie=login)

    assert "uit de lijst" in errors(found)["wie"]
    assert found.values["wie"] is None


def test_two_persons_are_refused() -> None:
    sent = Submitted({"nodig": ("",), "wie": ("gerda", "leo")})

    assert "één persoon" in errors(fill(read_form(form(), "f.form"), sent, around(persons=holders)))["wie"]


def test_who_does_not_fit_the_other_answers_is_not_offered_and_is_refused() -> None:
    data = form(personen_waar=WHERE)

    assert filled(data, nodig="gedrag", wie="gerda").errors == ()
    assert "uit de lijst" in errors(filled(data, nodig="gedrag", wie="leo"))["wie"]
    assert "uit de lijst" in errors(filled(data, nodig="gedrag", wie="wil"))["wie"]
    assert "uit de lijst" in errors(filled(data, nodig="gedrag", wie="bo"))["wie"]  # nothing is known of Bo
    assert "Leo Prins" not in render_fields(filled(data, nodig="gedrag"))


def test_the_form_says_so_when_nobody_fits() -> None:
    found = filled(form(personen_waar=WHERE), nodig="rekenen", wie="gerda")

    assert "niemand" in errors(found)["wie"]
    assert "niemand" in render_fields(filled(form(required=False, personen_waar=WHERE), nodig="rekenen"))


def test_a_field_that_may_stay_empty_may_stay_empty_when_nobody_fits() -> None:
    assert filled(form(required=False, personen_waar=WHERE), nodig="rekenen").errors == ()


def test_a_person_who_was_filled_in_beforehand_and_left_is_dropped_silently() -> None:
    data = form(required=False, vooraf='="piet"')
    found = fill(read_form(data, "f.form"), Submitted({}), around(persons=holders))

    assert found.values["wie"] is None
    assert found.errors == ()


def test_traits_stand_beside_the_name() -> None:
    one = render_fields(filled(form(personen_toont="expertise")))
    two = render_fields(filled(form(personen_toont="expertise, beschikbaar")))

    assert "Leo Prins (lezen, taal)" in one
    assert "Bo<" in one
    assert "Wil &lt;Bakker&gt; (expertise: gedrag; niet beschikbaar)" in two


def test_what_the_condition_reads_draws_the_list_again() -> None:
    assert "nodig" in read_form(form(personen_waar=WHERE), "f.form").steering


def test_a_condition_that_cannot_be_told_offers_nobody() -> None:
    assert (
        "niemand"
        in errors(filled(form(personen_waar="=persoon.kenmerken.beschikbaar + 1"), wie="gerda"))["wie"]
    )


def test_a_person_is_never_a_fact() -> None:
    assert read_form(form(), "f.form").fact_types.keys() == set()


def test_of_very_many_people_the_list_has_an_end() -> None:
    crowd = [Candidate(f"p{number}", f"P {number}") for number in range(5 * MOST_CANDIDATES)]
    found = refill(read_form(form(), "f.form"), {}, around(persons=lambda _roles: crowd))

    assert len(found.fields[1].field.options) == MOST_CANDIDATES


def test_an_answer_is_read_as_a_name_in_rows_too() -> None:
    read = read_form(form(), "f.form")
    names = {"gerda": "Gerda Smit"}

    assert "Gerda Smit" in render_answers(with_names(read, names), {"wie": "gerda"}, lambda _: True)
    assert "gerda" in render_answers(with_names(read, {}), {"wie": "gerda"}, lambda _: True)
    assert named_values(read, {"wie": "gerda", "nodig": "gerda", "r": [{"wie": "gerda"}, 3]}, names) == {
        "wie": "Gerda Smit", "nodig": "gerda", "r": [{"wie": "Gerda Smit"}, 3],
    }  # fmt: skip


def test_a_condition_with_a_name_that_does_not_exist_is_found() -> None:
    found = check_form(read_form(form(personen_waar="=persoon.leeftijd > 3"), "f.form"))

    assert any("personen_waar" in one.message for one in found)
