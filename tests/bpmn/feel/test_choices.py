"""A text that is compared with a choice must be one of its options: a mistake there is never seen when the route runs."""

import pytest

from bpmn.feel.checking import check_text, check_unary_text
from bpmn.feel.types import ANY, NUMBER, STRING, FeelType, added, choice_of, context_of, list_of

DECISION = choice_of(["toegekend", "afgewezen"])
TYPES = {
    "besluit": DECISION,
    "vorm": choice_of(["geld", "natura"]),
    "domeinen": list_of(choice_of(["lezen", "gedrag"])),
    "rijen": list_of(context_of({"soort": choice_of(["a", "b"])})),
    "tekst": STRING,
    "iets": ANY,
}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ('besluit = "toegekent"', 'besluit = "toegekent"'),
        ('"toegekent" = besluit', '"toegekent" = besluit'),
        ('not(besluit = "ja")', 'besluit = "ja"'),
        ('besluit in ("toegekend", "ja")', '"ja"'),
        ('besluit in ["toegekend", "ja"]', '"ja"'),
        ('list contains(domeinen, "rekenen")', '"rekenen"'),
        ('some d in domeinen satisfies d = "rekenen"', 'd = "rekenen"'),
        ('count(domeinen[item = "rekenen"]) > 0', 'item = "rekenen"'),
        ('count(rijen[soort = "c"]) > 0', 'soort = "c"'),
        ('(if besluit = "toegekend" then "ja" else "nee") = "neen"', None),
        ("besluit = vorm", "besluit = vorm"),
    ],
)
def test_a_text_that_is_no_option_is_found(text: str, marked: str | None) -> None:
    problems = check_text(text, TYPES).problems

    assert ["nooit waar" in problem.message for problem in problems] == [True], problems
    assert problems[0].about_choice
    assert marked is None or text[problems[0].start : problems[0].end] == marked


@pytest.mark.parametrize(
    "text",
    [
        'besluit = "toegekend"',
        'besluit in ("toegekend", "afgewezen")',
        "besluit = null",
        'besluit + "x" = "toegekendx"',
        'upper case(besluit) = "TOEGEKEND"',
        'list contains(domeinen, "gedrag")',
        'list contains(append(domeinen, "rekenen"), "rekenen")',
        'tekst = "wat dan ook"',
        'iets = "wat dan ook"',
        'get value({a: "x"}, "a") = "y"',
        '[{a: "x"}, {a: "y"}][item.a = "y"][1].a = "z"',
        'list contains(iets, "rekenen")',
    ],
)
def test_what_can_be_is_left_alone(text: str) -> None:
    assert check_text(text, TYPES).problems == ()


def test_unequal_to_what_is_no_option_is_always_true() -> None:
    (problem,) = check_text('besluit != "toegekent"', TYPES).problems
    assert problem.message == '"toegekent" is hier geen keuze: dit is altijd waar.'


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [("Toegekend", 'Bedoelt u "toegekend"?'), ("x", 'Kies uit: "afgewezen", "toegekend".')],
)
def test_the_advice_names_what_was_meant_or_what_there_is(wrong: str, advice: str) -> None:
    assert check_text(f'besluit = "{wrong}"', TYPES).problems[0].advice == advice


def test_a_cell_of_a_table_names_an_option() -> None:
    assert [one.about_choice for one in check_unary_text('"toegekend","ja"', DECISION, {}).problems] == [True]
    assert check_unary_text('not("toegekend")', DECISION, {}).problems == ()


@pytest.mark.parametrize(
    ("more", "choices"),
    [(choice_of(["deels"]), {"toegekend", "afgewezen", "deels"}), (STRING, None), (NUMBER, None)],
)
def test_a_name_that_is_asked_twice_has_the_options_of_both(more: FeelType, choices: set[str] | None) -> None:
    assert added({"besluit": DECISION}, {"besluit": more})["besluit"].choices == choices
    assert added({"besluit": ANY}, {"besluit": DECISION})["besluit"].choices is None


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("besluit = toegekend", 'Bedoelt u "toegekend"? Een tekst staat tussen dubbele aanhalingstekens.'),
        ("besluit in (toegekend, afgewezen)", 'Bedoelt u "toegekend"?'),
        ("list contains(domeinen, gedrag)", 'Bedoelt u "gedrag"?'),
        ("tekst = zomaar", 'Een tekst staat tussen dubbele aanhalingstekens, zoals "geld".'),
        ('akkoord_directeur = "toegekend"', "Kijk of een veld of gegeven nog zo heet"),
        ("akkoord_directeur = 3", "Kijk of een veld of gegeven nog zo heet"),
        ("akkoord_directeur and besluit = null", "Kijk of een veld of gegeven nog zo heet"),
        ("besluitt = null", "Bedoelt u `besluit`?"),
    ],
)
def test_an_unknown_name_is_a_text_only_beside_a_text(text: str, advice: str) -> None:
    assert check_text(text, TYPES).problems[0].advice.startswith(advice)
