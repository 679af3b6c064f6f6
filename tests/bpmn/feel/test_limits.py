"""A hostile expression ends soon: with a value, or with a limit or syntax error in Dutch."""

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.feel.checking import check_text, check_unary_text
from bpmn.feel.errors import FeelError, FeelLimitError, FeelSyntaxError
from bpmn.feel.expressions import names_read, parse
from bpmn.feel.types import ANY, NUMBER
from tests.bpmn.feel.asking import ask, passes, value

SECONDS = 1.0  # of this process: other work on the machine does not count

DOUBLING = '{a0: "0123456789", ' + ", ".join(f"a{n}: a{n - 1} + a{n - 1}" for n in range(1, 40)) + "}.a39"
LIST_DOUBLING = (
    "{a0: [1, 2], " + ", ".join(f"a{n}: concatenate(a{n - 1}, a{n - 1})" for n in range(1, 40)) + "}.a39"
)
NESTED_DOUBLING = "{a0: [1], " + ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40)) + ", r: %s}.r"
PAIRS = ", ".join(f"x{n} in 1..1000" for n in range(10))

TOO_MUCH = [
    "for i in 1..1000000 return i",
    "for i in 1..999999999999999 return i",
    "[1..1000000000][1]" + " + count(for i in 1..90000 return i)" * 3,
    f"for {PAIRS} return 1",
    f"some {PAIRS} satisfies false",
    "for i in 1..2000 return for j in 1..2000 return i * j",
    DOUBLING,
    LIST_DOUBLING,
    NESTED_DOUBLING % "a39",
    NESTED_DOUBLING % "string(a39)",
    NESTED_DOUBLING % "a39 = a39",
    NESTED_DOUBLING % "flatten(a39)",
    NESTED_DOUBLING % "list contains(a39, a38)",
    "for i in 1..60 return partial",
    "for i in 1..5000 return [partial[-1]]",
    "{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r",
    "{f: function(g, n) [g(g, n + 1), g(g, n + 1)], r: f(f, 1)}.r",
    "sort(for i in 1..20000 return -i, function(a, b) some x in 1..100 satisfies x = a - b)",
    "distinct values(for i in 1..5000 return i)",
    'string join(for i in 1..20000 return "0123456789", "0123456789")',
    'replace(string join(for i in 1..9000 return "a", ""), "a", "0123456789012345678901234567890")',
    "(" * 2000 + "1" + ")" * 1999,
    "[" * 2000,
    "-" * 3000 + "1",
    "if true then 1 else " * 150 + "1",
    "a" + ".b" * 1500,
    "a" + "[1]" * 1000,
    "f" + "(1)" * 1000,
    "1" + " = 1" * 900,
    "function(x) " * 300 + "1",
    "x instance of " + "list<" * 700,
    "1 + " * 2000,
    "1e999999999",
]

FINE = [
    "9**9**9",
    "9**(9**9)",
    "-9**(9**9)",
    "10**-9999999",
    "(1/3)**99999.5",
    "9" * 3900,
    "0." + "0" * 3000 + "1",
    "decimal(1/3, 6000)",
    "floor(1e6000)",
    "modulo(1e6000, 7)",
    "string(1e6000)",
    'number("1e999999")',
    "exp(99999)",
    "1 + " * 900 + "1",
    "true and " * 400 + "true",
    'matches(string join(for i in 1..900 return "a", ""), "(a*)*(a*)*(a*)*b")',
    'matches("a", "(((a{1,99}){1,99}){1,99}){1,99}")',
    'matches("a", "' + "(" * 400 + '")',
    'replace("aaaa", "(a?){50}", "$1")',
    'split("abc", "")',
    'date("9999-12-31") + duration("P999999999Y")',
    'duration("P999999999D") * 1e100',
    'duration("P999999999D") + duration("P999999999D")',
    'for d in date("2026-01-01")..date("2036-01-01") return d',
    "sum(for i in 1..9000 return i / 7)",
    "{a: {b: function() a, c: b()}}",
    "__import__",
    '"".__class__.__mro__',
    "{__class__: 1}.__class__",
]


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_an_expression_that_asks_too_much_is_refused_soon(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(FeelError):
        ask(text)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("text", FINE, ids=range(len(FINE)))
def test_an_expression_with_extreme_values_ends_soon_with_a_value(text: str) -> None:
    begun = time.process_time()
    ask(text)
    assert time.process_time() - begun < SECONDS


def twins(depth: int) -> str:
    """Two contexts that are built alike, each part used twice in the next."""
    chain = ", ".join(
        f"{own}{n}: {{p: {own}{n - 1}, q: {own}{n - 1}}}" for n in range(1, depth) for own in "ab"
    )
    return f"{{a0: {{x: 1}}, b0: {{x: 1}}, {chain}, r: [a{depth - 1}, b{depth - 1}]}}.r[1]"


CHECKED_SOON = [
    "x in [" * 24 + "1" + "]" * 24,
    "x in [[[" * 15 + "1" + "]]]" * 15,
    "x in (" * 24 + "1" + ")" * 24,
    twins(40),
    "f(" * 45 + "1" + ")" * 45,
    "sort(xs, function(a, b) " * 20 + "true" + ")" * 20,
    "if x then " * 20 + "1" + " else 2" * 20,
]


@pytest.mark.parametrize("text", CHECKED_SOON, ids=range(len(CHECKED_SOON)))
def test_checking_ends_soon(text: str) -> None:
    begun = time.process_time()
    check_text(text, {"x": NUMBER, "xs": ANY})
    check_unary_text(text, NUMBER, {"x": NUMBER, "xs": ANY})
    refusal(lambda: names_read(parse(text)))
    assert time.process_time() - begun < SECONDS


def test_a_number_that_is_too_large_is_null_with_a_warning() -> None:
    found = ask("9**(9**9)")
    assert found.value is None
    assert "te groot" in found.warnings[0].message


def test_a_text_that_is_too_long_is_not_read() -> None:
    with pytest.raises(FeelLimitError, match="te lang"):
        parse("1" + " " * 4_000)


def test_a_long_sum_is_no_deep_expression() -> None:
    assert value("1 + " * 900 + "1") == Decimal(901)


def test_data_that_is_too_deep_is_refused() -> None:
    deep: object = 1
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(FeelLimitError):
        ask("x", {"x": deep})


PIECES = st.sampled_from(
    [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "..",
        ",",
        ".",
        "a",
        "1",
        '"x"',
        "+",
        "-",
        "**",
        "=",
        "<",
        "for",
        "in",
        "return",
    ]
    + [
        "some",
        "satisfies",
        "if",
        "then",
        "else",
        "and",
        "or",
        "not",
        "between",
        "instance",
        "of",
        "list",
        "function",
    ]
    + [
        "date and time",
        "?",
        ":",
        "@",
        "null",
        "true",
        "==",
        "'",
        "x in 1..3",
        "sort",
        "partial",
        "item",
        "//",
        "é",
        "\x00",
    ]
)


def refusal(call: Callable[[], object]) -> FeelError | None:
    """The error of our own that the call ends with; any other error comes through."""
    try:
        call()
    except FeelError as error:
        return error
    return None


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_row_of_words_gives_a_value_or_an_error_of_our_own(text: str) -> None:
    error = refusal(lambda: ask(text, {"a": [1, 2], "x": 3}))
    assert error is None or str(error)
    if isinstance(error, FeelSyntaxError):
        assert 0 <= error.start <= error.end
        assert error.start <= len(text)
    refusal(lambda: names_read(parse(text)))
    refusal(lambda: passes(text, 1))
    check_text(text, {"a": ANY})
    check_unary_text(text, NUMBER, {})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_an_error_of_our_own(text: str) -> None:
    error = refusal(lambda: ask(text))
    assert error is None or str(error)
