"""Letters and text blocks: values, conditions, loops, and what can't be read."""

from datetime import date
from decimal import Decimal
from html import escape

import pytest

from bpmn.feel.errors import FeelLimitError, FeelSyntaxError
from bpmn.feel.template_checking import check_template
from bpmn.feel.templates import names_read, render
from bpmn.feel.types import BOOLEAN, NUMBER, STRING, context_of, list_of
from tests.bpmn.feel.asking import NOW

CONTEXT = {
    "naam": "Bo & <b>An</b>",
    "bedrag": Decimal("1234.5"),
    "dag": date(2026, 3, 1),
    "akkoord": True,
    "niets": None,
    "kinderen": [{"naam": "An", "vakken": ["taal", "rekenen"]}, {"naam": "Cas", "vakken": []}],
}


def filled(text: str) -> str:
    return render(text, CONTEXT, NOW)


def test_values_are_shown_in_dutch() -> None:
    assert filled("Op {{dag}}: {{ bedrag }} ({{akkoord}}){{niets}}.") == "Op 1 maart 2026: 1.234,50 (ja)."


def test_what_is_shown_is_escaped_and_the_text_around_it_is_not() -> None:
    assert render("<p>{{naam}}</p>", CONTEXT, NOW, escape) == "<p>Bo &amp; &lt;b&gt;An&lt;/b&gt;</p>"


def test_a_block_is_there_only_when_its_condition_is_true() -> None:
    text = "{{#if bedrag > 1000}}veel{{#if not(akkoord)}}, niet akkoord{{/if}}{{/if}}{{#if niets}}x{{/if}}{{#if 1}}y{{/if}}"
    assert filled(text) == "veel"


def test_a_loop_knows_its_item_its_fields_and_what_lies_around() -> None:
    text = "{{#loop kinderen}}{{naam}}: {{#loop vakken}}{{this}} van {{parent.naam}} op {{parent.parent.dag}};{{/loop}} {{/loop}}"
    assert filled(text) == "An: taal van An op 1 maart 2026;rekenen van An op 1 maart 2026; Cas:  "


def test_a_loop_over_nothing_leaves_nothing() -> None:
    assert filled("a{{#loop niets}}x{{/loop}}b") == "ab"


def test_braces_and_strings_inside_an_expression_do_not_end_it() -> None:
    assert filled('{{ {a: {b: 1}}.a.b }}{{"}}"}}{{= 1 + 1}}') == "1}}2"


def test_names_that_a_template_needs() -> None:
    text = "{{a.b}}{{#if c}}{{d}}{{/if}}{{#loop e}}{{this}}{{f}}{{parent.g}}{{/loop}}"
    assert names_read(text) == {"a", "c", "d", "e", "f", "g"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n{{bedrag >}}", 2, "De expressie is niet af"),
        ("a\n\n{{#if a}}b", 3, "{{#if}} wordt niet gesloten"),
        ("{{/loop}}", 1, "{{/loop}} hoort hier niet"),
        ("{{#if a}}\n{{/loop}}", 2, "Hier hoort {{/if}} te staan"),
        ("{{#each a}}{{/each}}", 1, "{{#each}} bestaat niet"),
        ("x {{ y", 1, "{{ wordt niet gesloten"),
        ("{{}}", 1, "Hier ontbreekt een expressie"),
        ("{{#if}}a{{/if}}", 1, "Hier ontbreekt een expressie"),
        ("{{soort = 'a'}}", 1, "dubbele aanhalingstekens"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        filled(text)
    assert caught.value.line == line
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{#loop 1..9}}" * 19 + "x" + "{{/loop}}" * 19,
        '{{#loop for i in 1..9000 return i}}{{string join(for j in 1..99 return "0123456789")}}{{/loop}}',
        "{{#if true}}" * 5_000 + "{{/if}}" * 5_000,
        "x" * 100_001,
        "{{#loop for i in 1..300 return i}}" + "x" * 1_000 + "{{/loop}}",
    ],
    ids=range(5),
)
def test_a_hostile_template_is_refused(text: str) -> None:
    with pytest.raises((FeelLimitError, FeelSyntaxError)):
        filled(text)


TYPES = {
    "naam": STRING,
    "akkoord": BOOLEAN,
    "kinderen": list_of(context_of({"naam": STRING, "leeftijd": NUMBER})),
}


def test_a_template_that_fits_has_no_problems() -> None:
    text = "{{naam}}{{#if akkoord}}x{{/if}}{{#loop kinderen}}{{leeftijd + 1}}{{this.naam}}{{parent.akkoord}}{{/loop}}"
    assert check_template(text, TYPES) == ()


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("Beste {{ nam }}", "De naam `nam` bestaat niet.", "nam"),
        ("{{#if naam}}x{{/if}}", "{{#if}} vraagt ja of nee, niet een tekst.", "naam"),
        ("{{#loop naam}}x{{/loop}}", "{{#loop}} vraagt een lijst, niet een tekst.", "naam"),
        ("a\n{{#loop kinderen}}{{leeftyd}}{{/loop}}", "De naam `leeftyd` bestaat niet.", "leeftyd"),
        (
            "{{#loop kinderen}}{{parent.nam}}{{/loop}}",
            "`nam` bestaat niet bij een groep velden.",
            "parent.nam",
        ),
        ("{{#if akkoord}}{{naam == 3}}{{/if}}", "`==` bestaat niet.", "=="),
    ],
)
def test_a_mistake_in_a_template_is_found_at_its_place(text: str, message: str, marked: str) -> None:
    problems = check_template(text, TYPES)
    assert [problem.message for problem in problems] == [message]
    assert text[problems[0].start : problems[0].end] == marked
