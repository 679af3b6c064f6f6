"""A `blok` takes the fields of another form: with other names, without some, and with some of the form's own."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from forms.blocks import Blocks
from forms.checking import check_form
from forms.errors import FormError
from forms.filling import fill, refill
from forms.model import Field, Form, every_field
from forms.reading import flattened, read_form
from tests.forms.making import around, submit

NAME = {"type": "textfield", "id": "b_naam", "key": "naam", "label": "Naam", "validate": {"required": True}}
HEARD = {
    "type": "radio", "id": "b_gehoord", "key": "gehoord", "label": "Gehoord?",
    "values": [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}],
}  # fmt: skip
WHY = {
    "type": "textarea", "id": "b_reden", "key": "reden", "label": "Waarom niet?", "validate": {"required": True},
    "conditional": {"hide": '=gehoord != "nee"'},
}  # fmt: skip
TOLD = {"type": "text", "id": "b_tekst", "text": "U koos {{gehoord}} voor {{naam}}."}


def file_of(id_: str, *components: Mapping[str, Any]) -> bytes:
    return json.dumps({"type": "default", "id": id_, "components": list(components)}).encode()


def blocks_of(**forms: bytes) -> Blocks:
    return {id_: (f"gedeeld/forms/{id_}.form", data) for id_, data in forms.items()}


def host(name: str, *own: Mapping[str, Any], type_: str = "group", **properties: str) -> dict[str, Any]:
    words = (
        {"type": "dynamiclist", "path": "rijen", "label": "Rijen"}
        if type_ == "dynamiclist"
        else {"type": "group"}
    )
    return {
        **words,
        "id": f"groep_{name}",
        "components": list(own),
        "properties": {"blok": name, **properties},
    }


def read(*components: Mapping[str, Any], blocks: Blocks) -> Form:
    return read_form(file_of("proef", *components), "forms/proef.form", blocks)


def by_key(form: Form) -> dict[str, Field]:
    return {field.key: field for field in every_field(form.fields) if field.key}


OPINION = blocks_of(mening=file_of("mening", NAME, HEARD, WHY, TOLD))


def test_a_group_takes_the_fields_of_its_block() -> None:
    form = read(host("mening"), blocks=OPINION)

    assert list(by_key(form)) == ["naam", "gehoord", "reden"]
    assert [finding for finding in check_form(form) if finding.level == "fout"] == []


def test_a_list_has_the_fields_of_its_block_in_each_row() -> None:
    form = read(host("mening", type_="dynamiclist"), blocks=OPINION)
    filled = fill(
        form,
        submit(**{"rijen-aantal": "2", "rijen-0-naam": "Noor", "rijen-1-naam": "", "rijen-1-gehoord": "nee"}),
        around(),
    )

    assert [error.field for error in filled.errors] == ["rijen-1-naam", "rijen-1-reden"]


def test_a_prefix_renames_the_answers_and_what_reads_them() -> None:
    form = read(host("mening", blok_voor="ouder1_"), host("mening", blok_voor="ouder2_"), blocks=OPINION)
    filled = refill(
        form,
        {"ouder1_naam": "A", "ouder1_gehoord": "ja", "ouder2_naam": "B", "ouder2_gehoord": "nee"},
        around(),
    )

    assert [error.field for error in filled.errors] == ["ouder2_reden"]
    assert check_form(form) == []
    texts = [part.text for group in filled.fields for part in group.fields if part.text]
    assert texts == ["U koos ja voor A.", "U koos nee voor B."]


def test_a_prefix_leaves_fields_of_other_things_and_names_of_functions_alone() -> None:
    demand = {
        "vooraf": "=ik.naam",
        "eis": "naam != null and {naam: count([naam])}.naam > 0",
        "eis_tekst": "naam",
    }
    block = blocks_of(b=file_of("b", {**NAME, "properties": demand}))
    field = by_key(read(host("b", blok_voor="x_"), blocks=block))["x_naam"]

    assert field.prefill
    assert field.prefill.text == "ik.naam"
    assert field.demands[0].condition.text == "x_naam != null and {naam: count([x_naam])}.naam > 0"
    assert field.demands[0].message == "naam"


def test_the_names_in_rows_stay_and_read_what_lies_around_them_by_its_new_name() -> None:
    row = {
        "type": "textfield",
        "id": "r",
        "key": "wie",
        "label": "Wie",
        "conditional": {"hide": "=wie = naam"},
    }
    block = blocks_of(
        b=file_of("b", NAME, {"type": "dynamiclist", "path": "rijen", "label": "Rijen", "components": [row]})
    )
    fields = by_key(read(host("b", blok_voor="x_"), blocks=block))

    assert {"x_naam", "x_rijen", "wie"} == set(fields)
    assert fields["wie"].hide
    assert fields["wie"].hide.text == "wie = x_naam"


def test_a_field_of_the_form_itself_takes_the_place_of_that_of_the_block_and_others_come_after_it() -> None:
    own = {"type": "textfield", "id": "eigen", "key": "naam", "label": "Uw naam"}
    extra = {"type": "number", "id": "extra", "key": "leeftijd", "label": "Leeftijd"}
    form = read(host("mening", extra, own), blocks=OPINION)

    assert list(by_key(form)) == ["naam", "gehoord", "reden", "leeftijd"]
    assert by_key(form)["naam"].label == "Uw naam"
    assert not by_key(form)["naam"].required


def test_a_block_can_be_taken_without_some_fields() -> None:
    form = read(host("mening", blok_zonder="naam, b_tekst"), blocks=OPINION)

    assert [field.id for field in every_field(form.fields)] == ["groep_mening", "b_gehoord", "b_reden"]


def test_a_block_can_hold_a_block() -> None:
    blocks = {
        **OPINION,
        **blocks_of(buiten=file_of("buiten", host("mening"), {**NAME, "key": "wie", "id": "wie"})),
    }

    assert list(by_key(read(host("buiten", blok_voor="x_"), blocks=blocks))) == [
        "x_naam",
        "x_gehoord",
        "x_reden",
        "x_wie",
    ]


def test_without_the_other_forms_a_block_stays_empty() -> None:
    assert list(by_key(read_form(file_of("proef", host("mening")), "f"))) == []


def test_a_form_written_out_is_the_same_form_without_blocks() -> None:
    data = file_of("proef", host("mening", blok_voor="x_", blok_zonder="x_naam"))
    flat = flattened(data, "f", OPINION)

    assert b'"blok' not in flat
    assert read_form(flat, "f").fields == read_form(data, "f", OPINION).fields


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (host("menig"), "Bedoelt u \"mening\"?"),
        (host("mening", blok_voor="1 x"), "begin met een letter"),
        (host("mening", blok_zonder="name"), "Bedoelt u \"naam\"?"),
        (host("proef"), "komt in zichzelf terug"),
        (host("kring"), "kring → kring2 → kring"),
        (host("diep1"), "blokken in elkaar"),
        (host("groot"), "meer dan 300 velden"),
        (host("veel"), "meer dan 300 velden"),
        (host("nest"), "5 diep in elkaar"),
        (host("stuk"), "JSON"),
    ],
)  # fmt: skip
def test_a_block_that_cannot_be_taken_is_refused_with_what_to_do(
    component: dict[str, Any], message: str
) -> None:
    many = [{**NAME, "key": f"v{number}", "id": f"v{number}"} for number in range(1000)]
    blocks = {
        **OPINION,
        **blocks_of(
            kring=file_of("kring", host("kring2")), kring2=file_of("kring2", host("kring")),
            groot=file_of("groot", *({"type": "group", "id": f"g{n}", "components": many[n * 250 : n * 250 + 250]} for n in range(4))),
            veel=file_of("veel", *(host("tien", blok_voor=f"a{n}_") for n in range(40))),
            tien=file_of("tien", *many[:10]),
            nest=_deep(200), stuk=b'{"components": [}',
            **{f"diep{n}": file_of(f"diep{n}", host(f"diep{n + 1}")) for n in range(1, 7)},
        ),
    }  # fmt: skip

    with pytest.raises(FormError) as refused:
        read({"type": "separator", "id": "lijn"}, component, blocks=blocks)

    assert message in str(refused.value)


def _deep(depth: int) -> bytes:
    inside = '{"type": "group", "components": [' * depth + json.dumps(NAME) + "]}" * depth
    return f'{{"type": "default", "id": "nest", "components": [{inside}]}}'.encode()


def test_a_prefix_that_makes_two_answers_the_same_is_found() -> None:
    own = {"type": "textfield", "id": "los", "key": "x_naam", "label": "Naam"}
    findings = check_form(read(own, host("mening", blok_voor="x_"), blocks=OPINION))

    assert [finding.rule for finding in findings] == ["formulier-sleutel"]
    assert "blok_voor" in findings[0].advice


def test_the_same_block_twice_has_the_same_answers_twice_and_is_found() -> None:
    findings = check_form(read(host("mening"), host("mening"), blocks=OPINION))

    assert {finding.rule for finding in findings} == {"formulier-sleutel"}


def test_a_word_of_blocks_in_the_wrong_place_is_found() -> None:
    form = read(
        {**NAME, "properties": {"blok": "mening"}},
        {"type": "group", "components": [HEARD], "id": "g", "properties": {"blok_voor": "x_"}},
        blocks=OPINION,
    )

    assert [finding.message for finding in check_form(form)] == [
        "Het woord `blok` bij `properties` doet hier niets.",
        "Het woord `blok_voor` bij `properties` doet hier niets.",
    ]
