"""What can't be read is told in Dutch, with the place and what to do."""

import pytest

from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.expressions import parse, parse_unary

MISTAKES = [
    ("bedrag >", 8, "De expressie is niet af", "Hier hoort een waarde"),
    ("soort = 'geld'", 8, "Het teken '", "dubbele aanhalingstekens"),
    ("soort = “geld”", 8, "Het teken “", "rechte dubbele aanhalingstekens"),
    ('soort = "geld', 8, "Deze tekst wordt niet gesloten", ""),
    ("bedrag == 5", 7, "`==` bestaat niet", "Gebruik één ="),
    ("bedrag > 1,5", 10, "In een getal staat een punt, geen komma", "Schrijf 1.5."),
    ("bedrag > 1.000,50", 14, "In een getal staat een punt, geen komma", "Schrijf 1000.50."),
    ("a b c", 2, "Tussen `a` en `b` ontbreekt een teken", "Zet er bijvoorbeeld"),
    ('soort "geld"', 6, 'Tussen `soort` en `"geld"` ontbreekt een teken', ""),
    ("a => 3", 3, "`=>` bestaat niet", "Schrijf `>=`"),
    ("a <> 3", 3, "`<>` bestaat niet", "Schrijf `!=`"),
    ("a && b", 2, "Het teken &", "Schrijf `and`"),
    ("a ≥ 3", 2, "Het teken ≥", "Schrijf `>=`"),
    ("€ 100", 0, "Het teken €", "zonder euroteken"),
    ("if a then b", 11, "De expressie is niet af", "else"),
    ("for x in xs", 11, "De expressie is niet af", "return"),
    ("some x in xs", 12, "De expressie is niet af", "satisfies"),
    ("a between 1 or 2", 12, "Hier hoort and te staan", ""),
    ("(a", 2, "De expressie is niet af", ")"),
    ("a)", 1, "`)` hoort hier niet", ""),
    ("[1, 2", 5, "De expressie is niet af", "]"),
    ("[1..", 4, "De expressie is niet af", ""),
    ("{a + 1}", 3, "Hier hoort : te staan", ""),
    ("{a: 1, a: 2}", 7, "De naam `a` staat er twee keer in", ""),
    ("f(1, naam: 2)", 0, "Geef alle waarden een naam, of geen", ""),
    ("a.", 2, "De expressie is niet af", "veld"),
    ("a.1", 1, "Tussen `a` en `.1` ontbreekt een teken", ""),
    ("function(x) external {}", 12, "Een functie van buiten", ""),
    ("and", 0, "Hier hoort een waarde of een naam te staan", ""),
    ("", 0, "De expressie is niet af", ""),
]


@pytest.mark.parametrize(("text", "start", "message", "advice"), MISTAKES)
def test_a_mistake_is_pointed_at(text: str, start: int, message: str, advice: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    assert caught.value.start == start
    assert caught.value.message.startswith(message)
    assert advice in caught.value.advice


def test_line_and_column_count_from_one() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse("a +\n  'b'")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "regel 2, teken 3" in str(caught.value)


def test_a_cell_may_hold_a_decimal_comma_as_two_tests_but_not_a_double_equals() -> None:
    assert len(parse_unary("1,5").tests) == 2
    with pytest.raises(FeelSyntaxError, match="Gebruik één ="):
        parse_unary("== 5")


def test_not_around_only_a_part_of_a_cell_is_an_ordinary_function() -> None:
    assert not parse_unary("not(a) or not(b)").negated
    assert parse_unary("not(1, 2)").negated
