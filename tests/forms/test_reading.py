"""Form files: what is read, and what is refused with a place and an advice."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from forms.errors import FormError
from forms.expression_checking import type_of
from forms.model import every_field
from forms.reading import read_form
from tests.forms.making import around, form_of

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.form"))


def refused(data: bytes | str) -> FormError:
    with pytest.raises(FormError) as caught:
        read_form(data.encode() if isinstance(data, str) else data, "forms/x.form")
    return caught.value


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_form_of_the_corpus_is_read(path: Path) -> None:
    form = read_form(path.read_bytes(), path.name)
    assert form.id == path.stem
    assert all(field.kind != "unknown" and field.line for field in every_field(form.fields))


def test_a_form_knows_which_answers_can_be_facts() -> None:
    form = read_form((Path(__file__).parent / "corpus" / "aanvraag.form").read_bytes(), "aanvraag.form")
    types = form.fact_types
    assert {key: kind.kind for key, kind in types.items()} == {
        "domein": "list", "vorm": "string", "bedrag": "number", "uren": "number",
        "talen": "list", "akkoord": "boolean",
    }  # fmt: skip
    assert types["domein"].inner.kind == "string"


def test_what_is_the_pupils_is_never_a_fact_and_still_has_its_kind_in_the_form() -> None:
    form = read_form((Path(__file__).parent / "corpus" / "aanvraag.form").read_bytes(), "aanvraag.form")
    (born,) = [field for field in every_field(form.fields) if field.pupil == "geboortedatum"]
    assert born.key not in form.fact_types
    assert type_of(born).kind == "date"


def test_only_fields_that_are_read_steer() -> None:
    form = read_form((Path(__file__).parent / "corpus" / "aanvraag.form").read_bytes(), "aanvraag.form")
    steering = {field.key for field in every_field(form.fields) if field.key in form.steering}
    assert steering == {"domein", "vorm", "rol"}


def test_the_kind_follows_from_type_and_soort() -> None:
    form = form_of(
        {"type": "number", "key": "a", "properties": {"soort": "bedrag"}},
        {"type": "textfield", "key": "b", "validate": {"validationType": "email"}},
        {"type": "textfield", "key": "c", "properties": {"soort": "mobiel"}},
        {"type": "textfield", "key": "d"},
    )
    assert [field.kind for field in form.fields] == ["amount", "email", "mobile", "text"]


def test_the_title_is_the_first_heading() -> None:
    assert form_of({"type": "text", "text": "# Beoordelen\nTekst"}).title == "Beoordelen"
    assert form_of({"type": "textfield", "key": "a"}).title == "proef"


def test_broken_json_is_told_with_its_line() -> None:
    error = refused('{"components": [\n {"type": "text",,}\n]}')
    assert error.line == 2
    assert "geen geldige JSON" in error.message
    assert str(error).startswith("forms/x.form, regel 2: ")


def test_a_wrong_value_is_told_with_its_line_and_path() -> None:
    error = refused(
        '{"components": [\n{"type": "number", "id": "n",\n "key": "n", "validate": {"min": true}}]}'
    )
    assert (error.line, error.path) == (2, "components[0].validate.min")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[]", "begint met {"),
        ("{}", "`components` mist"),
        ('{"components": {}}', "lijst"),
        ('{"components": [1]}', "lijst"),
        ('{"components": [], "components": []}', "twee keer"),
        ('{"components": [{"type": "text", "id": NaN}]}', "NaN is geen getal"),
        ('{"components": [], "x": -Infinity}', "geen getal"),
        ('{"components": [], "x": 1e999999999}', "te groot"),
        ('{"components": [{"type": "textfield"}]}', "geen naam"),
        ('{"components": [{"type": 3}]}', "tekst"),
        ('{"components": [{"type": "textfield", "key": "a", "validate": {"required": "ja"}}]}', "true of false"),
        ('{"components": [{"type": "textfield", "key": "a", "validate": {"minLength": 1.5}}]}', "heel getal"),
        ('{"components": [{"type": "number", "key": "a", "validate": {"max": "veel"}}]}', "getal"),
        ('{"components": [{"type": "number", "key": "a", "validate": {"max": "sNaN"}}]}', "getal"),
        ('{"components": [{"type": "radio", "key": "a", "values": [{"value": 1}]}]}', "tekst"),
        ('{"components": [{"type": "text", "text": "\\ud800"}]}', "half teken"),
        ('{"type": "x", "components": []}', "geen formulier van form-js"),
        ('{"components": [{"type": "textfield", "key": "a", "properties": {"leerling": "bsn"}}]}', "naam of geboortedatum"),
        ('{"components": [{"type": "textfield", "key": "a", "properties": {"alleen_lezen": "soms"}}]}', "ja of nee"),
    ],
)  # fmt: skip
def test_what_has_the_wrong_shape_is_refused(text: str, part: str) -> None:
    assert part in refused(text).message


def test_a_file_of_another_encoding_is_refused_with_its_line() -> None:
    error = refused(b'{\n"components": [], "x": "\xff"}')
    assert (error.line, "UTF-8" in error.message) == (2, True)


def test_a_large_file_is_refused() -> None:
    assert "te groot" in refused(b" " * 200_001).message


def test_json_that_is_nested_very_deep_is_refused() -> None:
    assert "te diep" in refused('{"components": ' + "[" * 90_000).message
    assert "te diep" in refused('{"a":' * 30_000).message


def test_more_than_three_hundred_fields_are_refused() -> None:
    fields = [{"type": "checkbox", "key": f"k{n}"} for n in range(301)]
    assert "300" in refused(json.dumps({"components": fields})).message
    groups = [{"type": "group", "components": fields[:100]} for _ in range(3)]
    assert "300" in refused(json.dumps({"components": groups})).message


def test_groups_in_groups_have_an_end() -> None:
    part: dict[str, object] = {"type": "checkbox", "key": "a"}
    for _ in range(4):
        part = {"type": "group", "components": [part]}
    assert read_form(json.dumps({"components": [part]}).encode(), "x").fields
    part = {"type": "group", "components": [part]}
    assert "5 diep" in refused(json.dumps({"components": [part]})).message


def test_numbers_are_exact() -> None:
    form = form_of({"type": "number", "key": "a", "label": "A", "validate": {"min": 0.1}})
    minimum = form.fields[0].minimum
    assert minimum is not None
    assert minimum.value({}, around().now) == Decimal("0.1")
