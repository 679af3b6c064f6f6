from forms.filling import fill, refill
from forms.rendering import render_answers, render_fields
from forms.schools import with_schools
from tests.forms.making import around, form_of, submit

SCHOOLS = [("99BB00", "De Beuk"), ("99AA00", "De Eikel")]
FORM = form_of({"type": "select", "key": "waar", "label": "School", "properties": {"soort": "school"}})
MUST = form_of(
    {
        "type": "select",
        "key": "waar",
        "label": "School",
        "validate": {"required": True},
        "properties": {"soort": "school"},
    }
)
AROUND = around(schools=lambda: SCHOOLS)


def test_the_schools_of_today_are_the_list_and_the_answer_is_the_id() -> None:
    filled = fill(FORM, submit(waar="99AA00"), AROUND)
    assert filled.values == {"waar": "99AA00"}
    assert filled.errors == ()
    page = render_fields(filled)
    assert page.index("De Beuk") < page.index("De Eikel")


def test_a_school_that_is_not_in_the_list_is_refused() -> None:
    for wrong in ("99ZZ00", "De Eikel", "~99AA00", "' OR 1=1"):
        (error,) = fill(FORM, submit(waar=wrong), AROUND).errors
        assert error.message == "Deze school kunt u hier niet kiezen. Kies een school uit de lijst."
        (error,) = refill(FORM, {"waar": wrong}, AROUND).errors
        assert error.field == "waar"


def test_two_schools_are_refused_and_none_may_do() -> None:
    (error,) = fill(FORM, submit(waar=["99AA00", "99BB00"]), AROUND).errors
    assert error.message == "Kies één school."
    assert fill(FORM, submit(waar=""), AROUND).errors == ()
    (error,) = fill(MUST, submit(waar=""), AROUND).errors
    assert error.message == "Kies een school."


def test_a_school_is_read_by_its_name_and_is_never_a_fact() -> None:
    assert "waar" not in FORM.fact_types
    page = render_answers(with_schools(FORM, dict(SCHOOLS)), {"waar": "99AA00"}, lambda field: True)
    assert "De Eikel" in page
    assert "99AA00" not in page
