"""What the language itself means: literals, operators, filters, loops, functions, types, table cells."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from bpmn.feel.expressions import names_read, parse, parse_unary, strip_equals
from tests.bpmn.feel.asking import NOW, agree, ask, passes, value

EXAMPLES = [
    # reckoning
    ("1 + 2 * 3 ** 2", "19"),
    ("2 ** 3 ** 2", "64"),
    ("-2 ** 2", "4"),
    ("10 - 2 - 3", "5"),
    ("0.1 + 0.2 = 0.3", "true"),
    ("1 / 3 * 3", "0.9999999999999999999999999999999999"),
    ("9007199254740993 + 0", "9007199254740993"),
    ("1 / 0", "null"),
    ("1 + null", "null"),
    ('1 + "a"', "null"),
    ('"a" + "b"', '"ab"'),
    (".5 + 1e2", "100.5"),
    ("-[1][1]", "-1"),
    # three-valued logic
    ("true and null", "null"),
    ("null and false", "false"),
    ("false or null", "null"),
    ("null or true", "true"),
    ('true and "a"', "null"),
    ('false and "a"', "false"),
    ("true or false and false", "true"),
    # comparing
    ("null = null", "true"),
    ("1 = null", "false"),
    ("1 != null", "true"),
    ('1 = "1"', "null"),
    ('1 < "2"', "null"),
    ("null < 1", "null"),
    ("[1, 2] = [1, 2]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("[1..5] = [1..5]", "true"),
    ("true < false", "null"),
    ('date("2026-03-01") = date and time("2026-03-01T00:00:00")', "null"),
    ('date and time("2026-03-01T12:00:00Z") = date and time("2026-03-01T13:00:00+01:00")', "true"),
    ('time("10:00:00Z") = time("11:00:00+01:00")', "true"),
    ('duration("P1Y") = duration("P12M")', "true"),
    ('duration("P1D") > duration("P1M")', "null"),
    ("5 between 1 and 5", "true"),
    ("5 between 6 and null", "false"),
    ("5 between 1 and null", "null"),
    # in
    ("5 in [1..5)", "false"),
    ("5 in ]4..5]", "true"),
    ("5 in (1..5]", "true"),
    ("5 in (1, 5)", "true"),
    ("5 in (< 3, >= 5)", "true"),
    ("5 in > 3", "true"),
    ("5 in [1, 5]", "true"),
    ('5 in (1, "a")', "null"),
    ('5 in ("a", 5)', "true"),
    ("null in (null)", "true"),
    ("[1..5[.end included", "false"),
    # if
    ("if null then 1 else 2", "2"),
    ("if 1 then 1 else 2", "2"),
    ("if 1 < 2 then 1 else 2 + 5", "1"),
    # lists and filters
    ("[1, 2, 3][1]", "1"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null"),
    ("[1, 2, 3][0]", "null"),
    ("[1, 2, 3][item > 1]", "[2, 3]"),
    ("[1, 2, 3][1 + 1]", "2"),
    ("[][1]", "null"),
    ("[][item > 1]", "[]"),
    ("5[1]", "5"),
    ("5[item > 7]", "[]"),
    ("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]"),
    ("[{a: 1}, {b: 2}].a", "[1, null]"),
    ("[{a: 1}, {b: 2}][a = 1]", "[{a: 1}]"),
    ("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"),
    ("{x: 2, r: [1, 2, 3][item = x]}.r", "[2]"),
    ("[true, false][item]", "[true]"),
    # contexts
    ("{a: 1, b: a + 1, c: {d: b}}.c.d", "2"),
    ('{"met spatie": 1, b: 2}.b', "2"),
    ("{a: 1}.weg", "null"),
    ("null.a", "null"),
    # for, some, every
    ("for i in 1..3 return i * 2", "[2, 4, 6]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in [1..3] return i", "[1, 2, 3]"),
    ("for i in (1..3) return i", "[2]"),
    ('for d in date("2026-02-28")..date("2026-03-01") return d', '[date("2026-02-28"), date("2026-03-01")]'),
    ("for i in [1, 2], j in [i, 10] return i * j", "[1, 10, 4, 20]"),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
    ("for i in null return i", "null"),
    ("for i in 1.5..3 return i", "null"),
    ("some x in [1, 2], y in [2, 3] satisfies x > y - 1", "true"),
    ("some x in [] satisfies true", "false"),
    ("every x in [] satisfies false", "true"),
    ("every x in [true, null] satisfies x", "null"),
    ("some x in null satisfies x", "null"),
    # functions
    ("(function(x, y) x + y)(2, 3)", "5"),
    ("(function(x, y) x - y)(y: 2, x: 3)", "1"),
    ("{f: function(x) x * 2, r: f(4)}.r", "8"),
    ("(function(x) function(y) x + y)(1)(2)", "3"),
    ("{n: 1, f: function() n, r: (function(n) f())(5)}.r", "1"),
    ("(function(x) x)(1, 2)", "null"),
    ('substring(start position: 2, string: "abc")', '"bc"'),
    ('substring(tekst: "abc")', "null"),
    ("onbekend(1)", "null"),
    ("5(1)", None),
    # types
    ("1 instance of number", "true"),
    ("-2 instance of number", "true"),
    ('date("2026-03-01") instance of date', "true"),
    ("now() instance of date and time", "true"),
    ('duration("P1D") instance of days and time duration', "true"),
    ('duration("P1M") instance of years and months duration', "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("{a: 1} instance of context<a: number>", "true"),
    ('{a: "x"} instance of context<a: number>', "false"),
    ("[1..2] instance of range<number>", "true"),
    ("(function(x) x) instance of function<Any> -> Any", "true"),
    ("null instance of number", "false"),
    ("null instance of Null", "true"),
    ("1 instance of bestaat", "null"),
    # properties
    ('date("2026-03-01").weekday', "7"),
    ('time("10:20:30+01:00").time offset', 'duration("PT1H")'),
    ('date and time("2026-03-01T10:00:00@Europe/Paris").timezone', '"Europe/Paris"'),
    ('duration("-PT90M").minutes', "-30"),
    ('duration("P14M").years', "1"),
    ('date("2026-03-01").hour', "null"),
    # writing
    ("1 /* tussen */ + 1 // achteraan", "2"),
    ('"\\u00e9\\n\\"" = "é\n\\""', "true"),
    ('@"P1D"', 'duration("P1D")'),
    ('@"2026-03-01T10:00:00Z"', 'date and time("2026-03-01T10:00:00Z")'),
    ('@"onzin"', "null"),
    ("{größe_2: 1}.größe_2", "1"),
    ("1\u00a0+\u00a01", "2"),
]


@pytest.mark.parametrize(
    ("text", "expected"), [(text, other) for text, other in EXAMPLES if other is not None]
)
def test_an_expression_means_what_the_standard_says(text: str, expected: str) -> None:
    assert agree(text, expected), ask(text)


def test_python_values_come_in_as_feel_values() -> None:
    context = {"a": 3, "b": 0.1, "c": Decimal("2.50"), "d": datetime(2026, 3, 1, 12), "e": (1, 2), "f": True}
    assert value("a + b + c", context) == Decimal("5.6")
    assert value("e[2] instance of number and f", context) is True
    assert value('d = date and time("2026-03-01T12:00:00@Europe/Amsterdam")', context) is True


def test_a_value_that_feel_does_not_know_is_null_with_a_warning() -> None:
    found = ask("x", {"x": object()})
    assert found.value is None
    assert "object" in found.warnings[0].message


def test_what_was_read_is_told_with_its_value() -> None:
    context = {"kind": {"leeftijd": 7, "naam": "Bo"}, "soort": "geld", "xs": [{"a": 1}], "ongelezen": 1}
    found = ask('kind.leeftijd > 3 and soort = "geld" and xs.a[1] = 1 and weg = null', context)
    assert dict(found.reads) == {"kind.leeftijd": 7, "soort": "geld", "xs.a": [1], "weg": None}


def test_a_part_that_is_not_reached_is_not_read() -> None:
    assert ask("if true then a else b", {"a": 1, "b": 2}).reads == (("a", 1),)


def test_a_bound_name_is_not_read() -> None:
    found = ask("for x in xs return x + y", {"xs": [1], "y": 2, "x": 9})
    assert [read.name for read in found.reads] == ["xs", "y"]


def test_a_null_says_why() -> None:
    found = ask('bedrag > "veel"', {"bedrag": 3})
    assert found.value is None
    assert found.warnings[0].message == "Een getal en een tekst zijn niet te vergelijken."
    assert (found.warnings[0].start, found.warnings[0].end) == (0, 15)


def test_the_context_may_use_the_name_of_a_built_in_function() -> None:
    assert value("count(count) + min", {"count": [1, 2], "min": 3}) == 5


def test_names_that_an_expression_needs() -> None:
    def needs(text: str) -> set[str]:
        return set(names_read(parse(text)))

    assert needs("a.b > c and sum(d) = 1") == {"a", "c", "d"}
    assert needs("for x in xs, y in x.ys return x + y + z") == {"xs", "z"}
    assert needs("some x in x satisfies x > 1") == {"x"}
    assert needs("{a: 1, b: a + c}") == {"c"}
    assert needs("function(p) p + q") == {"q"}
    assert needs("xs[item > 1]") == {"xs"}
    assert needs("xs[veld > grens]") == {"xs", "veld", "grens"}
    assert needs("sort(xs, function(a, b) a < b)") == {"xs"}
    assert names_read(parse_unary("> grens, ? + x > 3")) == {"grens", "x"}


def test_the_equals_sign_of_a_modeler_is_taken_off() -> None:
    assert strip_equals(" = bedrag > 3 ") == "bedrag > 3"
    assert strip_equals("bedrag") == "bedrag"
    assert strip_equals("== 3") == "== 3"


CELLS = [
    ("-", None, True),
    ("", 5, True),
    ("5", 5, True),
    ("5, 6", 6, True),
    ('"a", "b"', "c", False),
    ("> 5", 6, True),
    ("> 5", None, None),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("]1..5]", 1, False),
    ("not(5)", 6, True),
    ("not(5, 6)", 6, False),
    ("not(> 5)", None, None),
    ("not(true)", None, True),
    ("null", None, True),
    ("not(null)", 1, True),
    ("true", True, True),
    ("false", False, True),
    ("? > 3 and ? < 6", 5, True),
    ('contains(?, "a")', "kat", True),
    ("list contains(?, 2)", [1, 2], True),
    ("< grens", 4, True),
    ("grens > 3", 4, True),
    ("grens > 3", False, True),
    ("vlag", True, False),
    ("lijst", 2, True),
    ("[1, 2]", 2, True),
    ("[1, 2]", [1, 2], True),
    ('date("2026-03-01")', date(2026, 3, 1), True),
    ('> date("2026-03-01")', date(2026, 3, 2), True),
    ('"a"', 5, None),
    ("= 5", 5, True),
    ("!= 5", 5, False),
    ("not(1) and true", 5, False),
]


@pytest.mark.parametrize(("cell", "tested", "expected"), CELLS)
def test_a_cell_passes_what_the_standard_says(cell: str, tested: object, expected: object) -> None:
    assert passes(cell, tested, {"grens": 5, "vlag": False, "lijst": [1, 2]}) is expected


def test_now_is_the_clock_that_was_given() -> None:
    assert value("now()") == NOW
    assert str(value("today()")) == "2026-03-01"
