"""What comes back from a browser: rows that come and go, drafts, names that were made up."""

import json

from forms.filling import Submitted, Surroundings, fill
from forms.submitted import draft_of, from_draft, submitted_from
from tests.forms.making import form_of, submit

ROWS = form_of(
    {
        "type": "dynamiclist",
        "path": "betrokkenen",
        "label": "Betrokkenen",
        "components": [
            {"type": "textfield", "id": "n", "key": "naam", "label": "Naam"},
            {
                "type": "dynamiclist",
                "id": "t",
                "path": "nummers",
                "label": "Nummers",
                "defaultRepetitions": 0,
                "components": [{"type": "textfield", "id": "w", "key": "nummer", "label": "Nummer"}],
            },
        ],
    },
    {"type": "filepicker", "key": "opp", "label": "OPP", "multiple": True},
)
THREE = [
    ("betrokkenen-aantal", "3"), ("betrokkenen-0-naam", "Jan"), ("betrokkenen-1-naam", "Els"), ("betrokkenen-2-naam", "Wim"),
    ("betrokkenen-0-nummers-aantal", "0"), ("betrokkenen-1-nummers-aantal", "0"),
    ("betrokkenen-2-nummers-aantal", "1"), ("betrokkenen-2-nummers-0-nummer", "12"),
]  # fmt: skip
FILE = {"id": "a-b-1", "name": "opp.pdf", "size": 1200, "type": "application/pdf"}


def names(filled_values: object) -> list[object]:
    assert isinstance(filled_values, list)
    return [row["naam"] for row in filled_values]


def test_a_row_is_added_and_nothing_typed_is_lost(here: Surroundings) -> None:
    filled = fill(ROWS, submitted_from([*THREE, ("rij", "betrokkenen+")]), here)
    assert filled.acted
    assert names(filled.values["betrokkenen"]) == ["Jan", "Els", "Wim", None]


def test_a_row_is_removed_and_the_others_stay_whole(here: Surroundings) -> None:
    filled = fill(ROWS, submitted_from([*THREE, ("rij", "betrokkenen-1-weg")]), here)
    assert filled.values["betrokkenen"] == [
        {"naam": "Jan", "nummers": []},
        {"naam": "Wim", "nummers": [{"nummer": "12"}]},
    ]
    assert filled.errors == ()


def test_a_row_of_a_list_in_a_row_is_added_and_removed(here: Surroundings) -> None:
    more = fill(ROWS, submitted_from([*THREE, ("rij", "betrokkenen-2-nummers+")]), here)
    assert isinstance(more.values["betrokkenen"], list)
    assert more.values["betrokkenen"][2]["nummers"] == [{"nummer": "12"}, {"nummer": None}]
    less = fill(ROWS, submitted_from([*THREE, ("rij", "betrokkenen-2-nummers-0-weg")]), here)
    assert isinstance(less.values["betrokkenen"], list)
    assert less.values["betrokkenen"][2]["nummers"] == []


def test_a_button_that_was_made_up_changes_nothing(here: Surroundings) -> None:
    for action in (
        "betrokkenen-9-weg",
        "weg",
        "+",
        "-weg",
        "betrokkenen--weg",
        "anders+",
        "betrokkenen-1",
        "x" * 5000 + "-weg",
    ):
        filled = fill(ROWS, submitted_from([*THREE, ("rij", action)]), here)
        assert names(filled.values["betrokkenen"]) == ["Jan", "Els", "Wim"]


def test_the_last_row_can_go_and_stays_gone(here: Surroundings) -> None:
    one = submitted_from(
        [("betrokkenen-aantal", "1"), ("betrokkenen-0-naam", "Jan"), ("rij", "betrokkenen-0-weg")]
    )
    filled = fill(ROWS, one, here)
    assert filled.values["betrokkenen"] == []
    assert fill(ROWS, filled.submitted, here).values["betrokkenen"] == []


def test_rows_without_a_count_are_still_read(here: Surroundings) -> None:
    filled = fill(ROWS, submitted_from(THREE[1:]), here)
    assert names(filled.values["betrokkenen"]) == ["Jan", "Els", "Wim"]


def test_more_than_a_hundred_rows_are_refused(here: Surroundings) -> None:
    filled = fill(ROWS, submit(**{"betrokkenen-aantal": "999999"}), here)
    assert len(filled.fields[0].rows) == 100
    assert ("betrokkenen", "Gebruik ten hoogste 100 rijen.") in [(e.field, e.message) for e in filled.errors]


def test_a_name_that_the_form_does_not_have_is_refused(here: Surroundings) -> None:
    filled = fill(ROWS, submitted_from([*THREE, ("betrokkenen-7-naam", "Piet"), ("rol", "beheerder")]), here)
    assert [(error.field, error.message.split("'")[1]) for error in filled.errors] == [
        ("", "betrokkenen-7-naam"),
        ("", "rol"),
    ]


def test_the_names_of_the_page_itself_are_no_answers(here: Surroundings) -> None:
    filled = fill(ROWS, submitted_from([*THREE, ("csrf_token", "x")], own={"csrf_token"}), here)
    assert filled.errors == ()


def test_a_draft_opens_as_it_was_left(here: Surroundings) -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"}, {"type": "checkbox", "key": "c", "label": "C"}
    )
    sent = submit(n="twaalf", c=["", "ja"])
    draft = json.loads(json.dumps(draft_of(sent)))
    before, after = fill(form, sent, here), fill(form, from_draft(draft), here)
    assert (after.values, after.errors, after.fields) == (before.values, before.errors, before.fields)
    assert after.fields[0].texts == ("twaalf",)


def test_a_draft_keeps_the_files(here: Surroundings) -> None:
    sent = Submitted({"betrokkenen-aantal": ("0",)}, files={"opp": (FILE,)})
    filled = fill(ROWS, from_draft(json.loads(json.dumps(draft_of(sent)))), here)
    assert filled.values["opp"] == [FILE]
    assert filled.errors == ()


def test_a_broken_draft_opens_with_what_is_whole(here: Surroundings) -> None:
    draft = {
        "texts": {"betrokkenen-aantal": ["1"], "betrokkenen-0-naam": "los", 3: ["x"], "q": [1]},
        "files": {"a": {"id": 3}},
    }
    filled = fill(ROWS, from_draft(draft), here)
    assert names(filled.values["betrokkenen"]) == [None]
    assert fill(ROWS, from_draft({"texts": [], "files": "x"}), here).values["opp"] == []


def test_a_file_that_was_removed_is_gone(here: Surroundings) -> None:
    sent = Submitted({"opp": ("a-b-1",)}, stored={"a-b-1": FILE}, action="opp-a-b-1-weg")
    assert fill(ROWS, sent, here).values["opp"] == []


def test_a_file_of_somebody_else_can_not_be_named(here: Surroundings) -> None:
    filled = fill(ROWS, Submitted({"opp": ("van-een-ander",)}), here)
    assert filled.values["opp"] is None
    assert "niet bekend" in filled.errors[0].message


def test_a_refused_upload_is_told_at_its_field(here: Surroundings) -> None:
    filled = fill(ROWS, Submitted(refused={"opp": "Dit bestand is te groot."}), here)
    assert [(error.field, error.message) for error in filled.errors] == [("opp", "Dit bestand is te groot.")]


def test_a_new_file_takes_the_place_of_the_old_one(here: Surroundings) -> None:
    form = form_of({"type": "filepicker", "key": "opp", "label": "OPP"})
    newer = {**FILE, "id": "nieuw"}
    sent = Submitted({"opp": ("a-b-1",)}, files={"opp": (newer,)}, stored={"a-b-1": FILE})
    assert fill(form, sent, here).values["opp"] == newer
