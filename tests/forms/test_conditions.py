"""What is there and what is not: conditions, switches, rows."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from forms.filling import Submitted, Surroundings, fill
from tests.forms.making import around, form_of, submit

SOORT = {
    "type": "radio",
    "key": "soort",
    "label": "Soort",
    "values": [{"label": "SO", "value": "SO"}, {"label": "VSO", "value": "VSO"}],
}


def hidden_when(condition: str, **words: object) -> dict[str, object]:
    return {"type": "textfield", "label": "Veld", "conditional": {"hide": condition}, **words}


def test_a_hidden_required_field_is_not_asked(here: Surroundings) -> None:
    form = form_of(SOORT, hidden_when('=soort != "VSO"', key="profiel", validate={"required": True}))
    filled = fill(form, submit(soort="SO"), here)
    assert filled.errors == ()
    assert [drawn.name for drawn in filled.fields] == ["soort"]


def test_a_visible_required_field_is_asked(here: Surroundings) -> None:
    form = form_of(SOORT, hidden_when('=soort != "VSO"', key="profiel", validate={"required": True}))
    filled = fill(form, submit(soort="VSO"), here)
    assert [(error.field, error.message) for error in filled.errors] == [("profiel", "Vul dit veld in.")]


def test_a_forged_answer_to_a_hidden_field_is_dropped(here: Surroundings) -> None:
    form = form_of(SOORT, hidden_when('=soort != "VSO"', key="profiel"))
    filled = fill(form, submit(soort="SO", profiel="arbeid"), here)
    assert filled.values == {"soort": "SO"}
    assert filled.errors == ()


def test_a_hidden_field_steers_no_other_field(here: Surroundings) -> None:
    form = form_of(
        hidden_when('=b != "toon"', key="c"),
        hidden_when('=soort != "VSO"', key="b"),
        SOORT,
    )
    filled = fill(form, submit(soort="SO", b="toon", c="verboden"), here)
    assert filled.values == {"soort": "SO"}


def test_what_was_typed_in_a_hidden_field_is_kept_for_when_it_comes_back(here: Surroundings) -> None:
    form = form_of(SOORT, hidden_when('=soort != "VSO"', key="profiel"))
    filled = fill(form, submit(soort="SO", profiel="arbeid"), here)
    assert filled.kept == {"profiel": ("arbeid",)}
    again = fill(form, submit(soort="VSO", **{k: v[0] for k, v in filled.kept.items()}), here)
    assert again.values["profiel"] == "arbeid"


def test_an_empty_field_is_null_and_a_hidden_field_is_not_there(here: Surroundings) -> None:
    form = form_of(SOORT, hidden_when('=soort != "VSO"', key="profiel"))
    assert fill(form, submit(soort="VSO"), here).values == {"soort": "VSO", "profiel": None}
    assert "profiel" not in fill(form, submit(soort="SO"), here).values


def test_a_hidden_group_hides_all_that_is_in_it(here: Surroundings) -> None:
    group = {
        "type": "group",
        "label": "Groep",
        "conditional": {"hide": '=soort = "SO"'},
        "components": [{"type": "number", "key": "uren", "label": "Uren", "validate": {"required": True}}],
    }
    form = form_of(SOORT, group, hidden_when("=uren = null", key="waarom"))
    assert fill(form, submit(soort="SO", uren="3", waarom="x"), here).values == {"soort": "SO"}
    assert set(fill(form, submit(soort="VSO", uren="3"), here).values) == {"soort", "uren", "waarom"}


def test_two_fields_that_hide_each_other_come_to_an_end(here: Surroundings) -> None:
    form = form_of(hidden_when('=b = "x"', key="a"), hidden_when("=a = null", key="b"))
    filled = fill(form, submit(a="x", b="x"), here)
    assert set(filled.values) <= {"a", "b"}


def test_a_condition_that_cannot_be_read_hides_nothing(here: Surroundings) -> None:
    form = form_of(hidden_when("=soort ==", key="a"))
    assert fill(form, submit(a="x"), here).values == {"a": "x"}


def test_a_condition_may_ask_a_decision_table() -> None:
    asked = []

    def decide(table: str, context: Mapping[str, object]) -> object:
        asked.append((table, context["soort"], context["budget"]))
        return context["soort"] == "VSO"

    form = form_of(hidden_when("=beslis.mag_niet", key="a"), SOORT)
    filled = fill(form, submit(soort="VSO", a="x"), around(decide=decide, facts={"budget": 5}))
    assert filled.values == {"soort": "VSO"}
    assert ("mag_niet", "VSO", 5) in asked


def test_a_field_whose_switch_is_off_is_not_there() -> None:
    form = form_of(
        SOORT, {"type": "textfield", "key": "bsn", "label": "BSN", "properties": {"schakelaar": "bsn"}}
    )
    filled = fill(form, submit(soort="SO", bsn="123"), around(off=frozenset({"bsn"})))
    assert filled.values == {"soort": "SO"}
    assert filled.errors == ()
    assert "bsn" in fill(form, submit(soort="SO"), around()).values


def test_a_row_sees_the_form_and_its_own_row(here: Surroundings) -> None:
    rows = {
        "type": "dynamiclist",
        "path": "personen",
        "label": "Personen",
        "components": [
            {"type": "textfield", "id": "p1", "key": "rol", "label": "Rol"},
            {**hidden_when('=rol != "ouder" or soort = "SO"', key="gezag"), "id": "p2"},
        ],
    }
    form = form_of(SOORT, rows)
    texts = {
        "soort": "VSO", "personen-aantal": "2", "personen-0-rol": "ouder", "personen-0-gezag": "ja",
        "personen-1-rol": "coach", "personen-1-gezag": "nee",
    }  # fmt: skip
    assert fill(form, submit(**texts), here).values["personen"] == [
        {"rol": "ouder", "gezag": "ja"},
        {"rol": "coach"},
    ]
    assert fill(form, submit(**{**texts, "soort": "SO"}), here).values["personen"] == [
        {"rol": "ouder"},
        {"rol": "coach"},
    ]


def test_a_condition_outside_a_list_follows_its_rows(here: Surroundings) -> None:
    rows = {
        "type": "dynamiclist",
        "path": "personen",
        "components": [{"type": "number", "id": "u", "key": "uren", "label": "Uren"}],
    }
    form = form_of(hidden_when("=sum(personen.uren) < 10", key="reden"), rows)
    few = submit(**{"personen-aantal": "2", "personen-0-uren": "4", "personen-1-uren": "5"})
    many = submit(**{"personen-aantal": "2", "personen-0-uren": "6", "personen-1-uren": "5"})
    assert "reden" not in fill(form, few, here).values
    assert "reden" in fill(form, many, here).values


ROWS = form_of(
    {
        "type": "dynamiclist",
        "path": "rijen",
        "components": [
            {"type": "checkbox", "id": "a", "key": "aan", "label": "Aan"},
            {**hidden_when("=not(aan)", key="wat"), "id": "b"},
            {**hidden_when('=wat = null or wat = "x"', key="meer"), "id": "c"},
        ],
    }
)


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["", "x", "y"]), st.text(max_size=3)), min_size=2, max_size=6
    ),
    st.data(),
)
def test_a_change_in_one_row_never_touches_another_row(
    rows: list[tuple[bool, str, str]], data: st.DataObject
) -> None:
    changed = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.tuples(st.booleans(), st.sampled_from(["", "x", "y"]), st.text(max_size=3)))
    before = fill(ROWS, _rows(rows), around()).values["rijen"]
    after = fill(ROWS, _rows([*rows[:changed], other, *rows[changed + 1 :]]), around()).values["rijen"]
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert [row for n, row in enumerate(before) if n != changed] == [
        row for n, row in enumerate(after) if n != changed
    ]
    assert ("wat" in after[changed]) == other[0]


def _rows(rows: list[tuple[bool, str, str]]) -> Submitted:
    texts = {"rijen-aantal": (str(len(rows)),)}
    for number, (on, what, more) in enumerate(rows):
        texts[f"rijen-{number}-aan"] = ("", "ja") if on else ("",)
        texts[f"rijen-{number}-wat"] = (what,)
        texts[f"rijen-{number}-meer"] = (more,)
    return Submitted(texts)


@given(st.permutations(range(7)), st.data())
def test_any_chain_of_conditions_comes_to_the_one_right_answer(order: list[int], data: st.DataObject) -> None:
    """Each field may depend on one that comes before it in `order`, wherever they stand in the form."""
    typed = [data.draw(st.sampled_from(["a", "b", ""])) for _ in order]
    depends = {
        field: (data.draw(st.sampled_from(order[:place])), data.draw(st.sampled_from(["a", "b"])))
        for place, field in enumerate(order)
        if place and data.draw(st.booleans())
    }

    def is_there(field: int) -> bool:
        if field not in depends:
            return True
        other, value = depends[field]
        return not (is_there(other) and typed[other] == value)

    parts = [
        hidden_when(f'=k{depends[field][0]} = "{depends[field][1]}"', key=f"k{field}")
        if field in depends
        else {"type": "textfield", "key": f"k{field}", "label": "Veld"}
        for field in range(7)
    ]
    filled = fill(
        form_of(*parts), submit(**{f"k{field}": text for field, text in enumerate(typed)}), around()
    )
    assert set(filled.values) == {f"k{field}" for field in range(7) if is_there(field)}
