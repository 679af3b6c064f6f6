"""Blocks in the files of a region: only the shared forms that are named come along, the region's own goes first, and a
change in one form leaves the others that take the same block alone."""

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.naming import facts_of
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from forms.model import Form, questions

REGIONS = Path(__file__).parents[2] / "regions"
SHARED = Path(__file__).parents[3] / "processes" / "gedeeld" / "forms"
BUNDLE = read_folder(REGIONS / "blokken")


def keys(form: Form) -> list[str]:
    return [field.key for field in questions(form.fields)]


def changed(**files: bytes) -> Bundle:
    return make_bundle(
        "blokken",
        {**BUNDLE.files, **{name.replace("__", "/") + ".form": data for name, data in files.items()}},
        BUNDLE.today,
    )


def form_file(id_: str, *components: object) -> bytes:
    return json.dumps({"type": "default", "id": id_, "components": components}).encode()


TEXT = {"type": "textfield", "id": "v", "key": "v", "label": "V"}


def test_only_the_blocks_that_are_named_come_along() -> None:
    shared = {name for name in BUNDLE.files if name.startswith("gedeeld/")}

    assert shared == {
        f"gedeeld/forms/{name}.form"
        for name in (
            "aanvrager",
            "bijlage",
            "leerling",
            "leerling_met_bsn",
            "mening_leerling",
            "ouder",
            "zienswijze_ouders",
        )
    }


def test_a_word_that_happens_to_be_the_name_of_a_block_takes_nothing_along() -> None:
    """`leerling` is also a property of a field, `ouder` a role, `akkoord` an answer."""
    assert not [
        name
        for name in read_folder(REGIONS.parents[1] / "processes" / "voorbeeld").files
        if name.startswith("gedeeld/")
    ]


def test_the_regions_own_form_is_the_block_when_it_has_one(tmp_path: Path) -> None:
    folder = tmp_path / "blokken"
    shutil.copytree(REGIONS / "blokken", folder)
    shutil.copytree(REGIONS / "gedeeld", tmp_path / "gedeeld")
    (folder / "forms" / "leerling.form").write_bytes(
        form_file("leerling", {**TEXT, "key": "kind", "id": "kind"}, {**TEXT, "key": "groep", "id": "groep"})
    )

    assert keys(read_definition(read_folder(folder)).forms["b_aanvraag"])[:2] == ["kind", "bsn"]


def test_taking_out_a_field_of_a_block_takes_it_out_of_that_form_only() -> None:
    more = form_file(
        "tweede", {"type": "group", "id": "g", "components": [], "properties": {"blok": "leerling"}}
    )
    definition = read_definition(changed(forms__tweede=more))
    without = read_definition(take_out(read_carrier("veld:b_aanvraag.roepnaam"), definition)).forms

    assert "roepnaam" not in keys(without["b_aanvraag"])
    assert set(keys(definition.forms["b_aanvraag"])) - set(keys(without["b_aanvraag"])) == {"roepnaam"}
    assert "roepnaam" in keys(without["tweede"])
    assert "roepnaam" in keys(without["leerling"])


@pytest.mark.parametrize(
    "carrier",
    [
        "verplicht:b_aanvraag.achternaam", "eis:b_aanvraag.geboortedatum", "optie:b_aanvraag.ouders_standpunt=akkoord",
        "tekst:b_aanvraag.voorvoegsel", "vooraf:b_aanvraag.aanvrager_naam", "veld:b_aanvraag.bijlagen.toestemming_bijlage",
    ],
)  # fmt: skip
def test_every_carrier_of_a_form_works_on_a_field_of_a_block(carrier: str) -> None:
    definition = read_definition(BUNDLE)
    bundle = take_out(read_carrier(carrier), definition)

    assert {name for name in BUNDLE.files if bundle.files[name] != BUNDLE.files[name]} == {
        "forms/b_aanvraag.form"
    }
    assert read_definition(bundle).forms["b_aanvraag"] != definition.forms["b_aanvraag"]
    assert [finding for finding in read_definition(bundle).findings if finding.level == "fout"] == []


@pytest.mark.parametrize(
    ("blok", "message"),
    [
        ("leerlin", 'Bedoelt u "leerling"?'),
        ("b_aanvraag", "in zichzelf"),
        ("kring", "kring → b_plan → kring"),
    ],
)
def test_a_block_that_cannot_be_taken_is_a_finding_at_the_form_that_names_it(blok: str, message: str) -> None:
    def host(name: str) -> dict[str, object]:
        return {"type": "group", "id": "g", "components": [], "properties": {"blok": name}}

    bundle = changed(
        forms__b_aanvraag=form_file("b_aanvraag", TEXT, host(blok)), forms__kring=form_file("kring", host("b_plan")),
        **({"forms__b_plan": form_file("b_plan", host("kring"))} if blok == "kring" else {}),
    )  # fmt: skip
    found = read_definition(bundle).findings

    assert any(message in finding.message for finding in found)
    assert {finding.file for finding in found} <= {
        "forms/b_aanvraag.form",
        "forms/b_plan.form",
        "forms/kring.form",
    }
    assert [finding for finding in check(bundle) if finding.rule == "controle-mislukt"] == []


def test_what_a_block_asks_is_a_fact_only_where_it_stands_in_a_form() -> None:
    facts = facts_of(read_definition(BUNDLE))

    assert "ouders_standpunt" in facts  # in the group of a form
    assert "gezag" not in facts  # in the rows of a list


def test_the_shared_forms_are_good_forms_and_stand_in_the_list_with_their_fields() -> None:
    text = (REGIONS.parents[1] / "docs" / "regiobestanden.md").read_text()
    listed = dict(
        re.findall(
            r"^\| `(\w+)`(?: \([^)]+\))? \| (.+) \|$",
            text.partition("| blok in `gedeeld/forms/`")[2],
            re.MULTILINE,
        )
    )
    named = {f"forms/{path.name}": path.read_bytes() for path in SHARED.glob("*.form")}
    definition = read_definition(make_bundle("blokken", {**BUNDLE.files, **named}))

    assert {path.stem for path in SHARED.glob("*.form")} <= set(listed)
    for path in SHARED.glob("*.form"):
        form = definition.forms[path.stem]
        assert all(f"`{key}`" in listed[form.id] for key in keys(form) if form.id != "leerling_met_bsn"), (
            form.id
        )
    assert [
        finding
        for finding in check(make_bundle("blokken", {**BUNDLE.files, **named}))
        if finding.level == "fout"
    ] == []
