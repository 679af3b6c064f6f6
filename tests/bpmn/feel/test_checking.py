"""Findings before there are values. Each finding has a case, and so has what must not be found."""

import pytest

from bpmn.feel.checking import check_text, check_unary_text
from bpmn.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NUMBER,
    STRING,
    TIME,
    FeelType,
    context_of,
    list_of,
)

TYPES = {
    "bedrag": NUMBER,
    "soort": STRING,
    "akkoord": BOOLEAN,
    "dag": DATE,
    "nu": DATE_TIME,
    "kind": context_of({"leeftijd": NUMBER, "naam": STRING}),
    "kinderen": list_of(context_of({"leeftijd": NUMBER, "naam": STRING})),
    "woorden": list_of(STRING),
    "iets": ANY,
}

WRONG = [
    ("soort = geld", "De naam `geld` bestaat niet.", "aanhalingstekens", "geld"),
    ("sort = 3", "en een getal zijn niet te vergelijken", "", "sort = 3"),
    ("bedrg > 3", "De naam `bedrg` bestaat niet.", "Bedoelt u `bedrag`?", "bedrg"),
    ("kind.leeftyd > 3", "`leeftyd` bestaat niet", "Bedoelt u `leeftijd`?", "kind.leeftyd"),
    ("kinderen.nam = null", "`nam` bestaat niet", "Bedoelt u `naam`?", "kinderen.nam"),
    ("dag.hour = 1", "`hour` bestaat niet bij een datum", "", "dag.hour"),
    ('contans(soort, "a")', "De functie `contans` bestaat niet.", "Bedoelt u `contains`?", "contans"),
    ('bedrag = "geld"', "nooit waar", "zonder aanhalingstekens", 'bedrag = "geld"'),
    ('dag > "2026-01-01"', "nooit waar", 'date("2026-03-01")', 'dag > "2026-01-01"'),
    ("nu > today()", "nooit waar", "date(...)", "nu > today()"),
    ('akkoord = "ja"', "nooit waar", "true of false", 'akkoord = "ja"'),
    ("akkoord > true", "heeft geen volgorde", "= of !=", "akkoord > true"),
    ("dag + 1 = dag", "Een datum + een getal", "duration", "dag + 1"),
    ('soort + 1 = "a"', "Een tekst + een getal", "string(...)", "soort + 1"),
    ("-soort = null", "minteken", "", "-soort"),
    ('bedrag in (1, "a")', "nooit waar", "", '"a"'),
    ('bedrag in [1, "a"]', "nooit waar", "", '"a"'),
    ("soort in [1..5]", "nooit waar", "", "[1..5]"),
    ("bedrag between 1 and soort", "nooit waar", "", "soort"),
    ("if bedrag then 1 else 2", "Hier hoort ja of nee", "vergelijking", "bedrag"),
    ("akkoord and bedrag", "Hier hoort ja of nee", "", "bedrag"),
    ("some k in kinderen satisfies k.leeftijd", "Hier hoort ja of nee", "", "k.leeftijd"),
    ("for k in bedrag return k", "Hier hoort een lijst", "", "bedrag"),
    ("for k in soort..3 return k", "telt met hele getallen", "", "soort"),
    ('kinderen["a"]', "Een filter is een voorwaarde", "", '"a"'),
    ("kinderen[leeftyd > 3]", "De naam `leeftyd` bestaat niet.", "Bedoelt u `leeftijd`?", "leeftyd"),
    ('contains(bedrag, "a")', "`contains` vraagt hier een tekst, niet een getal.", "", "bedrag"),
    ('upper case(woorden) = "a"', "niet een lijst", "", "woorden"),
    ("substring(soort)", "vraagt 2 tot 3 waarden", "", "substring(soort)"),
    ('substring(tekst: soort, start position: 1) = "a"', "kent deze namen niet", "start position", None),
    ('date("2026-13-01") = dag', '"2026-13-01" bestaat niet als datum.', "jaar-maand-dag", '"2026-13-01"'),
    ('duration("14D") = null', "bestaat niet als duur", "P14D", '"14D"'),
    ('@"2026-13-01" = dag', "geen bestaande datum", "", '@"2026-13-01"'),
    ('matches(soort, "(?=a)")', "kan hier niet", "", '"(?=a)"'),
    ('replace(soort, "a", "$x") = null', "dollarteken", "", '"a"'),
    ("bedrag instance of nummer", "Het type `nummer` bestaat niet.", "Bedoelt u `number`?", "nummer"),
    ("bedrag(1) = 2", "Dit is geen functie", "", "bedrag(1)"),
    ("(function(x) x)(1, 2) = 1", "vraagt 1 waarden en krijgt er 2", "", None),
    ("sort(kinderen, function(a, b) a.leeftyd < b.leeftijd)", "`leeftyd` bestaat niet", "", "a.leeftyd"),
    ("[1..soort] = null", "Een bereik kan niet", "", "[1..soort]"),
    ('max(kinderen.leeftijd) = "a"', "nooit waar", "", None),
    ("bedrag == 3", "`==` bestaat niet.", "Gebruik één =.", "=="),
    ("bedrag > 1,5", "een punt, geen komma", "Schrijf 1.5.", ","),
    ("a b c", "ontbreekt een teken", "", "b"),
]


@pytest.mark.parametrize(("text", "message", "advice", "marked"), WRONG)
def test_a_mistake_is_found_once_with_advice_and_place(
    text: str, message: str, advice: str, marked: str | None
) -> None:
    problems = check_text(text, TYPES | {"sort": STRING}).problems
    assert [message in problem.message for problem in problems] == [True], problems
    assert advice in problems[0].advice
    assert marked is None or text[problems[0].start : problems[0].end] == marked


RIGHT = [
    ('soort = "geld" and bedrag > 1000', BOOLEAN),
    ("kind.leeftijd + 1", NUMBER),
    ("kinderen[leeftijd > 3].naam", list_of(STRING)),
    ("kinderen[1].naam", STRING),
    ("kinderen[item.leeftijd = bedrag]", TYPES["kinderen"]),
    ("sum(kinderen.leeftijd)", NUMBER),
    ("max(1, 2)", NUMBER),
    ("for k in kinderen return k.leeftijd * 2", list_of(NUMBER)),
    ('dag + duration("P14D") < today()', BOOLEAN),
    ("dag - today()", DAYS),
    ("years and months duration(dag, today())", MONTHS),
    ('time("10:00:00")', TIME),
    ("iets.van.alles + 1 > bedrag", BOOLEAN),
    ("iets[onbekend > 3]", list_of(ANY)),
    ("bedrag = null", BOOLEAN),
    ("if akkoord then 1 else null", NUMBER),
    ("{a: bedrag, b: a * 2}.b", NUMBER),
    ("(function(x) x + 1)(bedrag)", ANY),
    ("sort(kinderen, function(a, b) a.leeftijd < b.leeftijd)[1].naam", STRING),
    ("append(woorden, soort)", list_of(STRING)),
    ("bedrag in (1, > 5, [7..9])", BOOLEAN),
    ("soort in woorden", BOOLEAN),
    ('matches(soort, "^[a-z]+$")', BOOLEAN),
    ("count(woorden)", NUMBER),
    ("dag.year", NUMBER),
    ('every w in woorden satisfies contains(w, "a")', BOOLEAN),
    ('{tel: function(n: number) n + 1, uit: tel("a")}.uit', NUMBER),
]


@pytest.mark.parametrize(("text", "expected"), RIGHT)
def test_what_is_right_has_a_type_and_no_problems(text: str, expected: FeelType) -> None:
    checked = check_text(text, TYPES)
    assert checked.problems == ()
    assert checked.type == expected


def test_reads_are_dotted_and_leave_out_bound_names() -> None:
    checked = check_text("kind.leeftijd > 3 and (some k in kinderen satisfies k.leeftijd > bedrag)", TYPES)
    assert checked.reads == ("kind.leeftijd", "kinderen", "bedrag")


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        ('"a"', NUMBER, "nooit waar"),
        ('> "x"', NUMBER, "nooit waar"),
        ('not("a")', NUMBER, "nooit waar"),
        ("? > soort", NUMBER, "nooit waar"),
        ("[1..5]", STRING, "nooit waar"),
        ('1, 2, "drie"', NUMBER, "nooit waar"),
        ("geld", STRING, "De naam `geld` bestaat niet."),
        ("contains(?, 1)", STRING, "vraagt hier een tekst"),
        ("? + 1", NUMBER, "Hier hoort ja of nee"),
        ("== 3", NUMBER, "`==` bestaat niet."),
    ],
)
def test_a_cell_is_checked_against_its_column(cell: str, column: FeelType, message: str) -> None:
    problems = check_unary_text(cell, column, TYPES).problems
    assert [message in problem.message for problem in problems] == [True], problems


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("-", NUMBER),
        ("", STRING),
        ('"a", "b"', STRING),
        ("> bedrag", NUMBER),
        ("woorden", STRING),
        ("bedrag > 3", STRING),
        ('list contains(?, "a")', list_of(STRING)),
        ("null", DATE),
        ("[1..5]", ANY),
        ("not(1, 2)", NUMBER),
    ],
)
def test_a_cell_that_fits_its_column_is_left_alone(cell: str, column: FeelType) -> None:
    assert check_unary_text(cell, column, TYPES).problems == ()
