"""A table has one row for everything that can be answered: no combination without a row, none with two."""

from decimal import Decimal

import pytest

from bpmn.decisions.covering import Coverage, coverage_of
from bpmn.decisions.sampling import Limits
from bpmn.feel.types import ANY, BOOLEAN, DATE, NUMBER, STRING, FeelType, choice_of, list_of
from tests.bpmn.decisions.making import read_one, table

SORT = choice_of(["lezen", "gedrag"])
WEEKS = Limits(Decimal(1), Decimal(40), 0)
AMOUNT = Limits(Decimal(0), None, 2)


def covered(
    rows: list[list[str]], *kinds: FeelType, limits: Limits | None = None, policy: str = "UNIQUE"
) -> Coverage:
    names = ["soort", "weken"][-len(kinds) :]
    written = table(names, ["uit"], [[*row, "1"] for row in rows], f'hitPolicy="{policy}"')
    return coverage_of(read_one(written), list(kinds), {"weken": limits} if limits else {})


@pytest.mark.parametrize(
    ("rows", "kind", "limits", "hole"),
    [
        ([["<= 10"], ["> 10"]], NUMBER, None, ""),
        ([["< 10"], ["> 10"]], NUMBER, None, "weken = 10"),
        ([["<= 750"], [">= 751"]], NUMBER, AMOUNT, "weken = 750.01"),
        ([["<= 750"], [">= 750.01"]], NUMBER, AMOUNT, ""),
        ([["[1..10]"], ["[11..40]"]], NUMBER, WEEKS, ""),
        ([["[1..10]"], ["[11..39]"]], NUMBER, WEEKS, "weken = 40"),
        ([["<= 10.5"], ["> 20.5"]], NUMBER, WEEKS, "weken = 11"),
        ([["<= 10.5"], ["> 10.5"]], NUMBER, WEEKS, ""),
        ([["<= 1e300"], ["> 1e300"]], NUMBER, WEEKS, ""),
        ([["[1..10]"], ["[11..40]"]], NUMBER, Limits(Decimal(1), Decimal(40)), "weken = 10.5"),
        ([["[1..10]"], ["]10..40]"]], NUMBER, None, ""),  # nobody fills it in: what lies beyond may not exist
        ([["[1..10]"], ["]10..40]"]], NUMBER, Limits(), "weken = 0"),
        ([["-5"], ["> -5"]], NUMBER, Limits(Decimal(-5)), ""),
        ([["true"]], BOOLEAN, None, "weken = false"),
        ([['"lezen"']], SORT, None, 'weken = "gedrag"'),
        ([['"lezen"'], ['not("lezen")']], SORT, None, ""),
        ([['"a"'], ['"b"']], STRING, None, ""),  # which other texts there are nobody knows
        ([['< date("2026-08-01")'], ['> date("2026-08-01")']], DATE, None, "weken = 2026-08-01"),
        ([['<= date("2026-08-01")'], ['> @"2026-08-01"']], DATE, Limits(), ""),
        ([["<= limiet"], ["> 10"]], NUMBER, Limits(), ""),  # a cell that reads a fact may hit anything
        ([["modulo(?, 2) = 0"]], NUMBER, Limits(), ""),
        ([["list contains(?, 1)"]], list_of(NUMBER), None, ""),
        ([["1"]], ANY, None, ""),
        ([["-"]], SORT, None, ""),
        ([], SORT, None, "alles"),
    ],
)
def test_a_combination_without_a_row_is_named(
    rows: list[list[str]], kind: FeelType, limits: Limits | None, hole: str
) -> None:
    assert covered(rows, kind, limits=limits, policy="FIRST").hole == hole


def test_columns_are_looked_at_together() -> None:
    rows = [['"gedrag"', "-"], ['"lezen"', "<= 10"], ['"lezen"', "> 12"]]
    assert covered(rows, SORT, NUMBER, limits=WEEKS).hole == 'soort = "lezen" en weken = 11'
    assert covered([*rows, ['"lezen"', "[11..12]"]], SORT, NUMBER, limits=WEEKS).hole == ""


def test_two_rows_that_are_both_hit_are_named_with_an_example() -> None:
    found = covered([["<= 10"], [">= 10"], ["> 30"]], NUMBER, limits=WEEKS).overlaps
    assert [(one.rows, one.example) for one in found] == [((1, 2), "weken = 10"), ((2, 3), "weken = 31")]
    assert found[0].line > 0


@pytest.mark.parametrize(
    ("rows", "policy"),
    [
        ([["<= 10"], ["> 10"]], "UNIQUE"),
        ([["<= 10"], [">= 10"]], "FIRST"),
        ([["<= limiet"], [">= 10"]], "UNIQUE"),
        ([["[1..10]"], [">= 10.5"], ["]10..10.5["]], "UNIQUE"),
    ],
)
def test_rows_that_are_never_hit_together_are_left_alone(rows: list[list[str]], policy: str) -> None:
    assert covered(rows, NUMBER, limits=WEEKS, policy=policy).overlaps == ()


def test_a_default_outcome_fills_every_hole() -> None:
    written = table(["weken"], ["uit"], [["1", "1"]]).replace(
        '<output name="uit">', '<output name="uit"><defaultOutputEntry><text>0</text></defaultOutputEntry>'
    )
    assert coverage_of(read_one(written), [NUMBER], {"weken": WEEKS}).hole == ""


def test_columns_that_look_at_the_same_thing_are_not_judged() -> None:
    written = table(["weken", "weken > 10"], ["uit"], [["<= 10", "false", "1"], ["> 10", "true", "2"]])
    assert coverage_of(read_one(written), [NUMBER, BOOLEAN], {"weken": WEEKS}) == Coverage()


def test_a_list_of_all_that_is_collected_may_have_holes_and_doubles() -> None:
    assert covered([["<= 10"], ["<= 5"]], NUMBER, limits=WEEKS, policy="COLLECT") == Coverage()


def test_a_huge_table_is_not_looked_through_for_ever() -> None:
    rows = [[f"[{number}..{number + 1}[", f"[{number % 7}..{number % 11}]"] for number in range(1500)]
    assert covered(rows, NUMBER, NUMBER, limits=Limits()) == Coverage()
