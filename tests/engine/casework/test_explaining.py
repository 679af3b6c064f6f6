"""A condition in the words of the forms; what nobody knows stays as it was written."""

from decimal import Decimal

import pytest

from engine.casework.explaining import condition_in_words, label_of, value_in_words
from forms.model import Field, Option

FIELDS = {
    "compleet": Field("radio", "f1", key="compleet", label="Is het dossier compleet?", options=(Option("ja", "Ja, alles"), Option("nee", "Nee"))),
    "bedrag": Field("amount", "f2", key="bedrag", label="Bedrag"),
    "zonder": Field("text", "f3", key="zonder"),
    "soorten": Field("checklist", "f4", key="soorten", label="Welke hulp?", options=(Option("u", "Uren"), Option("g", "Geld"))),
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "reads", "words"),
    [
        ('compleet = "nee"', ["compleet"], "“Is het dossier compleet?” is “Nee”"),
        ('compleet != "ja"', ["compleet"], "“Is het dossier compleet?” is niet “Ja, alles”"),
        (
            'bedrag > 1000 and compleet="ja"',
            ["bedrag", "compleet"],
            "“Bedrag” > 1000 en “Is het dossier compleet?” is “Ja, alles”",
        ),
        ("geld_toegestaan = true", ["geld_toegestaan"], "“geld toegestaan” is ja"),
        ('zonder = "bedrag = and"', ["zonder"], "“zonder” is “bedrag = and”"),
        ("count(soorten) >= 2", ["soorten"], "count(“Welke hulp?”) ≥ 2"),
        (
            'list contains(soorten, "u") and not(list contains(soorten, "g"))',
            ["soorten"],
            "“Welke hulp?” bevat “Uren” en niet(“Welke hulp?” bevat “Geld”)",
        ),
        ("school.soort = gelijk", ["school"], "school.soort is gelijk"),
        (
            'bedrag > 1000 or compleet = "nee"',
            ["bedrag"],
            "“Bedrag” > 1000 of “Is het dossier compleet?” is “Nee”",
        ),
        ('"los einde', [], '"los einde'),
        ("", [], ""),
    ],
)
def test_names_and_choices_are_read_as_the_form_says_them(
    expression: str, reads: list[str], words: str
) -> None:
    assert condition_in_words(expression, reads, FIELDS) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("compleet", "nee", "“Is het dossier compleet?” is “Nee”"),
        ("bedrag", Decimal("1500.5"), "“Bedrag” is 1.500,50"),
        ("soorten", ["u", "g"], "“Welke hulp?” is “Uren”, “Geld”"),
        ("soorten", [], "“Welke hulp?” is leeg"),
        ("uitkomst_van_tabel", True, "“uitkomst van tabel” is ja"),
        ("compleet", None, "“Is het dossier compleet?” is leeg"),
        ("zonder", "<b>", "“zonder” is “<b>”"),
    ],
)
def test_a_value_is_read_with_its_question(name: str, value: object, words: str) -> None:
    assert value_in_words(name, value, FIELDS) == words


def test_a_name_without_a_question_loses_its_underscores() -> None:
    assert label_of("aantal_uren", {}) == "“aantal uren”"
